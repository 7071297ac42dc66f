"""Rounding: centers to swatches of 8 bits, no two alike and each the nearest to something."""

import itertools

import numpy as np
import pytest

from cvpalette.color.spaces import to_space
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Partition, Points
from cvpalette.engine.rounding import nearest_swatches, polished, shared_out

spaces = pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])


def _histogram(colors: np.ndarray) -> ColorHistogram:
    return ColorHistogram(colors.astype(np.float32), np.ones(len(colors)))


@spaces
def test_no_corner_is_nearer(space: str) -> None:
    """Of the cube of whole levels around a center; in CIELAB and Oklab, cubes are slanted."""
    colors = np.random.default_rng(0).uniform(0, 255, (200, 3))
    centers = to_space(colors, space)
    own = np.linalg.norm(to_space(nearest_swatches(centers, space), space) - centers, axis=1)
    for corner in itertools.product([np.floor, np.ceil], repeat=3):
        around = np.stack([rounded(level) for rounded, level in zip(corner, colors.T, strict=True)], axis=1)
        assert (own <= np.linalg.norm(to_space(around, space) - centers, axis=1) + 1e-6).all()


def test_polishing_lowers_the_error() -> None:
    """Of many swatches close together, where rounding each alone costs most."""
    colors = np.random.default_rng(0).uniform(100, 116, (600, 3))
    points = Points.of(colors, np.ones(len(colors)))
    settled = Partition.around(points, points.offsets[::10]).refined(5)
    rounded = nearest_swatches(settled.centers + points.origin, "rgb")

    def measure(swatches: np.ndarray) -> float:
        gaps = colors[:, np.newaxis] - swatches
        return float((gaps**2).sum(axis=2).min(axis=1).mean())

    assert measure(polished(points, rounded, "rgb", 4)) < 0.99 * measure(rounded)


def test_repeated_and_unused_swatches_give_way() -> None:
    """There are as many swatches as were asked for, all different and all used."""
    histogram = _histogram(np.array([[0, 0, 0], [10, 0, 0], [200, 0, 0], [255, 255, 255]]))
    points = Points.of(to_space(histogram.colors, "rgb"), histogram.counts)
    asked = np.array([[0, 0, 0], [0, 0, 0], [0, 255, 0]], np.uint8)
    swatches, shares = shared_out(asked, histogram, points, "rgb")
    assert len(set(map(tuple, swatches.tolist()))) == 3
    assert (shares > 0).all()
    assert shares.sum() == pytest.approx(1)


def test_what_wins_nothing_gives_way_to_another() -> None:
    """In the dark, a mean of colors may be nearer to another swatch than to what it is rounded to."""
    histogram = _histogram(np.random.default_rng(1).uniform(0, 3, (20, 3)))
    points = Points.of(to_space(histogram.colors, "lab"), histogram.counts)
    swatches, shares = shared_out(np.zeros((12, 3), np.uint8), histogram, points, "lab")
    assert len(set(map(tuple, swatches.tolist()))) == 12
    assert (shares > 0).all()


@pytest.mark.parametrize("asked", [3, 200])
def test_there_are_no_more_swatches_than_colors(asked: int) -> None:
    """Two rows round to one color: that is all there is."""
    histogram = _histogram(np.array([[9.9, 20, 30], [10.1, 20, 30], [90, 20, 30]]))
    points = Points.of(to_space(histogram.colors, "lab"), histogram.counts)
    swatches, _ = shared_out(np.zeros((asked, 3), np.uint8), histogram, points, "lab")
    assert swatches.tolist() == [[10, 20, 30], [90, 20, 30]]
