"""--help: a screen with what most people need, each panel in full, and what shells complete."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.command.help import TOPICS, write_help
from cvpalette.command.parsing import UsageError, parse
from cvpalette.command.request import list_parameters
from cvpalette.settings.option import PANELS

Run = Callable[..., subprocess.CompletedProcess[bytes]]
See = Callable[..., tuple[int, str]]

#: The lines of a terminal that is not small.
SCREEN = 48
#: The lines of any terminal but for those of the prompt, and what the panel of most options may take.
LONGEST_PANEL = 40


def _read(topic: str, width: int = 80) -> list[str]:
    return list(write_help(topic, width))


def test_help_fits_a_screen_and_names_every_option() -> None:
    """No line is cut at 80 columns."""
    lines = _read("")
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) < 80
    named = set(re.findall(r"--[a-z][a-z-]+", "\n".join(lines)))
    assert named >= {each.flag for each in list_parameters()} | {"--install-completion", "--show-completion"}


def test_every_panel_has_an_option_that_most_people_need() -> None:
    """What the short help says of it fits beside its name."""
    for heading in PANELS.values():
        briefs = [each.option.brief for each in list_parameters() if each.option.panel == heading]
        assert any(briefs)
        assert all(len(brief) <= 37 for brief in briefs)


@pytest.mark.parametrize("topic", PANELS)
def test_a_panel_explains_its_options_in_full(topic: str) -> None:
    """Each has its names, its value and its whole help, and there are examples."""
    lines = _read(topic)
    assert len(lines) <= LONGEST_PANEL
    assert lines[0] == PANELS[topic]
    text = " ".join(" ".join(lines).split())
    options = [each.option for each in list_parameters() if each.option.panel == PANELS[topic]]
    for option in options:
        assert f"{', '.join(reversed(option.flags))} {option.metavar}".strip() in text
        assert option.help in text
    assert "Examples cvpalette " in text


def test_everything_is_all_panels() -> None:
    """As they stand on their own, but for the examples."""
    shown = _read("all")
    for topic in PANELS:
        panel = _read(topic)
        part = panel[: panel.index("")]
        at = shown.index(part[0])
        assert shown[at : at + len(part)] == part


@pytest.mark.parametrize("width", [20, 40, 66, 80, 200])
@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_help_fits_the_width(topic: str, width: int) -> None:
    """A line is longer only if it is a word, or a command that people copy."""
    for line in _read(topic, width):
        is_alone = len(line.split()) <= 3 or line.startswith(("Usage:", "  cvpalette "))
        assert len(line) < max(width, 40) or is_alone, line


@pytest.mark.parametrize(
    "command",
    re.findall(
        r"^  (cvpalette .*?)(?:  |$)",
        "\n".join(line for topic in TOPICS for line in write_help(topic, 100)),
        re.MULTILINE,
    ),
)
def test_examples_are_command_lines(command: str) -> None:
    """Whether they do what they say is seen in docs/, which has the same ones."""
    words = command.replace("'", "").split()[1:]
    parsed = parse(words)
    assert parsed.sources or parsed.action


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["-h"],
        ["-rh"],
        ["photo.jpg", "--help"],
        ["--help", "photo.jpg"],
        ["-h", "-o", "out.css"],
        ["--help", "--version"],
    ],
    ids=" ".join,
)
def test_help_is_short_by_default(run_cli: Run, words: list[str]) -> None:
    """It needs no source, does nothing else, and a file may follow."""
    result = run_cli(*words)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().splitlines() == _read("")


@pytest.mark.parametrize(
    "words",
    [
        ["--help", "writing"],
        ["-h", "writing"],
        ["-rh", "writing"],
        ["--help=writing"],
        ["photo.jpg", "--help", "writing"],
        ["--help", "writing", "many"],
    ],
    ids=" ".join,
)
def test_a_word_after_help_names_a_panel(run_cli: Run, words: list[str]) -> None:
    """Also if a file has its name."""
    result = run_cli(*words)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().splitlines() == _read("writing")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--help", "writng"], "there is no help on 'writng'; did you mean 'writing'?"),
        (
            ["--help=colours"],
            (
                "there is no help on 'colours'; choose 'palette', 'counting', 'reading', 'writing', 'many', "
                "'other' or 'all'"
            ),
        ),
    ],
)
def test_a_panel_that_does_not_exist_is_told(words: list[str], said: str) -> None:
    """A word that is near to none may be a file."""
    with pytest.raises(UsageError) as caught:
        parse(words)
    assert str(caught.value) == said


def test_a_file_that_is_nearly_called_as_a_panel_may_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asked for a panel."""
    (tmp_path / "palettes").mkdir()
    monkeypatch.chdir(tmp_path)
    assert (parse(["--help", "palettes"]).topic, parse(["--help", "palette"]).topic) == ("", "palette")


def test_a_terminal_shows_help_with_styles(see: See) -> None:
    """A terminal without colors, and one whose user wants none, show the same words."""
    code, seen = see("--help")
    assert (code, "\x1b[1mwriting" in seen) == (0, True)
    plain = re.sub(r"\x1b\[\d*m", "", seen)
    assert plain.splitlines() == _read("")
    assert see("--help", env={"NO_COLOR": "1"}) == (0, plain)
    assert see("--help", env={"TERM": "dumb"}) == (0, plain)


def test_help_says_what_sources_are() -> None:
    """And what is written without --format."""
    text = " ".join(" ".join(_read("")).split())
    for words in (
        "SOURCES are image files, folders of images",
        "- for stdin",
        "Without --format, a terminal",
    ):
        assert words in text


def test_a_command_without_a_word_shows_first_steps(run_cli: Run) -> None:
    """It is an error all the same: a script may have lost its files."""
    result = run_cli()
    first, *others = result.stderr.decode().splitlines()
    assert (result.returncode, result.stdout) == (2, b"")
    assert first.startswith("cvpalette: error: no source is given; name an image, ")
    assert [line.split("  ")[1] for line in others][-1] == "cvpalette --help"
    assert len(others) == 4


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
