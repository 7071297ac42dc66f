"""Ordered dithering: each color becomes a mixture of swatches, which blue noise spreads."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes, Cube, chunks, codes

__all__ = ["LEVELS", "make_mask", "mix"]

_SIDE: Final = 32
#: The number of thresholds: 0 to LEVELS - 1, each once.
LEVELS: Final = _SIDE**2
_SIGMA: Final = 1.5
# Energies are whole numbers, so that equal energies are equal on every machine.
_SCALE: Final = 1 << 20
# These come from the plastic number. Their multiples, modulo 1, are points that keep apart.
_PLASTIC: Final = np.array([[0.7548776662466927], [0.5698402909980532]])


@cache
def make_mask() -> NDArray[np.intp]:
    """Return a mask of thresholds (32, 32); repeated as tiles, it has no seams.

    The method is from Ulichney, "The void-and-cluster method for dither array generation" (1993).
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
    """Points on a torus, and how crowded each place is."""

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


Indices: TypeAlias = NDArray[np.intp]

# The number of swatches in a mixture. Swatches may repeat.
_PARTS: Final = 16
# Colors are mixed in cells: one cell has two levels in each channel.
_BITS: Final = 7
_CELLS: Final = 1 << 3 * _BITS
# ITU-R BT.601. This is good enough to tell which of two swatches is darker.
_LUMA: Final = np.array([0.299, 0.587, 0.114])


def mix(image: Image, swatches: Bytes, strength: float) -> Bytes:
    """Return each pixel's swatch index (height, width); `strength`, 0 to 1, is how far a mixture may reach.

    The swatch of a pixel depends only on its color and its place, so an animation does not flicker. The
    method is from Knoll, US patent 6606166 (expired): swatches are added to a mixture one by one, and each
    makes up for the error of those before.
    """
    rows = list(chunks(image))
    present = np.zeros(_CELLS, np.bool_)
    numbers = np.zeros(_CELLS, np.intp)
    mask = make_mask() * _PARTS // LEVELS
    indices = np.empty((image.height, image.width), np.uint8)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda some: _mark(present, image.pixels[some]), rows))
        cells = np.flatnonzero(present)
        numbers[cells] = np.arange(len(cells)) * _PARTS
        mixtures = _mix_cells(cells, swatches, strength).reshape(-1)

        def look_up(some: slice) -> None:
            places = numbers[_cells(image.pixels[some])]
            tops = np.arange(some.start, some.start + len(places)) % len(mask)
            places += np.resize(mask.T, (image.width, len(mask))).T[tops]
            np.take(mixtures, places, out=indices[some], mode="clip")

        list(threads.map(look_up, rows))
    return indices


def _mark(present: NDArray[np.bool_], pixels: Bytes) -> None:
    present[_cells(pixels)] = True


def _cells(pixels: Bytes) -> NDArray[np.uint32]:
    found = codes(pixels)
    return np.asarray((found >> 1 & 0x7F) | (found >> 2 & 0x3F80) | (found >> 3 & 0x1FC000))


def _mix_cells(cells: Indices, swatches: Bytes, strength: float) -> Bytes:
    """Return the swatches (n, parts) of each cell's mixture, dark to light."""
    most = (1 << _BITS) - 1
    # The middle of a cell of two levels.
    wanted = np.stack([cells & most, cells >> _BITS & most, cells >> 2 * _BITS]) * np.float32(2) + 0.5
    darkest_first = np.argsort(swatches @ _LUMA, kind="stable")
    ordered = swatches[darkest_first]
    cube, colors = Cube(ordered), np.ascontiguousarray(ordered.T, np.float32)
    off = np.zeros_like(wanted)
    mixtures = np.empty((len(cells), _PARTS), np.uint8)
    for part in range(_PARTS):
        found = cube.nearest(np.clip(wanted + strength * off, 0, 255))
        mixtures[:, part] = found
        off += wanted - colors[:, found]
    mixtures.sort(axis=1)
    return darkest_first.astype(np.uint8)[mixtures]
