"""Ordered dithering: each color becomes a mixture of swatches, which a mask of thresholds spreads."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.quantizing.dithers import MASKS
from cvpalette.quantizing.mapping import Bytes, chunks, codes
from cvpalette.quantizing.mixing import Mixing

__all__ = ["LEVELS", "find_mask", "make_bayer", "make_mask", "mix"]

_SIDE: Final = MASKS["blue-noise"]
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


def make_bayer(side: int) -> NDArray[np.intp]:
    """Return Bayer's mask of thresholds (side, side), where `side` is a power of two.

    Bayer, "An optimum method for two-level rendition of continuous-tone pictures", ICC (1973).
    """
    mask = np.zeros((1, 1), np.intp)
    while len(mask) < side:
        mask = np.block([[4 * mask, 4 * mask + 2], [4 * mask + 3, 4 * mask + 1]])
    return mask


def find_mask(dither: str) -> NDArray[np.intp]:
    """Return the mask (n, n) of an ordered dither: thresholds 0 to n * n - 1, each once."""
    return make_mask() if dither == "blue-noise" else make_bayer(MASKS[dither])


Indices: TypeAlias = NDArray[np.intp]

# The number of swatches in a mixture for blue noise; swatches may repeat. In linear light, one white in
# sixteen is as bright as a dark gray, level 71. So shadows need more parts. Bayer's masks have a part for
# each of their thresholds.
_PARTS: Final = 16
_LINEAR_PARTS: Final = 64
# Colors are mixed in cells: one cell has two levels in each channel. With more parts it has four, so that all
# mixtures take no more than 128 MB.
_BITS: Final = 7
_FEWER_BITS: Final = 6
_MOST_PARTS: Final = 256
# Cells mixed at a time.
_BLOCK: Final = 1 << 14
# ITU-R BT.601. This is good enough to tell which of two swatches is darker.
_LUMA: Final = np.array([0.299, 0.587, 0.114])


def mix(image: Image, swatches: Bytes, mask: NDArray[np.intp], strength: float, *, linear: bool) -> Bytes:
    """Return each pixel's swatch index (height, width); `strength`, 0 to 1, is how far a mixture may reach.

    The swatch of a pixel depends only on its color and its place, so an animation does not flicker. The
    method is from Knoll, US patent 6606166 (expired): swatches are added to a mixture one by one, and each
    makes up for the error of those before.
    """
    rows = list(chunks(image))
    parts = mask.size
    if parts > _MOST_PARTS:
        parts = _LINEAR_PARTS if linear else _PARTS
    bits = _BITS if parts <= _LINEAR_PARTS else _FEWER_BITS
    present = np.zeros(1 << 3 * bits, np.bool_)
    numbers = np.zeros(1 << 3 * bits, np.intp)
    places = mask * parts // mask.size
    indices = np.empty((image.height, image.width), np.uint8)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda some: _mark(present, image.pixels[some], bits), rows))
        cells = np.flatnonzero(present)
        numbers[cells] = np.arange(len(cells)) * parts
        mixtures = np.empty((len(cells), parts), np.uint8)
        mixer = _Mixer(swatches, strength, bits, linear=linear)

        def fill(start: int) -> None:
            mixtures[start : start + _BLOCK] = mixer.mix(cells[start : start + _BLOCK], parts)

        list(threads.map(fill, range(0, len(cells), _BLOCK)))
        flat = mixtures.reshape(-1)

        def look_up(some: slice) -> None:
            found = numbers[_cells(image.pixels[some], bits)]
            tops = np.arange(some.start, some.start + len(found)) % len(places)
            found += np.resize(places.T, (image.width, len(places))).T[tops]
            np.take(flat, found, out=indices[some], mode="clip")

        list(threads.map(look_up, rows))
    return indices


def _mark(present: NDArray[np.bool_], pixels: Bytes, bits: int) -> None:
    present[_cells(pixels, bits)] = True


def _cells(pixels: Bytes, bits: int) -> NDArray[np.uint32]:
    """Return the number of each pixel's cell (h, w): red in the lowest `bits`, then green, then blue."""
    found, most, dropped = codes(pixels), (1 << bits) - 1, 8 - bits
    red, green = found >> dropped & most, found >> 2 * dropped & most << bits
    return np.asarray(red | green | found >> 3 * dropped & most << 2 * bits)


class _Mixer:
    """Finds the mixtures of swatches for cells of colors."""

    def __init__(self, swatches: Bytes, strength: float, bits: int, *, linear: bool) -> None:
        self._bits = bits
        self._darkest_first = np.argsort(swatches @ _LUMA, kind="stable")
        ordered = swatches[self._darkest_first]
        self._mixing = Mixing(ordered, linear=linear, exact_grays=True)
        self._strength = np.float32(strength)
        # The swatch of a cell that has one: it is not mixed, so its flat areas have no dots.
        self._own = dict(zip(_cells(ordered[np.newaxis], bits)[0].tolist(), range(len(ordered)), strict=True))

    def mix(self, cells: Indices, parts: int) -> Bytes:
        """Return the swatches (n, parts) of each cell's mixture, dark to light."""
        bits, most = self._bits, (1 << self._bits) - 1
        steps = np.stack([cells & most, cells >> bits & most, cells >> 2 * bits], axis=1)
        # The level just below the middle in dark cells, and the one above it in light cells.
        levels = (steps << 8 - bits) + (1 << 7 - bits) - (steps <= most // 2)
        levels[steps == 0], levels[steps == most] = 0, 255
        wanted = self._mixing.values(levels.astype(np.uint8))
        off = np.zeros_like(wanted)
        mixtures = np.empty((parts, len(cells)), np.uint8)
        for part in range(parts):
            found = self._mixing.nearest(wanted + self._strength * off)
            mixtures[part] = found
            off += wanted
            off -= self._mixing.colors.take(found, axis=1)
        mixtures.sort(axis=0)
        for cell, own in self._own.items():
            mixtures[:, cells == cell] = own
        return self._darkest_first.astype(np.uint8)[mixtures.T]
