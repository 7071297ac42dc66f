"""Where each swatch is: in pixels of the whole upright image, by what counts."""

import io
from typing import Any

import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.extraction import extract
from cvpalette.result import Position
from cvpalette.scope.positions import find_positions
from cvpalette.settings.settings import Scope

Bytes = NDArray[np.uint8]

RED, GREEN, BLUE = Color(220, 20, 20), Color(20, 160, 40), Color(20, 40, 220)
PALETTE = Palette.of_colors([RED, GREEN, BLUE])


def _paint(*areas: tuple[Color, slice, slice], size: tuple[int, int] = (30, 40)) -> Bytes:
    """Return pixels of blue with areas of other colors: rows, then columns."""
    pixels = np.full((*size, 3), BLUE.rgb, np.uint8)
    for color, rows, columns in areas:
        pixels[rows, columns] = color.rgb
    return pixels


def _find(pixels: Bytes, **options: Any) -> tuple[Position | None, ...]:
    return extract(pixels, palette=PALETTE, **options).positions


TWO_REDS = (
    (RED, slice(2, 7), slice(3, 8)),
    (RED, slice(10, 19), slice(20, 29)),
    (GREEN, slice(25, 26), slice(40)),
)


def test_each_swatch_is_in_its_largest_area() -> None:
    """Of two red squares, in the larger; a line of green is all of it."""
    red, green, blue = _find(_paint(*TWO_REDS))
    assert red == Position(24, 14, 20, 10, 9, 9, 81 / 106)
    assert green == Position(0, 25, 0, 25, 40, 1, 1)
    assert blue is not None
    assert (blue.left, blue.top, blue.width, blue.height) == (0, 0, 40, 25)


def test_a_color_that_no_pixel_is_nearest_to_has_none() -> None:
    """A given palette may have colors that the image lacks, and one color twice."""
    palette = Palette.of_colors([RED, BLUE, GREEN, BLUE])
    found = extract(_paint(TWO_REDS[0]), palette=palette).positions
    assert [position is None for position in found] == [False, False, True, True]


def test_pixels_outside_the_region_are_not_looked_at() -> None:
    """The place is that in the whole image."""
    red, green, _ = _find(_paint(*TWO_REDS), region="2,1,20,20")
    assert red == Position(5, 4, 3, 2, 5, 5, 25 / 43)
    assert green is None


def test_pixels_under_black_of_a_mask_are_not_looked_at() -> None:
    """The larger red square is covered."""
    mask = np.full((30, 40, 1), 255, np.uint8)
    mask[9:, 19:] = 0
    red, _, _ = _find(_paint(*TWO_REDS), mask=mask)
    assert red == Position(5, 4, 3, 2, 5, 5, 1)


@pytest.mark.parametrize(
    "options", [{"ignore": BLUE}, {"ignore_border": True}], ids=lambda each: next(iter(each))
)
def test_ignored_colors_have_no_place(options: dict[str, Any]) -> None:
    """Nor are they part of another swatch's area, though it be the nearest that is left."""
    palette = Palette.of_colors([RED, GREEN])
    red, green = extract(_paint(*TWO_REDS), palette=palette, **options).positions
    assert red == Position(24, 14, 20, 10, 9, 9, 81 / 106)
    assert green == Position(0, 25, 0, 25, 40, 1, 1)


def test_transparent_pixels_have_no_color() -> None:
    """The larger red square is clear; with a background it has that color."""
    pixels = np.dstack([_paint(*TWO_REDS), np.full((30, 40), 255, np.uint8)])
    pixels[9:20, 19:30, 3] = 0
    red, _, _ = _find(pixels)
    assert red == Position(5, 4, 3, 2, 5, 5, 1)
    _, green, _ = _find(pixels, background=GREEN)
    assert green == Position(24, 14, 19, 9, 11, 11, 121 / 161)


def test_what_is_hardly_visible_is_no_area_beside_what_is() -> None:
    """A soft shadow of the same color, unless nothing else has the color."""
    pixels = np.dstack([_paint((RED, slice(10), slice(10))), np.full((30, 40), 255, np.uint8)])
    pixels[4:10, :10, 3] = 51
    red, _, _ = _find(pixels)
    assert red == Position(1, 1, 0, 0, 10, 4, (40 * 255) / (40 * 255 + 60 * 51))
    pixels[:10, :10, 3] = 51
    red, _, _ = _find(pixels)
    assert red is not None
    assert (red.width, red.height, red.share) == (10, 10, 1)


