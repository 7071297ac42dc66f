"""--list-formats lists each installed output with its options, and --list-palettes the built-in palettes."""

import subprocess
from collections.abc import Callable

import cvpalette
from cvpalette.palettes.builtin import list_builtin

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_list_formats_names_options_and_owners(run_cli: Run) -> None:
    """Every installed output is there."""
    result = run_cli("--list-formats")
    listed = result.stdout.decode()
    assert (result.returncode, result.stderr) == (0, b"")
    for name in cvpalette.find_outputs():
        assert f"\n{name}  " in f"\n{listed}"
    assert f"css  .css  written and read  (cvpalette {cvpalette.__version__})" in listed
    assert "-O swatch.layout=shares|even" in listed


def test_list_palettes_is_a_line_for_each(run_cli: Run) -> None:
    """In a pipe, tabs part the name, the number of colors and the title."""
    result = run_cli("--list-palettes")
    lines = [line.split("\t") for line in result.stdout.decode().splitlines()]
    assert (result.returncode, result.stderr) == (0, b"")
    assert [name for name, _, _ in lines] == [each.name for each in list_builtin()]
    assert ["gameboy", "4", "Game Boy"] in lines
