"""Chip, Pen and Sheet: rectangles of colour with text on them, whoever draws them; pure Python."""

from collections.abc import Callable, Sequence
from itertools import repeat
from math import ceil
from typing import NamedTuple, TypeAlias

from cvpalette.color.color import Color

__all__ = ["Chip", "Measure", "Pen", "Sheet"]

#: Gives the width in pixels that a text has in letters of a size.
Measure: TypeAlias = Callable[[str, int], float]


class Chip(NamedTuple):
    """A rectangle of one color: left, top, right, bottom in pixels, and the lines to write on it.

    They stand at its lower left; turned by 90 degrees, there is one, which goes up its middle.
    """

    color: Color
    box: tuple[int, int, int, int]
    lines: Sequence[str] = ()
    is_turned: bool = False


class Pen(NamedTuple):
    """What text of one size needs: along a chip where it fits, up it where it is narrow."""

    size: int
    length_of: Measure

    @property
    def line(self) -> int:
        """The pixels from one line to the next."""
        return round(self.size * 1.35)

    @property
    def padding(self) -> int:
        """The pixels that text keeps clear of a chip's edges."""
        return self.size // 2

    def measure(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height in pixels that lines need, with room around them."""
        widest = max(map(self.length_of, lines, repeat(self.size)), default=0)
        return ceil(widest) + 2 * self.padding + 1, self.line * len(lines) + 2 * self.padding

    def measure_turned(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height that the same text needs in one line, turned by 90 degrees."""
        wide, high = self.measure([" ".join(lines)])
        return high, wide

    def write(self, chip: Chip) -> Chip:
        """Return a chip with its text turned, if it is too narrow for its lines."""
        left, top, right, bottom = chip.box
        wide, high = self.measure(chip.lines)
        if not chip.lines or (wide <= right - left and high <= bottom - top):
            return chip
        return chip._replace(lines=(" ".join(chip.lines),), is_turned=True)


class Sheet(NamedTuple):
    """Chips and their titles, the width and height in pixels that they fill, and the pen for their text."""

    chips: Sequence[Chip]
    titles: Sequence[str]
    width: int
    height: int
    pen: Pen
