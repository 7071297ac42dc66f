"""The output `recolored`: the image with its colors moved to a palette's."""

import io
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.recolored import RecoloredImage
from cvpalette.quantizing.moving import ColorMove
from cvpalette.testing import ImageContract, OutputContract, make_extraction

DUOTONE = Palette.of_colors([Color(27, 20, 100), Color(255, 209, 102)])


class TestRecoloredImage(OutputContract, ImageContract):
    """What every output promises."""

    output = RecoloredImage()


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def _draw(extraction: Extraction, **options: Any) -> PIL.Image.Image:
    contents = RecoloredImage(**options).render_image(extraction).contents
    assert isinstance(contents, bytes)
    picture = PIL.Image.open(io.BytesIO(contents))
    picture.load()
    return picture


def test_colors_move_to_the_given_palette() -> None:
    """As the move of this palette and this picture says."""
    extraction = extract(_noise(30, 40, 3), palette=DUOTONE)
    picture = _draw(extraction)
    expected = ColorMove.toward(DUOTONE, extraction.histogram).paint(extraction.image)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (40, 30))
    assert np.array_equal(np.asarray(picture), expected)


@pytest.mark.parametrize("file_format", ["png", "webp"])
def test_alpha_is_kept(file_format: Any) -> None:
    """Every level of it, and the size."""
    array = np.dstack([_noise(16, 16, 3), np.arange(256, dtype=np.uint8).reshape(16, 16)])
    picture = _draw(extract(array, palette=DUOTONE), format=file_format)
    assert picture.format == file_format.upper()
    assert np.array_equal(np.asarray(picture.convert("RGBA"))[:, :, 3], array[:, :, 3])


def test_a_jpeg_has_all_of_its_colors() -> None:
    """They are stored in full resolution, and of the quality that is asked for."""
    array = np.repeat(np.array([[[250, 20, 20], [20, 20, 250]]], np.uint8), 8, axis=0).repeat(8, axis=1)
    palette = Palette.of_colors(
        [Color(*rgb) for rgb in [(200, 40, 40), (40, 40, 200), (0, 0, 0), (255,) * 3]]
    )
    extraction = extract(array, palette=palette)
    lossless, jpeg = (
        np.asarray(_draw(extraction, format=file_format, quality=100), np.int16)
        for file_format in ("png", "jpeg")
    )
    assert np.abs(lossless - jpeg).max() <= 4
    noise = extract(_noise(64, 64, 3), palette=palette)
    sizes = [
        len(RecoloredImage(format="jpeg", quality=quality).render_image(noise).contents)
        for quality in (20, 95)
    ]
    assert sizes[0] < sizes[1] / 2


def test_a_jpeg_of_a_transparent_image_is_laid_on_white() -> None:
    """And that is told, with what would keep the transparency."""
    array = np.dstack([_noise(16, 16, 3), np.zeros((16, 16), np.uint8)])
    array[:, :8, 3] = 255
    extraction = extract(array, palette=DUOTONE)
    rendered = RecoloredImage(format="jpeg").render_image(extraction)
    assert "is laid on white, since a JPEG has no transparency" in str(rendered.warning)
    white = ColorMove.toward(DUOTONE, extraction.histogram).move(np.full((1, 3), 255))
    picture = np.asarray(_draw(extraction, format="jpeg"), np.int16)
    assert np.abs(picture[:, 8:] - np.rint(white)).max() < 4


def test_an_opaque_picture_with_alpha_is_a_jpeg_like_any() -> None:
    """Many programs write an alpha channel in which nothing is transparent."""
    array = np.dstack([_noise(16, 16, 3), np.full((16, 16), 255, np.uint8)])
    rendered = RecoloredImage(format="jpeg").render_image(extract(array, palette=DUOTONE))
    plain = RecoloredImage(format="jpeg").render_image(extract(array[:, :, :3], palette=DUOTONE))
    assert rendered.contents == plain.contents
    assert not rendered.warning


def test_a_picture_that_is_too_long_for_a_format_is_refused() -> None:
    """And the one that takes it is named."""
    extraction = extract(np.zeros((1, 16384, 3), np.uint8), palette=DUOTONE)
    with pytest.raises(ValueError, match="a webp has at most 16383 pixels a side, not 16384; choose 'png'"):
        RecoloredImage(format="webp").render_image(extraction)


def test_its_own_palette_changes_nothing_and_that_is_told() -> None:
    """Nobody gets the same picture again without a word."""
    extraction = make_extraction(["#264653", "#e76f51"])
    rendered = RecoloredImage().render_image(extraction)
    assert np.array_equal(np.asarray(_draw(extraction)), extraction.image.pixels)
    assert "was recolored in its own colors, so nothing changed" in str(rendered.warning)


def test_nothing_changes_by_no_amount() -> None:
    """Not even by rounding."""
    extraction = extract(_noise(20, 20, 3), palette=DUOTONE)
    assert np.array_equal(np.asarray(_draw(extraction, amount=0.0)), extraction.image.pixels)


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_is_refused(amount: float) -> None:
    """It is a part of the way."""
    with pytest.raises(ValueError, match="option 'amount' is 0 to 1, not"):
        RecoloredImage(amount=amount)


@pytest.mark.parametrize("quality", [0, 101])
def test_a_quality_that_cannot_be_is_refused(quality: int) -> None:
    """It is 1 to 100."""
    with pytest.raises(ValueError, match="option 'quality' is 1 to 100, not"):
        RecoloredImage(quality=quality)
