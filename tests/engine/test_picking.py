"""pick_colors(): a color that a person sees gets a swatch, however few pixels it has."""

import numpy as np
import pytest

from cvpalette.color.spaces import to_space
from cvpalette.engine.picking import count_strong, pick_colors
from cvpalette.engine.spreads import Spreads, compressed

NONE = np.empty((0, 3), dtype=np.uint8)
RED, ORANGE, BLUE = (210, 30, 40), (240, 150, 30), (30, 70, 190)


def _wall(noise: float = 6) -> np.ndarray:
    """Return a gray wall with light and shadow, and three small things of bright colors on it."""
    random = np.random.default_rng(0)
    light = np.linspace(90, 200, 240)[np.newaxis, :, np.newaxis]
    pixels = light + random.normal(0, noise, (160, 240, 3))
    for top, left, color in ((30, 40, RED), (80, 120, ORANGE), (110, 180, BLUE)):
        pixels[top : top + 14, left : left + 14] = color + random.normal(0, noise, (14, 14, 3))
    return pixels.clip(0, 255).astype(np.uint8)


def _spreads(pixels: np.ndarray) -> Spreads:
    found = Spreads.of(pixels, None, float(pixels.shape[0] * pixels.shape[1]))
    assert found is not None
    return found


def _gap(colors: np.ndarray, color: tuple[int, int, int]) -> float:
    places = compressed(to_space(np.vstack([colors, color]), "lab"))
    return float(np.linalg.norm(places[:-1] - places[-1], axis=1).min())


def test_small_bright_things_are_picked() -> None:
    """Each of them has half a percent of the pixels; four colors are enough for all three."""
    colors = pick_colors(_spreads(_wall()), 4, NONE, 0)
    assert colors.shape == (4, 3)
    assert max(_gap(colors, color) for color in (RED, ORANGE, BLUE)) < 4


@pytest.mark.parametrize("k", [1, 2, 6, 16, 33, 64, 256])
def test_any_number_of_colors(k: int) -> None:
    """All are different, as far as the picture has so many."""
    spreads = _spreads(np.random.default_rng(3).integers(0, 256, (90, 90, 3)).astype(np.uint8))
    colors = pick_colors(spreads, k, NONE, 0)
    assert len(np.unique(np.rint(colors), axis=0)) == k
    assert colors.min() >= -0.5
    assert colors.max() <= 255.5


def test_fewer_colors_than_asked_for() -> None:
    """A picture of one color has one."""
    spreads = _spreads(np.full((20, 20, 3), 77, dtype=np.uint8))
    assert np.rint(pick_colors(spreads, 6, NONE, 0)).tolist() == [[77, 77, 77]]


def test_every_seed_finds_the_same() -> None:
    """There are so many starts that the best of them is the same."""
    spreads = _spreads(_wall(12))
    found = [pick_colors(spreads, 5, NONE, seed) for seed in range(4)]
    ordered = [colors[colors.sum(axis=1).argsort()] for colors in found]
    assert np.abs(np.array(ordered) - ordered[0]).max() < 2


def test_colors_that_are_there_anyway_are_not_picked_again() -> None:
    """The others are chosen around them."""
    spreads = _spreads(_wall())
    fixed = np.array([RED], dtype=np.uint8)
    others = pick_colors(spreads, 3, fixed, 0)
    assert _gap(others, RED) > 20
    assert max(_gap(others, color) for color in (ORANGE, BLUE)) < 4


def test_how_many_colors_are_strong() -> None:
    """Four: the wall, and three things on it; what is there already is not counted."""
    spreads = _spreads(_wall())
    assert count_strong(spreads, np.array([RED, BLUE], dtype=np.uint8), 15.0, 0.05, 32) == (
        count_strong(spreads, NONE, 15.0, 0.05, 32) - 2
    )
    assert count_strong(spreads, NONE, 15.0, 0.05, 2) == 2
    assert count_strong(_spreads(np.full((20, 20, 3), 77, dtype=np.uint8)), NONE, 15.0, 0.05, 32) == 1
