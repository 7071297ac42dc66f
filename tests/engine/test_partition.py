"""Partitions: clusters that are joined where it costs least."""

import numpy as np
import pytest

from cvpalette.engine.partition import Partition, Points


def _around(coordinates: list[list[float]], weights: list[float]) -> Partition:
    """Give each point a cluster of its own."""
    points = Points.of(np.array(coordinates), np.array(weights))
    return Partition.around(points, points.offsets)


def test_the_cheapest_pair_is_joined() -> None:
    """By Ward: what is light is joined sooner than what is a little nearer and heavy."""
    clusters = _around([[0, 0, 0], [10, 0, 0], [50, 0, 0], [59, 0, 0]], [1, 1, 40, 40])
    joined = clusters.joined(3)
    assert joined.centers[:, 0] + joined.points.origin[0] == pytest.approx([5, 50, 59])
    assert joined.masses == pytest.approx([2 / 82, 40 / 82, 40 / 82])
    assert joined.error == pytest.approx(2 * 25 / 82)


@pytest.mark.parametrize("k", [1, 2, 5, 12])
def test_there_are_as_many_as_are_asked_for(k: int) -> None:
    """All different, and no point lost."""
    random = np.random.default_rng(k)
    clusters = _around(random.uniform(0, 255, (12, 3)).tolist(), random.uniform(1, 9, 12).tolist())
    joined = clusters.joined(k)
    assert len(joined) == k
    assert joined.masses.sum() == pytest.approx(1)
    assert (joined.masses > 0).all()


def test_empty_clusters_are_joined_first() -> None:
    """They cost nothing."""
    points = Points.of(np.array([[0.0, 0, 0], [9, 0, 0]]), np.array([1.0, 1]))
    clusters = Partition.around(points, np.array([[-4.5, 0, 0], [4.5, 0, 0], [100, 0, 0], [200, 0, 0]]))
    assert clusters.joined(2).centers[:, 0] == pytest.approx([-4.5, 4.5])
