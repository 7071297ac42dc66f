"""Despeckle an indexed image: give small regions the swatch of a neighbor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.quantizing.mapping import Bytes

__all__ = ["count_regions", "despeckle"]

Numbers: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]
# Regions, the neighbor of each, and how many sides of pixels they share.
_Ends: TypeAlias = tuple[Numbers, Numbers, Numbers]


def despeckle(indices: Bytes, least: int, hidden: Mask | None = None) -> Bytes:
    """Return swatch indices (h, w) whose regions have at least so many pixels.

    A region is pixels of one swatch that are connected by their sides. A smaller one takes the swatch of the
    neighbor with which it shares most of its border, and of two such the larger. `hidden` (h, w) are pixels
    without a color: they are no region, and stay as they are. A region stays small if it has no neighbor.
    """
    if least <= 1:
        return indices
    levels = _mark_hidden(indices, hidden)
    labels, count = _find_regions(levels)
    colors = np.empty(count, np.int16)
    colors[labels] = levels
    del levels
    graph = _Graph.of(labels, colors, least)
    region = np.arange(count, dtype=np.int32)
    while (merged := graph.merge(least)) is not None:
        numbers, graph = merged
        region = numbers[region]
    found = graph.colors[region].astype(np.uint8)[labels]
    return found if hidden is None else np.where(hidden, indices, found)


def count_regions(indices: Bytes, hidden: Mask | None = None) -> int:
    """Return how many regions swatch indices (h, w) have; hidden pixels are none."""
    labels, count = _find_regions(_mark_hidden(indices, hidden))
    if hidden is None or not hidden.any():
        return count
    return count - len(np.unique(labels[hidden]))


_HIDDEN: Final = -1
# Pixels whose borders are looked for at once.
_CHUNK: Final = 1 << 20


def _mark_hidden(indices: Bytes, hidden: Mask | None) -> NDArray[np.int16]:
    levels = indices.astype(np.int16)
    if hidden is not None:
        levels[hidden] = _HIDDEN
    return levels


def _find_regions(levels: NDArray[np.int16]) -> tuple[Numbers, int]:
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


@dataclass(frozen=True, eq=False)
class _Graph:
    """Regions with their `sizes` in pixels and `colors`, and borders with a small region at an end.

    A border is between the regions `one` and `other`, of different colors, and so many `sides` of pixels
    long. Hidden regions have none.
    """

    sizes: Numbers
    colors: NDArray[np.int16]
    one: Numbers
    other: Numbers
    sides: Numbers

    @classmethod
    def of(cls, labels: Numbers, colors: NDArray[np.int16], least: int) -> "_Graph":
        """Find the borders of labeled pixels (h, w)."""
        count = len(colors)
        sizes = np.bincount(labels.reshape(-1), minlength=count).astype(np.int32)
        shown, small = colors != _HIDDEN, sizes < least
        codes = []
        step = max(1, _CHUNK // labels.shape[1])
        for top in range(0, len(labels), step):
            rows, below = labels[top : top + step], labels[top + 1 : top + step + 1]
            for near, far in ((rows[:, :-1], rows[:, 1:]), (rows[: len(below)], below)):
                wanted = (near != far) & (small[near] | small[far]) & shown[near] & shown[far]
                low, high = np.minimum(near, far)[wanted], np.maximum(near, far)[wanted]
                codes.append(low.astype(np.int64) * count + high)
        found = np.concatenate(codes)
        codes.clear()
        return cls._joined(sizes, colors, found, None)

    @classmethod
    def _joined(
        cls, sizes: Numbers, colors: NDArray[np.int16], codes: NDArray[np.int64], sides: Numbers | None
    ) -> "_Graph":
        """Join borders of the same two regions; a code is the lower number times all, plus the other."""
        if sides is None:
            codes.sort()
        else:
            order = np.argsort(codes, kind="stable")
            codes, sides = codes[order], sides[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        if sides is None:
            lengths = np.diff(starts, append=len(codes)).astype(np.int32)
        else:
            lengths = np.add.reduceat(sides, starts) if len(starts) else sides
        codes = codes[starts]
        one, other = (each.astype(np.int32) for each in (codes // len(sizes), codes % len(sizes)))
        return cls(sizes, colors, one, other, lengths)

    def merge(self, least: int) -> "tuple[Numbers, _Graph] | None":
        """Return the new number of each region, and the graph after small ones were merged; or None.

        A region merges only into a larger one, or one of its size with a higher number. So no two exchange
        their swatches. One whose neighbor is smaller waits for the next round.
        """
        target = self._choose_neighbors(self.sizes < least)
        found = np.flatnonzero(target >= 0)
        if not len(found):
            return None
        into = target[found]
        sizes = self.sizes
        grows = (sizes[into] > sizes[found]) | ((sizes[into] == sizes[found]) & (into > found))
        parent = np.arange(len(sizes), dtype=np.int32)
        parent[found[grows]] = into[grows]
        parent = _follow(parent)
        # The colors of regions that met may be equal now. The lowest number stays.
        colors = self.colors[parent]
        same = colors[self.one] == colors[self.other]
        itself = np.arange(len(parent), dtype=np.int32)
        pairs = [itself, self.one[same]], [parent, self.other[same]]
        root = _connect(len(parent), *map(np.concatenate, pairs))
        is_root = root == np.arange(len(root))
        numbers = (np.cumsum(is_root, dtype=np.int32) - 1)[root]
        count = int(is_root.sum())
        merged = np.bincount(numbers, sizes, count).astype(np.int32)
        one, other = numbers[self.one], numbers[self.other]
        stays = (one != other) & ((merged[one] < least) | (merged[other] < least))
        one, other = one[stays], other[stays]
        codes = np.minimum(one, other).astype(np.int64) * count + np.maximum(one, other)
        return numbers, self._joined(merged, colors[is_root], codes, self.sides[stays])

    def _choose_neighbors(self, small: Mask) -> Numbers:
        """Return for each small region the neighbor with most border, or else the larger; -1 is none."""
        ends = [
            (one[small[one]], other[small[one]], self.sides[small[one]])
            for one, other in ((self.one, self.other), (self.other, self.one))
        ]
        ends = _keep_best(ends, len(small), lambda end: end[2])
        ends = _keep_best(ends, len(small), lambda end: self.sizes[end[1]])
        target = np.full(len(small), -1, np.int32)
        for region, neighbor, _ in ends:
            np.maximum.at(target, region, neighbor)
        return target


def _keep_best(ends: list[_Ends], count: int, rank: Callable[[_Ends], Numbers]) -> list[_Ends]:
    """Return of the borders of each region those with the highest rank."""
    best = np.zeros(count, np.int32)
    for end in ends:
        np.maximum.at(best, end[0], rank(end))
    kept = [rank(end) == best[end[0]] for end in ends]
    return [(end[0][some], end[1][some], end[2][some]) for end, some in zip(ends, kept, strict=True)]


def _follow(parent: Numbers) -> Numbers:
    """Return where each way from parent to parent ends."""
    while not np.array_equal(parent, further := parent[parent]):
        parent = further
    return parent


def _connect(count: int, one: Numbers, other: Numbers) -> Numbers:
    """Return the lowest number that each of so many numbers is connected with, by pairs of them."""
    root = np.arange(count, dtype=np.int32)
    while True:
        ends = root[one], root[other]
        low, high = np.minimum(*ends), np.maximum(*ends)
        apart = low != high
        if not apart.any():
            return root
        np.minimum.at(root, high[apart], low[apart])
        root = _follow(root)
