"""The range of levels in files that do not say it: 0 to 255, or 0 to 1."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from cvpalette.color.color import Color

__all__ = ["Levels", "find_scale", "scale_levels"]

#: Red, green and blue as numbers of any range.
Levels: TypeAlias = Sequence[float]

_FULL: Final = 255


def find_scale(rows: Iterable[Levels]) -> float:
    """Return the number that turns the levels of all `rows` into 0 to 255: 1 or 255.

    Levels with fractions are 0 to 1 if no level is above 1. Whole numbers are 0 to 255. Raises ValueError for
    levels that may be either: whole numbers that are all 0 or 1, and rows of fractions among rows of levels
    above 1.
    """
    found = [row for row in rows if row]
    highest = max((max(row) for row in found), default=0)
    fractions = [row for row in found if any(level % 1 for level in row)]
    if not fractions:
        if highest == 1:
            raise ValueError("its levels are all 0 or 1, which may be of 1 or of 255")
        return 1
    if highest <= 1:
        return _FULL
    if any(max(row) <= 1 for row in fractions):
        raise ValueError("its levels are 0 to 1 in one color and 0 to 255 in another")
    return 1


def scale_levels(levels: Levels, scale: float) -> Color:
    """Return the color of red, green and blue, times `scale`; raises ValueError outside 0 to 255."""
    red, green, blue = (level * scale for level in levels)
    if not all(0 <= level <= _FULL for level in (red, green, blue)):
        raise ValueError("a level is 0 to 255, or 0 to 1")
    return Color(int(red + 0.5), int(green + 0.5), int(blue + 0.5))
