"""What Adobe's swatch formats share: big-endian fields, names in UTF-16, colors in any space."""

import colorsys
import struct
from typing import Any, Final

from cvpalette.color.color import Color, clip_color

__all__ = ["Fields", "color_of", "pack_text"]

_NUL: Final = "\0"


class Fields:
    """Reads the fields of a file one after another; raises ValueError if the file ends too early."""

    def __init__(self, data: bytes, at: int = 0, *, is_little: bool = False) -> None:
        """Start at a byte of the file; numbers and texts are big-endian, unless the file `is_little`."""
        self._data = data
        self._at = at
        self._order = "<" if is_little else ">"
        self._encoding = "utf-16-le" if is_little else "utf-16-be"

    @property
    def left(self) -> int:
        """The number of bytes that are not read yet."""
        return len(self._data) - self._at

    def read(self, layout: str) -> tuple[Any, ...]:
        """Return the values of a `struct` format, written without the sign for the order of bytes."""
        layout = self._order + layout
        return struct.unpack(layout, self.read_bytes(struct.calcsize(layout)))

    def read_bytes(self, count: int) -> bytes:
        """Return the next bytes."""
        if count > self.left:
            message = f"it is cut short: {count:,} bytes should follow, but {self.left:,} are left"
            raise ValueError(message)
        start, self._at = self._at, self._at + count
        return self._data[start : self._at]

    def peek(self, count: int) -> bytes:
        """Return the next bytes without moving past them; there are fewer at the end of the file."""
        return self._data[self._at : self._at + count]

    def read_text(self, units: int) -> str:
        """Return a text of this many UTF-16 units, up to the NUL that ends it."""
        return self.read_bytes(2 * units).decode(self._encoding, "replace").partition(_NUL)[0]


def pack_text(text: str) -> bytes:
    """Return a text in UTF-16 with a closing NUL; a unit has two bytes."""
    return f"{text}{_NUL}".encode("utf-16-be")


def color_of(space: str, values: tuple[float, ...]) -> Color:
    """Return the nearest sRGB color. Raises ValueError for values that are not a color.

    `space` is 'RGB', 'HSB', 'CMYK' or 'GRAY', with values from 0 to 1, or 'LAB' with white point D50 and L up
    to 100. CMYK has no profile in these files, so its inks are treated as perfect filters.
    """
    if space == "LAB":
        return clip_color("lab", (values[0], values[1], values[2]))
    match space:
        case "HSB":
            red, green, blue = colorsys.hsv_to_rgb(*values)
        case "CMYK":
            red, green, blue = ((1 - ink) * (1 - values[3]) for ink in values[:3])
        case "GRAY":
            red = green = blue = values[0]
        case _:
            red, green, blue = values
    return clip_color("srgb", (red, green, blue))
