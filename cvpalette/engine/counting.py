"""Count the pixels of an image: by exact color if the colors are few, else in cells of colors.

Flat art is counted by exact color too, since its palette consists of exact colors.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import SPREAD, Count, average_runs, cell_numbers, gathered, run_starts

if TYPE_CHECKING:
    from cvpalette.engine.present import PresentColors

__all__ = [
    "FEW",
    "SPARSE",
    "Colors",
    "Counted",
    "Layer",
    "Pixels",
    "count_centers",
    "count_colors",
    "count_pixels",
    "layers_of",
    "map_in_two",
]

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_two(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return the function's result for each item, in order, computed in two threads.

    An exception of the function is raised here. A single item is computed in this thread alone. The executors
    of `concurrent.futures` would do as well, but importing them takes as long as counting a photo.
    """
    if len(items) == 1:
        return [function(items[0])]
    found: dict[int, Result] = {}
    raised: list[BaseException] = []
    waiting = enumerate(items)

    def work() -> None:
        try:
            for number, item in waiting:
                found[number] = function(item)
        except BaseException as error:  # noqa: BLE001 -- raised again in the waiting thread
            raised.append(error)

    other = threading.Thread(target=work)
    other.start()
    work()
    other.join()
    if raised:
        raise raised[0]
    return [found[number] for number in sorted(found)]


Pixels: TypeAlias = NDArray[np.uint8]
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


Table: TypeAlias = NDArray[np.float32] | NDArray[np.float64]

# cv2.calcHist returns float32. Up to this many pixels, every count is an exact whole number.
_WHOLE = 1 << 24
_THREADS = 2
# With fewer pixels, two threads take longer than one: the second thread needs a table of its own.
_WORTH_TWO = 1 << 20
# With more bits per channel, a table of all cells would be larger than most images.
_FINEST = 7


class Layer(NamedTuple):
    """Pixels (n, 3) that count `weight` each; pixels whose mask (n,) is 0 do not count."""

    colors: Pixels
    mask: Pixels | None = None
    weight: float = 1.0


def layers_of(colors: Pixels, alpha: Pixels | None) -> Iterator[Layer]:
    """Split pixels (n, 3) into layers by their alpha (n,): cv2 counts pixels but cannot weigh them.

    The opaque pixels are one layer. The others are in eight layers, one for each bit of their alpha. One
    layer is made at a time: eight masks of a large image would take more memory than the image.
    """
    if alpha is None:
        yield Layer(colors)
        return
    yield Layer(colors, (alpha == _OPAQUE).view(np.uint8))
    partial = (alpha > 0) & (alpha < _OPAQUE)
    if partial.any():
        colors, alpha = _select(colors, partial), _select(alpha, partial)
        for bit in range(8):
            yield Layer(colors, alpha & np.uint8(1 << bit), (1 << bit) / _OPAQUE)


