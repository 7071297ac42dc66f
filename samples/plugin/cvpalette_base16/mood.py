"""Mood: how light and how colorful a photo is, and its most common hue."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from cvpalette import Swatch

__all__ = ["Mood"]

# Hues within this many degrees support each other; one color name covers about this range.
_SPREAD: Final = 30


@dataclass(frozen=True, slots=True)
class Mood:
    """A photo's mean lightness and chroma, and its most common hue, in Oklch."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, swatches: Iterable[Swatch]) -> Self:
        """Take the means over all pixels; a hue counts by its share and its chroma."""
        points = [(swatch.share, *swatch.color.oklch) for swatch in swatches]
        hues = [(share * chroma, hue) for share, _, chroma, hue in points]
        return cls(
            lightness=sum(share * lightness for share, lightness, _, _ in points),
            chroma=sum(share * chroma for share, _, chroma, _ in points),
            hue=max(hues, key=lambda point: _support(point[1], hues))[1],
        )


def _support(hue: float, hues: list[tuple[float, float]]) -> float:
    # A single swatch may be an accident of the clustering, so neighbors in hue vote together.
    return math.fsum(weight * max(0.0, 1 - distance(hue, other) / _SPREAD) for weight, other in hues)


def distance(hue: float, other: float) -> float:
    """Return how far two hues are apart, in degrees from 0 to 180."""
    return abs((hue - other + 180) % 360 - 180)
