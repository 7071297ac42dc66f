"""--list-formats lists each installed output with its options, and --list-palettes the built-in palettes."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.palettes.builtin import list_builtin
from cvpalette.plugins import meant as meant_module

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_list_formats_names_options_and_owners(run_cli: Run) -> None:
    """Every installed output is there."""
    result = run_cli("--list-formats")
    listed = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    for name in cvpalette.find_outputs():
        assert f"\n{name}  " in f"\n{listed}"
    assert "\ncss  .css" in listed
    assert f"(cvpalette {cvpalette.__version__})" not in listed
    assert "\nkpl  .kpl, reads .bundle  written and read\n" in listed
    assert "\nstrip  .strip.png, .strip.gif, .strip.bmp" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("-f gimp", "no output named 'gimp'; did you mean 'gpl'?"),
        ("-f figma", "format 'figma' is only read, and not written; did you mean 'tokens-studio' or 'dtcg'?"),
        ("-f acb", "format 'acb' is only read, and not written"),
        ("-o y.bmp", "no output writes '.bmp' files; did you mean 'y.strip.bmp'?"),
        ("-o a.clr", "no output writes '.clr' files; did you mean 'a.arcgis.clr'?"),
    ],
)
def test_what_is_meant_is_guessed(run_cli: Run, arguments: str, said: str) -> None:
    """By the name of a program, or by a longer suffix."""
    result = run_cli("ega", *arguments.split())
    assert (result.returncode, said in result.stderr.decode()) == (2, True)


def test_every_guess_is_an_output() -> None:
    """No word leads to a format that is not there."""
    meant = {name for names in meant_module.MEANT.values() for name in names.split()}
    assert meant <= cvpalette.find_outputs().keys()
    assert not meant_module.MEANT.keys() & cvpalette.find_outputs().keys()


def test_a_folder_of_colors_names_the_file_in_it(run_cli: Run, tmp_path: Path) -> None:
    """A color set of Xcode is a folder."""
    (tmp_path / "sea.colorset").mkdir()
    result = run_cli(str(tmp_path / "sea.colorset"))
    assert "is a folder; give the file Contents.json of a color set in it" in result.stderr.decode()


def test_roles_and_options_are_listed(run_cli: Run) -> None:
    """With their choices."""
    listed = run_cli("--list-formats").stdout.decode()
    assert "-O swatch.layout=auto|shares|even" in listed


def test_list_palettes_is_a_line_for_each(run_cli: Run) -> None:
    """In a pipe, tabs part the name, the number of colors and the title."""
    result = run_cli("--list-palettes")
    lines = [line.split("\t") for line in result.stdout.decode().splitlines()]
    assert (result.returncode, result.stderr) == (0, b"")
    assert [name for name, _, _ in lines] == [each.name for each in list_builtin()]
    assert ["gameboy", "4", "Game Boy"] in lines


@pytest.mark.parametrize("flag", ["--list-formats", "--list-palettes"])
def test_a_list_has_only_characters_that_all_consoles_have(run_cli: Run, flag: str) -> None:
    """A redirect on Windows has the encoding of the system, and an error for any other character."""
    assert run_cli(flag).stdout.isascii()
