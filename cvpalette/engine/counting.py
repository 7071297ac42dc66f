"""Count the pixels of an image: by exact color if the colors are few, else in cells of colors.

Flat art is counted by exact color too, since its palette consists of exact colors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import SPREAD, Count, average_runs, cell_numbers, gathered, run_starts
from cvpalette.engine.tables import COARSE, FINEST, Pixels, count_centers, layers_of, select
from cvpalette.engine.threads import map_in_two

if TYPE_CHECKING:
    from cvpalette.engine.present import PresentColors

__all__ = ["FEW", "SPARSE", "Colors", "Counted", "chances", "count_colors", "count_pixels"]

Numbers: TypeAlias = NDArray[np.uint32]

# Pixels sorted at once: their numbers stay in the cache.
_CHUNK = 1 << 19
_OPAQUE = 255
# Numbers of colors have 24 bits. float32 holds them exactly, and cv2 adds float32 fastest.
_TABLE = np.stack([SPREAD << 2, SPREAD << 1, SPREAD], axis=1).astype(np.float32)[np.newaxis]
_SUM = np.ones((1, 3), dtype=np.float32)


class Colors(NamedTuple):
    """Counted colors: their numbers (n,) in Z-order, each once, and their weights (n,).

    The weight of a color is the sum of the alphas, 0 to 255, of its pixels.
    """

    numbers: Numbers
    weights: NDArray[np.int64]

    @property
    def levels(self) -> Pixels:
        """The colors (n, 3)."""
        return gathered(self.numbers)

    def cells(self, bits: int) -> Numbers:
        """Return the number (n,) of each color's cell; cells have `bits` bits per channel."""
        return self.numbers >> np.uint32(3 * (8 - bits))


def count_colors(colors: Pixels, alpha: Pixels | None) -> Colors:
    """Count pixels (n, 3), n > 0, weighted by alpha (n,); fully transparent pixels do not count."""
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(colors), _CHUNK)]

    def sort(chunk: slice) -> Colors:
        return _sort(colors[chunk], None if alpha is None else alpha[chunk])

    if len(chunks) == 1:
        return sort(chunks[0])
    parts = map_in_two(sort, chunks)
    # Put number and weight in one integer, so that they are sorted together. The number takes 24 bits, the
    # weight of a chunk at most 27.
    runs = np.concatenate(
        [part.numbers.astype(np.uint64) << 40 | part.weights.astype(np.uint64) for part in parts]
    )
    runs.sort()
    numbers = (runs >> 40).astype(np.uint32)
    starts = run_starts(numbers)
    return Colors(numbers[starts], np.add.reduceat((runs & (1 << 40) - 1).astype(np.int64), starts))


def _sort(colors: Pixels, alpha: Pixels | None) -> Colors:
    sums = cv2.transform(cv2.LUT(colors[np.newaxis], _TABLE), _SUM)
    numbers: Numbers = sums.reshape(-1).astype(np.uint32)
    if alpha is not None:
        numbers = numbers << np.uint32(8) | alpha
    # NumPy sorts 32-bit numbers with the processor's vector instructions: two nanoseconds per pixel.
    numbers.sort()
    starts = run_starts(numbers)
    weights = np.diff(starts, append=len(numbers)).astype(np.int64)
    numbers = numbers[starts]
    return Colors(numbers, weights * _OPAQUE) if alpha is None else _weigh(numbers, weights)


def _weigh(values: Numbers, counts: NDArray[np.int64]) -> Colors:
    """Join values (n,) that differ only in alpha, the lowest byte; fully transparent ones do not count."""
    weights = counts * (values & np.uint32(_OPAQUE))
    numbers = values[weights > 0] >> np.uint32(8)
    starts = run_starts(numbers)
    return Colors(numbers[starts], np.add.reduceat(weights[weights > 0], starts))


