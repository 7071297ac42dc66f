"""FlatArt: chooses the palette of flat art from its exact flat colors, and only then from all others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import cell_numbers
from cvpalette.engine.flat import LEAST_FLAT, is_on_line
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Floats, Points
from cvpalette.engine.present import Color, PresentColors
from cvpalette.engine.rounding import shared_out, snapped

__all__ = ["FlatArt"]

Swatches = NDArray[np.uint8]
Bools = NDArray[np.bool_]
#: Finds the colors (k, 3) of a histogram that are best beside others (f, 3).
Clustering = Callable[[ColorHistogram, int, Swatches], Swatches]

_EXACT: Final = 8
# A color is of an edge if it is so near the line between two of the heaviest flat colors, or so near one of
# them.
_EDGE = 8.0
_BESIDE = 24.0
_HEAVIEST = 6
# What is of no edge is content, such as a photo in a page, if it has this part of the pixels. If there are
# more flat colors than swatches, content gets swatches by its part, from _LARGE on.
_CONTENT = 0.005
_LARGE = 0.1
# Large content is a product upon a backdrop if all flat colors but the heaviest have less than this part of
# its pixels. JPEG makes flat colors of it by chance: those that are not common take at most half the places.
_MUCH_LESS = 0.5
# Flat colors with this share come before any content.
_COMMON = 0.004
# Flat colors do not stand for an image with much content if others have this part of their squared distance.
_TOO_FAR = 3.0
_ROUNDS = 8
# 'auto' shows every flat color with this share, and the others if they are needed.
_LEAST_AUTO = 0.002


@dataclass(frozen=True, eq=False)
class FlatArt:
    """Flat colors (m, 3) with their pixels (m,), the heaviest first, and the rows of all other colors.

    `is_content` (n,) tells which of the other rows do not come from edges. All that is chosen is `present`.
    """

    colors: Swatches
    counts: Floats
    rest: ColorHistogram
    is_content: Bools
    present: PresentColors

    @classmethod
    def of(cls, histogram: ColorHistogram) -> FlatArt | None:
        """Return the flat art of a histogram; None if its flat colors cover less than half of it."""
        flat, present = histogram.flat, histogram.present
        if flat is None or present is None or flat.bits < _EXACT:
            return None
        if flat.total < LEAST_FLAT * histogram.total:
            return None
        order = np.argsort(-flat.counts, kind="stable")
        colors = np.rint(flat.colors[order]).astype(np.uint8)
        rest = _without(histogram, flat)
        return cls(colors, flat.counts[order], rest, _content(rest.colors, colors), present)

    @property
    def histogram(self) -> ColorHistogram:
        """All pixels, with a row for each flat color."""
        colors = np.concatenate([self.colors.astype(np.float32), self.rest.colors])
        return ColorHistogram(colors, np.concatenate([self.counts, self.rest.counts]))

    @property
    def seen(self) -> ColorHistogram:
        """Its flat colors, and its content: what a person sees, without the mixed colors of edges."""
        content = self.rest.only(self.is_content)
        colors = np.concatenate([self.colors.astype(np.float32), content.colors])
        return ColorHistogram(colors, np.concatenate([self.counts, content.counts]))

    @property
    def _shares(self) -> Floats:
        return np.asarray(self.counts / (self.counts.sum() + self.rest.total))

    def choose(self, k: int, fixed: Swatches, space: str, cluster: Clustering) -> tuple[Swatches, Floats]:
        """Return k colors (k, 3) and their shares; the `fixed` ones (f, 3) are among them.

        Flat colors come first. If there are too few of them, other colors of the image are added.
        """
        chosen = _tuples(fixed)
        free = [color for color in _tuples(self.colors) if color not in chosen]
        common = [color for color in _tuples(self.colors[self._shares >= _COMMON]) if color not in chosen]
        others = k - len(chosen)
        content = float(self.rest.counts[self.is_content].sum() / self.histogram.total)
        is_product = content >= _LARGE and self._shares[1:].sum() < _MUCH_LESS * content
        if is_product and 2 * len(free) > others:
            free = common
        more = others - len(free)
        if more < 0:
            more = round(others * content) if content >= _LARGE else 0
            if len(common) <= others:
                chosen += common
                more = min(more, others - len(common))
        chosen = self._exchanged(chosen, k - len(chosen) - more, space)
        if more > 0:
            chosen += self._others(more, content, chosen, space, lambda rows, k: cluster(rows, k, fixed))
        histogram = self.histogram
        points = Points.of(to_space(histogram.anchors, space), histogram.counts)
        if content >= _LARGE and others > 0:
            taken = _tuples(fixed)
            means = cluster(histogram, others, fixed)
            nearest = taken + _tuples(snapped(means, self.present, space, taken))
            if _cost(points, chosen, space) > _TOO_FAR * _cost(points, nearest, space):
                chosen = nearest
        return shared_out(_array(chosen), histogram, points, space, present=self.present, fixed=fixed)

    def cover(self, tolerance: float, most: int, fixed: Swatches) -> Swatches:
        """Return the fewest colors, at most `most`, that no flat color differs from visibly.

        They are the fixed colors (f, 3) and flat ones. The tolerance is a CIEDE2000.
        """
        lab, chosen = to_space(self.colors, "lab"), _tuples(fixed)
        places = list(to_space(fixed, "lab"))
        for index in np.flatnonzero(self._shares >= _LEAST_AUTO).tolist():
            is_seen = not places or bool(ciede2000(np.array(places), lab[index]).min() > tolerance)
            if is_seen and len(chosen) < most:
                places.append(lab[index])
                chosen += _tuples(self.colors[index : index + 1])
        return _array(chosen or _tuples(self.colors[:1]))

    def nearest(self, color: Swatches, reach: int) -> Swatches:
        """Return the flat color within `reach` levels of a color (3,), else the nearest present color."""
        gaps = np.abs(self.colors.astype(int) - color).max(axis=1)
        if gaps.min() <= reach:
            return np.asarray(self.colors[int(gaps.argmin())])
        return np.asarray(snapped(color[np.newaxis], self.present, "lab")[0])

    def _exchanged(self, fixed: list[Color], k: int, space: str) -> list[Color]:
        """Return the fixed colors and those k flat colors that stand for all with the least squared distance.

        Colors are chosen one by one. Then each is exchanged for another one while that helps.
        """
        places = to_space(self.colors, space)
        weights = self._weights(space)
        gaps = ((places[:, np.newaxis] - places) ** 2).sum(axis=2)
        nearest = np.full(len(places), np.inf)
        if fixed:
            anchors = to_space(np.array(fixed, dtype=np.uint8), space)
            nearest = ((places[:, np.newaxis] - anchors) ** 2).sum(axis=2).min(axis=1)
        is_fixed = np.isin(cell_numbers(self.colors, _EXACT), cell_numbers(_array(fixed), _EXACT))
        chosen: list[int] = []

        def best(without: list[int]) -> int:
            seen = np.minimum(nearest, gaps[without].min(axis=0)) if without else nearest
            # The first color has no distance yet: any finite one will do.
            costs = np.minimum(np.minimum(seen, 1e9), gaps) @ weights
            costs[is_fixed] = np.inf
            costs[without] = np.inf
            return int(costs.argmin())

        free = len(places) - int(is_fixed.sum())
        for _ in range(min(k, free)):
            chosen.append(best(chosen))
        for _ in range(_ROUNDS if len(chosen) < free else 0):
            before = list(chosen)
            for slot in range(len(chosen)):
                chosen[slot] = best(chosen[:slot] + chosen[slot + 1 :])
            if chosen == before:
                break
        return fixed + _tuples(self.colors[chosen])

    def _weights(self, space: str) -> Floats:
        """Return the pixels of each flat color (m,), together with those of the edges nearest to it."""
        edges = self.rest.only(~self.is_content)
        if not len(edges):
            return self.counts
        points = Points.of(to_space(edges.colors, space), edges.counts)
        labels = points.nearest(to_space(self.colors, space) - points.origin)
        return self.counts + np.bincount(labels, edges.counts, len(self.counts))

    def _others(
        self,
        k: int,
        content: float,
        taken: list[Color],
        space: str,
        cluster: Callable[[ColorHistogram, int], Swatches],
    ) -> list[Color]:
        """Return k present colors that are not taken: of the content if it is enough, else of all rest."""
        source = self.rest
        if content >= _CONTENT and np.count_nonzero(self.is_content) > k:
            source = self.rest.only(self.is_content)
        if not len(source):
            return []
        return _tuples(snapped(cluster(source, k), self.present, space, taken))


def _without(histogram: ColorHistogram, flat: ColorHistogram) -> ColorHistogram:
    """Return the histogram without the pixels of the flat colors."""
    numbers = cell_numbers(histogram.colors, histogram.bits)
    rows = np.searchsorted(numbers, cell_numbers(np.rint(flat.colors), histogram.bits)).clip(
        max=len(numbers) - 1
    )
    length = len(histogram)
    counts = histogram.counts - np.bincount(rows, flat.counts, length)
    sums = histogram.colors * histogram.counts[:, np.newaxis]
    for channel in range(3):
        sums[:, channel] -= np.bincount(rows, flat.counts * flat.colors[:, channel], length)
    # Sums round: what is left of a cell may be a tiny part of a pixel.
    is_left = counts > np.maximum(1e-3, 1e-6 * histogram.counts)
    colors = (sums[is_left] / counts[is_left, np.newaxis]).clip(0, 255).astype(np.float32)
    return ColorHistogram(colors, counts[is_left], histogram.bits)


def _content(colors: NDArray[np.float32], flat: Swatches) -> Bools:
    """Tell which colors (n, 3) are no mixes of flat colors (m, 3), and near none of them."""
    found = np.ones(len(colors), dtype=bool)
    heaviest = flat[:_HEAVIEST].astype(np.float64)
    for color in heaviest:
        found &= np.abs(colors - color).max(axis=1) > _BESIDE
    for one, other in combinations(heaviest, 2):
        found[found] = ~is_on_line(colors[found], one, other, _EDGE)
    return found


def _cost(points: Points, colors: list[Color], space: str) -> float:
    """Return the sum of the squared distances of all pixels from the nearest color."""
    places = to_space(_array(colors), space) - points.origin
    labels = points.nearest(places)
    return float(((points.offsets - places[labels]) ** 2).sum(axis=1) @ points.weights)


def _array(colors: list[Color]) -> Swatches:
    return np.array(colors, dtype=np.uint8).reshape(-1, 3)


def _tuples(colors: Swatches) -> list[Color]:
    return [(red, green, blue) for red, green, blue in colors.tolist()]
