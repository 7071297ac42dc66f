"""drop_colors(): every pixel that is near enough, and no other."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.scope.ignoring import drop_colors
from cvpalette.settings.settings import Ignored

WHITE = Color(255, 255, 255)
COLORS = ["#ffffff", "#000000", "#808080", "#ff0000", "#0000ff", "#00007f", "#ffff00", "#1d2a36", "#e8c39e"]


def _near(pixels: np.ndarray, rule: Ignored) -> np.ndarray:
    """Compare every pixel, which is slow and cannot be wrong."""
    lab = to_space(pixels.reshape(-1, 3), "lab")
    center = np.broadcast_to(to_space(np.array([rule.color.rgb]), "lab"), lab.shape)
    distances: np.ndarray = ciede2000(lab, center).reshape(pixels.shape[:2])
    near: np.ndarray = distances <= rule.distance + 1e-6
    return near


def _cloud(color: Color, spread: int) -> np.ndarray:
    """Return 90 x 90 pixels around a color."""
    noise = np.random.default_rng(spread).integers(-spread, spread + 1, (90, 90, 3))
    return np.asarray(np.clip(noise + color.rgb, 0, 255), np.uint8)


def _left(image: Image | None) -> list[list[int]]:
    """Return the pixels that are left, in their order."""
    if image is None:
        return []
    visible = np.ones(image.pixels.shape[:2], bool) if image.alpha is None else image.alpha > 0
    rows: list[list[int]] = image.pixels[visible].tolist()
    return rows


@pytest.mark.parametrize("distance", [0, 1, 5, 20])
@pytest.mark.parametrize("code", COLORS)
def test_what_is_dropped_is_what_is_near(code: str, distance: float) -> None:
    """As if each pixel were compared with the color, at every distance from it."""
    color = Color.from_hex(code)
    rule = Ignored(color, distance)
    for spread in (2, 12, 60, 255):
        pixels = _cloud(color, spread)
        near = _near(pixels, rule)
        left, (taken,) = drop_colors(Image(pixels), [rule])
        assert taken == near.sum()
        assert _left(left) == pixels[~near].tolist()


def test_a_distance_of_0_is_that_color_alone() -> None:
    """One level beside it stays."""
    pixels = np.array([[[255, 255, 255], [255, 255, 254], [255, 255, 255]]], np.uint8)
    left, taken = drop_colors(Image(pixels), [Ignored(WHITE, 0)])
    assert taken == [2]
    assert _left(left) == [[255, 255, 254]]


def test_what_is_left_stays_in_its_place() -> None:
    """A person sees what lies together; without its places, a picture is mud."""
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[0, 1] = pixels[1, 2] = 255
    left, _ = drop_colors(Image(pixels), [Ignored(WHITE)])
    assert left is not None
    assert left.alpha is not None
    assert left.alpha.tolist() == [[255, 0, 255], [255, 255, 0]]
    assert np.array_equal(left.pixels, pixels)


def test_an_image_without_the_color_is_the_image_itself() -> None:
    """So nothing that is found in it can differ."""
    image = Image(np.zeros((2, 3, 3), np.uint8))
    assert drop_colors(image, [Ignored(WHITE)]) == (image, [0])


def test_a_pixel_goes_to_the_first_rule_that_takes_it() -> None:
    """So that no pixel is counted twice."""
    pixels = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    rules = [Ignored(WHITE, 10), Ignored(WHITE, 20), Ignored(Color(0, 0, 0), 0), Ignored(Color(255, 0, 0))]
    left, taken = drop_colors(Image(pixels), rules)
    first, second = _near(pixels, rules[0]).sum(), _near(pixels, rules[1]).sum()
    assert taken == [first, second - first, 1, 0]
    assert len(_left(left)) == 256 - second - 1


def test_pixels_are_weighed_by_their_alpha() -> None:
    """Half a pixel is dropped as half a pixel, and what stays keeps its own."""
    pixels = np.array([[[255, 255, 255], [0, 0, 0], [255, 255, 255]]], np.uint8)
    left, taken = drop_colors(
        Image(pixels, np.array([[51, 102, 255]], np.uint8), "a.png", 9), [Ignored(WHITE)]
    )
    assert taken == pytest.approx([1.2])
    assert left is not None
    assert left.alpha is not None
    assert left.alpha.tolist() == [[0, 102, 0]]
    assert (left.name, left.source_bytes) == ("a.png", 9)


def test_nothing_may_be_left() -> None:
    """There is no image of no pixels."""
    assert drop_colors(Image(np.full((3, 4, 3), 255, np.uint8)), [Ignored(WHITE)]) == (None, [12])


def test_a_large_image_is_dropped_whole() -> None:
    """It is taken in parts, which must meet; the image itself stays."""
    pixels = np.zeros((1500, 1000, 3), np.uint8)
    pixels[:, :, 0] = np.arange(1000) % 251
    pixels[::3] = 255
    before = pixels.copy()
    left, taken = drop_colors(Image(pixels), [Ignored(WHITE, 1)])
    assert taken == [500_000]
    assert left is not None
    assert _left(left) == before[before.min(axis=2) < 255].tolist()
    assert np.array_equal(pixels, before)
