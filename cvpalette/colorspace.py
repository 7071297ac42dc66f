"""Arrays of sRGB colours to and from the space that distances are measured in."""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["from_space", "to_space"]

Floats: TypeAlias = NDArray[np.float64]

# IEC 61966-2-1, and the white of D65 as the row sums give it, so that a grey has a = b = 0.
_LINEAR_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = _LINEAR_TO_XYZ.sum(axis=1)
# CIE 15:2004: where the cube root gives way to a straight line.
_EPSILON: Final = 216 / 24389
_KAPPA: Final = 24389 / 27
_LAB_FROM_ROOTS: Final = np.array([[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]])
_LAB_OFFSET: Final = np.array([-16.0, 0.0, 0.0])
# Ottosson, https://bottosson.github.io/posts/oklab/; times 100, as CIELAB has it.
_LINEAR_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB_FROM_ROOTS: Final = 100 * np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_space(rgb: NDArray[Any], space: str) -> Floats:
    """Convert sRGB colours to a space, 'lab', 'oklab' or 'rgb'.

    `rgb` is (n, 3), 0 to 255. The result is (n, 3): CIELAB under D65 with L from 0 to 100, Oklab times
    100 so that its lightness runs from 0 to 100 too, or sRGB unchanged.
    """
    values = np.asarray(rgb, np.float64)
    if space == "rgb":
        return values
    scaled = values / 255
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    if space == "oklab":
        return np.cbrt(linear @ _LINEAR_TO_LMS.T) @ _OKLAB_FROM_ROOTS.T
    xyz = linear @ _LINEAR_TO_XYZ.T / _WHITE
    roots = np.where(xyz > _EPSILON, np.cbrt(xyz), (_KAPPA * xyz + 16) / 116)
    return roots @ _LAB_FROM_ROOTS.T + _LAB_OFFSET


def from_space(coordinates: Floats, space: str) -> Floats:
    """Convert (n, 3) coordinates of a space back to sRGB, 0 to 255, cut off at the gamut's edge."""
    if space == "rgb":
        return np.clip(coordinates, 0, 255)
    if space == "oklab":
        linear = (coordinates @ np.linalg.inv(_OKLAB_FROM_ROOTS).T) ** 3 @ np.linalg.inv(_LINEAR_TO_LMS).T
    else:
        roots = (coordinates - _LAB_OFFSET) @ np.linalg.inv(_LAB_FROM_ROOTS).T
        xyz = np.where(roots**3 > _EPSILON, roots**3, (116 * roots - 16) / _KAPPA)
        linear = (xyz * _WHITE) @ np.linalg.inv(_LINEAR_TO_XYZ).T
    linear = np.clip(linear, 0, 1)
    scaled = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.clip(scaled * 255, 0, 255)
