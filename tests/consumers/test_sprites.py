"""`aseprite` in a reader of sprites, and `unity` in a reader of Unity's assets."""

from cvpalette.extraction import Extraction

from .conftest import Read, Write
from .hostile import COLORS, NAMED, NAMES, PALETTE_NAME
from .programs import Programs

_OPAQUE = 255


def test_ase_parser_reads_a_sprite(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors, names and alpha come back, and a picture that shows each color once."""
    read = programs.ask_node("ase-parser", "ase_parser.cjs", write("aseprite", named))
    assert read["size"] == [1, len(COLORS), 1, 8]
    assert read["colors"] == [[color, name, _OPAQUE] for color, name in NAMED]
    assert read["picture"] == list(range(len(COLORS)))


def test_a_sprite_that_aseprite_made_is_read_as_by_ase_parser(programs: Programs, read: Read) -> None:
    """The example that comes with that package, whose palette is of the old kind, without names."""
    path = programs.find_npm("ase-parser") / "indexed.aseprite"
    theirs = programs.ask_node("ase-parser", "ase_parser.cjs", path)
    palette = read("aseprite", path)
    assert [color.hex for color in palette.colors] == [color for color, *_ in theirs["colors"]]


def test_unityparser_reads_presets(programs: Programs, write: Write, named: Extraction) -> None:
    """Names, levels and alpha come back, and the number of the class that Unity makes of the file."""
    read = programs.ask_python("python", "unity_presets.py", write("unity", named))
    assert (read["name"], read["script"]) == (PALETTE_NAME, "12323")
    assert [name for name, *_ in read["presets"]] == list(NAMES)
    levels = [[round(255 * level) for level in levels[:3]] for _, *levels in read["presets"]]
    assert ["#" + bytes(each).hex() for each in levels] == list(COLORS)
    assert {alpha for *_, alpha in read["presets"]} == {1.0}
