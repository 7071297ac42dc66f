"""Oklch to sRGB: the inverse of `Color.oklch`."""

import math
from typing import Final

from cvpalette import Color

__all__ = ["from_oklch"]

# Björn Ottosson, "A perceptual color space for image processing" (2020): Oklab to the cube roots of
# cone responses, and these to linear sRGB. https://bottosson.github.io/posts/oklab/
_OKLAB_TO_LMS: Final = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LMS_TO_LINEAR: Final = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
# A quarter of the step between two channel values near white; rounding hides it anyway.
_TOLERANCE: Final = 0.002
_HALVINGS: Final = 16


def from_oklch(lightness: float, chroma: float, hue: float) -> Color:
    """Return the color of a lightness (0 to 1) and hue (degrees), with chroma lowered until sRGB has it."""
    least, most = 0.0, chroma
    channels = _to_linear(lightness, chroma, hue)
    if not _is_in_gamut(channels):
        # Less chroma keeps lightness and hue, which the eye sees first. Clipping channels changes both.
        for _ in range(_HALVINGS):
            middle = (least + most) / 2
            if _is_in_gamut(_to_linear(lightness, middle, hue)):
                least = middle
            else:
                most = middle
        channels = _to_linear(lightness, least, hue)
    return Color(*(_to_byte(channel) for channel in channels))


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, ...]:
    angle = math.radians(hue)
    oklab = (lightness, chroma * math.cos(angle), chroma * math.sin(angle))
    return _multiply(_LMS_TO_LINEAR, tuple(root**3 for root in _multiply(_OKLAB_TO_LMS, oklab)))


def _multiply(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)


def _is_in_gamut(channels: tuple[float, ...]) -> bool:
    return all(-_TOLERANCE <= channel <= 1 + _TOLERANCE for channel in channels)


def _to_byte(channel: float) -> int:
    light = min(max(channel, 0.0), 1.0)
    return round(255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
