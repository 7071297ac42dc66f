"""Images reduced to a few pixels, and maps of many images."""

import json
from dataclasses import replace

import numpy as np

from cvpalette.decoding.image import Image
from cvpalette.rendering.placeholders import reduce_image, write_map
from cvpalette.testing import make_result


def test_pixels_are_means_of_light() -> None:
    """Also where areas share a pixel, and in an image of more rows than are read at a time."""
    pixels = np.zeros((3000, 60, 3), np.uint8)
    pixels[:, ::2] = 255
    pixels[1500:] = 40
    small = reduce_image(Image(pixels), 1, 2)
    assert small.pixels.tolist() == [[[188] * 3], [[40] * 3]]
    assert small.alpha is None
    uneven = reduce_image(Image(np.array([[[0] * 3, [255] * 3, [255] * 3]], np.uint8)), 2, 1)
    assert uneven.pixels[0, :, 0].tolist() == [156, 255]


def test_transparent_pixels_have_no_color() -> None:
    """A pixel counts by its alpha, which is a mean itself."""
    pixels = np.array([[[250, 0, 0], [0, 250, 0], [0, 0, 250], [0, 0, 250]]], np.uint8)
    small = reduce_image(Image(pixels, np.array([[255, 0, 0, 0]], np.uint8)), 2, 1)
    assert small.pixels.tolist() == [[[250, 0, 0], [0, 0, 0]]]
    assert small.alpha is not None
    assert small.alpha.tolist() == [[128, 0]]


def test_an_image_of_this_size_is_itself() -> None:
    """To the bit."""
    image = Image(np.random.default_rng(1).integers(0, 256, (3, 5, 3)).astype(np.uint8))
    assert reduce_image(image, 5, 3).pixels is image.pixels


def test_a_map_is_written_as_its_results_come() -> None:
    """Each entry is a line, and nothing comes behind the last but the end."""
    result = replace(make_result(["#264653"]), path="a\u2028b.png")
    pieces = list(write_map("hash", [(result, "x"), (replace(result, path="c.png"), "y")]))
    assert len(pieces) == 3
    document = json.loads("".join(pieces))
    assert list(document.values()) == [
        {"width": 64, "height": 1, "hash": "x"},
        {"width": 64, "height": 1, "hash": "y"},
    ]
    assert "".join(pieces).isascii()
