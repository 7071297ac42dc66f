"""Convert arrays of sRGB colors to the space in which distances are measured, and back."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cvpalette.color.css_spaces import LINEAR_TO_LMS, LINEAR_TO_XYZ, LMS_TO_OKLAB
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote

__all__ = ["from_space", "to_linear", "to_space"]

Coordinates: TypeAlias = NDArray[np.float64]

_XYZ = np.array(LINEAR_TO_XYZ)
# Each row is divided by its sum, the white point, so that grays get a = b = 0.
_WHITE_XYZ = _XYZ / _XYZ.sum(axis=1, keepdims=True)
# CIE 15:2004: L = 116 f(Y) - 16, a = 500 (f(X) - f(Y)), b = 200 (f(Y) - f(Z)).
_LAB = np.array([[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]])
_LAB_BLACK = np.array([-16.0, 0.0, 0.0])
_KNEE = 6 / 29
_LMS = np.array(LINEAR_TO_LMS)
# Times 100, so that white has lightness 100 as in CIELAB.
_OKLAB = 100 * np.array(LMS_TO_OKLAB)

_SPACES = ("lab", "oklab", "rgb")
# Rows converted at once. More would not fit in the cache, and would need new memory each time.
_BLOCK = 4096


def to_space(rgb: ArrayLike, space: str) -> Coordinates:
    """Convert sRGB colors (n, 3) in 0..255 to coordinates (n, 3) of 'lab', 'oklab' or 'rgb'.

    Raises SettingsError for another space.
    """
    _require_space(space)
    coordinates = np.array(rgb, dtype=np.float64)
    if space == "rgb":
        return coordinates
    convert = _lab if space == "lab" else _oklab
    for start in range(0, len(coordinates), _BLOCK):
        block = slice(start, start + _BLOCK)
        coordinates[block] = convert(to_linear(coordinates[block]))
    return coordinates


def _require_space(space: str) -> None:
    if space not in _SPACES:
        message = (
            f"there is no space {quote(str(space))} to measure distances in; choose {listed(list(_SPACES))}"
        )
        raise SettingsError(message)


def _oklab(linear: Coordinates) -> Coordinates:
    return np.asarray(_roots(linear @ _LMS.T) @ _OKLAB.T)


def _lab(linear: Coordinates) -> Coordinates:
    ratios = linear @ _WHITE_XYZ.T
    straight = ratios / (3 * _KNEE**2) + 4 / 29
    roots = np.where(ratios > _KNEE**3, _roots(ratios), straight)
    return np.asarray(roots @ _LAB.T + _LAB_BLACK)


def from_space(coordinates: ArrayLike, space: str) -> Coordinates:
    """Convert coordinates (n, 3) of a space to sRGB colors (n, 3), clipped to 0..255."""
    _require_space(space)
    points = np.asarray(coordinates, dtype=np.float64)
    if space == "rgb":
        return np.clip(points, 0, 255)
    if space == "oklab":
        return _encoded((points @ np.linalg.inv(_OKLAB).T) ** 3 @ np.linalg.inv(_LMS).T)
    roots = (points - _LAB_BLACK) @ np.linalg.inv(_LAB).T
    ratios = np.where(roots > _KNEE, roots**3, (roots - 4 / 29) * (3 * _KNEE**2))
    return _encoded(ratios @ np.linalg.inv(_WHITE_XYZ).T)


def to_linear(rgb: Coordinates) -> Coordinates:
    """Return the light, 0 to 1, of sRGB values in 0..255, in the same shape (IEC 61966-2-1)."""
    encoded = rgb / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, _power((encoded + 0.055) / 1.055, 2.4))


def _encoded(linear: Coordinates) -> Coordinates:
    """Apply the transfer curve of sRGB: linear light, clipped to 0..1, to 0..255."""
    light = np.clip(linear, 0, 1)
    curve = 1.055 * _power(light, 1 / 2.4) - 0.055
    encoded = 255 * np.where(light <= 0.0031308, light * 12.92, curve)
    return np.asarray(np.clip(encoded, 0, 255))


def _roots(values: Coordinates) -> Coordinates:
    return np.asarray(np.cbrt(np.maximum(values, 0)))


def _power(values: Coordinates, exponent: float) -> Coordinates:
    """Raise to a power with cv2, which takes a quarter of numpy's time."""
    powers = cv2.pow(np.ascontiguousarray(values), exponent)
    return np.asarray(powers, dtype=np.float64).reshape(values.shape)
