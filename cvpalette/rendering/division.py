"""divide(): a length in parts by weights; pure Python."""

from collections.abc import Sequence
from math import floor

__all__ = ["divide"]


def divide(length: int, weights: Sequence[float], least: int) -> list[int]:
    """Divide a length by weights, no part under `least` pixels; returns the edges, or none for no room."""
    if least * len(weights) > length:
        return []
    small: set[int] = set()
    while True:
        room = length - least * len(small)
        rest = sum(weight for at, weight in enumerate(weights) if at not in small)
        found = {at for at, weight in enumerate(weights) if at not in small and weight / rest * room < least}
        if not found:
            break
        small |= found
    edges, reached = [0], 0.0
    for at, weight in enumerate(weights):
        reached += least if at in small else weight / rest * room
        # round() would go to even numbers, and leave parts of one pixel none.
        edges.append(floor(reached + 0.5))
    return edges
