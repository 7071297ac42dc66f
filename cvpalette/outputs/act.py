"""The output `act`."""

import struct
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction

__all__ = ["ColorTable"]

_MOST_COLORS: Final = 256
_TABLE: Final = 3 * _MOST_COLORS
# The table, how many of its colours count, and which of them stands for transparency.
_COUNTED: Final = _TABLE + 4
_NONE: Final = 0xFFFF


@dataclass(frozen=True)
class ColorTable:
    """Adobe color table of indexed pictures, for Photoshop, GIMP and Krita; it has no names."""

    suffix: ClassVar[str] = ".act"
    # Any bytes may be colours.
    needs_suffix: ClassVar[bool] = True
    # Krita takes the four bytes more for two colors more.
    count: Annotated[bool, "Write how many colors there are behind the table, as Photoshop does."] = False

    def render(self, extraction: Extraction, /) -> bytes:
        """Write a table of 256 colours; the last one repeats, so that none is there that was not found."""
        palette = extraction.palette
        if len(palette) > _MOST_COLORS:
            message = f"a color table holds up to {_MOST_COLORS} colors, not {len(palette)}; ask for fewer"
            raise ValueError(message)
        colors = [bytes(color.rgb) for color in palette.colors]
        table = b"".join([*colors, colors[-1] * (_MOST_COLORS - len(colors))])
        return table + (struct.pack(">2H", len(colors), _NONE) if self.count else b"")

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read as many colours as it says, or all but the repeats at its end; raises ValueError."""
        if len(data) not in {_TABLE, _COUNTED}:
            message = f"it is no color table: that has {_TABLE} or {_COUNTED} bytes, not {len(data):,}"
            raise ValueError(message)
        colors = [Color(*data[at : at + 3]) for at in range(0, _TABLE, 3)]
        if len(data) == _COUNTED:
            count, _ = struct.unpack(">2H", data[_TABLE:])
            if not 1 <= count <= _MOST_COLORS:
                message = f"it counts {count} colors, and a color table has 1 to {_MOST_COLORS}"
                raise ValueError(message)
            return Palette.of_colors(colors[:count])
        while len(colors) > 1 and colors[-1] == colors[-2]:
            colors.pop()
        return Palette.of_colors(colors)
