"""Draw a picture under the rules of old machines: few colors in each cell of it."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.css_spaces import LINEAR_TO_LMS, LMS_TO_OKLAB
from cvpalette.quantizing.devices import Cells
from cvpalette.quantizing.dithers import KERNELS, MASKS, SYNONYMS, Kernel
from cvpalette.quantizing.ordered import find_mask

__all__ = ["choose_colors", "draw_within", "measure_cost", "spread_out"]

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.intp]

# The shares of the second color in the mixtures that a pair of colors is judged by.
_SHARES: Final = (0.25, 0.5, 0.75)
# How much the dots of a mixture count, as a part of their variance: at 1 a mixture is never better than the
# nearer color, and at 0 black and white make as good a gray as two grays do.
_GRAIN: Final = 0.06
# Pixels of the picture that a whole screen's palettes are chosen by, and the colors that stand for them.
_SAMPLES: Final = 1 << 14
_STANDINS: Final = 192
_ROUNDS: Final = 12


def to_oklab(light: Floats) -> Floats:
    """Return Oklab (…, 3), with white at a lightness of 1, of amounts of light (…, 3)."""
    return np.asarray(np.cbrt(np.maximum(light @ _LMS, 0)) @ _LAB, np.float32)


_LMS: Final = np.array(LINEAR_TO_LMS, np.float32).T
_LAB: Final = np.array(LMS_TO_OKLAB, np.float32).T


class _Pairs(NamedTuple):
    """All pairs of colors (p, 2), each color with itself too, and their mixtures by amounts of light."""

    colors: Indices
    numbers: Indices
    points: list[Floats]
    grains: list[Floats]


def _pair_up(colors: Floats, *, mixed: bool) -> _Pairs:
    count = len(colors)
    first, second = np.triu_indices(count)
    numbers = np.zeros((count, count), np.intp)
    numbers[first, second] = numbers[second, first] = np.arange(len(first))
    ends = to_oklab(colors)
    squares = ((ends[first] - ends[second]) ** 2).sum(axis=1)
    shares = (0.0, *_SHARES, 1.0) if mixed else (0.0, 1.0)
    points = [to_oklab((1 - share) * colors[first] + share * colors[second]) for share in shares]
    grains = [_GRAIN * share * (1 - share) * squares for share in shares]
    return _Pairs(np.column_stack([first, second]), numbers, points, grains)


def _cost_pairs(pixels: Floats, pairs: _Pairs, chosen: Indices | slice = slice(None)) -> Floats:
    """Return how badly each pair (p, n) shows each pixel (n, 3) of Oklab: the least over its mixtures.

    That is the squared distance to the mixture, and a part of the variance of its dots.
    """
    squares = (pixels**2).sum(axis=1)
    best: Floats = np.full((len(pairs.colors[chosen]), len(pixels)), np.inf, np.float32)
    for points, grains in zip(pairs.points, pairs.grains, strict=True):
        here, grain = points[chosen], grains[chosen]
        np.minimum(best, ((here**2).sum(axis=1) + grain)[:, None] - 2 * (here @ pixels.T), out=best)
    best += squares
    return best


def choose_colors(light: Floats, colors: Floats, cells: Cells, *, mixed: bool) -> Indices:
    """Return the colors that each cell may have (rows, columns, n): those that show its pixels best.

    `light` (height, width, 3) and `colors` (k, 3) are amounts of light. The sides of the picture are
    multiples of those of a cell. A pixel's cost is its squared distance in Oklab to the nearest color, or
    with `mixed` to the nearest mixture of two.
    """
    height, width = light.shape[:2]
    tall, wide = cells.height or height, cells.width or width
    rows, columns = height // tall, width // wide
    lab = to_oklab(light).reshape(rows, tall, columns, wide, 3)
    pixels = np.ascontiguousarray(lab.transpose(0, 2, 1, 3, 4)).reshape(rows * columns, tall * wide, 3)
    pairs = _pair_up(colors, mixed=mixed)
    if cells.palettes:
        found = _choose_palettes(pixels, pairs, len(colors), cells)
    elif cells.shared:
        found = _choose_shared(pixels, pairs, len(colors), cells)
    else:
        found = _choose_pairs(pixels, pairs, cells)
    return found.reshape(rows, columns, -1)


def measure_cost(light: Floats, colors: Floats, cells: Cells, chosen: Indices, *, mixed: bool) -> float:
    """Return the mean cost of the pixels if each cell has these colors, as `choose_colors` counts it."""
    height, width = light.shape[:2]
    allowed = spread_out(chosen, cells, (height, width)).reshape(height * width, -1)
    pixels, pairs = to_oklab(light).reshape(-1, 3), _pair_up(colors, mixed=mixed)
    sets, which = np.unique(allowed, axis=0, return_inverse=True)
    total = 0.0
    for at, colors_of in enumerate(sets):
        some = pixels[which.reshape(-1) == at]
        total += float(_cost_pairs(some, pairs, _numbers(pairs, tuple(colors_of))).min(axis=0).sum())
    return total / len(pixels)


def _numbers(pairs: _Pairs, colors: Sequence[int]) -> Indices:
    """Return the numbers of all pairs that a set of colors has; of one color, that with itself."""
    found = [pairs.numbers[pair] for pair in combinations(colors, 2)] or [pairs.numbers[colors[0], colors[0]]]
    return np.array(found, np.intp)


def _choose_pairs(pixels: Floats, pairs: _Pairs, cells: Cells) -> Indices:
    """Return two colors (c, 2) for each cell (c, n, 3): all pairs are tried."""
    count, size = pixels.shape[:2]
    possible = np.arange(len(pairs.colors))
    if cells.groups:
        inside = [np.isin(pairs.colors, group).all(axis=1) for group in cells.groups]
        possible = np.flatnonzero(np.any(inside, axis=0))
    found = np.empty(count, np.intp)
    step = max(1, _SAMPLES // size)
    for start in range(0, count, step):
        some = pixels[start : start + step]
        costs = _cost_pairs(some.reshape(-1, 3), pairs, possible)
        found[start : start + step] = costs.reshape(len(possible), -1, size).sum(axis=2).argmin(axis=0)
    return pairs.colors[possible[found]]


def _choose_shared(pixels: Floats, pairs: _Pairs, count: int, cells: Cells) -> Indices:
    """Return the colors (c, n) of each cell (c, m, 3), one of which all cells share: all sets are tried."""
    number, size = pixels.shape[:2]
    sets = np.array(list(combinations(range(count), cells.own + cells.shared)), np.intp)
    inner = [_numbers(pairs, tuple(each)) for each in sets]
    costs = np.empty((len(sets), number), np.float32)
    step = max(1, _SAMPLES // size)
    for start in range(0, number, step):
        some = slice(start, start + step)
        every = _cost_pairs(pixels[some].reshape(-1, 3), pairs)
        for at, numbers in enumerate(inner):
            least = every[numbers[0]]
            for pair in numbers[1:]:
                least = np.minimum(least, every[pair])
            costs[at, some] = least.reshape(-1, size).sum(axis=1)
    best, lowest = sets[:1], np.inf
    for shared in range(count):
        having = (sets == shared).any(axis=1)
        total = float(costs[having].min(axis=0).sum())
        if total < lowest:
            best, lowest = sets[having][costs[having].argmin(axis=0)], total
    return np.asarray(best)


def _choose_palettes(pixels: Floats, pairs: _Pairs, count: int, cells: Cells) -> Indices:
    """Return the colors (c, n) of each cell (c, m, 3), by the best few palettes that share a color.

    Few colors stand for all pixels, and each cell is how often it has each of these. Palettes are improved as
    in k-means: each cell takes the palette that costs it least, and then each palette exchanges one color
    after the other for the one that costs its cells least, until nothing is better. The shared color is
    exchanged in the same way.
    """
    standins, histograms = _stand_in(pixels)
    costs = _cost_pairs(standins, pairs)
    number = min(cells.palettes, len(histograms))
    best, lowest = np.zeros((len(histograms), 1), np.intp), np.inf
    search = _Search(costs, pairs.numbers, histograms, count)
    for shared in _guess_shared(costs, pairs, histograms.sum(axis=0), count, cells):
        palettes = search.exchange_shared(search.start(shared, number, cells.own), len(shared))
        each = search.cost_cells(palettes)
        total = float(each.min(axis=0).sum())
        if total < lowest:
            best, lowest = np.array(palettes, np.intp)[each.argmin(axis=0)], total
    return best


# Shared colors that are tried.
_TRIED: Final = 6


def _guess_shared(
    costs: Floats, pairs: _Pairs, histogram: Floats, count: int, cells: Cells
) -> list[tuple[int, ...]]:
    """Return shared colors to try, as tuples: those that alone show most of the picture, and the darkest."""
    if not cells.shared:
        return [()]
    single = costs[pairs.numbers[np.arange(count), np.arange(count)]]
    used = np.bincount(single.argmin(axis=0), weights=histogram, minlength=count)
    darkest = int(pairs.points[0][pairs.numbers[np.arange(count), np.arange(count)], 0].argmin())
    tried = [darkest, *(int(at) for at in np.argsort(-used, kind="stable")[:_TRIED] if used[at])]
    return [(each,) for each in dict.fromkeys(tried)]


def _stand_in(pixels: Floats) -> tuple[Floats, Floats]:
    """Return few colors (s, 3) for all pixels (c, m, 3), and how many pixels of each cell each stands for."""
    number, size = pixels.shape[:2]
    every = pixels.reshape(-1, 3)
    step = max(1, len(every) // _SAMPLES)
    some = np.ascontiguousarray(every[::step])
    wanted = min(_STANDINS, len(np.unique(some, axis=0)))
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_MAX_ITER | cv2.TERM_CRITERIA_EPS, 8, 1e-4)
    _, _, middles = cv2.kmeans(some, wanted, np.empty(0, np.int32), criteria, 1, cv2.KMEANS_PP_CENTERS)
    nearest = np.empty(len(every), np.intp)
    for start in range(0, len(every), _SAMPLES):
        chunk = every[start : start + _SAMPLES]
        nearest[start : start + _SAMPLES] = (chunk @ middles.T - (middles**2).sum(axis=1) / 2).argmax(axis=1)
    keys = np.repeat(np.arange(number), size) * wanted + nearest
    histograms = np.bincount(keys, minlength=number * wanted).reshape(number, wanted)
    return np.asarray(middles, np.float32), histograms.astype(np.float32)


class _Search:
    """A search for the palettes that cost the cells least."""

    def __init__(self, costs: Floats, numbers: Indices, histograms: Floats, count: int) -> None:
        self._costs = costs
        self._numbers = numbers
        self._histograms = histograms
        self._count = count

    def start(self, shared: tuple[int, ...], number: int, own: int) -> list[list[int]]:
        """Return so many palettes of own colors after the shared ones; none gains by exchanging one color.

        The first begins with all cells, and each further one with the cell that is hardest to show so far.
        """
        size = min(own + len(shared), self._count)
        palettes = [self._improve(list(shared), self._histograms.sum(axis=0), len(shared), size)]
        while len(palettes) < number:
            worst = int(self.cost_cells(palettes).min(axis=0).argmax())
            palettes.append(self._improve(list(shared), self._histograms[worst], len(shared), size))
        return self._settle(palettes, len(shared))

    def _settle(self, palettes: list[list[int]], fixed: int) -> list[list[int]]:
        lowest = np.inf
        for _ in range(_ROUNDS):
            each = self.cost_cells(palettes)
            total, taken = float(each.min(axis=0).sum()), each.argmin(axis=0)
            if total >= lowest * (1 - 1e-6):
                break
            lowest = total
            for at, palette in enumerate(palettes):
                mine = self._histograms[taken == at].sum(axis=0)
                if mine.any():
                    palettes[at] = self._improve(palette, mine, fixed, len(palette))
        return palettes

    def exchange_shared(self, palettes: list[list[int]], fixed: int) -> list[list[int]]:
        """Return palettes with another shared color, as long as that is better."""
        best = float(self.cost_cells(palettes).min(axis=0).sum())
        for _ in range(_ROUNDS if fixed else 0):
            others = set(range(self._count)).difference(*palettes)
            trials = [[[color, *each[1:]] for each in palettes] for color in sorted(others)]
            costs = [float(self.cost_cells(trial).min(axis=0).sum()) for trial in trials]
            if not costs:
                break
            found = self._settle(trials[int(np.argmin(costs))], fixed)
            total = float(self.cost_cells(found).min(axis=0).sum())
            if total >= best * (1 - 1e-6):
                break
            palettes, best = found, total
        return palettes

    def cost_cells(self, palettes: list[list[int]]) -> Floats:
        """Return what each palette (p, c) costs each cell."""
        return np.stack([self._histograms @ self._cost(palette) for palette in palettes])

    def _cost(self, palette: list[int]) -> Floats:
        """Return what a palette costs each color that stands for pixels."""
        return np.asarray(self._costs[self._numbers[np.ix_(palette, palette)].reshape(-1)].min(axis=0))

    def _improve(self, palette: list[int], histogram: Floats, fixed: int, size: int) -> list[int]:
        """Return a palette with as many colors as asked for, each exchanged as long as that is better."""
        found = list(palette)
        while len(found) < size:
            found.append(self._find_next(found, histogram)[0])
        lowest = float(histogram @ self._cost(found))
        for _ in range(_ROUNDS):
            before = lowest
            for place in range(fixed, size):
                others = found[:place] + found[place + 1 :]
                color, cost = self._find_next(others, histogram)
                if cost < lowest * (1 - 1e-6):
                    found[place], lowest = color, cost
            if lowest == before:
                break
        return found

    def _find_next(self, palette: list[int], histogram: Floats) -> tuple[int, float]:
        """Return the color that a palette gains most from, and its cost then."""
        every = np.setdiff1d(np.arange(self._count), palette)
        partners = np.column_stack([np.broadcast_to(palette, (len(every), len(palette))), every]).astype(
            np.intp
        )
        least = self._costs[self._numbers[every[:, None], partners]].min(axis=1)
        if palette:
            least = np.minimum(least, self._cost(palette))
        costs = least @ histogram
        best = int(costs.argmin())
        return int(every[best]), float(costs[best])


def spread_out(chosen: Indices, cells: Cells, size: tuple[int, int]) -> Indices:
    """Return the colors (height, width, n) that each pixel may have, from those of its cell."""
    height, width = size
    tall, wide = cells.height or height, cells.width or width
    return np.repeat(np.repeat(chosen, tall, axis=0), wide, axis=1)


# How far errors may reach out of the range of light, as a part of it.
_SLACK: Final = 0.3
# How much a difference of red, green and blue light counts: about the roots of their parts of luminance.
_WEIGHTS: Final = np.array([0.5, 0.8, 0.35], np.float32)


def draw_within(
    light: Floats, colors: Floats, allowed: Indices, dither: str, strength: float
) -> NDArray[np.uint8]:
    """Return the number of a color for each pixel (height, width), one of those that it may have.

    `light` (height, width, 3) and `colors` (k, 3) are amounts of light; `allowed` (height, width, n) comes
    from `spread_out`. Without a dither the color is the nearest in Oklab. Errors are passed on as light, and
    then distances are those of light too: with those of Oklab, the dark of two colors is taken too seldom,
    and cells fill with the other.
    """
    if dither == "none" or not strength:
        return _nearest(light, colors, allowed)
    dither = SYNONYMS.get(dither, dither)
    if dither in MASKS:
        return _mix(light, colors, allowed, find_mask(dither), strength)
    return _diffuse(light, colors, allowed, KERNELS[dither], strength)


def _nearest(light: Floats, colors: Floats, allowed: Indices) -> NDArray[np.uint8]:
    lab, ends = to_oklab(light), to_oklab(colors)
    found = np.empty(light.shape[:2], np.uint8)
    for row, (wanted, here) in enumerate(zip(lab, allowed, strict=True)):
        found[row] = _take_nearest(wanted, ends, here)
    return found


def _take_nearest(wanted: Floats, ends: Floats, allowed: Indices) -> Indices:
    """Return the color (n,) nearest to each of (n, 3), of those allowed (n, m); `ends` are all colors."""
    far = ((ends[allowed] - wanted[:, None]) ** 2).sum(axis=2)
    return np.asarray(np.take_along_axis(allowed, far.argmin(axis=1)[:, None], axis=1)[:, 0])


def _mix(
    light: Floats, colors: Floats, allowed: Indices, mask: Indices, strength: float
) -> NDArray[np.uint8]:
    """Mix two colors of each pixel's cell by a mask: those whose mixture is nearest, with few dots."""
    height, width = light.shape[:2]
    levels = (mask + 0.5) / mask.size
    lightness = to_oklab(colors)[:, 0]
    # Dark to light, so that the mask always has the same sign.
    ordered = np.take_along_axis(allowed, np.argsort(lightness[allowed], axis=2, kind="stable"), axis=2)
    found = np.empty((height, width), np.uint8)
    for row in range(height):
        thresholds = np.resize(levels[row % len(levels)], width)
        found[row] = _mix_row(light[row], colors, ordered[row], thresholds, strength)
    return found


