"""PresentColors, and palettes that have no others."""

import pickle
from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

import cvpalette
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
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
    present = PresentColors.of(colors, np.ones(300, np.int64))
    for target in random.integers(0, 256, (40, 3)).astype(np.float64):
        gaps = np.linalg.norm(to_space(colors, space) - to_space(target[np.newaxis], space), axis=1)
        found = present.nearest(target, space)
        assert found is not None
        gap = np.linalg.norm(to_space(np.array([found]), space) - to_space(target[np.newaxis], space))
        assert gap <= 1.25 * gaps.min()
        assert found in _tuples(colors)


def test_taken_colors_are_not_found() -> None:
    """And nothing is, if all are taken."""
    present = PresentColors.of(np.array([[1, 2, 3], [9, 9, 9]], np.uint8), np.ones(2, np.int64))
    target = np.zeros(3)
    assert present.nearest(target, "rgb") == (1, 2, 3)
    assert present.nearest(target, "rgb", {(1, 2, 3)}) == (9, 9, 9)
    assert present.nearest(target, "rgb", {(1, 2, 3), (9, 9, 9)}) is None


def _same(one: PresentColors | None, other: PresentColors | None) -> bool:
    assert one is not None
    assert other is not None
    return np.array_equal(one.bits, other.bits) and np.array_equal(one.common, other.common)


def test_sets_add_up_in_any_order(photo: Pixels) -> None:
    """And a pickled one is the same."""
    found = [ColorHistogram.of_image(Image(each), present=True).present for each in (photo, photo[::-1] // 2)]
    some = [each for each in found if each is not None]
    whole = PresentColors.union(some)
    assert _same(whole, PresentColors.union(some[::-1]))
    assert _same(whole, PresentColors.union([*some, some[0]]))
    assert _same(pickle.loads(pickle.dumps(whole)), whole)
    assert whole is not None
    assert int(np.unpackbits(whole.bits).sum()) == len(_tuples(photo) | _tuples(photo // 2))
    assert PresentColors.union([]) is None


@pytest.mark.parametrize("side", [300, 900])
def test_transparent_colors_are_not_present(photo: Pixels, side: int) -> None:
    """Their color does not exist, in a sample or in all of the pixels."""
    pixels = np.tile(photo, (3, 3, 1))[:side, :side]
    alpha = np.zeros((side, side), np.uint8)
    alpha[: side // 9, : side // 9] = 255
    found = cvpalette.extract(np.dstack([pixels, alpha]), colors=20, snap=True).palette
    assert {color.rgb for color in found.colors} <= _tuples(pixels[: side // 9, : side // 9])


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
def test_a_common_color_is_preferred_to_the_nearest(space: str) -> None:
    """If it is near enough. Farther away, it must be more common; and too far away, it does not count."""
    colors = np.array([[100, 100, 100], [104, 104, 104], [92, 92, 92], [200, 9, 9]], np.uint8)
    swatches = np.array([[100, 100, 100], [9, 200, 200]], np.uint8)
    spread = float(np.linalg.norm(np.subtract(*to_space(np.array([[100] * 3, [140] * 3]), space))))

    def find(*weights: int) -> dict[int, tuple[int, int, int]]:
        present = PresentColors.of(colors, np.array(weights, np.int64))
        return present.common_near(swatches, np.array([spread, spread]), space)

    assert find(1, 9, 9, 99) == {0: (104, 104, 104)}
    assert find(1, 9, 99, 99) == {0: (92, 92, 92)}
    assert find(9, 9, 9, 99) == {0: (100, 100, 100)}


def test_without_a_spread_only_the_color_itself_is_near() -> None:
    """A cluster of one color."""
    colors = np.array([[100, 100, 100], [104, 104, 104]], np.uint8)
    present = PresentColors.of(colors, np.array([1, 99]))
    assert present.common_near(colors[:1], np.zeros(1), "lab") == {0: (100, 100, 100)}


def test_snapped_colors_are_common(photo: Pixels) -> None:
    """Colors beside the means usually have one or two pixels. What many pixels share is taken instead."""
    photo[::2] = photo[::2] // 8 * 8
    counts = Counter(map(tuple, photo.reshape(-1, 3).tolist()))
    found = cvpalette.extract(photo, snap=True).palette.colors
    common = PresentColors.of(np.array(list(counts)), np.ones(len(counts), np.int64))
    means = [
        common.nearest(np.array(each.rgb, float), "lab") for each in cvpalette.extract(photo).palette.colors
    ]
    assert sum(counts[color.rgb] for color in found) > 5 * sum(counts[color] for color in means if color)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("colors", [1, 6, 16, 200])
def test_snapped_palettes_have_only_colors_of_the_image(photo: Pixels, colors: int, space: str) -> None:
    """As many as asked for, all different, at little cost."""
    plain = cvpalette.extract(photo, colors=colors, space=space)  # type: ignore[arg-type]
    found = cvpalette.extract(photo, colors=colors, space=space, snap=True)  # type: ignore[arg-type]
    assert {color.rgb for color in found.palette.colors} <= _tuples(photo)
    assert len(set(found.palette.colors)) == colors
    assert found.error.mse < 1.06 * plain.error.mse


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
