"""cluster(): the colours that stand for a histogram with the least error; the only caller of cv2.kmeans."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.accents import split_accents
from cvpalette.color import Color
from cvpalette.colorspace import to_space
from cvpalette.errors import SettingsError
from cvpalette.histogram import ColorHistogram
from cvpalette.palette import Palette, Swatch
from cvpalette.partition import Partition
from cvpalette.points import Floats, Points
from cvpalette.relocation import grow, relocate
from cvpalette.rounding import nearest_swatches, polished, shared_out
from cvpalette.settings import Settings

__all__ = ["cell_bits", "cluster"]

Swatches = NDArray[np.uint8]

# cv2.kmeans finds the first centres; cuts of its clusters give the rest, faster and no worse.
_FIRST = 64
_STEPS = 6
# Centres are moved about on cells of at least so many bits a channel.
_COARSEST = 4
# So many rows are used as they are, however fine.
_FINE = 1 << 15
# Rounding is polished where it adds more than this fraction to the error.
_ROUGH = 0.005
_POLISH = 4
# The last steps, on the finest cells, stop when the error falls by less than this fraction.
_SETTLED = 1e-4


class _Effort(NamedTuple):
    """How hard to look for the optimum: few centres are cheap to place and hard to place well."""

    samples: int
    attempts: int
    rows: int
    rounds: int
    patience: int
    final_steps: int
    bits: int

    @classmethod
    def of(cls, k: int) -> _Effort:
        """Choose for so many centres; measured on photos, see benchmarks/."""
        if k <= 8:
            return cls(512, attempts=6, rows=96, rounds=8, patience=3, final_steps=5, bits=5)
        if k <= 32:
            return cls(1024, attempts=2, rows=128, rounds=16, patience=4, final_steps=5, bits=6)
        if k <= 128:
            return cls(1024, attempts=1, rows=64, rounds=10, patience=2, final_steps=3, bits=6)
        return cls(1024, attempts=1, rows=24, rounds=8, patience=2, final_steps=2, bits=7)


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
    kept, rest = split_accents(histogram, k // 3) if accents else (None, histogram)
    if kept is not None and len(rest):
        others = _cluster(rest, k - len(kept), space, seed, accents=False)[0]
        swatches = np.concatenate([kept, others])
        return _ordered(*shared_out(swatches, histogram, _points(histogram, space), space))
    centers = _centers(histogram, k, space, seed)
    return _ordered(*_settled(histogram, centers, space))


def _centers(histogram: ColorHistogram, k: int, space: str, seed: int) -> Floats:
    """Return k centres (k, 3), coordinates of the space, found on coarse cells."""
    effort = _Effort.of(k)
    coarse = _coarse(histogram, effort.rows * k)
    points = _points(coarse, space)
    first = Partition.around(points, _seeds(points, min(k, _FIRST), effort, seed))
    found = relocate(grow(first.refined(1), k), effort.rounds, effort.patience)
    return found.centers + points.origin


def _points(histogram: ColorHistogram, space: str) -> Points:
    return Points.of(to_space(histogram.colors, space), histogram.counts)


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


def _settled(histogram: ColorHistogram, centers: Floats, space: str) -> tuple[Swatches, Floats]:
    """Settle the centres on all rows, round them to 8 bits and return them with their shares."""
    points = _points(histogram, space)
    steps = _Effort.of(len(centers)).final_steps
    settled = Partition.around(points, centers - points.origin).refined(steps - 1, _SETTLED)
    swatches = nearest_swatches(settled.centers + points.origin, space)
    rough = settled.error_of(to_space(swatches, space) - points.origin)
    if space == "rgb" and len(swatches) > 1 and rough > (1 + _ROUGH) * settled.error:
        swatches = polished(points, swatches, _POLISH)
    # Who is nearest to a rounded centre is not who was nearest to the centre: ask again.
    return shared_out(swatches, histogram, points, space)


def _merged(colors: Swatches, counts: Floats) -> tuple[Swatches, Floats]:
    """Join equal colours and add their counts."""
    swatches, places = np.unique(colors, axis=0, return_inverse=True)
    return swatches, np.bincount(places.reshape(-1), counts).astype(np.float64)


def _ordered(swatches: Swatches, counts: Floats) -> tuple[Swatches, Floats]:
    """Sort by share, most common first, and equal shares by colour."""
    order = np.lexsort((*swatches.T[::-1], -counts))
    return swatches[order], counts[order] / counts.sum()
