"""Cells of colours, equal cubes of sRGB: counts the pixels in each and finds their mean colour."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Count", "Pixels", "Values", "cell_numbers", "count_cells"]

Pixels = NDArray[np.uint8]
Values = NDArray[np.uint32]

# Pixels at once. Small blocks stay in the cache, and their buffers are asked for only once.
_BLOCK = 1 << 15
# Up to so many bits a table of all cells fits the cache; beyond, sorting the pixels is faster.
_TABLE = 6
_FINEST = 7
# Fewer cells than this say too little of a picture.
_SPARSE = 1 << 9
# Up to so many colours are kept apart once they are sorted: cells would save little.
_MANY = 1 << 15
# Two sums share one float64 of 53 bits: the lower stays below 2**26, for residues below 2**7 of
# 2**19 pixels, and so does the upper.
_UPPER = float(1 << 26)


class Count(NamedTuple):
    """Colours (n, 3) float32 in 0..255, how many pixels each stands for, and the bits of a cell."""

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int


def count_cells(colors: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count pixels (n, 3), each by its alpha (n,) / 255, in cells of so many bits a channel."""
    if alpha is None and bits <= _TABLE:
        count = _count_in_table(colors, bits)
        if len(count.counts) >= _SPARSE:
            return count
    # A picture in few shades needs finer cells, whatever was asked for.
    return _count_sorted(colors, alpha, _FINEST)


def cell_numbers(colors: NDArray[np.float32], bits: int) -> NDArray[np.intp]:
    """Return the numbers of the cells that colours (n, 3) in 0..255 fall into, at so many bits a channel."""
    cells = colors.astype(np.uint8).astype(np.intp) >> (8 - bits)
    numbers: NDArray[np.intp] = cells[:, 0] << 2 * bits | cells[:, 1] << bits | cells[:, 2]
    return numbers


def unpack(numbers: NDArray[np.intp], bits: int) -> NDArray[np.float64]:
    """Return the darkest colour (n, 3) of each numbered cell."""
    mask = (1 << bits) - 1
    cells = np.stack([numbers >> 2 * bits, numbers >> bits & mask, numbers & mask], axis=1)
    return np.asarray(cells << (8 - bits), dtype=np.float64)


class _Blocks:
    """Takes pixels apart a block at a time, in buffers that are used again and again.

    New memory for every block would cost as much as the counting.
    """

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self._rgba = np.empty((_BLOCK, 1, 4), dtype=np.uint8)
        self._words = np.empty((2, _BLOCK), dtype=np.uint32)
        self._numbers = np.empty(_BLOCK, dtype=np.intp)

    def values(self, colors: Pixels) -> Values:
        """Join each of at most _BLOCK opaque pixels into one number."""
        rgba = self._rgba[: len(colors)]
        cv2.cvtColor(colors[:, np.newaxis], cv2.COLOR_RGB2RGBA, dst=rgba)
        return rgba.view(np.uint32).reshape(-1)

    def numbers(self, values: Values) -> NDArray[np.intp]:
        """Return the number of the cell of each value."""
        bits, mask = self.bits, (1 << self.bits) - 1
        number, channel = self._words[:, : len(values)]
        np.right_shift(values, 8 - bits, out=number)
        number &= mask
        for shift in (16 - bits, 24 - bits):
            number <<= bits
            np.right_shift(values, shift, out=channel)
            channel &= mask
            number |= channel
        numbers = self._numbers[: len(values)]
        # numpy widens signed numbers much faster than unsigned ones.
        numbers[:] = number.view(np.int32)
        return numbers

    def residue(self, values: Values, shift: int) -> NDArray[np.int32]:
        """Return what the cell leaves of the channel that begins at the shift."""
        residue = self._words[0, : len(values)]
        np.right_shift(values, shift, out=residue)
        residue &= (1 << (8 - self.bits)) - 1
        return residue.view(np.int32)


def _count_in_table(colors: Pixels, bits: int) -> Count:
    """Count opaque pixels in a table of all cells.

    One pass sums four numbers for each cell, its pixels and what it leaves of their channels: two
    in the real part of a complex number, two in the imaginary part.
    """
    blocks = _Blocks(bits)
    sums = np.zeros(1 << 3 * bits, dtype=np.complex128)
    buffer = np.empty(_BLOCK, dtype=np.complex128)
    pair = np.empty((2, _BLOCK))
    for start in range(0, len(colors), _BLOCK):
        values = blocks.values(colors[start : start + _BLOCK])
        first, second = pair[:, : len(values)]
        first[:] = blocks.residue(values, 0)
        first += _UPPER
        second[:] = blocks.residue(values, 8)
        second *= _UPPER
        second += blocks.residue(values, 16)
        terms = buffer[: len(values)]
        terms.real, terms.imag = first, second
        np.add.at(sums, blocks.numbers(values), terms)
    numbers = np.flatnonzero(sums.real)
    first, second = sums.real[numbers], sums.imag[numbers]
    counts, green = np.floor(first / _UPPER), np.floor(second / _UPPER)
    residues = [first - counts * _UPPER, green, second - green * _UPPER]
    return _means(numbers, counts, residues, bits)


def _means(
    numbers: NDArray[np.intp],
    counts: NDArray[np.float64],
    residues: list[NDArray[np.float64]],
    bits: int,
) -> Count:
    """Return the mean colour of each cell: its darkest colour and the mean of what it leaves."""
    colors = unpack(numbers, bits) + np.stack(residues, axis=1) / counts[:, np.newaxis]
    return Count(colors.astype(np.float32), counts, bits)


def _count_sorted(colors: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count pixels by cell, or by colour while these are _MANY at most, by sorting them."""
    keys = _sorted_keys(colors, alpha, bits)
    left, mask = 8 - bits, (1 << (8 - bits)) - 1
    exact = _changes(keys >> np.uint32(8))
    first = exact if len(exact) <= _MANY else _changes(keys >> np.uint32(8 + 3 * left))
    weights = (keys & 255).astype(np.float64)
    shifts = (8 + 2 * left, 8 + left, 8)
    residues = [np.add.reduceat((keys >> shift & mask) * weights, first) for shift in shifts]
    numbers = keys[first].astype(np.intp) >> 8 + 3 * left
    count = _means(numbers, np.add.reduceat(weights, first), residues, bits)
    return count._replace(bits=8) if first is exact else count


def _changes(ordered: Values) -> NDArray[np.intp]:
    """Return where each new value begins."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _sorted_keys(colors: Pixels, alpha: Pixels | None, bits: int) -> Values:
    """Return one number for each visible pixel, in order: its cell, the residues, its alpha."""
    blocks = _Blocks(bits)
    keys = np.empty(len(colors), dtype=np.uint32)
    for start in range(0, len(colors), _BLOCK):
        block = slice(start, start + _BLOCK)
        values, key = blocks.values(colors[block]), keys[block]
        key[:] = blocks.numbers(values)
        for shift in (0, 8, 16):
            key <<= 8 - bits
            key |= blocks.residue(values, shift).view(np.uint32)
        key <<= 8
        key |= np.uint32(255) if alpha is None else alpha[block]
    if alpha is not None:
        keys = keys[alpha > 0]
    keys.sort()
    return keys
