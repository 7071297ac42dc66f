"""divide(): parts that add up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.rendering.chips import divide


@pytest.mark.parametrize(
    ("length", "weights", "least", "edges"),
    [
        (100, [0.5, 0.25, 0.25], 0, [0, 50, 75, 100]),
        (100, [0.98, 0.01, 0.01], 10, [0, 80, 90, 100]),
        (100, [1, 0, 0], 1, [0, 98, 99, 100]),
        (30, [1, 1, 1], 10, [0, 10, 20, 30]),
        (1200, [1, 0, 1], 1, [0, 600, 601, 1200]),
        (29, [1, 1, 1], 10, []),
    ],
)
def test_parts_are_as_large_as_their_weights(
    length: int, weights: list[float], least: int, edges: list[int]
) -> None:
    """None under the least, and nothing where there is no room."""
    assert divide(length, weights, least) == edges


@given(
    st.integers(1, 5000), st.lists(st.floats(0, 1), min_size=1, max_size=64).filter(any), st.integers(1, 40)
)
def test_the_parts_are_the_whole(length: int, weights: list[float], least: int) -> None:
    """From end to end, each at least so large."""
    edges = divide(length, weights, least)
    assert bool(edges) == (least * len(weights) <= length)
    if edges:
        assert (edges[0], edges[-1]) == (0, length)
        assert min(after - before for before, after in pairwise(edges)) >= least
