"""cluster(): a histogram's colours to a palette; the only caller of cv2.kmeans."""

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color import Color
from cvpalette.colorspace import from_space, to_space
from cvpalette.histogram import ColorHistogram
from cvpalette.palette import Palette, Swatch

__all__ = ["cluster"]

Floats: TypeAlias = NDArray[np.float64]

# cv2.kmeans takes no weights and sums in float32: it gets a sample this small, and we finish.
_SAMPLE: Final = 4096
_STARTS: Final = 4
_CRITERIA: Final = (cv2.TERM_CRITERIA_MAX_ITER, 10, 0)
_ITERATIONS: Final = 30
# Rows whose distances to all centres are computed at a time.
_CHUNK: Final = 16_384


def cluster(histogram: ColorHistogram, colors: int, *, space: str = "lab", seed: int = 0) -> Palette:
    """Find the colours that a histogram's are nearest to, by k-means in 'lab', 'oklab' or 'rgb'.

    Gives min(colors, rows of the histogram) swatches, the most common first; where the rows are no more
    than `colors` they are the exact ones. The same seed gives the same palette.
    """
    if len(histogram) <= colors:
        return _palette(np.rint(histogram.colors), histogram.counts)
    points = to_space(histogram.colors, space)
    centers = _refine(points, histogram.counts, _start(points, histogram.counts, colors, seed))
    found = _distinct(np.rint(from_space(centers, space)), histogram)
    labels = nearest(points, to_space(found, space))
    counts = np.bincount(labels, histogram.counts, minlength=len(found))
    return _palette(found, counts)


def nearest(points: Floats, centers: Floats) -> NDArray[np.intp]:
    """Return for each point (n, 3) the index of the centre (k, 3) nearest to it, the first of equals."""
    labels = np.empty(len(points), np.intp)
    squares = (centers**2).sum(axis=1) / 2
    for start in range(0, len(points), _CHUNK):
        part = slice(start, start + _CHUNK)
        np.argmin(squares - points[part] @ centers.T, axis=1, out=labels[part])
    return labels


def _start(points: Floats, counts: Floats, colors: int, seed: int) -> Floats:
    """Cluster a sample of the points, drawn by their counts, with cv2.kmeans."""
    steps = (np.arange(_SAMPLE) + 0.5) * (counts.sum() / _SAMPLE)
    rows = np.searchsorted(np.cumsum(counts), steps).clip(max=len(points) - 1)
    if len(np.unique(rows)) < colors:
        # A few colours hold nearly all the pixels: the most common ones are the start.
        return points[np.argsort(-counts, kind="stable")[:colors]]
    cv2.setRNGSeed(seed)
    _, _, centers = cv2.kmeans(
        points[rows].astype(np.float32),
        colors,
        None,
        _CRITERIA,
        _STARTS,
        cv2.KMEANS_PP_CENTERS,  # type: ignore[call-overload]
    )
    return centers.astype(np.float64)


def _refine(points: Floats, counts: Floats, centers: Floats) -> Floats:
    """Move the centres to the weighted means of what is nearest to them until none moves (Lloyd, 1982)."""
    for _ in range(_ITERATIONS):
        labels = nearest(points, centers)
        totals = np.bincount(labels, counts, minlength=len(centers))
        sums = np.stack(
            [np.bincount(labels, counts * axis, minlength=len(centers)) for axis in points.T], axis=1
        )
        moved = sums / np.maximum(totals, 1e-300)[:, None]
        empty = totals == 0
        if empty.any():
            # Nothing is nearest to these: give them the colours that are worst off.
            errors = counts * ((points - moved[labels]) ** 2).sum(axis=1)
            moved[empty] = points[np.argsort(-errors, kind="stable")[: empty.sum()]]
        if np.allclose(moved, centers, rtol=0, atol=1e-3):
            break
        centers = moved
    return centers


def _distinct(found: Floats, histogram: ColorHistogram) -> Floats:
    """Replace swatches that rounding made equal by the histogram's colours farthest from all others."""
    unique = np.unique(found, axis=0)
    while len(unique) < len(found):
        candidates = np.rint(histogram.colors.astype(np.float64))
        gaps = ((candidates - unique[nearest(candidates, unique)]) ** 2).sum(axis=1)
        if not gaps.any():
            break
        unique = np.concatenate([unique, candidates[[np.argmax(gaps)]]])
    return unique


def _palette(colors: Floats | NDArray[np.float32], counts: Floats) -> Palette:
    """Make a palette of sRGB colours (k, 3) and their counts, leaving out what nothing is nearest to."""
    shares = counts / counts.sum()
    swatches = [
        Swatch(Color(*(int(channel) for channel in color)), float(share))
        for color, share in zip(colors, shares, strict=True)
        if share > 0
    ]
    return Palette(tuple(swatches)).sorted("share")
