"""Selection: the swatches for the main colors of a scheme, and the one that tints its grays."""

from collections.abc import Collection
from dataclasses import dataclass
from statistics import median
from typing import Final, Self

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.roles.tone import Tone, turn_between

__all__ = ["COLORFUL", "Candidate", "Selection"]

#: A color with less chroma looks gray in a small area.
COLORFUL: Final = 0.04
# A hue is another one for people if it is so many degrees away.
_OTHER_HUE: Final = 25.0
# The color behind what the picture shows is less of a primary color than one of the subject.
_BACKDROP: Final = 0.6
# A dark color shows less of its chroma than a color of this lightness.
_DIM: Final = 0.35


@dataclass(frozen=True, slots=True)
class Candidate:
    """A swatch as a candidate for a role: its index in the palette, its tone, color and share."""

    index: int
    tone: Tone
    color: Color
    share: float

    @property
    def is_colorful(self) -> bool:
        """Whether people see a hue."""
        return self.tone.chroma >= COLORFUL

    @property
    def weight(self) -> float:
        """How much people would name this color if they had to name one."""
        return float(self.share**0.3 * self.tone.chroma * min(1.0, self.tone.lightness / _DIM))


@dataclass(frozen=True, slots=True)
class Selection:
    """The swatches that a scheme is made of.

    `primary` is never None. `secondary` and `accent` are None if no swatch has a hue of its own for them.
    `tint` is the swatch whose hue all grays get. `chroma` is the median of the four most colorful swatches.
    """

    primary: Candidate
    secondary: Candidate | None
    accent: Candidate | None
    tint: Tone
    chroma: float
    colorful: tuple[Candidate, ...]

    @classmethod
    def of(cls, palette: Palette, preferred: Collection[Color] = (), backdrop: Color | None = None) -> Self:
        """Select from a palette; the primary color is one of the preferred ones, if any is colorful.

        `backdrop` is the color behind what the picture shows, if it is known.
        """

        def rank(one: Candidate) -> tuple[float, float, Color]:
            return one.weight * (_BACKDROP if one.color == backdrop else 1), one.share, one.color

        candidates = [
            Candidate(index, Tone.of(swatch.color), swatch.color, swatch.share)
            for index, swatch in enumerate(palette)
        ]
        colorful = [one for one in candidates if one.is_colorful]
        wanted = [one for one in colorful if one.color in preferred]
        primary = max(wanted or colorful or candidates, key=rank)
        others = [one for one in colorful if _gap(one, primary) >= _OTHER_HUE]
        secondary = max(others, key=rank, default=None)
        far = [one for one in others if secondary and _gap(one, secondary) >= _OTHER_HUE]
        accent = max(
            far, key=lambda one: (one.tone.chroma * _gap(one, primary) ** 0.5, one.color), default=None
        )
        tint = max(candidates, key=lambda one: (one.share * (0.02 + one.tone.chroma), one.color)).tone
        best = sorted((one.tone.chroma for one in colorful), reverse=True)[:4]
        return cls(primary, secondary, accent, tint, median(best) if best else 0.0, tuple(colorful))


def _gap(one: Candidate, other: Candidate) -> float:
    return abs(turn_between(one.tone.hue, other.tone.hue))
