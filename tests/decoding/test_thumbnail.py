"""encode_webp(): an image as a small picture."""

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
