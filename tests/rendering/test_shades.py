"""Shades: colors between others, and colors that are readable."""

import pytest

from cvpalette.color.color import Color
from cvpalette.rendering.shades import between, mix


def test_a_mixture_lies_between() -> None:
    """The hue goes the short way, and a gray has none of its own."""
    assert mix(Color(255, 0, 0), Color(0, 0, 255), 0).hex == "#ff0000"
    assert mix(Color(255, 0, 0), Color(0, 0, 255), 1).hex == "#0000ff"
    assert mix(Color(0, 0, 0), Color(255, 255, 255), 0.5).oklch[1] == 0
    lightness, chroma, hue = mix(Color(255, 255, 255), Color(0, 0, 255), 0.5).oklch
    assert 0.5 < lightness < 1
    assert 0 < chroma < 0.3
    assert hue == pytest.approx(Color(0, 0, 255).oklch[2], abs=3)


def test_colors_between_are_gray_in_oklab_and_colorful_in_oklch() -> None:
    """Opposite hues show it: neutrals want one way, and main colors the other."""
    red, cyan = Color(220, 60, 60), Color(0, 150, 150)
    assert between(red, cyan, 0.5).oklch[1] < 0.05
    assert mix(red, cyan, 0.5).oklch[1] > 0.1
