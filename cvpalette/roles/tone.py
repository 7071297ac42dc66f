"""Tone: a lightness, chroma and hue of OKLCH, and how it is moved until its contrast is enough."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from cvpalette.color.color import Color
from cvpalette.color.gamut import fit_oklch

__all__ = ["Tone", "turn_between"]

# A lightness is found to this. It is about a quarter of a level of 8 bits.
_CLOSE: Final = 0.001
# On this luminance, black and white have the same contrast.
_MIDDLE: Final = 0.1791


@dataclass(frozen=True, slots=True)
class Tone:
    """A color of OKLCH before it becomes 8 bits: lightness 0 to 1, chroma, and hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, color: Color) -> Self:
        """Return the tone of a color."""
        return cls(*color.oklch)

    @property
    def color(self) -> Color:
        """The color in sRGB; one outside of it keeps lightness and hue, and loses chroma."""
        return fit_oklch(self.lightness, self.chroma, self.hue)

    def toward(self, other: "Tone", part: float) -> Self:
        """Return the tone that is a part (0 to 1) of the way to another; the hue goes the short way round.

        Without chroma, a tone has no hue, and takes that of the other.
        """
        turn = part * turn_between(self.hue, other.hue) if self.chroma and other.chroma else 0.0
        return replace(
            self,
            lightness=self.lightness + part * (other.lightness - self.lightness),
            chroma=self.chroma + part * (other.chroma - self.chroma),
            hue=(self.hue if self.chroma else other.hue) + turn,
        )

    def reach(self, grounds: Iterable[Color], contrast: float) -> Color:
        """Return the color, as little lighter or darker as gives it this contrast with each ground.

        It moves away from the grounds: it becomes darker if they are light. Both the color and the grounds
        are of 8 bits, so the contrast holds for the colors as they are written. If even black or white has
        too little contrast, it is the color returned.
        """
        colors = tuple(grounds)
        color = self.color
        if _holds(color, colors, contrast):
            return color
        enough = 0.0 if min(ground.luminance for ground in colors) > _MIDDLE else 1.0
        color, too_little = replace(self, lightness=enough).color, self.lightness
        while abs(enough - too_little) > _CLOSE:
            middle = (enough + too_little) / 2
            candidate = replace(self, lightness=middle).color
            if _holds(candidate, colors, contrast):
                color, enough = candidate, middle
            else:
                too_little = middle
        return color


def _holds(color: Color, grounds: tuple[Color, ...], contrast: float) -> bool:
    return all(color.contrast(ground) >= contrast for ground in grounds)


def turn_between(hue: float, other: float) -> float:
    """Return how far one has to turn from a hue to another, the short way: -180 to 180 degrees."""
    return (other - hue + 180) % 360 - 180
