"""ColorMove: colors move smoothly toward a palette."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.quantizing.moving import ColorMove

NIGHT = "1e1e2e 45475a 6c7086 9399b2 cdd6f4 f38ba8 fab387 f9e2af a6e3a1 94e2d5 89b4fa cba6f7"
DUOTONE = "1b1464 ffd166"
ONE = "8a6d3b"
GRAYS = "202020 909090 e0e0e0"
PALETTES = [NIGHT, DUOTONE, ONE, GRAYS, "000000 ffffff", "ff0000 00ff00 0000ff"]
each_palette = pytest.mark.parametrize("digits", PALETTES)


def _palette(digits: str) -> Palette:
    return Palette.of_colors([Color.from_hex(f"#{each}") for each in digits.split()])


def _ramp(start: list[int], stop: list[int], steps: int = 256) -> np.ndarray:
    return np.linspace(start, stop, steps)


def _lightness(rgb: np.ndarray) -> np.ndarray:
    return to_space(rgb, "oklab")[:, 0]


RAMPS = [
    ([0, 0, 0], [255, 255, 255]),
    ([10, 30, 90], [200, 225, 255]),
    ([0, 0, 255], [255, 160, 0]),
    ([255, 0, 0], [0, 255, 255]),
    ([0, 80, 0], [255, 255, 120]),
]


@each_palette
@pytest.mark.parametrize(("start", "stop"), RAMPS)
def test_a_gradient_has_no_bands(digits: str, start: list[int], stop: list[int]) -> None:
    """No step of a gradient stands out: the largest is at most 4.5 times as large as in the source."""
    source = _ramp(start, stop)
    moved = ColorMove.toward(_palette(digits)).move(source)
    # Near black, steps of sRGB are large in OKLab, and the move makes them smaller.
    steps = [np.linalg.norm(np.diff(to_space(rgb, "oklab"), axis=0), axis=1)[16:] for rgb in (source, moved)]
    assert steps[1].max() <= 4.5 * steps[0].max()


BLUES = ["ff0000 0000ff", "0000ff ffff00", "0000ff ffffff", "0000ff", "4b0082 ff8c00"]


@pytest.mark.parametrize("digits", [*BLUES, "ff0000 00ff00 0000ff ffff00 00ffff ff00ff"])
@pytest.mark.parametrize("keep_lightness", [False, True])
def test_gradients_stay_smooth_at_the_edge_of_srgb(digits: str, keep_lightness: bool) -> None:
    """Also at blue, where sRGB has a hollow: in a ramp of 5000 grays, no two neighbors can be told apart."""
    ramp = _ramp([0, 0, 0], [255, 255, 255], 5000)
    moved = to_space(ColorMove.toward(_palette(digits), keep_lightness=keep_lightness).move(ramp), "lab")
    steps = ciede2000(moved[:-1], moved[1:])
    # In the first tenth, a step of sRGB is large in any case.
    assert steps[500:].max() < 0.5


@each_palette
@pytest.mark.parametrize("is_fitted", [False, True])
def test_lightness_keeps_its_order(digits: str, is_fitted: bool) -> None:
    """A lighter gray never becomes darker than a darker one, in whatever picture."""
    grays = _ramp([0, 0, 0], [255, 255, 255])
    histogram = ColorHistogram.of_colors(grays[60:140]) if is_fitted else None
    lightness = _lightness(ColorMove.toward(_palette(digits), histogram).move(grays))
    assert (np.diff(lightness) > -1e-6).all()
    assert lightness[-1] - lightness[0] > 10


def test_dark_becomes_the_darkest_and_light_the_lightest() -> None:
    """Of the palette: black and white go to its ends."""
    dark, light = ColorMove.toward(_palette(NIGHT)).move(np.array([[0, 0, 0], [255, 255, 255]]))
    expected = to_space([[0x1E, 0x1E, 0x2E], [0xF9, 0xE2, 0xAF]], "oklab")[:, 0]
    assert _lightness(np.array([dark, light])) == pytest.approx(expected, abs=1)


def test_colors_of_the_palette_nearly_stay() -> None:
    """A picture that has the palette already keeps its look."""
    colors = np.array([Color.from_hex(f"#{each}").rgb for each in NIGHT.split()], np.float64)
    moved = ColorMove.toward(_palette(NIGHT), ColorHistogram.of_colors(colors)).move(colors)
    differences = ciede2000(to_space(colors, "lab"), to_space(moved, "lab"))
    assert differences.mean() < 3
    assert differences.max() < 7


def test_hues_go_to_hues_like_them() -> None:
    """A strong red becomes the palette's red, and so on: the nearest color of the palette says so."""
    colors = np.array([[240, 70, 110], [250, 220, 120], [120, 220, 110], [90, 150, 255]], np.float64)
    moved = to_space(ColorMove.toward(_palette(NIGHT)).move(colors), "oklab")[:, None, 1:]
    names = NIGHT.split()
    goals = to_space([Color.from_hex(f"#{each}").rgb for each in names], "oklab")[None, :, 1:]
    nearest = [names[index] for index in np.linalg.norm(moved - goals, axis=2).argmin(axis=1)]
    assert nearest == ["f38ba8", "f9e2af", "a6e3a1", "89b4fa"]


