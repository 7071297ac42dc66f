"""The accents: base08 to base0F, each from the photo where it has the hue, else in its mood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cvpalette import Color, Swatch
from cvpalette_base16.mood import Mood, distance
from cvpalette_base16.oklch import from_oklch
from cvpalette_base16.variant import Variant

__all__ = ["ACCENTS", "Accent", "make_accents"]

# WCAG 2.2 asks this of what must be told from the background, if not read at length.
_LEAST_CONTRAST: Final = 3.0
_STEP: Final = 0.01
# Below the first, a hue is hardly seen; accents of less than the second are not told apart in thin
# letters, and of more than the third they glare.
_COLORED: Final = 0.045
_LEAST_CHROMA: Final = 0.075
_MOST_CHROMA: Final = 0.16
# What the photo lacks must not outshine what it has.
_MODESTY: Final = 0.85


@dataclass(frozen=True, slots=True)
class Accent:
    """A color by name: its hue in Oklch, and how far a photo's may be from it and keep the name.

    `lift` is how much lighter it is than its like, and `vigor` its part of their chroma: sRGB has no red
    as light as its yellow, and brown is a dark, dull orange.
    """

    name: str
    hue: float
    reach: float
    lift: float
    vigor: float = 1.0

    def find(self, swatches: Sequence[Swatch]) -> Swatch | None:
        """Return the swatch that shows this hue best, if any does."""
        near = [s for s in swatches if s.color.oklch[1] >= _COLORED and self._distance(s) <= self.reach]
        return max(near, key=self._merit, default=None)

    def draw(self, hue: float) -> float:
        """Return a photo's hue halfway to this one: so no two accents come out nearly the same."""
        return self.hue + ((hue - self.hue + 180) % 360 - 180) / 2

    def _distance(self, swatch: Swatch) -> float:
        return distance(swatch.color.oklch[2], self.hue)

    def _merit(self, swatch: Swatch) -> float:
        # A vivid detail is what one remembers of a photo: chroma says more than share.
        nearness = 1 - self._distance(swatch) / self.reach / 2
        return float(swatch.color.oklch[1] * swatch.share**0.25 * nearness)


# In the order of base08 to base0F. The reaches touch: whatever is vivid in the photo has a name.
ACCENTS: Final = (
    Accent("red", 20, 18, -0.05),
    Accent("orange", 56, 18, 0),
    Accent("yellow", 94, 20, 0.06),
    Accent("green", 143, 29, 0.02),
    Accent("cyan", 200, 28, 0.01),
    Accent("blue", 257, 29, -0.01),
    Accent("magenta", 325, 37, -0.04),
    Accent("brown", 60, 16, -0.13, 0.7),
)


def make_accents(variant: Variant, mood: Mood, swatches: Sequence[Swatch], background: Color) -> list[Color]:
    """Return eight colors, each legible on the background."""
    found = [accent.find(swatches) for accent in ACCENTS]
    chromas = [swatch.color.oklch[1] for swatch in found if swatch]
    usual = sum(chromas) / len(chromas) if chromas else mood.chroma
    least, most = variant.accents
    colors = []
    for accent, swatch in zip(ACCENTS, found, strict=True):
        made = (mood.lightness, _MODESTY * usual, accent.hue)
        lightness, chroma, hue = swatch.color.oklch if swatch else made
        # Of the photo's lightness only a touch: accents that differ much look like a hierarchy.
        lightness = least + lightness * (most - least) + accent.lift
        chroma = accent.vigor * min(max(chroma, _LEAST_CHROMA, _MODESTY**2 * usual), _MOST_CHROMA)
        colors.append(_legible(lightness, chroma, accent.draw(hue), background, variant.away))
    return colors


def _legible(lightness: float, chroma: float, hue: float, background: Color, away: int) -> Color:
    color = from_oklch(lightness, chroma, hue)
    while color.contrast(background) < _LEAST_CONTRAST and 0 < lightness < 1:
        lightness += away * _STEP
        color = from_oklch(lightness, chroma, hue)
    return color
