"""Tables of how many pixels fall into each cell of sRGB, counted by cv2.calcHist in two threads."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.threads import map_in_two

__all__ = ["Layer", "Pixels", "Table", "count_table", "layers_of"]

Pixels: TypeAlias = NDArray[np.uint8]
Table: TypeAlias = NDArray[np.float32] | NDArray[np.float64]

_OPAQUE = 255
# cv2.calcHist returns float32: of at most so many pixels, every count is a whole number.
_EXACT = 1 << 24
_THREADS = 2
_MANY = 1 << 20


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


def count_table(layers: list[Layer], channels: tuple[int, int, int], bits: tuple[int, int, int]) -> Table:
    """Count the pixels in each cell: a table of 2**bits along each of the channels, in their order.

    It is the same for any order of the pixels: whole numbers are added up, then layers in their order.
    """
    bins = [1 << count for count in bits]
    total = _count_layer(layers[0], channels, bins)
    for layer in layers[1:]:
        total = total + layer.weight * _count_layer(layer, channels, bins).astype(np.float64)
    return total


def _count_layer(layer: Layer, channels: tuple[int, int, int], bins: list[int]) -> Table:
    def count(start: int) -> Table:
        part = slice(start, start + step)
        mask = None if layer.mask is None else layer.mask[part, np.newaxis]
        pixels = layer.colors[part, np.newaxis]
        return np.asarray(cv2.calcHist([pixels], channels, mask, bins, [0, 256] * 3), np.float32)

    length = len(layer.colors)
    # Fewer would take longer, for the second table.
    if length <= _MANY:
        step = length
        return count(0)
    step = min(_EXACT, -(-length // _THREADS))
    total, *tables = map_in_two(count, range(0, length, step))
    for table in tables:
        total = total + (table if length <= _EXACT else table.astype(np.float64))
    return total
