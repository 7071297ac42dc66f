"""make_mask(): blue noise, thresholds of which those near in value lie far apart."""

from functools import cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEVELS", "make_mask"]

_SIDE: Final = 32
#: How many thresholds there are: 0 to LEVELS - 1, each once.
LEVELS: Final = _SIDE**2
_SIGMA: Final = 1.5
# Energies are whole numbers: what is equal is so on every machine.
_SCALE: Final = 1 << 20
# Multiples of these, the plastic number's, are points that keep their distance.
_PLASTIC: Final = np.array([[0.7548776662466927], [0.5698402909980532]])


@cache
def make_mask() -> NDArray[np.intp]:
    """Return thresholds (32, 32); tiles of them have no seam.

    Ulichney, "The void-and-cluster method for dither array generation" (1993).
    """
    points = _Points(*(_PLASTIC * np.arange(1, LEVELS // 10) % 1 * _SIDE).astype(np.intp))
    while points.take_crowded() != points.put_lonely():
        pass
    ranks = np.empty(LEVELS, np.intp)
    first = points.copy()
    for rank in reversed(range(points.count)):
        ranks[first.take_crowded()] = rank
    for rank in range(points.count, LEVELS):
        ranks[points.put_lonely()] = rank
    ranks.flags.writeable = False
    return ranks.reshape(_SIDE, _SIDE)


class _Points:
    """Points on a torus, and how crowded each place is by them."""

    def __init__(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        distance = np.minimum(np.arange(_SIDE), _SIDE - np.arange(_SIDE)) ** 2
        bell = np.exp(-(distance[:, None] + distance) / (2 * _SIGMA**2))
        self._bells = np.tile(np.rint(bell * _SCALE).astype(np.int64), (2, 2))
        self._energy = np.zeros((_SIDE, _SIDE), np.int64)
        self._taken = np.zeros(LEVELS, np.bool_)
        for place in np.unique(rows * _SIDE + columns):
            self._set(int(place), taken=True)

    @property
    def count(self) -> int:
        return int(self._taken.sum())

    def copy(self) -> Self:
        rows, columns = np.divmod(np.flatnonzero(self._taken), _SIDE)
        return type(self)(rows, columns)

    def take_crowded(self) -> int:
        place = int(np.where(self._taken, self._energy.reshape(-1), -1).argmax())
        self._set(place, taken=False)
        return place

    def put_lonely(self) -> int:
        most = np.iinfo(np.int64).max
        place = int(np.where(self._taken, most, self._energy.reshape(-1)).argmin())
        self._set(place, taken=True)
        return place

    def _set(self, place: int, *, taken: bool) -> None:
        row, column = divmod(place, _SIDE)
        bell = self._bells[_SIDE - row : 2 * _SIDE - row, _SIDE - column : 2 * _SIDE - column]
        self._energy += bell if taken else -bell
        self._taken[place] = taken
