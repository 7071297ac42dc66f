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


Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.intp]

# The number of swatches in a mixture for blue noise; swatches may repeat. In linear light, one white in
# sixteen is as bright as a dark gray, level 71. So shadows need more parts. Bayer's masks have a part for
# each of their thresholds.
_PARTS: Final = 16
_LINEAR_PARTS: Final = 64
_MOST_PARTS: Final = 256
# A mixture of more swatches than this repeats some that are added up one by one.
_AT_ONCE: Final = 64
_REPEATED: Final = 32
# Colors are mixed in cells: one cell has two levels in each channel.
_BITS: Final = 7
_MOST: Final = (1 << _BITS) - 1
_CELLS: Final = 1 << 3 * _BITS
_COLORS_OF_CELL: Final = 8
# Cells mixed at a time: with so few, all that they need stays in the processor's cache.
_BLOCK: Final = 1 << 12
# The bytes of mixtures that are held at once. More than these take noise, and the mask of most thresholds.
_HELD: Final = 1 << 27
# A row is cut into pieces of this many pixels.
_WIDEST: Final = 1 << 16
# ITU-R BT.601. This is good enough to tell which of two swatches is darker.
_LUMA: Final = np.array([0.299, 0.587, 0.114])


def mix(image: Image, swatches: Bytes, mask: NDArray[np.intp], strength: float, *, linear: bool) -> Bytes:
    """Return each pixel's swatch index (height, width); `strength`, 0 to 1, is how far a mixture may reach.

    The swatch of a pixel depends only on its color and its place, so an animation does not flicker. The
    method is from Knoll, US patent 6606166 (expired): swatches are added to a mixture one by one, and each
    makes up for the error of those before.
    """
    parts = mask.size
    if parts > _MOST_PARTS:
        parts = _LINEAR_PARTS if linear else _PARTS
    mixer = _Mixer(swatches, strength, parts, linear=linear)
    # Part numbers are less than 256.
    places = np.tile((mask * parts // mask.size).astype(np.uint8), -(-min(image.width, _WIDEST) // len(mask)))
    pieces = [
        (rows, slice(left, left + _WIDEST))
        for rows in chunks(image)
        for left in range(0, image.width, _WIDEST)
    ]
    indices = np.empty((image.height, image.width), np.uint8)
    with ThreadPoolExecutor(2) as threads:
        present = np.zeros(_CELLS, np.bool_)
        list(threads.map(lambda piece: _mark(present, image.pixels[piece]), pieces))
        numbering = _Numbering(np.flatnonzero(present), mixer.crowded)
        held = _HELD // parts
        for first in range(0, numbering.count, held):
            mixtures = np.empty((min(held, numbering.count - first), parts), np.uint8)

            def fill(start: int, first: int = first, mixtures: Bytes = mixtures) -> None:
                some = mixtures[start : start + _BLOCK]
                some[:] = mixer.mix(numbering.levels(first + start, first + start + len(some)))

            list(threads.map(fill, range(0, len(mixtures), _BLOCK)))

            def look_up(piece: tuple[slice, slice], first: int = first, mixtures: Bytes = mixtures) -> None:
                numbers, out = numbering.find(image.pixels[piece]), indices[piece]
                inside = None
                if numbering.count > held:
                    inside = (numbers >= first) & (numbers < first + held)
                numbers -= np.uint32(first)
                numbers *= np.uint32(parts)
                tops = np.arange(piece[0].start, piece[0].start + len(out)) % len(mask)
                numbers += places[tops, : out.shape[1]]
                if inside is None:
                    np.take(mixtures, numbers, out=out, mode="clip")
                else:
                    np.copyto(out, mixtures.take(numbers, mode="clip"), where=inside)

            list(threads.map(look_up, pieces))
    return indices


def _mark(present: NDArray[np.bool_], pixels: Bytes) -> None:
    present[_cells(codes(pixels))] = True


def _cells(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the number of each color's cell: red in the lowest bits, then green, then blue."""
    red, green = codes >> 1 & _MOST, codes >> 2 & _MOST << _BITS
    return np.asarray(red | green | codes >> 3 & _MOST << 2 * _BITS)


class _Numbering:
    """Numbers the mixtures: one for each cell that is present, and after them one for each of some colors."""

    def __init__(self, cells: Indices, crowded: Indices) -> None:
        """Take the cells (n,) that are present, and those whose colors each have a mixture of their own."""
        self._cells = np.setdiff1d(cells, crowded, assume_unique=True)
        self._crowded = np.intersect1d(cells, crowded, assume_unique=True)
        self._numbers = np.zeros(_CELLS, np.uint32)
        self._numbers[self._cells] = np.arange(len(self._cells))
        self._numbers[self._crowded] = len(self._cells) + np.arange(len(self._crowded)) * _COLORS_OF_CELL
        #: The number of mixtures.
        self.count = len(self._cells) + len(self._crowded) * _COLORS_OF_CELL

    def find(self, pixels: Bytes) -> NDArray[np.uint32]:
        """Return the number (h, w) of the mixture of each pixel (h, w, 3)."""
        found = codes(pixels)
        numbers = self._numbers.take(_cells(found), mode="clip")
        if len(self._crowded):
            places = np.flatnonzero(numbers >= len(self._cells))
            colors = found.reshape(-1)[places]
            numbers.reshape(-1)[places] += colors & 1 | colors >> 7 & 2 | colors >> 14 & 4
        return numbers

    def levels(self, start: int, stop: int) -> Bytes:
        """Return the levels of sRGB (n, 3) of the mixtures with numbers from `start` to just below `stop`."""
        cells = self._cells[start:stop]
        steps = np.stack([cells & _MOST, cells >> _BITS & _MOST, cells >> 2 * _BITS], axis=1)
        # The darker level in dark cells, and the lighter one in light cells.
        levels = (steps << 1) + (steps > _MOST // 2)
        first, last = max(start - len(self._cells), 0), max(stop - len(self._cells), 0)
        at, color = np.divmod(np.arange(first, last), _COLORS_OF_CELL)
        cells = self._crowded[at]
        steps = np.stack([cells & _MOST, cells >> _BITS & _MOST, cells >> 2 * _BITS], axis=1)
        exact = (steps << 1) + (color[:, np.newaxis] >> np.arange(3) & 1)
        return np.concatenate([levels, exact]).astype(np.uint8)


class _Mixer:
    """Finds the mixtures of swatches for colors."""

    def __init__(self, swatches: Bytes, strength: float, parts: int, *, linear: bool) -> None:
        lumas = (swatches * _LUMA).sum(axis=1)
        self._indices = np.argsort(lumas, kind="stable").astype(np.uint8)
        self._swatches = swatches[self._indices]
        self._mixing = Mixing(self._swatches, linear=linear, exact_grays=True)
        self._strength = np.float32(strength)
        self._parts = parts
        self._cells = _cells(codes(self._swatches[np.newaxis])[0])
        cells, counts = np.unique(self._cells, return_counts=True)
        #: The cells (n,) that have more than one swatch.
        self.crowded: Indices = cells[counts > 1].astype(np.intp)

    def mix(self, levels: Bytes) -> Bytes:
        """Return the swatches (n, parts) of the mixture of each color (n, 3), dark to light."""
        wanted = self._mixing.values(levels)
        step = wanted * self._strength
        if self._parts <= _AT_ONCE:
            found, _ = self._add_up(wanted, step, self._parts)
            mixtures = self._indices.take(np.sort(found.T))
        else:
            found, total = self._add_up(wanted, step, _REPEATED)
            # The first swatches are repeated. The last ones make up for all that is off then, bit by bit.
            repeats = self._parts // _REPEATED - 1
            step += (total - wanted) * np.float32(repeats / _REPEATED)
            last, _ = self._add_up(wanted, step, _REPEATED)
            # The number of a swatch, and how often it is taken.
            counted = np.concatenate(
                [found.T * np.uint16(8) + np.uint16(repeats), last.T * np.uint16(8) + np.uint16(1)], axis=1
            )
            counted.sort()
            mixtures = np.repeat(self._indices.take(counted >> 3), (counted & 7).reshape(-1)).reshape(
                -1, self._parts
            )
        self._keep_own(levels, mixtures)
        return np.asarray(mixtures, np.uint8)

    def _add_up(self, wanted: Floats, step: Floats, count: int) -> tuple[Bytes, Floats]:
        """Return so many swatches (count, n) of each mixture, and what the next one would have to be."""
        total, colors = wanted.copy(), self._mixing.colors * self._strength
        swatches = np.empty((count, wanted.shape[1]), np.uint8)
        for number in range(count):
            swatches[number] = self._mixing.nearest(total)
            # What is wanted, and the errors of the swatches so far.
            total += step
            total -= colors.take(swatches[number], axis=1)
        return swatches, total

    def _keep_own(self, levels: Bytes, mixtures: Bytes) -> None:
        """Do not mix colors in a cell that has a swatch, so its flat areas have no dots; take the nearest."""
        cells = _cells(codes(levels[np.newaxis])[0])
        for at in np.flatnonzero(np.isin(cells, self._cells)):
            own = np.flatnonzero(self._cells == cells[at])
            far = ((self._swatches[own].astype(np.intp) - levels[at]) ** 2).sum(axis=1)
            mixtures[at] = self._indices[own[far.argmin()]]
