"""Divide sRGB into cells, which are equal cubes, and number them so that close cells get close numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["SPREAD", "Count", "average_runs", "cell_numbers", "gathered", "run_starts", "shares_of"]

_LEVELS = np.arange(256, dtype=np.uint32)
#: Each level, 0 to 255, with two zero bits in front of each of its bits.
SPREAD = np.add.reduce([(_LEVELS >> bit & 1) << 3 * bit for bit in range(8)], dtype=np.uint32)
_TWELVE = np.arange(1 << 12, dtype=np.uint32)
# Undoes Z-order for twelve bits of a number: four bits each of red, green and blue, one byte per channel.
_GATHERED = np.add.reduce(
    [(_TWELVE >> 3 * bit + 2 - channel & 1) << 8 * channel + bit for bit in range(4) for channel in range(3)],
    dtype=np.uint32,
)


class Count(NamedTuple):
    """Counted colors (n, 3) float32 in 0..255, their pixels (n,), and the bits per channel of the cells.

    If the colors are estimates from a sample, `steady` (n, 3) are colors near them that no sample affects.
    """

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int
    steady: NDArray[np.float32] | None = None


def cell_numbers(colors: NDArray[Any], bits: int) -> NDArray[np.uint32]:
    """Return the number (n,) of each color's cell; colors (n, 3) are 0..255, cells have `bits` per channel.

    The numbers are in Z-order (Morton, 1966): cells with close numbers lie close together. Eight cells make
    up one cell that is twice as wide. Their numbers are its number with three more bits at the end.
    """
    red, green, blue = colors.astype(np.uint8).T
    numbers: NDArray[np.uint32] = SPREAD[red] << 2 | SPREAD[green] << 1 | SPREAD[blue]
    return numbers >> np.uint32(3 * (8 - bits))


def gathered(numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the colors (n, 3) of numbers (n,) in Z-order, with 8 bits per channel."""
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
    """Return the mean color (r, 3) of each run of colors (n, 3), weighted by weights (n,).

    `totals` (r,) are the sums of the weights in each run. Whole numbers are added without rounding, so their
    order does not matter.
    """
    sums = [np.add.reduceat(channel * weights, starts) / totals for channel in colors.T]
    return np.stack(sums, axis=1).astype(np.float32)


# The weight of a pixel is a whole number of parts, since its alpha has so many levels.
_LEVELS_OF_ALPHA = 255
# A product of floats that is so near a whole number is this number: by so much, and by such a part of it.
_NEARLY = 1e-3
_NEARLY_PART = 1e-9
_DIGITS = 12


def shares_of(weights: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    """Return the shares (n,) of weights (n,) that stand for `total` pixels, as the floats nearest to them.

    Weights are sums of floats, so their last digits are noise: a quarter would print with 17 digits. Pixels
    are whole numbers, or of whole levels of alpha. Shares of other pixels, such as those of a draft, have 12
    digits.
    """
    shares: NDArray[np.float64] = weights / weights.sum()
    parts = shares * (total * _LEVELS_OF_ALPHA)
    whole = np.rint(parts)
    if (np.abs(parts - whole) <= np.minimum(_NEARLY, _NEARLY_PART * parts)).all():
        return np.asarray(whole / whole.sum())
    return shares.round(_DIGITS)
