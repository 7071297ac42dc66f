"""Cube: sRGB in cells of four levels a channel, and the swatch nearest to the middle of each."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.quantizing.codes import Bytes
from cvpalette.quantizing.nearest import find_nearest

__all__ = ["Cube"]

_BITS: Final = 6
_WIDTH: Final = 1 << 8 - _BITS
_BLOCK_BITS: Final = 5


class Cube:
    """Finds swatches near enough for a dither, which makes up for what they are off, at one look.

    Nearest in sRGB, in which the error is carried: measured elsewhere, it may grow without end.
    """

    def __init__(self, swatches: Bytes) -> None:
        """Compare the cells with swatches (k, 3)."""
        middles = np.arange(_WIDTH // 2, 256, _WIDTH)
        codes = middles[:, None, None] << 16 | middles[:, None] << 8 | middles
        points = swatches.astype(np.float64)
        self._table = find_nearest(codes.reshape(-1), points, "rgb", block_bits=_BLOCK_BITS)

    def nearest(self, colors: NDArray[Any]) -> Bytes:
        """Return the index (n,) of a swatch for each colour (3, n), 0 to 255."""
        red, green, blue = colors.astype(np.int32) >> 8 - _BITS
        return np.asarray(self._table[blue << 2 * _BITS | green << _BITS | red])
