"""Colors that are computed, beside what ColorAide 8 and Chromium compute."""

import pytest

from cvpalette.color.css_tokens import read_tokens
from cvpalette.color.css_values import evaluate, seems_color
from cvpalette.errors import ColorError


def _hex(text: str, *, dark: bool = False) -> str:
    color = evaluate(read_tokens(text), dark=dark).color
    return color.hex if color else "transparent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("color-mix(in srgb, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c0785e"),
        ("color-mix(in srgb-linear, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d17a62"),
        ("color-mix(in lab, #e76f51, rgb(42 157 143 / 60%) 30%)", "#cd7d5d"),
        ("color-mix(in oklab, #e76f51, rgb(42 157 143 / 60%) 30%)", "#cc7d60"),
        ("color-mix(in xyz, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d17a62"),
        ("color-mix(in xyz-d50, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d17a62"),
        ("color-mix(in hsl shorter hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#e0e041"),
        ("color-mix(in hsl longer hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#e041c0"),
        ("color-mix(in hsl increasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#e0e041"),
        ("color-mix(in hsl decreasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#e041c0"),
        ("color-mix(in hwb shorter hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d7d849"),
        ("color-mix(in hwb longer hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d849bb"),
        ("color-mix(in hwb increasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d7d849"),
        ("color-mix(in hwb decreasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d849bb"),
        ("color-mix(in lch shorter hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#b08d29"),
        ("color-mix(in lch longer hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d76cbd"),
        ("color-mix(in lch increasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#b08d29"),
        ("color-mix(in lch decreasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#d76cbd"),
        ("color-mix(in oklch shorter hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c38800"),
        ("color-mix(in oklch longer hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c771bd"),
        ("color-mix(in oklch increasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c38800"),
        ("color-mix(in oklch decreasing hue, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c771bd"),
        ("color-mix(in display-p3, #e76f51, rgb(42 157 143 / 60%) 30%)", "#c77a5f"),
        ("color-mix(in a98-rgb, #e76f51, rgb(42 157 143 / 60%) 30%)", "#ca795e"),
        ("color-mix(in prophoto-rgb, #e76f51, rgb(42 157 143 / 60%) 30%)", "#ce7b5f"),
        ("color-mix(in rec2020, #e76f51, rgb(42 157 143 / 60%) 30%)", "#cb7a5f"),
        ("color-mix(in srgb, white, black)", "#808080"),
        ("color-mix(in srgb, red 25%, 75% blue)", "#4000bf"),
        ("color-mix(in srgb, red 10%, blue 10%)", "#800080"),
        ("color-mix(red, red)", "#ff0000"),
        ("color-mix(in srgb, red, lime, blue)", "#555555"),
        ("color-mix(in oklch, #f4a261 20%, transparent)", "#f4a261"),
        ("color-mix(in srgb, transparent, transparent)", "transparent"),
        ("color-mix(in srgb, rgb(300 0 0), black)", "#800000"),
        ("color-mix(in hsl, gray, red)", "#c04040"),
        ("color-mix(in hsl longer hue, gray, red)", "#40c0c0"),
        ("color-mix(in hsl, color-mix(in hsl, red, blue), lime calc(10% * 5))", "#0080ff"),
        ("light-dark(#123456, red)", "#123456"),
        ("alpha(from #123456 / 0.5)", "#123456"),
        ("alpha(from red / 0)", "transparent"),
        ("rgb(from #2a9d8f b r g / 50%)", "#8f2a9d"),
        ("rgb(from hsl(none 50% 50%) r g b)", "#bf4040"),
        ("hsl(from #e9c46a calc(h + 180) s l)", "#6a8fe9"),
        ("hwb(from red calc(h + 120) w b)", "#00ff00"),
        ("lab(from #808080 l 0 0)", "#808080"),
        ("lch(from red l 0 h)", "#828282"),
        ("color(from red display-p3 r g b)", "#ff0000"),
        ("color(from #264653 xyz x y z)", "#264653"),
        ("oklch(from red l c h / alpha)", "#ff0000"),
        ("rgb(from rgb(1 2 3 / 0) r g b)", "transparent"),
        ("rgb(from rgb(1 2 3 / none) r g b / 1)", "#010203"),
        ("rgb(from color(display-p3 0 1 0) r g b)", "#00ff00"),
        ("rgb(calc(1 + 2 * 3) calc((1 + 2) * 3) calc(10 / 4 - 0.5))", "#070902"),
        ("rgb(min(9, 8) max(1, 2, 3) clamp(1, 9, 5))", "#080305"),
        ("rgb(clamp(none, 9, 5) clamp(7, 5, none) abs(-3))", "#050703"),
        ("rgb(round(9.5) round(down, 9.9) round(up, 11, 5))", "#0a090f"),
        ("rgb(round(to-zero, -1.9) mod(-3, 5) rem(13, 5))", "#000203"),
        ("rgb(hypot(3, 4) sqrt(81) pow(2, 3))", "#050908"),
        ("rgb(calc(100 * sin(90deg)) calc(100 * cos(0)) calc(100 * tan(0.125turn)))", "#646464"),
        ("rgb(calc(10 * sign(-1)) exp(0) log(8, 2))", "#000103"),
        ("rgb(calc(infinity) calc(-infinity) calc(NaN))", "#ff0000"),
        ("rgb(calc(1 / 0) calc(0 / 0) calc(pi * 10))", "#ff001f"),
        ("rgb(calc(50%) 0 0)", "#800000"),
        ("hsl(atan2(1, 0) 100% 50%)", "#80ff00"),
        ("hsl(acos(0.5) 100% 50%)", "#ffff00"),
        ("hsl(calc(60deg + 0.5turn) 100% 50%)", "#0000ff"),
        ("color(display-p3-linear .2 .6 .4)", "#5dcea7"),
        ("color(rec2020 0.3 0.5 0.7)", "#007db4"),
    ],
)
def test_functions_are_computed(text: str, expected: str) -> None:
    """In upper case too."""
    for each in (text, text.upper()):
        found = _hex(each)
        if "transparent" in (found, expected):
            assert found == expected
            continue
        levels = zip(bytes.fromhex(found[1:]), bytes.fromhex(expected[1:]), strict=True)
        assert max(abs(one - other) for one, other in levels) <= 1, found


