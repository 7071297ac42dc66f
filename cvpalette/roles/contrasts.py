"""The contrasts of a palette or a scheme, and the levels of WCAG 2.2 that they reach; pure Python."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.roles.role import FILLS, Roles

__all__ = [
    "LEVELS",
    "LONG_TEXT",
    "SEEN",
    "TEXT",
    "Pair",
    "level_of",
    "list_pairs",
    "list_role_pairs",
    "write_low",
]

#: Contrasts of WCAG 2.2: of long text (1.4.6), of text (1.4.3), and of large text (24 px, or 18.7 px in
#: bold), icons and controls (1.4.3 and 1.4.11).
LONG_TEXT, TEXT, SEEN = 7.0, 4.5, 3.0
#: What a contrast is enough for, the highest first.
LEVELS: Final[dict[str, float]] = {"AAA": LONG_TEXT, "AA": TEXT, "large": SEEN}
_ON_PAGE: Final = ("text", "muted", "link", "border", "control", *FILLS)


class Pair(NamedTuple):
    """Two colors by their places in a palette, or by their roles, and their contrast, 1 to 21."""

    first: int | str
    second: int | str
    contrast: float

    @property
    def level(self) -> str:
        """The level that it reaches."""
        return level_of(self.contrast)


def level_of(contrast: float) -> str:
    """Return the highest of LEVELS that a contrast reaches, or ''."""
    return next((level for level, least in LEVELS.items() if contrast >= least), "")


def list_pairs(colors: Sequence[Color]) -> Iterator[Pair]:
    """Give each pair of colors, by their places from 0."""
    light = [color.luminance + 0.05 for color in colors]
    for first, second in combinations(range(len(colors)), 2):
        dark, bright = sorted((light[first], light[second]))
        yield Pair(first, second, bright / dark)


def list_role_pairs(roles: Roles) -> Iterator[Pair]:
    """Give the pairs of roles that stand on each other: roles on the page, and texts on their own roles."""
    named = roles.named()
    pairs = [(name, ground) for name in _ON_PAGE for ground in ("background", "surface")]
    for first, second in [*pairs, *((f"on-{name}", name) for name in FILLS)]:
        yield Pair(first, second, named[first].color.contrast(named[second].color))


def write_low(value: float) -> str:
    """Return a number with two decimals, rounded down: 4.499 does not reach 4.5 and must not look so."""
    return f"{math.floor(value * 100) / 100:.2f}"
