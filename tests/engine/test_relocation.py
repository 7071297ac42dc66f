"""Relocation: centers leave where they are of little use, for where they are missing."""

import numpy as np
import pytest

from cvpalette.engine.clustering import grow, relocate
from cvpalette.engine.partition import Partition, Points

CORNERS = np.array([[x, y, z] for x in (0, 100) for y in (0, 100) for z in (0, 100)], np.float64)
# Clouds of 50 points, 3 wide.
AROUND = np.random.default_rng(0).uniform(-1.5, 1.5, (50, 3))
BEST = float((AROUND - AROUND.mean(axis=0)).var(axis=0).sum())


def _clouds() -> Points:
    points = (CORNERS[:, np.newaxis] + AROUND).reshape(-1, 3)
    return Points.of(points, np.ones(len(points)))


def _start(points: Points, *clouds: int) -> Partition:
    """Place a center in each of these clouds; in one that is named twice, two."""
    seeds = [points.offsets[cloud * 50 + number] for number, cloud in enumerate(clouds)]
    return Partition.around(points, np.array(seeds)).refined(3)


@pytest.mark.parametrize(
    "start", [(0, 0, 1, 2, 3, 4, 5, 6), (0, 0, 0, 1, 1, 2, 7, 7)], ids=["one off", "four off"]
)
def test_centers_move_to_where_they_are_missing(start: tuple[int, ...]) -> None:
    """Lloyd's steps alone leave two centers in one cloud, and two clouds to one center."""
    before = _start(_clouds(), *start)
    assert before.error > 10 * BEST
    assert relocate(before, rounds=16, patience=4).error == pytest.approx(BEST)


def test_a_center_without_points_is_moved_first() -> None:
    """It is missed nowhere."""
    points = _clouds()
    lost = np.concatenate([CORNERS[:7] - points.origin, [[1e3, 1e3, 1e3]]])
    before = Partition.around(points, lost)
    assert before.masses.min() == 0
    after = relocate(before, rounds=2, patience=1)
    assert after.error == pytest.approx(BEST)
    assert after.masses == pytest.approx([1 / 8] * 8)


def test_what_is_best_stays() -> None:
    """A move that does not lower the error is taken back."""
    best = _start(_clouds(), *range(8))
    assert np.array_equal(relocate(best, rounds=8, patience=3).centers, best.centers)


def test_growing_cuts_what_is_widest() -> None:
    """From one center to one in each cloud, as many as are asked for on the way."""
    points = _clouds()
    one = Partition.around(points, np.zeros((1, 3)))
    assert [len(grow(one, k)) for k in (1, 2, 5, 8)] == [1, 2, 5, 8]
    assert grow(one, 8).error == pytest.approx(BEST)


def test_growing_ends_with_one_center_for_each_point() -> None:
    """There is nothing left to cut."""
    points = Points.of(np.array([[0.0, 0, 0], [9, 0, 0], [0, 9, 0]]), np.ones(3))
    grown = grow(Partition.around(points, np.zeros((1, 3))), 5)
    assert len(grown) == 3
    assert grown.error == pytest.approx(0, abs=1e-9)