def _select(values: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """Return the values (n, ...) where the mask (n,) is true.

    At once, NumPy would note the place of each of them in eight bytes.
    """
    found = np.empty((np.count_nonzero(mask), *values.shape[1:]), np.uint8)
    reached = 0
    for start in range(0, len(values), _CHUNK):
        some = values[start : start + _CHUNK][mask[start : start + _CHUNK]]
        found[reached : reached + len(some)] = some
        reached += len(some)
    return found


def count_centers(layers: Iterator[Layer], bits: int) -> Count:
    """Count pixels in cells of `bits` bits per channel, in one pass.

    Each color is an estimate of its cell's mean, made from cells half as wide. For the finest cells it is the
    middle of the cell. The order of the pixels does not matter: sums of whole numbers are exact, and the
    layers are added in their order.
    """
    finer = min(bits + 1, _FINEST)
    table = _count_layer(next(layers), finer)
    for layer in layers:
        table = table + layer.weight * _count_layer(layer, finer).astype(np.float64)
    upper: list[Table] = []
    if finer > bits:
        table, upper = _halve(table)
    rows = np.flatnonzero(table > 0)
    counts = table.reshape(-1)[rows].astype(np.float64)
    places = np.stack(np.unravel_index(rows, table.shape), axis=1)
    width = 1 << (8 - finer)
    colors = places * float(1 << (8 - bits)) + (width - 1) / 2
    for channel, half in enumerate(upper):
        colors[:, channel] += width * half.reshape(-1)[rows] / counts
    order = np.argsort(cell_numbers(colors, bits))
    return Count(colors[order].astype(np.float32), counts[order], bits)


def _halve(table: Table) -> tuple[Table, list[Table]]:
    """Join two cells into one along each axis; return the table, and per axis the counts of upper cells."""
    blue = table[:, :, 0::2] + table[:, :, 1::2]
    green = blue[:, 0::2] + blue[:, 1::2]
    red = green[0::2] + green[1::2]
    upper_blue = table[:, 0::2, 1::2] + table[:, 1::2, 1::2]
    upper_green = blue[0::2, 1::2] + blue[1::2, 1::2]
    return red, [green[1::2], upper_green, upper_blue[0::2] + upper_blue[1::2]]


def _count_layer(layer: Layer, bits: int) -> Table:
    def count(start: int) -> Table:
        part = slice(start, start + step)
        mask = None if layer.mask is None else layer.mask[part, np.newaxis]
        pixels = layer.colors[part, np.newaxis]
        return np.asarray(cv2.calcHist([pixels], [0, 1, 2], mask, [1 << bits] * 3, [0, 256] * 3), np.float32)

    length = len(layer.colors)
    step = length if length <= _WORTH_TWO else min(_WHOLE, -(-length // _THREADS))
    total, *tables = map_in_two(count, range(0, length, step))
    for table in tables:
        total = total + (table if length <= _WHOLE else table.astype(np.float64))
    return total


# Up to this many colors are counted exactly. Flat art and gray scans have fewer, a photo has more.
FEW = 1 << 10
# A sample of this many pixels is counted first. It is enough to see that a photo has more than FEW colors,
# and that flat art has some that cover much of it.
_GLANCE = 1 << 12
# Images with more than _MANY pixels are counted in cells, in one pass, and not color by color. The limit is
# _MANY_IF_COARSE for cells of at most _COARSE bits.
_MANY = 1 << 20
_MANY_IF_COARSE = 1 << 16
_COARSE = 5
# With fewer pixels, no color is common.
_FEWEST_PIXELS = 64
# An image may be flat art if so few exact colors hold this part of it, each at least the least share.
_HEAVY = 32
_DOMINATED = 0.45
_LEAST_HEAVY = 0.0004
# The mean colors of these cells come from a sample of this many pixels.
_SAMPLE = 1 << 16
_COARSE_SAMPLE = 1 << 14
# Fewer than SPARSE cells say too little about a picture: it gets finer cells. Cells of more than _COARSE bits
# are for many swatches, which need at least _FEW_FINE cells. Fewer than that of _FINE bits say less than the
# exact colors: then these are counted.
SPARSE = 1 << 9
_FEW_FINE = 1 << 14
_FINE = 7
_EXACT = 8


class Counted(NamedTuple):
    """What an image is counted as: its cells, its flat colors if it is flat art, and the set of its colors.

    `flat` and `present` are None if there is nothing to tell, or nobody asked.
    """

    cells: Count
    flat: Count | None = None
    present: PresentColors | None = None


def count_pixels(pixels: Pixels, alpha: Pixels | None, bits: int, *, present: bool = False) -> Counted:
    """Count pixels (h, w, 3), weighted by alpha (h, w) / 255, in cells of `bits` bits per channel.

    With `present`, the set of the image's colors is found too. For flat art it always is.
    """
    colors = pixels.reshape(-1, 3)
    opacity = None if alpha is None else alpha.reshape(-1)
    is_large = len(colors) > (_MANY_IF_COARSE if bits <= _COARSE else _MANY)
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

        seen = PresentColors.of(exact.levels)
    return Counted(_in_cells(exact, bits), flat, seen)


def _see(colors: Pixels, alpha: Pixels | None) -> PresentColors:
    """Return the set of the colors of pixels (n, 3)."""
    from cvpalette.engine.present import PresentColors  # noqa: PLC0415 -- few runs ask for them

    return PresentColors.of_pixels(colors, alpha)


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
    while len(starts) < (least if bits < _FINE else _FEW_FINE) and bits < _EXACT:
        bits += 1
        starts = run_starts(exact.cells(bits))
    totals = np.add.reduceat(exact.weights, starts)
    means = average_runs(exact.levels, exact.weights, totals, starts)
    return Count(means, totals / 255, bits)


def _least_cells(bits: int) -> int:
    """Return how many cells a picture must have that is counted in cells of `bits` bits per channel."""
    return SPARSE if bits <= _COARSE else _FEW_FINE


def _count_many(colors: Pixels, alpha: Pixels | None, bits: int) -> Count | None:
    """Count cells in one pass, with means from a sample; return None if the image has few cells."""
    if alpha is not None and not alpha.all():
        visible = alpha > 0
        colors, alpha = _select(colors, visible), _select(alpha, visible)
    count = count_centers(layers_of(colors, alpha), bits)
    if SPARSE <= len(count.counts) < _least_cells(bits) and bits < _FINE:
        count = count_centers(layers_of(colors, alpha), _FINE)
    return _with_means(count, colors, alpha) if len(count.counts) >= SPARSE else None


def _with_means(count: Count, colors: Pixels, alpha: Pixels | None) -> Count:
    """Replace the colors of cells by means from a sample, and keep the old colors as `steady`."""
    positions = _positions(len(colors), _COARSE_SAMPLE if count.bits <= _COARSE else _SAMPLE)
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
    offsets = (_chance(4093) * np.uint64(stride) >> np.uint64(32)).astype(np.intp)
    positions = np.arange(0, length - stride + 1, stride)
    positions += np.resize(offsets, len(positions))
    return positions


def _chance(count: int) -> NDArray[np.uint64]:
    """Return pseudo-random numbers below 2**32, the same at every call (the finalizer of MurmurHash3)."""
    # numpy.random would do as well, but takes 10 ms to load.
    mixed = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ mixed >> np.uint64(33)) * np.uint64(factor)
    return mixed >> np.uint64(32)
