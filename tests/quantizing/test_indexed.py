"""IndexedImage: alpha in the entries of a palette."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.quantizing.indexed import IndexedImage

GRAYS = [Color(level, level, level) for level in range(256)]


def _image(alpha: np.ndarray) -> Image:
    return Image(np.zeros((*alpha.shape, 3), np.uint8), np.asarray(alpha, np.uint8))


def _seen(picture: IndexedImage) -> np.ndarray:
    return picture.entries[picture.indices]


def test_without_alpha_the_entries_are_the_colors() -> None:
    """As many as there are colors, in their order, also where alpha is there and full."""
    indices = np.zeros((2, 2), np.uint8)
    for image in (Image(np.zeros((2, 2, 3), np.uint8)), _image(np.full((2, 2), 255))):
        picture = IndexedImage.of(image, indices, GRAYS[:3])
        assert picture.entries.tolist() == [[0, 0, 0, 255], [1, 1, 1, 255], [2, 2, 2, 255]]
        assert picture.indices is indices


def test_alphas_that_fit_are_kept_exactly() -> None:
    """A ramp of all alphas, in one color: 256 entries, and the color is the first."""
    alpha = np.arange(256).reshape(16, 16)
    picture = IndexedImage.of(_image(alpha), np.zeros((16, 16), np.uint8), GRAYS[7:8])
    assert np.array_equal(_seen(picture)[:, :, 3], alpha)
    assert picture.entries[0].tolist() == [7, 7, 7, 255]
    assert len(picture.entries) == 256


@settings(deadline=None)
@given(st.integers(1, 255), st.integers(0, 9))
def test_alphas_that_do_not_fit_are_rounded(colors: int, seed: int) -> None:
    """None stays none and full stays full; the others are off by no more than the entries leave them."""
    random = np.random.default_rng(seed)
    alpha = random.integers(0, 256, (60, 60))
    alpha[0, :2] = 0, 255
    indices = random.integers(0, colors, (60, 60), np.uint8)
    picture = IndexedImage.of(_image(alpha), indices, GRAYS[:colors])
    seen = _seen(picture)
    assert len(picture.entries) <= 256
    assert (seen[alpha == 0] == 0).all()
    assert (seen[alpha == 255, 3] == 255).all()
    exact = (seen[:, :, 3] > 0) if colors <= 36 else (alpha == 255)
    assert np.array_equal(seen[:, :, 0][exact], indices[exact])
    # Six entries between none and full are enough for eight levels, and six of each color for exact colors.
    if colors <= 249:
        assert np.abs(seen[:, :, 3].astype(int) - alpha).max() <= 255 / 14 + 1
    assert np.array_equal(picture.entries[:colors, 0], np.arange(colors))


def test_a_soft_shadow_keeps_eight_levels_beside_many_colors() -> None:
    """The most visible colors keep their alphas, and another color becomes the nearest of those."""
    alpha = np.tile(np.arange(256), (8, 1))
    indices = np.full(alpha.shape, 9, np.uint8)
    indices[0] = 10
    indices[1] = 200
    alpha[2] = 255
    indices[2] = np.arange(256) % 240
    picture = IndexedImage.of(_image(alpha), indices, GRAYS[:240])
    seen = _seen(picture)
    assert len({*seen[:, :, 3].reshape(-1).tolist()}) >= 8
    assert np.array_equal(seen[2, :, 0], indices[2])
    shown = (seen[:, :, 3] > 0) & (seen[:, :, 3] < 255)
    assert (seen[3:][shown[3:]][:, 0] == 9).all()
    assert set(seen[0][shown[0]][:, 0].tolist()) <= {9, 10}


def test_binary_alpha_is_none_or_full() -> None:
    """By half; of a picture that is nowhere that solid, by its most solid."""
    alpha = np.array([[0, 127, 128, 255], [0, 10, 99, 100]])
    indices = np.zeros((1, 4), np.uint8)
    for row, expected in zip(alpha, [[0, 0, 255, 255], [0, 0, 0, 255]], strict=True):
        picture = IndexedImage.of(_image(row[None]), indices, GRAYS[:1], binary=True)
        assert _seen(picture)[0, :, 3].tolist() == expected


def test_256_colors_leave_no_entry_for_transparency() -> None:
    """An error that says what would work; never a color less in silence."""
    with pytest.raises(ValueError, match="ask for at most 255 colors"):
        IndexedImage.of(_image(np.array([[0, 255]])), np.zeros((1, 2), np.uint8), GRAYS)
