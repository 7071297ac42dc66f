"""Points shared out among centres: k-means with weights, and the halves of its clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cvpalette.engine.points import Floats, Labels, Points

__all__ = ["Halves", "Partition"]

_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class Partition:
    """Centres (k, 3), offsets from the points' origin, each the mean of the points it won.

    `masses` (k,) are the shares of the weight, `labels` (n,) the centre of each point, `error` the
    mean squared distance from the points to the means of their clusters.
    """

    points: Points
    centers: Floats
    masses: Floats
    labels: Labels
    error: float

    @classmethod
    def around(cls, points: Points, centers: Floats) -> Partition:
        """Give each point to the nearest centre and move each centre to the mean of its points."""
        return cls.of(points, points.nearest(centers), centers)

    @classmethod
    def of(cls, points: Points, labels: Labels, centers: Floats) -> Partition:
        """Move each centre that has points to their mean."""
        masses, sums = points.sums(labels, len(centers))
        means = sums / np.maximum(masses, _TINY)[:, np.newaxis]
        means = np.where(masses[:, np.newaxis] > 0, means, centers)
        error = points.spread - float(masses @ _squares(means))
        return cls(points, means, masses, labels, error)

    def __len__(self) -> int:
        return len(self.masses)

    def refined(self, rounds: int, tolerance: float = 0.0) -> Partition:
        """Repeat Lloyd's step until the error falls by a fraction below the tolerance."""
        best = self
        for _ in range(rounds):
            step = Partition.around(best.points, best.centers)
            gain = best.error - step.error
            best = step if gain > 0 else best
            if gain <= tolerance * best.error:
                break
        return best

    def error_of(self, centers: Floats) -> float:
        """Return the mean squared distance from the points to other centres, cluster by cluster."""
        return self.error + float((self.masses * _squares(self.centers - centers)).sum())

    def halves(self) -> Halves:
        """Cut each cluster in two across its main axis, at its mean."""
        axes = self._main_axes()
        levels = np.einsum("ij,ij->i", axes, self.centers)
        heights = np.einsum("ij,ij->i", self.points.offsets, axes[self.labels])
        sides = 2 * self.labels + (heights > levels[self.labels])
        masses, sums = self.points.sums(sides, 2 * len(self))
        means = sums / np.maximum(masses, _TINY)[:, np.newaxis]
        one, other = means[::2], means[1::2]
        return Halves(_ward(masses[::2], masses[1::2], _squares(one - other)), one, other)

    def mergers(self) -> tuple[Floats, Labels]:
        """Return what merging each centre with its cheapest partner costs, and that partner."""
        gaps = _squares(self.centers[:, np.newaxis] - self.centers)
        costs = _ward(self.masses[:, np.newaxis], self.masses, gaps)
        np.fill_diagonal(costs, np.inf)
        partners = costs.argmin(axis=1)
        return costs[np.arange(len(self)), partners], partners

    def joined(self, k: int) -> Partition:
        """Join the two clusters that it costs least to, one pair after another, until there are k."""
        centers, masses = self.centers.copy(), self.masses.copy()
        costs = _ward(masses[:, np.newaxis], masses, _squares(centers[:, np.newaxis] - centers))
        np.fill_diagonal(costs, np.inf)
        is_left = np.ones(len(self), dtype=bool)
        for _ in range(len(self) - k):
            one, other = divmod(int(costs.argmin()), len(self))
            pair = [one, other]
            total = max(float(masses[pair].sum()), _TINY)
            centers[one], masses[one] = masses[pair] @ centers[pair] / total, total
            costs[other], costs[:, other], is_left[other] = np.inf, np.inf, False
            joining = _ward(masses[one], masses, _squares(centers - centers[one]))
            joining[~is_left], joining[one] = np.inf, np.inf
            costs[one], costs[:, one] = joining, joining
        return Partition.around(self.points, centers[is_left])

    def _main_axes(self) -> Floats:
        """Return the direction (k, 3) in which each cluster varies most."""
        sums = [np.bincount(self.labels, terms, len(self)) for terms in self.points.products]
        moments = np.stack(sums, axis=1) / np.maximum(self.masses, _TINY)[:, np.newaxis]
        squares = moments[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
        means = self.centers[:, :, np.newaxis] * self.centers[:, np.newaxis, :]
        axes: Floats = np.linalg.eigh(squares - means)[1][:, :, 2]
        return axes


class Halves(NamedTuple):
    """By how much a cut lowers the error (k,), and the means (k, 3) on both sides of it."""

    gains: Floats
    one: Floats
    other: Floats


def _squares(vectors: Floats) -> Floats:
    return np.asarray(np.einsum("...i,...i->...", vectors, vectors))


def _ward(one: Floats | np.float64, other: Floats, gaps: Floats) -> Floats:
    """Return what joining two clusters adds to the error (Ward, 1963): masses, squared distance."""
    return np.asarray(one * other / np.maximum(one + other, _TINY) * gaps)
