"""The output `riff`: as we write it and as others do."""

import struct
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.riff import RiffPalette
from cvpalette.plugins.reading import read_palette
from cvpalette.testing import OutputContract, ReaderContract


class TestRiffPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = RiffPalette()
    holds_names = False


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _file(*chunks: bytes) -> bytes:
    return _chunk(b"RIFF", b"PAL " + b"".join(chunks))


def _colors(*colors: tuple[int, int, int], flags: int = 0, count: int | None = None) -> bytes:
    entries = b"".join(bytes((*color, flags)) for color in colors)
    return struct.pack("<HH", 0x300, len(colors) if count is None else count) + entries


RED, BLUE = (255, 0, 0), (0, 0, 255)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("riff/default.riff.pal", RiffPalette().render(extraction.result))


@pytest.mark.parametrize(
    "data",
    [
        _file(_chunk(b"data", _colors(RED, BLUE))),
        _file(_chunk(b"data", _colors(RED, BLUE, flags=4))),
        _file(_chunk(b"LIST", b"odd"), _chunk(b"data", _colors(RED, BLUE))),
        _file(_chunk(b"data", _colors(RED)), _chunk(b"data", _colors(BLUE))),
        _file(_chunk(b"data", _colors(RED, BLUE)))[:4] + b"\0\0\0\0PAL data\0\0\0\0" + _colors(RED, BLUE),
    ],
    ids=["plain", "flags", "a chunk before", "two chunks", "lengths of 0"],
)
def test_files_are_read_as_others_write_them(data: bytes) -> None:
    """Chunks of other kinds are skipped; the number of colors counts, and not a length."""
    assert [color.rgb for color in RiffPalette.parse(data).colors] == [RED, BLUE]


def test_the_content_tells_two_formats_of_one_suffix_apart() -> None:
    """A JASC palette is called .pal too."""
    assert read_palette(_file(_chunk(b"data", _colors(RED))), "brand.pal").palette.colors[0].rgb == RED
    assert read_palette(b"JASC-PAL\n0100\n1\n0 0 255\n", "brand.riff.pal").palette.colors[0].rgb == BLUE


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"RIFF\0\0\0\0WAVE", "it is not a RIFF palette"),
        (_file(_chunk(b"data", _colors(RED, count=2))), "it is cut short: it has 2 colors, but ends after 1"),
        (_file(_chunk(b"data", b"\0")), "it is cut short: its chunk of colors has no head"),
        (_file(_chunk(b"LIST", b"")), "it holds no color"),
        (_file(_chunk(b"data", _colors())), "it holds no color"),
    ],
    ids=["a sound", "a color less", "no head", "no chunk", "no color"],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        RiffPalette.parse(data)
