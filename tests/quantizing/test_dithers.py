"""The dithers of quantize(): floyd-steinberg and ordered."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.quantizing.ordered import LEVELS, make_mask
from cvpalette.quantizing.quantize import quantize

BLACK_AND_WHITE = Palette.of_colors([Color(0, 0, 0), Color(255, 255, 255)])
both = pytest.mark.parametrize("dither", ["floyd-steinberg", "ordered"])


def _gray(level: int, height: int = 64, width: int = 64) -> Image:
    return Image(np.full((height, width, 3), level, np.uint8))


def _ramp() -> np.ndarray:
    return np.tile(np.linspace(0, 255, 256).astype(np.uint8)[:, None], (64, 1, 3))


@both
@pytest.mark.parametrize("level", [0, 40, 100, 128, 200, 255])
def test_a_gray_becomes_as_many_whites(dither: str, level: int) -> None:
    """At full strength the mean is kept, to within a part in sixteen."""
    found = quantize(_gray(level), BLACK_AND_WHITE, dither=dither, strength=1)
    assert found.mean() == pytest.approx(level / 255, abs=1 / 16)


@both
def test_from_afar_a_ramp_is_a_ramp(dither: str) -> None:
    """Blurred, it is nearer to what it was than without a dither, at the strength that is the default."""
    ramp = _ramp()
    shades = Palette.of_colors([Color(level, level, level) for level in (0, 85, 170, 255)])

    def error(dither: str) -> float:
        after = np.array([0, 85, 170, 255], np.float32)[quantize(Image(ramp), shades, dither=dither)]
        blurred = cv2.GaussianBlur(after, (0, 0), 2)
        return float(np.mean((blurred - cv2.GaussianBlur(ramp[:, :, 0].astype(np.float32), (0, 0), 2)) ** 2))

    assert error(dither) < error("none") / 4


@both
def test_strength_0_is_no_dither(dither: str) -> None:
    """Bit for bit."""
    image = Image(_ramp())
    found = quantize(image, BLACK_AND_WHITE, dither=dither, strength=0)
    assert np.array_equal(found, quantize(image, BLACK_AND_WHITE))


@both
def test_the_palettes_own_colors_stay_as_they_are(dither: str) -> None:
    """Flat art is not dithered, however near its colors are to each other."""
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    palette = Palette.of_colors([Color(level, level, level) for level in range(256)])
    found = quantize(Image(np.repeat(levels[:, :, None], 3, axis=2)), palette, dither=dither)
    assert np.array_equal(found, levels)


def _diffuse_slowly(pixels: np.ndarray, strength: float) -> np.ndarray:
    """Do what the textbook does, one pixel after the other, to black and white."""
    height, width = pixels.shape
    wanted = np.zeros((height + 1, width + 2))
    wanted[:height, 1 : width + 1] = pixels
    for y in range(height):
        for x in range(1, width + 1):
            value = min(max(wanted[y, x], 0), 255)
            # Cells of four levels, by their middle.
            white = value // 4 * 4 + 2 > 127.5
            wanted[y, x] = white
            error = (value - 255 * white) * strength / 16
            for dy, dx, weight in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
                wanted[y + dy, x + dx] += error * weight
    return wanted[:height, 1 : width + 1]


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 99), st.sampled_from([0.5, 1.0]))
def test_slanted_lines_are_floyd_and_steinbergs_order(
    height: int, width: int, seed: int, strength: float
) -> None:
    """The same as pixel by pixel, down to one pixel wide or high."""
    gray = np.random.default_rng(seed).integers(1, 255, (height, width), np.uint8)
    image = Image(np.repeat(gray[:, :, None], 3, axis=2))
    found = quantize(image, BLACK_AND_WHITE, dither="floyd-steinberg", strength=strength)
    assert np.array_equal(found, _diffuse_slowly(gray, strength))


def test_hidden_colors_do_not_spill() -> None:
    """What is under full transparency has no error to carry on."""
    pixels = np.full((20, 20, 3), 100, np.uint8)
    alpha = np.full((20, 20), 255, np.uint8)
    alpha[:10] = 0
    seen = []
    for hidden in (0, 60, 127):
        pixels = pixels.copy()
        pixels[:10] = hidden
        seen.append(quantize(Image(pixels, alpha), BLACK_AND_WHITE, dither="floyd-steinberg")[10:])
    assert np.array_equal(seen[0], seen[1])
    assert np.array_equal(seen[0], seen[2])


def test_ordered_depends_on_color_and_place_alone() -> None:
    """What changes elsewhere changes nothing here, as animations need."""
    random = np.random.default_rng(0)
    before = random.integers(0, 256, (50, 70, 3), np.uint8)
    after = before.copy()
    after[:25] = random.integers(0, 256, (25, 70, 3), np.uint8)
    found = [quantize(Image(pixels), BLACK_AND_WHITE, dither="ordered") for pixels in (before, after)]
    assert np.array_equal(found[0][25:], found[1][25:])


def test_the_mask_has_each_threshold_once() -> None:
    """And is blue: what is near in it differs more than by chance, across its edges too."""
    mask = make_mask()
    assert np.array_equal(np.sort(mask, axis=None), np.arange(LEVELS))
    lowest = mask < LEVELS // 8
    for shift, axis in ((1, 0), (1, 1), (-1, 0)):
        assert not (lowest & np.roll(lowest, shift, axis)).any()


def test_a_dither_that_is_none_is_refused() -> None:
    """With those that there are; and so is a strength beyond all."""
    with pytest.raises(ValueError, match="no dither 'bayer'; choose 'none', 'floyd-steinberg' or 'ordered'"):
        quantize(_gray(9), BLACK_AND_WHITE, dither="bayer")
    with pytest.raises(ValueError, match=r"strength of a dither is 0 to 1, not '1\.5'"):
        quantize(_gray(9), BLACK_AND_WHITE, dither="ordered", strength=1.5)
