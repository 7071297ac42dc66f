"""The output `aco`: Photoshop's swatches, as we write them and as others do."""

import struct
from collections.abc import Callable

import pytest

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.aco import PhotoshopSwatches
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result


class TestPhotoshopSwatches(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = PhotoshopSwatches()


RED = (0, 0xFFFF, 0, 0, 0)
BLUE = (0, 0, 0, 0xFFFF, 0)


def _first(*colors: tuple[int, ...]) -> bytes:
    return struct.pack(">2H", 1, len(colors)) + b"".join(struct.pack(">5H", *color) for color in colors)


def _second(*colors: tuple[int, ...], name: str = "a") -> bytes:
    text = f"{name}\0".encode("utf-16-be")
    tail = struct.pack(">I", len(text) // 2) + text
    return struct.pack(">2H", 2, len(colors)) + b"".join(
        struct.pack(">5H", *color) + tail for color in colors
    )


def _colors(data: bytes) -> list[tuple[str, str]]:
    return [(swatch.name, swatch.color.hex) for swatch in PhotoshopSwatches.parse(data)]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("aco/default.aco", PhotoshopSwatches().render(extraction.result))


def test_the_first_part_is_a_file_of_version_1() -> None:
    """Programs that know no other read it."""
    data = PhotoshopSwatches().render(make_result(["#ff0000", "#0000ff"], names=["a", "b"]))
    assert data.startswith(_first(RED, BLUE))
    assert _colors(data[: len(_first(RED, BLUE))]) == [("", "#ff0000"), ("", "#0000ff")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_first(RED), [("", "#ff0000")]),
        (_second(RED), [("a", "#ff0000")]),
        (_first(RED) + _second(BLUE, name="b"), [("b", "#0000ff")]),
        (_first(RED) + bytes(7), [("", "#ff0000")]),
        (_second(RED) + bytes(7), [("a", "#ff0000")]),
    ],
    ids=["version 1 alone", "version 2 alone", "both", "version 1 and NULs", "version 2 and NULs"],
)
def test_either_version_is_read(data: bytes, expected: list[tuple[str, str]]) -> None:
    """Of both, the one with names."""
    assert _colors(data) == expected


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ((0, 38 * 257, 70 * 257, 83 * 257, 0), "#264653"),
        ((1, 0, 0xFFFF, 0xFFFF, 0), "#ff0000"),
        ((1, 0x5555, 0xFFFF, 0xFFFF, 0), "#00ff00"),
        ((2, 0, 0xFFFF, 0xFFFF, 0xFFFF), "#00ffff"),
        ((2, 0xFFFF, 0xFFFF, 0xFFFF, 0), "#000000"),
        ((7, 10000, 0, 0, 0), "#ffffff"),
        ((7, 5429, 8081, 6989, 0), "#ff0000"),
        ((7, 2957, 6830, 0x10000 - 11203, 0), "#0000ff"),
        ((8, 0, 0, 0, 0), "#ffffff"),
        ((8, 7500, 0, 0, 0), "#404040"),
    ],
    ids=[
        "RGB",
        "HSB red",
        "HSB green",
        "CMYK cyan",
        "CMYK black",
        "Lab white",
        "Lab red",
        "Lab blue",
        "white",
        "75% gray",
    ],
)
def test_every_space_is_read(color: tuple[int, ...], expected: str) -> None:
    """As sRGB; CIELAB is that of D50, and gray is of ink."""
    assert _colors(_first(color)) == [("", expected)]


def test_colors_of_a_book_are_left_out() -> None:
    """The file does not say how they look; a note tells of them."""
    palette = PhotoshopSwatches.parse(_first(RED, (3, 1, 2, 3, 4), (10, 1, 2, 3, 4)))
    assert [color.hex for color in palette.colors] == ["#ff0000"]
    assert palette.notes == ("2 colors are left out: the file names a color book, and no color",)


def test_wide_cmyk_is_of_ink() -> None:
    """In hundredths of a percent, where 0 is none."""
    assert _colors(_first((9, 0, 10000, 10000, 0))) == [("", "#ff0000")]
    with pytest.raises(ValueError, match="color 1 is in the color space 11, which is unknown"):
        _colors(_first((11, 0, 0, 0, 0)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is not a Photoshop swatch file"),
        (b"GIMP Palette\n", "it is not a Photoshop swatch file"),
        (b"\0\1", "it is cut short"),
        (_first(RED)[:-1], "it is cut short"),
        (_first(RED) + _second(RED)[:-1], "it is cut short"),
        (struct.pack(">2H", 1, 0xFFFF), "it is cut short"),
        (struct.pack(">2H5HI", 2, 1, *RED, 0xFFFFFFFF), "it is cut short"),
        (
            _first((3, 1, 2, 3, 4)),
            "it holds no color: 1 color is left out: the file names a color book, and no color",
        ),
        (_first(), "it is not a Photoshop swatch file"),
        (_second(), "it holds no color"),
    ],
    ids=[
        "nothing",
        "another format",
        "a version alone",
        "a byte less",
        "a byte less of the names",
        "a color less",
        "a name of billions",
        "Pantone",
        "no color",
        "no color with a name",
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        PhotoshopSwatches.parse(data)


def test_more_than_a_count_holds_is_an_error() -> None:
    """It has 16 bits."""
    palette = Palette.of_colors(make_extraction(["#264653"]).palette.colors * 65_536)
    with pytest.raises(ValueError, match="up to 65535 colors, not 65536"):
        PhotoshopSwatches().render(Result.of_palette(palette, "many.aco"))
