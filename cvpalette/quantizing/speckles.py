"""Despeckle an indexed image: give small regions the swatch of a neighbor."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.quantizing.mapping import Bytes

__all__ = ["count_regions", "despeckle"]

Labels: TypeAlias = NDArray[np.int32]
Indices: TypeAlias = NDArray[np.intp]
Mask: TypeAlias = NDArray[np.bool_]


def despeckle(indices: Bytes, least: int, hidden: Mask | None = None) -> Bytes:
    """Return swatch indices (h, w) whose regions have at least so many pixels.

    A region is pixels of one swatch that are connected by their sides. A smaller one takes the swatch of the
    neighbor with which it shares most of its border, and of two such the larger. `hidden` (h, w) are pixels
    without a color: they are no region, and stay as they are. A region stays small if it has no neighbor.
    """
    if least <= 1:
        return indices
    levels = _mark_hidden(indices, hidden)
    while True:
        labels, count = _find_regions(levels)
        merged = _merge(levels, labels, count, least)
        if merged is None:
            break
        levels = merged
    return levels.astype(np.uint8) if hidden is None else np.where(hidden, indices, levels).astype(np.uint8)


def count_regions(indices: Bytes, hidden: Mask | None = None) -> int:
    """Return how many regions swatch indices (h, w) have; hidden pixels are none."""
    labels, count = _find_regions(_mark_hidden(indices, hidden))
    if hidden is None or not hidden.any():
        return count
    return count - len(np.unique(labels[hidden]))


_HIDDEN = -1


def _mark_hidden(indices: Bytes, hidden: Mask | None) -> NDArray[np.int16]:
    levels = indices.astype(np.int16)
    if hidden is not None:
        levels[hidden] = _HIDDEN
    return levels


def _find_regions(levels: NDArray[np.int16]) -> tuple[Labels, int]:
    """Return the number of each pixel's region (h, w), from 0, and how many regions there are.

    OpenCV finds the components of one mask. So that one mask is enough for all swatches, walls of one pixel
    are drawn between all pixels, with a gap where two neighbors are equal.
    """
    height, width = levels.shape
    grid = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    grid[::2, ::2] = 1
    grid[::2, 1::2] = levels[:, 1:] == levels[:, :-1]
    grid[1::2, ::2] = levels[1:] == levels[:-1]
    count, labels = cv2.connectedComponents(grid, connectivity=4, ltype=cv2.CV_32S)
    # The walls are component 0.
    return np.asarray(labels[::2, ::2] - 1, np.int32), count - 1


def _merge(levels: NDArray[np.int16], labels: Labels, count: int, least: int) -> NDArray[np.int16] | None:
    """Return the levels after small regions were merged into their neighbors, or None if none was.

    A region merges only into a larger one, or one of its size with a higher number. So no two exchange their
    swatches. One whose neighbor is smaller waits for the next round.
    """
    sizes = np.bincount(labels.reshape(-1), minlength=count)
    first = np.zeros(count, np.intp)
    first[labels.reshape(-1)] = np.arange(labels.size)
    colors = levels.reshape(-1)[first]
    small = (sizes < least) & (colors != _HIDDEN)
    if not small.any():
        return None
    regions, neighbors, borders = _find_borders(labels, small, colors)
    if not len(regions):
        return None
    order = np.lexsort((neighbors, sizes[neighbors], borders, regions))
    last = np.append(np.flatnonzero(np.diff(regions[order])), len(order) - 1)
    best, target = regions[order][last], neighbors[order][last]
    grows = (sizes[target] > sizes[best]) | ((sizes[target] == sizes[best]) & (target > best))
    parent = np.arange(count)
    parent[best[grows]] = target[grows]
    # Each region's number rises along the way to the one that stays, so the ways end.
    while not np.array_equal(parent, further := parent[parent]):
        parent = further
    return np.asarray(colors[parent][labels], np.int16)


def _find_borders(labels: Labels, small: Mask, colors: NDArray[np.int16]) -> tuple[Indices, Indices, Indices]:
    """Return pairs of a small region and a neighbor with a color, and how many sides they share."""
    pairs = []
    for one, other in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        differ = (one != other) & (small[one] | small[other])
        left, right = one[differ].astype(np.intp), other[differ].astype(np.intp)
        pairs += [np.stack([left, right]), np.stack([right, left])]
    regions, neighbors = np.concatenate(pairs, axis=1)
    wanted = small[regions] & (colors[neighbors] != _HIDDEN)
    codes, borders = np.unique(regions[wanted] * len(small) + neighbors[wanted], return_counts=True)
    return codes // len(small), codes % len(small), borders
