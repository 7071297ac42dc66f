"""What Adobe's swatch formats share: big-endian fields, names in UTF-16, colours in any space."""

import colorsys
import struct
from typing import Any, Final

from cvpalette.color.color import Color

__all__ = ["Fields", "color_of", "pack_text"]

_NUL: Final = "\0"


class Fields:
    """The fields of a file, read one after another; raises ValueError where the file ends before one."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        """Begin at a byte of the file."""
        self._data = data
        self._at = at

    @property
    def left(self) -> int:
        """How many bytes are not read yet."""
        return len(self._data) - self._at

    def read(self, layout: str) -> tuple[Any, ...]:
        """Return the values of a layout as `struct` writes it, without the sign for big-endian."""
        return struct.unpack(f">{layout}", self.read_bytes(struct.calcsize(f">{layout}")))

    def read_bytes(self, count: int) -> bytes:
        """Return the next bytes."""
        if count > self.left:
            message = f"it is cut short: {count:,} bytes should follow where {self.left:,} are left"
            raise ValueError(message)
        start, self._at = self._at, self._at + count
        return self._data[start : self._at]

    def peek(self, count: int) -> bytes:
        """Return the next bytes, or what there is of them, without reading them."""
        return self._data[self._at : self._at + count]

    def read_text(self, units: int) -> str:
        """Return a text of so many units of UTF-16, up to the NUL that ends it."""
        return self.read_bytes(2 * units).decode("utf-16-be", "replace").partition(_NUL)[0]


def pack_text(text: str) -> bytes:
    """Return a text in UTF-16 with a NUL; two bytes make a unit."""
    return f"{text}{_NUL}".encode("utf-16-be")


def color_of(space: str, values: tuple[float, ...]) -> Color:
    """Return the nearest sRGB colour; raises ValueError for values that no colour has.

    `space` is 'RGB', 'HSB', 'CMYK' or 'GRAY', with values from 0 to 1, or 'LAB' of D50, with L up to 100.
    CMYK has no profile in these files, so its inks are taken as perfect filters.
    """
    if space == "LAB":
        return Color.from_space("lab", (values[0], values[1], values[2]))
    match space:
        case "HSB":
            red, green, blue = colorsys.hsv_to_rgb(*values)
        case "CMYK":
            red, green, blue = ((1 - ink) * (1 - values[3]) for ink in values[:3])
        case "GRAY":
            red = green = blue = values[0]
        case _:
            red, green, blue = values
    return Color.from_space("srgb", (red, green, blue))
