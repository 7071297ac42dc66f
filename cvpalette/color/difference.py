"""Compute how different two colors look, with the formula CIEDE2000."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["ciede2000"]

Floats: TypeAlias = NDArray[np.float64]


def ciede2000(first: NDArray[Any], second: NDArray[Any]) -> Floats:
    """Return the color differences of CIELAB colors (..., 3), pair by pair; 1 is about just noticeable.

    The formula is from Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (2005). The comments
    give its equation numbers. The weights of the three parametric factors are 1. With float32, the result is
    right to 0.001, except for opposite hues: there the formula itself jumps.
    """
    l1, a1, b1 = _channels(first)
    l2, a2, b2 = _channels(second)
    # (2)-(7): the chroma, with a stretched, and the hue.
    mean_chroma = (_length(a1, b1) + _length(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(_of_chroma(mean_chroma))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = _length(a1, b1), _length(a2, b2)
    h1, h2 = _once_around(np.arctan2(b1, a1)), _once_around(np.arctan2(b2, a2))
    # (8)-(11): the differences. The hue turns the short way round. If a chroma is 0, it does not turn.
    gray = c1 * c2 == 0
    turn = h2 - h1
    # Opposite hues keep their turn, even if rounding makes it too large: two of the published pairs are such.
    turn = np.where(np.abs(turn) > np.pi + 1e-11, turn - np.copysign(2 * np.pi, turn), turn)
    turn = np.where(gray, 0, turn)
    d_lightness, d_chroma = l2 - l1, c2 - c1
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(turn / 2)
    # (12)-(14): the means. The mean hue is halfway on the short way. A gray takes the hue of the other color.
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.where(gray, h1 + h2, h1 + turn / 2)
    # (15)-(22): the weights.
    w_lightness = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    w_chroma, w_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * _of_hue(hue)
    rotation = 30 * np.exp(-(((np.degrees(_once_around(hue)) - 275) / 25) ** 2))
    r = -2 * np.sqrt(_of_chroma(chroma)) * np.sin(np.radians(2 * rotation))
    e_lightness, e_chroma, e_hue = d_lightness / w_lightness, d_chroma / w_chroma, d_hue / w_hue
    squared = e_lightness**2 + e_chroma**2 + e_hue**2 + r * e_chroma * e_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0)))


def _channels(colors: NDArray[Any]) -> Floats:
    """Return L, a and b, each as its own row, in float32 if the colors are, else in float64."""
    channels: Floats = np.moveaxis(colors, -1, 0)
    return np.ascontiguousarray(channels, None if colors.dtype == np.float32 else np.float64)


def _of_hue(hue: Floats) -> Floats:
    """Return T of equation (15).

    The cosines of multiples of the hue are computed from its own sine and cosine, in a third of the time.
    """
    cos, sin = np.cos(hue), np.sin(hue)
    cos2, sin2 = cos * cos - sin * sin, 2 * sin * cos
    cos3, sin3 = cos * cos2 - sin * sin2, sin * cos2 + cos * sin2
    cos4, sin4 = cos2 * cos2 - sin2 * sin2, 2 * sin2 * cos2
    thirty, six, sixty_three = np.radians([30, 6, 63])
    return np.asarray(
        1
        - 0.17 * (cos * np.cos(thirty) + sin * np.sin(thirty))
        + 0.24 * cos2
        + 0.32 * (cos3 * np.cos(six) - sin3 * np.sin(six))
        - 0.20 * (cos4 * np.cos(sixty_three) + sin4 * np.sin(sixty_three))
    )


def _once_around(angle: Floats) -> Floats:
    """Return the same angle from 0 to a full turn; % would do as well, but it divides slowly."""
    return np.asarray(angle - 2 * np.pi * np.floor(angle / (2 * np.pi)))


def _length(a: Floats, b: Floats) -> Floats:
    """Return the hypotenuse; np.hypot never overflows, but takes three times as long."""
    return np.asarray(np.sqrt(a * a + b * b))


def _of_chroma(chroma: Floats) -> Floats:
    """Return c^7 / (c^7 + 25^7), computed by products because powers are slow."""
    cubed = chroma * chroma * chroma
    seventh = cubed * cubed * chroma
    return seventh / (seventh + 25.0**7)
