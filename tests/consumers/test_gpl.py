"""`gpl` in Pillow, anypalette, GIMP, Inkscape, Krita and LibreOffice."""

from cvpalette.extraction import Extraction

from .conftest import Read, Write
from .editors import read_in_gimp, read_in_krita, read_in_libreoffice, shows_in_inkscape, write_in_gimp
from .hostile import COLORS, NAMED, PALETTE_NAME
from .programs import Programs


def test_pillow_reads_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """It has no names."""
    assert programs.ask_python("python", "pillow_gpl.py", write("gpl", named)) == list(COLORS)


def test_pillow_reads_as_many_as_there_may_be(programs: Programs, write: Write, many: Extraction) -> None:
    """Comments behind the colors take nothing of the 256."""
    read = programs.ask_python("python", "pillow_gpl.py", write("gpl", many))
    assert read == [color.hex for color in many.palette.colors]


def test_anypalette_reads_colors_and_names(programs: Programs, write: Write, named: Extraction) -> None:
    """Names come back to the letter."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("gpl", named))
    assert read == {"format": "GIMP palette", "colors": NAMED}


def test_gimp_reads_colors_and_names(programs: Programs, write: Write, named: Extraction) -> None:
    """GIMP holds the palette by its name, and every entry by its own; before it stands GIMP's own."""
    own = ["palette", "Color History"]
    assert read_in_gimp(programs, write("gpl", named)) == [own, ["palette", PALETTE_NAME], *NAMED]


def test_what_gimp_writes_is_read(programs: Programs, read: Read) -> None:
    """Name, colors and names are those that it was given."""
    palette = read("gpl", write_in_gimp(programs, PALETTE_NAME, NAMED))
    assert palette.name == PALETTE_NAME
    assert [[swatch.color.hex, swatch.name] for swatch in palette] == NAMED


def test_inkscape_offers_the_colors(programs: Programs, write: Write, named: Extraction) -> None:
    """The palette is found by its name; those of colors are only in tool tips."""
    assert shows_in_inkscape(programs, write("gpl", named), PALETTE_NAME, COLORS)


def test_krita_reads_colors_and_names(programs: Programs, write: Write, named: Extraction) -> None:
    """Krita holds the palette by its name, and every entry by its own."""
    read = read_in_krita(programs, write("gpl", named))
    assert read == {"palette.gpl": {"name": PALETTE_NAME, "colors": NAMED}}


def test_libreoffice_reads_colors_and_names(programs: Programs, write: Write, named: Extraction) -> None:
    """It takes each byte for a character of its own: what is ASCII of the names comes back."""
    read = read_in_libreoffice(programs, write("gpl", named))
    assert _ascii_of(read["name"]) == _ascii_of(PALETTE_NAME)
    kept = [[color, _ascii_of(name)] for color, name in read["colors"]]
    assert kept == [[color, _ascii_of(name)] for color, name in NAMED]


def _ascii_of(text: str) -> str:
    return text.encode("ascii", "ignore").decode()
