"""cluster(): the colors that stand for a histogram with the least error; the only caller of cv2.kmeans."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import from_space, to_space
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.engine.accents import Accent, find_accents
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Floats, Labels, Partition, Points
from cvpalette.engine.relocation import grow, relocate
from cvpalette.engine.rounding import nearest_swatches, polished, shared_out
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Settings

__all__ = ["cell_bits", "cluster", "settle", "space_points"]

Swatches = NDArray[np.uint8]

# Rounding is polished where it adds more than this fraction to the error.
_ROUGH = 0.005
_POLISH = 4
# Of a step of half a level, so much may be missing: less would be noise.
_CLEAR = 0.2
# The last steps, on the finest cells, stop when the error falls by less than this fraction.
_SETTLED = 1e-4


def space_points(histogram: ColorHistogram, space: str) -> Points:
    """Return the histogram's rows, where they are in the space whatever the order of the pixels."""
    return Points.of(to_space(histogram.anchors, space), histogram.counts)


def settle(histogram: ColorHistogram, centers: Floats, space: str, steps: int) -> tuple[Swatches, Floats]:
    """Settle centres (k, 3) on all rows, round them to 8 bits and return them with their shares."""
    points = space_points(histogram, space)
    settled = Partition.around(points, centers - points.origin).refined(steps - 1, _SETTLED)
    centers = settled.centers + points.origin
    # Estimates say where a cluster's mean is, but not what belongs to it: a hair's breadth there may
    # lead to another optimum.
    shifts = None if histogram.steady is None else _shifts(histogram, settled.labels, len(centers))
    if shifts is not None:
        centers = to_space(from_space(centers, space) + shifts, space)
    swatches = nearest_swatches(centers, space)
    if space == "rgb":
        moved = points if shifts is None else points.moved(shifts[settled.labels])
        swatches = _polished(Partition.of(moved, settled.labels, centers - points.origin), swatches)
    # Who is nearest to a rounded centre is not who was nearest to the centre: ask again.
    return shared_out(swatches, histogram, points, space)


def _polished(settled: Partition, swatches: Swatches) -> Swatches:
    """Polish swatches, sRGB only, whose rounding adds much to the error."""
    rough = settled.error_of(swatches - settled.points.origin)
    if len(swatches) == 1 or rough <= (1 + _ROUGH) * settled.error:
        return swatches
    return polished(settled.points, swatches, _POLISH)


def _shifts(histogram: ColorHistogram, labels: Labels, k: int) -> Floats:
    """Return how far the mean colours (k, 3) of clusters are from their anchors'.

    In steps of half a level, if it is more than noise: that finds the colours of flat areas, and hides
    which pixels were sampled.
    """
    gaps = (histogram.colors - histogram.anchors) * histogram.counts[:, np.newaxis]
    sums = np.stack([np.bincount(labels, channel, k) for channel in gaps.T], axis=1)
    totals = np.bincount(labels, histogram.counts, k)
    means = sums / np.maximum(totals, 1e-300)[:, np.newaxis]
    shifts = np.copysign(np.floor(2 * np.abs(means) + _CLEAR) / 2, means)
    return np.asarray(shifts)


# cv2.kmeans finds the first centres; cuts of its clusters give the rest, faster and no worse.
_FIRST = 64
_STEPS = 6
# Centres are moved about on cells of at least so many bits a channel.
_COARSEST = 4
# So many rows are used as they are, however fine.
_FINE = 1 << 15


class _Effort(NamedTuple):
    """How hard to look for the optimum: few centres are cheap to place and hard to place well."""

    samples: int
    attempts: int
    starts: int
    rows: int
    rounds: int
    patience: int
    final_steps: int
    bits: int

    @classmethod
    def of(cls, k: int) -> _Effort:
        """Choose for so many centres; measured on photos, see benchmarks/."""
        if k <= 8:
            return cls(1024, attempts=12, starts=1, rows=96, rounds=6, patience=2, final_steps=3, bits=5)
        if k <= 32:
            return cls(1024, attempts=1, starts=2, rows=64, rounds=10, patience=3, final_steps=3, bits=6)
        if k <= 128:
            return cls(1024, attempts=1, starts=1, rows=48, rounds=10, patience=2, final_steps=3, bits=6)
        return cls(1024, attempts=1, starts=1, rows=16, rounds=6, patience=2, final_steps=2, bits=7)


def cell_bits(k: int) -> int:
    """Return the bits a channel with which to count an image that is clustered into k colours."""
    return _Effort.of(k).bits


