"""Flat art: its exact colors are found, and neither edges nor noise nor gradients are taken for colors."""

import io
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram

Pixels = NDArray[np.uint8]
Rgb = tuple[int, int, int]

PAPER, BLUE, YELLOW = (255, 255, 255), (66, 133, 244), (251, 188, 5)


def _logo(*, ground: Rgb = PAPER, scale: int = 4) -> Pixels:
    """Draw a blue and a yellow disk at a multiple of 200 pixels, and shrink it: the edges become smooth."""
    side = 200 * scale
    rows, columns = np.mgrid[0:side, 0:side] / scale
    canvas = np.empty((side, side, 3), np.uint8)
    canvas[:] = ground
    canvas[(rows - 100) ** 2 + (columns - 90) ** 2 < 70**2] = BLUE
    canvas[(rows - 40) ** 2 + (columns - 160) ** 2 < 17**2] = YELLOW
    return np.asarray(cv2.resize(canvas, (200, 200), interpolation=cv2.INTER_AREA), np.uint8)


def _page(width: int = 400, height: int = 300) -> Pixels:
    """Draw a page with a side bar, a button, and letters of two by three pixels with smooth edges."""
    page = np.full((height, width, 3), 255, np.uint8)
    page[:, : width // 5] = (246, 248, 250)
    page[20:50, width // 2 : width // 2 + 80] = (31, 136, 61)
    ink = np.array((36, 41, 47))
    for row in range(80, height - 10, 12):
        for number, column in enumerate(range(width // 4, width - 20, 7)):
            page[row : row + 6, column : column + 2] = ink
            for step, part in enumerate((0.2 + number % 7 / 10, 0.85 - number % 5 / 10)):
                page[row : row + 6, column + 2 + step] = np.rint(ink * part + 255 * (1 - part))
    return page


def _colors(pixels: Pixels, colors: int | str, **options: object) -> list[Rgb]:
    return [color.rgb for color in cvpalette.extract(pixels, colors=colors, **options).palette.colors]  # type: ignore[arg-type]


def _present(pixels: Pixels) -> set[Rgb]:
    return {(red, green, blue) for red, green, blue in pixels[..., :3].reshape(-1, 3).tolist()}


def _jpeg(pixels: Pixels, quality: int) -> Pixels:
    file = io.BytesIO()
    PillowImage.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(PillowImage.open(file).convert("RGB"))


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("colors", [3, "auto"])
def test_a_logo_has_its_exact_colors(colors: int | str, space: str) -> None:
    """Smooth edges neither change them nor become colors."""
    assert set(_colors(_logo(), colors, space=space)) == {PAPER, BLUE, YELLOW}


@pytest.mark.parametrize("colors", [1, 2, 4, 6, 16])
def test_every_color_is_one_that_the_image_has(colors: int) -> None:
    """With fewer colors than flat ones, and with more."""
    found = _colors(_logo(), colors)
    assert found[0] == PAPER
    assert len(set(found)) == colors
    assert set(found) <= _present(_logo())
    assert colors < 3 or {PAPER, BLUE, YELLOW} <= set(found)


@pytest.mark.parametrize("colors", [4, 6, "auto"])
def test_a_page_has_the_color_of_its_letters(colors: int | str) -> None:
    """The ink is a color, and no mix of ink and paper takes its place."""
    found = _colors(_page(), colors)
    assert {PAPER, (36, 41, 47), (31, 136, 61)} <= set(found)
    assert colors == "auto" or (246, 248, 250) in found


def test_a_large_page_is_as_exact() -> None:
    """Photos of its size are counted in cells only."""
    assert set(_colors(_page(1600, 1000), 4)) == {PAPER, (36, 41, 47), (31, 136, 61), (246, 248, 250)}


@pytest.mark.parametrize("quality", [75, 90])
def test_jpeg_gives_the_mode(quality: int) -> None:
    """The large areas of a JPEG have one value each."""
    pixels = _jpeg(_logo(), quality)
    found = _colors(pixels, 3)
    for place in ((190, 20), (100, 90)):
        area = pixels[place[0] - 5 : place[0] + 5, place[1] - 5 : place[1] + 5].reshape(-1, 3)
        values, counts = np.unique(area, axis=0, return_counts=True)
        assert tuple(values[counts.argmax()].tolist()) in found


@pytest.mark.parametrize("interpolation", [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST])
def test_an_enlarged_logo_has_the_same_colors(interpolation: int) -> None:
    """However wide the smooth edges become."""
    large = cv2.resize(_logo(), (730, 730), interpolation=interpolation)
    assert set(_colors(np.asarray(large, np.uint8), 3)) == {PAPER, BLUE, YELLOW}


def test_edges_may_be_of_alpha() -> None:
    """What is transparent does not count, and what is half transparent counts half."""
    rows, columns = np.mgrid[0:120, 0:120]
    distance = np.hypot(rows - 60, columns - 60)
    pixels = np.zeros((120, 120, 4), np.uint8)
    pixels[..., :3] = np.where((columns < 60)[..., np.newaxis], BLUE, YELLOW)
    pixels[..., 3] = np.clip((50 - distance) * 40, 0, 255)
    assert set(_colors(pixels, 2)) == {BLUE, YELLOW}


def test_a_dither_is_two_colors() -> None:
    """Pixel art has no squares of one color there."""
    rows, columns = np.mgrid[0:48, 0:48]
    pixels = np.where(((rows + columns) % 2 == 0)[..., np.newaxis], (255, 0, 77), (41, 173, 255))
    pixels[10:20, 10:20] = (255, 236, 39)
    pixels[30:40, 5:25] = (29, 43, 83)
    found = _colors(pixels.astype(np.uint8), 4)
    assert set(found) == {(255, 0, 77), (41, 173, 255), (255, 236, 39), (29, 43, 83)}


def _with_photo(pixels: Pixels) -> Pixels:
    """Lay a noisy slope of browns over a quarter of the image."""
    random = np.random.default_rng(3)
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    rows, columns = np.mgrid[0:height, 0:width]
    slope = np.stack([90 + 100 * rows / height, 50 + 60 * columns / width, 30 + 0 * rows], axis=-1)
    photo = slope + random.normal(0, 9, slope.shape)
    mixed = pixels.copy()
    mixed[-height:, -width:] = photo.clip(0, 255)
    return mixed


def test_a_photo_in_a_page_gives_colors_after_the_flat_ones() -> None:
    """They are colors that the photo has."""
    pixels = _with_photo(_logo())
    found = _colors(pixels, 6)
    assert {PAPER, BLUE, YELLOW} <= set(found)
    assert set(found) <= _present(pixels)
    assert (
        sum(red > green > blue and blue < 70 for red, green, blue in found if (red, green, blue) != YELLOW)
        == 3
    )


@pytest.mark.parametrize("colors", [4, 6])
def test_a_product_upon_white_has_its_own_colors(colors: int) -> None:
    """JPEG makes some flat colors of a few pixels; they take no place from the large color beside them."""
    red, dark, sole = (200, 16, 46), (138, 16, 36), (16, 24, 32)
    shoe = np.full((160, 240, 3), 255, np.uint8)
    cv2.fillPoly(shoe, [np.array(((50, 60), (110, 60), (150, 95), (195, 105), (195, 122), (50, 122)))], red)
    shoe[60:123, 50:83] = dark
    shoe[122:133, 48:199] = sole
    cv2.line(shoe, (112, 66), (140, 92), (242, 169, 0), 5)
    found = np.array(_colors(_jpeg(shoe, 90), colors))
    for color in (red, dark, sole):
        assert np.abs(found - color).max(axis=1).min() <= 16


def test_few_colors_of_a_product_upon_white_are_those_of_its_parts() -> None:
    """Three flat colors would have four times the squared error of a white, a red and a black."""
    shoe = np.full((160, 240, 3), 255, np.uint8)
    cv2.fillPoly(
        shoe,
        [np.array(((50, 60), (110, 60), (150, 95), (195, 105), (195, 122), (50, 122)))],
        (200, 16, 46),
    )
    shoe[60:123, 50:83] = (138, 16, 36)
    shoe[122:133, 48:199] = (16, 24, 32)
    cv2.line(shoe, (112, 66), (140, 92), (242, 169, 0), 5)
    white, red, black = _colors(_jpeg(shoe, 90), 3)
    assert white == (255, 255, 255)
    assert red[0] > 150 > red[1]
    assert max(black) < 40


@pytest.mark.parametrize("part", ["sun", "noise", "slope"])
def test_what_is_no_flat_art_is_clustered_as_ever(part: str) -> None:
    """A photo upon one color, noise as of paper, and a slope."""
    random = np.random.default_rng(1)
    rows, columns = np.mgrid[0:200, 0:200]
    slope = np.stack([rows, 60 + columns // 3, 120 + rows // 3], axis=-1)
    pictures: dict[str, Callable[[], NDArray[np.floating]]] = {
        "sun": lambda: np.where((rows < 120)[..., np.newaxis], 255, slope + random.normal(0, 9, slope.shape)),
        "noise": lambda: 240 + random.normal(0, 4, slope.shape),
        "slope": lambda: slope.astype(np.float64),
    }
    pixels = pictures[part]().clip(0, 255).astype(np.uint8)
    assert ColorHistogram.of_image(Image(pixels)).flat is None


def test_a_gradient_does_not_make_colors() -> None:
    """A page with a slope at its top has the colors that are flat."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    part = np.linspace(0, 1, 90)[:, np.newaxis]
    pixels[:90] = np.rint(np.array((37, 99, 235)) * (1 - part) + np.array((236, 72, 153)) * part)[
        :, np.newaxis
    ]
    pixels[120:270, 30:180], pixels[120:270, 220:370] = (245, 158, 11), (15, 118, 110)
    assert set(_colors(pixels, 3)) == {PAPER, (245, 158, 11), (15, 118, 110)}
    assert {PAPER, (245, 158, 11), (15, 118, 110)} <= set(_colors(pixels, "auto"))


@pytest.mark.parametrize("by", ["pixels", "equal"])
def test_merged_flat_art_stays_exact(by: str) -> None:
    """Histograms of flat colors add up."""
    dark = (12, 20, 60)
    merged = cvpalette.merge([_logo(), _logo(ground=dark)], colors=4, by=by)  # type: ignore[arg-type]
    assert {color.rgb for color in merged.palette.colors} == {PAPER, BLUE, YELLOW, dark}


def test_ignored_colors_are_no_flat_colors() -> None:
    """They do not count, nor do they make the image flat."""
    found = cvpalette.extract(_logo(), colors=2, ignore="white~12").palette
    assert set(found.colors) == {Color(*BLUE), Color(*YELLOW)}


@pytest.mark.parametrize("shape", [(1, 400), (400, 1), (1, 1)])
def test_thin_images_are_flat_art_too(shape: tuple[int, int]) -> None:
    """They have no squares of pixels."""
    pixels = np.full((*shape, 3), 200, np.uint8)
    pixels.reshape(-1, 3)[: pixels.size // 9] = (10, 20, 30)
    assert (200, 200, 200) in _colors(pixels, 1)


def _pattern(step: int = 0) -> Pixels:
    """Draw bars of pure colors, many small flat blocks, and slopes on the lines between the pure colors."""
    pixels = np.zeros((240, 256, 3), np.uint8)
    level = np.arange(256)
    for number in range(8):
        pure = np.array((number & 1, number >> 1 & 1, number >> 2)) * 255
        pixels[:130, 32 * number : 32 * number + 32] = pure
    for number in range(128):
        block = np.array((37 * number + step, 91 * number + 3 * step, 13 * number * number)) % 256
        pixels[130:180, 2 * number : 2 * number + 2] = block
    pixels[180:195, :, 0] = level
    pixels[195:210, :, 0], pixels[195:210, :, 1] = 255 - level, level
    pixels[210:225, :, 1], pixels[210:225, :, 2] = level, 255
    pixels[225:] = np.stack([255 - level // 2, 255 - level // 4, level], axis=-1)
    return pixels


def _error(pixels: Pixels, found: list[Rgb]) -> float:
    """Return the mean squared distance in CIELAB of the pixels from the nearest color."""
    colors, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    gaps = to_space(colors, "lab")[:, np.newaxis] - to_space(np.array(found, np.uint8), "lab")
    return float(np.average((gaps**2).sum(axis=2).min(axis=1), weights=counts))


@pytest.mark.parametrize("colors", [16, 64, 255])
def test_the_error_is_near_that_of_plain_clusters(colors: int) -> None:
    """Slopes on the lines between flat colors are no edges when there are colors enough."""
    pixels = _pattern()
    histogram = ColorHistogram.of_image(Image(pixels))
    assert histogram.flat is not None
    plain = cvpalette.cluster(replace(histogram, flat=None), colors)
    least = _error(pixels, [color.rgb for color in plain.colors])
    found = _colors(pixels, colors)
    assert len(set(found)) == colors
    assert _error(pixels, found) <= 1.3 * least


@pytest.mark.parametrize("colors", [33, 64, 255])
@pytest.mark.parametrize("by", ["snap", "pick", "keep"])
def test_snapped_colors_of_flat_art_are_ones_that_it_has(by: str, colors: int) -> None:
    """With more than 32 colors the best ones are means, but not with what promises colors of the image."""
    pixels = _pattern()
    kept = (1, 2, 3)
    options: dict[str, object] = {"pick": "colors"} if by == "pick" else {"snap": True}
    if by == "keep":
        options["keep"] = "#010203"
    assert kept not in _present(pixels)
    assert set(_colors(pixels, colors)) - _present(pixels)
    found = set(_colors(pixels, colors, **options))
    assert len(found) == colors
    assert found - _present(pixels) == ({kept} if by == "keep" else set())


def test_slopes_of_a_page_do_not_lose_its_flat_colors() -> None:
    """With more than 32 colors the error decides, and common flat colors stay exact."""
    pixels = _with_photo(_page())
    pixels[50:80] = np.linspace((255, 255, 255), (31, 136, 61), pixels.shape[1])
    found = _colors(pixels, 64)
    assert {PAPER, (246, 248, 250), (36, 41, 47), (31, 136, 61)} <= set(found)


def test_many_images_with_many_flat_colors_keep_the_least_error() -> None:
    """Together they have more flat colors than the palette has places."""
    images = [_pattern(step) for step in (0, 60, 120, 180)]
    found = [color.rgb for color in cvpalette.merge(images, colors=255).palette.colors]
    whole = np.concatenate(images)
    histogram = sum(ColorHistogram.of_image(Image(image)) for image in images)
    assert isinstance(histogram, ColorHistogram)
    assert histogram.flat is not None
    assert len(histogram.flat) > 255
    plain = cvpalette.cluster(replace(histogram, flat=None), 255)
    assert _error(whole, found) <= 1.3 * _error(whole, [color.rgb for color in plain.colors])
