"""Built-in palettes on the command line: wherever a palette file is taken."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cvpalette.command.plan import _name_sources
from cvpalette.command.request import Request
from cvpalette.settings.settings import Options

Run = Callable[..., subprocess.CompletedProcess[bytes]]

GAMEBOY = ["#0f380f", "#306230", "#8bac0f", "#9bbc0f"]


def _text(result: subprocess.CompletedProcess[bytes]) -> str:
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode()


def _end(result: subprocess.CompletedProcess[bytes]) -> tuple[int, str]:
    assert result.stdout == b""
    return result.returncode, result.stderr.decode().removeprefix("cvpalette: error: ").rstrip()


def test_it_is_a_source(run_cli: Run, tmp_path: Path) -> None:
    """Files are named after it."""
    assert _text(run_cli("gameboy")).split() == GAMEBOY
    assert "  0   0   0\tblack" in _text(run_cli("Okabe-Ito", "-f", "gpl"))
    result = run_cli("viridis-3", "-f", "swatch", "-f", "css", "-o", "out/")
    assert result.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "viridis-3.css",
        "viridis-3.swatch.png",
    ]


def test_what_a_format_does_not_hold_of_it_is_told(run_cli: Run) -> None:
    """As of a palette file: its names, and the comment that says whose it is."""
    result = run_cli("okabe-ito", "-f", "hex")
    assert result.returncode == 0
    told = b"cvpalette: warning: 'okabe-ito': format 'hex' does not hold names or the comment"
    assert result.stderr.startswith(told)
    assert run_cli("okabe-ito").stderr == b""


def test_it_stands_beside_others(run_cli: Run, stripes: Path) -> None:
    """Also when other processes do the work."""
    result = run_cli("gameboy", stripes.name, "cga", "-k", "2", "-f", "json", "--jobs", "2")
    documents = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [(each["source"], len(each["colors"])) for each in documents] == [
        ("gameboy", 4),
        (stripes.name, 2),
        ("cga", 16),
    ]
    assert b"'gameboy' is a palette and taken as it is; '--colors' had no effect on it" in result.stderr


def test_it_gives_its_colors(run_cli: Run, stripes: Path) -> None:
    """JSON names it."""
    document = json.loads(_text(run_cli(stripes.name, "--palette", "gameboy", "-f", "json")))
    assert [color["hex"] for color in document["colors"]] == GAMEBOY
    assert document["settings"]["palette"] == "gameboy"
    assert document["colors"][0]["name"] == "darkest"


def test_it_gives_its_names(run_cli: Run, stripes: Path) -> None:
    """A list of names of the same word comes first."""
    document = json.loads(_text(run_cli(stripes.name, "--names", "tab10", "-f", "json")))
    assert document["settings"]["names"] == "tab10"
    assert document["colors"][0]["name"] in {"blue", "green", "orange", "red", "olive", "cyan", "gray"}
    css = json.loads(_text(run_cli(stripes.name, "--names", "css", "-f", "json")))
    assert css["colors"][0]["name"] == "darkslategray"


def test_a_rule_may_name_it(run_cli: Run) -> None:
    """Each color of CGA's palettes is one of EGA's."""
    _text(run_cli("cga", "--require", "difference<=0:ega"))
    result = run_cli("gameboy", "--require", "difference<=3:cga")
    assert result.returncode == 3
    assert b"the nearest color of 'cga'" in result.stderr


def test_a_file_of_its_name_comes_first(run_cli: Run, tmp_path: Path, stripes: Path) -> None:
    """As a source and for --palette; a path with a dot or slash is a file, whatever is built in."""
    assert _end(run_cli("./gameboy")) == (1, "'gameboy': no such file or directory")
    (tmp_path / "gameboy").write_text("#264653\n", encoding="utf-8")
    for source in ("gameboy", "./gameboy"):
        assert _text(run_cli(source)).split() == ["#264653"]
        assert _text(run_cli(stripes.name, "--palette", source)).split() == ["#264653"]
    (tmp_path / "cga").mkdir()
    assert _end(run_cli("cga"))[1].startswith("'cga': is a folder without images")
    assert _end(run_cli("cga"))[1].endswith("; the built-in palette 'cga' is hidden by this folder")
    (tmp_path / "other").mkdir()
    assert "built-in" not in _end(run_cli("other"))[1]


NOT_THERE = "no such file or directory; no built-in palette has this name either"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("gamboy", 1, f"'gamboy': {NOT_THERE}; did you mean 'gameboy'? --list-palettes shows all"),
        (
            "gameboy#a",
            1,
            (
                "no such file or directory; the built-in palette 'gameboy' has no groups; "
                "--list-palettes shows all"
            ),
        ),
        (
            "cga --palette gameboy#a",
            1,
            "the built-in palette 'gameboy' has no groups; --list-palettes shows all",
        ),
        ("gamebo#a", 1, "'gamebo#a': no such file or directory"),
        # A word that is near to none was meant to be a file.
        ("photograph", 1, "'photograph': no such file or directory"),
        ("cga --require difference<=3:shop", 1, f"'shop': {NOT_THERE}; --list-palettes shows all"),
        ("cga --palette cgga", 1, f"'cgga': {NOT_THERE}; did you mean 'cga'? --list-palettes shows all"),
        ("cga --names okabe", 2, "such as the file './okabe'; did you mean 'okabe-ito'?"),
        (
            "cga --names viridis",
            2,
            "have no names; give a palette whose colors have names",
        ),
    ],
)
def test_a_slip_is_told(run_cli: Run, words: str, code: int, message: str) -> None:
    """With the palette that was meant, if one has a similar name."""
    ended, told = _end(run_cli(*words.split()))
    assert ended == code
    assert told.endswith(message)


@pytest.mark.usefixtures("stripes")
def test_it_has_no_pixels_to_merge(run_cli: Run) -> None:
    """The other sources are merged."""
    result = run_cli("gameboy", "stripes.png", "--merge", "-k", "2")
    assert (result.returncode, len(result.stdout.split())) == (1, 2)
    assert b"'gameboy': is a palette of cvpalette, and only images can be merged" in result.stderr


def test_other_machines_get_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the absolute paths of files."""
    monkeypatch.chdir(tmp_path)
    request = Request(sources=["cga", "photo.jpg", "-"], options=Options(), scheduler="tcp://host:8786")
    assert _name_sources(request) == ("cga", str(tmp_path / "photo.jpg"), "-")
