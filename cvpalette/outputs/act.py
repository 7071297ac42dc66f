"""The output `act`."""

import struct
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.result import Result

__all__ = ["ColorTable"]

_MOST_COLORS: Final = 256
_TABLE: Final = 3 * _MOST_COLORS
# The table, the number of its colors that count, and the index of the transparent color.
_COUNTED: Final = _TABLE + 4
_NONE: Final = 0xFFFF


@dataclass(frozen=True)
class ColorTable:
    """Adobe color table for indexed images, read by Photoshop, GIMP and Krita; it has no names."""

    suffix: ClassVar[str] = ".act"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset()
    # Any bytes can be colors, so only the suffix identifies a color table.
    needs_suffix: ClassVar[bool] = True
    # This is off by default, since Krita reads the four extra bytes as two more colors.
    count: Annotated[bool, "Write the number of colors after the table, as Photoshop does."] = False

    def render(self, result: Result, /) -> bytes:
        """Write a table of 256 colors; repeats of the last color fill it, so no other color gets in."""
        palette = result.palette
        if len(palette) > _MOST_COLORS:
            message = f"a color table holds up to {_MOST_COLORS} colors, not {len(palette)}; ask for fewer"
            raise ValueError(message)
        colors = [bytes(color.rgb) for color in palette.colors]
        table = b"".join([*colors, colors[-1] * (_MOST_COLORS - len(colors))])
        return table + (struct.pack(">2H", len(colors), _NONE) if self.count else b"")

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether the last colors would be taken for those that fill the table."""
        *_, before, last = (None, *palette.colors)
        return ["last colors that repeat"] if before == last and not self.count else []

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors that the file counts, or all but the repeats at its end. Raises ValueError.

        The color that the file calls transparent is left out.
        """
        if len(data) not in {_TABLE, _COUNTED}:
            message = f"it is not a color table, which has {_TABLE} or {_COUNTED} bytes, not {len(data):,}"
            raise ValueError(message)
        colors = [Color(*data[at : at + 3]) for at in range(0, _TABLE, 3)]
        if len(data) == _COUNTED:
            count, transparent = struct.unpack(">2H", data[_TABLE:])
            if not 1 <= count <= _MOST_COLORS:
                message = f"it says that it has {count} colors, but a color table has 1 to {_MOST_COLORS}"
                raise ValueError(message)
            return make_palette(
                Entry(None if index == transparent else color) for index, color in enumerate(colors[:count])
            )
        while len(colors) > 1 and colors[-1] == colors[-2]:
            colors.pop()
        return Palette.of_colors(colors)
