"""Find accents: small parts of an image that stand out, whose color an average would swallow.

The parts are found in each image, by the places of its pixels. They are carried as colors with their pixels,
and add up like all colors. A part becomes an accent only if the palette has no color near it.

Parts are told apart in W: CIELAB with 0.8 times the lightness, and with chroma C as ln(1 + 0.05 C) / 0.05.
There a plain distance is nearly a CIEDE2000, and is found much faster.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.engine.spreads import compressed

if TYPE_CHECKING:
    from cvpalette.engine.histogram import ColorHistogram

__all__ = ["find_accent", "find_parts"]

Floats: TypeAlias = NDArray[np.floating[Any]]
Bools: TypeAlias = NDArray[np.bool_]
Pixels: TypeAlias = NDArray[np.uint8]

# Parts are looked for in a picture of at most this many pixels a side.
_SIDE: Final = 256
_HALF: Final = 0.5
# Cubes of W, in which pixels are counted.
_CELL: Final = 5.0
# An accent is at least _FAR (CIEDE2000) from all colors of the palette. A part is all within _ALIKE (W) of
# its commonest color.
_FAR: Final = 18.0
_ALIKE: Final = 10.0
_AROUND: Final = 18.0
# At most this part of an image is within _AROUND (W) of a part's color, or it is a common color.
_MOST: Final = 0.04
# The least part of an image, and the fewest pixels, that hang together.
_LEAST: Final = 0.0005
_FEWEST: Final = 9
# What stands out is colorful, or much lighter or darker than what surrounds it. And it is far from that
# (CIELAB).
_COLORFUL: Final = 40.0
_LIGHTER: Final = 40.0
_CONTRAST: Final = 35.0
# Parts found in an image at most, and colors tried for them.
_PARTS: Final = 8
_TRIES: Final = 20


def find_parts(pixels: Pixels, alpha: Pixels | None) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the colors (n, 3) of the small parts of an image that stand out, and their pixels (n,).

    The pixels are (h, w, 3), the alpha (h, w). Noise, single pixels and the fringes of edges are no parts.
    """
    scene = _Scene(pixels, alpha)
    parts = list(scene.parts())
    colors = np.array([color for color, _ in parts], dtype=np.float32).reshape(-1, 3)
    counts = np.array([count for _, count in parts], dtype=np.float64)
    order = np.lexsort((*colors.T, -counts))
    return colors[order], counts[order]


def find_accent(histogram: ColorHistogram, swatches: Pixels) -> Pixels | None:
    """Return the color (3,) of the most striking part that no swatch (k, 3) is near; None without one."""
    parts = histogram.accents
    if not parts:
        return None
    lab = to_space(parts.colors, "lab")
    gaps = ciede2000(lab[:, np.newaxis], to_space(swatches, "lab")[np.newaxis]).min(axis=1)
    chroma = np.linalg.norm(lab[:, 1:], axis=1)
    ranks = (parts.counts / histogram.total) ** 0.25 * gaps * (1 + chroma / 30)
    ranks[(gaps < _FAR) | (parts.counts < _LEAST * histogram.total)] = 0
    best = int(ranks.argmax())
    return np.rint(parts.colors[best]).astype(np.uint8) if ranks[best] > 0 else None


# All cells: red and green, blue and yellow, lightness. C' is at most 41, and L' at most 80.
_MIDDLE: Final = 9
_GRID: Final = (2 * _MIDDLE + 1, 2 * _MIDDLE + 1, 17)
_PLACES: Final = _CELL * np.indices(_GRID).reshape(3, -1).T


