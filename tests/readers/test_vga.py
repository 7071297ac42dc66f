"""The reader `vga`: palettes without any sign of their own."""

from collections.abc import Mapping
from typing import ClassVar

import pytest

from cvpalette.errors import PaletteFileError
from cvpalette.plugins.reading import read_palette
from cvpalette.readers.vga import RawPalette
from cvpalette.testing import ReadingContract

_NES = bytes(range(192))


class TestRawPalette(ReadingContract):
    """What every reader promises."""

    reader = RawPalette
    examples: ClassVar[Mapping[str, bytes]] = {"NES": _NES, "256 colors": bytes(range(256)) * 3}


def test_bytes_are_levels() -> None:
    """64 colors of the NES, with or without those that it can tint; or 256."""
    assert [color.hex for color in RawPalette.parse(_NES).colors][:2] == ["#000102", "#030405"]
    assert len(RawPalette.parse(_NES)) == len(RawPalette.parse(_NES * 8)) == 64
    assert len(RawPalette.parse(_NES * 4)) == 256


def test_levels_of_vga_have_six_bits() -> None:
    """If none is above 63; black alone is black."""
    palette = RawPalette.parse(b"\x3f\0\x20".ljust(768, b"\0"))
    assert [color.hex for color in palette.colors][:2] == ["#ff0082", "#000000"]
    assert {color.hex for color in RawPalette.parse(bytes(768)).colors} == {"#000000"}


def test_the_suffix_must_be_right() -> None:
    """Any bytes could be colors."""
    assert len(read_palette(_NES, "nes.pal").palette) == 64
    with pytest.raises(PaletteFileError, match="is no palette that cvpalette reads"):
        read_palette(_NES, "nes.bin")
    with pytest.raises(PaletteFileError, match="line 1: a JASC palette begins with 'JASC-PAL'"):
        read_palette(b"JASC PAL\r\n", "x.pal")


def test_another_size_is_one_clear_error() -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match="has 192, 768 or 1,536 bytes, not 191"):
        RawPalette.parse(_NES[:-1])
