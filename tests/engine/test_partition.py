"""Points and partitions: which center is nearest, and clusters that are joined where it costs least."""

import numpy as np
import pytest

from cvpalette.engine.partition import Partition, Points


def _distances(points: Points, centers: np.ndarray) -> np.ndarray:
    return np.asarray(((points.offsets[:, np.newaxis] - centers) ** 2).sum(axis=2))


def _cloud(length: int, k: int) -> tuple[Points, np.ndarray]:
    random = np.random.default_rng(k)
    points = Points.of(random.uniform(0, 255, (length, 3)), random.uniform(1, 9, length))
    return points, random.uniform(-128, 128, (k, 3))


@pytest.mark.parametrize("k", [1, 2, 32, 33, 256])
@pytest.mark.parametrize("length", [1, 1000, 20_000], ids=str)
def test_each_point_goes_to_the_nearest(length: int, k: int) -> None:
    """Up to what float32 tells apart: by packed numbers, by argmin, and in blocks shared by two threads."""
    points, centers = _cloud(length, k)
    distances = _distances(points, centers)
    chosen = distances[np.arange(length), points.nearest(centers)]
    assert (chosen <= distances.min(axis=1) * (1 + 1e-5) + 0.05).all()


@pytest.mark.parametrize("k", [2, 33, 256])
def test_the_next_is_the_nearest_of_the_others(k: int) -> None:
    """Never the nearest itself."""
    points, centers = _cloud(1000, k)
    first, second = points.nearest_two(centers)
    distances = np.sort(_distances(points, centers), axis=1)
    chosen = _distances(points, centers)
    rows = np.arange(len(points))
    assert (first != second).all()
    assert chosen[rows, first] == pytest.approx(distances[:, 0], abs=0.05)
    assert chosen[rows, second] == pytest.approx(distances[:, 1], abs=0.05)


def test_two_threads_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last label."""
    points, centers = _cloud(20_000, 256)
    shared = points.nearest(centers)
    monkeypatch.setattr("cvpalette.engine.partition._BLOCKS", 1 << 30)
    assert np.array_equal(points.nearest(centers), shared)


def test_sums_are_those_of_each_label() -> None:
    """Weights add to 1 and weighted offsets to 0; a label that nobody has sums to nothing."""
    points, _ = _cloud(1000, 3)
    labels = np.arange(1000) % 3
    masses, sums = points.sums(labels, 4)
    assert masses.sum() == pytest.approx(1)
    assert sums.sum(axis=0) == pytest.approx([0, 0, 0], abs=1e-9)
    assert masses[1] == pytest.approx(points.weights[1::3].sum())
    assert sums[1] == pytest.approx(points.weights[1::3] @ points.offsets[1::3])
    assert (masses[3], *sums[3]) == (0, 0, 0, 0)


def _around(coordinates: list[list[float]], weights: list[float]) -> Partition:
    """Give each point a cluster of its own."""
    points = Points.of(np.array(coordinates), np.array(weights))
    return Partition.around(points, points.offsets)


def test_the_cheapest_merger_is_told() -> None:
    """By Ward: what is light is joined sooner than what is a little nearer and heavy."""
    clusters = _around([[0, 0, 0], [10, 0, 0], [50, 0, 0], [59, 0, 0]], [1, 1, 40, 40])
    losses, partners = clusters.mergers()
    assert partners.tolist() == [1, 0, 1, 2]
    assert losses[:2] == pytest.approx([0.5 * 100 / 82] * 2)


def test_halves_gain_what_their_merger_would_cost() -> None:
    """A cluster of two heaps is cut between them; a single point gains nothing."""
    points = Points.of(np.array([[0.0, 0, 0], [0, 0, 0], [8, 0, 0], [100, 0, 0]]), np.array([1.0, 1, 2, 4]))
    clusters = Partition.around(points, np.array([[4.0, 0, 0], [100, 0, 0]]) - points.origin)
    halves = clusters.halves()
    assert halves.gains == pytest.approx([2 * 2 / 4 / 8 * 64, 0])
    ends = sorted([float(halves.one[0, 0]), float(halves.other[0, 0])])
    assert np.array(ends) + points.origin[0] == pytest.approx([0, 8])


def test_rounding_makes_no_error_below_nothing() -> None:
    """Of heavy points, and a few that weigh next to nothing."""
    colors = np.array([[0.0, 0, 0], [255, 255, 255], [99, 98, 97], [100, 98, 97]])
    points = Points.of(colors, np.array([1e11, 7e10, 1, 1]))
    assert Partition.around(points, points.offsets[:3]).error >= 0
