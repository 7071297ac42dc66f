"""Cells of colours, equal cubes of sRGB: how many pixels are in each, and their mean colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.tables import Layer, Table, count_table

__all__ = ["Count", "cell_numbers", "count_cells", "count_centers"]

_EXACT = 8
# Beyond, a table of all cells would be larger than most images.
_FINEST = 7
# For each channel, the two others.
_OTHERS = ((1, 2), (0, 2), (0, 1))


class Count(NamedTuple):
    """Colours (n, 3) float32 in 0..255, how many pixels each stands for, and the bits of a cell.

    Where colours are estimates, `steady` (n, 3) are near them and are none.
    """

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int
    steady: NDArray[np.float32] | None = None


def cell_numbers(colors: NDArray[np.float32], bits: int) -> NDArray[np.intp]:
    """Return the numbers of the cells that colours (n, 3) in 0..255 fall into, at so many bits a channel."""
    cells = colors.astype(np.uint8).astype(np.intp) >> (8 - bits)
    numbers: NDArray[np.intp] = cells[:, 0] << 2 * bits | cells[:, 1] << bits | cells[:, 2]
    return numbers


def count_cells(layers: list[Layer], bits: int) -> Count:
    """Count pixels in cells of so many bits a channel, with the exact mean colour of each.

    For each channel a table is counted that tells its 256 levels apart, and the others' cells.
    """
    if bits == _EXACT:
        table = count_table(layers, (0, 1, 2), (bits, bits, bits)).reshape(-1)
        numbers = np.flatnonzero(table > 0)
        return Count(_unpack(numbers, bits).astype(np.float32), table[numbers].astype(np.float64), bits)
    width = 1 << (_EXACT - bits)
    sums = _sum_up(layers, 0, bits, [[1] * width, range(width)])
    numbers = np.flatnonzero(sums[:, 0] > 0)
    counts, rests = (sums[:, part].reshape(-1)[numbers].astype(np.float64) for part in (0, 1))
    cells = _unpack(numbers, bits)
    colors = (cells * width).astype(np.float64)
    colors[:, 0] += rests / counts
    # What is kept between two tables is small: the next one takes the same memory again.
    for channel in (1, 2):
        one, other = (cells[:, others] for others in _OTHERS[channel])
        sums = _sum_up(layers, channel, bits, [range(width)])
        rests = sums.reshape(-1)[cells[:, channel] << 2 * bits | one << bits | other]
        colors[:, channel] += rests / counts
    return Count(colors.astype(np.float32), counts, bits)


def count_centers(layers: list[Layer], bits: int) -> tuple[NDArray[np.intp], Count]:
    """Count pixels in cells of so many bits a channel, in one pass; return the cells' numbers too.

    The colours are as near to the means as cells half as wide can tell, or the middles of the finest.
    """
    finer = min(bits + 1, _FINEST)
    table = count_table(layers, (0, 1, 2), (finer, finer, finer))
    upper: list[Table] = []
    if finer > bits:
        table, upper = _halve(table)
    numbers = np.flatnonzero(table > 0)
    counts = table.reshape(-1)[numbers].astype(np.float64)
    width = 1 << (_EXACT - finer)
    colors = _unpack(numbers, bits) * float(1 << (_EXACT - bits)) + (width - 1) / 2
    for channel, table in enumerate(upper):
        colors[:, channel] += width * table.reshape(-1)[numbers] / counts
    return numbers, Count(colors.astype(np.float32), counts, bits)


def _sum_up(layers: list[Layer], channel: int, bits: int, factors: list[Sequence[int]]) -> Table:
    """Sum up the pixels of each cell, times factors for what they leave of a channel.

    The axes are the cells of that channel, the rows of factors, and the cells of the other channels.
    """
    table = count_table(layers, (channel, *_OTHERS[channel]), (_EXACT, bits, bits))
    table = table.reshape(1 << bits, len(factors[0]), -1)
    sums: Table = np.matmul(np.array(factors, table.dtype), table)
    return sums


def _halve(table: Table) -> tuple[Table, list[Table]]:
    """Join two cells into one along each axis; return also what is in the upper of the two along each."""
    blue = table[:, :, 0::2] + table[:, :, 1::2]
    green = blue[:, 0::2] + blue[:, 1::2]
    red = green[0::2] + green[1::2]
    upper_blue = table[:, 0::2, 1::2] + table[:, 1::2, 1::2]
    upper_green = blue[0::2, 1::2] + blue[1::2, 1::2]
    return red, [green[1::2], upper_green, upper_blue[0::2] + upper_blue[1::2]]


def _unpack(numbers: NDArray[np.intp], bits: int) -> NDArray[np.intp]:
    """Return the places (n, 3) of numbered cells along the channels."""
    mask = (1 << bits) - 1
    return np.stack([numbers >> 2 * bits, numbers >> bits & mask, numbers & mask], axis=1)
