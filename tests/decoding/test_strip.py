"""read_strip(): images that are palettes, and images that are not."""

import io

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_image
from cvpalette.decoding.strip import Cell, Strip, read_strip

RED, BLUE, SAND, SEA = (255, 0, 0), (0, 0, 255), (233, 196, 106), (42, 157, 143)
Level = tuple[int, int, int]


def _image(rows: list[list[Level]], height: int = 1, width: int = 1) -> Image:
    pixels = np.array(rows, np.uint8)
    return Image(pixels.repeat(height, axis=0).repeat(width, axis=1))


def _read(image: Image) -> list[Level | None] | None:
    found = read_strip(image)
    return None if found is None else [cell.color.rgb if cell else None for cell in found.cells]


@pytest.mark.parametrize(
    ("rows", "height", "width"),
    [
        ([[RED, BLUE, SAND, SEA]], 1, 1),
        ([[RED], [BLUE], [SAND], [SEA]], 1, 1),
        ([[RED, BLUE, SAND, SEA]], 8, 8),
        ([[RED, BLUE, SAND, SEA]], 40, 1),
        ([[RED], [BLUE], [SAND], [SEA]], 10, 40),
        ([[RED, BLUE], [SAND, SEA]], 1, 1),
        ([[RED, BLUE], [SAND, SEA]], 16, 24),
    ],
    ids=["row", "column", "8x", "high", "stripes", "square", "grid"],
)
def test_a_row_a_column_or_a_grid_is_read_in_order(rows: list[list[Level]], height: int, width: int) -> None:
    """From left to right, and from top to bottom."""
    assert _read(_image(rows, height, width)) == [RED, BLUE, SAND, SEA]


def test_stripes_may_have_different_widths() -> None:
    """A hundred pixels have no third."""
    line = [[RED] * 33 + [BLUE] * 33 + [SAND] * 34]
    assert _read(_image(line, height=20)) == [RED, BLUE, SAND]


def test_equal_neighbors_are_one_color_unless_they_are_single_pixels() -> None:
    """A palette of single pixels may hold a color twice."""
    assert _read(_image([[RED, RED, BLUE]])) == [RED, RED, BLUE]
    assert _read(_image([[RED, RED, BLUE]], height=8, width=8)) == [RED, BLUE]
    grid = [[RED, BLUE], [BLUE, SAND]]
    assert _read(_image(grid)) == [RED, BLUE, BLUE, SAND]
    assert _read(_image(grid, height=8, width=8)) == [RED, BLUE, SAND]


def test_transparent_pixels_are_none() -> None:
    """Whatever color they have below."""
    pixels = np.array([[RED, BLUE, SAND, SEA]], np.uint8)
    image = Image(pixels, np.array([[255, 0, 0, 128]], np.uint8))
    assert _read(image) == [RED, None, None, SEA]


def test_other_images_are_no_palettes() -> None:
    """A photo, and a logo whose edges do not lie on a grid."""
    noise = np.random.default_rng(0).integers(0, 256, (17, 17, 3), np.uint8)
    assert read_strip(Image(noise)) is None
    assert read_strip(Image(noise[:16, :16])) is not None
    logo = np.zeros((97, 101, 3), np.uint8)
    logo[13:31, 7:60] = 255
    assert read_strip(Image(logo)) is None
    assert (
        read_strip(Image(np.arange(3 * 5000, dtype=np.uint32).astype(np.uint8).reshape(1, 5000, 3))) is None
    )


def test_one_color_is_a_palette() -> None:
    """Of a single pixel, or flat."""
    assert read_strip(_image([[RED]])) == Strip([Cell(Color(*RED), 1.0)], is_line=True)
    assert _read(_image([[RED]], height=30, width=20)) == [RED]


@pytest.mark.parametrize("quality", [75, 95])
def test_a_strip_with_noise_is_no_palette(quality: int) -> None:
    """The noise of a lossy file has hundreds of colors that nobody chose."""
    pixels = np.repeat(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8), 50, axis=1)
    file = io.BytesIO()
    PIL.Image.fromarray(np.repeat(pixels, 20, axis=0)).resize((310, 40)).save(file, "JPEG", quality=quality)
    image = read_image(file.getvalue(), "strip.jpg")
    assert read_strip(image) is None
