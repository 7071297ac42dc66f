"""The dithers of quantize(): error diffusion by each kernel, and masks of thresholds."""

import tracemalloc
from typing import Any

import cv2
import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.color.spaces import to_linear
from cvpalette.decoding.image import Image
from cvpalette.quantizing import diffusion as diffusing
from cvpalette.quantizing import ordered
from cvpalette.quantizing.diffusion import diffuse, diffuse_by_rows
from cvpalette.quantizing.dithers import DITHERS, KERNELS, MASKS
from cvpalette.quantizing.mixing import Mixing
from cvpalette.quantizing.ordered import LEVELS, make_bayer, make_mask
from cvpalette.quantizing.quantize import quantize

BLACK_AND_WHITE = Palette.of_colors([Color(0, 0, 0), Color(255, 255, 255)])
GRAYS = Palette.of_colors([Color(level, level, level) for level in (0, 85, 170, 255)])
every = pytest.mark.parametrize("dither", DITHERS[1:])
both = pytest.mark.parametrize("dither", ["floyd-steinberg", "ordered"])
diffusion = pytest.mark.parametrize("dither", KERNELS)


def _gray(level: int, height: int = 64, width: int = 64) -> Image:
    return Image(np.full((height, width, 3), level, np.uint8))


def _ramp() -> np.ndarray:
    return np.tile(np.linspace(0, 255, 256).astype(np.uint8)[:, None], (64, 1, 3))


def _light(pixels: np.ndarray) -> float:
    return float(to_linear(np.asarray(pixels, float)).mean())


def _dithered_light(image: Image, palette: Palette, **options: Any) -> float:
    swatches = np.array([color.rgb for color in palette.colors])
    return _light(swatches[quantize(image, palette, **options)])


# The parts of full brightness by which a ramp may be off. Atkinson's drops a quarter of each error by design.
# Two by two thresholds make five shades of gray.
OFF = {"atkinson": 0.04, "bayer-2": 0.015}


@pytest.mark.parametrize(
    ("dither", "serpentine"), [*((name, False) for name in DITHERS[1:]), *((name, True) for name in KERNELS)]
)
@pytest.mark.parametrize("palette", [BLACK_AND_WHITE, GRAYS], ids=["2 grays", "4 grays"])
def test_a_ramp_is_as_bright_as_it_was(dither: str, palette: Palette, serpentine: bool) -> None:
    """In light, by the defaults: its mean is within 1 % of full brightness."""
    image = Image(np.tile(np.arange(256, dtype=np.uint8)[:, None], (96, 1, 3)))
    found = _dithered_light(image, palette, dither=dither, serpentine=serpentine)
    assert found == pytest.approx(_light(image.pixels), abs=OFF.get(dither, 0.01))


@both
def test_a_color_in_grays_is_as_bright_as_it_was(dither: str) -> None:
    """By its luminance: a red and a green of the same level are not equally bright."""
    for rgb, luminance in (((255, 0, 0), 0.2126), ((0, 255, 0), 0.7152), ((0, 0, 255), 0.0722)):
        image = Image(np.full((64, 64, 3), rgb, np.uint8))
        assert _dithered_light(image, BLACK_AND_WHITE, dither=dither) == pytest.approx(luminance, abs=0.015)


@both
@pytest.mark.parametrize("level", [0, 40, 100, 128, 200, 255])
def test_a_gray_becomes_as_many_whites(dither: str, level: int) -> None:
    """As many as its part of white, in levels of sRGB or in light."""
    for linear, expected in ((False, level / 255), (True, _light(np.array([level])))):
        found = quantize(_gray(level), BLACK_AND_WHITE, dither=dither, strength=1, linear=linear)
        assert found.mean() == pytest.approx(expected, abs=1 / 16)


@every
def test_from_afar_a_ramp_is_a_ramp(dither: str) -> None:
    """Blurred, as the eye does with light, it is nearer to what it was than without a dither."""
    ramp = _ramp()

    def error(dither: str) -> float:
        found = np.array([0, 85, 170, 255])[quantize(Image(ramp), GRAYS, dither=dither)]
        after, before = (
            cv2.GaussianBlur(to_linear(levels.astype(float)), (0, 0), 2) for levels in (found, ramp[:, :, 0])
        )
        return float(np.mean((after - before) ** 2))

    assert error(dither) < error("none") / 4


@every
def test_strength_0_is_no_dither(dither: str) -> None:
    """Bit for bit."""
    image = Image(_ramp())
    found = quantize(image, BLACK_AND_WHITE, dither=dither, strength=0)
    assert np.array_equal(found, quantize(image, BLACK_AND_WHITE))


