"""The accents base08 to base0F: each is from the photo if that has the hue, else it fits the photo's mood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cvpalette import Color, Swatch
from cvpalette_base16.mood import Mood, distance
from cvpalette_base16.oklch import from_oklch
from cvpalette_base16.variant import Variant

__all__ = ["ACCENTS", "Accent", "make_accents"]

# WCAG 2.2 asks for this contrast where something must stand out from the background, but is not long text.
_LEAST_CONTRAST: Final = 3.0
_STEP: Final = 0.01
# Levels of chroma. Below the first, a hue is hardly visible. Below the second, accents look alike in thin
# letters. Above the third, they glare.
_COLORED: Final = 0.045
_LEAST_CHROMA: Final = 0.075
_MOST_CHROMA: Final = 0.16
# Accents that the photo lacks must not outshine those that it has.
_MODESTY: Final = 0.85


@dataclass(frozen=True, slots=True)
class Accent:
    """A named color: its hue in Oklch, and how far a photo's hue may be from it, both in degrees.

    `lift` is how much lighter it is than the other accents, since sRGB has no red as light as its yellow.
    `vigor` is its part of the others' chroma, since brown is a dark, dull orange.
    """

    name: str
    hue: float
    reach: float
    lift: float
    vigor: float = 1.0

    def find(self, swatches: Sequence[Swatch]) -> Swatch | None:
        """Return the swatch that shows this hue best, or None if no swatch does."""
        near = [s for s in swatches if s.color.oklch[1] >= _COLORED and self._distance(s) <= self.reach]
        return max(near, key=self._merit, default=None)

    def draw(self, hue: float) -> float:
        """Return the hue halfway between a photo's and this one, so that no two accents are almost alike."""
        return self.hue + ((hue - self.hue + 180) % 360 - 180) / 2

    def _distance(self, swatch: Swatch) -> float:
        return distance(swatch.color.oklch[2], self.hue)

    def _merit(self, swatch: Swatch) -> float:
        # People remember the vivid details of a photo, so chroma counts more than share.
        nearness = 1 - self._distance(swatch) / self.reach / 2
        return float(swatch.color.oklch[1] * swatch.share**0.25 * nearness)


# In the order of base08 to base0F. The reaches touch, so every vivid color has a name.
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
        # The photo's lightness counts only a little: accents that differ much look like a hierarchy.
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
