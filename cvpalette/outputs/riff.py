"""The output `riff`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.result import Result

__all__ = ["RiffPalette"]

# Source: "Multimedia Programming Interface and Data Specifications 1.0" (Microsoft, 1991), "Palette File
# Format".
_RIFF: Final = b"RIFF"
_KIND: Final = b"PAL "
_DATA: Final = b"data"
_VERSION: Final = 0x300
_MOST_COLORS: Final = 0xFFFF


@dataclass(frozen=True)
class RiffPalette:
    """Microsoft RIFF palette, read by Windows programs and Krita; it has no names."""

    # A JASC palette has the suffix .pal too. Files with that suffix are told apart by their content.
    suffix: ClassVar[str] = ".riff.pal"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset()

    def render(self, result: Result, /) -> bytes:
        """Write one chunk of colors: each is red, green, blue and flags, which are 0."""
        colors = result.palette.colors
        if len(colors) > _MOST_COLORS:
            message = f"a RIFF palette holds up to {_MOST_COLORS} colors, not {len(colors)}"
            raise ValueError(message)
        entries = b"".join(bytes((*color.rgb, 0)) for color in colors)
        data = struct.pack("<HH", _VERSION, len(colors)) + entries
        body = _KIND + _DATA + struct.pack("<I", len(data)) + data
        return _RIFF + struct.pack("<I", len(body)) + body

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the chunks of RGB colors; other chunks are skipped. Raises ValueError."""
        if data[:4] != _RIFF or data[8:12] != _KIND:
            raise ValueError("it is not a RIFF palette")
        return make_palette([entry for chunk in _list_chunks(data) for entry in _read_colors(chunk)])


def _list_chunks(data: bytes) -> Iterator[bytes]:
    """Give the contents of the chunks of colors, up to the end of the file."""
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind == _DATA:
            # Some programs write a wrong length here, but the right number of colors.
            yield data[at + 8 :]
        # A chunk begins at an even place.
        at += 8 + length + length % 2


def _read_colors(chunk: bytes) -> Iterator[Entry]:
    if len(chunk) < 4:
        raise ValueError("it is cut short: its chunk of colors has no head")
    _, count = struct.unpack_from("<HH", chunk)
    if len(chunk) < 4 + 4 * count:
        message = f"it is cut short: it has {count} colors, but ends after {(len(chunk) - 4) // 4}"
        raise ValueError(message)
    for at in range(4, 4 + 4 * count, 4):
        yield Entry(Color(*chunk[at : at + 3]))
