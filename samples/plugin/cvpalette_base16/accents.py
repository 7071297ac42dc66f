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


@dataclass(frozen=True, slots=True)
class Accent:
    """A color by name: its hue in Oklch, and how far a photo's may be from it and keep the name."""

    name: str
    hue: float
    reach: float

    def find(self, swatches: Sequence[Swatch]) -> Swatch | None:
        """Return the swatch that shows this hue best, if any does."""
        near = [s for s in swatches if s.color.oklch[1] >= _COLORED and self._distance(s) <= self.reach]
        return max(near, key=self._merit, default=None)

    def _distance(self, swatch: Swatch) -> float:
        return distance(swatch.color.oklch[2], self.hue)

    def _merit(self, swatch: Swatch) -> float:
        # A vivid detail is what one remembers of a photo: chroma says more than share.
        nearness = 1 - self._distance(swatch) / self.reach / 2
        return float(swatch.color.oklch[1] * swatch.share**0.25 * nearness)


# In the order of base08 to base0F. The reaches leave gaps: no two accents get nearly the same hue.
ACCENTS: Final = (
    Accent("red", 24, 14),
    Accent("orange", 56, 10),
    Accent("yellow", 92, 15),
    Accent("green", 143, 24),
    Accent("cyan", 200, 20),
    Accent("blue", 255, 24),
    Accent("magenta", 328, 28),
    Accent("brown", 56, 20),
)


def make_accents(
    variant: Variant, mood: Mood, swatches: Sequence[Swatch], background: Color
) -> list[Color]:
    """Return eight colors, each legible on the background."""
    found = [accent.find(swatches) for accent in ACCENTS]
    chromas = [swatch.color.oklch[1] for swatch in found if swatch]
    # What the photo lacks is as colorful as what it has.
    usual = sum(chromas) / len(chromas) if chromas else mood.chroma
    colors = []
    for accent, swatch in zip(ACCENTS, found, strict=True):
        band = variant.brown if accent.name == "brown" else variant.accents
        lightness, chroma, hue = swatch.color.oklch if swatch else (mood.lightness, usual, accent.hue)
        lightness = band[0] + lightness * (band[1] - band[0])
        chroma = min(max(chroma, _LEAST_CHROMA), _MOST_CHROMA)
        colors.append(_legible(lightness, chroma, hue, background, variant.away))
    return colors


def _legible(lightness: float, chroma: float, hue: float, background: Color, away: int) -> Color:
    color = from_oklch(lightness, chroma, hue)
    while color.contrast(background) < _LEAST_CONTRAST and 0 < lightness < 1:
        lightness += away * _STEP
        color = from_oklch(lightness, chroma, hue)
    return color
