"""Images as others see them: each pixel as the color alone."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.rendering.seen import see_image, shrink
from cvpalette.roles.vision import VISIONS, Vision, see


@pytest.mark.parametrize("vision", VISIONS)
def test_each_pixel_is_seen_as_its_color(vision: Vision) -> None:
    """To a level, since images have fewer digits; the alpha stays."""
    pixels = np.random.default_rng(1).integers(0, 256, (12, 10, 3), np.uint8)
    alpha = np.full((12, 10), 90, np.uint8)
    seen = see_image(Image(pixels, alpha=alpha), vision)
    expected = [[see(Color(*map(int, pixel)), vision).rgb for pixel in row] for row in pixels]
    assert np.abs(seen.pixels.astype(int) - np.array(expected)).max() <= 1
    assert seen.alpha is alpha


@pytest.mark.parametrize(("size", "expected"), [((300, 200), (90, 60)), ((30, 20), (30, 20))])
def test_an_image_shrinks_to_its_longer_side(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """It never grows, and keeps its alpha."""
    width, height = size
    image = Image(np.zeros((height, width, 3), np.uint8), alpha=np.full((height, width), 7, np.uint8))
    small = shrink(image, 90)
    assert (small.width, small.height) == expected
    assert small.alpha is not None
    assert (small.alpha == 7).all()
