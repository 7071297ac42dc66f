"""Completion: what a shell asks the command, and what --install-completion writes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cvpalette --format ", sorted(cvpalette.find_outputs())),
        ("cvpalette photo.jpg -f sw", ["swatch"]),
        ("cvpalette --space ok", ["oklab"]),
        ("cvpalette --sort h", ["hue"]),
        ("cvpalette --list-f", ["--list-formats"]),
    ],
)
def test_the_command_completes(run_cli: Run, words: str, expected: list[str]) -> None:
    """Names of options, and the values that there are."""
    asked = {
        "_CVPALETTE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    result = run_cli(env=asked)
    assert (result.returncode, result.stdout.decode().split(), result.stderr) == (0, expected, b"")


@pytest.mark.skipif(not shutil.which("bash") or os.name == "nt", reason="needs bash")
def test_installed_completion_works(run_cli: Run, tmp_path: Path) -> None:
    """In an empty home; the script is then what a new bash reads."""
    tools = Path(sys.executable).parent
    if not (tools / "cvpalette").exists():
        pytest.skip("there is no script beside this Python")
    # The test's parent need not be a shell: so its name is given, not found.
    home = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert run_cli("--install-completion", "bash", env=home).returncode == 0
    press_tab = (
        "source ~/.bashrc; COMP_WORDS=(cvpalette --format sw) COMP_CWORD=2; "
        '$(complete -p cvpalette | sed "s/.*-F \\([^ ]*\\).*/\\1/") cvpalette; echo "${COMPREPLY[@]}"'
    )
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    shell = subprocess.run(
        ["bash", "--norc", "-c", press_tab],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path), "PATH": path},
    )
    assert (shell.stdout.split(), shell.stderr) == ([b"swatch"], b"")