def _within(cells: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """Return the sum of all cells within `reach` of each cell; both are of _GRID."""
    steps = int(reach / _CELL)
    sums = np.zeros_like(cells)
    span = np.arange(-steps, steps + 1) * _CELL
    for step in range(-steps, steps + 1):
        disk = (span[:, np.newaxis] ** 2 + span**2 <= reach**2 - (step * _CELL) ** 2).astype(np.float32)
        layer = cv2.filter2D(cells, -1, disk, borderType=cv2.BORDER_CONSTANT)
        if step >= 0:
            sums[:, :, : cells.shape[2] - step] += layer[:, :, step:]
        else:
            sums[:, :, -step:] += layer[:, :, :step]
    return sums


class _Scene:
    """A small picture of an image: CIELAB of its pixels, and the cells of W that they are in."""

    def __init__(self, pixels: Pixels, alpha: Pixels | None) -> None:
        height, width = pixels.shape[:2]
        scale = min(1.0, _SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        # A median takes away single pixels, which a mean would only dilute. It is slow on many pixels.
        half = 2 * size[0], 2 * size[1]
        calm = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA) if scale < _HALF else pixels
        if min(calm.shape[:2]) > 2:  # a median needs three
            calm = cv2.medianBlur(np.ascontiguousarray(calm), 3)
        self.colors = cv2.resize(calm, size, interpolation=cv2.INTER_AREA) if scale < 1 else calm
        self.counts = np.ones(self.colors.shape[:2], dtype=bool)
        if alpha is not None:
            self.counts = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > _HALF * 255
        # The first conversion of cv2 would take a tenth of a second: it makes tables.
        lab = to_space(self.colors.reshape(-1, 3), "lab")
        self.lab = lab.astype(np.float32).reshape(self.colors.shape)
        self.total = max(1, int(self.counts.sum()))
        self.scale = height * width / (size[0] * size[1])
        levels = np.rint(compressed(self.lab.reshape(-1, 3)) / _CELL).astype(np.int64)
        levels += np.array([0, _MIDDLE, _MIDDLE])
        places = np.ravel_multi_index(tuple(levels.T[[1, 2, 0]]), _GRID, mode="clip")
        # What does not count is in a cell of its own, after all others.
        self.labels = np.where(self.counts, places.reshape(self.counts.shape), math.prod(_GRID))

    def parts(self) -> Iterator[tuple[Floats, float]]:
        """Give the color (3,) and the pixels of each part that stands out."""
        masses = np.bincount(self.labels.reshape(-1), minlength=math.prod(_GRID) + 1)[:-1] / self.total
        cells = masses.reshape(_GRID).astype(np.float32)
        alike = _within(cells, _ALIKE).reshape(-1)
        is_open = (_within(cells, _AROUND).reshape(-1) <= _MOST) & (alike >= _LEAST) & (masses > 0)
        alike[~is_open] = 0
        found = 0
        for _ in range(_TRIES):
            first = int(alike.argmax())
            if found == _PARTS or not alike[first] > 0:
                return
            near = np.linalg.norm(_PLACES - _PLACES[first], axis=1) <= _ALIKE
            alike[near] = 0
            for part in self._pieces(np.append(near, False)[self.labels]):
                found += 1
                yield part

    def _pieces(self, mask: Bools) -> Iterator[tuple[Floats, float]]:
        """Give the color and the pixels of the largest piece of the mask (h, w), if it stands out."""
        # What is thinner than 2 x 2 pixels is a fringe or a line.
        solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
        areas = stats[1:, cv2.CC_STAT_AREA]
        least = max(_FEWEST, _LEAST * self.total)
        for index in np.argsort(-areas, kind="stable")[:3].tolist():
            if areas[index] < least:
                return
            left, top, width, height, _ = stats[index + 1].tolist()
            box = slice(max(0, top - 8), top + height + 8), slice(max(0, left - 8), left + width + 8)
            blob = labels[box] == index + 1
            if self._stands_out(blob, box):
                whole = float(solid.sum())
                yield _color_of(self.colors[box][blob], self.lab[box][blob]), whole * self.scale
                return

    def _stands_out(self, blob: Bools, box: tuple[slice, slice]) -> bool:
        """Tell whether a piece is striking where it is: in the ring of 3 to 8 pixels around it."""
        near = cv2.dilate(blob.astype(np.uint8), np.ones((5, 5), np.uint8))
        wide = cv2.dilate(blob.astype(np.uint8), np.ones((17, 17), np.uint8))
        ring = (wide > near) & self.counts[box]
        own = self.lab[box][blob].mean(axis=0)
        if not ring.any():
            return False
        other = np.median(self.lab[box][ring], axis=0)
        colorful = float(np.hypot(own[1], own[2])) >= _COLORFUL
        lighter = abs(float(own[0] - other[0])) >= _LIGHTER
        return (colorful or lighter) and float(np.linalg.norm(own - other)) >= _CONTRAST


def _color_of(colors: Pixels, lab: Floats) -> Floats:
    """Return the color (3,) of a piece: the one that a quarter of it has, or its colorful mean."""
    found, counts = np.unique(colors, axis=0, return_counts=True)
    if 4 * counts.max() >= len(colors):
        return np.asarray(found[counts.argmax()], dtype=np.float64)
    weights = (1 + np.hypot(lab[:, 1], lab[:, 2])) ** 2
    return np.asarray(np.average(colors, axis=0, weights=weights))
