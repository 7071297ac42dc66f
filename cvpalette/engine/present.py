"""PresentColors: the set of all colors that images have, in 2 MiB, to find a real color near another."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import run_starts

__all__ = ["Color", "PresentColors"]

Bits = NDArray[np.uint8]
Color = tuple[int, int, int]

# One bit for each of the 2**24 colors. Eight colors that differ only in blue share a byte.
_BYTES = 1 << 21
_REACH = 2
_FARTHER = 4
# Pixels looked at together. float32 holds the numbers of colors, below 2**24, exactly.
_CHUNK = 1 << 18
_WEIGHTS = np.array([[1 << 16, 1 << 8, 1]], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class PresentColors:
    """A set of colors: one bit for each possible color, in the order of red, green and blue.

    Sets can be joined, in any order and grouping. However many images they come from, they do not grow.
    """

    bits: Bits

    @classmethod
    def of(cls, colors: NDArray[np.uint8]) -> PresentColors:
        """Return the set of colors (n, 3)."""
        red, green, blue = colors.astype(np.uint32).T
        numbers = np.sort(red << 16 | green << 8 | blue)
        places = numbers >> 3
        starts = run_starts(places)
        flags = np.left_shift(1, 7 - (numbers & 7)).astype(np.uint8)
        bits = np.zeros(_BYTES, dtype=np.uint8)
        if len(starts):
            bits[places[starts]] = np.bitwise_or.reduceat(flags, starts)
        return cls(bits)

    @classmethod
    def of_pixels(cls, pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> PresentColors:
        """Return the set of the colors of many pixels (n, 3), except for those whose alpha (n,) is 0."""
        flags = np.zeros(1 << 24, dtype=np.uint8)
        for start in range(0, len(pixels), _CHUNK):
            part = pixels[start : start + _CHUNK]
            if alpha is not None:
                part = part[alpha[start : start + _CHUNK] > 0]
            if len(part):
                numbers = cv2.transform(part[np.newaxis].astype(np.float32), _WEIGHTS)
                flags[numbers.reshape(-1).astype(np.int32)] = 1
        return cls(np.packbits(flags))

    @classmethod
    def union(cls, some: Collection[PresentColors]) -> PresentColors | None:
        """Return the colors of all sets together, or None without a set."""
        return cls(reduce(np.bitwise_or, [each.bits for each in some])) if some else None

    def nearest(self, color: NDArray[np.float64], space: str, taken: Collection[Color] = ()) -> Color | None:
        """Return the color of the set nearest to a color (3,) sRGB in `space`, except for those taken.

        Returns None if all colors of the set are taken.
        """
        reach = _REACH
        while True:
            # The nearest in sRGB is not always the nearest in another space. So look farther.
            if self._within(color, reach, taken) and (found := self._within(color, _FARTHER * reach, taken)):
                break
            if reach > 255:
                return None
            reach *= 2
        gaps = to_space(np.array(found), space) - to_space(color[np.newaxis], space)
        return found[int(np.einsum("ij,ij->i", gaps, gaps).argmin())]

    def _within(self, color: NDArray[np.float64], reach: int, taken: Collection[Color]) -> list[Color]:
        """Return the colors of the set whose channels differ by at most `reach` levels, rounded."""
        middle = np.rint(color).astype(int)
        low, high = (middle - reach).clip(0, 255), (middle + reach).clip(0, 255) + 1
        cube = self.bits.reshape(256, 256, 32)[low[0] : high[0], low[1] : high[1]]
        flags = np.unpackbits(cube, axis=2)[:, :, low[2] : high[2]]
        places = np.argwhere(flags) + low
        return [(red, green, blue) for red, green, blue in places.tolist() if (red, green, blue) not in taken]

    def __reduce__(self) -> tuple[object, ...]:
        # Most bits are 0: a photo's set is a tenth as large when it is compressed.
        return _unpack, (zlib.compress(self.bits.tobytes(), 1),)


def _unpack(data: bytes) -> PresentColors:
    return PresentColors(np.frombuffer(zlib.decompress(data), dtype=np.uint8))
