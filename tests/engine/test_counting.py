"""Counting: exact while colors are few, in cells beyond, whatever the size; and by two threads at once."""

import numpy as np
import pytest

from cvpalette.engine.counting import FEW, count_pixels
from cvpalette.engine.threads import map_in_two

LARGE = (1 << 20) + 1
# A glance is at one pixel of each of so many stretches.
GLANCE = 1 << 12


def _picture(count: int, size: int) -> np.ndarray:
    """Make a column of so many colors far from each other, all among those that a glance sees."""
    numbers = np.random.default_rng(0).permutation(count) * ((1 << 24) // count)
    colors = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1).astype(np.uint8)
    places = np.arange(size) // -(-size // GLANCE) % count
    return colors[places][:, np.newaxis]


@pytest.mark.parametrize("bits", [5, 7])
@pytest.mark.parametrize("size", [1 << 16, (1 << 16) + 1, 1 << 20, LARGE])
def test_1024_colors_are_counted_one_by_one(size: int, bits: int) -> None:
    """The most that are, and whether or not a glance sees them all."""
    found = count_pixels(_picture(FEW, size), None, bits).cells
    assert (len(found.counts), found.bits) == (FEW, 8)
    assert found.steady is None


@pytest.mark.parametrize(
    ("size", "bits", "is_sampled"),
    [
        (1 << 16, 5, False),
        ((1 << 16) + 1, 5, True),
        (1 << 20, 6, False),
        (LARGE, 6, True),
        (LARGE, 7, True),
    ],
)
def test_means_are_of_a_sample_only_where_pixels_are_many(size: int, bits: int, *, is_sampled: bool) -> None:
    """Coarse cells are wide enough for a small one."""
    pixels = np.random.default_rng(1).integers(0, 256, (size, 1, 3), np.uint8)
    found = count_pixels(pixels, None, bits).cells
    assert found.bits == bits
    assert (found.steady is not None) == is_sampled
    assert found.counts.sum() == size
    assert np.average(found.colors, axis=0, weights=found.counts) == pytest.approx([127.5] * 3, abs=1)


@pytest.mark.parametrize("has_alpha", [False, True])
def test_a_large_image_in_few_cells_is_counted_in_narrower_ones(has_alpha: bool) -> None:
    """Thousands of dark colors share a few cells."""
    pixels = np.random.default_rng(2).integers(0, 16, (LARGE, 1, 3), np.uint8)
    found = count_pixels(pixels, np.full((LARGE, 1), 51, np.uint8) if has_alpha else None, 5).cells
    assert (len(found.counts), found.bits) == (4096, 8)
    assert found.counts.sum() == pytest.approx(LARGE / 5 if has_alpha else LARGE)


@pytest.mark.parametrize("visible", [1, 5000])
def test_what_no_glance_sees_is_counted(visible: int) -> None:
    """All but some pixels of a large image are transparent."""
    pixels = np.random.default_rng(3).integers(0, 256, (LARGE, 1, 3), np.uint8)
    alpha = np.zeros((LARGE, 1), np.uint8)
    alpha[LARGE // 2 : LARGE // 2 + visible] = 255
    found = count_pixels(pixels, alpha, 5).cells
    assert found.counts.sum() == visible
    shown = pixels[alpha > 0]
    assert np.average(found.colors, axis=0, weights=found.counts) == pytest.approx(
        shown.mean(axis=0), abs=0.01
    )


def test_cells_are_no_narrower_than_they_must() -> None:
    """Too few of 5 bits, and enough of 6."""
    pixels = np.random.default_rng(4).integers(0, 40, (1 << 15, 1, 3), np.uint8)
    found = count_pixels(pixels, None, 5).cells
    assert (len(found.counts), found.bits) == (1000, 6)


def test_a_texture_does_not_keep_step_with_the_sample() -> None:
    """Of stretches of 17 pixels, a sample looks at one each: the first of them is no better than others."""
    pixels = np.random.default_rng(5).integers(0, 256, (LARGE, 1, 3), np.uint8)
    pixels[:, 0, 0] = np.where(np.arange(LARGE) % 17, 103, 100)
    found = count_pixels(pixels, None, 6).cells
    assert np.average(found.colors[:, 0], weights=found.counts) == pytest.approx(103 - 3 / 17, abs=0.1)


@pytest.mark.parametrize(
    ("bits", "size", "expected"),
    [
        (5, LARGE - 1, [5.5, 1.5, 3.5]),
        (5, LARGE, [3.5, 1.5, 3.5]),
        (6, LARGE, [2.5, 0.5, 1.5]),
        (7, LARGE, [0.5] * 3),
    ],
)
def test_what_is_steady_tells_halves_of_cells_apart(bits: int, size: int, expected: list[float]) -> None:
    """Red is always in the upper half of a cell, green in the lower.

    The narrowest cells have no halves. In coarse cells of many pixels, only halves of green are counted.
    """
    pixels = np.random.default_rng(6).integers(0, 256, (size, 1, 3), np.uint8)
    half = np.uint8(1 << (7 - bits))
    pixels[..., 0] |= half
    pixels[..., 1] &= ~half
    found = count_pixels(pixels, None, bits).cells
    assert found.steady is not None
    places = found.steady % (1 << (8 - bits))
    assert np.average(places, axis=0, weights=found.counts) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_results_are_in_the_order_of_the_items(count: int) -> None:
    """Whichever thread came to them."""
    assert map_in_two(lambda number: number * number, range(count)) == [n * n for n in range(count)]


@pytest.mark.parametrize("bad", [0, 1, 5])
def test_what_a_thread_raises_is_raised(bad: int) -> None:
    """None is lost in the other thread."""

    def work(number: int) -> int:
        if number == bad:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(bad)):
        map_in_two(work, range(6))