_STEPS: Final = 16


def _mix_row(
    light: Floats, colors: Floats, allowed: Indices, thresholds: NDArray[np.float64], strength: float
) -> Indices:
    wanted, ends = to_oklab(light), to_oklab(colors)
    shares = (np.arange(_STEPS + 1) / _STEPS).astype(np.float32)[:, None, None]
    grain = 1 - strength * (1 - _GRAIN)
    best, result = np.full(len(light), np.inf), allowed[:, 0].copy()
    for one, other in _list_pairs(allowed.shape[1]):
        first, second = allowed[:, one], allowed[:, other]
        mixed = to_oklab((1 - shares) * colors[first] + shares * colors[second])
        variance = ((ends[first] - ends[second]) ** 2).sum(axis=1) * (shares * (1 - shares))[:, :, 0]
        far = ((mixed - wanted) ** 2).sum(axis=2)
        # Grain decides between pairs. It must not change how much of each color there is.
        step = (far + (1 - strength) * variance).argmin(axis=0)
        cost = np.take_along_axis(far + grain * variance, step[None], axis=0)[0]
        taken = np.where(thresholds < step / _STEPS, second, first)
        better = cost < best
        best = np.where(better, cost, best)
        result = np.where(better, taken, result)
    return result


@cache
def _list_pairs(count: int) -> tuple[tuple[int, int], ...]:
    return tuple(combinations(range(count), 2))


