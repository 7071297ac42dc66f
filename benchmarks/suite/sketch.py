"""Sketch: k-means on colors instead of pixels, the shortest way to a palette that is more like a person's.

K-means serves all pixels alike. Here a color weighs little more if it has more pixels, and more if it is
colorful. It is what `--pick colors` was first compared with.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette import ColorHistogram, load_image
from cvpalette.color.spaces import to_space

BITS = 5
# Of the sketch: the power of the count, the worth of chroma, the compression of chroma and lightness.
COUNT = 0.3
CHROMA, CHROMA_POWER = 0.1, 1.3
COMPRESSION = 0.05
LIGHTNESS = 0.8
# How far the color that is returned may be from the cluster's color to be a common one.
NEAR = 1.5
SAMPLE = 16_384
STARTS = 8
STEPS = 30


def cluster_colors(path: str, colors: int) -> NDArray[np.float32]:
    """Return the colors (k, 3) sRGB, 0 to 255, each of which the picture has."""
    histogram = ColorHistogram.of_image(load_image(path), bits=BITS)
    lab = to_space(histogram.colors, "lab")
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    weights = histogram.counts**COUNT * (1 + CHROMA * chroma) ** CHROMA_POWER
    places = _compressed(lab)
    owners = _cluster(places, weights, min(colors, len(places)))
    pulls = weights * (1 + chroma) ** 2
    found = []
    for number in np.unique(owners):
        own = owners == number
        middle = _compressed(np.average(lab[own], axis=0, weights=pulls[own])[np.newaxis])
        gaps = ((places - middle) ** 2).sum(axis=1)
        found.append(histogram.colors[(np.log(histogram.counts) - gaps / (2 * NEAR**2)).argmax()])
    return np.round(found)


def _compressed(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIELAB (n, 3) with 0.8 L and less chroma, so that distances are nearly CIEDE2000."""
    chroma = np.maximum(np.hypot(lab[:, 1:2], lab[:, 2:]), 1e-9)
    factor = np.log1p(COMPRESSION * chroma) / (COMPRESSION * chroma)
    return np.hstack([LIGHTNESS * lab[:, :1], factor * lab[:, 1:]])


def _cluster(places: NDArray[np.float64], weights: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """Return the cluster (n,) of each place: k-means on a sample drawn by weight, then on all."""
    drawn = np.random.default_rng(0).choice(len(places), SAMPLE, p=weights / weights.sum())
    cv2.setRNGSeed(0)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, STEPS, 0.01)
    sample = places[drawn].astype(np.float32)
    *_, centers = cv2.kmeans(sample, k, np.empty(0), criteria, STARTS, cv2.KMEANS_PP_CENTERS)
    owners = np.zeros(len(places), dtype=np.intp)
    for _ in range(STEPS):
        owners = ((places[:, np.newaxis] - centers) ** 2).sum(axis=2).argmin(axis=1)
        masses = np.maximum(np.bincount(owners, weights, k), 1e-9)
        centers = np.stack([np.bincount(owners, weights * axis, k) / masses for axis in places.T], axis=1)
    return owners