def test_light_and_dark_are_two() -> None:
    """Also within other functions."""
    assert _hex("light-dark(#111111, #222222)", dark=True) == "#222222"
    assert _hex("color-mix(in srgb, light-dark(black, white), white)", dark=True) == "#ffffff"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("canvas", "a system color depends on the computer"),
        ("currentColor", "currentcolor depends on the element"),
        ("color-mix(in oklab, currentcolor, red)", "currentcolor depends on the element"),
        ("#12345", "a hex color has 3, 4, 6 or 8 digits"),
        ("#ffg", "a hex color has 3, 4, 6 or 8 digits"),
        ("rgb(1 2)", "it has three components, and maybe alpha"),
        ("rgb(1 2 3px)", "'3px' has a unit that no component of a color has"),
        ("rgb(1 / 2 3)", "a slash stands only before the alpha"),
        ("rgb(calc(1 + 1%) 2 3)", "numbers of different units are added"),
        ("rgb(calc(1 +) 2 3)", "a sum or product is incomplete"),
        ("rgb(calc(1 2) 2 3)", "a sum or product is incomplete"),
        ("rgb(calc(1 2 3) 2 3)", "a sum or product is incomplete"),
        ("rgb(calc(1% * 1%) 2 3)", "two numbers with units are multiplied"),
        ("rgb(calc(1 / 1%) 2 3)", "a number is divided by one of another unit"),
        ("rgb(calc(x) 2 3)", "'x' is no number"),
        ("rgb(min(1, 1%) 2 3)", "a math function has other arguments than it takes"),
        ("rgb(from)", "a relative color has a color after 'from'"),
        ("alpha(from red 1 2)", "alpha\\(\\) changes only the alpha"),
        ("device-cmyk(0 1 1 0)", "'device-cmyk'\\(\\) is no color that cvpalette computes"),
        ("color(--mine 1 2 3)", "color\\(\\) has a color space that cvpalette does not know"),
        ("color(lab 1 2 3)", "color\\(\\) has a color space that cvpalette does not know"),
        ("color-mix(in cmyk, red, blue)", "color-mix\\(\\) has a color space that cvpalette does not know"),
        (
            "color-mix(in oklab longer hue, red, blue)",
            "color-mix\\(\\) has a way to mix that CSS does not know",
        ),
        ("color-mix(in oklch, red 101%, blue)", "color-mix\\(\\) takes percentages from 0% to 100%"),
        ("color-mix(in oklch, red 0%, blue 0%)", "the percentages of color-mix\\(\\) add to 0"),
        ("color-mix(in oklch)", "color-mix\\(\\) takes colors"),
        ("color-mix(in oklch, red blue)", "color-mix\\(\\) takes colors, each with a percentage or without"),
        ("light-dark(red)", "light-dark\\(\\) takes two colors"),
        ("color-mix(" * 3000, "it is nested too deeply"),
        ("1px", "it is no color"),
        ("a b", "it is no color"),
        ("", "it is no color"),
    ],
)
def test_a_reason_is_given_for_anything_else(text: str, reason: str) -> None:
    """In a few words."""
    with pytest.raises(ColorError, match=f"^{reason}$"):
        evaluate(read_tokens(text))


@pytest.mark.parametrize(
    "text", ["#123", "#12345", "red", "Canvas", "currentcolor", "RGB(1)", "device-cmyk()"]
)
def test_what_is_meant_as_a_color_is_known(text: str) -> None:
    """Though it may be none."""
    assert seems_color(read_tokens(text))


@pytest.mark.parametrize("text", ["1px", "menu", "#a-b", "url(#fff)", "red blue", "'red'", "calc(1)", ""])
def test_what_is_something_else_is_known(text: str) -> None:
    """A word may mean much."""
    assert not seems_color(read_tokens(text))
