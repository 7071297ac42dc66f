"""FlatArt: chooses the palette of flat art from its exact flat colors, and from others if these cost less."""

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
# What is of no edge is content, such as a photo in a page. If there are more flat colors than swatches,
# content gets swatches by its part, from _LARGE on.
_LARGE = 0.1
# Large content is a product upon a backdrop if all flat colors but the heaviest have less than this part of
# its pixels. JPEG makes flat colors of it by chance: those that are not common take at most half the places.
_MUCH_LESS = 0.5
# Flat colors with this share come before any content.
_COMMON = 0.004
# A palette of at most _READ colors is read by a person, as 'auto' finds them. Larger ones are to draw the
# image with.
_READ = 32
# Flat colors do not stand for an image with much content, or with many more of them, if they have so many
# times the squared distance of others: _FAR, but _TOO_FAR for up to _SMALL colors, unless it is a product.
_SMALL = 8
_TOO_FAR = 3.0
_FAR = 1.25
# A flat color stands for its cluster exactly if it has at least this part of the pixels there.
_MOST_OF_CLUSTER = 0.8
# Only the heaviest flat colors can be chosen if there are more.
_MOST_FLAT = 256
_ROUNDS = 8
# 'auto' shows every flat color with this share, and the others if they are needed.
_LEAST_AUTO = 0.002


