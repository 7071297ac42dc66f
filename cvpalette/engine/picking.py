"""pick_colors(): the colors that a person would pick from a picture, not those that stand for its pixels.

K-means serves all pixels alike. So half of a palette goes to a gray wall, and the mean of many leaves is
dull. A person asks which colors there are. So each color gets a weight, and it is not the number of its
pixels: a color that is rare, colorful, or lies together weighs more for each pixel. Then k colors are chosen
so that the weights are least far away from them.

The numbers are from a comparison with the palettes that people picked from pictures, see benchmarks/.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import from_space, to_space
from cvpalette.engine.counting import chances
from cvpalette.engine.medoids import exchanged
from cvpalette.engine.partition import different
from cvpalette.engine.spreads import CELL, Floats, Reals, Spreads, blurred, compressed

__all__ = ["count_strong", "pick_colors"]

# A color that fills a part p of the picture weighs p^(1 - _RARITY) in all. Colors within about _NEAR belong
# to it.
_NEAR: Final = 4.0
_RARITY: Final = 0.6
# A color of this chroma weighs four times as much as gray. The chroma is of Oklab, scaled to be like that of
# CIELAB, and seen from a part of the picture's mean color: people see past a yellow varnish.
_COLORFUL: Final = 10.0
_CAST: Final = 0.25
_OKLAB_SCALE: Final = 10 / 3
# A color whose pixels lie all over the picture weighs less than one whose pixels lie together.
_SPREAD: Final = 4.0
# Every pixel has some weight too.
_PLAIN: Final = 0.02
# What covers less of the picture is noise.
_LEAST_SHARE: Final = 2.5e-5

# Only the heaviest colors count, and the heaviest of these can be chosen.
_HEAVIEST: Final = 450
_CANDIDATES: Final = 220
# With more colors to choose, so many colors count and can be chosen for each of them.
_MORE: Final = 12
_MORE_CANDIDATES: Final = 4
_FEW: Final = 32
# The choice begins from so many random starts, which take so many steps (Weiszfeld, 1937). The best go on:
# so many, divided by the number of colors.
_STARTS: Final = 80
_STEPS: Final = 6
_KEPT: Final = 36
_STARTS_OF_MANY: Final = 2
# Each seed has so many random numbers of its own, as a power of two.
_SEED_BITS: Final = 20
_ALIKE: Final = 1e-3
_LEAST_DISTANCE: Final = 0.5
_TINY: Final = 1e-300
# How strong a color is, is up to the colors so near to it.
_AROUND: Final = 15.0
# A chosen color becomes the mean of what is so close to it: the choice itself depends more on noise.
_CLOSE: Final = 5.0


def pick_colors(spreads: Spreads, k: int, fixed: NDArray[np.uint8], seed: int) -> Floats:
    """Return the colors (k, 3) sRGB, 0 to 255, that a person would pick; fewer if there are fewer.

    `fixed` (f, 3) are colors that are there anyway; they are not returned, and k does not count them.
    """
    if k < 1:
        return np.empty((0, 3))
    colors = _Weighed.of(spreads, fixed)
    return from_space(colors.means(colors.chosen(k, seed)), "lab")


def count_strong(spreads: Spreads, fixed: NDArray[np.uint8], reach: float, part: float, most: int) -> int:
    """Return how many colors it takes until no strong color is farther than `reach` from all of them.

    A color is strong if the colors around it that are farther than `reach` from all have this `part` of the
    weight. `fixed` (f, 3) are colors that are there anyway and are not counted. The number is at most `most`.
    """
    return _Weighed.of(spreads, fixed).count(reach, part, most)


@dataclass(frozen=True, eq=False)
class _Weighed:
    """Colors `lab` (n, 3), the heaviest first, their `weights` (n,), and their `places` (n, 3).

    Distances between places are close to CIEDE2000. `kept` (n,) is the distance of each color from the
    nearest color that is there anyway.
    """

    lab: Floats
    weights: Floats
    places: Floats
    kept: Reals

    @classmethod
    def of(cls, spreads: Spreads, fixed: NDArray[np.uint8]) -> _Weighed:
        """Weigh the colors; `fixed` (f, 3) are there anyway."""
        weights = _weights(spreads)
        order = np.argsort(-weights, kind="stable")
        lab = spreads.colors[order]
        places = compressed(lab).astype(np.float64)
        there = compressed(to_space(fixed, "lab").reshape(-1, 3))
        return cls(lab, weights[order], places, _distances(places, there).min(axis=1, initial=np.inf))

    def heaviest(self, count: int) -> _Weighed:
        """Return only so many colors."""
        return _Weighed(self.lab[:count], self.weights[:count], self.places[:count], self.kept[:count])

    def chosen(self, k: int, seed: int) -> list[int]:
        """Return the rows of k colors with which the weighted distances to the nearest are least in sum."""
        rows = self.heaviest(max(_HEAVIEST, _MORE * k))
        candidates = self.heaviest(max(_CANDIDATES, _MORE_CANDIDATES * k))
        if len(candidates.lab) <= k:
            return list(range(len(candidates.lab)))
        starts = _STARTS if k <= _FEW else _STARTS_OF_MANY
        numbers = chances(starts * k, seed << _SEED_BITS).reshape(starts, k) / (1 << 32)
        centers, costs = candidates.settled(candidates.seeds(numbers))
        gaps = _distances(rows.places, candidates.places)
        best: tuple[float, list[int]] = np.inf, []
        for start in different(costs, _ALIKE)[: max(2, _KEPT // k)]:
            found = _nearest_rows(candidates.places, centers[start])
            if k <= _FEW:
                found = exchanged(gaps, rows.weights, rows.kept, found)
            distances = np.minimum(gaps[:, found].min(axis=1), rows.kept)
            best = min(best, (float((rows.weights * distances).sum()), found))
        return best[1]

    def means(self, rows: list[int]) -> Floats:
        """Return the mean CIELAB (k, 3) of what is nearest to each chosen row, and close to it."""
        gaps = _distances(self.places, self.places[rows])
        owners = np.where(gaps.min(axis=1) <= self.kept, gaps.argmin(axis=1), -1)
        owners[rows] = np.arange(len(rows))
        means = np.empty((len(rows), 3))
        for number, gap in enumerate(gaps.T):
            parts = self.weights * np.exp(-(gap**2) / (2 * _CLOSE**2)) * (owners == number)
            means[number] = np.einsum("i,ij->j", parts, self.lab) / parts.sum()
        return means

    def count(self, reach: float, part: float, most: int) -> int:
        """Return how many colors it takes, see count_strong()."""
        rows = self.heaviest(_HEAVIEST)
        weights = rows.weights / self.weights.sum()
        gaps = _distances(rows.places, rows.places)
        is_around, is_near = gaps <= _AROUND, gaps <= reach
        is_open = rows.kept > reach
        count = 0
        while count < most:
            left = weights * is_open
            if (is_around * left).sum(axis=1).max() < part:
                break
            is_open &= ~is_near[int((is_near * left).sum(axis=1).argmax())]
            count += 1
        return count

    def seeds(self, numbers: Floats) -> Floats:
        """Return centers (s, k, 3): each a random place, by its weight times its distance to those before.

        This is k-means++ (Arthur and Vassilvitskii, 2007) for distances that are not squared. `numbers`
        (s, k) are random, 0 to 1.
        """
        has_kept = bool(np.isfinite(self.kept).all())
        nearest = np.tile(self.kept if has_kept else np.ones(len(self.places)), (len(numbers), 1))
        found = np.empty(numbers.shape, dtype=np.intp)
        for turn, chance in enumerate(numbers.T):
            sums = np.cumsum(nearest * self.weights, axis=1)
            marks = (chance * sums[:, -1])[:, np.newaxis]
            found[:, turn] = (sums < marks).sum(axis=1).clip(max=len(self.places) - 1)
            gaps = _distances(self.places[found[:, turn]], self.places)
            nearest = np.minimum(nearest, gaps) if turn or has_kept else gaps
        return np.asarray(self.places[found])

    def settled(self, centers: Floats) -> tuple[Floats, Floats]:
        """Move centers (s, k, 3) to lower weighted distances; return them, and their costs (s,) before.

        Each step moves a center to the mean of its places, weighted by weight over distance (Weiszfeld,
        1937). The worse half is given up in every second step.
        """
        columns = self.places.T.astype(np.float32)
        squares = np.einsum("ij,ij->j", columns, columns)
        costs = np.empty(0)
        for step in range(_STEPS):
            if step and step % 2 == 0:
                centers = centers[np.argsort(costs, kind="stable")[: -(-len(centers) // 2)]]
            count, k, _ = centers.shape
            flat = centers.astype(np.float32)
            # Each product of matrices is so small that it starts no threads.
            gaps = np.matmul(-2 * flat, columns)
            gaps += np.einsum("ski,ski->sk", flat, flat)[:, :, np.newaxis]
            labels = gaps.argmin(axis=1)
            distances = np.sqrt(np.maximum(gaps.min(axis=1) + squares, _LEAST_DISTANCE**2))
            costs = np.einsum("sn,n->s", np.minimum(distances, self.kept), self.weights)
            pulls = (self.weights * (distances < self.kept) / distances).reshape(-1)
            groups = (labels + k * np.arange(count)[:, np.newaxis]).reshape(-1)
            masses = np.bincount(groups, pulls, count * k)[:, np.newaxis]
            sums = [np.bincount(groups, pulls * np.tile(axis, count), count * k) for axis in self.places.T]
            means = np.stack(sums, axis=1) / np.maximum(masses, _TINY)
            centers = np.where(masses > 0, means, centers.reshape(-1, 3)).reshape(centers.shape)
        return centers, costs


def _weights(spreads: Spreads) -> Floats:
    """Return the weight (n,) of each color; they sum to 1."""
    shares, lab = spreads.shares, spreads.colors
    near = blurred(spreads.numbers, shares, _NEAR / CELL)
    oklab = to_space(from_space(lab, "lab").clip(0, 255), "oklab")
    casts = oklab[:, 1:] - _CAST * (shares @ oklab[:, 1:])
    chroma = _OKLAB_SCALE * np.sqrt(np.einsum("ij,ij->i", casts, casts))
    weights = shares * near**-_RARITY * (1 + chroma / _COLORFUL) ** 2
    weights *= np.exp(-_SPREAD * np.sqrt(spreads.spreads))
    is_seen = shares >= _LEAST_SHARE
    if is_seen.any():
        weights[~is_seen] = 0
    return np.asarray((1 - _PLAIN) * weights / weights.sum() + _PLAIN * shares)


def _distances(places: Reals, others: Reals) -> Reals:
    """Return the distances (n, m) from places (n, 3) to others (m, 3)."""
    # A product of matrices would be faster, but would start threads that others may need more.
    gaps = np.zeros((len(places), len(others)), dtype=np.float32)
    for one, other in zip(places.T.astype(np.float32), others.T.astype(np.float32), strict=True):
        gap = one[:, np.newaxis] - other
        gap *= gap
        gaps += gap
    return np.sqrt(gaps, out=gaps)


def _nearest_rows(candidates: Floats, centers: Floats) -> list[int]:
    """Return for each center (k, 3) the nearest candidate that no center before it has."""
    gaps = _distances(centers, candidates)
    rows: list[int] = []
    for number in range(len(centers)):
        rows.append(int(gaps[number].argmin()))
        gaps[:, rows[-1]] = np.inf
    return rows
