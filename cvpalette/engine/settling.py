"""Settles centres on all rows of a histogram, and makes swatches of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import from_space, to_space
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Partition
from cvpalette.engine.points import Floats, Labels, Points
from cvpalette.engine.rounding import nearest_swatches, polished, shared_out

__all__ = ["settle", "space_points"]

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
