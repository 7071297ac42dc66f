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


def test_an_interrupted_run_ends_with_130(tmp_path: Path) -> None:
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
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout, stderr) == (130, b"", b"cvpalette: error: interrupted\n")
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
