"""The output `act`: a table of colors without a name."""

import struct
from collections.abc import Callable

import pytest

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.act import ColorTable
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result


class TestColorTable(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ColorTable()
    holds_names = False


class TestCountedColorTable(OutputContract, ReaderContract):
    """And with the count behind it."""

    output = ColorTable(count=True)
    holds_names = False


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in ColorTable.parse(data).colors]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter: 768 bytes."""
    golden("act/default.act", ColorTable().render(extraction.result))


def test_counted_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O act.count=yes: 772 bytes."""
    golden("act/count.act", ColorTable(count=True).render(extraction.result))


@pytest.mark.parametrize(("index", "left"), [(0, ["#000000"]), (1, ["#ff0000"])])
def test_the_transparent_color_is_left_out(index: int, left: list[str]) -> None:
    """The last two bytes say which it is; a note tells of it."""
    data = b"\xff\0\0" + bytes(765) + struct.pack(">2H", 2, index)
    palette = ColorTable.parse(data)
    assert [color.hex for color in palette.colors] == left
    assert palette.notes == ("1 transparent color is left out",)
    assert len(ColorTable.parse(data[:-1] + b"\2")) == 2


@pytest.mark.parametrize("count", [False, True])
def test_no_color_is_there_that_was_not_found(count: bool) -> None:
    """Programs that know of no count take the whole table."""
    data = ColorTable(count=count).render(make_result(["#264653", "#e76f51"]))
    assert {data[at : at + 3].hex() for at in range(0, 768, 3)} == {"264653", "e76f51"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\0\0" + bytes(765), ["#ff0000", "#000000"]),
        (bytes(768), ["#000000"]),
        (b"\xff\0\0" + bytes(765) + struct.pack(">2H", 1, 0xFFFF), ["#ff0000"]),
        (b"\xff\0\0" * 256 + struct.pack(">2H", 3, 0xFFFF), ["#ff0000"] * 3),
        (bytes(768) + struct.pack(">2H", 256, 0xFFFF), ["#000000"] * 256),
    ],
    ids=["filled with black", "all black", "counted", "counted repeats", "counted to the last"],
)
def test_tables_are_read_as_others_write_them(data: bytes, expected: list[str]) -> None:
    """Of 768 bytes what repeats at the end is one; and black that fills a table is in it."""
    assert _hexes(data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "has 768 or 772 bytes, not 0"),
        (bytes(767), "not 767"),
        (bytes(770), "not 770"),
        (bytes(5000), "not 5,000"),
        (bytes(772), "it says that it has 0 colors, but a color table has 1 to 256"),
        (bytes(768) + b"\1\1\xff\xff", "it says that it has 257 colors"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        ColorTable.parse(data)


def test_more_than_a_table_holds_is_an_error() -> None:
    """Never a color less in silence."""
    palette = Palette.of_colors(make_extraction(["#264653"]).palette.colors * 257)
    with pytest.raises(ValueError, match="holds up to 256 colors, not 257"):
        ColorTable().render(Result.of_palette(palette, "many.gpl"))
