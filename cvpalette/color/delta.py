"""delta_e(): how different two single colors look (CIEDE2000), in pure Python."""

import math
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.css_spaces import LINEAR_TO_XYZ, Vector, multiply

__all__ = ["delta_e", "to_lab"]

# CIE 15: where the cube root becomes a line, and how steep the line is. The white is that of sRGB (D65).
_EPSILON: Final = 216 / 24389
_KAPPA: Final = 24389 / 27
_WHITE: Final = multiply(LINEAR_TO_XYZ, (1.0, 1.0, 1.0))


def to_lab(color: Color) -> Vector:
    """Return L (0 to 100), a and b of CIELAB, with the white of sRGB (D65)."""
    relative = (one / white for one, white in zip(multiply(LINEAR_TO_XYZ, color.linear), _WHITE, strict=True))
    x, y, z = (math.cbrt(t) if t > _EPSILON else (_KAPPA * t + 16) / 116 for t in relative)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def delta_e(first: Color, second: Color) -> float:
    """Return the color difference CIEDE2000 of two colors; 1 is about just noticeable, and 0 is the same.

    `ciede2000` computes the same of arrays: see there for the source. This one needs no NumPy.
    """
    (l1, a1, b1), (l2, a2, b2) = to_lab(first), to_lab(second)
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
