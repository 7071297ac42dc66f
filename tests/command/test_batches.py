"""Many sources in one run: if a source, a worker or a disk fails, the other sources are not affected."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

COMMAND = [sys.executable, "-Im", "cvpalette"]
#: More images than this process does before workers start, plus those in flight for two workers.
MANY = 40
needs_signals = pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
JOBS = pytest.mark.parametrize("jobs", ["1", "2"])


@pytest.fixture
def album(stripes: Path) -> Path:
    """Fill a folder with many copies of the stripes; their names are numbers."""
    folder = stripes.parent / "album"
    folder.mkdir()
    for number in range(MANY):
        shutil.copy(stripes, folder / f"{number:03}.png")
    return folder


def sources_of(lines: bytes) -> list[str]:
    """Return the sources of JSON Lines that have palettes; each line must be complete."""
    assert lines.endswith(b"\n")
    return [document["source"] for document in map(json.loads, lines.splitlines()) if "colors" in document]


def failures_of(lines: bytes) -> dict[str, dict[str, str]]:
    """Return the paths of sources that failed, with the errors in their lines."""
    documents = [document for document in map(json.loads, lines.splitlines()) if "colors" not in document]
    assert all(document.keys() == {"version", "source", "path", "error"} for document in documents)
    return {document["path"]: document["error"] for document in documents}


def names(album: Path) -> list[str]:
    """Return the names of an album's images, in order."""
    return sorted(path.name for path in album.iterdir())


@JOBS
def test_json_lines_come_in_order(run_cli: Run, album: Path, jobs: str) -> None:
    """The number of workers does not matter; paths tell images of the same name apart."""
    result = run_cli("album", "-f", "json", "--jobs", jobs)
    assert (result.returncode, result.stderr) == (0, b"")
    assert sources_of(result.stdout) == names(album)
    paths = [json.loads(line)["path"] for line in result.stdout.splitlines()]
    assert paths == [str(Path("album", name)) for name in names(album)]


def test_all_jobs_give_the_same_bytes(run_cli: Run, album: Path) -> None:
    """The result does not show which process did an image."""
    assert album.is_dir()
    one, two = (run_cli("album", "-f", "json", "--jobs", jobs).stdout for jobs in ("1", "2"))
    assert one == two


@JOBS
def test_a_corrupt_image_among_hundreds(run_cli: Run, album: Path, jobs: str) -> None:
    """It is named, the others are done, and the exit code says that something failed."""
    for number in range(MANY, 10 * MANY):
        (album / f"{number:03}.png").hardlink_to(album / "000.png")
    (album / "030.png").write_bytes((album / "030.png").read_bytes()[:-30])
    result = run_cli("album", "-f", "json", "--jobs", jobs)
    assert result.returncode == 1
    assert sources_of(result.stdout) == [name for name in names(album) if name != "030.png"]
    broken = str(Path("album", "030.png"))
    (message,) = result.stderr.decode().splitlines()
    assert f"'{broken}': " in message
    # Its error line stands at the place of its palette, for programs that read only stdout.
    assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == [
        str(Path("album", name)) for name in names(album)
    ]
    error = failures_of(result.stdout)[broken]
    assert (error["problem"], error["message"][: len(broken) + 4]) == ("truncated", f"'{broken}': ")


@pytest.mark.parametrize("merge", [[], ["--merge"]], ids=["each", "merged"])
def test_corrupt_images_of_one_name(run_cli: Run, album: Path, merge: list[str]) -> None:
    """Each is named by its path and counts as a failure."""
    for folder in (album / "a", album / "b"):
        folder.mkdir()
        (folder / "x.png").write_bytes((album / "030.png").read_bytes()[:-30])
    result = run_cli("album", "-r", "-f", "json", *merge)
    assert result.returncode == 1
    told = [line.split("'")[1] for line in result.stderr.decode().splitlines()]
    assert told == [str(Path("album", "a", "x.png")), str(Path("album", "b", "x.png"))]
    result = run_cli("album", "-r", "-f", "json", *merge, "--allow-truncated")
    assert result.returncode == 0
    assert [line.split("'")[1] for line in result.stderr.decode().splitlines()] == told


