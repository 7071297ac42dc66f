"""cluster_rows(): the colors that stand for a histogram with the least error; the only caller of cv2.kmeans.

cv2.kmeans finds the first centers on a sample. Lloyd's steps move a center only within its neighborhood, so
centers are then relocated: the cheapest mergers of two clusters pay for the most profitable cuts of others
(split and merge; Ueda, Nakano, Ghahramani and Hinton, 2000). The best centers of several such searches settle
on finer and finer cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import from_space, to_space
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Floats, Halves, Labels, Partition, Points, different
from cvpalette.engine.rounding import nearest_swatches, polished, shared_out
from cvpalette.engine.settling import Settled, half_widths, settled
from cvpalette.settings.settings import Settings, Space

__all__ = [
    "NO_SWATCHES",
    "cell_bits",
    "cluster_rows",
    "grow",
    "has_few",
    "relocate",
    "space_points",
    "working",
]

# After Lloyd's steps, a cut gains more than its first halves show. So a merger may cost up to this many times
# the gain of the first halves.
_HOPE = 4.0
_SETTLING = 3
_LEAST_GAIN = 1e-6


def grow(partition: Partition, k: int) -> Partition:
    """Cut the clusters whose cut gains most, at most half of them at a time, until there are k."""
    while len(partition) < k:
        halves = partition.halves()
        useful = int(np.count_nonzero(halves.gains > 0))
        cuts = min(k - len(partition), max(1, len(partition) // 2), useful)
        if not cuts:
            break
        chosen = np.argsort(-halves.gains, kind="stable")[:cuts]
        centers = partition.centers.copy()
        centers[chosen] = halves.one[chosen]
        seeds = np.concatenate([centers, halves.other[chosen]])
        partition = Partition.around(partition.points, seeds).refined(1)
    return partition


def relocate(partition: Partition, rounds: int, patience: int) -> Partition:
    """Move centers for `rounds` rounds, or until `patience` single moves in a row have failed."""
    limit = max(1, len(partition) // 4)
    failed: set[int] = set()
    for _ in range(rounds):
        moves = _Moves.of(partition, failed, limit)
        if not moves.cut:
            break
        trial = Partition.around(partition.points, moves.centers).refined(_SETTLING - 1)
        if trial.error < partition.error * (1 - _LEAST_GAIN):
            partition, failed = trial, set()
        elif len(moves.cut) > 1:
            limit = len(moves.cut) // 2
        else:
            failed.update(moves.cut)
            if len(failed) >= patience:
                break
    return partition


@dataclass(frozen=True, eq=False)
class _Moves:
    """The centers after some moves, and the clusters that were cut."""

    centers: Floats
    cut: list[int]

    @classmethod
    def of(cls, partition: Partition, failed: set[int], limit: int) -> _Moves:
        """Pair the cheapest mergers with the best cuts; no cluster takes part in two moves."""
        halves, (losses, partners) = partition.halves(), partition.mergers()
        moves = cls(partition.centers.copy(), [])
        busy = set(failed)
        cuts = [int(index) for index in np.argsort(-halves.gains, kind="stable")]
        for freed in np.argsort(losses, kind="stable").tolist():
            partner = int(partners[freed])
            empty = partition.masses[freed] <= 0
            if len(moves.cut) >= limit:
                break
            if freed in busy or (partner in busy and not empty):
                continue
            target = next((cut for cut in cuts if cut not in busy | {freed, partner}), None)
            if target is None or _HOPE * halves.gains[target] <= losses[freed]:
                break
            moves._move(partition, halves, freed, partner, target)
            busy |= {freed, target} if empty else {freed, partner, target}
        return moves

    def _move(self, partition: Partition, halves: Halves, freed: int, partner: int, target: int) -> None:
        """Join the freed cluster to its partner, and use its center to cut the target in two."""
        pair = [freed, partner]
        masses = partition.masses[pair]
        if masses[0] > 0:
            self.centers[partner] = masses @ partition.centers[pair] / masses.sum()
        self.centers[freed], self.centers[target] = halves.one[target], halves.other[target]
        self.cut.append(target)


Swatches = NDArray[np.uint8]

NO_SWATCHES: Final = np.empty((0, 3), dtype=np.uint8)

# Rounded swatches are polished, in at most _POLISH rounds, if rounding adds more than this fraction to the
# error.
_ROUGH = 0.005
_POLISH = 8
# A shift counts as a step of half a level if at most this part of the step is missing. Smaller shifts are
# noise.
_CLEAR = 0.2


def space_points(histogram: ColorHistogram, space: str) -> Points:
    """Return the histogram's rows as points in the space.

    They are at the anchors, whose places do not depend on the order of the pixels.
    """
    return Points.of(to_space(histogram.anchors, space), histogram.counts)


def _finish(
    histogram: ColorHistogram, points: Points, found: Settled, space: str, fixed: Swatches
) -> tuple[Swatches, Floats]:
    """Round settled centers to 8 bits; return the swatches (k, 3) and their shares (k,) of the rows.

    The centers nearest to the `fixed` colors (f, 3) become these colors.
    """
    labels, centers = points.nearest(found.centers), found.centers + points.origin
    places = to_space(fixed, space)
    at = _nearest_each(places, centers)
    centers[at] = places
    # Estimated colors correct the means of the clusters. They must not decide which rows belong to a cluster:
    # a tiny difference there may lead to another optimum.
    shifts = None if histogram.steady is None else _shifts(histogram, labels, len(centers))
    if shifts is not None:
        shifts[at] = 0
        centers = to_space(from_space(centers, space) + shifts, space)
    swatches = nearest_swatches(centers, space)
    swatches[at] = fixed
    gaps = to_space(swatches, space) - centers
    added = np.bincount(labels, points.weights, len(centers)) @ np.einsum("ij,ij->i", gaps, gaps)
    if len(swatches) > 1 and added > _ROUGH * found.error:
        moved = points
        if shifts is not None:
            moved = Points.of(to_space(histogram.anchors + shifts[labels], space), histogram.counts)
        swatches = polished(moved.pinned(places - moved.origin), swatches, space, _POLISH)
    # Rounding moves a center, and other rows may be nearest to it now. So assign the rows again.
    return shared_out(swatches, histogram, points, space, fixed=fixed)


def _nearest_each(places: Floats, centers: Floats) -> list[int]:
    """Return for each place (f, 3) the number of the nearest center (k, 3) that no place before it has."""
    gaps = ((places[:, np.newaxis] - centers) ** 2).sum(axis=2)
    found: list[int] = []
    for gap in gaps:
        gap[found] = np.inf
        found.append(int(gap.argmin()))
    return found


def _shifts(histogram: ColorHistogram, labels: Labels, k: int) -> Floats:
    """Return the difference (k, 3) between the mean color of each cluster and the mean of its anchors.

    The differences are rounded down to steps of half a level, so that noise becomes 0. This finds the colors
    of flat areas, and it does not matter which pixels were sampled.
    """
    gaps = (histogram.colors - histogram.anchors) * histogram.counts[:, np.newaxis]
    sums = np.stack([np.bincount(labels, channel, k) for channel in gaps.T], axis=1)
    totals = np.bincount(labels, histogram.counts, k)
    means = sums / np.maximum(totals, 1e-300)[:, np.newaxis]
    shifts = np.copysign(np.floor(2 * np.abs(means) + _CLEAR) / 2, means)
    return np.asarray(shifts)


# cv2.kmeans finds at most _FIRST centers. Cutting its clusters gives the other centers: that is faster and no
# worse.
_FIRST = 64
# If more starts are made than are kept, they take so many steps to be compared. Those whose errors differ by
# less than this fraction are on the way to the same optimum.
_STARTED = 4
_ALIKE = 1e-3
# In the search, cells that a border cuts count as a whole. When they are shared, another optimum may be the
# best, if its error is at most so many times the least.
_NEAR = 1.02
# Oklab needs cells of at least so many bits per channel: near black, it spreads a coarser cell over an eighth
# of its lightness.
_OKLAB = 6
# Centers are searched on cells of at least this many bits per channel.
_COARSEST = 4
# A histogram with at most this many rows is never coarsened.
_FINE = 1 << 15


class _Effort(NamedTuple):
    """How much work the search for the optimum takes: few centers are cheap to place, but hard to place well.

    The search begins from the centers that cv2.kmeans finds in each of so many `starts`, in so many `samples`
    and `steps`. It goes on from the `kept` best of them. `rows` is the number of rows per center, `rounds`
    and `patience` are for relocate(). Then the centers settle on finer and finer cells, up to `bits` per
    channel. They take `settling` rounds on each width of cells, and `last` on the finest.
    """

    starts: int
    kept: int
    rows: int
    rounds: int
    patience: int
    settling: int
    last: int
    bits: int
    samples: int = 1024
    steps: int = 6

    @classmethod
    def of(cls, k: int) -> _Effort:
        """Return the effort for k centers; the numbers come from measurements on photos, see benchmarks/."""
        if k <= 8:
            return cls(16, 2, rows=96, rounds=6, patience=2, settling=1, last=1, bits=5, samples=512, steps=2)
        if k <= 32:
            return cls(4, 4, rows=64, rounds=8, patience=2, settling=1, last=1, bits=5)
        if k <= 128:
            return cls(2, 2, rows=48, rounds=10, patience=2, settling=2, last=1, bits=6)
        return cls(1, 1, rows=16, rounds=6, patience=2, settling=3, last=2, bits=6)


def cell_bits(k: int, space: Space) -> int:
    """Return the bits per channel for counting an image that is clustered into k colors in the space."""
    bits = _Effort.of(k).bits
    return max(bits, _OKLAB) if space == "oklab" else bits


def cluster_rows(
    histogram: ColorHistogram, k: int, settings: Settings, fixed: Swatches = NO_SWATCHES
) -> tuple[Swatches, Floats]:
    """Find the k colors nearest to all pixels; the number of colors in the settings is ignored.

    The `fixed` colors (f, 3), all different, are among them, and the others are the best beside them.
    Returns swatches (k, 3) uint8 sRGB and their weights (k,), in no particular order. There are fewer if the
    histogram has fewer colors.
    """
    space = settings.space
    if has_few(histogram, k, fixed):
        colors = np.rint(histogram.colors).astype(np.uint8)
        return _merged(np.concatenate([colors, fixed]), np.append(histogram.counts, np.zeros(len(fixed))))
    if len(fixed) == k:
        return shared_out(fixed, histogram, space_points(histogram, space), space, fixed=fixed)
    effort = _Effort.of(k)
    histogram = working(histogram, k, space)
    level = _coarse(histogram, effort.rows * k)
    points = space_points(level, space)
    found = _search(*_pinned(level, points, fixed, space), k, effort, settings.seed)
    while level.bits < histogram.bits:
        centers = found.centers + points.origin
        level = histogram.coarsen(level.bits + 1)
        points = space_points(level, space)
        rounds = effort.last if level.bits == histogram.bits else effort.settling
        found = settled(*_pinned(level, points, fixed, space), centers - points.origin, rounds)
    return _finish(histogram, points, found, space, fixed)


def has_few(histogram: ColorHistogram, k: int, fixed: Swatches) -> bool:
    """Tell whether a palette of k colors with the fixed ones (f, 3) can have all colors of a histogram."""
    if len(histogram) > k or not len(fixed):
        return len(histogram) <= k
    colors = np.rint(histogram.colors).astype(np.uint8)
    return len({*map(tuple, colors.tolist()), *map(tuple, fixed.tolist())}) <= k


def _pinned(histogram: ColorHistogram, points: Points, fixed: Swatches, space: str) -> tuple[Points, Floats]:
    """Return the points with pins at the fixed colors, and half the width of each."""
    widths = np.append(half_widths(histogram, space), np.zeros(len(fixed)))
    return points.pinned(to_space(fixed, space) - points.origin), widths


def working(histogram: ColorHistogram, k: int, space: Space) -> ColorHistogram:
    """Return the histogram to work on: a coarser one if it has very many rows, else itself."""
    return histogram.coarsen(cell_bits(k, space)) if len(histogram) > _FINE else histogram


def _coarse(histogram: ColorHistogram, rows: int) -> ColorHistogram:
    for bits in range(_COARSEST, histogram.bits):
        coarse = histogram.coarsen(bits)
        if len(coarse) >= rows:
            return coarse
    return histogram


def _search(points: Points, widths: Floats, k: int, effort: _Effort, seed: int) -> Settled:
    """Return the best k centers that the search finds."""
    numbers = range(seed * effort.starts, (seed + 1) * effort.starts)
    firsts = [_seeds(points, min(k, _FIRST), number, effort) for number in numbers]
    if effort.starts > effort.kept:
        compared, errors = points.stepped(np.stack(firsts), _STARTED)
        best = different(errors, _ALIKE)[: effort.kept]
        starts = [Partition.around(points, compared[number]) for number in best]
    else:
        starts = [grow(Partition.around(points, first).refined(1), k) for first in firsts]
    ends = [relocate(start, effort.rounds, effort.patience) for start in starts]
    errors = np.array([end.error for end in ends])
    near = [
        ends[number] for number in different(errors, _LEAST_GAIN) if errors[number] <= _NEAR * errors.min()
    ]
    found = min((settled(points, widths, end.centers, 1) for end in near), key=lambda each: each.error)
    return settled(points, widths, found.centers, effort.settling - 1) if effort.settling > 1 else found


def _seeds(points: Points, k: int, seed: int, effort: _Effort) -> Floats:
    """Return the centers (k, 3) that cv2.kmeans finds in a sample.

    The sample is drawn in even steps along the cumulated weights. The pins take the places of those centers
    that are nearest to them.
    """
    steps = (np.arange(effort.samples) + 0.5) / effort.samples
    free = len(points) - points.pins
    chosen = np.searchsorted(np.cumsum(points.weights[:free]), steps).clip(max=free - 1)
    samples = points.offsets[chosen].astype(np.float32)
    # cv2 has one random generator per thread. Other code that uses cv2 shares it, so set the seed every time.
    cv2.setRNGSeed((seed + 1) & 0x7FFFFFFF)
    criteria = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, effort.steps, 0.01)
    flags = cv2.KMEANS_PP_CENTERS
    labels = np.zeros((len(samples), 1), dtype=np.int32)
    centers = cv2.kmeans(samples, k, labels, criteria, 1, flags)[2]
    found = np.asarray(centers, dtype=np.float64)
    for place in points.offsets[free:]:
        if len(found):
            found = np.delete(found, ((found - place) ** 2).sum(axis=1).argmin(), axis=0)
    return np.concatenate([found, points.offsets[free:]])


def _merged(colors: Swatches, counts: Floats) -> tuple[Swatches, Floats]:
    """Join equal colors and add their counts."""
    swatches, places = np.unique(colors, axis=0, return_inverse=True)
    return swatches, np.bincount(places.reshape(-1), counts).astype(np.float64)