@every
def test_the_palettes_own_colors_stay_as_they_are(dither: str) -> None:
    """Flat art is not dithered, however near its colors are to each other."""
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    palette = Palette.of_colors([Color(level, level, level) for level in range(256)])
    found = quantize(Image(np.repeat(levels[:, :, None], 3, axis=2)), palette, dither=dither)
    assert np.array_equal(found, levels)


def _diffuse_slowly(
    gray: np.ndarray, dither: str, strength: float, *, serpentine: bool = False
) -> np.ndarray:
    """Do what the textbook does, one pixel after the other, to black and white in levels of sRGB."""
    height, width = gray.shape
    wanted = np.zeros((height + 3, width + 6))
    wanted[:height, 3 : width + 3] = gray
    white = np.zeros((height, width), np.uint8)
    for y in range(height):
        step = -1 if serpentine and y % 2 else 1
        for x in range(width)[::step]:
            # An error goes no farther than a twentieth beyond black and white.
            value = min(max(wanted[y, x + 3], -13), 268)
            # Cells of four levels, by their middle.
            white[y, x] = value // 4 * 4 + 2 > 127.5
            error = (value - 255 * int(white[y, x])) * strength
            for right, below, weight in KERNELS[dither].taps:
                wanted[y + below, x + 3 + right * step] += error * weight
    return white


@diffusion
@pytest.mark.parametrize("serpentine", [False, True])
@pytest.mark.parametrize(("height", "width"), [(1, 9), (9, 1), (7, 3), (6, 4), (14, 17)])
def test_error_diffusion_is_as_pixel_by_pixel(dither: str, height: int, width: int, serpentine: bool) -> None:
    """The same pixels as the textbook's, down to one pixel wide or high."""
    gray = np.random.default_rng(height).integers(1, 255, (height, width), np.uint8)
    image = Image(np.repeat(gray[:, :, None], 3, axis=2))
    options: dict[str, Any] = {"dither": dither, "serpentine": serpentine}
    found = quantize(image, BLACK_AND_WHITE, strength=0.9, linear=False, **options)
    assert np.array_equal(found, _diffuse_slowly(gray, dither, 0.9, serpentine=serpentine))


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize(
    "colors", [BLACK_AND_WHITE, Palette.of_colors([Color(200, 0, 0), Color(0, 90, 250)])]
)
def test_rows_and_slanted_lines_agree(linear: bool, colors: Palette) -> None:
    """Pixel by pixel or all pixels of a slanted line at once, with hidden pixels too."""
    random = np.random.default_rng(4)
    pixels = random.integers(0, 256, (24, 31, 3), np.uint8)
    image = Image(pixels, np.where(random.random((24, 31)) < 0.2, 0, 255).astype(np.uint8))
    mixing = Mixing(np.array([color.rgb for color in colors.colors], np.uint8), linear=linear)
    for kernel in KERNELS.values():
        found = diffuse_by_rows(image, mixing, kernel, 1)
        assert np.mean(found == diffuse(image, mixing, kernel, 1)) > 0.99


@pytest.mark.parametrize(
    ("dither", "passed_on"), [(name, 0.75 if name == "atkinson" else 1) for name in KERNELS]
)
def test_a_kernel_passes_on_the_whole_error(dither: str, passed_on: float) -> None:
    """Only Atkinson's drops a part. No tap goes to a pixel that is done."""
    kernel = KERNELS[dither]
    assert kernel.passed_on == pytest.approx(passed_on)
    assert all(tap.below > 0 or tap.right > 0 for tap in kernel.taps)
    assert kernel.slope == (2 if dither in {"floyd-steinberg", "atkinson", "sierra-lite"} else 3)


@diffusion
def test_errors_of_colors_outside_of_the_palette_stay_bounded(dither: str) -> None:
    """A white that two dark grays cannot be passes little on: the black beside it is black soon."""
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, :40] = 255
    dark = Palette.of_colors([Color(0, 0, 0), Color(90, 90, 90)])
    found = quantize(Image(pixels), dark, dither=dither)
    assert found[:, :40].all()
    assert not found[:, 50:].any()


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