def test_an_output_that_fails_at_some(run_cli: Run, album: Path) -> None:
    """The errors name the paths of the images; the other files are written."""
    (album / "a").mkdir()
    for path in (album / "000.png", album / "a" / "000.png"):
        noise = np.random.default_rng(1).integers(0, 256, (30, 30, 3), np.uint8)
        path.unlink(missing_ok=True)
        PIL.Image.fromarray(noise).save(path)
    result = run_cli("album", "-r", "-k", "31", "-f", "procreate", "-o", "out")
    assert result.returncode == 1
    told = result.stderr.decode().splitlines()
    assert [line.split("cannot render ")[1].split("'")[1] for line in told] == [
        str(Path("album", "000.png")),
        str(Path("album", "a", "000.png")),
    ]
    assert len(list((album.parent / "out").iterdir())) == MANY - 1


def test_no_job_is_wrong_usage(run_cli: Run, album: Path) -> None:
    """The error comes before a source is read."""
    result = run_cli(album, "--jobs", "0")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"'0' is no number of jobs" in result.stderr


def test_stdin_is_one_of_many(run_cli: Run, album: Path, stripes: Path) -> None:
    """Workers cannot read the command's stdin, so this process reads it."""
    result = run_cli("album", "-", "-f", "json", "--jobs", "2", input=stripes.read_bytes())
    assert sources_of(result.stdout) == [*names(album), "stdin"]


@needs_signals
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@JOBS
def test_head_gets_its_lines(album: Path, jobs: str) -> None:
    """`cvpalette photos/ -f json | head -3` succeeds and ends."""
    shell = ["bash", "-o", "pipefail", "-c", '"$@" | head -3', "bash"]
    command = [*shell, *COMMAND, str(album), "-f", "json", "--jobs", jobs]
    result = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert (result.returncode, result.stderr) == (0, b"")
    assert sources_of(result.stdout) == ["000.png", "001.png", "002.png"]


@needs_signals
def test_a_folder_that_changes(album: Path) -> None:
    """An image that is removed before its turn gives no error, and a new one is not read."""
    for number in range(MANY, 10 * MANY):
        shutil.copy(album / "000.png", album / f"{number:03}.png")
    command = [*COMMAND, str(album), "-f", "json", "--jobs", "1"]
    # The pipes have no buffer, since communicate() would not read it.
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout
        first = process.stdout.readline()
        # The pipe holds about a hundred lines, so the run cannot be near its end.
        (album / "390.png").unlink()
        shutil.copy(album / "000.png", album / "new.png")
        rest, stderr = process.communicate()
    found = sources_of(first + rest)
    assert (process.returncode, stderr) == (0, b"")
    assert found == [name for name in names(album) if name != "new.png"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout(run_cli: Run, album: Path) -> None:
    """There is one error, not one for each image."""
    with Path("/dev/full").open("wb") as full:
        how = {"capture_output": False, "stdout": full, "stderr": subprocess.PIPE}
        result = run_cli(album, "-f", "json", "--jobs", "2", **how)
    assert result.returncode == 1
    assert result.stderr == b"cvpalette: error: 'stdout': cannot be written: no space left on device\n"


class Hanging:
    """A web source that never answers its first readers, and answers later ones."""

    def __init__(self, web: Any, data: bytes, times: int) -> None:
        """Take the number of readers that get no answer."""
        self.asked = [threading.Event() for _ in range(times)]
        self._left = iter(self.asked)
        self.url = web.answer("/slow.png", self._answer)
        self._web = web
        self._data = data

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        event = next(self._left, None)
        if event:
            event.set()
            self._web.is_over.wait()
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(self._data)))
        request.end_headers()
        request.wfile.write(self._data)


@pytest.fixture
def hang(web: Any, stripes: Path) -> Callable[[int], Hanging]:
    """Make a web source that does not answer so many readers."""
    return lambda times: Hanging(web, stripes.read_bytes(), times)


@pytest.fixture
def start(album: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start the command in a process group of its own, as a terminal does; it ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        command = [*COMMAND, *arguments]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, cwd=album.parent, start_new_session=True, **pipes)
        started.append(process)
        return process

    yield run
    for process in started:
        with process:
            process.kill()


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the worker processes of a process."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            is_worker = b"cvpalette_worker" in (folder / "cmdline").read_bytes()
        except OSError:
            continue  # the process has ended
        if parent == process.pid and is_worker:
            found.append(int(folder.name))
    return found


