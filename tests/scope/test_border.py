"""find_border(): the colour of an image's frame."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.scope.exclusion import find_border

WHITE = (250, 250, 248)
RED = (200, 30, 30)


def _product(height: int = 100, width: int = 150) -> np.ndarray:
    """Return a red thing on a white ground that it does not touch the edges of."""
    pixels = np.full((height, width, 3), WHITE, np.uint8)
    pixels[height // 4 : -height // 4, width // 4 : -width // 4] = RED
    return pixels


def test_the_border_is_the_color_around_a_product() -> None:
    """To the level."""
    assert find_border(Image(_product())) == Color(*WHITE)


def test_noise_does_not_hide_a_border() -> None:
    """A studio's grey is no one colour: a camera, and JPEG, make it many."""
    noise = np.random.default_rng(1).normal(0, 3, (100, 150, 3))
    pixels = np.clip(_product() - 40.0 + noise, 0, 255).astype(np.uint8)
    found = find_border(Image(pixels))
    assert found is not None
    assert np.abs(np.subtract(found.rgb, np.subtract(WHITE, 40))).max() <= 2


def test_a_thing_may_touch_the_edge() -> None:
    """While the ground has most of it."""
    pixels = _product()
    pixels[60:, 50:100] = RED
    assert find_border(Image(pixels)) == Color(*WHITE)


def test_a_lone_row_of_the_edge_is_not_the_border() -> None:
    """Scans and screenshots have such lines; the frame is 2 % of the shorter side thick."""
    pixels = _product(300, 300)
    pixels[0] = pixels[:, 0] = 0
    assert find_border(Image(pixels)) == Color(*WHITE)


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_color_without_the_majority_is_no_border(share: float) -> None:
    """Half is not most."""
    pixels = np.random.default_rng(1).integers(0, 256, (100, 100, 3), np.uint8)
    pixels[: round(100 * share)] = WHITE
    pixels[round(100 * share) :, :, 0] //= 4  # nothing near white in the rest
    assert find_border(Image(pixels)) is None


def test_what_is_transparent_is_no_border() -> None:
    """The colour under it does not exist; the frame is what can be seen of it."""
    alpha = np.full((100, 150), 255, np.uint8)
    alpha[:, 20:] = 0
    pixels = _product()
    pixels[:, 20:] = RED
    assert find_border(Image(pixels, alpha)) == Color(*WHITE)
    assert find_border(Image(_product(), np.zeros((100, 150), np.uint8))) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 2), (2, 9), (3, 3)], ids=str)
def test_an_image_may_be_all_frame(shape: tuple[int, int]) -> None:
    """However small."""
    assert find_border(Image(np.full((*shape, 3), RED, np.uint8))) == Color(*RED)


def test_each_pixel_of_the_frame_is_counted_once() -> None:
    """In 3 x 3 pixels there are 8: here four of each color, and none has most."""
    pixels = np.full((3, 3, 3), WHITE, np.uint8)
    pixels[0] = RED
    pixels[1, 0] = RED
    pixels[1, 1] = RED
    assert find_border(Image(pixels)) is None
    pixels = pixels.copy()
    pixels[1, 0] = WHITE
    assert find_border(Image(pixels)) == Color(*WHITE)
