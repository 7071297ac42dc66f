"""Choose k of many candidates so that rows are least far from the nearest one: k-medoids with weights."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["exchanged", "greedy", "seeded"]

#: How far each row (n) is from each candidate (c): distances, or their squares.
Gaps: TypeAlias = NDArray[Any]
Weights: TypeAlias = NDArray[Any]

_EXCHANGES: Final = 256
# A part of the cost. Gains are sums in single precision, and smaller ones are noise.
_LEAST_GAIN: Final = 1e-6


def exchanged(
    gaps: Gaps, weights: Weights, kept: Weights, rows: list[int], limit: int = _EXCHANGES
) -> list[int]:
    """Exchange one chosen candidate for another while the cost falls; return the candidates chosen then.

    The cost is the sum of the `weights` (n,) times the distance to the nearest chosen candidate; `gaps`
    (n, c) are the distances. `kept` (n,) is the distance of each row from what is there anyway. What each
    exchange gains is found for all of them at once (Schubert and Rousseeuw, 2019).
    """
    weights, kept = weights.astype(np.float32)[:, np.newaxis], kept[:, np.newaxis]
    found, every = list(rows), np.arange(len(gaps))
    for _ in range(limit):
        chosen = np.concatenate([gaps[:, found], kept], axis=1)
        first = chosen.argmin(axis=1)
        nearest = chosen[every, first][:, np.newaxis]
        chosen[every, first] = np.inf
        second = chosen.min(axis=1)[:, np.newaxis]
        # What is nearer to a new candidate goes to it. What the old one had goes there or to its second.
        closer = np.minimum(gaps - nearest, 0) * weights
        moved = (np.minimum(gaps, second) - nearest) * weights - closer
        change = np.stack([moved[first == number].sum(axis=0) for number in range(len(found))])
        change += closer.sum(axis=0)
        change[:, found] = np.inf
        old, new = divmod(int(change.argmin()), change.shape[1])
        if change[old, new] >= -_LEAST_GAIN * float((nearest * weights).sum()):
            break
        found[old] = new
    return found


def greedy(gaps: Gaps, weights: Weights, kept: Weights, k: int) -> list[int]:
    """Return k candidates, each the one that lowers the cost most beside those before it."""
    weights, nearest = weights.astype(np.float32), kept.astype(np.float32)[:, np.newaxis]
    found: list[int] = []
    for _ in range(k):
        costs = np.einsum("n,nc->c", weights, np.minimum(gaps, nearest))
        costs[found] = np.inf
        found.append(int(costs.argmin()))
        nearest = np.minimum(nearest, gaps[:, found[-1], np.newaxis])
    return found


def seeded(gaps: Gaps, weights: Weights, kept: Weights, numbers: NDArray[np.float64]) -> list[int]:
    """Return candidates, each the nearest to a random row, for each of the random `numbers` (k,), 0 to 1.

    A row is drawn by its weight times its distance to what was chosen before (Arthur and Vassilvitskii,
    2007).
    """
    nearest = kept if np.isfinite(kept).all() else np.ones(len(gaps))
    is_first = not np.isfinite(kept).all()
    found: list[int] = []
    for chance in numbers:
        sums = np.cumsum(nearest * weights)
        row = min(int(np.searchsorted(sums, chance * sums[-1])), len(gaps) - 1)
        near = gaps[row].copy()
        near[found] = np.inf
        found.append(int(near.argmin()))
        gap = gaps[:, found[-1]]
        nearest, is_first = gap if is_first else np.minimum(nearest, gap), False
    return found
