"""The reader `clip-studio`: color sets of Clip Studio Paint."""

import struct
from collections.abc import Mapping
from typing import ClassVar

import pytest

from cvpalette.readers.clip_studio import ClipStudioColors
from cvpalette.testing import ReadingContract


def _set(colors: bytes, name: str = "Skin", count: int = 0, channels: int = 4) -> bytes:
    called = name.encode()
    head = struct.pack("<H", 4) + b"Skin" + struct.pack("<IH", 0, len(called)) + called
    blocks = [struct.pack("<I", 8) + colors[at : at + 4] + bytes(4) for at in range(0, len(colors), 4)]
    body = b"".join(blocks)
    sizes = struct.pack("<3I", channels, count or len(blocks), len(body))
    return b"SLCC\0\1" + struct.pack("<I", len(head)) + head + sizes + body


class TestClipStudioColors(ReadingContract):
    """What every reader promises."""

    reader = ClipStudioColors
    examples: ClassVar[Mapping[str, bytes]] = {"two colors": _set(b"\xff\0\0\xff\1\2\3\xff")}


def test_colors_are_read_in_order_and_empty_places_left_out() -> None:
    """The name is read in UTF-8, whatever is before it."""
    palette = ClipStudioColors.parse(_set(b"\xff\0\0\xff\0\0\0\0\1\2\3\x7f", "\u808c"))
    assert palette.name == "\u808c"
    assert [(swatch.color.hex, swatch.alpha) for swatch in palette] == [("#ff0000", 1.0), ("#010203", 1.0)]
    assert palette.notes == ("1 transparent color is left out",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"SLCC", "it is no color set of Clip Studio Paint"),
        (_set(b"\1\2\3\xff", count=2), "it is cut short"),
        (_set(b"\1\2\3\xff", count=1 << 31), "it is cut short"),
        (_set(b"\1\2\3\xff", channels=5), "its colors have 5 channels"),
        (_set(bytes(4)), "it holds no color"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """A count that lies ends where the file does."""
    with pytest.raises(ValueError, match=message):
        ClipStudioColors.parse(data)
