"""The process `cvpalette`: how it ends."""

import subprocess
import sys

import pytest

START = """
import atexit, sys, threading
from cvpalette.__main__ import run

def last():
    threading.main_thread().join()
    print("last")

atexit.register(print, "goodbye")
if {waits}:
    threading.Thread(target=last).start()
sys.argv = ["cvpalette", *{arguments}]
run()
print("never")
"""


def _run(*arguments: str, waits: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command in a process whose end others wait for."""
    code = START.format(arguments=list(arguments), waits=waits)
    return subprocess.run([sys.executable, "-Ic", code], check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["missing.png"], 1), (["missing.png", "-k", "six"], 2)]
)
def test_what_others_have_registered_is_done(arguments: list[str], code: int) -> None:
    """Python is not taken apart, but whoever asked to be told of the end is."""
    result = _run(*arguments)
    assert (result.returncode, result.stdout.splitlines()[-1]) == (code, "goodbye")
    assert "never" not in result.stdout


def test_a_thread_at_work_is_waited_for() -> None:
    """As by any Python program."""
    result = _run("--version", waits=True)
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == ["last", "goodbye"]
