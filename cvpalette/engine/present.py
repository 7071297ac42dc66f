"""PresentColors: colors that images have, to find a real color near another, and one that is common there."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import from_space, to_space
from cvpalette.engine.partition import Floats, Points

__all__ = ["Color", "PresentColors"]

Bits = NDArray[np.uint8]
Color = tuple[int, int, int]

# One bit for each of the 2**24 colors. Eight colors that differ only in blue share a byte.
_BYTES = 1 << 21
_REACH = 2
_FARTHER = 4
# One number for each cell of 6 bits per channel: the weight of its commonest color, and that color.
_CELLS = 1 << 18
_COLOR = (1 << 24) - 1
# How near a common color must be, as parts of the spread of a cluster: the width of the bell that weighs
# nearness against commonness, and the farthest. On 44 photos, 6 colors are then six times as common as the
# nearest ones (as a geometric mean), and the squared error grows by 3 %. A bell of 0.2 makes them nine times
# as common, and costs 5 %.
_NEAR = 0.15
_FARTHEST = 0.5
_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class PresentColors:
    """A set of colors: one bit for each possible color, in the order of red, green and blue.

    `common` has the commonest color of each cell in any single image, and its weight there. Sets can be
    joined, in any order and grouping. However many images they come from, they do not grow.
    """

    bits: Bits
    common: NDArray[np.uint64]

    @classmethod
    def of(cls, colors: NDArray[np.uint8], weights: NDArray[np.int64]) -> PresentColors:
        """Return the set of colors (n, 3), each once, with weights (n,) that tell how common they are."""
        red, green, blue = colors.astype(np.uint32).T
        numbers = red << 16 | green << 8 | blue
        common = np.zeros(_CELLS, dtype=np.uint64)
        np.maximum.at(common, _cells(numbers), weights.astype(np.uint64) << np.uint64(24) | numbers)
        bits = np.zeros(_BYTES, dtype=np.uint8)
        # The bits of different colors differ, so their sum is their union. It needs no sorting.
        np.add.at(bits, numbers >> 3, np.right_shift(128, numbers & 7).astype(np.uint8))
        return cls(bits, common)

    @classmethod
    def union(cls, some: Collection[PresentColors]) -> PresentColors | None:
        """Return the colors of all sets together, or None without a set."""
        if not some:
            return None
        bits = reduce(np.bitwise_or, [each.bits for each in some])
        return cls(bits, reduce(np.maximum, [each.common for each in some]))

    def common_near(self, swatches: Bits, spreads: Floats, space: str) -> dict[int, Color]:
        """Return a common color near each swatch (k, 3), by the swatch's number; some may have none.

        `spreads` (k,) are how far the colors of each swatch are from it in `space`: the root of the mean
        square. The color is nearer to this swatch than to any other, and at most at half the spread. Of such
        colors it has the most of `ln weight - d^2 / 2 s^2`. Here d is its distance, and s is a small part of
        the spread.
        """
        centers = to_space(swatches, space)
        keys = self._common_in(_boxes(swatches, centers, _FARTHEST * spreads, space))
        numbers, weights = keys & np.uint64(_COLOR), keys >> np.uint64(24)
        colors = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1).astype(np.uint8)
        if not len(colors):
            return {}
        points = Points.of(to_space(colors, space), weights.astype(np.float64))
        centers -= points.origin
        labels = points.nearest(centers)
        gaps = points.offsets - centers[labels]
        squares, reaches = np.einsum("ij,ij->i", gaps, gaps), spreads[labels] ** 2
        near = np.flatnonzero(squares <= _FARTHEST**2 * reaches)
        scores = np.log(points.weights[near]) - squares[near] / (2 * _NEAR**2 * reaches[near] + _TINY)
        # The last of each label is the best.
        best = near[np.lexsort((scores, labels[near]))]
        return dict(zip(labels[best].tolist(), _tuples(colors[best]), strict=True))

    def _common_in(self, boxes: NDArray[np.intp]) -> NDArray[np.uint64]:
        """Return the commonest color of each cell in boxes (k, 2, 3) of cells, with its weight."""
        is_near = np.zeros((64, 64, 64), dtype=bool)
        for low, high in boxes.tolist():
            is_near[low[0] : high[0], low[1] : high[1], low[2] : high[2]] = True
        keys = self.common[is_near.reshape(-1)]
        return np.asarray(keys[keys > 0])

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
        return [color for color in _tuples(places) if color not in taken]

    def __reduce__(self) -> tuple[object, ...]:
        # Most bits, and most cells, are 0: a photo's set is a tenth as large when they are left out.
        return _unpack, (zlib.compress(self.bits.tobytes(), 1), self.common[self.common > 0])


def _unpack(data: bytes, keys: NDArray[np.uint64]) -> PresentColors:
    numbers = keys & np.uint64(_COLOR)
    common = np.zeros(_CELLS, dtype=np.uint64)
    common[_cells(numbers)] = keys
    return PresentColors(np.frombuffer(zlib.decompress(data), dtype=np.uint8), common)


def _boxes(swatches: Bits, centers: Floats, reaches: Floats, space: str) -> NDArray[np.intp]:
    """Return boxes (k, 2, 3) of cells that balls in the space reach: the first cell, and the end.

    The centers (k, 3) of the balls are the places of the swatches, `reaches` (k,) are their radiuses.
    """
    steps = np.eye(3) * reaches[:, np.newaxis, np.newaxis]
    ends = [from_space((centers[:, np.newaxis] + way * steps).reshape(-1, 3), space) for way in (1, -1)]
    # How far an ellipsoid reaches along an axis is the norm of how far its three half axes do.
    halves = np.linalg.norm(((ends[0] - ends[1]) / 2).reshape(-1, 3, 3), axis=1)
    return (
        np.stack([(swatches - halves) // 4, (swatches + halves) // 4 + 1], axis=1).clip(0, 64).astype(np.intp)
    )


def _tuples(colors: NDArray[Any]) -> list[Color]:
    return [(red, green, blue) for red, green, blue in colors.tolist()]


def _cells(numbers: NDArray[np.uint64] | NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return the cells (n,) of colors that are numbers (n,) in the order of red, green and blue."""
    return (numbers >> 18 << 12 | (numbers >> 10 & 63) << 6 | numbers >> 2 & 63).astype(np.intp)
