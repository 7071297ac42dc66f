"""The reader `painter`."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette

__all__ = ["PainterColors"]

_FIELDS: Final = ("ROWS", "COLS", "WIDTH", "HEIGHT", "TEXTHEIGHT", "SPACING")
_FIELD: Final = re.compile(r"([A-Z]{4,10})[ \t]{1,8}[0-9]{1,6}")
# How much a brush may vary the color comes between its levels and its name.
_LEVEL: Final = r"{}[ \t]*:[ \t]*([0-9]{{1,3}})"
_COLOR: Final = re.compile(
    ",[ \t]*".join(map(_LEVEL.format, "RGB")) + r"(?:[ \t,]+[HSV]V[ \t]*:[ \t]*[0-9.]{1,12})*(?:[ \t,]+(.*))?"
)


class PainterColors:
    """Color set of Corel Painter as text, with names.

    The size of the grid and the variability of the colors are left out. The facts come from the public lists
    of swatch formats of SwatchBooker. Painter's older binary sets are not public.
    """

    # Its files are called .txt, as those of many programs, and are found by their content.
    suffix: ClassVar[str] = ".painter.txt"
    family: ClassVar[str] = "palettes"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read one color a line, after six lines about the grid. Raises ValueError."""
        lines = [line.strip() for line in decode_text(data).splitlines()]
        head = [_FIELD.fullmatch(line) for line in lines[: len(_FIELDS)]]
        if tuple(field[1] for field in head if field) != _FIELDS:
            raise ValueError("it is no color set of Corel Painter, which begins with 'ROWS' and a number")
        return make_palette(_read_colors(lines))


def _read_colors(lines: list[str]) -> Iterator[Entry]:
    for number, line in enumerate(lines[len(_FIELDS) :], len(_FIELDS) + 1):
        if not line:
            continue
        found = _COLOR.fullmatch(line)
        try:
            if not found:
                raise ValueError(line)
            color = Color(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            message = (
                f"line {number}: {quote(line[:60])} is no color of Painter, such as 'R: 255, G: 0, B: 0'"
            )
            raise ValueError(message) from error
        yield Entry(color, found[4] or "")
