"""Counts the pixels of one image: its exact colours while they are few, cells of colours beyond."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import Count, average_runs, cell_numbers, run_starts
from cvpalette.engine.exact import Colors, count_colors
from cvpalette.engine.tables import Pixels, count_centers, layers_of

__all__ = ["FEW", "SPARSE", "count_pixels"]

# Colours counted one by one; a photo has more, flat art and scans of grey have fewer.
FEW = 1 << 10
# Pixels looked at before all are counted exactly: enough to see that a photo has more than FEW.
_GLANCE = 1 << 12
# Of more pixels than these, not every colour is counted, but cells, in one pass; wide cells of fewer.
_MANY = 1 << 20
_MANY_IF_COARSE = 1 << 16
_COARSE = 5
# So many pixels then tell how far the mean colours of cells are from where the cells are.
_SAMPLE = 1 << 16
_COARSE_SAMPLE = 1 << 14
# Fewer cells than this say too little of a picture, and fewer fine ones less than its colours do.
SPARSE = 1 << 9
_FEW_FINE = 1 << 14
_FINE = 7
_EXACT = 8


def count_pixels(pixels: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count pixels (h, w, 3), each by alpha (h, w) / 255, in cells of so many bits a channel."""
    colors = pixels.reshape(-1, 3)
    opacity = None if alpha is None else alpha.reshape(-1)
    if len(colors) > (_MANY_IF_COARSE if bits <= _COARSE else _MANY):
        found = _count_many(colors, opacity, bits)
        if found is not None:
            return found
    return _in_cells(count_colors(colors, opacity), bits)


def _in_cells(exact: Colors, bits: int) -> Count:
    """Join colours of the same cell; a picture in few shades needs finer ones, whatever was asked for."""
    if len(exact.numbers) <= FEW:
        bits = _EXACT
    starts = run_starts(exact.cells(bits))
    while len(starts) < (SPARSE if bits < _FINE else _FEW_FINE) and bits < _EXACT:
        bits += 1
        starts = run_starts(exact.cells(bits))
    totals = np.add.reduceat(exact.weights, starts)
    means = average_runs(exact.levels, exact.weights, totals, starts)
    return Count(means, totals / 255, bits)


def _count_many(colors: Pixels, alpha: Pixels | None, bits: int) -> Count | None:
    """Count cells in one pass, with the means of a sample; None where that says too little."""
    if _looks_flat(colors, alpha):
        return None
    if alpha is not None and not alpha.all():
        colors, alpha = colors[alpha > 0], alpha[alpha > 0]
    count = count_centers(layers_of(colors, alpha), bits)
    return _with_means(count, colors, alpha) if len(count.counts) >= SPARSE else None


def _with_means(count: Count, colors: Pixels, alpha: Pixels | None) -> Count:
    """Replace the colours of cells by the means of a sample, and keep what they were as steady."""
    positions = _positions(len(colors), _COARSE_SAMPLE if count.bits <= _COARSE else _SAMPLE)
    sample = count_colors(colors.take(positions, axis=0), None if alpha is None else alpha.take(positions))
    numbers = sample.cells(count.bits)
    starts = run_starts(numbers)
    rows = np.searchsorted(cell_numbers(count.colors, count.bits), numbers[starts])
    totals = np.add.reduceat(sample.weights, starts)
    means = count.colors.copy()
    means[rows] = average_runs(sample.levels, sample.weights, totals, starts)
    return count._replace(colors=means, steady=count.colors)


def _looks_flat(colors: Pixels, alpha: Pixels | None) -> bool:
    """Tell whether a glance at some pixels shows few enough colours to count each of them."""
    positions = _positions(len(colors), _GLANCE)
    seen = count_colors(colors.take(positions, axis=0), None if alpha is None else alpha.take(positions))
    return len(seen.numbers) <= FEW


def _positions(length: int, most: int) -> NDArray[np.intp]:
    """Spread at most so many positions evenly, each at a chance place of its own stretch."""
    stride = -(-length // most)
    # A texture must not keep step with the sample. The prime length keeps the table itself from
    # keeping step with the rows of the image.
    offsets = (_chance(4093) * np.uint64(stride) >> np.uint64(32)).astype(np.intp)
    positions = np.arange(0, length - stride + 1, stride)
    positions += np.resize(offsets, len(positions))
    return positions


def _chance(count: int) -> NDArray[np.uint64]:
    """Return the same numbers below 2**32 at every call, as if by chance (the finish of MurmurHash3)."""
    # numpy.random would do, and take 10 ms to load.
    mixed = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ mixed >> np.uint64(33)) * np.uint64(factor)
    return mixed >> np.uint64(32)
