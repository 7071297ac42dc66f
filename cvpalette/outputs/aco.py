"""The output `aco`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.rendering.adobe import Fields, color_of, pack_text
from cvpalette.rendering.names import swatch_names
from cvpalette.rendering.parsing import Found, make_palette

__all__ = ["PhotoshopSwatches"]

# Adobe Photoshop File Formats Specification, "Color Swatches".
_PLAIN: Final = b"\0\1"
_NAMED: Final = b"\0\2"
_RGB: Final = 0
# A byte b is the 16-bit level b * 257.
_SCALE: Final = 257
_FULL: Final = 0xFFFF


@dataclass(frozen=True)
class PhotoshopSwatches:
    """Photoshop's color swatches, read by Photoshop, GIMP and Krita."""

    suffix: ClassVar[str] = ".aco"

    def render(self, extraction: Extraction, /) -> bytes:
        """Write the swatches twice: without names for version 1, then with them for version 2."""
        palette = extraction.palette
        if len(palette) > _FULL:
            message = f"Photoshop's swatches are up to {_FULL}, not {len(palette)}"
            raise ValueError(message)
        colors = [
            struct.pack(">5H", _RGB, *(channel * _SCALE for channel in color.rgb), 0)
            for color in palette.colors
        ]
        names = [pack_text(name) for name in swatch_names(palette)]
        named = [
            color + struct.pack(">I", len(name) // 2) + name
            for color, name in zip(colors, names, strict=True)
        ]
        # Photoshop's own files have both, and some programs read only one of them.
        return b"".join([_head(_PLAIN, colors), *colors, _head(_NAMED, named), *named])

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the part with names if there is one, else the other; raises ValueError."""
        fields = Fields(data)
        found: list[Found] = []
        if fields.peek(2) == _PLAIN:
            found = list(_read_colors(fields, is_named=False))
        if fields.peek(2) == _NAMED:
            found = list(_read_colors(fields, is_named=True))
        elif not found:
            raise ValueError("it is no file of Photoshop's swatches")
        return make_palette(found)


def _head(version: bytes, entries: list[bytes]) -> bytes:
    return version + struct.pack(">H", len(entries))


def _read_colors(fields: Fields, *, is_named: bool) -> Iterator[Found]:
    _, count = fields.read("2sH")
    for number in range(1, count + 1):
        space, *values = fields.read("5H")
        name = fields.read_text(*fields.read("I")) if is_named else ""
        yield Found(_convert(space, values, number), name)


def _convert(space: int, values: list[int], number: int) -> Color:
    levels = tuple(value / _FULL for value in values)
    match space:
        case 0:
            return color_of("RGB", levels[:3])
        case 1:
            return color_of("HSB", levels[:3])
        case 2:
            # 0 is all of an ink.
            return color_of("CMYK", tuple(1 - level for level in levels))
        case 7:
            # In hundredths, a and b with a sign.
            signed = [value - 0x10000 if value > 0x7FFF else value for value in values[1:3]]
            return color_of("LAB", (values[0] / 100, signed[0] / 100, signed[1] / 100))
        case 8:
            # Of black ink, in hundredths of a percent, as Photoshop's own "75% Gray" has it.
            return color_of("GRAY", (1 - values[0] / 10000,))
        case _:
            message = f"color {number} is one of a color book (space {space}): its look is not in the file"
            raise ValueError(message)
