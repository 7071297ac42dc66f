"""Stores as sources and as targets: an S3 of this machine's own, which can be out of order."""

import http.client
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cvpalette import ImageError, extract

Run = Callable[..., subprocess.CompletedProcess[bytes]]


class Store(ThreadingHTTPServer):
    """A store that answers the next `failures` requests with 503, and passes all others on."""

    def __init__(self, port: int) -> None:
        """Stand before the store at a port."""
        super().__init__(("127.0.0.1", 0), _Passer)
        self.behind = port
        self.failures = 0
        self.requests: list[str] = []
        self.client: Any = None

    def put(self, key: str, data: bytes) -> None:
        """Store data, past what may be out of order."""
        self.client.put_object(Bucket="bucket", Key=key, Body=data)

    def get(self, key: str) -> bytes:
        """Return what is stored."""
        return bytes(self.client.get_object(Bucket="bucket", Key=key)["Body"].read())

    def list_keys(self) -> list[str]:
        """Return the names of all that is stored."""
        found = self.client.list_objects_v2(Bucket="bucket").get("Contents", [])
        return [each["Key"] for each in found]


class _Passer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Store

    def do_GET(self) -> None:
        """Refuse, or pass on."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append(f"{self.command} {self.path}")
        if self.server.failures:
            self.server.failures -= 1
            self._answer(503, {}, b"")
            return
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        self._answer(answer.status, dict(answer.getheaders()), answer.read())
        behind.close()

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 -- names of http.server

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "content-length", "date", "server", "transfer-encoding"}:
                self.send_header(name, value)
        length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    """Start an S3 of this machine's own, with an empty bucket."""
    pytest.importorskip("s3fs", reason="needs cvpalette[remote]")
    pytest.importorskip("moto.server", reason="needs moto[server]")
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**keys, "AWS_CONFIG_FILE": str(tmp_path / "none")}.items():
        monkeypatch.setenv(name, value)
    boto3 = pytest.importorskip("boto3", reason="needs moto[server]")
    with _start_moto(tmp_path) as port, Store(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")
        server.client.create_bucket(Bucket="bucket")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield server
        server.client.close()
        server.shutdown()
        thread.join()


@contextmanager
def _start_moto(folder: Path) -> Iterator[int]:
    """Start moto's server in a process, and give its port."""
    command = [sys.executable, "-Im", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=folder
    ) as process:
        assert process.stderr
        signs = (re.search(r"http://127\.0\.0\.1:(\d+)", line) for line in process.stderr)
        found = next(filter(None, signs), None)
        assert found, "moto's server did not start"
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        try:
            yield int(found[1])
        finally:
            process.kill()
            drain.join()


@pytest.fixture
def photos(store: Store, stripes: Path) -> Store:
    """Store images, below each other, and what is none."""
    for key in ("photos/a.png", "photos/a.jpg", "photos/b.PNG", "photos/deep/c.png", "photos/notes.txt"):
        store.put(key, stripes.read_bytes())
    return store


def test_from_a_store_to_a_store(run_cli: Run, photos: Store) -> None:
    """In a tree that mirrors it; what is there is kept."""
    options = ("s3://bucket/photos/", "-r", "-f", "css", "-o", "s3://bucket/palettes")
    result = run_cli(*options)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    written = ["palettes/a.jpg.css", "palettes/a.png.css", "palettes/b.css", "palettes/deep/c.css"]
    assert [key for key in photos.list_keys() if key.startswith("palettes/")] == written
    assert b"--color-1: #" in photos.get("palettes/deep/c.css")
    again = run_cli(*options)
    assert again.returncode == 1
    assert again.stderr.count(b"exists and is kept; overwrite it with --force") == len(written)
    assert run_cli(*options, "--force").returncode == 0


def test_from_a_store_to_lines(run_cli: Run, photos: Store, tmp_path: Path) -> None:
    """By as many jobs as there are; a folder's folders only with --recursive."""
    result = run_cli("s3://bucket/photos", "-f", "json")
    paths = [json.loads(line)["path"] for line in result.stdout.splitlines()]
    assert paths == [f"s3://bucket/photos/{name}" for name in ("a.jpg", "a.png", "b.PNG")]
    for number in range(20):
        photos.put(f"photos/{number}.png", photos.get("photos/a.png"))
    result = run_cli("s3://bucket/photos", "-r", "-o", "all.jsonl", "--jobs", "2")
    assert (result.returncode, result.stderr) == (0, b"")
    assert len((tmp_path / "all.jsonl").read_text().splitlines()) == 24


def test_one_file_for_all_in_a_store(run_cli: Run, photos: Store) -> None:
    """It is there once it is whole; and a run that goes on takes a file on this machine."""
    options = ("s3://bucket/photos/", "-f", "json", "-o", "s3://bucket/all.jsonl")
    assert run_cli(*options).returncode == 0
    assert len(photos.get("all.jsonl").splitlines()) == 3
    assert b"exists and is kept" in run_cli(*options).stderr
    result = run_cli(*options, "--resume")
    assert result.returncode == 2
    assert b"'--resume' goes on with a file of this machine" in result.stderr


def test_a_source_in_a_store_is_never_overwritten(run_cli: Run, photos: Store, stripes: Path) -> None:
    """Neither with --force nor by its own name."""
    for source in ("s3://bucket/photos/a.png", "s3://bucket/photos"):
        result = run_cli(source, "-f", "swatch", "-o", "s3://bucket/photos/a.png", "--merge", "--force")
        assert b"a source is never overwritten" in result.stderr
        assert result.returncode == 1
    assert photos.get("photos/a.png") == stripes.read_bytes()


def test_a_store_that_is_out_of_order_twice(run_cli: Run, photos: Store) -> None:
    """It is asked again, and nobody hears of it."""
    photos.failures = 2
    result = run_cli("s3://bucket/photos/a.png", "-o", "s3://bucket/a.css")
    assert (result.returncode, result.stderr, photos.failures) == (0, b"", 0)
    photos.failures = 2
    assert run_cli("s3://bucket/photos/", "-f", "json").returncode == 0
    assert photos.get("a.css").startswith(b"/*")


def test_a_store_that_never_works(run_cli: Run, photos: Store) -> None:
    """It is one line, after some tries."""
    photos.failures = 1000
    result = run_cli("s3://bucket/photos/a.png")
    assert (result.returncode, result.stdout) == (1, b"")
    (message,) = result.stderr.decode().splitlines()
    assert "'s3://bucket/photos/a.png': cannot be reached: " in message
    assert "service Unavailable" in message
    assert 1 < len(photos.requests) < 20


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("s3://bucket/none.png", "does not exist: no such object, folder or bucket"),
        ("s3://none/photos/", "does not exist: no such object, folder or bucket"),
        ("s3://bucket/empty.png", "is empty"),
        ("s3://bucket/folders/", "is a folder without images; those in folders below it are found with"),
        ("zz://bucket/a.png", "is not in a known kind of store: give s3://, gs:// or the like"),
    ],
)
def test_what_is_not_there(run_cli: Run, store: Store, source: str, reason: str) -> None:
    """One line says what it is that cannot be read, and why."""
    store.put("empty.png", b"")
    store.put("folders/deep/a.png", b"")
    result = run_cli(source, "-f", "json")
    assert (result.returncode, result.stdout) == (1, b"")
    (message,) = result.stderr.decode().splitlines()
    assert f"'{source}': {reason}" in message


def test_names_that_would_climb_out(run_cli: Run, store: Store, stripes: Path) -> None:
    """An object may be called anything: what is made of it stays in its folder."""
    store.put("photos/../../x/a.png", stripes.read_bytes())
    result = run_cli("s3://bucket/photos", "-r", "-f", "css", "-o", "out")
    assert (result.returncode, result.stderr) == (0, b"")
    assert [path.name for path in (stripes.parent / "out").rglob("*.css")] == ["a.css"]


def test_a_library_reads_no_store_unasked(photos: Store) -> None:
    """Its rights are not those of whoever sends an address."""
    with pytest.raises(ImageError, match="read with your credentials; allow_private=True allows it"):
        extract("s3://bucket/photos/a.png")
    assert photos.requests == []


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ImageError, match=r"pip install 'cvpalette\[remote\]'"):
        extract("s3://bucket/photos/a.png", allow_private=True)
