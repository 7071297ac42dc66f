"""The reader `vga`."""

from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, make_palette

__all__ = ["RawPalette"]

# 256 colors of VGA, or the 64 of the NES, maybe with the seven ways in which the NES can tint them.
_SIZES: Final = {768: 256, 192: 64, 1536: 64}
# The levels of a VGA's converter have 6 bits.
_MOST_VGA: Final = 63


class RawPalette:
    """Raw palette of games, emulators and DOS programs: three bytes a color, and nothing else.

    Only a file with its suffix is read. If no level is above 63, the levels have 6 bits, as those of VGA. Of
    an emulator's palette with tinted colors, the plain ones are read.
    """

    suffix: ClassVar[str] = ".pal"
    family: ClassVar[str] = "palettes"
    needs_suffix: ClassVar[bool] = True

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors in order, with repeats. Raises ValueError."""
        if len(data) not in _SIZES:
            message = f"it is not a raw palette, which has 192, 768 or 1,536 bytes, not {len(data):,}"
            raise ValueError(message)
        levels = data[: 3 * _SIZES[len(data)]]
        if 0 < max(levels) <= _MOST_VGA:
            levels = bytes(round(level * 255 / _MOST_VGA) for level in levels)
        return make_palette(Entry(Color(*levels[at : at + 3])) for at in range(0, len(levels), 3))
