"""Weighted points in a colour space, and which of some centres is nearest to each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.threads import map_in_two

__all__ = ["Floats", "Labels", "Points"]

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

# Up to so many centres, the number of a centre fits into bits that a distance can spare.
_PACKED = 32
# Distances computed at once: they stay in the cache, and a matrix product so small (65,536 times 4
# multiplications and less) is one that OpenBLAS computes in one thread. Two threads would gain
# little, lose much on a busy machine, and round by how many they are.
_DISTANCES = 1 << 15
# So many times that are worth a second thread.
_BLOCKS = 1 << 7


@dataclass(frozen=True, eq=False)
class Points:
    """Points (n, 3) around their mean, the origin, with weights (n,) that sum to 1.

    Distances are computed in float32, as one matrix product; sums and means in float64.
    """

    offsets: Floats
    weights: Floats
    origin: Floats

    @classmethod
    def of(cls, coordinates: Floats, counts: Floats) -> Points:
        """Weigh coordinates (n, 3) by counts (n,)."""
        weights = counts / counts.sum()
        origin = np.einsum("i,ij->j", weights, coordinates)
        return cls(coordinates - origin, weights, origin)

    def __len__(self) -> int:
        return len(self.weights)

    def moved(self, shifts: Floats) -> Points:
        """Return the points with shifts (n, 3) added, around the same origin."""
        return Points(self.offsets + shifts, self.weights, self.origin)

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
    def _rows(self) -> NDArray[np.float32]:
        return np.ascontiguousarray(self._columns[:4].T)

    def nearest(self, centers: Floats) -> Labels:
        """Return the index (n,) of the centre (k, 3) nearest to each point."""
        # |x - c|^2 = (x, 1, |x|^2) . (-2 c, |c|^2, 1)
        norms = np.einsum("ij,ij->i", centers, centers)[:, np.newaxis]
        factors = np.concatenate([-2 * centers, norms, np.ones_like(norms)], axis=1)
        factors = factors.astype(np.float32)
        labels = np.empty(len(self), dtype=np.intp)
        size = max(1, _DISTANCES // len(centers))
        search = _nearest_few if len(centers) <= _PACKED else _nearest_many
        data = self._columns.T if len(centers) <= _PACKED else self._rows

        def fill(starts: range) -> None:
            for start in starts:
                labels[start : start + size] = search(data[start : start + size], factors)

        starts = range(0, len(self), size)
        if len(starts) < _BLOCKS:
            fill(starts)
            return labels
        middle = len(starts) // 2
        map_in_two(fill, (starts[:middle], starts[middle:]))
        return labels

    def nearest_two(self, centers: Floats) -> tuple[Labels, Labels]:
        """Return the indices (n,) of the nearest centre (k >= 2) of each point and of the next."""
        norms = np.einsum("ij,ij->i", centers, centers)[:, np.newaxis]
        factors = np.concatenate([-2 * centers, norms], axis=1).astype(np.float32).T
        first, second = np.empty((2, len(self)), dtype=np.intp)
        size = max(1, _DISTANCES // len(centers))
        for start in range(0, len(self), size):
            distances = self._rows[start : start + size] @ factors
            nearest = distances.argmin(axis=1)
            distances[np.arange(len(distances)), nearest] = np.inf
            first[start : start + size] = nearest
            second[start : start + size] = distances.argmin(axis=1)
        return first, second

    def sums(self, labels: Labels, k: int) -> tuple[Floats, Floats]:
        """Sum the weights (k,) and the weighted offsets (k, 3) of each label."""
        totals = [np.bincount(labels, terms, k) for terms in self.weighted]
        masses = np.bincount(labels, self.weights, k).astype(np.float64)
        return masses, np.stack(totals, axis=1)


def _nearest_many(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    # |x|^2 is the same for every centre of a row and left out.
    return np.asarray(np.argmin(rows @ factors[:, :4].T, axis=1))


def _nearest_few(rows: NDArray[np.float32], factors: NDArray[np.float32]) -> NDArray[np.signedinteger]:
    """Find the least distance with the centre's number in its lowest bits.

    The minimum over rows of k distances is the slow part of k-means with few centres: numpy has a
    fast minimum down the columns, but none that tells the place. The bits of positive floats are in
    the order of the floats; the five lowest decide between distances that differ by 4 in a million.
    """
    keys = (factors @ rows.T).view(np.int32)
    keys &= -_PACKED
    keys |= np.arange(len(factors), dtype=np.int32)[:, np.newaxis]
    return np.asarray(keys.min(axis=0) & (_PACKED - 1))