# Up to this many colors are counted exactly. Flat art and gray scans have fewer, a photo has more.
FEW = 1 << 10
# A sample of this many pixels is counted first. It is enough to see that a photo has more than FEW colors,
# and that flat art has some that cover much of it.
_GLANCE = 1 << 12
# Images with more than _MANY pixels are counted in cells, in one pass, and not color by color. The limit is
# _MANY_IF_COARSE for cells of at most COARSE bits.
_MANY = 1 << 20
_MANY_IF_COARSE = 1 << 16
# With fewer pixels, no color is common.
_FEWEST_PIXELS = 64
# An image may be flat art if so few exact colors hold this part of it, each at least the least share.
_HEAVY = 32
_DOMINATED = 0.45
_LEAST_HEAVY = 0.0004
# The mean colors of these cells come from a sample of this many pixels.
_SAMPLE = 1 << 16
_COARSE_SAMPLE = 1 << 14
# Colors that snapped swatches may have come from a sample of this many pixels. Twice as many take 5 ms more,
# and find colors that are a tenth more common.
_SEEN = 1 << 17
# Fewer than SPARSE cells say too little about a picture: it gets finer cells. Cells of more than COARSE bits
# are for many swatches, which need at least _FEW_FINE cells. Fewer than that of FINEST bits say less than the
# exact colors: then these are counted.
SPARSE = 1 << 9
_FEW_FINE = 1 << 14
_EXACT = 8


class Counted(NamedTuple):
    """What an image is counted as: its cells, its flat colors if it is flat art, and a set of its colors.

    `flat` and `present` are None if there is nothing to tell, or nobody asked.
    """

    cells: Count
    flat: Count | None = None
    present: PresentColors | None = None


def count_pixels(pixels: Pixels, alpha: Pixels | None, bits: int, *, present: bool = False) -> Counted:
    """Count pixels (h, w, 3), weighted by alpha (h, w) / 255, in cells of `bits` bits per channel.

    With `present`, a set of colors that the image has is found too. For flat art it always is.
    """
    colors, opacity = _visible(pixels.reshape(-1, 3), None if alpha is None else alpha.reshape(-1))
    is_large = len(colors) > (_MANY_IF_COARSE if bits <= COARSE else _MANY)
    glance = _glance(colors, opacity) if is_large else None
    if glance is not None and len(glance) > FEW:
        exact = count_colors(colors, opacity) if _is_dominated(glance) else None
        flat = exact and _flat(pixels, alpha, exact)
        found = None if flat else _count_many(colors, opacity, bits)
        if found is not None:
            return Counted(found, present=_see(colors, opacity) if present else None)
    exact = count_colors(colors, opacity)
    flat = _flat(pixels, alpha, exact)
    seen = None
    if present or flat:
        from cvpalette.engine.present import PresentColors  # noqa: PLC0415 -- photos do not need it

        seen = PresentColors.of(exact.levels, exact.weights)
    return Counted(_in_cells(exact, bits), flat, seen)