def test_two_colors_make_a_duotone() -> None:
    """Hue depends on lightness alone, and everything lies near the line between the two colors."""
    rng = np.random.default_rng(0)
    moved = to_space(ColorMove.toward(_palette(DUOTONE)).move(rng.integers(0, 256, (500, 3))), "oklab")
    dark, light = to_space([[0x1B, 0x14, 0x64], [0xFF, 0xD1, 0x66]], "oklab")
    parts = (moved[:, :1] - dark[0]) / (light[0] - dark[0])
    assert np.abs(moved - (dark + parts * (light - dark))).max() < 4


def test_grays_make_gray() -> None:
    """No hue is left, and none appears."""
    moved = ColorMove.toward(_palette(GRAYS)).move(np.random.default_rng(1).integers(0, 256, (200, 3)))
    assert np.ptp(moved, axis=1).max() < 0.5


def test_a_picture_of_little_contrast_keeps_it() -> None:
    """Its range fits into that of the palette, so no lightness changes."""
    grays = _ramp([90, 90, 90], [150, 150, 150], 61)
    moved = ColorMove.toward(_palette("000000 ffffff"), ColorHistogram.of_colors(grays)).move(grays)
    assert moved == pytest.approx(grays, abs=0.6)


def test_contrast_is_kept_where_the_palette_has_none() -> None:
    """One color is a tint, and not a flat area."""
    lightness = _lightness(ColorMove.toward(_palette(ONE)).move(_ramp([0, 0, 0], [255, 255, 255])))
    assert np.ptp(lightness) > 50


@each_palette
def test_lightness_is_kept_if_asked_for(digits: str) -> None:
    """To a rounding, for any color."""
    colors = np.random.default_rng(2).integers(0, 256, (300, 3))
    moved = ColorMove.toward(_palette(digits), keep_lightness=True).move(colors)
    assert _lightness(moved) == pytest.approx(_lightness(colors), abs=0.2)


def test_the_amount_is_a_part_of_the_way() -> None:
    """Nothing at 0, and between the ends else."""
    colors = np.random.default_rng(3).integers(0, 256, (100, 3))
    none, half, whole = (
        ColorMove.toward(_palette(NIGHT), amount=amount).move(colors) for amount in (0, 0.5, 1)
    )
    assert none == pytest.approx(colors, abs=0.5)
    lightness = [_lightness(each) for each in (none, half, whole)]
    assert (np.abs(lightness[1] - lightness[0]) <= np.abs(lightness[2] - lightness[0]) + 1e-6).all()


def test_a_picture_is_moved_pixel_by_pixel() -> None:
    """As each color is moved alone, whatever order the channels are packed in."""
    pixels = np.random.default_rng(4).integers(0, 256, (40, 50, 3), np.uint8)
    move = ColorMove.toward(_palette(NIGHT))
    expected = np.rint(move.move(pixels.reshape(-1, 3))).astype(np.uint8)
    assert np.array_equal(move.paint(Image(pixels)), expected.reshape(pixels.shape))


def test_red_varies_fastest_in_a_grid() -> None:
    """As both kinds of tables have it; toward nothing, the grid is the identity."""
    grid = ColorMove.toward(_palette(NIGHT), amount=0).make_grid(3)
    assert grid[:4] == pytest.approx(np.array([[0, 0, 0], [0.5, 0, 0], [1, 0, 0], [0, 0.5, 0]]), abs=1e-3)
    assert grid[-1] == pytest.approx(np.ones(3), abs=1e-3)


@pytest.mark.parametrize("level", [0, 120, 255])
def test_a_picture_of_one_color_moves(level: int) -> None:
    """There is no range of lightness to fit."""
    histogram = ColorHistogram.of_colors([[level, level, level]])
    moved = ColorMove.toward(_palette(NIGHT), histogram).move(np.full((1, 3), level))
    assert 15 < _lightness(moved)[0] < 95
