"""Spreads: how many pixels each color has, and how far they lie apart, in one image or in many."""

import pickle

import numpy as np
import pytest

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.engine.spreads import Spreads, blurred, compressed

SIDE = 60
RED, BLUE, GRAY = (200, 30, 40), (30, 60, 180), (128, 128, 128)


def _of(pixels: np.ndarray, alpha: np.ndarray | None = None) -> Spreads:
    found = Spreads.of(pixels, alpha, float(pixels.shape[0] * pixels.shape[1]))
    assert found is not None
    return found


def _picture(*patches: tuple[slice, slice, tuple[int, int, int]]) -> np.ndarray:
    pixels = np.full((SIDE, SIDE, 3), GRAY, dtype=np.uint8)
    for rows, columns, color in patches:
        pixels[rows, columns] = color
    return pixels


def _row(spreads: Spreads, color: tuple[int, int, int]) -> int:
    gaps = spreads.colors - to_space(np.array([color], dtype=np.uint8), "lab")
    row = int((gaps**2).sum(axis=1).argmin())
    assert (gaps[row] ** 2).sum() < 1
    return row


def test_a_color_that_lies_together_has_the_smaller_spread() -> None:
    """A block of 10 x 10 pixels varies by (1/6)^2 / 12 in each direction; two blocks far apart by more."""
    block = _of(_picture((slice(25, 35), slice(25, 35), RED)))
    apart = _of(_picture((slice(10, 20), slice(25, 35), RED), (slice(40, 50), slice(25, 35), RED)))
    assert block.spreads[_row(block, RED)] == pytest.approx(2 / 36 / 12, rel=0.02)
    assert apart.spreads[_row(apart, RED)] == pytest.approx(2 / 36 / 12 + 0.25**2, rel=0.02)


def test_the_edges_count_less() -> None:
    """A frame around a picture counts less than as many pixels in the middle."""
    spreads = _of(_picture((slice(0, 3), slice(0, SIDE), RED), (slice(20, 23), slice(0, SIDE), BLUE)))
    shares = spreads.shares
    assert shares[_row(spreads, RED)] < 0.4 * shares[_row(spreads, BLUE)]
    assert shares.sum() == pytest.approx(1)


def test_transparent_pixels_do_not_count() -> None:
    """Neither do their colors mix with others when the picture is shrunk."""
    pixels = np.zeros((700, 700, 3), dtype=np.uint8)
    pixels[:, ::2] = RED
    alpha = np.zeros((700, 700), dtype=np.uint8)
    alpha[:, ::2] = 255
    spreads = _of(pixels, alpha)
    assert len(spreads) == 1
    assert _row(spreads, RED) == 0
    assert Spreads.of(pixels, np.zeros_like(alpha), 1.0) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 2)])
@pytest.mark.parametrize("is_opaque", [True, False])
def test_the_smallest_pictures(shape: tuple[int, int], is_opaque: bool) -> None:
    """They have their colors too."""
    pixels = np.full((*shape, 3), BLUE, dtype=np.uint8)
    alpha = None if is_opaque else np.full(shape, 100, dtype=np.uint8)
    spreads = _of(pixels, alpha)
    assert _row(spreads, BLUE) == 0
    assert spreads.sums[0, 0] == pytest.approx(256 * shape[0] * shape[1], abs=1)


def test_each_image_has_its_own_middle() -> None:
    """A color that lies left in one image and right in another lies together in both."""
    left = _of(_picture((slice(25, 35), slice(8, 18), RED)))
    right = _of(_picture((slice(25, 35), slice(42, 52), RED)))
    both = Spreads.sum_of([left, right])
    assert both is not None
    assert both.spreads[_row(both, RED)] == pytest.approx(2 / 36 / 12, rel=0.05)
    assert both.sums.sum() == left.sums.sum() + right.sums.sum()


def test_the_order_of_sums_does_not_matter() -> None:
    """Neither does the grouping, to the last bit."""
    random = np.random.default_rng(1)
    some = [_of(random.integers(0, 256, (40, 50, 3)).astype(np.uint8)) for _ in range(4)]
    one, two = Spreads.sum_of(some), Spreads.sum_of([*some[2:], *some[:2]])
    halves = [Spreads.sum_of(some[:3]), some[3]]
    three = Spreads.sum_of([half for half in halves if half is not None])
    assert Spreads.sum_of([]) is None
    for other in (two, three, pickle.loads(pickle.dumps(one))):
        assert other is not None
        assert one is not None
        assert np.array_equal(one.numbers, other.numbers)
        assert np.array_equal(one.sums, other.sums)


def test_scaled_counts_more() -> None:
    """The colors and their spreads stay."""
    spreads = _of(_picture((slice(25, 35), slice(25, 35), RED)))
    scaled = spreads.scaled(4)
    assert np.array_equal(scaled.sums, 4 * spreads.sums)
    assert scaled.shares == pytest.approx(spreads.shares)


def test_what_is_left_with_no_pixel_is_gone() -> None:
    """The order of additions does not matter then either; something is always left."""
    spreads = _of(_picture((slice(25, 26), slice(25, 26), RED)))
    less = spreads.scaled(1 / 1000)
    assert 0 < len(less) < len(spreads)
    assert less.sums[:, 0].min() > 0
    assert np.array_equal(spreads.scaled(1e-12).sums, spreads.sums)


def test_all_colors_fit_into_the_grid() -> None:
    """The corners of sRGB have cells of their own."""
    levels = np.array([0, 128, 255], dtype=np.uint8)
    corners = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    spreads = _of(np.repeat(np.repeat(corners, 6, axis=0), 2, axis=1))
    assert len(spreads) == 27


def test_plain_distances_are_close_to_ciede2000() -> None:
    """For colors that differ a little, they correlate much better than those of CIELAB."""
    random = np.random.default_rng(0)
    one = to_space(random.integers(20, 236, (2000, 3)).astype(np.uint8), "lab")
    other = one + random.normal(0, 5, one.shape)
    true = ciede2000(one, other)

    def fit(distances: np.ndarray) -> float:
        return float(np.corrcoef(true, distances)[0, 1])

    plain = np.linalg.norm(one - other, axis=1)
    assert fit(np.linalg.norm(compressed(one) - compressed(other), axis=1)) > 0.9 > fit(plain) + 0.05


def test_blurred_is_a_sum_over_all_cells() -> None:
    """It is what a sum over all pairs of cells gives."""
    spreads = _of(np.random.default_rng(2).integers(60, 200, (30, 30, 3)).astype(np.uint8))
    places = np.stack(np.unravel_index(spreads.numbers, (28, 32, 32)), axis=1)
    gaps = ((places[:, np.newaxis] - places) ** 2).sum(axis=2)
    expected = np.exp(-gaps / (2 * 1.5**2)) @ spreads.shares
    assert blurred(spreads.numbers, spreads.shares, 1.5) == pytest.approx(expected, rel=0.02)
