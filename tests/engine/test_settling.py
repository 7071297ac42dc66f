"""Settling: on cells that borders cut, centers stop where they would stop on the colors themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.clustering import space_points
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Partition, Points
from cvpalette.engine.settling import half_widths, settled

spaces = pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])


def _histogram(seed: int = 0) -> ColorHistogram:
    """Return the exact colors of a cloud that has no clusters: every border cuts many cells."""
    pixels = np.random.default_rng(seed).normal(128, 30, (200, 200, 3)).clip(0, 255).astype(np.uint8)
    return ColorHistogram.of_image(Image(pixels), bits=7)


def _converged(points: Points, centers: np.ndarray) -> Partition:
    return Partition.around(points, centers).refined(300)


@spaces
def test_coarse_cells_lead_where_fine_ones_do(space: str) -> None:
    """Whole cells stop many steps before: less than a third of what they leave is left to gain."""
    fine = _histogram()
    coarse = fine.coarsen(5)
    exact, cells = space_points(fine, space), space_points(coarse, space)
    start = exact.offsets[:: len(exact) // 20][:20]
    best = _converged(exact, start).error
    whole = _converged(cells, start + exact.origin - cells.origin).centers + cells.origin - exact.origin
    shared = settled(cells, half_widths(coarse, space), start + exact.origin - cells.origin, 12).centers
    shared = shared + cells.origin - exact.origin
    lost = [Partition.around(exact, centers).error - best for centers in (whole, shared)]
    assert lost[0] > 0
    assert lost[1] < 0.3 * lost[0]


def test_the_error_is_that_of_the_parts() -> None:
    """A cell of width 2 in the middle between two centers: each gets the half on its side."""
    points = Points.of(np.array([[-10.0, 0, 0], [0, 0, 0], [10, 0, 0]]), np.array([1.0, 1, 1]))
    found = settled(points, np.array([0.0, 1, 0]), np.array([[-10.0, 0, 0], [10, 0, 0]]), 1)
    # Half of the middle cell has its mean half a unit from its end: (10 + 0.5 / 2) / 1.5.
    assert found.centers[:, 0] == pytest.approx([-10.25 / 1.5, 10.25 / 1.5], rel=1e-5)
    # Around its mean, the cell varies by 1 / 3 in each direction.
    assert found.error == pytest.approx(points.spread + 1 / 3 - (10.25 / 1.5) ** 2, rel=1e-5)


def test_a_cell_beyond_the_border_counts_for_the_other_center() -> None:
    """The nearest centers are looked up only now and then; meanwhile borders move past cells."""
    points = Points.of(np.arange(40.0)[:, np.newaxis] * np.eye(3)[:1], np.ones(40))
    found = settled(points, np.zeros(40), np.array([[-19.0, 0, 0], [-15, 0, 0]]), 4)
    assert sorted(found.centers[:, 0]) == pytest.approx([-10, 10], abs=0.1)


def test_one_center_is_the_mean() -> None:
    """Which is the origin."""
    points = Points.of(np.random.default_rng(1).uniform(0, 255, (50, 3)), np.ones(50))
    found = settled(points, np.ones(50), np.array([[9.0, 9, 9]]), 3)
    assert found.centers == pytest.approx(np.zeros((1, 3)))
    assert found.error == pytest.approx(points.spread + 1)


@spaces
def test_the_error_is_that_of_the_colors(space: str) -> None:
    """What is not seen of the cells is made up for: within two percent of the exact colors' error."""
    fine = _histogram()
    coarse = fine.coarsen(6)
    exact, cells = space_points(fine, space), space_points(coarse, space)
    found = settled(cells, half_widths(coarse, space), cells.offsets[:: len(cells) // 12][:12], 4)
    measured = Partition.around(exact, found.centers + cells.origin - exact.origin).error
    assert found.error == pytest.approx(measured, rel=0.02)


@given(st.integers(0, 1 << 32), st.integers(2, 9))
def test_used_centers_stay_among_the_points(seed: int, k: int) -> None:
    """Whatever the weights are: what rounding leaves of an empty cluster is no cluster."""
    random = np.random.default_rng(seed)
    points = Points.of(random.uniform(0, 255, (30, 3)), 10 ** random.uniform(-6, 6, 30))
    widths = random.choice([0.0, 1.0, 9.0], 30)
    starts = random.uniform(-300, 300, (k, 3))
    found = settled(points, widths, starts, 3)
    assert found.error >= 0
    used = found.centers[np.unique(points.nearest(found.centers))]
    assert (used >= (points.offsets - 9).min(axis=0)).all()
    assert (used <= (points.offsets + 9).max(axis=0)).all()


@spaces
@pytest.mark.parametrize("bits", [5, 6, 7])
def test_a_cell_is_as_wide_as_its_colors_vary(space: str, bits: int) -> None:
    """Beside the colors of some cells themselves; a fifth to spare, since the scale of a space changes."""
    side = 1 << (8 - bits)
    corners = np.random.default_rng(bits).integers(96 // side, 224 // side, (40, 3)) * side
    levels = np.stack(np.meshgrid(*[np.arange(side) + 0.5] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    middles = (corners + side / 2).astype(np.float32)
    cells = ColorHistogram(middles, np.ones(40), bits=bits)
    widths = np.array([half_widths(cells.only(np.arange(40) == index), space)[0] for index in range(40)])
    for corner, width in zip(corners, widths, strict=True):
        found = to_space(corner + levels - 0.5, space)
        # Whole levels vary by a little less than the cell does.
        variance = ((found - found.mean(axis=0)) ** 2).sum() / len(levels) / 3 * side**2 / (side**2 - 1)
        assert width == pytest.approx(np.sqrt(3 * variance), rel=0.2)


def test_exact_colors_have_no_width() -> None:
    """A border cuts none of them."""
    assert not half_widths(ColorHistogram(np.ones((2, 3), np.float32), np.ones(2)), "lab").any()
