"""The output `godot-palette`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_left_out
from cvpalette.rendering.members import unit
from cvpalette.result import Result

__all__ = ["GodotPalette"]

_HEAD: Final = re.compile(r'\s*+\[gd_resource type="ColorPalette"[^\]\n]{0,200}\]\s*+')
_COLORS: Final = re.compile(r"^colors\s*=\s*PackedColorArray\(([^()]*)\)", re.MULTILINE)
_CHANNELS: Final = 4
_LARGEST: Final = 1.0


@dataclass(frozen=True)
class GodotPalette:
    """Godot 4 ColorPalette resource, for the swatches of its color picker; it has no names.

    Colors that are brighter than white are left out. The form is that of text resources in Godot's
    documentation of the TSCN file format.
    """

    suffix: ClassVar[str] = ".tres"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha"})

    def render(self, result: Result, /) -> str:
        """Write one list of numbers, four for each swatch."""
        numbers = ", ".join(", ".join(unit(each.color, each.alpha)) for each in result.palette)
        head = '[gd_resource type="ColorPalette" format=3]'
        return f"{head}\n\n[resource]\ncolors = PackedColorArray({numbers})\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a ColorPalette in text form. Raises ValueError."""
        text = decode_text(data)
        if not _HEAD.match(text):
            raise ValueError("it is no ColorPalette of Godot: it does not begin with [gd_resource type=…]")
        found = _COLORS.search(text)
        if not found:
            raise ValueError("it holds no color: no 'colors = PackedColorArray(…)'")
        words = found[1].split(",") if found[1].strip() else []
        try:
            numbers = [float(word) for word in words]
        except ValueError as error:
            raise ValueError("its 'colors' are not all numbers") from error
        if len(numbers) % _CHANNELS:
            message = f"its 'colors' are {len(numbers)} numbers, not four for each color"
            raise ValueError(message)
        bright = 0
        entries = []
        for at in range(0, len(numbers), _CHANNELS):
            *channels, alpha = numbers[at : at + _CHANNELS]
            if not all(0 <= channel <= _LARGEST for channel in channels):
                bright += 1
                continue
            color = Color(*(round(channel * 255) for channel in channels))
            entries.append(Entry(color, alpha=alpha))
        told = [tell_left_out(bright, "color", "it is outside of 0 to 1")] if bright else []
        return make_palette(entries, left_out=told)
