"""Cells of colours, equal cubes of sRGB, numbered along a curve that keeps near ones together."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["SPREAD", "Count", "average_runs", "cell_numbers", "gathered", "run_starts"]

_LEVELS = np.arange(256, dtype=np.uint32)
#: Each level with two zeros before each of its bits.
SPREAD = np.add.reduce([(_LEVELS >> bit & 1) << 3 * bit for bit in range(8)], dtype=np.uint32)
_TWELVE = np.arange(1 << 12, dtype=np.uint32)
# Twelve bits of a number in Z-order as the four bits each of red, green and blue, a byte apart.
_GATHERED = np.add.reduce(
    [(_TWELVE >> 3 * bit + 2 - channel & 1) << 8 * channel + bit for bit in range(4) for channel in range(3)],
    dtype=np.uint32,
)


class Count(NamedTuple):
    """Colours (n, 3) float32 in 0..255, how many pixels each stands for, and the bits of a cell.

    Where colours are estimates, `steady` (n, 3) are near them and are none.
    """

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int
    steady: NDArray[np.float32] | None = None


def cell_numbers(colors: NDArray[Any], bits: int) -> NDArray[np.uint32]:
    """Return the numbers of the cells that colours (n, 3) in 0..255 fall into, at so many bits a channel.

    In Z-order (Morton, 1966): what is next to each other in it lies close together, and the eight cells
    that make up a wider one have its number and three bits more.
    """
    red, green, blue = colors.astype(np.uint8).T
    numbers: NDArray[np.uint32] = SPREAD[red] << 2 | SPREAD[green] << 1 | SPREAD[blue]
    return numbers >> np.uint32(3 * (8 - bits))


def gathered(numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the colours (n, 3) of numbers (n,) in Z-order, at 8 bits a channel."""
    joined = _GATHERED.take(numbers >> 12) << 4 | _GATHERED.take(numbers & 0xFFF)
    levels: NDArray[np.uint8] = joined.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]
    return levels


def run_starts(numbers: NDArray[Any]) -> NDArray[np.intp]:
    """Return where each run of equal numbers begins."""
    is_new = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    return np.flatnonzero(is_new)


def average_runs(
    colors: NDArray[Any], weights: NDArray[Any], totals: NDArray[Any], starts: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return the mean colour of each run of colours (n, 3) with weights (n,), which sum to totals.

    Whole numbers are added up without rounding, whatever their order.
    """
    sums = [np.add.reduceat(channel * weights, starts) / totals for channel in colors.T]
    return np.stack(sums, axis=1).astype(np.float32)
