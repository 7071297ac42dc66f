"""--help and completion: typer makes them from the table of options, for people and for shells."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.command.request import list_parameters

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize("flag", ["--help", "-h", "-rh"])
def test_help_explains_every_option(run_cli: Run, flag: str) -> None:
    """Each stands under its panel's heading, with its value; so do typer's options for shells."""
    result = run_cli(flag, env={"COLUMNS": "160"})
    assert (result.returncode, result.stderr) == (0, b"")
    panels = _read_panels(result.stdout.decode())
    assert list(panels)[-6:] == ["Palette", "What counts", "Reading", "Writing", "Many images", "Other"]
    assert "--install-completion" in panels["Options"]
    for declared in list_parameters():
        option = declared.option
        lines = [line.strip("│ ") for line in panels[option.panel].splitlines()]
        (line,) = (line for line in lines if line.startswith(f"{option.flags[0]} "))
        assert all(flag in line.split() for flag in option.flags)
        assert not declared.metavar or declared.metavar in line
        # A long explanation continues on the next line.
        assert option.help[:40] in line


def _read_panels(text: str) -> dict[str, str]:
    """Return the text under each heading of the help."""
    parts = re.split(r"^\W*─ ([A-Z][a-z ]+) ─+\W*$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_help_says_what_sources_are(run_cli: Run) -> None:
    """It also says what is written without --format. It needs no source and does nothing else."""
    text = " ".join(run_cli("--help", "-o", "out.css").stdout.decode().split())
    for words in ("SOURCES are image files, folders of images", "- for stdin", "Without --format: a table"):
        assert words in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cvpalette --format ", sorted(cvpalette.find_outputs())),
        ("cvpalette photo.jpg -f swa", ["swatch"]),
        ("cvpalette --space ok", ["oklab"]),
        ("cvpalette --sort h", ["hue"]),
        ("cvpalette --names x", ["xkcd", "xterm256"]),
        ("cvpalette --names css", ["css"]),
        ("cvpalette --names vir", []),
        ("cvpalette --palette vir", ["viridis"]),
        ("cvpalette --palette cga-", ["cga-0-low", "cga-0-high", "cga-1-low", "cga-1-high"]),
        ("cvpalette --merge-by e", ["equal"]),
        ("cvpalette --frames ", ["first", "all"]),
        ("cvpalette --list-f", ["--list-formats"]),
        ("cvpalette --list-p", ["--list-palettes"]),
    ],
)
def test_the_command_completes(run_cli: Run, words: str, expected: list[str]) -> None:
    """It completes names of options, and their values."""
    asked = {
        "_CVPALETTE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    result = run_cli(env=asked)
    assert (result.returncode, result.stdout.decode().split(), result.stderr) == (0, expected, b"")


@pytest.mark.skipif(not shutil.which("bash") or os.name == "nt", reason="needs bash")
def test_installed_completion_works(run_cli: Run, tmp_path: Path) -> None:
    """It is installed in an empty home; a new bash then reads the script."""
    tools = Path(sys.executable).parent
    if not (tools / "cvpalette").exists():
        pytest.skip("there is no script beside this Python")
    # The test's parent may not be a shell, so the shell's name is given instead of detected.
    home = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert run_cli("--install-completion", "bash", env=home).returncode == 0
    press_tab = (
        "source ~/.bashrc; COMP_WORDS=(cvpalette --format swa) COMP_CWORD=2; "
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
