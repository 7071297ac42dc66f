"""Counts the pixels of one image: its exact colours while they are few, cells of colours beyond."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.cells import Count, Pixels, Values, cell_numbers, count_cells

__all__ = ["FEW", "count_pixels"]

# Colours counted one by one; a photo has more, flat art and scans of grey have fewer.
FEW = 1 << 10
# Pixels looked at before all are counted exactly: enough to see that a photo has more than FEW.
_GLANCE = 1 << 12
# Pixels that stand for a photo of any size: they move a share by less than 0.1 % of the image.
_ENOUGH = 1 << 19
# Fewer visible pixels than this in the sample of a cutout, and every pixel is counted.
_SCARCE = 1 << 16
_RUNS = 1 << 18


def count_pixels(pixels: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count pixels (h, w, 3), each by alpha (h, w) / 255, in cells of so many bits a channel."""
    colors = pixels.reshape(-1, 3)
    opacity = None if alpha is None else alpha.reshape(-1)
    if _looks_flat(colors, opacity):
        exact = _count_runs(colors, opacity)
        if exact is not None:
            return exact
    return _count_sample(colors, opacity, bits)


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


def _count_sample(colors: Pixels, alpha: Pixels | None, bits: int) -> Count:
    """Count cells, and the mean colour of each, from at most about _ENOUGH pixels."""
    total = float(len(colors) if alpha is None else alpha.sum(dtype=np.uint64) / 255)
    if len(colors) >= 2 * _ENOUGH:
        positions = _positions(len(colors), _ENOUGH)
        visible = None if alpha is None else alpha.take(positions)
        if visible is None or np.count_nonzero(visible) >= _SCARCE:
            colors, alpha = colors.take(positions, axis=0), visible
    count = count_cells(colors, alpha, bits)
    return count._replace(counts=count.counts * (total / count.counts.sum()))
