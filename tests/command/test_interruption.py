"""A run that is cut off: its reader leaves, its user presses Ctrl-C, or its streams are closed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
COMMAND = [sys.executable, "-Im", "cvpalette"]
WAYS = pytest.mark.parametrize(
    "arguments",
    [
        ["stripes.png"],
        ["stripes.png", "-f", "css"],
        ["stripes.png", "-f", "swatch", "-o", "-"],
        ["--list-formats"],
    ],
    ids=["palette", "text", "picture", "list of formats"],
)


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_head_gets_its_line(stripes: Path) -> None:
    """`cvpalette photo.jpg | head -1` succeeds, also with pipefail."""
    shell = ["bash", "-o", "pipefail", "-c", '"$@" | head -1', "bash"]
    result = subprocess.run([*shell, *COMMAND, stripes], check=False, capture_output=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"#264653\n", b"")


@WAYS
@pytest.mark.usefixtures("stripes")
def test_a_reader_that_has_left_is_no_failure(run_cli: Run, arguments: list[str]) -> None:
    """The reader of stdout is gone before anything is written, so nobody needs an error."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = run_cli(*arguments, capture_output=False, stdout=writer, stderr=subprocess.PIPE)
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"terminated")],
    ids=["SIGINT", "SIGTERM"],
)
def test_an_interrupted_run_ends_with_130_or_143(tmp_path: Path, number: int, code: int, word: bytes) -> None:
    """There is one line on stderr, and no incomplete file."""
    with subprocess.Popen(
        [*COMMAND, "-", "-f", "css", "-o", "out.css"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        # This is more than a pipe holds: when it is written, the run is reading and waits for the rest.
        process.stdin.write(bytes(1 << 20))
        process.stdin.flush()
        process.send_signal(number)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout, stderr) == (code, b"", b"cvpalette: error: " + word + b"\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("closed", "source"), [("<&-", "-"), (">&-", "stripes.png")], ids=["no stdin", "no stdout"]
)
def test_a_stream_that_is_missing_is_told(stripes: Path, closed: str, source: str) -> None:
    """Some schedulers close streams: no traceback is printed, and no request for a bug report."""
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    result = subprocess.run([*shell, *COMMAND, source], check=False, capture_output=True, cwd=stripes.parent)
    message = result.stderr.decode()
    assert result.returncode == 1
    assert len(message.splitlines()) == 1
    assert "please report" not in message


@pytest.mark.parametrize("module", [b"cvpalette.command.request", b"numpy.", b"cvpalette.command.run"])
def test_a_run_may_be_interrupted_while_it_starts(module: bytes) -> None:
    """Imports take long enough that a user may press Ctrl-C meanwhile."""
    command = [sys.executable, "-X", "importtime", *COMMAND[1:], "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr
        # If the run did not import this module, the test would wait forever.
        patience = threading.Timer(60, process.kill)
        patience.start()
        assert any(module in line for line in process.stderr)
        patience.cancel()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_processes_of_a_run_may_be_interrupted(stripes: Path, number: int) -> None:
    """A terminal sends Ctrl-C to the workers too. None prints a traceback, and none is left."""
    folder = stripes.parent / "photos"
    folder.mkdir()
    for each in range(40):
        shutil.copy(stripes, folder / f"{each}.png")
    command = [*COMMAND, str(folder), "-", "-f", "hex", "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=stripes.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        # After the sixteenth photo, the workers have begun. In the end, the run waits for stdin.
        for _ in range(4 * 20):
            assert process.stdout.readline()
        os.killpg(process.pid, number)
        _, stderr = process.communicate()
    assert process.returncode == 128 + number
    assert b"Traceback" not in stderr


@pytest.mark.parametrize(
    ("arguments", "code"), [(["missing.png"], 1), (["missing.png", "--nonsense"], 2), (["x", "--debug"], 1)]
)
def test_without_stderr_errors_do_not_go_to_stdout(tmp_path: Path, arguments: list[str], code: int) -> None:
    """Data alone goes to stdout; the exit code still says that the run failed."""
    shell = ["sh", "-c", 'exec "$@" 2>&-', "sh"]
    result = subprocess.run([*shell, *COMMAND, *arguments], check=False, capture_output=True, cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (code, b"", b"")


LOSES = """
import signal
from cvpalette.command import signals
from cvpalette.command.reporter import end

signals.catch_signals()
try:
    signal.raise_signal(signal.{name})
except KeyboardInterrupt:
    error = ImportError("numpy._core.multiarray failed to import")
raise SystemExit(end(error))
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_an_interruption_that_a_library_loses_is_one(name: str, code: int) -> None:
    """NumPy turns a KeyboardInterrupt of its imports into an ImportError."""
    result = subprocess.run(
        [sys.executable, "-Ic", LOSES.format(name=name)], check=False, capture_output=True
    )
    assert result.returncode == code
    assert b"numpy" not in result.stderr


def test_a_signal_that_the_caller_ignores_stays_ignored(stripes: Path) -> None:
    """`nohup` and a shell's background jobs ignore SIGINT."""
    shell = ["sh", "-c", 'trap "" INT TERM; echo ready; exec "$@"', "sh"]
    with subprocess.Popen(
        [*shell, *COMMAND, "-", "-f", "hex"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"  # a signal before would end the shell
        process.stdin.write(stripes.read_bytes()[:50])
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        stdout, _ = process.communicate(stripes.read_bytes()[50:])
    assert (process.returncode, stdout.count(b"#")) == (0, 4)