def cluster(
    histogram: ColorHistogram,
    colors: int,
    *,
    space: str = "lab",
    seed: int = 0,
    accents: bool = False,
) -> Palette:
    """Find the colours nearest to all pixels in 'lab', 'oklab' or 'rgb', the most common first.

    At most `colors` distinct colours come back as they are, with their exact shares; of more, just as
    many swatches as were asked for, all different. With `accents`, small colours far from all others
    keep swatches of their own. The same seed gives the same palette. Raises SettingsError for what cannot
    be, an empty histogram among it.
    """
    settings = Settings(colors=colors, space=space, seed=seed)
    if not isinstance(settings.colors, int) or not len(histogram):
        message = "cluster() takes a whole number of colors, and a histogram that is not empty"
        raise SettingsError(message)
    swatches, shares = _cluster(histogram, settings.colors, space, seed, accents=accents)
    return Palette(
        tuple(
            Swatch(Color(*color), share)
            for color, share in zip(swatches.tolist(), shares.tolist(), strict=True)
        )
    )


def _cluster(
    histogram: ColorHistogram, k: int, space: str, seed: int, *, accents: bool
) -> tuple[Swatches, Floats]:
    """Return swatches (k, 3) uint8 sRGB and their shares (k,)."""
    if len(histogram) <= k:
        return _ordered(*_merged(np.rint(histogram.colors).astype(np.uint8), histogram.counts))
    if len(histogram) > _FINE:
        histogram = histogram.coarsen(cell_bits(k))
    centers = _centers(histogram, k, space, seed)
    swatches, shares = settle(histogram, centers, space, _Effort.of(k).final_steps)
    if accents:
        swatches, shares = _with_accents(histogram, swatches, shares, space, seed)
    return _ordered(swatches, shares)


def _with_accents(
    histogram: ColorHistogram, swatches: Swatches, shares: Floats, space: str, seed: int
) -> tuple[Swatches, Floats]:
    """Give each accent that the swatches have lost one of its own, up to half of them."""
    k = len(swatches)
    accents = find_accents(histogram)
    kept: list[Accent] = []
    while len(kept) < k // 2:
        # Fewer places for the rest may lose what was not lost before: look at all again.
        lost = next((accent for accent in accents if not accent.is_in(swatches)), None)
        if lost is None:
            break
        rest = histogram.only(~np.any([accent.rows for accent in [*kept, lost]], axis=0))
        if not len(rest):
            break
        kept.append(lost)
        others = _cluster(rest, k - len(kept), space, seed, accents=False)[0]
        together = np.concatenate([*(accent.color[np.newaxis] for accent in kept), others])
        swatches, shares = shared_out(together, histogram, space_points(histogram, space), space)
    return swatches, shares


def _centers(histogram: ColorHistogram, k: int, space: str, seed: int) -> Floats:
    """Return k centres (k, 3), coordinates of the space, found on coarse cells."""
    effort = _Effort.of(k)
    points = space_points(_coarse(histogram, effort.rows * k), space)
    first = Partition.around(points, _seeds(points, min(k, _FIRST), effort, seed)).refined(1)
    starts = [grow(first, k)]
    if effort.starts > 1:
        # Twice as many, of which the cheapest pairs are joined again, often lead to a better optimum.
        starts.append(grow(first, 2 * k).joined(k).refined(1))
    found = [relocate(start, effort.rounds, effort.patience) for start in starts]
    return min(found, key=lambda partition: partition.error).centers + points.origin


def _coarse(histogram: ColorHistogram, rows: int) -> ColorHistogram:
    for bits in range(_COARSEST, histogram.bits):
        coarse = histogram.coarsen(bits)
        if len(coarse) >= rows:
            return coarse
    return histogram


def _seeds(points: Points, k: int, effort: _Effort, seed: int) -> Floats:
    """Cluster a sample, drawn by even steps along the cumulated weights, with cv2.kmeans."""
    steps = (np.arange(effort.samples) + 0.5) / effort.samples
    chosen = np.searchsorted(np.cumsum(points.weights), steps).clip(max=len(points) - 1)
    samples = points.offsets[chosen].astype(np.float32)
    # The generator is one per thread, and shared with whatever else the program does with cv2.
    cv2.setRNGSeed((seed + 1) & 0x7FFFFFFF)
    criteria = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, _STEPS, 0.01)
    flags = cv2.KMEANS_PP_CENTERS
    labels = np.zeros((len(samples), 1), dtype=np.int32)
    centers = cv2.kmeans(samples, k, labels, criteria, effort.attempts, flags)[2]
    return np.asarray(centers, dtype=np.float64)


def _merged(colors: Swatches, counts: Floats) -> tuple[Swatches, Floats]:
    """Join equal colours and add their counts."""
    swatches, places = np.unique(colors, axis=0, return_inverse=True)
    return swatches, np.bincount(places.reshape(-1), counts).astype(np.float64)


def _ordered(swatches: Swatches, counts: Floats) -> tuple[Swatches, Floats]:
    """Sort by share, most common first, and equal shares by colour."""
    order = np.lexsort((*swatches.T[::-1], -counts))
    return swatches[order], counts[order] / counts.sum()
