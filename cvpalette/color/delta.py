"""delta_e(): how different two single colors look (CIEDE2000), in pure Python."""

import math
from typing import Protocol

from cvpalette.color.css_spaces import Vector

__all__ = ["delta_e", "delta_e_lab"]


class _HasLab(Protocol):
    """A Color."""

    @property
    def lab(self) -> Vector: ...


def delta_e(first: _HasLab, second: _HasLab) -> float:
    """Return the color difference CIEDE2000 of two colors; 1 is about just noticeable, and 0 is the same.

    `ciede2000` computes the same of arrays: see there for the source. This one needs no NumPy.
    """
    return delta_e_lab(first.lab, second.lab)


def delta_e_lab(first: Vector, second: Vector) -> float:
    """Return the same for two CIELAB colors: converting a color takes longer than comparing two."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    stretch = 1.5 - 0.5 * math.sqrt(_of_chroma((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    # The hue turns the short way round. A gray takes the hue of the other color.
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    e_lightness = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2))
    e_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    e_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * _of_hue(hue))
    rotation = math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2)))
    blue = -2 * math.sqrt(_of_chroma(chroma)) * math.sin(rotation) * e_chroma * e_hue
    return math.sqrt(max(0.0, e_lightness**2 + e_chroma**2 + e_hue**2 + blue))


def _of_hue(hue: float) -> float:
    """Return T of equation (15)."""
    return (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )


def _of_chroma(chroma: float) -> float:
    return chroma**7 / (chroma**7 + 25**7)
