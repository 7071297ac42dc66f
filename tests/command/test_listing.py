"""--list-formats lists each installed output with its options, and --list-palettes the built-in palettes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cvpalette
from cvpalette.command.request import list_parameters
from cvpalette.palettes.builtin import list_builtin
from cvpalette.plugins import meant as meant_module
from cvpalette.plugins.readers import find_readers

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
    assert "\nkpl  .kpl, reads .bundle  written and read: Krita" in listed
    assert "\nstrip  .strip.png, .strip.gif, .strip.bmp" in listed


def test_a_search_for_a_name_finds_the_whole_entry(run_cli: Run) -> None:
    """In a pipe, each line of a format begins with its name, however narrow the terminal is said to be."""
    lines = run_cli("--list-formats", env={"COLUMNS": "40"}).stdout.decode().splitlines()
    for name, [found] in cvpalette.find_outputs().items():
        loaded = found.load()
        entries = [line for line in lines if line.startswith((f"{name}  ", f"    -O {name}."))]
        assert len(entries) == 1 + len(loaded.options)
        assert entries[0].endswith(loaded.description)


@pytest.mark.parametrize(
    "arguments", [("css", "gpl"), ("-f", "css", "--format=gpl"), ("-fgpl", "css", "-f", "gpl")]
)
def test_some_formats_are_listed(run_cli: Run, arguments: tuple[str, ...]) -> None:
    """Named as words, or with --format."""
    listed = run_cli("--list-formats", *arguments).stdout.decode()
    assert sorted(line.split()[0] for line in listed.splitlines() if line.count("  .")) == ["css", "gpl"]


def test_a_format_that_is_not_there_cannot_be_listed(run_cli: Run) -> None:
    """A format that is only read can."""
    result = run_cli("--list-formats", "csss")
    assert (result.returncode, "did you mean 'css'?" in result.stderr.decode()) == (2, True)
    assert b"\n\nacb  .acb  read: Color book" in run_cli("--list-formats", "acb").stdout


def test_formats_and_options_are_listed_for_programs(run_cli: Run) -> None:
    """As JSON: what the registries and the table of options say."""
    table = json.loads(run_cli("--list-formats", "--format", "json").stdout)
    formats = {each["name"]: each for each in table["formats"]}
    assert table["version"] == 1
    assert formats.keys() == cvpalette.find_outputs().keys() | find_readers().keys()
    for name, [found] in cvpalette.find_outputs().items():
        loaded, told = found.load(), formats[name]
        assert (told["writes"], told["description"]) == (True, loaded.description)
        assert told["suffixes"][0].lower() in loaded.suffixes
        assert [(each["name"], each["help"], each["default"]) for each in told["options"]] == [
            (each.name, each.help, each.default) for each in loaded.options
        ]
    assert formats["acb"] | {"writes": False, "reads": True, "options": []} == formats["acb"]
    assert formats["quantized"]["needs_image"]
    assert formats["gpl"]["holds"] == sorted(cvpalette.find_output("gpl").load().configure().holds or ())
    layout = next(each for each in formats["swatch"]["options"] if each["name"] == "layout")
    assert (layout["kind"], layout["choices"], layout["default"]) == (
        "text",
        ["auto", "shares", "even"],
        "auto",
    )
    assert [each["flags"][0] for each in table["options"]] == [each.flag for each in list_parameters()]
    colors = table["options"][0]
    assert (colors["flags"], colors["default"], colors["panel"]) == (["--colors", "-k"], None, "Palette")


def test_some_formats_are_listed_for_programs(run_cli: Run) -> None:
    """Beside the word that asks for JSON, there may be names."""
    table = json.loads(run_cli("--list-formats", "json", "-f", "css", "-f", "json").stdout)
    assert [each["name"] for each in table["formats"]] == ["json", "css"]


def test_a_family_is_listed_by_its_name(run_cli: Run) -> None:
    """All its formats, in the text and for programs; a format of that name comes first."""
    text = run_cli("--list-formats", "pictures").stdout.decode()
    table = json.loads(run_cli("--list-formats", "pictures", "-f", "json").stdout)
    names = [each["name"] for each in table["formats"]]
    assert {"swatch", "svg"} < set(names)
    assert {each["family"] for each in table["formats"]} == {"pictures"}
    assert [line.split()[0] for line in text.splitlines()[2:] if line[:1] != " "] == names
    table = json.loads(run_cli("--list-formats", "office", "-f", "json").stdout)
    assert [each["name"] for each in table["formats"]] == ["office"]


def test_palettes_are_listed_for_programs(run_cli: Run) -> None:
    """As JSON, with all their colors."""
    table = json.loads(run_cli("--list-palettes", "-f", "json").stdout)
    assert [each["name"] for each in table["palettes"]] == [each.name for each in list_builtin()]
    found = {each["name"]: each for each in table["palettes"]}
    assert found["gameboy"]["colors"][0]["name"] == "darkest"
    assert found["viridis"]["sizes"][0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("-f gimp", "no output named 'gimp'; did you mean 'gpl'?"),
        ("-f figma", "format 'figma' is only read, and not written; did you mean 'tokens-studio' or 'dtcg'?"),
        ("-f acb", "format 'acb' is only read, and not written"),
        (
            "-o a.clr",
            "no output writes '.clr' files; color lists of macOS are only read; take '.ase' or '.gpl'",
        ),
        ("-o a.xcf", "no output writes '.xcf' files; GIMP reads '.gpl'"),
        ("-o a.kra", "no output writes '.kra' files; Krita reads '.kpl'"),
        ("-o a.txt", "no output writes '.txt' files; format 'hex' writes a color in each line"),
        ("-f webp", "no output named 'webp'; did you mean 'quantized', 'recolored' or 'swatch'?"),
        ("-f canva", "no output named 'canva'; did you mean 'hex'?"),
        ("-f swatches", "no output named 'swatches'; did you mean 'swatch' or 'procreate'?"),
        ("-f clip-studio", "format 'clip-studio' is only read, and not written; did you mean 'aco'?"),
    ],
)
def test_what_is_meant_is_guessed(run_cli: Run, arguments: str, said: str) -> None:
    """By the name of a program, or by the suffix of one."""
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
