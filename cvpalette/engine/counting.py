"""Counts the pixels of one image: its exact colours while they are few, cells of colours beyond."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import Count, cell_numbers, count_cells, count_centers
from cvpalette.engine.tables import Pixels, layers_of

__all__ = ["FEW", "count_pixels"]

Values: TypeAlias = NDArray[np.uint32]

# Colours counted one by one; a photo has more, flat art and scans of grey have fewer.
FEW = 1 << 10
# Pixels looked at before all are counted exactly: enough to see that a photo has more than FEW.
_GLANCE = 1 << 12
# More pixels than these, or cells for so few centres, are counted in one pass, not in one a channel.
_MANY = 1 << 20
_COARSE = 5
# So many pixels then tell how far the mean colours of cells are from where the cells are.
_SAMPLE = 1 << 16
# Fewer cells than this say too little of a picture, and fewer fine ones less than its colours do.
_SPARSE = 1 << 9
_FEW_FINE = 1 << 14
_FINE = 7
_EXACT = 8
_RUNS = 1 << 18


def count_pixels(pixels: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count pixels (h, w, 3), each by alpha (h, w) / 255, in cells of so many bits a channel."""
    colors = pixels.reshape(-1, 3)
    opacity = None if alpha is None else alpha.reshape(-1)
    if _looks_flat(colors, opacity):
        exact = _count_runs(colors, opacity)
        if exact is not None:
            return exact
    return _count_cells(colors, opacity, bits)


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


def _values(colors: Pixels, alpha: Pixels | None) -> Values:
    """Join each pixel into one number: alpha, blue, green and red from the highest byte down."""
    rgba = cv2.cvtColor(colors[:, np.newaxis], cv2.COLOR_RGB2RGBA)
    if alpha is not None:
        rgba[:, 0, 3] = alpha
    return np.asarray(rgba.view(np.uint32).reshape(-1))


def _looks_flat(colors: Pixels, alpha: Pixels | None) -> bool:
    """Tell whether a glance at some pixels shows few enough colours to count each of them."""
    if len(colors) > 2 * _GLANCE:
        positions = _positions(len(colors), _GLANCE)
        colors = colors.take(positions, axis=0)
        alpha = None if alpha is None else alpha.take(positions)
    values = _values(colors, alpha)
    seen = np.sort(values[values >> 24 > 0] & 0xFFFFFF)
    return bool(np.count_nonzero(seen[1:] != seen[:-1]) < FEW)


def _count_runs(colors: Pixels, alpha: Pixels | None) -> Count | None:
    """Count every colour exactly, or give up with None where there are more than FEW."""
    total: dict[int, float] = {}
    for start in range(0, len(colors), _RUNS):
        block = slice(start, start + _RUNS)
        for value, count in _runs(_values(colors[block], None if alpha is None else alpha[block])):
            color = value & 0xFFFFFF
            total[color] = total.get(color, 0.0) + count * (value >> 24)
        if len(total) > FEW:
            return None
    return _sorted(total)


def _runs(values: Values) -> Iterator[tuple[int, int]]:
    """Yield each value once with its count: runs of equal pixels are found before the sort."""
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    lengths = np.diff(starts, append=len(values)).astype(np.uint64)
    runs = np.sort(values[starts].astype(np.uint64) << np.uint64(32) | lengths)
    ordered = runs >> np.uint64(32)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.add.reduceat(runs & np.uint64(0xFFFFFFFF), first)
    visible = ordered[first] >= 1 << 24
    return zip(ordered[first][visible].tolist(), counts[visible].tolist(), strict=True)


def _sorted(total: dict[int, float]) -> Count:
    values = np.array(sorted(total), dtype=np.uint32)
    counts = np.array([total[value] for value in values.tolist()], dtype=np.float64) / 255
    channels = [values & 255, values >> 8 & 255, values >> 16]
    colors = np.stack(channels, axis=1).astype(np.float32)
    order = np.argsort(cell_numbers(colors, 8))
    return Count(colors[order], counts[order], 8)


def _count_cells(colors: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count cells, and the mean colour of each: of many pixels the mean of some."""
    if alpha is not None and not alpha.all():
        colors, alpha = colors[alpha > 0], alpha[alpha > 0]
    layers = layers_of(colors, alpha)
    if bits <= _COARSE or len(colors) > _MANY:
        numbers, count = count_centers(layers, bits)
        if len(numbers) >= _SPARSE:
            return _with_means(numbers, count, colors, alpha)
    count = count_cells(layers, bits)
    # A picture in few shades needs finer cells, whatever was asked for.
    while len(count.counts) < (_SPARSE if count.bits < _FINE else _FEW_FINE) and count.bits < _EXACT:
        count = count_cells(layers, count.bits + 1)
    return count


def _with_means(numbers: NDArray[np.intp], count: Count, colors: Pixels, alpha: Pixels | None) -> Count:
    """Replace the colours of cells by the means of a sample, and keep what they were as steady."""
    positions = _positions(len(colors), _SAMPLE)
    sample = layers_of(colors.take(positions, axis=0), None if alpha is None else alpha.take(positions))
    found = count_cells(sample, count.bits)
    means = count.colors.copy()
    means[np.searchsorted(numbers, cell_numbers(found.colors, count.bits))] = found.colors
    return count._replace(colors=means, steady=count.colors)
