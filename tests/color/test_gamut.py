"""fit_oklch(): colors inside sRGB stay, and others keep lightness and hue."""

import math

import pytest

from cvpalette.color.color import Color
from cvpalette.color.gamut import fit_oklch


def _turn(hue: float, other: float) -> float:
    return abs((hue - other + 180) % 360 - 180)


@pytest.mark.parametrize("text", ["#000000", "#ffffff", "#808080", "#ff0000", "#123456", "#fedcba"])
def test_a_color_of_srgb_stays(text: str) -> None:
    """It comes back with the same 8 bits."""
    color = Color.from_hex(text)
    assert fit_oklch(*color.oklch) == color


@pytest.mark.parametrize("hue", range(0, 360, 15))
@pytest.mark.parametrize("lightness", [0.2, 0.45, 0.7, 0.9])
def test_a_color_outside_keeps_lightness_and_hue(lightness: float, hue: int) -> None:
    """The result differs from the color at its own chroma by less than what is noticeable, plus rounding."""
    found = fit_oklch(lightness, 0.4, hue)
    own_lightness, chroma, own_hue = found.oklch
    assert chroma < 0.4
    assert abs(own_lightness - lightness) < 0.023
    assert 2 * chroma * math.sin(math.radians(_turn(own_hue, hue) / 2)) < 0.025


@pytest.mark.parametrize(
    ("oklch", "right"),
    [
        ((0.7, 0.4, 150), "#00c248"),
        ((0.5, 0.3, 100), "#746300"),
        ((0.9, 0.2, 265), "#c8deff"),
        ((0.3, 0.2, 30), "#630000"),
        ((0.6, 0.25, 210), "#0093a9"),
    ],
)
def test_a_color_outside_is_what_coloraide_gives(oklch: tuple[float, float, float], right: str) -> None:
    """ColorAide 8.13.1's method "oklch-chroma" is the one of CSS Color 4."""
    assert fit_oklch(*oklch).hex == right


def test_a_lightness_beyond_the_ends_is_black_or_white() -> None:
    """Whatever the chroma is."""
    assert fit_oklch(1.2, 0.1, 20).hex == "#ffffff"
    assert fit_oklch(-0.1, 0.1, 20).hex == "#000000"
