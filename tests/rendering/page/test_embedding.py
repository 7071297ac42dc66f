"""An image as data URIs: what it looks like, and where each swatch is."""

import base64
import io
from dataclasses import replace

import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction, extract
from cvpalette.rendering.page.embedding import embed_map, embed_picture


def _open(uri: str) -> PIL.Image.Image:
    kind, _, data = uri.partition(";base64,")
    picture = PIL.Image.open(io.BytesIO(base64.b64decode(data)))
    assert kind == f"data:image/{(picture.format or '').lower()}"
    return picture


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@pytest.mark.parametrize(("side", "size"), [(800, (40, 30)), (20, (20, 15)), (1, (1, 1))])
def test_a_picture_is_made_smaller_and_never_larger(side: int, size: tuple[int, int]) -> None:
    """Its longer side at most that."""
    assert _open(embed_picture(extract(_noise(30, 40, 3)), side)).size == size


def test_flat_art_loses_nothing(extraction: Extraction) -> None:
    """Where there are few colors, each is its own."""
    picture = _open(embed_picture(extraction, 800)).convert("RGB")
    assert np.array_equal(np.asarray(picture), extraction.image.pixels)


def test_what_is_transparent_stays_so() -> None:
    """The page shows through."""
    pixels = np.full((4, 4, 4), 200, np.uint8)
    pixels[:2, :, 3] = 0
    picture = _open(embed_picture(extract(pixels), 800))
    assert np.array_equal(np.asarray(picture)[:, :, 3], pixels[:, :, 3])


@pytest.mark.parametrize("colors", [1, 2, 6, 16, 256])
def test_a_map_has_the_swatches_numbers_for_levels(colors: int) -> None:
    """Pixel by pixel, in each channel."""
    extraction = extract(_noise(20, 20, 3), colors=colors)
    levels = np.asarray(_open(embed_map(extraction, 100)).convert("RGB"))
    chosen = np.array([color.rgb for color in extraction.palette.colors])[levels[:, :, 0]]
    assert (levels == levels[:, :, :1]).all()
    assert levels.max() == colors - 1
    # No other swatch is much nearer.
    away = np.abs(chosen.astype(int) - extraction.image.pixels).sum(axis=2)
    assert away.mean() <= {1: 256, 2: 200, 6: 140, 16: 100, 256: 40}[colors]


@pytest.mark.parametrize(
    ("colors", "side", "size"), [(6, 20, (20, 10)), (17, 20, (10, 5)), (6, 100, (40, 20))]
)
def test_a_map_of_many_swatches_is_half_as_large(colors: int, side: int, size: tuple[int, int]) -> None:
    """It compresses badly."""
    assert _open(embed_map(extract(_noise(20, 40, 3), colors=colors), side)).size == size


def test_a_map_is_of_pixels_and_not_of_their_means() -> None:
    """Black and white side by side have no gray between them."""
    pixels = np.zeros((2, 100, 3), np.uint8)
    pixels[:, ::3] = 255
    pixels[0, 0] = 128
    extraction = extract(pixels, colors=3)
    levels = np.asarray(_open(embed_map(extraction, 50)).convert("L"))
    gray = [color.hex for color in extraction.palette.colors].index("#808080")
    assert (levels == gray).sum() == 1


def test_transparent_pixels_are_nobodys() -> None:
    """Where most of a pixel is; but of 256 swatches, no number is left for that."""
    alpha = np.where(np.arange(20) < 10, 127, 128)[None].repeat(20, 0).astype(np.uint8)
    image = Image(_noise(20, 20, 3), alpha)
    few = _open(embed_map(extract(image, colors=6), 100)).convert("RGBA")
    assert np.array_equal(np.asarray(few)[:, :, 3] == 0, alpha < 128)
    all_256 = replace(extract(_noise(20, 20, 3), colors=256), image=image)
    assert np.asarray(_open(embed_map(all_256, 100)).convert("RGBA"))[:, :, 3].min() == 255
