"""The output `aco`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.rendering.adobe import Fields, color_of, pack_text
from cvpalette.rendering.names import swatch_names
from cvpalette.result import Result

__all__ = ["PhotoshopSwatches"]

# Source: Adobe Photoshop File Formats Specification, "Color Swatches".
_PLAIN: Final = b"\0\1"
_NAMED: Final = b"\0\2"
_RGB: Final = 0
_CMYK: Final = 2
_LAB: Final = 7
# The 16-bit level of a byte b is b * 257.
_SCALE: Final = 257
_FULL: Final = 0xFFFF
# PANTONE, FOCOLTONE, TRUMATCH, TOYO and HKS: the values are numbers in a book.
_BOOKS: Final = frozenset((3, 4, 5, 6, 10))


@dataclass(frozen=True)
class PhotoshopSwatches:
    """Photoshop color swatches, read by Photoshop, GIMP and Krita.

    Photoshop loads it by Import Swatches, in the menu of its Swatches panel.
    """

    suffix: ClassVar[str] = ".aco"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "values"))

    def render(self, result: Result, /) -> bytes:
        """Write the swatches twice: as version 1 without names, then as version 2 with names."""
        palette = result.palette
        if len(palette) > _FULL:
            message = f"a Photoshop swatch file holds up to {_FULL} colors, not {len(palette)}"
            raise ValueError(message)
        colors = list(map(_write_color, palette))
        names = [pack_text(name) for name in swatch_names(palette)]
        named = [
            color + struct.pack(">I", len(name) // 2) + name
            for color, name in zip(colors, names, strict=True)
        ]
        # Photoshop's own files have both versions, and some programs read only one of them.
        return b"".join([_head(_PLAIN, colors), *colors, _head(_NAMED, named), *named])

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read version 2, which has names, or else version 1. Raises ValueError."""
        fields = Fields(data)
        found: list[Entry | None] = []
        if fields.peek(2) == _PLAIN:
            found = list(_read_colors(fields, is_named=False))
        if fields.peek(2) == _NAMED:
            found = list(_read_colors(fields, is_named=True))
        elif not found:
            raise ValueError("it is not a Photoshop swatch file")
        books = found.count(None)
        note = tell_left_out(books, "color", "the file names a color book, and no color")
        return make_palette(filter(None, found), left_out=[note] if books else [])


def _write_color(swatch: Swatch) -> bytes:
    """Return a color space and four values: RGB, or what the palette's file gave."""
    match swatch.values:
        case ("cmyk", inks):
            return struct.pack(">5H", _CMYK, *(round((1 - ink) * _FULL) for ink in inks))
        case ("lab", parts):
            hundredths = [max(-0x8000, min(round(100 * part), 0x7FFF)) for part in parts]
            return struct.pack(">H3hH", _LAB, *hundredths, 0)
        case _:
            return struct.pack(">5H", _RGB, *(channel * _SCALE for channel in swatch.color.rgb), 0)


def _head(version: bytes, entries: list[bytes]) -> bytes:
    return version + struct.pack(">H", len(entries))


def _read_colors(fields: Fields, *, is_named: bool) -> Iterator[Entry | None]:
    """Give the colors; None stands for a color of a color book, such as PANTONE."""
    _, count = fields.read("2sH")
    for number in range(1, count + 1):
        space, *values = fields.read("5H")
        name = fields.read_text(*fields.read("I")) if is_named else ""
        yield None if space in _BOOKS else _convert(space, values, number, name)


def _convert(space: int, values: list[int], number: int, name: str) -> Entry:
    levels = tuple(value / _FULL for value in values)
    match space:
        case 0:
            return Entry(color_of("RGB", levels[:3]), name)
        case 1:
            return Entry(color_of("HSB", levels[:3]), name)
        case 2:
            # Here 0 means full ink.
            return _of_values("cmyk", [1 - level for level in levels], name)
        case 7:
            # The values are in hundredths, and a and b are signed.
            signed = [value - 0x10000 if value > 0x7FFF else value for value in values[1:3]]
            return _of_values("lab", [values[0] / 100, signed[0] / 100, signed[1] / 100], name)
        case 9:
            # Photoshop's "wide CMYK", in hundredths of a percent of ink.
            return _of_values("cmyk", [value / 10000 for value in values], name)
        case 8:
            # The value is black ink in hundredths of a percent, as in Photoshop's own "75% Gray".
            return Entry(color_of("GRAY", (1 - values[0] / 10000,)), name)
        case _:
            message = f"color {number} is in the color space {space}, which is unknown"
            raise ValueError(message)


def _of_values(space: str, values: list[float], name: str) -> Entry:
    components = tuple(round(value, 6) for value in values)
    return Entry(color_of(space.upper(), components), name, values=Values(space, components))
