"""The output `jasc`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_left_out
from cvpalette.result import Result

__all__ = ["JascPalette"]

_MAGIC: Final = "JASC-PAL"
_VERSION: Final = "0100"
# Aseprite adds alpha to the colors of a palette with transparency.
_COLOR: Final = re.compile(r"([0-9]{1,3})\s+([0-9]{1,3})\s+([0-9]{1,3})(?:\s+([0-9]{1,3}))?")


@dataclass(frozen=True)
class JascPalette:
    """JASC palette, read by Paint Shop Pro, Aseprite, GIMP, Krita and Blender; it has no names."""

    suffix: ClassVar[str] = ".pal"
    read_suffixes: ClassVar[tuple[str, ...]] = (".psppalette",)
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset()

    def render(self, result: Result, /) -> bytes:
        r"""Write the number of colors, and a line for each; lines end in "\r\n", which GIMP needs."""
        colors = result.palette.colors
        lines = [_MAGIC, _VERSION, str(len(colors)), *(f"{c.red} {c.green} {c.blue}" for c in colors)]
        return "".join(f"{line}\r\n" for line in lines).encode()

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read as many colors as the file counts; a note tells of further ones. Raises ValueError."""
        lines = [line.strip() for line in re.split(r"\r\n|\r|\n", decode_text(data).rstrip("\x1a"))]
        if lines[0] != _MAGIC:
            message = f"line 1: a JASC palette begins with {quote(_MAGIC)}"
            raise ValueError(message)
        if lines[1:2] != [_VERSION] or not re.fullmatch("[0-9]{1,6}", "".join(lines[2:3])):
            message = f"lines 2 and 3: a JASC palette goes on with {quote(_VERSION)} and the number of colors"
            raise ValueError(message)
        found = [_read_line(number, line) for number, line in enumerate(lines[3:], 4) if line]
        count = int(lines[2])
        if len(found) < count:
            message = f"it says that it has {count} colors, but it has {len(found)}"
            raise ValueError(message)
        further = len(found) - count
        left_out = [tell_left_out(further, "color", f"the file counts only the first {count}")]
        return make_palette(found[:count], left_out=left_out if further else ())


def _read_line(number: int, line: str) -> Entry:
    found = _COLOR.fullmatch(line)
    try:
        if not found:
            raise ValueError(line)
        color = Color(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        message = f"line {number}: {quote(line[:60])} is no color; write red, green and blue, 0 to 255"
        raise ValueError(message) from error
    return Entry(None if found[4] and not int(found[4]) else color)
