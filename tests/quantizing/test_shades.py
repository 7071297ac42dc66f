"""Tests that shades of one ink are told from other colors, and mixed by their brightness alone."""

import numpy as np
import pytest

from cvpalette.decoding.image import Image
from cvpalette.palettes.builtin import find_builtin
from cvpalette.quantizing.devices import find_device
from cvpalette.quantizing.quantize import quantize
from cvpalette.quantizing.shades import are_shades
from cvpalette.quantizing.showing import draw_for


def _swatches(palette: str) -> np.ndarray:
    """Return the colors of a built-in palette, or those of hexadecimal digits."""
    if "#" not in palette:
        return np.array([color.rgb for color in find_builtin(palette).colors], np.uint8)
    return np.array([list(bytes.fromhex(code[1:])) for code in palette.split()], np.uint8)


SHADES = {
    "the Game Boy": "gameboy",
    "the Game Boy Pocket": "gameboy-pocket",
    "e-paper": "epaper-bw-measured",
    "grays": "epaper-gray16",
    "three of sepia": "#3b2a1a #a67b5b #f4e4c8",
    "five of sepia": "#f4e8cc #c8a878 #8a6540 #4b3420 #1e140a",
    "a green screen": "#001100 #33ff66",
    "an amber screen": "#1a0f00 #ffb000",
    "blues": "#08306b #2171b5 #6baed6 #c6dbef #ffffff",
    "one color": "#ff0000",
    "one color twice": "#ff0000 #ff0000",
}
OTHERS = {
    "red e-paper": "epaper-bwr-measured",
    "yellow e-paper": "epaper-bwy-measured",
    "seven inks": "epaper-7",
    "black and blue": "#000000 #0000ff",
    "white and red": "#ffffff #ff0000",
    "green and pink": "#1d2b11 #d1949f",
    "a face": "#635f62 #1c1419 #dedee1 #b48474",
    "tints of two hues": "#202022 #75556a #94a68c #e8e8ea",
    "equally light": "#d00000 #008000",
}


@pytest.mark.parametrize("palette", SHADES.values(), ids=SHADES)
def test_shades_are_told(palette: str) -> None:
    """In any order."""
    swatches = _swatches(palette)
    assert are_shades(swatches)
    assert are_shades(swatches[::-1])


@pytest.mark.parametrize("palette", OTHERS.values(), ids=OTHERS)
def test_other_colors_are_no_shades(palette: str) -> None:
    """A hue that only some of them have is seen."""
    assert not are_shades(_swatches(palette))


def _bars() -> np.ndarray:
    """Return eight gray bars (144, 160, 3), from black to white."""
    levels = np.repeat(np.linspace(0, 255, 8).round().astype(np.uint8), 20)
    return np.repeat(np.tile(levels, (144, 1))[:, :, None], 3, axis=2)


@pytest.mark.parametrize("name", ["gameboy", "gameboy-pocket"])
def test_a_gray_is_mixed_of_the_two_shades_around_it(name: str) -> None:
    """And not of a dark and a light one, whose dots are coarse."""
    indices = draw_for(find_device(name), Image(_bars()), dither="floyd-steinberg")
    bars = [indices[:, left + 4 : left + 16] for left in range(0, 160, 20)]
    assert (bars[0] == 0).all()
    assert (bars[7] == 3).all()
    for bar in bars:
        counts = np.bincount(bar.reshape(-1), minlength=4) / bar.size
        two = max(counts[:-1] + counts[1:])
        assert two > 0.99
    means = [float(bar.mean()) for bar in bars]
    assert means == sorted(means)


@pytest.mark.parametrize("dither", ["floyd-steinberg", "blue-noise"])
def test_a_mean_of_shades_is_as_bright_as_the_gray(dither: str) -> None:
    """In light, of every ink that the picture's gray is between."""
    swatches = _swatches("#001100 #33ff66")
    luminance = np.array([0.2126, 0.7152, 0.0722])

    def light(pixels: np.ndarray) -> float:
        levels = pixels / 255
        linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
        return float((linear @ luminance).mean())

    for level in (60, 120, 180):
        gray = np.full((64, 64, 3), level, np.uint8)
        indices = quantize(Image(gray), ["#001100", "#33ff66"], dither=dither)
        assert light(swatches[indices]) == pytest.approx(light(gray), abs=0.01)
