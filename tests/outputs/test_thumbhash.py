"""The output `thumbhash`."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.outputs.thumbhash import ThumbHash
from cvpalette.testing import CombinedContract, ImageContract, OutputContract, make_extraction


class TestThumbHash(OutputContract, ImageContract, CombinedContract):
    """What every output promises."""

    output = ThumbHash()


def _hash(pixels: np.ndarray, alpha: np.ndarray | None = None) -> bytes:
    image = Image(np.ascontiguousarray(pixels, np.uint8), alpha)
    extraction = Extraction(make_extraction(["#264653"]).result, image, ColorHistogram.of_image(image))
    return base64.b64decode(ThumbHash().digest_image(extraction))


def _mean(data: bytes) -> tuple[float, float, float]:
    """Return the mean lightness, yellow to blue, and red to green that stand in a hash."""
    number = int.from_bytes(data[:3], "little")
    return (number & 63) / 63, (number >> 6 & 63) / 31.5 - 1, (number >> 12 & 63) / 31.5 - 1


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("thumbhash/default.thumbhash.txt", ThumbHash().render_image(extraction))


def test_a_flat_picture_is_its_color() -> None:
    """All its parts are none."""
    data = _hash(np.full((40, 40, 3), (255, 127, 0)))
    assert _mean(data) == pytest.approx(((255 + 127) / 765, (255 + 127) / 510, 128 / 255), abs=0.02)
    assert len(data) == 24
    assert not any(data[5:])


@pytest.mark.parametrize(
    ("size", "is_wide", "shorter"), [((300, 200), True, 5), ((200, 300), False, 5), ((64, 64), False, 7)]
)
def test_the_shape_is_kept(size: tuple[int, int], is_wide: bool, shorter: int) -> None:
    """As the number of parts along the shorter side, of 7."""
    pixels = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 3))
    number = int.from_bytes(_hash(pixels)[3:5], "little")
    assert (bool(number >> 15), number & 7) == (is_wide, shorter)


def test_alpha_is_kept() -> None:
    """Its mean is, and what is transparent has no color."""
    pixels, alpha = np.full((40, 40, 3), (200, 60, 20)), np.full((40, 40), 255, np.uint8)
    opaque = _hash(pixels)
    pixels[:20], alpha[:20] = (0, 255, 0), 0
    data = _hash(pixels, alpha)
    assert data[2] >> 7 == 1
    assert opaque[2] >> 7 == 0
    assert data[5] & 15 == 8
    assert _mean(data) == _mean(opaque)


def test_a_large_picture_is_hashed_by_its_light() -> None:
    """A fine pattern of black and white is as bright as it looks from far away: #bcbcbc."""
    pattern = np.indices((400, 800)).sum(axis=0) % 2 * 255
    data = _hash(np.repeat(pattern[..., np.newaxis], 3, axis=2))
    assert _mean(data)[0] == pytest.approx(0xBC / 255, abs=0.01)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (101, 100), (3000, 2)])
def test_any_size_is_hashed(size: tuple[int, int]) -> None:
    """Also one with a side that would become no pixel."""
    width, height = size
    alpha = np.zeros((height, width), np.uint8)
    alpha[0, 0] = 255
    assert len(_hash(np.zeros((height, width, 3)), alpha)) >= 15


def test_many_are_an_object_by_path(extraction: Extraction) -> None:
    """A result whose image is gone is refused."""
    one = replace(extraction.result, path="photos/a.png", digest="GYoK")
    written = "".join(ThumbHash().render_all([one]))
    assert json.loads(written) == {"photos/a.png": {"width": 64, "height": 4, "thumbhash": "GYoK"}}
    with pytest.raises(ValueError, match="it shows the image, and a result has none"):
        list(ThumbHash().render_all([extraction.result]))
