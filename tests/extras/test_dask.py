"""Runs on a Dask cluster, of real processes; what dies in the middle costs no result, or is told."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from cvpalette.batch.cluster import Cluster, _require_version
from cvpalette.errors import ClusterError

Run = Callable[..., subprocess.CompletedProcess[bytes]]

#: More than are in flight for two workers.
MANY = 60
_ENVIRONMENT = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "false", "COLUMNS": "500"}


class DaskCluster:
    """A scheduler and its workers, started as anyone starts them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Start a scheduler on a port that the system chooses."""
        self._folder = folder
        self._stack = stack
        self.scheduler, found = self._start("scheduler", r"Scheduler at: +(\S+)", "--port", "0")
        self.address = found
        self.workers: list[subprocess.Popen[str]] = []

    def add_worker(self) -> None:
        """Start a worker, of one thread, and wait until the scheduler knows it."""
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._folder))
        worker, _ = self._start("worker", r"Registered to: +(\S+)", self.address, *options)
        self.workers.append(worker)

    def _start(self, kind: str, sign: str, *options: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-Im", "dask", kind, *options, "--host", "127.0.0.1", "--no-dashboard"]
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, cwd=self._folder, env=_ENVIRONMENT
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(sign, line):
                drain = threading.Thread(target=process.stderr.read)
                drain.start()
                self._stack.callback(process.stderr.close)
                self._stack.callback(drain.join)
                self._stack.callback(process.kill)
                return process, found[1]
        pytest.fail(f"dask {kind} did not start: {said}")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[DaskCluster]:
    """Start a scheduler that has no workers yet."""
    pytest.importorskip("distributed", reason="needs cvpalette[dask]")
    with ExitStack() as stack:
        yield DaskCluster(tmp_path, stack)


@pytest.fixture
def cluster(scheduler: DaskCluster) -> DaskCluster:
    """Start a scheduler with two workers."""
    scheduler.add_worker()
    scheduler.add_worker()
    return scheduler


@pytest.fixture(scope="module")
def lasting_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Start a scheduler with two workers, in a folder of their own, for all tests that leave them alive."""
    pytest.importorskip("distributed", reason="needs cvpalette[dask]")
    with ExitStack() as stack:
        cluster = DaskCluster(tmp_path_factory.mktemp("cluster"), stack)
        cluster.add_worker()
        cluster.add_worker()
        yield cluster


@pytest.fixture
def album(stripes: Path) -> Path:
    """Fill a folder with many copies of the stripes, and one that is damaged."""
    folder = stripes.parent / "album"
    folder.mkdir()
    for number in range(MANY):
        shutil.copy(stripes, folder / f"{number:03}.png")
    (folder / "030.png").write_bytes(stripes.read_bytes()[:-30])
    return folder


def serve_many(web: Any, data: bytes, number: int, then: Callable[[], object]) -> list[str]:
    """Serve images; when so many of them were asked for, something happens."""
    lock = threading.Lock()
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        with lock:
            asked.append(request.path)
            if len(asked) == number:
                then()
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return [web.answer(f"/{each:03}.png", answer) for each in range(MANY)]


def test_a_cluster_gives_what_jobs_give(run_cli: Run, lasting_cluster: DaskCluster, album: Path) -> None:
    """To the byte, in order, with the same error; files are known by their whole paths."""
    there = run_cli("album", "-f", "json", "--scheduler", lasting_cluster.address)
    here = run_cli(album, "-f", "json", "--jobs", "2")
    assert (there.returncode, there.stderr) == (1, here.stderr)
    assert there.stdout == here.stdout
    assert [b"colors" in line for line in there.stdout.splitlines()].count(False) == 1  # the broken one
    assert len(there.stdout.splitlines()) == MANY


def test_files_are_written_here(
    run_cli: Run, lasting_cluster: DaskCluster, stripes: Path, album: Path
) -> None:
    """In the same tree; stdin, which workers have not got, is read here too."""
    options = ("-", "-f", "css", "-f", "swatch", "-o", "out", "--scheduler", lasting_cluster.address)
    result = run_cli("album", *options, input=stripes.read_bytes())
    assert b"030.png" in result.stderr
    written = {path.name for path in (album.parent / "out").iterdir()}
    assert len(written) == 2 * MANY
    assert {"000.css", "059.swatch.png", "stdin.css"} <= written