@needs_proc
class TestKilledWorkers:
    """A worker is killed with -9, for example by a system that is short of memory."""

    def test_what_it_was_at_is_done_by_another(
        self, start: Callable[..., Any], hang: Callable[[int], Hanging], album: Path
    ) -> None:
        """No image is missing, and none comes twice."""
        source = hang(1)
        process = start("album", source.url, "stripes.png", "-f", "json", "--jobs", "2")
        assert source.asked[0].wait(60)
        for worker in workers_of(process):
            os.kill(worker, signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=120)
        assert (process.returncode, stderr) == (0, b"")
        assert sources_of(stdout) == [*names(album), "slow.png", "stripes.png"]

    def test_what_kills_twice_is_named(
        self, start: Callable[..., Any], hang: Callable[[int], Hanging], album: Path
    ) -> None:
        """The others are done all the same."""
        source = hang(2)
        process = start("album", source.url, "stripes.png", "-f", "json", "--jobs", "2")
        for event in source.asked:
            assert event.wait(60)
            for worker in workers_of(process):
                # When one worker is dead, the run may end the others itself.
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=120)
        assert process.returncode == 1
        assert sources_of(stdout) == [*names(album), "stripes.png"]
        (message,) = stderr.decode().splitlines()
        assert f"'{source.url}': the process that read it died" in message
        assert "the process that read it died" in failures_of(stdout)[source.url]["message"]

    def test_a_killed_run_goes_on(
        self, run_cli: Run, start: Callable[..., Any], hang: Callable[[int], Hanging], album: Path
    ) -> None:
        """--resume continues the file: no line is missing, incomplete, or there twice."""
        source = hang(1)
        sources = ["album", source.url, "stripes.png", "-o", "all.jsonl"]
        process = start(*sources, "--jobs", "2")
        assert source.asked[0].wait(60)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        path = album.parent / "all.jsonl"
        before = path.read_bytes()
        # Another worker may have been at the last images of the folder.
        written = sources_of(before)
        assert written == names(album)[: len(written)]
        path.write_bytes(before[:-9])  # a run may be killed in the middle of a line
        result = run_cli(*sources, "--resume")
        assert (result.returncode, result.stderr) == (0, b"")
        assert path.read_bytes().startswith(before)
        assert sources_of(path.read_bytes()) == [*names(album), "slow.png", "stripes.png"]

    def test_workers_end_with_a_killed_parent(
        self, start: Callable[..., Any], hang: Callable[[int], Hanging]
    ) -> None:
        """The workers hold the parent's pipes, so the pipes end when all workers are gone."""
        source = hang(1)
        process = start("album", source.url, "-f", "json", "--jobs", "2")
        assert source.asked[0].wait(60)
        workers = workers_of(process)
        process.kill()
        process.communicate(timeout=60)
        assert workers
        assert not workers_of(process)


@needs_signals
class TestInterruptions:
    """Ctrl-C reaches all processes of a terminal."""

    @JOBS
    def test_once_ends_with_130(
        self, start: Callable[..., Any], hang: Callable[[int], Hanging], album: Path, jobs: str
    ) -> None:
        """There is one line on stderr, and every line of the file is complete."""
        source = hang(1)
        process = start("album", source.url, "-f", "json", "--jobs", jobs)
        assert source.asked[0].wait(60)
        # Another worker may still be at the last image of the folder.
        lines = b"".join(process.stdout.readline() for _ in names(album))
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        assert (process.returncode, stderr) == (130, b"cvpalette: error: interrupted\n")
        assert sources_of(lines + stdout) == names(album)

    @JOBS
    def test_twice_ends_too(
        self, start: Callable[..., Any], hang: Callable[[int], Hanging], jobs: str
    ) -> None:
        """The second Ctrl-C ends the command at once, even during its cleanup."""
        source = hang(1)
        process = start("album", source.url, "-f", "css", "-o", "out", "--jobs", jobs)
        assert source.asked[0].wait(60)
        for _ in range(2):
            os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode in {130, -signal.SIGINT}
        assert (stdout, b"Traceback" in stderr) == (b"", False)

    def test_one_that_comes_while_workers_start(self, start: Callable[..., Any]) -> None:
        """The workers print nothing either."""
        process = start("album", "-f", "json", "--jobs", "2")
        assert process.stdout
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 130 or not stderr
        assert b"Traceback" not in stderr
