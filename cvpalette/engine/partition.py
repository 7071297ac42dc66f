"""Assign weighted points to centers: the steps of k-means with weights, and cuts and joins of clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.threads import map_in_two

__all__ = ["Floats", "Halves", "Labels", "Partition", "Points", "different"]

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
Search = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.signedinteger]]

# Up to this many centers, the number of a center fits into the bits that a distance can spare.
_PACKED = 32
# Distances computed at once. They stay in the cache, and OpenBLAS computes such a small matrix product (at
# most 65,536 times 4 multiplications) in one thread. More threads would gain little, would lose much on a
# busy machine, and their number would change the rounding.
_DISTANCES = 1 << 15
# The weight of a pin. All other points together move a center at it by a ten thousandth of their distance. A
# heavier one would leave fewer digits for their errors.
_PIN = 1e4
# From this many blocks of distances on, a second thread saves time.
_BLOCKS = 1 << 7


@dataclass(frozen=True, eq=False)
class Points:
    """Points as offsets (n, 3) from their mean, the origin, with weights (n,) that sum to 1.

    The last `pins` points are pins, whose weights come in addition. A pin is so heavy that a center at it
    stays there, whatever else the center gets. So a search that knows nothing of pins finds the best centers
    beside those that are fixed.

    Distances are computed in float32, as one matrix product. Sums and means are computed in float64.
    """

    offsets: Floats
    weights: Floats
    origin: Floats
    pins: int = 0

    @classmethod
    def of(cls, coordinates: Floats, counts: Floats) -> Points:
        """Return points at coordinates (n, 3), weighted by counts (n,)."""
        weights = counts / counts.sum()
        origin = np.einsum("i,ij->j", weights, coordinates)
        return cls(coordinates - origin, weights, origin)

    def pinned(self, places: Floats) -> Points:
        """Return the points with pins at offsets (p, 3)."""
        if not len(places):
            return self
        weights = np.concatenate([self.weights, np.full(len(places), _PIN)])
        return Points(np.concatenate([self.offsets, places]), weights, self.origin, len(places))

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def spread(self) -> float:
        """The mean squared distance from the origin."""
        return float((self.weights * self._squares).sum())

    @cached_property
    def weighted(self) -> Floats:
        """Offsets times weights (3, n)."""
        return np.ascontiguousarray((self.offsets * self.weights[:, np.newaxis]).T)

    @cached_property
    def products(self) -> list[Floats]:
        """The six products of two offsets, times weights, each (n,): xx, xy, xz, yy, yz, zz."""
        x, y, z = self.offsets.T
        wx, wy, wz = self.weighted
        return [wx * x, wx * y, wx * z, wy * y, wy * z, wz * z]

    @cached_property
    def _squares(self) -> Floats:
        return np.asarray(np.einsum("ij,ij->i", self.offsets, self.offsets))

    @cached_property
    def _columns(self) -> NDArray[np.float32]:
        ones = np.ones(len(self))
        return np.stack([*self.offsets.T, ones, self._squares]).astype(np.float32)

    @cached_property
    def rows(self) -> NDArray[np.float32]:
        """Offsets and a 1 (n, 4)."""
        return np.ascontiguousarray(self._columns[:4].T)

    def nearest(self, centers: Floats) -> Labels:
        """Return the index (n,) of the center (k, 3) nearest to each point."""
        search = _nearest_few if len(centers) <= _PACKED else _nearest_many
        return self._search(centers, search, 1).reshape(-1)

    def nearest_two(self, centers: Floats) -> tuple[Labels, Labels]:
        """Return for each point the index (n,) of its nearest and of its second nearest center; k is >= 2."""
        found = self._search(centers, _two_of_few if len(centers) <= _PACKED else _two_of_many, 2)
        return found[0], found[1]

    def spreads(self, centers: Floats) -> Floats:
        """Return how far (k,) its nearest points are from each center (k, 3): a root mean square."""
        labels = self.nearest(centers)
        gaps = _squares(self.offsets - centers[labels])
        masses = np.bincount(labels, self.weights, len(centers))
        squares = np.bincount(labels, self.weights * gaps, len(centers))
        return np.asarray(np.sqrt(squares / np.maximum(masses, _TINY)))

    def stepped(self, starts: Floats, steps: int) -> tuple[Floats, Floats]:
        """Return several sets of centers (s, k, 3) after Lloyd's steps, each set by itself; k is at most 32.

        Also returns the errors (s,) that the last step led to. For few centers, most of the time of a step is
        that of the calls. All sets together take little more.
        """
        count, k, _ = starts.shape
        numbers = k * np.arange(count)[:, np.newaxis]
        weights, weighted = np.tile(self.weights, count), np.tile(self.weighted, count)
        errors = np.full(count, np.inf)
        for _ in range(steps):
            norms = np.einsum("ski,ski->sk", starts, starts)[:, :, np.newaxis]
            factors = np.concatenate([-2 * starts, norms, np.ones_like(norms)], axis=2).astype(np.float32)
            factors = factors.reshape(-1, 5)
            size = _DISTANCES // len(factors)
            blocks = [self._columns[:, start : start + size].T for start in range(0, len(self), size)]
            nearest = [_nearest_of_each(block, factors, k) for block in blocks]
            labels = (np.concatenate(nearest, axis=1) + numbers).reshape(-1)
            masses = np.bincount(labels, weights, count * k)[:, np.newaxis]
            sums = np.stack([np.bincount(labels, terms, count * k) for terms in weighted], axis=1)
            means = np.where(masses > 0, sums / np.maximum(masses, _TINY), starts.reshape(-1, 3))
            starts = means.reshape(starts.shape)
            errors = self.spread - (masses[:, 0] * _squares(means)).reshape(count, k).sum(axis=1)
        return starts, errors

    def _search(self, centers: Floats, search: Search, count: int) -> Labels:
        """Return `count` indices (count, n) for each point, found in blocks of distances."""
        # |x - c|^2 = (x, 1, |x|^2) . (-2 c, |c|^2, 1)
        norms = np.einsum("ij,ij->i", centers, centers)[:, np.newaxis]
        factors = np.concatenate([-2 * centers, norms, np.ones_like(norms)], axis=1).astype(np.float32)
        if len(centers) > _PACKED:
            # |x|^2 is left out: it is the same for all centers of a point.
            factors = np.ascontiguousarray(factors[:, :4].T)
        found = np.empty((count, len(self)), dtype=np.intp)
        size = max(1, _DISTANCES // len(centers))
        data = self._columns.T if len(centers) <= _PACKED else self.rows

        def fill(starts: range) -> None:
            for start in starts:
                found[:, start : start + size] = search(data[start : start + size], factors)

        starts = range(0, len(self), size)
        if len(starts) < _BLOCKS:
            fill(starts)
            return found
        middle = len(starts) // 2
        map_in_two(fill, (starts[:middle], starts[middle:]))
        return found

    def sums(self, labels: Labels, k: int) -> tuple[Floats, Floats]:
        """Sum the weights (k,) and the weighted offsets (k, 3) of each label."""
        totals = [np.bincount(labels, terms, k) for terms in self.weighted]
        masses = np.bincount(labels, self.weights, k).astype(np.float64)
        return masses, np.stack(totals, axis=1)


def _multiply(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product of two matrices of finite numbers.

    OpenBLAS reckons in blocks. If a matrix is smaller, it may read beyond it and drop what comes of that, but
    NumPy warns of the invalid numbers that it met there.
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(first @ second)


def _nearest_many(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    return np.asarray(np.argmin(_multiply(rows, factors), axis=1))


def _two_of_many(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    distances = _multiply(rows, factors)
    first = distances.argmin(axis=1)
    distances.reshape(-1)[first + np.arange(0, distances.size, distances.shape[1])] = np.inf
    return np.stack([first, distances.argmin(axis=1)])


def _nearest_few(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    return np.asarray(_keys(rows, factors).min(axis=0) & (_PACKED - 1))


def _nearest_of_each(
    rows: NDArray[np.float32], factors: NDArray[np.float32], k: int
) -> NDArray[np.signedinteger]:
    """Return the number (s, n) of the nearest center in each set of k."""
    keys = _keys(rows, factors).reshape(-1, k, len(rows))
    # The numbers of the centers count on from set to set, modulo _PACKED.
    first = k * np.arange(len(keys))[:, np.newaxis]
    return np.asarray((keys.min(axis=1) - first) & (_PACKED - 1))


def _two_of_few(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    keys = _keys(rows, factors)
    first, second = np.minimum(keys[0], keys[1]), np.maximum(keys[0], keys[1])
    greater = np.empty_like(first)
    for row in keys[2:]:
        np.maximum(first, row, out=greater)
        np.minimum(first, row, out=first)
        np.minimum(second, greater, out=second)
    return np.stack([first, second]) & (_PACKED - 1)


def _keys(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the distances (k, n) as integers, with the number of the center in the lowest bits of each.

    With few centers, the slow part of k-means is to find the least of k distances in each row. numpy has a
    fast minimum down the columns, but it does not tell the place of the minimum. Here the number in the
    lowest bits tells the place. This works because positive floats have the same order as their bits. The
    five lowest bits matter only if distances differ by less than 4 in a million.
    """
    keys = _multiply(factors, rows.T).view(np.int32)
    keys &= -_PACKED
    keys |= np.arange(len(factors), dtype=np.int32)[:, np.newaxis]
    return keys


