"""Convert 8-bit sRGB to amounts of light and back: means of pixels are means of light."""

from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_linear

__all__ = ["mean_rows", "to_levels", "to_light"]

Light: TypeAlias = NDArray[np.float32]

_LIGHT: Final = to_linear(np.arange(256.0)).astype(np.float32)
# The amounts of light halfway between two levels: they tell which level is nearest.
_BETWEEN: Final = to_linear(np.arange(0.5, 255))
# Pixels converted at a time: the temporary array stays in the cache.
_CHUNK: Final = 1 << 16


def to_light(pixels: NDArray[np.uint8]) -> Light:
    """Return the amounts of light, 0 to 1, of levels of sRGB, in the same shape (IEC 61966-2-1)."""
    return np.asarray(cv2.LUT(pixels, _LIGHT), np.float32)


def to_levels(light: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the nearest levels of sRGB to amounts of light; what is outside 0 to 1 is clipped."""
    return np.searchsorted(_BETWEEN, light, side="right").astype(np.uint8)


def mean_rows(pixels: NDArray[np.uint8]) -> Light:
    """Return the mean light (height, 1, 3) of each row of an sRGB image (height, width, 3)."""
    step = max(1, _CHUNK // pixels.shape[1])
    parts = (to_light(pixels[top : top + step]) for top in range(0, len(pixels), step))
    # INTER_AREA gives each row the mean of its pixels.
    means = [cv2.resize(part, (1, len(part)), interpolation=cv2.INTER_AREA) for part in parts]
    return np.concatenate(means, dtype=np.float32).reshape(-1, 1, 3)
