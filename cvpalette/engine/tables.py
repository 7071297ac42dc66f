"""count_centers(): counts many pixels in cells of colors, in one pass, with the tables of cv2.calcHist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import Count, cell_numbers
from cvpalette.engine.threads import map_in_two

__all__ = ["COARSE", "FINEST", "Layer", "Pixels", "count_centers", "layers_of", "select"]

Pixels: TypeAlias = NDArray[np.uint8]
Table: TypeAlias = NDArray[np.float32] | NDArray[np.float64]

# Pixels selected at once: they stay in the cache.
_CHUNK = 1 << 19
_OPAQUE = 255
# cv2.calcHist returns float32. Up to this many pixels, every count is an exact whole number.
_WHOLE = 1 << 24
_THREADS = 2
# With fewer pixels, two threads take longer than one: the second thread needs a table of its own.
_WORTH_TWO = 1 << 20
# With more bits per channel, a table of all cells would be larger than most images.
FINEST = 7
COARSE = 5


class Layer(NamedTuple):
    """Pixels (n, 3) that count `weight` each; pixels whose mask (n,) is 0 do not count."""

    colors: Pixels
    mask: Pixels | None = None
    weight: float = 1.0


def layers_of(colors: Pixels, alpha: Pixels | None) -> Iterator[Layer]:
    """Split pixels (n, 3) into layers by their alpha (n,): cv2 counts pixels but cannot weigh them.

    The opaque pixels are one layer. The others are in eight layers, one for each bit of their alpha. One
    layer is made at a time: eight masks of a large image would take more memory than the image.
    """
    if alpha is None:
        yield Layer(colors)
        return
    yield Layer(colors, (alpha == _OPAQUE).view(np.uint8))
    partial = (alpha > 0) & (alpha < _OPAQUE)
    if partial.any():
        colors, alpha = select(colors, partial), select(alpha, partial)
        for bit in range(8):
            yield Layer(colors, alpha & np.uint8(1 << bit), (1 << bit) / _OPAQUE)


def select(values: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """Return the values (n, ...) where the mask (n,) is true.

    At once, NumPy would note the place of each of them in eight bytes. And it takes many times as long to
    choose rows of an array as to choose items of as many bytes.
    """
    row = values.shape[1:]
    items = np.ascontiguousarray(values).view(f"V{row[0]}").reshape(-1) if row else values
    found = np.empty(np.count_nonzero(mask), items.dtype)
    reached = 0
    for start in range(0, len(items), _CHUNK):
        some = items[start : start + _CHUNK][mask[start : start + _CHUNK]]
        found[reached : reached + len(some)] = some
        reached += len(some)
    return found.view(np.uint8).reshape(-1, *row)


def count_centers(layers: Iterator[Layer], bits: int) -> Count:
    """Count pixels in cells of `bits` bits per channel, in one pass.

    Each color is an estimate of its cell's mean, made from cells half as wide. Without these, it is the
    middle of the cell. The order of the pixels does not matter: sums of whole numbers are exact, and the
    layers are added in their order.
    """
    first = next(layers)
    finer = min(bits + 1, FINEST)
    count = partial(_count_packed if _is_packed(first, bits) else _count_layer, bits=finer)
    table = count(first)
    for layer in layers:
        table = table + layer.weight * count(layer).astype(np.float64)
    table, upper = _halve(table, 1 << bits)
    rows = np.flatnonzero(table > 0)
    counts = table.reshape(-1)[rows].astype(np.float64)
    places = np.unravel_index(rows, table.shape)
    width = 1 << (8 - bits)
    colors = np.empty((len(rows), 3))
    for channel, (place, half) in enumerate(zip(places, upper, strict=True)):
        if half is None:
            colors[:, channel] = place * float(width) + (width - 1) / 2
        else:
            levels = half.reshape(-1)[rows] / counts
            colors[:, channel] = place * float(width) + (width / 2 - 1) / 2 + width / 2 * levels
    order = np.argsort(cell_numbers(colors, bits))
    return Count(colors[order].astype(np.float32), counts[order], bits)


def _halve(table: Table, cells: int) -> tuple[Table, list[Table | None]]:
    """Join two cells into one along each axis that has more than `cells`.

    Returns the table, and for each axis the counts of the upper cells, or None if no cells were joined.
    """
    upper: list[Table | None] = [None, None, None]
    for axis in (2, 1, 0):
        if table.shape[axis] == cells:
            continue
        low, high = [slice(None)] * 3, [slice(None)] * 3
        low[axis], high[axis] = slice(0, None, 2), slice(1, None, 2)
        for other in range(axis + 1, 3):
            if (half := upper[other]) is not None:
                upper[other] = half[tuple(low)] + half[tuple(high)]
        upper[axis] = table[tuple(high)]
        table = table[tuple(low)] + table[tuple(high)]
    return table, upper


def _is_packed(layer: Layer, bits: int) -> bool:
    return bits == COARSE and len(layer.colors) > _WORTH_TWO


def _count_packed(layer: Layer, bits: int) -> Table:
    """Count pixels by 5 bits of red and of blue, and `bits` = 6 of green, in a third of the time.

    cv2 packs a pixel into 16 bits faster than it finds its place in a table of three axes.
    """

    def count(part: slice, mask: Pixels | None) -> Table:
        packed = cv2.cvtColor(layer.colors[np.newaxis, part], cv2.COLOR_RGB2BGR565).view(np.uint16)
        found = cv2.calcHist([packed.reshape(-1, 1)], [0], mask, [1 << 16], [0, 1 << 16])
        return np.asarray(found, dtype=np.float32)

    return _sum_of_parts(layer, count).reshape(1 << COARSE, 1 << bits, 1 << COARSE)


def _count_layer(layer: Layer, bits: int) -> Table:
    def count(part: slice, mask: Pixels | None) -> Table:
        pixels = layer.colors[part, np.newaxis]
        found = cv2.calcHist([pixels], [0, 1, 2], mask, [1 << bits] * 3, [0, 256] * 3)
        return np.asarray(found, dtype=np.float32)

    return _sum_of_parts(layer, count)


def _sum_of_parts(layer: Layer, count: Callable[[slice, Pixels | None], Table]) -> Table:
    """Count the pixels of large layers in two threads; `count` counts a part of them, with its mask."""

    def count_from(start: int) -> Table:
        part = slice(start, start + step)
        return count(part, None if layer.mask is None else layer.mask[part, np.newaxis])

    length = len(layer.colors)
    step = length if length <= _WORTH_TWO else min(_WHOLE, -(-length // _THREADS))
    total, *tables = map_in_two(count_from, range(0, length, step))
    for table in tables:
        total = total + (table if length <= _WHOLE else table.astype(np.float64))
    return total
