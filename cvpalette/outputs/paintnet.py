"""The output `paintnet`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette
from cvpalette.rendering.names import palette_name, summary
from cvpalette.result import Result

__all__ = ["PaintNetPalette"]

_MOST_COLORS: Final = 96
_TITLE: Final = "; paint.net Palette File"
_TITLED: Final = re.compile(r";\s*paint\.net palette", re.IGNORECASE)
# Lospec writes this line, and Paint.NET takes it for a comment.
_NAME: Final = re.compile(r";\s*palette name:\s*(.*)", re.IGNORECASE)
_COLOR: Final = re.compile(r"([0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


@dataclass(frozen=True)
class PaintNetPalette:
    """Paint.NET palette: up to 96 colors, without names; put the file into the folder of its palettes."""

    # Any text may have the suffix .txt.
    suffix: ClassVar[str] = ".paintnet.txt"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("alpha",))

    def render(self, result: Result, /) -> str:
        """Write a line for each color: alpha first, then red, green and blue as hex digits."""
        colors = result.palette.colors
        if len(colors) > _MOST_COLORS:
            message = (
                f"a Paint.NET palette holds up to {_MOST_COLORS} colors, not {len(colors)}; ask for fewer"
            )
            raise ValueError(message)
        head = [_TITLE, f"; {summary(result)}", f"; Palette Name: {palette_name(result)}"]
        lines = [f"{alpha_level(swatch.alpha):02x}{swatch.color.digits}".upper() for swatch in result.palette]
        return "\n".join([*head, *lines]) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not say that it is Paint.NET's: alpha might come last in other files."""
        lines = decode_text(data).split("\n")
        colors = [
            line.strip().upper() for line in lines if line.strip() and not line.lstrip().startswith(";")
        ]
        is_opaque = all(len(line) == 8 and line.startswith("FF") for line in colors)
        is_either = all(line.endswith("FF") for line in colors)
        return not any(map(_TITLED.match, lines)) and (is_either or not is_opaque)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read lines of AARRGGBB or RRGGBB; comments begin with a semicolon. Raises ValueError."""
        name, found = "", []
        for number, line in enumerate(map(str.strip, decode_text(data).splitlines()), 1):
            titled = _NAME.fullmatch(line)
            name = titled[1] if titled else name
            if line and not line.startswith(";"):
                color = _COLOR.fullmatch(line)
                if not color:
                    message = f"line {number}: {quote(line[:60])} is no color; write it as 'FF264653'"
                    raise ValueError(message)
                alpha = int(color[1], 16) / 255 if color[1] else 1.0
                found.append(Entry(Color.from_hex(color[2]), alpha=alpha))
        return make_palette(found, name)