def test_merging_gives_what_it_gives_here(run_cli: Run, lasting_cluster: DaskCluster, album: Path) -> None:
    """Workers add up what others have added up; the images' own shares come as well."""
    shutil.rmtree(album)
    album.mkdir()
    for number in range(200):
        (album / f"{number:03}.ppm").write_bytes(b"P6 2 1 255 " + bytes([number, 9, 9, 250, number // 2, 90]))
    for weight in ("pixels", "equal"):
        options = (album, "--merge", "--merge-by", weight, "-f", "json", "-k", "4")
        there = run_cli(*options, "--scheduler", lasting_cluster.address)
        assert (there.returncode, there.stderr) == (0, b"")
        assert there.stdout == run_cli(*options).stdout
        assert len(there.stdout.splitlines()) == 201


def test_a_worker_killed_in_the_middle(run_cli: Run, cluster: DaskCluster, web: Any, stripes: Path) -> None:
    """The other one does what it was at: each result once, in order, and nothing to be said."""
    urls = serve_many(web, stripes.read_bytes(), 20, cluster.workers[0].kill)
    result = run_cli(*urls, "-f", "json", "--scheduler", cluster.address)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert (result.returncode, result.stderr) == (0, b"")
    assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == urls


def test_a_worker_killed_while_merging(run_cli: Run, cluster: DaskCluster, web: Any, stripes: Path) -> None:
    """The sums that died with it are made again; every image counts once."""
    urls = serve_many(web, stripes.read_bytes(), 40, cluster.workers[0].kill)
    result = run_cli(*urls, "--merge", "-f", "json", "-o", "all.json", "--scheduler", cluster.address)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert (result.returncode, result.stderr) == (0, b"")
    merged = json.loads((stripes.parent / "all.json").read_text().splitlines()[0])
    assert (merged["source"], merged["counted"]) == (f"{MANY} images", MANY * 1600)


def test_the_scheduler_gone(run_cli: Run, cluster: DaskCluster, web: Any, stripes: Path) -> None:
    """One line says so; what was written is whole, and goes on without it."""
    urls = serve_many(web, stripes.read_bytes(), 40, cluster.scheduler.kill)
    result = run_cli(*urls, "-o", "all.jsonl", "--scheduler", cluster.address)
    assert result.returncode == 1
    (message,) = result.stderr.decode().splitlines()
    assert f"'{cluster.address}': the scheduler is gone" in message
    path = stripes.parent / "all.jsonl"
    done = [json.loads(line)["path"] for line in path.read_text().splitlines()]
    assert done == urls[: len(done)]
    assert 0 < len(done) < MANY
    result = run_cli(*urls, "-o", "all.jsonl", "--resume", "--jobs", "2")
    assert (result.returncode, result.stderr) == (0, b"")
    assert [json.loads(line)["path"] for line in path.read_text().splitlines()] == urls


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_a_run(cluster: DaskCluster, web: Any, stripes: Path) -> None:
    """At once, with the exit code of an interrupted one."""
    reached = threading.Event()
    urls = serve_many(web, stripes.read_bytes(), 20, reached.set)
    command = [sys.executable, "-Im", "cvpalette", *urls, "-f", "json", "--scheduler", cluster.address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert reached.wait(60)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        said = process.stderr.read()
    assert (process.returncode, said) in {(130, b"cvpalette: error: interrupted\n"), (0, b"")}


def test_anyone_brings_the_executor(lasting_cluster: DaskCluster, stripes: Path) -> None:
    """Dask's own has the interface of concurrent.futures."""
    script = f"""
from distributed import Client
from cvpalette import extract_many
with Client({lasting_cluster.address!r}) as client:
    many = extract_many([{str(stripes)!r}] * 20 + ["none.png"], executor=client.get_executor(), jobs=2)
    print([len(each.result.palette) if each.result else str(each.error) for each in many])
"""
    result = subprocess.run([sys.executable, "-Ic", script], check=True, capture_output=True, text=True)
    assert result.stdout == f"{[4] * 20 + [chr(39) + 'none.png' + chr(39) + ': no such file or directory']}\n"


def refuse(run_cli: Run, stripes: Path, address: str) -> str:
    """Return the one line that a run ends with, before it writes anything."""
    result = run_cli(stripes, "-f", "css", "-o", "out.css", "--scheduler", address)
    assert (result.returncode, result.stdout) == (1, b"")
    assert not (stripes.parent / "out.css").exists()
    (message,) = result.stderr.decode().splitlines()
    assert f"'{address}': " in message
    return message


def test_what_is_no_address(run_cli: Run, stripes: Path) -> None:
    """Without a port, or of no kind that Dask knows."""
    pytest.importorskip("distributed", reason="needs cvpalette[dask]")
    for address in ("nonsense", "zz://host:1"):
        assert "give one as tcp://host:8786" in refuse(run_cli, stripes, address)


def test_no_scheduler_answers() -> None:
    """Whoever waits is told how long."""
    pytest.importorskip("distributed", reason="needs cvpalette[dask]")
    message = "no scheduler answers there in 0.2 seconds"
    with pytest.raises(ClusterError, match=message), Cluster.connect("tcp://127.0.0.1:1", patience=0.2):
        pass


def test_a_cluster_without_workers(scheduler: DaskCluster) -> None:
    """It is told how to start one."""
    message = f"has no workers; 'dask worker {scheduler.address}' starts one"
    with pytest.raises(ClusterError, match=message), Cluster.connect(scheduler.address, patience=0.2):
        pass


class _Client:
    """As much of a client as tells what is installed on its workers."""

    def __init__(self, found: dict[str, object]) -> None:
        self.run = lambda *_, **__: found


def test_workers_of_another_version() -> None:
    """Results of two versions are not mixed."""
    with pytest.raises(ClusterError, match=r"is 0\.0\.1 on its worker 'tcp://b' and .* here"):
        _require_version(_Client({"tcp://b": "0.0.1"}), "tcp://a")
    with pytest.raises(ClusterError, match="is not installed on its worker 'tcp://b' and 'tcp://c'"):
        _require_version(_Client(dict.fromkeys(["tcp://b", "tcp://c"], PackageNotFoundError())), "tcp://a")


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ClusterError, match=r"pip install 'cvpalette\[dask\]'"), Cluster.connect("tcp://a:1"):
        pass


def test_jobs_and_a_scheduler_exclude_each_other(run_cli: Run, stripes: Path) -> None:
    """One of them would do nothing."""
    result = run_cli(stripes, "--jobs", "2", "--scheduler", "tcp://a:1")
    assert result.returncode == 2
    assert b"give one of them" in result.stderr
