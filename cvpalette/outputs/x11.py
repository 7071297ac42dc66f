"""The output `x11`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette
from cvpalette.rendering.names import comment_lines, swatch_names
from cvpalette.result import Result

__all__ = ["X11Names"]

_LINE: Final = re.compile(r"\s*([0-9]{1,3})\s+([0-9]{1,3})\s+([0-9]{1,3})\s+(\S.*)")
# A comment of X11 at the start, or a line with the two tabs that all copies of its file have.
_SIGN: Final = re.compile(rb"\A!|^[ 0-9]{5,11}\t\t\S", re.MULTILINE)
_HEAD: Final = 4096
# Emacs has the other sign in its copy.
_SIGNS: Final = ("!", "#")


@dataclass(frozen=True)
class X11Names:
    """Names of colors as in X11's rgb.txt, read by X servers, Emacs and Netpbm.

    A color needs a name, so one without gets `color-1` and so on. The format is that of X.Org's rgb.txt.
    """

    suffix: ClassVar[str] = ".rgb.txt"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"names", "comment"})

    @staticmethod
    def needs_suffix(data: bytes) -> bool:
        """Without its comment or its tabs, rows of numbers and words may be any table."""
        return not _SIGN.search(data[:_HEAD])

    def render(self, result: Result, /) -> str:
        """Write a line for each color: its levels and its name."""
        palette = result.palette
        lines = [
            f"{color.red:3d} {color.green:3d} {color.blue:3d}\t\t{name}"
            for name, color in zip(swatch_names(palette), palette.colors, strict=True)
        ]
        return "\n".join([*(f"! {line}" for line in comment_lines(result)), *lines]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the names and colors in order; each line must have both. Raises ValueError."""
        found, comments = [], []
        for number, line in enumerate(re.split(r"\r\n|\r|\n", decode_text(data)), 1):
            if line.lstrip().startswith(_SIGNS):
                comments.append(line.strip("!# \t"))
            elif line.strip():
                found.append(_read_line(number, line))
        return make_palette(found, comment="\n".join(comments))


def _read_line(number: int, line: str) -> Entry:
    entry = _LINE.fullmatch(line.rstrip())
    try:
        if not entry:
            raise ValueError(line)
        return Entry(Color(int(entry[1]), int(entry[2]), int(entry[3])), entry[4])
    except ValueError as error:
        message = (
            f"line {number}: {quote(line.strip()[:60])} is no color; write red, green and blue, 0 to 255,"
            " and its name"
        )
        raise ValueError(message) from error