def test_a_draft_gives_pixels_of_the_whole_image() -> None:
    """Each of its pixels stands for four times four."""
    image = Image(_paint(TWO_REDS[1]), draft_of=(157, 118))
    red, _, blue = find_positions(image, Scope(), PALETTE, "lab")
    assert red == Position(96, 57, 78, 39, 36, 36, 1)
    assert blue is not None
    assert (blue.left, blue.top, blue.width, blue.height) == (0, 0, 157, 118)
    part = find_positions(image, Scope(region="80,40,40,40"), PALETTE, "lab")[0]
    assert part is not None
    assert (part.left, part.top, part.width, part.height) == (78, 39, 36, 36)


def _save(pixels: Bytes, kind: str, **options: Any) -> bytes:
    contents = io.BytesIO()
    PIL.Image.fromarray(pixels).save(contents, kind, **options)
    return contents.getvalue()


def test_an_image_that_lies_on_its_side_is_upright() -> None:
    """As it is shown: a viewer turns it by a quarter."""
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # what is at the left of the pixels is at the top
    red, _, _ = extract(_save(_paint(TWO_REDS[1]), "PNG", exif=exif), palette=PALETTE).positions
    assert red == Position(15, 24, 11, 20, 9, 9, 1)


def test_an_animation_has_the_positions_of_its_first_frame() -> None:
    """The other frames count for the palette alone."""
    later = PIL.Image.fromarray(_paint(TWO_REDS[0]))
    data = _save(_paint(TWO_REDS[1]), "GIF", save_all=True, append_images=[later])
    extraction = extract(data, palette=PALETTE, frames="all")
    assert extraction.result.frames == 2
    assert extraction.positions[0] == Position(24, 14, 20, 10, 9, 9, 1)


def test_a_large_image_is_looked_at_in_squares() -> None:
    """A box is right to less than a square; a point has its color; a speck is found all the same."""
    pixels = _paint(
        (RED, slice(333, 777), slice(600, 1201)), (GREEN, slice(4, 5), slice(8, 9)), size=(1111, 1501)
    )
    red, green, blue = _find(pixels)
    assert red is not None
    assert blue is not None
    assert Color(*pixels[red.y, red.x].tolist()) == RED
    sides = (red.left, red.top, red.left + red.width, red.top + red.height)
    assert max(abs(one - other) for one, other in zip(sides, (600, 333, 1201, 777), strict=True)) <= 1
    assert min(red.x - 600, 1201 - red.x, red.y - 333, 777 - red.y) >= 219
    assert green == Position(8, 4, 8, 4, 1, 1, 1)
    assert (blue.left, blue.top, blue.width, blue.height, blue.share) == (0, 0, 1501, 1111, 1)


@pytest.mark.parametrize("size", [(1, 600_000), (600_000, 1), (2, 300_001), (1, 1)])
def test_any_shape_has_positions(size: tuple[int, int]) -> None:
    """However thin: all of it is blue."""
    blue = _find(_paint(size=size))[2]
    assert blue is not None
    assert blue == Position(blue.x, blue.y, 0, 0, size[1], size[0], 1)
    assert 0 <= blue.x < size[1]
    assert 0 <= blue.y < size[0]


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("colors", [3, 16])
@pytest.mark.parametrize("size", [(60, 80), (700, 900)], ids=str)
def test_each_point_is_nearest_to_its_swatch(space: Any, colors: int, size: tuple[int, int]) -> None:
    """In noise over a gradient, in the space of the settings; and its box holds it."""
    random = np.random.default_rng(colors)
    y, x = np.mgrid[: size[0], : size[1]]
    ramp = np.dstack([255 * x / size[1], 255 * y / size[0], 255 - 255 * x * y / (size[0] * size[1])])
    pixels = (ramp + random.normal(0, 12, ramp.shape)).clip(0, 255).astype(np.uint8)
    extraction = extract(pixels, colors=colors, space=space)
    swatches = to_space([color.rgb for color in extraction.palette.colors], space)
    for number, position in enumerate(extraction.positions):
        assert position is not None
        gaps = swatches - to_space(pixels[position.y, position.x][np.newaxis], space)
        assert (gaps**2).sum(axis=1).argmin() == number
        assert position.left <= position.x < position.left + position.width
        assert position.top <= position.y < position.top + position.height
        assert 0 < position.share <= 1
