"""`ase`, `aco`, `act` and `procreate` in the programs that read them, and as other programs write them."""

import json

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction

from .conftest import Read, Write
from .editors import read_in_krita, read_in_libreoffice
from .hostile import COLORS, NAMED, PALETTE_NAME
from .programs import Programs

_FULL_TABLE = 256


def test_ase_utils_reads_a_swatch_exchange(programs: Programs, write: Write, named: Extraction) -> None:
    """Group, colors and names come back."""
    read = programs.ask_node("ase-utils", "ase_utils.cjs", write("ase", named))
    assert read == {"groups": [PALETTE_NAME], "colors": NAMED}


def test_swatch_reads_a_swatch_exchange(programs: Programs, write: Write, named: Extraction) -> None:
    """Group, colors and names come back."""
    read = programs.ask_python("python-ase", "ase_swatch.py", write("ase", named))
    assert read == {"groups": [PALETTE_NAME], "colors": NAMED}


def test_anypalette_reads_a_swatch_exchange(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors and names come back."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("ase", named))
    assert read == {"format": "Adobe Swatch Exchange", "colors": NAMED}


def test_adobe_color_swatch_reads_photoshop_swatches(
    programs: Programs, write: Write, named: Extraction
) -> None:
    """Names come back, commas unquoted, and levels of 16 bits, each byte twice."""
    swatch = programs.find_python("python", "swatch")
    programs.run(swatch, "extract", "-i", write("aco", named), "-o", "read.csv")
    lines = (programs.work / "read.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.rsplit(",", 2) for line in lines[1:]]
    assert rows == [[name, "0", _double(color)] for color, name in NAMED]


def test_anypalette_reads_photoshop_swatches(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors and names come back."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("aco", named))
    assert read == {"format": "Adobe Color Swatch", "colors": NAMED}


def test_anypalette_reads_a_color_table(programs: Programs, write: Write, named: Extraction) -> None:
    """The table is always full: the last color fills it."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("act", named))
    assert read["format"] == "Adobe Color Table"
    colors = [color for color, _ in read["colors"]]
    assert colors == [*COLORS, *[COLORS[-1]] * (_FULL_TABLE - len(COLORS))]


def test_procreate_swatches_reads_a_palette(programs: Programs, write: Write, named: Extraction) -> None:
    """The palette's name and its colors come back; Procreate has no names of colors."""
    read = programs.ask_node("procreate-swatches", "procreate.cjs", write("procreate", named))
    assert read == {"name": PALETTE_NAME, "colors": list(COLORS)}


def test_krita_reads_adobe_palettes(programs: Programs, write: Write, named: Extraction) -> None:
    """It keeps the NUL behind each name of Photoshop's, and calls each palette by its file."""
    paths = [
        write(name, named).rename(programs.work / f"our-{name}.{name}") for name in ("ase", "aco", "act")
    ]
    read = read_in_krita(programs, *paths)
    assert read["our-ase.ase"]["colors"] == NAMED
    assert read["our-aco.aco"]["colors"] == [[color, f"{name}\0"] for color, name in NAMED]
    colors = [color for color, _ in read["our-act.act"]["colors"]]
    assert colors == [*COLORS, *[COLORS[-1]] * (_FULL_TABLE - len(COLORS))]


def test_libreoffice_reads_a_swatch_exchange(programs: Programs, write: Write, named: Extraction) -> None:
    """It keeps the NUL behind each name, and takes the end of the group for one more black."""
    read = read_in_libreoffice(programs, write("ase", named))
    assert read["name"] == f"{PALETTE_NAME}\0"
    assert read["colors"] == [*([color, f"{name}\0"] for color, name in NAMED), ["#000000", ""]]


def test_what_ase_utils_writes_is_read(programs: Programs, read: Read) -> None:
    """Colors and names are those that it was given."""
    programs.ask_node("ase-utils", "write_ase.cjs", "their.ase", json.dumps(NAMED))
    assert _list_swatches(read("ase", programs.work / "their.ase")) == NAMED


def test_what_adobe_color_swatch_writes_is_read(programs: Programs, read: Read) -> None:
    """Colors and names are those that it was given: all that have no comma and need no surrogates."""
    given = [[color, name] for color, name in NAMED if "," not in name and max(name) < "\U00010000"]
    swatch = programs.find_python("python", "swatch")
    table = ["name,space_id,color", *(f"{name},0,{_double(color)}" for color, name in given)]
    (programs.work / "ours.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    programs.run(swatch, "generate", "-i", "ours.csv", "-o", "their.aco")
    assert _list_swatches(read("aco", programs.work / "their.aco")) == given


def test_what_procreate_swatches_writes_is_read(programs: Programs, read: Read) -> None:
    """The palette's name and the colors are those that it was given."""
    arguments = ("their.swatches", PALETTE_NAME, json.dumps(NAMED))
    programs.ask_node("procreate-swatches", "write_procreate.cjs", *arguments)
    palette = read("procreate", programs.work / "their.swatches")
    assert palette.name == PALETTE_NAME
    assert [color.hex for color in palette.colors] == list(COLORS)


def _double(color: str) -> str:
    """Return a color as levels of 16 bits."""
    return "#" + "".join(2 * color[at : at + 2] for at in (1, 3, 5)).upper()


def _list_swatches(palette: Palette) -> list[list[str]]:
    return [[swatch.color.hex, swatch.name] for swatch in palette]