_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class Partition:
    """Points assigned to centers (k, 3); each center is the mean of its points, as offset from the origin.

    `masses` (k,) are the centers' shares of the weight. `labels` (n,) are the indices of the points' centers.
    `error` is the mean squared distance from the points to the means of their clusters.
    """

    points: Points
    centers: Floats
    masses: Floats
    labels: Labels
    error: float

    @classmethod
    def around(cls, points: Points, centers: Floats) -> Partition:
        """Assign each point to its nearest center, and move each center to the mean of its points."""
        return cls.of(points, points.nearest(centers), centers)

    @classmethod
    def of(cls, points: Points, labels: Labels, centers: Floats) -> Partition:
        """Move each center to the mean of its points; a center without points stays."""
        masses, sums = points.sums(labels, len(centers))
        means = sums / np.maximum(masses, _TINY)[:, np.newaxis]
        means = np.where(masses[:, np.newaxis] > 0, means, centers)
        # Rounding must not make it less than nothing.
        error = max(0.0, points.spread - float(masses @ _squares(means)))
        return cls(points, means, masses, labels, error)

    def __len__(self) -> int:
        return len(self.masses)

    def refined(self, rounds: int) -> Partition:
        """Repeat Lloyd's step at most `rounds` times; it stops earlier if a step does not lower the error."""
        best = self
        for _ in range(rounds):
            step = Partition.around(best.points, best.centers)
            if step.error >= best.error:
                break
            best = step
        return best

    def halves(self) -> Halves:
        """Cut each cluster in two: at its mean, across its main axis."""
        axes = self._main_axes()
        levels = np.einsum("ij,ij->i", axes, self.centers)
        heights = np.einsum("ij,ij->i", self.points.offsets, axes[self.labels])
        sides = 2 * self.labels + (heights > levels[self.labels])
        masses, sums = self.points.sums(sides, 2 * len(self))
        means = sums / np.maximum(masses, _TINY)[:, np.newaxis]
        one, other = means[::2], means[1::2]
        return Halves(_ward(masses[::2], masses[1::2], _squares(one - other)), one, other)

    def mergers(self) -> tuple[Floats, Labels]:
        """Return the cost (k,) of merging each center with its cheapest partner, and the partners (k,)."""
        gaps = _squares(self.centers[:, np.newaxis] - self.centers)
        costs = _ward(self.masses[:, np.newaxis], self.masses, gaps)
        np.fill_diagonal(costs, np.inf)
        partners = costs.argmin(axis=1)
        return costs[np.arange(len(self)), partners], partners

    def _main_axes(self) -> Floats:
        """Return the direction (k, 3) in which each cluster varies most."""
        sums = [np.bincount(self.labels, terms, len(self)) for terms in self.points.products]
        moments = np.stack(sums, axis=1) / np.maximum(self.masses, _TINY)[:, np.newaxis]
        squares = moments[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
        means = self.centers[:, :, np.newaxis] * self.centers[:, np.newaxis, :]
        axes: Floats = np.linalg.eigh(squares - means)[1][:, :, 2]
        return axes


class Halves(NamedTuple):
    """Cuts of clusters: how much each one lowers the error (k,), and the means (k, 3) on both sides of it."""

    gains: Floats
    one: Floats
    other: Floats


def _squares(vectors: Floats) -> Floats:
    return np.asarray(np.einsum("...i,...i->...", vectors, vectors))


def _ward(one: Floats | np.float64, other: Floats, gaps: Floats) -> Floats:
    """Return how much the error grows when two clusters are joined (Ward, 1963).

    `one` and `other` are the masses of the clusters, `gaps` are the squared distances between their centers.
    """
    return np.asarray(one * other / np.maximum(one + other, _TINY) * gaps)


def different(errors: Floats, tolerance: float) -> list[int]:
    """Return the places of the errors (n,), the least first, without those that equal the one before.

    Errors are equal if they differ by no more than this fraction.
    """
    kept: list[int] = []
    for place in np.argsort(errors, kind="stable").tolist():
        if not kept or errors[place] > errors[kept[-1]] * (1 + tolerance):
            kept.append(place)
    return kept
