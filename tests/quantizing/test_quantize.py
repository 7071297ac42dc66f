"""quantize(): every pixel to its nearest swatch."""

from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.extraction import extract
from cvpalette.quantizing.quantize import quantize

spaces = pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])


def _palette(colors: np.ndarray) -> Palette:
    found = [Color(*(int(channel) for channel in color)) for color in colors]
    return Palette(tuple(Swatch(color, 1 / len(found)) for color in found))


def _noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


@spaces
@pytest.mark.parametrize("count", [1, 2, 16, 256])
def test_a_pixel_gets_nearly_its_nearest_swatch(space: str, count: int) -> None:
    """Where the swatch is not the nearest, it is no more than a just noticeable difference or two farther."""
    pixels, swatches = _noise(40, 50, 3), np.unique(_noise(300, 3, seed=1), axis=0)[:count]
    indices = quantize(Image(pixels), _palette(swatches), space=space)
    points, centers = to_space(pixels.reshape(-1, 3), space), to_space(swatches, space)
    distances = np.linalg.norm(points[:, None] - centers, axis=2)
    chosen = distances[np.arange(len(points)), indices.reshape(-1)]
    farther = chosen - distances.min(axis=1)
    assert farther.max() <= 8
    assert farther.mean() <= 0.1


@spaces
def test_colors_of_the_palette_stay_as_they_are(space: str) -> None:
    """Flat art in its own colors is not changed at all."""
    swatches = np.unique(_noise(256, 3), axis=0)
    expected = np.random.default_rng(2).integers(0, len(swatches), (20, 30))
    assert np.array_equal(quantize(Image(swatches[expected]), _palette(swatches), space=space), expected)


@spaces
def test_colors_next_to_each_other_stay_apart(space: str) -> None:
    """All 256 grays are a palette too: a gradient in its own colors is not changed either."""
    grays = np.arange(256, dtype=np.uint8)[:, None].repeat(3, axis=1)
    expected = np.arange(256).reshape(16, 16)
    assert np.array_equal(quantize(Image(grays[expected]), _palette(grays), space=space), expected)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (700, 3)], ids=str)
def test_the_result_is_an_index_for_each_pixel(shape: tuple[int, int]) -> None:
    """Of the image's height and width, uint8, below the palette's length."""
    pixels = _noise(*shape, 3)
    indices = quantize(Image(pixels), _palette(np.array([[0, 0, 0], [255, 255, 255]])))
    assert indices.shape == shape
    assert indices.dtype == np.uint8
    assert indices.max() <= 1


def test_the_index_is_the_place_in_the_palette() -> None:
    """In any order, as --sort may have it."""
    pixels = np.array([[(0, 0, 0), (255, 255, 255)]], np.uint8)
    swatches = pixels[0]
    assert quantize(Image(pixels), _palette(swatches)).tolist() == [[0, 1]]
    assert quantize(Image(pixels), _palette(swatches[::-1])).tolist() == [[1, 0]]


def test_the_image_is_left_alone() -> None:
    """Other outputs draw on it."""
    pixels = _noise(10, 10, 3)
    image = Image(pixels.copy())
    quantize(image, _palette(np.array([[0, 0, 0]])))
    assert np.array_equal(image.pixels, pixels)


def test_more_colors_than_an_index_counts_are_refused() -> None:
    """A palette that is given may have any number."""
    palette = Palette.of_colors([Color(level, 0, 0) for level in range(256)] + [Color(0, 0, 1)])
    with pytest.raises(ValueError, match="an indexed image has at most 256 colors, not 257"):
        quantize(Image(_noise(2, 2, 3)), palette)


PIXELS = np.array([[[250, 0, 0], [0, 0, 250]]], np.uint8)
COLORS: list[Color | str] = ["#f00", Color(0, 0, 255)]


@pytest.mark.parametrize(
    "image",
    [
        PIXELS,
        PIXELS / 255,
        Image(PIXELS.copy()),
        PIL.Image.fromarray(PIXELS),
        extract(PIXELS, colors=2),
    ],
    ids=["uint8", "float", "Image", "Pillow", "extraction"],
)
def test_whatever_has_pixels_is_quantized(image: Any) -> None:
    """As extract() takes them."""
    assert quantize(image, Palette.of_colors(COLORS)).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    "palette",
    [
        COLORS,
        tuple(COLORS),
        extract(PIXELS, palette=COLORS),
        extract(PIXELS, palette=COLORS).result,
    ],
    ids=["list", "tuple", "extraction", "result"],
)
def test_whatever_has_a_palette_is_taken(palette: Any) -> None:
    """As extract() takes it."""
    assert quantize(PIXELS, palette).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("image", "palette", "options", "told"),
    [
        ("photo.jpg", COLORS, {}, r"'str' is no image; give an Image, .*; load_image\(\) reads files"),
        (
            None,
            COLORS,
            {},
            "'NoneType' is no image; give an Image, an array of pixels, or an image of P",
        ),
        (PIXELS, 6, {}, "'int' is no palette; give a Palette, what has one, .*, or a list of colors"),
        (PIXELS, "gold", {}, "'gold' is no palette"),
        (PIXELS, ["gould"], {}, "'gould' is no color"),
        (PIXELS, [], {}, "'list' is no palette"),
        (PIXELS, COLORS, {"dither": True}, "there is no dither 'True'; choose 'none'"),
        (PIXELS, COLORS, {"strength": "full"}, "the strength of a dither is 0 to 1, not 'full'"),
        (PIXELS, COLORS, {"strength": True}, "the strength of a dither is 0 to 1, not 'True'"),
        (PIXELS, COLORS, {"strength": np.float32("nan")}, "the strength of a dither is 0 to 1, not 'nan'"),
        (PIXELS, COLORS, {"space": 5}, "there is no space '5'"),
        (PIXELS, COLORS, {"space": "hsv", "dither": "bayer-2"}, "there is no space 'hsv'"),
        (PIXELS, COLORS, {"linear": "no", "dither": "bayer-2"}, "'linear' is True or False, not 'no'"),
        (PIXELS, COLORS, {"serpentine": 1, "dither": "burkes"}, "'serpentine' is True or False, not '1'"),
    ],
)
def test_what_cannot_be_quantized_is_an_error_of_ours(
    image: Any, palette: Any, options: Any, told: str
) -> None:
    """It says what would work."""
    with pytest.raises(SettingsError, match=told):
        quantize(image, palette, **options)


def test_a_strength_may_be_a_number_of_numpy() -> None:
    """As one that was computed; and so may be what is True or False."""
    asked: dict[str, Any] = {"dither": "burkes", "strength": np.float32(0.5), "linear": np.bool_(True)}
    wanted = quantize(PIXELS, COLORS, dither="burkes", strength=0.5, linear=True)
    assert np.array_equal(quantize(PIXELS, COLORS, **asked), wanted)
