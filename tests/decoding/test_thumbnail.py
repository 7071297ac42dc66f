"""An image as a small picture: for pages, and as a notebook shows it."""

import io

import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.image import Image
from cvpalette.decoding.thumbnail import encode_webp
from cvpalette.testing import make_extraction


def _open(data: bytes) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(data), formats=["WEBP"])


@pytest.mark.parametrize(
    ("size", "expected"), [((640, 480), (96, 72)), ((480, 640), (72, 96)), ((40, 30), (40, 30))]
)
def test_the_longer_side_is_at_most_that_long(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """What is smaller stays as it is."""
    image = Image(np.full((size[1], size[0], 3), 200, np.uint8))
    assert _open(encode_webp(image, 96, 60)).size == expected


def test_alpha_is_kept() -> None:
    """What is seen through stays so."""
    alpha = np.zeros((8, 8), np.uint8)
    alpha[:, 4:] = 255
    picture = _open(encode_webp(Image(np.full((8, 8, 3), 200, np.uint8), alpha), 8, 60))
    assert picture.mode == "RGBA"
    assert np.array_equal(np.asarray(picture)[:, :, 3], alpha)


def test_thumbnails_are_made_where_they_are_asked_for() -> None:
    """A kilobyte or two each; without being asked, none."""
    extraction = make_extraction(["#264653", "#2a9d8f"], width=300)
    assert extraction.result.thumbnail == b""
    result = extraction.with_thumbnail(96).result
    assert _open(result.thumbnail).size == (96, 1)
    assert len(result.thumbnail) < 2000


def _shown(image: Image) -> tuple[str, PIL.Image.Image]:
    bundle = image._repr_mimebundle_(include=None, exclude=None)
    assert bundle.pop("text/plain") == repr(image)
    ((kind, data),) = bundle.items()
    picture = PIL.Image.open(io.BytesIO(data))
    assert kind == picture.get_format_mimetype()
    return kind, picture


def test_a_notebook_shows_a_photo_as_a_small_jpeg() -> None:
    """Also GitHub, which shows no WebP."""
    noise = np.random.default_rng(0).integers(0, 256, (300, 960, 3), np.uint8)
    kind, picture = _shown(Image(noise))
    assert (kind, picture.size) == ("image/jpeg", (480, 150))


def test_a_notebook_shows_few_colors_exactly() -> None:
    """A quantized image keeps its colors."""
    pixels = np.random.default_rng(0).choice(np.array([10, 200], np.uint8), (30, 40))[:, :, None].repeat(3, 2)
    kind, picture = _shown(Image(pixels))
    assert kind == "image/png"
    assert np.array_equal(np.asarray(picture), pixels)


def test_a_notebook_shows_what_is_transparent() -> None:
    """On its own background."""
    kind, picture = _shown(Image(np.full((8, 8, 3), 200, np.uint8), np.full((8, 8), 9, np.uint8)))
    assert (kind, picture.mode) == ("image/png", "RGBA")
