"""Relocation: move centers from where they help least to where they help most.

Lloyd's steps move a center only within its neighborhood. Relocation joins the two clusters whose merger
costs least. The freed center then cuts the cluster whose cut gains most. The method is split and merge (Ueda,
Nakano, Ghahramani and Hinton, 2000). Many centers move at a time. Moves that do not lower the error are taken
back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cvpalette.engine.partition import Floats, Halves, Partition

__all__ = ["grow", "relocate"]

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
