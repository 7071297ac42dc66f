"""extract(): what counts is what the palette is of, and the whole image stays."""

from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.errors import ImageError, SettingsError
from cvpalette.extraction import extract, extract_frames, load_mask
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.settings.settings import Ignored, Scope, Settings

RED, WHITE = (200, 0, 0), (255, 255, 255)


@pytest.fixture
def product() -> np.ndarray:
    """Give a red thing on white: 4 of 36 pixels."""
    pixels = np.full((6, 6, 3), WHITE, np.uint8)
    pixels[2:4, 2:4] = RED
    return pixels


@pytest.mark.parametrize(
    "asked",
    [
        {"ignore_border": True},
        {"ignore": "white"},
        {"ignore": Color(*WHITE)},
        {"ignore": [Ignored(Color(*WHITE), 1.0)]},
        {"region": (2, 2, 2, 2)},
        {"region": "34%,34%,33%,33%"},
        {"mask": np.pad(np.full((2, 2), fill_value=True), 2)},
    ],
    ids=str,
)
def test_a_product_is_what_counts(product: np.ndarray, asked: dict[str, Any]) -> None:
    """By whatever way it is said."""
    found = extract(product, **asked)
    assert [(swatch.color.rgb, swatch.share) for swatch in found.palette] == [(RED, 1.0)]
    assert (found.histogram.total, sum(part.pixels for part in found.left_out)) == (4, 32)


def test_the_image_stays_whole(product: np.ndarray) -> None:
    """Outputs draw all of it: what was left out is mapped to what was found."""
    found = extract(product, ignore_border=True)
    assert np.array_equal(found.image.pixels, product)
    contents = QuantizedImage().render(found)
    assert isinstance(contents, bytes)
    assert contents.startswith(b"\x89PNG")


def test_a_background_is_part_of_the_image() -> None:
    """It counts, and outputs have it."""
    pixels = np.array([[(*RED, 255), (*RED, 0)]], np.uint8)
    found = extract(pixels, background="white")
    assert {swatch.color.rgb: swatch.share for swatch in found.palette} == {RED: 0.5, WHITE: 0.5}
    assert found.image.pixels.tolist() == [[list(RED), list(WHITE)]]
    assert (found.image.alpha, found.left_out) == (None, ())


def test_an_image_with_nothing_visible_may_have_a_background() -> None:
    """Without one it is an error."""
    pixels = np.zeros((2, 2, 4), np.uint8)
    with pytest.raises(ImageError, match="nothing visible: every pixel is fully transparent"):
        extract(pixels)
    assert extract(pixels, background="#fff").palette.colors == (Color(*WHITE),)


def test_a_wrong_setting_is_told_before_the_image_is_read(tmp_path: Path) -> None:
    """The image may be large, or far away."""
    with pytest.raises(SettingsError, match="'whit' is no colo"):
        extract(tmp_path / "missing.png", ignore="whit")


def test_a_mask_may_be_whatever_an_image_may_be(product: np.ndarray, tmp_path: Path) -> None:
    """It is read once, and then known by its name."""
    mask = np.zeros((6, 6), np.uint8)
    mask[2:4, 2:4] = 255
    path = tmp_path / "mask.png"
    PIL.Image.fromarray(mask).save(path)
    for source in (mask, path, str(path), path.read_bytes(), PIL.Image.fromarray(mask)):
        assert extract(product, mask=source).palette.colors == (Color(*RED),)
    scope = load_mask(Scope(mask=path))
    assert isinstance(scope.mask, Image)
    assert load_mask(scope).mask is scope.mask
    found = extract_frames([Image.from_array(product)], Settings(), scope)
    assert found.scope.describe() == {"mask": "mask.png"}


def test_a_mask_that_cannot_be_read_is_an_error(product: np.ndarray) -> None:
    """It is named."""
    with pytest.raises(ImageError, match=r"'missing.png': no such file"):
        extract(product, mask="missing.png")
