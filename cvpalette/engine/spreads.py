"""Spreads: which colors a picture has, as a person sees them: how many pixels, and how far these lie apart.

The picture is shrunk first: what cannot be seen in a small copy is no color that a person would name.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space

__all__ = ["CELL", "Floats", "Reals", "Spreads", "blurred", "compressed"]

Floats: TypeAlias = NDArray[np.float64]
Reals: TypeAlias = NDArray[np.floating[Any]]
Pixels: TypeAlias = NDArray[np.uint8]

# The longer side of the small copy.
_SIDE = 320
# Pixels count less toward the edges, down to 0, from this part of the width or height on. So the palette
# changes little if the edges are cut off, and frames count less.
_EDGE = 0.1
# In this space, plain distances are close to CIEDE2000: CIELAB with 0.8 L, and with compressed chroma.
_LIGHTNESS = 0.8
_CHROMA = 0.05
#: The side of a cell in that space. The cells are a grid that all of sRGB fits into.
CELL = 3.0
_GRID = (28, 32, 32)
_MIDDLE = 16
# A color lies as far apart as it does together with the colors so near to it, in cells.
_NEIGHBORS = 1.0
_REACH = 3
_TINY = 1e-12
# Pixels mixed at once: floats of a large image would take many times its memory.
_CHUNK = 1 << 18
# Sums are of so many parts of a pixel, and spreads of so many parts of their unit.
_UNIT = 256
_FINE = 256
_SUMS = 5


def compressed(lab: Reals) -> Reals:
    """Return CIELAB colors (n, 3) in a space whose plain distances are close to CIEDE2000.

    It is `0.8 L`, and a and b with the chroma `ln(1 + 0.05 C) / 0.05`. CIEDE2000 divides differences of
    chroma by `1 + 0.045 C`.
    """
    lightness, a, b = lab.T
    chroma = np.sqrt(a * a + b * b)
    factor = np.log1p(_CHROMA * chroma) / np.maximum(_CHROMA * chroma, _TINY)
    factor[chroma < _TINY] = 1
    return np.asarray(np.stack([_LIGHTNESS * lightness, a * factor, b * factor], axis=1))


def blurred(numbers: NDArray[np.signedinteger[Any]], values: Reals, cells: float) -> Floats:
    """Return the sums (n,) of values (n,) around each cell, weighted by a Gaussian of so many cells."""
    grid = np.zeros(_GRID, dtype=np.float32)
    grid.reshape(-1)[numbers] = values
    reach = np.arange(-round(_REACH * cells), round(_REACH * cells) + 1)
    kernel = np.exp(-(reach**2) / (2 * cells**2)).astype(np.float32)[:, np.newaxis]
    flat = cv2.filter2D(grid.reshape(_GRID[0], -1), -1, kernel, borderType=cv2.BORDER_CONSTANT)
    for layer in flat.reshape(_GRID):
        cv2.sepFilter2D(layer, -1, kernel, kernel, dst=layer, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(flat.reshape(-1)[numbers], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Spreads:
    """Cells of colors: their numbers (n,), and five sums (n, 5) of each: of pixels, L, a, b, and spreads.

    The spread of a color is the mean squared distance of its pixels from their middle, in widths and heights
    of the image. Each image has its own middle, so spreads can be averaged over many images. The sums are
    whole numbers, so the order of additions does not matter.
    """

    numbers: NDArray[np.int32]
    sums: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def shares(self) -> Floats:
        """The part (n,) of all pixels that each color has."""
        return np.asarray(self.sums[:, 0] / self.sums[:, 0].sum())

    @property
    def colors(self) -> Floats:
        """The mean colors (n, 3), CIELAB."""
        return np.asarray(self.sums[:, 1:4] / self.sums[:, :1])

    @property
    def spreads(self) -> Floats:
        """The spreads (n,), 0 to 0.5."""
        return np.asarray(self.sums[:, 4] / self.sums[:, 0] / _FINE)

    @classmethod
    def of(cls, pixels: Pixels, alpha: Pixels | None, total: float) -> Spreads | None:
        """Return the spreads of pixels (h, w, 3), weighted by alpha (h, w), that sum to `total` pixels.

        Returns None if no pixel of the small copy can be seen.
        """
        small, weights = _shrunk(pixels, alpha)
        height, width = small.shape[:2]
        # The first conversion of cv2 would take a tenth of a second: it makes tables.
        lab = to_space(small.reshape(-1, 3), "lab")
        numbers = _numbers(lab)
        down, across = (np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width
        visible = (weights * np.outer(_inside(down), _inside(across))).reshape(-1)
        y, x = np.repeat(down, width), np.tile(across, height)
        values = [np.ones_like(visible), *lab.T, x, y, x * x + y * y]
        sums = [np.bincount(numbers, value * visible, math.prod(_GRID)) for value in values]
        cells = np.flatnonzero(sums[0])
        if not len(cells):
            return None
        counted: list[Floats] = [np.asarray(each[cells], dtype=np.float64) for each in sums]
        masses, colors = counted[0], counted[1:4]
        near, right, low, squares = [blurred(cells, each, _NEIGHBORS) for each in (masses, *counted[4:])]
        spreads = np.maximum(squares / near - (right**2 + low**2) / near**2, 0)
        columns = np.stack([masses, *colors, masses * spreads * _FINE], axis=1)
        found = np.rint(_UNIT * total / masses.sum() * columns).astype(np.int64)
        is_seen = found[:, 0] > 0
        return cls(cells[is_seen].astype(np.int32), found[is_seen])

    def recounted(self, lab: Floats, counts: Floats) -> Spreads:
        """Return the spreads of other colors (n, 3) CIELAB with so many pixels (n,), in the same picture.

        A color whose cell the small copy does not have gets the mean spread.
        """
        numbers = _numbers(lab)
        table = np.full(math.prod(_GRID), float(self.shares @ self.spreads))
        table[self.numbers] = self.spreads
        columns = np.stack([np.ones(len(lab)), *lab.T, table[numbers] * _FINE]) * counts * _UNIT
        sums = np.stack([np.bincount(numbers, column, len(table)) for column in columns], axis=1)
        cells = np.flatnonzero(sums[:, 0])
        return Spreads(cells.astype(np.int32), np.rint(sums[cells]).astype(np.int64))

    def scaled(self, factor: float) -> Spreads:
        """Return the same colors with their pixels times `factor`; those that are left with none are gone."""
        sums = np.rint(self.sums * factor).astype(np.int64)
        is_left = sums[:, 0] > 0
        return Spreads(self.numbers[is_left], sums[is_left]) if is_left.any() else self

    @classmethod
    def sum_of(cls, some: Collection[Spreads]) -> Spreads | None:
        """Return the spreads of all images together, or None if there are none."""
        if not some:
            return None
        table = np.zeros((math.prod(_GRID), _SUMS), dtype=np.int64)
        for each in some:
            table[each.numbers] += each.sums
        numbers = np.flatnonzero(table[:, 0])
        return cls(numbers.astype(np.int32), table[numbers])


def _shrunk(pixels: Pixels, alpha: Pixels | None) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """Return the small copy (h, w, 3), 0 to 255, and the weights (h, w) of its pixels."""
    height, width = pixels.shape[:2]
    factor = min(1.0, _SIDE / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    if alpha is None:
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)) if factor < 1 else pixels
        return small, np.ones(small.shape[:2], dtype=np.float32)
    mixed = np.empty((height, size[0], 4), dtype=np.float32)
    step = max(1, _CHUNK // width)
    for start in range(0, height, step):
        rows = slice(start, start + step)
        opacity = alpha[rows, :, np.newaxis].astype(np.float32) / np.float32(255)
        some = np.concatenate([pixels[rows] * opacity, opacity], axis=2)
        if factor < 1:
            some = cv2.resize(some, (size[0], len(some)), interpolation=cv2.INTER_AREA)
        mixed[rows] = some
    if factor < 1:
        mixed = np.asarray(cv2.resize(mixed, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    opacity = mixed[:, :, 3]
    seen = np.maximum(opacity, np.float32(_TINY))[:, :, np.newaxis]
    return np.clip(mixed[:, :, :3] / seen, 0, 255), np.ascontiguousarray(opacity)


def _numbers(lab: Reals) -> NDArray[np.int32]:
    """Return the number (n,) of each color's cell."""
    cells = compressed(lab) / np.float32(CELL)
    lightness, a, b = cells.T
    red = (a + _MIDDLE).astype(np.int32)
    yellow = (b + _MIDDLE).astype(np.int32)
    return np.asarray((lightness.astype(np.int32) * _GRID[1] + red) * _GRID[2] + yellow)


def _inside(places: Floats) -> Floats:
    """Return the weights (n,) of places (n,) along a side, 0 to 1."""
    return np.asarray(np.minimum(np.minimum(places, 1 - places) / _EDGE, 1))
