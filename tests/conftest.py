"""What the tests share: small images, the command as a process, golden files."""

import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any

import numpy as np
import PIL.Image
import pytest
from hypothesis import HealthCheck, settings

from cvpalette.extraction import Extraction
from cvpalette.testing import make_extraction

#: Four colors that anyone can tell apart, as they stand in the stripes.
STRIPES = ("#264653", "#2a9d8f", "#e9c46a", "#e76f51")

#: Seconds after which a run of the command hangs.
TIMEOUT = 120

Run = Callable[..., subprocess.CompletedProcess[bytes]]

# How long an example takes says nothing: the tests run side by side, on a machine that may be busy.
settings.register_profile("side by side", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("side by side")


#: Of how many cases of a test the coverage is measured.
CASES = 6

#: What measures coverage in this process, if anything does; whether a test's is measured.
_COVERAGE = pytest.StashKey[Any]()
_IS_MEASURED = pytest.StashKey[bool]()

#: What tells a Python that starts to measure what it reaches; empty where nothing is measured.
_MEASURE: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Take interrupts as a terminal's processes do, also where the tests run in the background.

    Where coverage is measured, the processes that tests start are left out: to load what measures takes
    as long as most runs. Measured are tests, the command in forks of one process, and what the tests
    that use `measured` start.
    """
    if "coverage" in sys.modules and (coverage := sys.modules["coverage"].Coverage.current()):
        config.stash[_COVERAGE] = coverage
        if not hasattr(config, "workerinput") and config.getoption("dist", "no") != "no":
            coverage.stop()  # this process only hands out tests
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
            if name in os.environ:
                _MEASURE[name] = os.environ.pop(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Choose whose coverage is measured: the first cases of each test, and no random examples.

    Measuring doubles the time of much of our code. More cases reach hardly more of it.
    """
    cases: Counter[str] = Counter()
    for item in items:
        cases[test := item.nodeid.partition("[")[0]] += 1
        is_random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        item.stash[_IS_MEASURED] = cases[test] <= CASES and not is_random


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure the coverage of the tests that were chosen, and rest in the others."""
    coverage = None if item.stash[_IS_MEASURED] else item.config.stash.get(_COVERAGE, None)
    if coverage:
        coverage.stop()
    try:
        return (yield)
    finally:
        if coverage:
            coverage.start()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be rewritten."""
    parser.addoption("--update-goldens", action="store_true", help="rewrite tests/golden; then read the diff")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure the coverage of processes that the test starts: nothing else reaches what they do."""
    for name, value in _MEASURE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def extraction() -> Extraction:
    """Give four stripes, each a quarter of the image."""
    return make_extraction(STRIPES)


@pytest.fixture
def stripes(tmp_path: Path) -> Path:
    """Write a PNG of four stripes, 40 x 40 pixels, in a folder of its own."""
    rows = np.array([tuple(bytes.fromhex(color[1:])) for color in STRIPES], np.uint8)
    path = tmp_path / "stripes.png"
    PIL.Image.fromarray(np.repeat(np.repeat(rows[:, None], 40, axis=1), 10, axis=0)).save(path)
    return path


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Fill a new folder by a function, once in a run of the tests: other processes wait for the first."""
    fcntl = None if sys.platform == "win32" else importlib.import_module("fcntl")
    base = tmp_path_factory.getbasetemp()
    if fcntl and "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def build(name: str, fill: Callable[[Path], object]) -> Path:
        folder, ready = base / name, base / f"{name}.is-ready"
        with (base / f"{name}.lock").open("w", encoding="utf-8") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed at it
                folder.mkdir()
                fill(folder)
                ready.touch()
        return folder

    return build


class CommandServer:
    """A process that has loaded the command, and runs it in forks of itself: see command_server.py."""

    def __init__(self) -> None:
        """Start it."""
        self._connection, its = socket.socketpair()
        with its:
            script = Path(__file__).parent / "command_server.py"
            command = [sys.executable, "-I", str(script), str(its.fileno())]
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(
                command,
                stdin=nothing,
                stdout=nothing,
                pass_fds=[its.fileno()],
                env={**os.environ, **_MEASURE},
            )
        self._answers = self._connection.makefile("rb")
        self._pipes = ThreadPoolExecutor(3)
        #: Whether the coverage of runs is measured.
        self.is_measured = True

    def close(self) -> None:
        """End it."""
        self._pipes.shutdown()
        self._answers.close()
        self._connection.close()
        self._process.wait()

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], *streams: int
    ) -> int:
        """Start a run with three streams, and return the number of its process; the one before has ended."""
        socket.send_fds(self._connection, [b"\0"], streams)
        request = [arguments, str(folder), dict(environment), self.is_measured]
        self._connection.sendall(json.dumps(request).encode() + b"\n")
        return int(self._answers.readline())

    def wait(self) -> int:
        """Wait until the run has ended, and return its exit code, negative for a signal."""
        return int(self._answers.readline())

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], data: bytes | None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command with data on stdin, or without; its output is captured."""
        stdin, feed = os.pipe() if data is not None else (os.open(os.devnull, os.O_RDONLY), None)
        (printed, stdout), (told, stderr) = os.pipe(), os.pipe()
        process = self.start(arguments, folder, environment, stdin, stdout, stderr)
        for stream in (stdin, stdout, stderr):
            os.close(stream)
        if feed is not None:
            self._pipes.submit(_feed, feed, data)
        reading = [self._pipes.submit(_drain, stream) for stream in (printed, told)]
        if is_late := bool(wait(reading, TIMEOUT).not_done):
            os.kill(process, signal.SIGKILL)
        code = self.wait()
        if is_late:
            raise subprocess.TimeoutExpired(list(arguments), TIMEOUT)
        return subprocess.CompletedProcess(arguments, code, *(read.result() for read in reading))


def _feed(stream: int, data: bytes | None) -> None:
    with suppress(BrokenPipeError), open(stream, "wb") as file:
        file.write(data or b"")


def _drain(stream: int) -> bytes:
    with open(stream, "rb") as file:
        return file.read()


@pytest.fixture(scope="session")
def _command_server() -> Iterator[CommandServer | None]:
    """Start what runs the command without a start of Python; only Linux may fork whatever is loaded."""
    if sys.platform != "linux":
        yield None
        return
    server = CommandServer()
    yield server
    server.close()


@pytest.fixture
def command_server(
    _command_server: CommandServer | None, request: pytest.FixtureRequest
) -> CommandServer | None:
    """Give what runs the command, or None."""
    if _command_server:
        _command_server.is_measured = request.node.stash[_IS_MEASURED]
    return _command_server


@pytest.fixture
def run_cli(tmp_path: Path, command_server: CommandServer | None) -> Run:
    """Run the installed command in the test's folder, and return what it printed and its exit code.

    It runs in a process of its own. What asks for more than a folder, variables that the command reads, and
    data on stdin gets a new Python too.
    """

    def run(*arguments: str | bytes | Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "COLUMNS": "80", **how.pop("env", {})}
        if command_server and how.keys() <= {"cwd", "input"}:
            texts = [os.fsdecode(argument) for argument in arguments]
            return command_server.run(texts, how.get("cwd", tmp_path), environment, how.get("input"))
        # The folder of the checkout must not be importable: the installed package is what is tested.
        command = [sys.executable, "-Im", "cvpalette", *arguments]
        how = {"cwd": tmp_path, "capture_output": True, "stdin": subprocess.DEVNULL, "timeout": TIMEOUT} | how
        if "input" in how:
            del how["stdin"]
        return subprocess.run(command, env=environment, check=False, **how)  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture
def see(tmp_path: Path, command_server: CommandServer | None) -> Callable[..., tuple[int, str]]:
    """Run the command in a terminal of its own; gives its exit code, and what a person sees."""
    termios = pytest.importorskip("termios", reason="needs terminals of POSIX")

    def run(
        *arguments: str,
        columns: int = 80,
        stdout: IO[bytes] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        leader, follower = os.openpty()
        termios.tcsetwinsize(follower, (24, columns))
        unset = dict.fromkeys(("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"))
        asked = {
            **os.environ,
            **unset,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **(env or {}),
        }
        environment = {name: value for name, value in asked.items() if value is not None}
        encoding = environment.get("PYTHONIOENCODING")
        out = stdout.fileno() if stdout else follower
        if command_server and not encoding:
            command_server.start(arguments, tmp_path, environment, follower, out, follower)
            os.close(follower)
            seen = _see(leader)
            code = command_server.wait()
        else:
            # -P and not -I: what is said in PYTHONIOENCODING counts.
            command = [sys.executable, "-Pm", "cvpalette", *arguments]
            with subprocess.Popen(
                command, env=environment, cwd=tmp_path, stdin=follower, stdout=out, stderr=follower
            ) as process:
                os.close(follower)
                seen = _see(leader)
            code = process.returncode
        os.close(leader)
        return code, seen.decode(encoding or "utf-8").replace("\r\n", "\n")

    return run


def _see(leader: int) -> bytes:
    """Read all from a terminal; its end is an error on Linux and no bytes elsewhere."""
    seen = b""
    with suppress(OSError):
        while chunk := os.read(leader, 1 << 16):
            seen += chunk
    return seen


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare contents with a file under tests/golden, to the letter."""

    def compare(name: str, contents: str | bytes) -> None:
        path = Path(__file__).parent / "golden" / name
        data = contents if isinstance(contents, bytes) else contents.encode()
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert data == path.read_bytes(), f"{name} differs; if it should, run pytest --update-goldens"

    return compare


class Web(ThreadingHTTPServer):
    """A server on this machine: each path answers by a function of its request."""

    def __init__(self) -> None:
        """Listen on a port that the system chooses."""
        super().__init__(("127.0.0.1", 0), _Answerer)
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[BaseHTTPRequestHandler] = []
        self.is_over = threading.Event()

    def url(self, path: str) -> str:
        """Return the URL of a path here."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def serve(self, path: str, data: bytes, status: int = 200, headers: dict[str, str] | None = None) -> str:
        """Answer a path with data, and return its URL."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | (headers or {})).items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(data)

        return self.answer(path, answer)

    def answer(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """Answer a path with a function, and return its URL."""
        self.answers[path] = answer
        return self.url(path)

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Answer a path with another place to look, and return its URL."""
        return self.serve(path, b"", status, {"Location": location})

    def handle_error(self, *_: object) -> None:
        """Say nothing of whoever hangs up: that is what is tested."""


class _Answerer(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        """Answer by path, or with 404."""
        self.server.asked.append(self)
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def web() -> Iterator[Web]:
    """Serve on this machine, in threads that end with the test."""
    with Web() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.is_over.set()
        server.shutdown()
        thread.join()
