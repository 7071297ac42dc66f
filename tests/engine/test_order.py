"""The order of pixels: an image larger than is counted exactly, turned, mirrored and shuffled."""

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.cells import cell_numbers
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import extract
from cvpalette.settings.settings import Space

HEIGHT, WIDTH = 1400, 1600


def _shuffle(pixels: np.ndarray) -> np.ndarray:
    rows = pixels.reshape(-1, pixels.shape[2])
    return np.random.default_rng(1).permutation(rows).reshape(pixels.shape)


ORDERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "upside down": np.flipud,
    "mirrored": np.fliplr,
    "turned": np.rot90,
    "transposed": lambda pixels: pixels.swapaxes(0, 1),
    "shuffled": _shuffle,
}


@cache
def _scene(seed: int, *, flat: bool, alpha: bool) -> np.ndarray:
    """Make clouds of colors with grain, and on demand flat areas on them, and alpha of all levels."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (9, 11, 4 if alpha else 3), np.uint8)
    clouds = cv2.resize(coarse // 2 + 40, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grain = random.integers(-9, 10, (HEIGHT, WIDTH, 1))
    scene = (clouds + grain).clip(0, 255).astype(np.uint8)
    if alpha:
        scene[-400:, :, 3], scene[:, -90:, 3] = 255, 0
    if flat:
        scene[:300, :900, :3] = 255
        scene[500:900, 200:700, :3] = (255, 102, 1)
    return scene


def _move(before: np.ndarray, after: np.ndarray) -> float:
    """Return how far, in CIELAB, a swatch of either palette is at most from the other palette."""
    gaps = np.linalg.norm(before[:, None] - after[None], axis=2)
    return float(max(gaps.min(axis=0).max(), gaps.min(axis=1).max()))


def _swatches(pixels: np.ndarray, colors: int, space: Space) -> np.ndarray:
    palette = extract(np.ascontiguousarray(pixels), colors=colors, space=space).palette
    return to_space(np.array([color.rgb for color in palette.colors]), "lab")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "alpha"])
@pytest.mark.parametrize(("colors", "space"), [(6, "lab"), (32, "rgb")])
def test_no_swatch_moves_by_more_than_one(order: str, colors: int, space: Space, *, alpha: bool) -> None:
    """Over 2 megapixels, of which only the mean colors of cells are sampled."""
    scene = _scene(1, flat=True, alpha=alpha)
    after = _swatches(ORDERS[order](scene), colors, space)
    assert _move(_swatches(scene, colors, space), after) <= 1


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), order=st.sampled_from(sorted(ORDERS)), flat=st.booleans())
def test_what_is_searched_is_the_same(seed: int, order: str, *, flat: bool) -> None:
    """All pixels are counted, in whichever order: not a bit of counts or anchors depends on it."""
    scene = _scene(seed, flat=flat, alpha=False)
    one, other = (
        ColorHistogram.of_image(Image(np.ascontiguousarray(pixels)), bits=5)
        for pixels in (scene, ORDERS[order](scene))
    )
    assert one.total == HEIGHT * WIDTH
    assert np.array_equal(one.counts, other.counts)
    assert np.array_equal(one.anchors, other.anchors)


@pytest.mark.parametrize("space", ["lab", "rgb"])
def test_flat_areas_keep_their_color(space: Space) -> None:
    """A page's white is #ffffff, and a brand's color its own, though only cells of them are counted."""
    scene = _scene(0, flat=True, alpha=False)
    found = {color.hex for color in extract(scene, colors=6, space=space).palette.colors}
    assert {"#ffffff", "#ff6601"} <= found


def test_alpha_is_counted_as_one_by_one() -> None:
    """Bit by bit of alpha, on a large image, is what summing pixels gives."""
    scene = _scene(3, flat=False, alpha=True)
    histogram = ColorHistogram.of_image(Image.from_array(scene))
    alpha = scene[:, :, 3].reshape(-1) / 255
    expected = np.bincount(cell_numbers(scene[:, :, :3].reshape(-1, 3), 6), alpha, 1 << 18)
    assert histogram.bits == 6
    assert histogram.counts == pytest.approx(expected[expected > 0])