@dataclass(frozen=True, eq=False)
class FlatArt:
    """Flat colors (m, 3) with their pixels (m,), the heaviest first, and the rows of all other colors.

    `is_content` (n,) tells which of the other rows do not come from edges. The `present` colors are all
    those of the image.
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
    def common(self) -> Swatches:
        """Its flat colors that are common, the heaviest first."""
        return np.asarray(self.colors[self.shares >= _COMMON])

    @property
    def shares(self) -> Floats:
        """The part of all pixels that each flat color (m,) has."""
        return np.asarray(self.counts / (self.counts.sum() + self.rest.total))

    def choose(
        self, k: int, fixed: Swatches, space: str, cluster: Clustering, *, snap: bool = False
    ) -> tuple[Swatches, Floats]:
        """Return k colors (k, 3) and their shares; the `fixed` ones (f, 3) are among them.

        A person may read up to 32 colors. Then flat colors come first, and all others are colors of the image
        too. With more, the error decides: a flat color stays if it is common, or most of its cluster. The
        others are then colors of the image only with `snap`.
        """
        histogram = self.histogram
        points = Points.of(to_space(histogram.anchors, space), histogram.counts)
        search = _Search(self, histogram, points, fixed, space, cluster)
        if k > _READ:
            present = self.present if snap else None
            found = search.clustered(k, present)
            return shared_out(found, histogram, points, space, present=present, fixed=fixed)
        chosen = search.flat_first(k)
        is_few = k - len(fixed) < len(self.colors) and k > _SMALL
        if (is_few or search.content >= _LARGE) and k > len(fixed):
            nearest = search.clustered(k, self.present)
            limit = _FAR if k > _SMALL or search.is_product else _TOO_FAR
            if search.cost(chosen) > limit * search.cost(nearest):
                chosen = nearest
        return shared_out(chosen, histogram, points, space, present=self.present, fixed=fixed)

    def cover(self, tolerance: float, most: int, fixed: Swatches) -> Swatches:
        """Return the fewest colors, at most `most`, that no flat color differs from visibly.

        They are the fixed colors (f, 3) and flat ones. The tolerance is a CIEDE2000.
        """
        lab, chosen = to_space(self.colors, "lab"), _tuples(fixed)
        places = list(to_space(fixed, "lab"))
        for index in np.flatnonzero(self.shares >= _LEAST_AUTO).tolist():
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

    def exchanged(self, fixed: list[Color], k: int, space: str) -> list[Color]:
        """Return the fixed colors and those k flat colors that stand for all with the least squared distance.

        Colors are chosen one by one. Then each is exchanged for another one while that helps.
        """
        places = to_space(self.colors, space)
        weights = self._weights(space)
        colors = self.colors[:_MOST_FLAT]
        # The gap in row i, column j is that of flat color j to candidate i.
        gaps = ((places[: len(colors), np.newaxis] - places) ** 2).sum(axis=2)
        nearest = np.full(len(places), np.inf)
        if fixed:
            anchors = to_space(np.array(fixed, dtype=np.uint8), space)
            nearest = ((places[:, np.newaxis] - anchors) ** 2).sum(axis=2).min(axis=1)
        is_fixed = np.isin(cell_numbers(colors, _EXACT), cell_numbers(_array(fixed), _EXACT))
        chosen: list[int] = []

        def best(without: list[int]) -> int:
            seen = np.minimum(nearest, gaps[without].min(axis=0)) if without else nearest
            # The first color has no distance yet: any finite one will do.
            costs = np.minimum(np.minimum(seen, 1e9), gaps) @ weights
            costs[is_fixed] = np.inf
            costs[without] = np.inf
            return int(costs.argmin())

        free = len(colors) - int(is_fixed.sum())
        for _ in range(min(k, free)):
            chosen.append(best(chosen))
        for _ in range(_ROUNDS if len(chosen) < free else 0):
            before = list(chosen)
            for slot in range(len(chosen)):
                chosen[slot] = best(chosen[:slot] + chosen[slot + 1 :])
            if chosen == before:
                break
        return fixed + _tuples(colors[chosen])

    def _weights(self, space: str) -> Floats:
        """Return the pixels of each flat color (m,), together with those of the edges nearest to it."""
        edges = self.rest.only(~self.is_content)
        if not len(edges):
            return self.counts
        points = Points.of(to_space(edges.colors, space), edges.counts)
        labels = points.nearest(to_space(self.colors, space) - points.origin)
        return self.counts + np.bincount(labels, edges.counts, len(self.counts))


@dataclass(frozen=True, eq=False)
class _Search:
    """The search for colors of flat art: all its pixels as points, and the colors (f, 3) that are fixed."""

    art: FlatArt
    histogram: ColorHistogram
    points: Points
    fixed: Swatches
    space: str
    cluster: Clustering

    @property
    def content(self) -> float:
        """The part of the pixels that neither flat colors nor edges explain."""
        return float(self.art.rest.counts[self.art.is_content].sum() / self.histogram.total)

    @property
    def is_product(self) -> bool:
        """Whether it is a photo of a product upon a backdrop."""
        content = self.content
        return content >= _LARGE and bool(self.art.shares[1:].sum() < _MUCH_LESS * content)

    def flat_first(self, k: int) -> Swatches:
        """Return the fixed colors, flat ones, and if these are too few the best others beside them."""
        art, content, chosen = self.art, self.content, _tuples(self.fixed)
        free = [color for color in _tuples(art.colors) if color not in chosen]
        common = [color for color in _tuples(art.common) if color not in chosen]
        others = k - len(chosen)
        if self.is_product and 2 * len(free) > others:
            free = common
        more = others - len(free)
        if more < 0:
            more = round(others * content) if content >= _LARGE else 0
            if len(common) <= others:
                chosen += common
                more = min(more, others - len(common))
        flat = _array(art.exchanged(chosen, k - len(chosen) - more, self.space))
        return self._filled(flat, len(flat) + more, art.present)

    def clustered(self, k: int, present: PresentColors | None = None) -> Swatches:
        """Return the k colors with about the least error: the fixed ones, flat ones, and the best others.

        A flat color stays if it is most of a cluster, and common ones stay if they are few, but of few colors
        only fixed ones do. The others are `present` colors if these are given.
        """
        means = np.concatenate([self.fixed, self.cluster(self.histogram, k - len(self.fixed), self.fixed)])
        flat = self.fixed if k <= _SMALL else self._staying(means)
        if len(flat) == len(self.fixed):
            return self._with_others(flat, means[len(flat) :], present)
        return self._filled(flat, k, present)

    def _staying(self, means: Swatches) -> Swatches:
        """Return the fixed colors, and those flat ones that stay beside the best colors (k, 3)."""
        labels = self.points.nearest(to_space(means, self.space) - self.points.origin)
        masses = np.bincount(labels, self.points.weights, len(means))
        # The first rows are the flat colors, the heaviest first.
        colors, common = self.art.colors, len(self.art.common)
        stays = self.points.weights[: len(colors)] >= _MOST_OF_CLUSTER * masses[labels[: len(colors)]]
        if 2 * common <= len(means) - len(self.fixed):
            stays[:common] = True
        flat = dict.fromkeys(_tuples(self.fixed) + _tuples(colors[stays]))
        return _array(list(flat)[: len(means)])

    def cost(self, colors: Swatches) -> float:
        """Return the sum of the squared distances of all pixels from the nearest color."""
        places = to_space(colors, self.space) - self.points.origin
        labels = self.points.nearest(places)
        return float(((self.points.offsets - places[labels]) ** 2).sum(axis=1) @ self.points.weights)

    def _filled(self, colors: Swatches, k: int, present: PresentColors | None) -> Swatches:
        """Return k colors: these (n, 3), and those others that lower the error most beside them."""
        if k <= len(colors):
            return colors
        return self._with_others(colors, self.cluster(self.histogram, k - len(colors), colors), present)

    def _with_others(self, colors: Swatches, others: Swatches, present: PresentColors | None) -> Swatches:
        """Return the colors (n, 3) and the others (m, 3), or the present colors nearest to the others."""
        if present is not None:
            others = snapped(others, present, self.space, _tuples(colors))
        return np.concatenate([colors, others])


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


def _array(colors: list[Color]) -> Swatches:
    return np.array(colors, dtype=np.uint8).reshape(-1, 3)


def _tuples(colors: Swatches) -> list[Color]:
    return [(red, green, blue) for red, green, blue in colors.tolist()]