def _diffuse(
    light: Floats, colors: Floats, allowed: Indices, kernel: Kernel, strength: float
) -> NDArray[np.uint8]:
    """Pass errors on to the next pixels, across the cells too; all pixels of a slanted line at once."""
    height, width = light.shape[:2]
    ends = colors * _WEIGHTS
    left = max(0, *(-tap.right for tap in kernel.taps))
    right = max(tap.right for tap in kernel.taps)
    wanted = np.zeros((height + kernel.rows, left + width + right, 3), np.float32)
    wanted[:height, left : left + width] = light
    found = np.empty((height, width), np.uint8)
    for ys, xs in _list_lines(height, width, kernel.slope):
        # What a cell cannot show must not pile up until it breaks out in a cell that can.
        here = np.clip(wanted[ys, xs + left], -_SLACK, 1 + _SLACK)
        taken = _take_nearest(here * _WEIGHTS, ends, allowed[ys, xs])
        found[ys, xs] = taken
        error = strength * (here - colors[taken])
        for tap in kernel.taps:
            wanted[ys + tap.below, xs + left + tap.right] += np.float32(tap.weight) * error
    return found


def _list_lines(height: int, width: int, slant: int) -> Iterator[tuple[Indices, Indices]]:
    for line in range(width + slant * (height - 1)):
        ys = np.arange(max(0, -(-(line - width + 1) // slant)), min(height, line // slant + 1))
        yield ys, line - slant * ys