def _see(colors: Pixels, alpha: Pixels | None) -> PresentColors:
    """Return the set of the colors of a sample of the pixels (n, 3); no alpha (n,) is 0."""
    from cvpalette.engine.present import PresentColors  # noqa: PLC0415 -- few runs ask for them

    positions = _positions(len(colors), _SEEN)
    sample = count_colors(colors.take(positions, axis=0), None if alpha is None else alpha.take(positions))
    return PresentColors.of(sample.levels, sample.weights * (len(colors) // len(positions)))


def _flat(pixels: Pixels, alpha: Pixels | None, exact: Colors) -> Count | None:
    """Count the flat colors of an image; return None if it is not flat art."""
    if len(pixels) * pixels.shape[1] < _FEWEST_PIXELS or not _is_dominated(exact.weights):
        return None
    from cvpalette.engine.flat import find_flat_colors  # noqa: PLC0415 -- photos do not need it

    found = find_flat_colors(pixels, alpha, exact.numbers, exact.weights)
    if found is None:
        return None
    colors, weights = found
    order = np.argsort(cell_numbers(colors, _EXACT))
    return Count(colors[order].astype(np.float32), weights[order] / _OPAQUE, _EXACT)


def _in_cells(exact: Colors, bits: int) -> Count:
    """Join the colors of each cell; a picture with few shades gets finer cells than `bits`."""
    if len(exact.numbers) <= FEW:
        bits = _EXACT
    starts, least = run_starts(exact.cells(bits)), _least_cells(bits)
    while len(starts) < (least if bits < FINEST else _FEW_FINE) and bits < _EXACT:
        bits += 1
        starts = run_starts(exact.cells(bits))
    totals = np.add.reduceat(exact.weights, starts)
    means = average_runs(exact.levels, exact.weights, totals, starts)
    return Count(means, totals / 255, bits)


def _least_cells(bits: int) -> int:
    """Return how many cells a picture must have that is counted in cells of `bits` bits per channel."""
    return SPARSE if bits <= COARSE else _FEW_FINE


def _count_many(colors: Pixels, alpha: Pixels | None, bits: int) -> Count | None:
    """Count cells in one pass, with means from a sample; return None if the image has few cells."""
    count = count_centers(layers_of(colors, alpha), bits)
    if SPARSE <= len(count.counts) < _least_cells(bits) and bits < FINEST:
        count = count_centers(layers_of(colors, alpha), FINEST)
    return _with_means(count, colors, alpha) if len(count.counts) >= SPARSE else None


def _visible(colors: Pixels, alpha: Pixels | None) -> tuple[Pixels, Pixels | None]:
    """Return pixels (n, 3) and their alpha (n,) without those whose alpha is 0; None if all are opaque."""
    if alpha is None or alpha.all():
        return colors, alpha
    visible = alpha > 0
    colors, alpha = select(colors, visible), select(alpha, visible)
    return colors, None if alpha.min() == _OPAQUE else alpha


def _with_means(count: Count, colors: Pixels, alpha: Pixels | None) -> Count:
    """Replace the colors of cells by means from a sample, and keep the old colors as `steady`."""
    positions = _positions(len(colors), _COARSE_SAMPLE if count.bits <= COARSE else _SAMPLE)
    sample = count_colors(colors.take(positions, axis=0), None if alpha is None else alpha.take(positions))
    numbers = sample.cells(count.bits)
    starts = run_starts(numbers)
    rows = np.searchsorted(cell_numbers(count.colors, count.bits), numbers[starts])
    totals = np.add.reduceat(sample.weights, starts)
    means = count.colors.copy()
    means[rows] = average_runs(sample.levels, sample.weights, totals, starts)
    return count._replace(colors=means, steady=count.colors)


def _is_dominated(weights: NDArray[np.int64]) -> bool:
    """Tell whether the heaviest few of the weights (n,) of exact colors hold nearly half of the sum."""
    total = float(weights.sum())
    heavy = weights[weights >= _LEAST_HEAVY * total]
    if len(heavy) > _HEAVY:
        heavy = np.partition(heavy, len(heavy) - _HEAVY)[-_HEAVY:]
    return bool(heavy.sum() >= _DOMINATED * total)


def _glance(colors: Pixels, alpha: Pixels | None) -> NDArray[np.int64]:
    """Return the weights (n,) of the exact colors in a sample of the pixels."""
    positions = _positions(len(colors), _GLANCE)
    sample = None if alpha is None else alpha.take(positions)
    return count_colors(colors.take(positions, axis=0), sample).weights


def _positions(length: int, most: int) -> NDArray[np.intp]:
    """Return at most `most` positions: one at a random place in each of equally long stretches."""
    stride = -(-length // most)
    # The places are random because a regular sample could have the same period as a texture. The table of
    # places is repeated. Its length is prime, so that its period does not match the rows of the image.
    offsets = (chances(4093) * np.uint64(stride) >> np.uint64(32)).astype(np.intp)
    positions = np.arange(0, length - stride + 1, stride)
    positions += np.resize(offsets, len(positions))
    return positions


def chances(count: int, first: int = 0) -> NDArray[np.uint64]:
    """Return pseudo-random numbers (count,) below 2**32, from the `first` of an endless series that is fixed.

    They are made by the finalizer of MurmurHash3.
    """
    # numpy.random would do as well, but takes 10 ms to load.
    mixed = np.arange(first + 1, first + count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ mixed >> np.uint64(33)) * np.uint64(factor)
    return mixed >> np.uint64(32)
