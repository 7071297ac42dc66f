"""PresentColors, and palettes that have no others."""

import pickle

import numpy as np
import pytest
from numpy.typing import NDArray

import cvpalette
from cvpalette.color.spaces import to_space
from cvpalette.engine.present import PresentColors

Pixels = NDArray[np.uint8]


@pytest.fixture
def photo() -> Pixels:
    """Make a noisy slope of 300 x 300 pixels."""
    random = np.random.default_rng(0)
    rows, columns = np.mgrid[0:300, 0:300]
    slope = np.stack([rows // 2, 60 + columns // 3, 120 + rows // 3], axis=-1)
    return np.asarray((slope + random.normal(0, 12, slope.shape)).clip(0, 255), np.uint8)


def _tuples(colors: Pixels) -> set[tuple[int, ...]]:
    return {tuple(color) for color in colors.reshape(-1, colors.shape[-1])[:, :3].tolist()}


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
def test_the_nearest_color_is_found(space: str) -> None:
    """Near or far, it is that of a search through all."""
    random = np.random.default_rng(2)
    colors = random.integers(0, 256, (300, 3)).astype(np.uint8)
    present = PresentColors.of(colors)
    for target in random.integers(0, 256, (40, 3)).astype(np.float64):
        gaps = np.linalg.norm(to_space(colors, space) - to_space(target[np.newaxis], space), axis=1)
        found = present.nearest(target, space)
        assert found is not None
        gap = np.linalg.norm(to_space(np.array([found]), space) - to_space(target[np.newaxis], space))
        assert gap <= 1.25 * gaps.min()
        assert found in _tuples(colors)


def test_taken_colors_are_not_found() -> None:
    """And nothing is, if all are taken."""
    present = PresentColors.of(np.array([[1, 2, 3], [9, 9, 9]], np.uint8))
    target = np.zeros(3)
    assert present.nearest(target, "rgb") == (1, 2, 3)
    assert present.nearest(target, "rgb", {(1, 2, 3)}) == (9, 9, 9)
    assert present.nearest(target, "rgb", {(1, 2, 3), (9, 9, 9)}) is None


def test_pixels_colors_and_unions_are_the_same_set(photo: Pixels) -> None:
    """And so is a pickled one."""
    flat = photo.reshape(-1, 3)
    whole = PresentColors.of_pixels(flat, None)
    halves = PresentColors.union([PresentColors.of(flat[:700]), PresentColors.of(flat[700:])])
    assert halves is not None
    assert np.array_equal(whole.bits, halves.bits)
    assert np.array_equal(pickle.loads(pickle.dumps(whole)).bits, whole.bits)
    assert int(np.unpackbits(whole.bits).sum()) == len(_tuples(photo))


def test_transparent_colors_are_not_present() -> None:
    """Their color does not exist."""
    colors = np.array([[1, 2, 3], [200, 9, 9]], np.uint8)
    present = PresentColors.of_pixels(colors, np.array([0, 1], np.uint8))
    assert present.nearest(np.zeros(3), "rgb") == (200, 9, 9)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("colors", [1, 6, 16, 200])
def test_snapped_palettes_have_only_colors_of_the_image(photo: Pixels, colors: int, space: str) -> None:
    """As many as asked for, all different, at nearly no cost."""
    plain = cvpalette.extract(photo, colors=colors, space=space)  # type: ignore[arg-type]
    found = cvpalette.extract(photo, colors=colors, space=space, snap=True)  # type: ignore[arg-type]
    assert {color.rgb for color in found.palette.colors} <= _tuples(photo)
    assert len(set(found.palette.colors)) == colors
    assert found.error.mse < 1.03 * plain.error.mse


def test_auto_and_accents_snap_too(photo: Pixels) -> None:
    """Every swatch does."""
    photo[100:112, 50:62] = np.array((230, 10, 10)) + np.random.default_rng(1).integers(0, 20, (12, 12, 3))
    found = cvpalette.extract(photo, colors="auto", snap=True, accents=True).palette
    assert {color.rgb for color in found.colors} <= _tuples(photo)
    assert any(color.rgb[0] > 225 for color in found.colors)


def test_merged_palettes_snap_to_any_image(photo: Pixels) -> None:
    """A color is one that an image has, whichever."""
    other = 255 - photo
    found = cvpalette.merge([photo, other], colors=8, snap=True).palette
    assert {color.rgb for color in found.colors} <= _tuples(photo) | _tuples(other)
    assert len(found) == 8
