"""The output `ase`: Adobe Swatch Exchange, as we write it and as others do."""

import struct
from collections.abc import Callable

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.ase import SwatchExchange
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestSwatchExchange(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = SwatchExchange()


def _name(text: str) -> bytes:
    return struct.pack(">H", len(text.encode("utf-16-be")) // 2 + 1) + f"{text}\0".encode("utf-16-be")


def _block(kind: int, body: bytes = b"") -> bytes:
    return struct.pack(">HI", kind, len(body)) + body


def _color(model: bytes, *values: float, name: str = "a") -> bytes:
    return _block(1, _name(name) + model + struct.pack(f">{len(values)}fH", *values, 0))


def _file(*blocks: bytes, count: int | None = None) -> bytes:
    number = len(blocks) if count is None else count
    return b"ASEF" + struct.pack(">2HI", 1, 0, number) + b"".join(blocks)


RED = _color(b"RGB ", 1, 0, 0, name="red")
END = _block(0xC002)


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in SwatchExchange.parse(data).colors]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("ase/default.ase", SwatchExchange().render(extraction.result))


def test_a_single_color_is_more_than_one_block() -> None:
    """GIMP refuses a file of a single block: the group is there, and its end."""
    data = SwatchExchange().render(make_result(["#264653"]))
    assert struct.unpack(">I", data[8:12]) == (3,)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (_color(b"RGB ", 38 / 255, 70 / 255, 83 / 255), "#264653"),
        (_color(b"CMYK", 0, 1, 1, 0), "#ff0000"),
        (_color(b"CMYK", 0, 0, 0, 0.5), "#808080"),
        (_color(b"Gray", 0.2), "#333333"),
        # CIELAB of D50: white, and sRGB's red, by Bruce Lindbloom's calculator.
        (_color(b"LAB ", 1, 0, 0), "#ffffff"),
        (_color(b"LAB ", 0.5429, 80.81, 69.89), "#ff0000"),
        (_color(b"LAB ", 54.29, 80.81, 69.89), "#ff0000"),
        (_color(b"RGB ", 1.5, -0.2, 0), "#ff0000"),
    ],
    ids=["RGB", "CMYK red", "CMYK grey", "grey", "Lab white", "Lab red", "L up to 100", "out of gamut"],
)
def test_every_model_is_read(block: bytes, expected: str) -> None:
    """As sRGB, clipped to what it has."""
    assert _hexes(_file(block)) == [expected]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_file(RED), ""),
        (_file(_block(0xC001, _name("Brand")), RED, END), "Brand"),
        (_file(_block(0xC001, _name("One")), RED, END, _block(0xC001, _name("Two")), END), "One"),
        (_file(_block(0xC001, _name("Brand")), RED, END, count=1), "Brand"),
        (_file(_block(0xC001, _name("Brand")), RED, END) + bytes(9), "Brand"),
        (_file(RED, _block(0x0999, b"of another version")), ""),
    ],
    ids=[
        "no group",
        "a group",
        "an empty group besides",
        "groups that are not counted",
        "NULs at the end",
        "other blocks",
    ],
)
def test_files_are_read_as_others_write_them(data: bytes, name: str) -> None:
    """A lone group's name is the palette's."""
    palette = SwatchExchange.parse(data)
    assert [(swatch.name, swatch.color.hex) for swatch in palette] == [("red", "#ff0000")]
    assert (palette.name, palette.has_shares) == (name, False)


def test_groups_may_be_nested_unclosed_or_without_a_name() -> None:
    """The colors of all of them count, in order, each with the groups around it."""
    blue = _color(b"RGB ", 0, 0, 1, name="blue")
    unnamed = _file(_block(0xC001), RED, END, _block(0xC001, b"\0\0"), blue, END)
    nested = _file(_block(0xC001, _name("One")), RED, _block(0xC001, _name("Two")), blue)
    for data, groups in ((unnamed, ["", ""]), (nested, ["One", "One/Two"])):
        palette = SwatchExchange.parse(data)
        assert [swatch.name for swatch in palette] == ["red", "blue"]
        assert [swatch.group for swatch in palette] == groups
        assert not palette.notes
    assert SwatchExchange.parse(nested).of_group("one/two").colors == (Color(0, 0, 255),)


def test_values_and_kinds_are_written_as_they_were_given() -> None:
    """In the color models of the file that gave them, to the last bit of its floats."""
    inks = _block(1, _name("ink") + struct.pack(">4s4fH", b"CMYK", 0.1, 0.25, 0.5, 0, 1))
    lab = _block(1, _name("lab") + struct.pack(">4s3fH", b"LAB ", 0.5, 20, -30.5, 0))
    palette = SwatchExchange.parse(_file(inks, lab, RED))
    assert [(swatch.values, swatch.kind) for swatch in palette] == [
        (Values("cmyk", (0.1, 0.25, 0.5, 0)), "spot"),
        (Values("lab", (50, 20, -30.5)), "global"),
        (None, "global"),
    ]
    again = SwatchExchange().render(Result.of_palette(palette, "brand.ase"))
    assert inks in again
    assert lab in again


def test_an_unknown_block_is_told() -> None:
    """It may be anything."""
    palette = SwatchExchange.parse(_file(RED, _block(0x0999, b"of another version")))
    assert palette.notes == ("1 block is left out: unknown kind",)


def test_a_name_may_be_missing() -> None:
    """Of no length at all, not even the NUL's."""
    block = _block(1, struct.pack(">H4s3fH", 0, b"RGB ", 0, 0, 1, 0))
    assert [(swatch.name, swatch.color.hex) for swatch in SwatchExchange.parse(_file(block))] == [
        ("", "#0000ff")
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GIMP Palette\n", "it is not an Adobe Swatch Exchange file$"),
        (b"\x80\0\0\0\xe0\xa5\1\0" + bytes(120), "Aseprite's sprites end in .ase too"),
        (b"ASEF\0\1", "it is cut short"),
        (_file(RED)[:-1], "it is cut short"),
        (_file(RED, RED, count=3), "it is cut short"),
        (_file(RED, count=0xFFFFFFFF), "it is cut short"),
        (_file(struct.pack(">HI", 1, 0xFFFFFFFF)), "it is cut short: 4,294,967,295 bytes should follow"),
        (_file(_block(1, b"\xff\xff")), "it is cut short"),
        (_file(_color(b"HSB ", 0, 0, 0)), "'a' has the color model 'HSB', which is unknown"),
        (_file(_color(b"RGB ", 0, float("nan"), 0)), "out of range"),
        (_file(_color(b"LAB ", 1, 1e30, 0)), "out of range"),
        (_file(), "it holds no color"),
    ],
    ids=[
        "another format",
        "a sprite",
        "a head alone",
        "a byte less",
        "a block less",
        "a count of billions",
        "a length of billions",
        "a name beyond its block",
        "another model",
        "no number",
        "a huge number",
        "no color",
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        SwatchExchange.parse(data)