@pytest.mark.parametrize("side", [2, 4, 8, 16])
def test_bayers_mask_is_bayers(side: int) -> None:
    """Each threshold once; those of each coarser mask lie far apart."""
    mask = make_bayer(side)
    assert np.array_equal(np.sort(mask, axis=None), np.arange(side**2))
    assert np.array_equal(mask[: side // 2, : side // 2] // 4, make_bayer(side // 2))
    assert make_bayer(4).tolist() == [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]


@pytest.mark.parametrize("linear", [False, True])
def test_a_larger_mask_has_more_shades(linear: bool) -> None:
    """A shade for each threshold, so each mask dithers differently."""
    ramp = Image(_ramp())
    seen = {quantize(ramp, GRAYS, dither=dither, linear=linear, strength=1).tobytes() for dither in MASKS}
    assert len(seen) == len(MASKS)


@pytest.mark.parametrize(
    ("dither", "linear", "serpentine"),
    [("floyd-steinberg", False, False), ("stucki", True, False), ("atkinson", True, True)],
)
def test_a_flat_area_takes_no_errors_in(dither: str, linear: bool, serpentine: bool) -> None:
    """Between areas that dither, and though another swatch is one level off: flat art stays clean."""
    pixels = np.full((30, 90, 3), 100, np.uint8)
    pixels[:, 20:70], pixels[:, 45:70] = (201, 30, 31), (200, 31, 30)
    pixels[12:15, :20], alpha = 255, np.full((30, 90), 255, np.uint8)
    alpha[:5, 30:60] = 0
    colors = [
        Color(0, 0, 0),
        Color(200, 31, 30),
        Color(201, 30, 31),
        Color(202, 32, 30),
        Color(255, 255, 255),
    ]
    palette = Palette.of_colors(colors)
    options: dict[str, Any] = {"dither": dither, "linear": linear, "serpentine": serpentine, "strength": 1}
    found = np.empty(0, np.uint8)
    for image in (Image(pixels), Image(pixels, alpha)):
        found = quantize(image, palette, **options)
        assert (found[:, 20:45] == 2).all()
        assert (found[:, 45:70] == 1).all()
        assert (found[12:15, :20] == 4).all()
        assert len(np.unique(found[:, 70:])) > 1
    # Nothing of what dithers on the left comes out on the right.
    pixels = pixels.copy()
    pixels[:, :20] = 30
    again = quantize(Image(pixels), palette, **options)
    assert np.array_equal(again[:, 75:], found[:, 75:])


def test_single_pixels_of_a_palettes_color_are_not_flat() -> None:
    """In a photo they are by chance, so errors pass through them and the mean stays."""
    levels = np.full((64, 64), 240, np.uint8)
    levels[::2, ::2] = 255
    image = Image(np.repeat(levels[:, :, None], 3, axis=2))
    found = _dithered_light(image, BLACK_AND_WHITE, dither="floyd-steinberg")
    assert found == pytest.approx(_light(image.pixels), abs=0.012)


def test_a_large_flat_image_is_flat_too() -> None:
    """Its size lets a first look skip pixels."""
    pixels = np.full((600, 600, 3), 255, np.uint8)
    pixels[:, 1::40] = pixels[::40] = 128
    found = quantize(Image(pixels), BLACK_AND_WHITE, dither="stucki")
    assert found[2:38, 2:].reshape(-1, 598)[:, 1:38].all()
    assert not found[0].all()


@pytest.mark.parametrize("dither", MASKS)
def test_an_area_of_a_palettes_color_has_no_dots(dither: str) -> None:
    """Beside other colors too."""
    pixels = np.full((32, 32, 3), 100, np.uint8)
    pixels[:, :8], pixels[:, 8:16], pixels[:, 16:24] = 0, 255, (200, 30, 31)
    palette = Palette.of_colors([Color(0, 0, 0), Color(200, 30, 31), Color(255, 255, 255)])
    found = quantize(Image(pixels), palette, dither=dither)
    assert [np.unique(found[:, left : left + 8]).tolist() for left in (0, 8, 16)] == [[0], [2], [1]]


@pytest.mark.parametrize("dither", MASKS)
def test_near_colors_of_a_palette_stay_apart_in_masks(dither: str) -> None:
    """Though they are one level apart, and another color of the image is no swatch."""
    palette = Palette.of_colors([Color(level, level, level) for level in range(255)] + [Color(255, 0, 1)])
    pixels = np.repeat(np.arange(255, dtype=np.uint8)[None, :, None].repeat(16, axis=0), 3, axis=2)
    pixels[0, 0] = (255, 0, 0)
    found = quantize(Image(pixels), palette, dither=dither)
    assert np.array_equal(found[1:], pixels[1:, :, 0])


@pytest.mark.parametrize("dither", ["floyd-steinberg", "blue-noise"])
@pytest.mark.parametrize("linear", [False, True])
def test_a_palette_of_little_contrast_is_used(dither: str, linear: bool) -> None:
    """Its colors are two levels apart, as in fog."""
    colors = [Color(a, b, 120) for a in range(100, 116, 2) for b in range(100, 116, 2)]
    pixels = np.random.default_rng(6).integers(100, 115, (60, 80, 3), np.uint8)
    pixels[:, :, 2] = 120
    found = quantize(Image(pixels), Palette.of_colors(colors), dither=dither, linear=linear, strength=0.7)
    assert len(np.unique(found)) == 64
    swatches = np.array([color.rgb for color in colors])
    assert np.mean((swatches[found] - pixels.astype(float)) ** 2) < 2


@pytest.mark.parametrize("serpentine", [False, True])
def test_a_row_in_pieces_is_a_row(serpentine: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors pass from piece to piece; so a row of millions of pixels takes little memory."""
    image = Image(np.random.default_rng(8).integers(0, 256, (6, 50, 3), np.uint8), None)
    options: dict[str, Any] = {"dither": "atkinson", "serpentine": serpentine}
    expected = quantize(image, GRAYS, **options)
    monkeypatch.setattr(diffusing, "_PIECE", 7)
    assert np.array_equal(quantize(image, GRAYS, **options), expected)


def test_a_gray_is_the_same_wherever_it_is() -> None:
    """To the last bit, among few or many pixels."""
    mixing = Mixing(np.array([[0] * 3, [255] * 3], np.uint8), linear=True)
    grays = np.random.default_rng(9).integers(0, 256, (999, 3), np.uint8)
    whole = mixing.values(grays)[0]
    for count in (1, 2, 3, 5, 8, 17, 100):
        parts = [mixing.values(grays[start : start + count])[0] for start in range(0, 999, count)]
        assert np.array_equal(np.concatenate(parts), whole)


def test_the_largest_mask_has_more_than_64_grays() -> None:
    """Also near white, where four levels are 3 % of the light."""
    shares = [quantize(_gray(level), BLACK_AND_WHITE, dither="bayer-16").mean() for level in range(0, 255, 2)]
    assert len(set(shares)) > 96
    assert shares[126] == pytest.approx(_light(np.array([252])), abs=0.01)


@pytest.mark.parametrize("dither", ["bayer-16", "blue-noise"])
def test_mixtures_in_parts_are_those_at_once(dither: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When memory does not hold them all, and in pieces of rows."""
    image = Image(np.random.default_rng(5).integers(0, 256, (40, 90, 3), np.uint8))
    palette = Palette.of_colors([*GRAYS.colors, Color(171, 170, 170), Color(255, 0, 0)])
    expected = quantize(image, palette, dither=dither)
    monkeypatch.setattr(ordered, "_HELD", 1 << 16)
    monkeypatch.setattr(ordered, "_WIDEST", 64)
    assert np.array_equal(quantize(image, palette, dither=dither), expected)


def test_a_wide_row_takes_little_memory() -> None:
    """A few bytes for each pixel, and not a threshold for each row of the mask too."""
    image = Image(np.full((1, 1 << 20, 3), 100, np.uint8))
    tracemalloc.start()
    quantize(image, BLACK_AND_WHITE, dither="blue-noise")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 48 << 20


def test_few_colors_are_mixed_as_light_and_in_full() -> None:
    """More than sixteen are mixed as levels, in a strength of 0.7, and so are sixteen found ones."""
    image = Image(_ramp())

    def is_linear(palette: Palette) -> bool:
        light, levels = (
            quantize(image, palette, dither="floyd-steinberg", linear=linear, strength=strength)
            for linear, strength in ((True, 1), (False, 0.7))
        )
        assert not np.array_equal(light, levels)
        found = quantize(image, palette, dither="floyd-steinberg")
        assert np.array_equal(found, light) or np.array_equal(found, levels)
        return np.array_equal(found, light)

    def grays(count: int) -> Palette:
        return Palette.of_colors([Color(level, level, level) for level in range(3, 3 + 14 * count, 14)])

    def found(palette: Palette) -> Palette:
        return Palette(tuple(Swatch(color, share=1 / len(palette)) for color in palette.colors))

    assert is_linear(found(grays(15)))
    assert is_linear(grays(16))
    assert not is_linear(found(grays(16)))
    assert not is_linear(grays(17))


def test_a_dither_that_is_none_is_refused() -> None:
    """With those that there are or the one that was meant; and so is a strength beyond all."""
    with pytest.raises(
        ValueError, match="no dither 'knitting'; choose 'none', 'floyd-steinberg', 'atkinson'"
    ):
        quantize(_gray(9), BLACK_AND_WHITE, dither="knitting")
    with pytest.raises(ValueError, match="no dither 'floyd-steinburg'; did you mean 'floyd-steinberg'"):
        quantize(_gray(9), BLACK_AND_WHITE, dither="floyd-steinburg")
    for strength in (1.5, -0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=rf"strength of a dither is 0 to 1, not '{strength}'"):
            quantize(_gray(9), BLACK_AND_WHITE, dither="ordered", strength=strength)
