"""delta_e(): the differences of single colors, beside those of arrays."""

import random

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space


def _draw(count: int) -> np.ndarray:
    source = random.Random(4)
    return np.array([[source.randrange(256) for _ in range(3)] for _ in range(count)], np.uint8)


def test_delta_e_is_what_the_array_function_gives() -> None:
    """For colors of all kinds, also grays, black and white."""
    first = np.vstack([_draw(400), [[0, 0, 0], [128, 128, 128], [255, 255, 255], [0, 0, 255]]]).astype(
        np.uint8
    )
    second = np.roll(first, 1, axis=0)
    lab = [np.array([Color(*map(int, rgb)).lab for rgb in rgbs]) for rgbs in (first, second)]
    right = ciede2000(*lab)
    for one, other, distance in zip(first, second, right, strict=True):
        assert delta_e(Color(*map(int, one)), Color(*map(int, other))) == pytest.approx(distance, abs=1e-9)


def test_the_lab_of_a_color_is_that_of_the_engine() -> None:
    """As arrays are converted."""
    colors = _draw(50)
    right = to_space(colors, "lab")
    assert np.allclose([Color(*map(int, rgb)).lab for rgb in colors], right, atol=2e-3)


def test_the_same_color_has_no_difference() -> None:
    """Black and white are as far apart as any two grays can be."""
    assert delta_e(Color(1, 2, 3), Color(1, 2, 3)) == 0
    assert delta_e(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(100)
