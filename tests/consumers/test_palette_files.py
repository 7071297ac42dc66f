"""Palettes of programs that draw and paint: `jasc`, `riff`, `paintnet`, `kpl`, `soc`, and others."""

from dataclasses import replace
from typing import Final

import pytest

from cvpalette.extraction import Extraction

from .conftest import Write
from .editors import read_in_krita, read_in_libreoffice
from .hostile import COLORS, NAMED, PALETTE_NAME
from .programs import Programs

# What each file for Krita ends in; it lists palettes by their names, of which no two may be the same.
_KRITA: Final = {"kpl": "kpl", "jasc": "pal", "riff": "riff.pal", "scribus": "xml"}


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("jasc", "Paint Shop Pro palette"),
        ("riff", "RIFF PAL"),
        ("paintnet", "Paint.NET palette"),
        ("sketchpalette", "Sketch palette"),
    ],
)
def test_anypalette_reads_the_colors(
    programs: Programs, write: Write, named: Extraction, name: str, known_as: str
) -> None:
    """In order; these formats have no names."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write(name, named))
    assert read["format"] == known_as
    assert [color for color, _ in read["colors"]] == list(COLORS)


def test_anypalette_reads_a_table_of_libreoffice(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors and names come back."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("soc", named))
    assert read == {"format": "StarOffice Colors", "colors": NAMED}


def test_krita_reads_palettes(programs: Programs, write: Write, named: Extraction) -> None:
    """Names and the palette's name come back from its own format; it swaps red and blue of Scribus'."""
    palette = replace(named.palette, name="for Scribus")
    inks = replace(named, result=replace(named.result, palette=palette))
    paths = [
        write(name, inks if name == "scribus" else named).rename(programs.work / f"our-{name}.{end}")
        for name, end in _KRITA.items()
    ]
    read = read_in_krita(programs, *paths)
    assert read["our-kpl.kpl"] == {"name": PALETTE_NAME, "colors": NAMED}
    for file in ("our-jasc.pal", "our-riff.riff.pal"):
        assert [color for color, _ in read[file]["colors"]] == list(COLORS)
    swapped = [[f"#{color[5:]}{color[3:5]}{color[1:3]}", name] for color, name in NAMED]
    assert read["our-scribus.xml"] == {"name": "for Scribus", "colors": swapped}


def test_libreoffice_reads_its_table(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors and names come back; the palette is called as its file."""
    read = read_in_libreoffice(programs, write("soc", named))
    assert read == {"name": "palette", "colors": NAMED}


def test_godot_parser_reads_a_resource(programs: Programs, write: Write, named: Extraction) -> None:
    """Four numbers for each color, its alpha the last; it has no names."""
    read = programs.ask_python("python", "godot_palette.py", write("godot-palette", named))
    assert read["type"] == "ColorPalette"
    numbers = read["numbers"]
    levels = [[round(255 * number) for number in numbers[at : at + 4]] for at in range(0, len(numbers), 4)]
    assert ["#" + bytes(each[:3]).hex() for each in levels] == list(COLORS)
    assert {each[3] for each in levels} == {255}
