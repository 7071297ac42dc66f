"""The output `blurhash`."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.extraction import Extraction
from cvpalette.outputs.blurhash import BlurHash
from cvpalette.testing import CombinedContract, ImageContract, OutputContract, make_extraction


class TestBlurHash(OutputContract, ImageContract, CombinedContract):
    """What every output promises."""

    output = BlurHash()


def _wrap(pixels: np.ndarray, alpha: np.ndarray | None = None) -> Extraction:
    image = Image(np.ascontiguousarray(pixels, np.uint8), alpha)
    return Extraction(make_extraction(["#264653"]).result, image, ColorHistogram.of_image(image))


def _noise(width: int, height: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3)).astype(np.uint8)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("blurhash/default.blurhash.txt", BlurHash().render_image(extraction))


@pytest.mark.parametrize(
    ("size", "components"),
    [((90, 60), (4, 3)), ((60, 90), (3, 4)), ((64, 64), (4, 4)), ((300, 20), (9, 1)), ((2, 200), (1, 9))],
)
def test_components_follow_the_shape(size: tuple[int, int], components: tuple[int, int]) -> None:
    """Their numbers stand in the first digit, and the text has two digits for each but the mean."""
    text = BlurHash().digest_image(_wrap(_noise(*size)))
    assert text == BlurHash(*components).digest_image(_wrap(_noise(*size)))
    assert len(text) == 4 + 2 * components[0] * components[1]


def test_a_flat_picture_is_its_color() -> None:
    """Its four digits of base 83 are #e76f51, and the largest component is the least there is."""
    flat = _wrap(np.full((20, 900, 3), (0xE7, 0x6F, 0x51)))
    assert BlurHash(2, 1).digest_image(flat)[:6] == "10Qhtx"
    assert BlurHash(1, 1).digest_image(flat) == "00Qhtx"


def test_the_mean_is_one_of_light() -> None:
    """Half black and half white is #bcbcbc."""
    half = np.zeros((20, 20, 3))
    half[10:] = 255
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
    number = 0
    for digit in BlurHash(1, 1).digest_image(_wrap(half))[2:]:
        number = number * 83 + digits.index(digit)
    assert f"{number:06x}" == "bcbcbc"


def test_a_picture_that_grows_has_the_same_hash() -> None:
    """All but a few digits: a cosine begins at the first pixel, and that of a larger one is smaller."""
    small = _noise(8, 6)
    large = small.repeat(40, axis=0).repeat(40, axis=1)
    hashes = [
        BlurHash().digest_image(_wrap(each)) for each in (large, large.repeat(2, axis=0).repeat(2, axis=1))
    ]
    assert sum(one != other for one, other in zip(*hashes, strict=True)) <= 4


def test_what_is_transparent_has_no_color() -> None:
    """Whatever stands there, a flat color stays flat, and nothing seen is black."""
    pixels = np.full((20, 30, 3), (0xE7, 0x6F, 0x51))
    alpha = np.full((20, 30), 255, np.uint8)
    alpha[:, :12] = 0
    pixels[:, :12] = 0, 255, 0
    opaque = np.full((20, 30, 3), (0xE7, 0x6F, 0x51))
    assert BlurHash().digest_image(_wrap(pixels, alpha)) == BlurHash().digest_image(_wrap(opaque))
    clear = Image(np.ascontiguousarray(pixels, np.uint8), np.zeros_like(alpha))
    assert BlurHash(1, 1).digest_image(replace(_wrap(pixels), image=clear)) == "000000"


def test_a_draft_is_as_good(extraction: Extraction) -> None:
    """Its components are those of the whole picture's shape."""
    draft = replace(extraction, image=replace(extraction.image, draft_of=(640, 40)))
    assert BlurHash().digest_image(draft) == BlurHash(9, 1).digest_image(extraction)


def test_many_are_an_object_by_path(extraction: Extraction) -> None:
    """A result whose image is gone is refused."""
    one = replace(extraction.result, path="photos/a.png", digest="00Qhtx")
    written = "".join(BlurHash().render_all([one]))
    assert json.loads(written) == {"photos/a.png": {"width": 64, "height": 4, "blurhash": "00Qhtx"}}
    with pytest.raises(ValueError, match="it shows the image, and a result has none"):
        list(BlurHash().render_all([extraction.result]))


@pytest.mark.parametrize("option", ["x", "y"])
@pytest.mark.parametrize("value", [-1, 10])
def test_components_that_the_format_lacks_are_refused(option: str, value: int) -> None:
    """In words for who gave it."""
    with pytest.raises(ValueError, match=f"option '{option}' is 0 to 9, not '{value}'"):
        BlurHash(**{option: value})
