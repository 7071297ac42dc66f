"""Arrays of sRGB colours to and from the space in which distances are measured."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["from_space", "to_space"]

Coordinates: TypeAlias = NDArray[np.float64]

# Linear sRGB to XYZ at D65 (IEC 61966-2-1); each row is divided by its sum, the white point, so
# that greys get a = b = 0.
_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE_XYZ = _XYZ / _XYZ.sum(axis=1, keepdims=True)
# CIE 15:2004: L = 116 f(Y) - 16, a = 500 (f(X) - f(Y)), b = 200 (f(Y) - f(Z)).
_LAB = np.array([[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]])
_LAB_BLACK = np.array([-16.0, 0.0, 0.0])
_KNEE = 6 / 29
# Björn Ottosson, "A perceptual color space for image processing", 2020; times 100, so that white
# has lightness 100 as in CIELAB.
_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB = 100 * np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


# Rows converted at once: more would leave the cache and ask the system for new memory each time.
_BLOCK = 4096


def to_space(rgb: ArrayLike, space: str) -> Coordinates:
    """Convert sRGB colours (n, 3) in 0..255 to coordinates (n, 3) of the space."""
    coordinates = np.array(rgb, dtype=np.float64)
    if space == "rgb":
        return coordinates
    convert = _lab if space == "lab" else _oklab
    for start in range(0, len(coordinates), _BLOCK):
        block = slice(start, start + _BLOCK)
        coordinates[block] = convert(_linear(coordinates[block]))
    return coordinates


def _oklab(linear: Coordinates) -> Coordinates:
    return np.asarray(_roots(linear @ _LMS.T) @ _OKLAB.T)


def _lab(linear: Coordinates) -> Coordinates:
    ratios = linear @ _WHITE_XYZ.T
    straight = ratios / (3 * _KNEE**2) + 4 / 29
    roots = np.where(ratios > _KNEE**3, _roots(ratios), straight)
    return np.asarray(roots @ _LAB.T + _LAB_BLACK)


def from_space(coordinates: ArrayLike, space: str) -> Coordinates:
    """Convert coordinates (n, 3) of the space to sRGB colours (n, 3), clipped to 0..255."""
    points = np.asarray(coordinates, dtype=np.float64)
    if space == "rgb":
        return np.clip(points, 0, 255)
    if space == "oklab":
        return _encoded((points @ np.linalg.inv(_OKLAB).T) ** 3 @ np.linalg.inv(_LMS).T)
    roots = (points - _LAB_BLACK) @ np.linalg.inv(_LAB).T
    ratios = np.where(roots > _KNEE, roots**3, (roots - 4 / 29) * (3 * _KNEE**2))
    return _encoded(ratios @ np.linalg.inv(_WHITE_XYZ).T)


def _linear(rgb: Coordinates) -> Coordinates:
    """Undo the transfer curve of sRGB: 0..255 to linear light in 0..1."""
    encoded = rgb / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, _power((encoded + 0.055) / 1.055, 2.4))


def _encoded(linear: Coordinates) -> Coordinates:
    """Apply the transfer curve of sRGB: linear light, clipped to 0..1, to 0..255."""
    light = np.clip(linear, 0, 1)
    curve = 1.055 * _power(light, 1 / 2.4) - 0.055
    encoded = 255 * np.where(light <= 0.0031308, light * 12.92, curve)
    return np.asarray(np.clip(encoded, 0, 255))


def _roots(values: Coordinates) -> Coordinates:
    return _power(np.maximum(values, 0), 1 / 3)


def _power(values: Coordinates, exponent: float) -> Coordinates:
    """Raise to a power with cv2, which takes a quarter of numpy's time."""
    powers = cv2.pow(np.ascontiguousarray(values), exponent)
    return np.asarray(powers, dtype=np.float64).reshape(values.shape)
