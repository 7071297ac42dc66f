"""exchanged(): chosen candidates are exchanged while the cost falls."""

import numpy as np
import pytest

from cvpalette.engine.medoids import exchanged


@pytest.mark.parametrize("scale", [1e-10, 1.0, 1e10])
def test_the_unit_of_distances_does_not_matter(scale: float) -> None:
    """Tiny distances have gains too, and huge ones have noise."""
    random = np.random.default_rng(4)
    places = random.random((300, 3)).astype(np.float32)
    gaps = ((places[:, np.newaxis] - places[:40]) ** 2).sum(axis=2)
    weights, nothing = np.full(300, 1 / 300), np.full(300, np.inf, np.float32)
    found = exchanged(gaps, weights, nothing, [*range(5)])
    assert found != [*range(5)]
    assert exchanged((gaps * scale).astype(np.float32), weights, nothing, [*range(5)]) == found


def test_what_costs_nothing_is_left_as_it_is() -> None:
    """All rows are at the chosen candidates."""
    gaps = (1 - np.eye(4)).astype(np.float32)
    assert exchanged(gaps[:2], np.ones(2), np.full(2, np.inf, np.float32), [0, 1]) == [0, 1]
