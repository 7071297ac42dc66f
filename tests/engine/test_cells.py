"""Cells in Z-order, and every color counted by sorting."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cvpalette.engine import counting as exact
from cvpalette.engine.cells import cell_numbers, gathered, shares_of
from cvpalette.engine.counting import count_colors

pixels = arrays.arrays(np.uint8, st.tuples(st.integers(1, 300), st.just(4)), elements=st.integers(0, 255))


@given(pixels)
def test_numbers_tell_colors(rgba: np.ndarray) -> None:
    """There and back, without loss."""
    colors = rgba[:, :3]
    assert np.array_equal(gathered(cell_numbers(colors, 8)), colors)


@pytest.mark.parametrize("bits", [1, 4, 5, 7])
def test_a_wider_cell_holds_narrower_ones_in_a_row(bits: int) -> None:
    """Its number is theirs without the last three bits: sorted once, the colors are sorted for all widths."""
    colors = np.random.default_rng(bits).integers(0, 256, (500, 3), np.uint8)
    narrow, wide = cell_numbers(colors, bits + 1), cell_numbers(colors, bits)
    assert np.array_equal(narrow >> 3, wide)
    same = (colors >> (8 - bits) == colors[0] >> (8 - bits)).all(axis=1)
    assert np.array_equal(same, wide == wide[0])


@given(pixels, st.booleans(), st.sampled_from([7, 64, 1 << 19]))
def test_every_color_is_counted(rgba: np.ndarray, has_alpha: bool, chunk: int) -> None:
    """As one by one, whatever the size of what is sorted at once."""
    expected: Counter[tuple[int, ...]] = Counter()
    for red, green, blue, alpha in rgba.tolist():
        expected[red, green, blue] += alpha if has_alpha else 255
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_CHUNK", chunk)
        found = count_colors(rgba[:, :3].copy(), rgba[:, 3] if has_alpha else None)
    assert np.all(found.numbers[1:] > found.numbers[:-1])
    colors = map(tuple, found.levels.tolist())
    assert dict(zip(colors, found.weights.tolist(), strict=True)) == +expected


@pytest.mark.parametrize(
    ("weights", "total", "expected"),
    [
        ([0.1 + 0.2, 0.7], 10, [0.3, 0.7]),
        ([73 / 240 + 1e-16, 167 / 240], 240, [73 / 240, 167 / 240]),
        ([1 / 255 / 3, 3 - 1 / 255 / 3], 3, [1 / 255 / 9, 1 - 1 / 255 / 9]),
        ([1e6 / 7, 6e6 / 7], 1e6, [0.142857142857, 0.857142857143]),
    ],
    ids=["pixels", "noise", "alpha", "draft"],
)
def test_shares_are_the_floats_nearest_to_them(
    weights: list[float], total: float, expected: list[float]
) -> None:
    """So a tenth prints as 0.1, and not with 17 digits."""
    found = shares_of(np.array(weights), total).tolist()
    assert found == pytest.approx(expected, abs=1e-12)
    if total in {10, 1e6, 240}:
        assert found == expected
