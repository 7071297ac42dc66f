"""settled(): moves centers to the optimum nearby, with cells that a border cuts shared by both sides.

A cell of colors is not a point. If all of it counted for the nearest center, centers would stop where no
cell changes its center any more, which is far from where they would stop on the pixels themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import cell_numbers, run_starts
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Floats, Labels, Points

__all__ = ["Settled", "half_widths", "settled"]

# The nearest two centers of a cell are looked up again after so many steps.
_STEPS = 5
# Steps go farther than to the means, and keep some of the last step's direction (Nesterov, 1983). When the
# error rises, they start again from the best centers.
_REACH = 1.5
_MOST_KEPT = 0.9
# The width of exact colors is not 0, so that a border does not divide by 0.
_LEAST_WIDTH = 1e-6
# How far a cell reaches in the space is measured once in each cell of so many bits.
_MEASURED = 3
_TINY = 1e-300
_DUST = 1e-12


def half_widths(histogram: ColorHistogram, space: str) -> Floats:
    """Return half the width (n,) of each row's cell in the space; 0 if the colors are exact.

    An interval of that width varies as much as the colors in the cell do, on average over all directions.
    """
    widths = np.zeros(len(histogram))
    if histogram.bits >= 8:
        return widths
    # The scale of the space changes slowly: it is measured in the middle row of each coarse cell.
    starts = run_starts(cell_numbers(histogram.anchors, min(_MEASURED, histogram.bits)))
    lengths = np.diff(starts, append=len(histogram))
    colors = histogram.anchors[starts + lengths // 2].astype(np.float64)
    side = float(1 << (8 - histogram.bits))
    ends = np.stack([colors + step for step in np.concatenate([np.eye(3), -np.eye(3)]) * side / 2])
    ends = to_space(ends.reshape(-1, 3), space).reshape(2, 3, -1, 3)
    # A side of length s varies by s^2 / 12, and an interval of half the width w by w^2 / 3.
    variances = ((ends[0] - ends[1]) ** 2).sum(axis=(0, 2)) / 12 / 3
    return np.repeat(np.sqrt(3 * variances), lengths)


class Settled(NamedTuple):
    """Centers (k, 3), as offsets, and the mean squared distance from all colors in the cells to them."""

    centers: Floats
    error: float


def settled(points: Points, widths: Floats, centers: Floats, rounds: int) -> Settled:
    """Return the centers after so many rounds of steps from centers (k, 3) towards the least error."""
    if len(centers) == 1:
        return Settled(np.zeros((1, 3)), points.spread + _varying(points, widths))
    found = Settled(centers, np.inf)
    for _ in range(rounds):
        found = _Borders.around(points, widths, found.centers).settled(found.centers)
    return found


@dataclass(frozen=True, eq=False)
class _Borders:
    """Cells at the borders between two centers, and the mass and the sums of all cells of each center.

    A border is between the centers `first` (p,) and `second` (p,). `places` (n, 4) are the cells' offsets and
    1, `border` (n,) is the border of each. `masses` (k,) and `sums` (k, 3) count each cell for its first
    center.
    """

    places: NDArray[np.float32]
    weights: Floats
    widths: NDArray[np.float32]
    border: Labels
    first: Labels
    second: Labels
    masses: Floats
    sums: Floats
    spread: float

    @classmethod
    def around(cls, points: Points, widths: Floats, centers: Floats) -> _Borders:
        """Look up the nearest two centers of each cell."""
        k = len(centers)
        first, second = points.nearest_two(centers)
        codes = first * k + second
        is_border = np.zeros(k * k, dtype=bool)
        is_border[codes] = True
        borders = np.flatnonzero(is_border)
        numbers = np.empty(k * k, dtype=np.intp)
        numbers[borders] = np.arange(len(borders))
        wide = np.maximum(widths, _LEAST_WIDTH).astype(np.float32)
        masses, sums = points.sums(first, k)
        places, weights, border = points.rows, points.weights, numbers[codes]
        ends = borders // k, borders % k
        spread = points.spread + _varying(points, widths)
        return cls(places, weights, wide, border, *ends, masses, sums, spread)

    def settled(self, centers: Floats) -> Settled:
        """Return the best means that steps from these centers (k, 3) lead to."""
        best = Settled(centers, np.inf)
        ahead, last, kept = centers, None, 0
        for _ in range(_STEPS):
            step = self._step(ahead)
            if step.error > best.error:
                ahead, last, kept = best.centers, None, 0
                continue
            best = step
            reached = ahead + _REACH * (step.centers - ahead)
            ahead = reached
            if last is not None:
                ahead = reached + min(_MOST_KEPT, kept / (kept + 3)) * (reached - last)
            last, kept = reached, kept + 1
        return best

    def _step(self, centers: Floats) -> Settled:
        """Return the mean of what each center (k, 3) gets."""
        one, other = centers[self.first], centers[self.second]
        normals = other - one
        lengths = np.sqrt(np.einsum("ij,ij->i", normals, normals)) + _TINY
        normals /= lengths[:, np.newaxis]
        middles = np.einsum("ij,ij->i", normals, one + other) / 2
        planes = np.concatenate([-normals, middles[:, np.newaxis]], axis=1).astype(np.float32)
        # How far each cell is from the border, on the side of its first center.
        distances = np.einsum("ij,ij->i", self.places, planes.take(self.border, axis=0))
        cut = np.flatnonzero(distances < self.widths)
        widths, border = self.widths[cut], self.border[cut]
        inside = np.clip(distances[cut], -widths, widths)
        given = self.weights[cut] * ((widths - inside) / (2 * widths))
        # The part beyond the border lies farther that way than the whole cell.
        beyond = given * (widths + inside) / 2
        borders, k = len(self.first), len(centers)
        moved = np.stack([_added(border, given * axis, borders) for axis in self.places[cut, :3].T], axis=1)
        moved += _added(border, beyond, borders)[:, np.newaxis] * normals
        lost = _added(border, given, borders)
        won = self.masses + _added(self.second, lost, k)
        masses = won - _added(self.first, lost, k)
        gained = [_added(self.second, axis, k) - _added(self.first, axis, k) for axis in moved.T]
        sums = self.sums + np.stack(gained, axis=1)
        # What rounding leaves of a center that has lost all its cells is no mass.
        is_used = masses > _DUST * won
        means = np.where(is_used[:, np.newaxis], sums / np.where(is_used, masses, 1)[:, np.newaxis], centers)
        squares = np.einsum("ij,ij->i", means, means)
        return Settled(means, max(0.0, self.spread - float((masses * squares)[is_used].sum())))


def _varying(points: Points, widths: Floats) -> float:
    """Return how much colors vary in the cells: by w^2 / 3 in each direction if half the width is w."""
    # A product of matrices would use several threads, which take longer.
    return float((points.weights * widths * widths).sum())


def _added(numbers: Labels, values: Floats, count: int) -> Floats:
    """Return the sum (count,) of the values (n,) of each number (n,)."""
    return np.bincount(numbers, values, count).astype(np.float64)
