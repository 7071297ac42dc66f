"""count_centers(): how many pixels fall into each cell of sRGB, by cv2.calcHist in two threads."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import Count, cell_numbers
from cvpalette.engine.threads import map_in_two

__all__ = ["Layer", "Pixels", "count_centers", "layers_of"]

Pixels: TypeAlias = NDArray[np.uint8]
Table: TypeAlias = NDArray[np.float32] | NDArray[np.float64]

_OPAQUE = 255
# cv2.calcHist returns float32: of at most so many pixels, every count is a whole number.
_EXACT = 1 << 24
_THREADS = 2
# Fewer would take longer, for the second table.
_MANY = 1 << 20
# Beyond, a table of all cells would be larger than most images.
_FINEST = 7


class Layer(NamedTuple):
    """Pixels (n, 3) that count for so much each, where the mask (n,) is not 0."""

    colors: Pixels
    mask: Pixels | None = None
    weight: float = 1.0


def layers_of(colors: Pixels, alpha: Pixels | None) -> list[Layer]:
    """Lay pixels (n, 3) apart by their alpha (n,), since cv2 counts pixels and weighs none.

    The opaque ones are a layer, and there is one for each bit of the alpha of all others.
    """
    if alpha is None:
        return [Layer(colors)]
    layers = [Layer(colors, (alpha == _OPAQUE).view(np.uint8))]
    partial = (alpha > 0) & (alpha < _OPAQUE)
    if partial.any():
        colors, alpha = colors[partial], alpha[partial]
        layers += [Layer(colors, alpha & np.uint8(1 << bit), (1 << bit) / _OPAQUE) for bit in range(8)]
    return layers


def count_centers(layers: list[Layer], bits: int) -> Count:
    """Count pixels in cells of so many bits a channel, in one pass.

    The colours are as near to the means as cells half as wide can tell, or the middles of the finest. They
    are the same for any order of the pixels: whole numbers are added up, then layers in their order.
    """
    finer = min(bits + 1, _FINEST)
    table = _count_layer(layers[0], finer)
    for layer in layers[1:]:
        table = table + layer.weight * _count_layer(layer, finer).astype(np.float64)
    upper: list[Table] = []
    if finer > bits:
        table, upper = _halve(table)
    rows = np.flatnonzero(table > 0)
    counts = table.reshape(-1)[rows].astype(np.float64)
    places = np.stack(np.unravel_index(rows, table.shape), axis=1)
    width = 1 << (8 - finer)
    colors = places * float(1 << (8 - bits)) + (width - 1) / 2
    for channel, half in enumerate(upper):
        colors[:, channel] += width * half.reshape(-1)[rows] / counts
    order = np.argsort(cell_numbers(colors, bits))
    return Count(colors[order].astype(np.float32), counts[order], bits)


def _halve(table: Table) -> tuple[Table, list[Table]]:
    """Join two cells into one along each axis; return also what is in the upper of the two along each."""
    blue = table[:, :, 0::2] + table[:, :, 1::2]
    green = blue[:, 0::2] + blue[:, 1::2]
    red = green[0::2] + green[1::2]
    upper_blue = table[:, 0::2, 1::2] + table[:, 1::2, 1::2]
    upper_green = blue[0::2, 1::2] + blue[1::2, 1::2]
    return red, [green[1::2], upper_green, upper_blue[0::2] + upper_blue[1::2]]


def _count_layer(layer: Layer, bits: int) -> Table:
    def count(start: int) -> Table:
        part = slice(start, start + step)
        mask = None if layer.mask is None else layer.mask[part, np.newaxis]
        pixels = layer.colors[part, np.newaxis]
        return np.asarray(cv2.calcHist([pixels], [0, 1, 2], mask, [1 << bits] * 3, [0, 256] * 3), np.float32)

    length = len(layer.colors)
    step = length if length <= _MANY else min(_EXACT, -(-length // _THREADS))
    total, *tables = map_in_two(count, range(0, length, step))
    for table in tables:
        total = total + (table if length <= _EXACT else table.astype(np.float64))
    return total
