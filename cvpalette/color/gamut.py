"""fit_oklch(): brings a color of OKLCH into sRGB as CSS Color 4 does, in pure Python."""

import math
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.css_spaces import Vector, from_srgb, to_srgb

__all__ = ["fit_oklch"]

# CSS Color 4, section 14.1: a just noticeable difference in Oklab, and when the search is close enough.
_NOTICEABLE: Final = 0.02
_CLOSE: Final = 0.0001
# What rounding makes of a color that is just in sRGB.
_MARGIN: Final = 1e-6


def fit_oklch(lightness: float, chroma: float, hue: float) -> Color:
    """Return the sRGB color for a lightness (0 to 1), a chroma and a hue (degrees) of OKLCH.

    A color outside sRGB keeps its lightness and its hue, and loses chroma: until it is in sRGB, or until
    clipping its channels makes no noticeable difference. The method is that of W3C, CSS Color Module Level 4,
    section 14.2.1, "CSS gamut mapping to an RGB destination". A lightness of 0 or less is black, and one of 1
    or more is white.
    """
    if lightness >= 1:
        return Color(255, 255, 255)
    if lightness <= 0:
        return Color(0, 0, 0)
    rgb = to_srgb("oklch", (lightness, chroma, hue))
    return _round(rgb if _is_inside(rgb) else _reduce(lightness, chroma, hue, rgb))


def _reduce(lightness: float, chroma: float, hue: float, rgb: Vector) -> Vector:
    """Search the largest chroma at which the clipped color looks like the color itself."""
    clipped = _clip(rgb)
    if _distance(clipped, lightness, chroma, hue) < _NOTICEABLE:
        return clipped
    low, high, low_is_inside = 0.0, chroma, True
    while high - low > _CLOSE:
        middle = (low + high) / 2
        rgb = to_srgb("oklch", (lightness, middle, hue))
        if low_is_inside and _is_inside(rgb):
            low = middle
            continue
        clipped = _clip(rgb)
        distance = _distance(clipped, lightness, middle, hue)
        if distance >= _NOTICEABLE:
            high = middle
        elif _NOTICEABLE - distance < _CLOSE:
            break
        else:
            low, low_is_inside = middle, False
    return clipped


def _distance(rgb: Vector, lightness: float, chroma: float, hue: float) -> float:
    """Return the distance in Oklab of an sRGB color from a color of OKLCH."""
    angle = math.radians(hue)
    return math.dist(from_srgb("oklab", rgb), (lightness, chroma * math.cos(angle), chroma * math.sin(angle)))


def _is_inside(rgb: Vector) -> bool:
    return all(-_MARGIN <= channel <= 1 + _MARGIN for channel in rgb)


def _clip(rgb: Vector) -> Vector:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in rgb)
    return red, green, blue


def _round(rgb: Vector) -> Color:
    red, green, blue = (math.floor(255 * channel + 0.5) for channel in _clip(rgb))
    return Color(red, green, blue)
