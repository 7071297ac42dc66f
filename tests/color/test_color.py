"""Color: each number against a published value."""

from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.palette import Swatch
from cvpalette.errors import ColorError


@pytest.mark.parametrize("text", ["#2a9d8f", "2a9d8f", "#2A9D8F", " #2a9d8f\n"])
def test_hex_is_read_with_or_without_hash_in_either_case(text: str) -> None:
    """People paste colors from anywhere."""
    assert Color.from_hex(text) == Color(0x2A, 0x9D, 0x8F)


def test_three_digits_stand_for_six() -> None:
    """#fa0 is #ffaa00, as in CSS."""
    assert Color.from_hex("#fa0") == Color(255, 170, 0)


@pytest.mark.parametrize(
    "text", ["", "#", "red", "#12345", "#1234567", "#12345g", "+12345", "1_2345", "##123456", "١٢٣٤٥٦", "#ab"]
)
def test_what_is_no_color_is_a_color_error_that_quotes_it(text: str) -> None:
    """Nothing is guessed; the message shows how to write one."""
    with pytest.raises(ColorError, match=r"is no colou?r.*'#264653'") as caught:
        Color.from_hex(text)
    assert f"'{text}'" in str(caught.value)


@pytest.mark.parametrize("channel", [-1, 256, 1.5, "12", None], ids=repr)
def test_a_channel_is_a_whole_number_from_0_to_255(channel: object) -> None:
    """A Color that exists is a color."""
    with pytest.raises(ColorError, match="a whole number from 0 to 255"):
        Color(0, channel, 0)  # type: ignore[arg-type]


def test_hex_and_text_are_lower_case_and_read_back() -> None:
    """The one notation that every tool takes."""
    color = Color(0, 10, 255)
    assert (color.hex, str(color)) == ("#000aff", "#000aff")
    assert Color.from_hex(color.hex) == color
    assert color.rgb == (0, 10, 255)
    assert color.digits == "000aff"


@pytest.mark.parametrize(
    ("text", "luminance"),
    [("#000", 0.0), ("#fff", 1.0), ("#f00", 0.2126), ("#0f0", 0.7152), ("#00f", 0.0722), ("#808080", 0.2159)],
)
def test_luminance_is_wcags(text: str, luminance: float) -> None:
    """WCAG 2.2, "relative luminance": its three weights, and the usual value of middle gray."""
    assert Color.from_hex(text).luminance == pytest.approx(luminance, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#767676", "#fff", 4.54), ("#777", "#fff", 4.48), ("#f00", "#fff", 4.0)],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    """#767676 is the lightest gray that passes AA on white, #777 the first that fails."""
    first, second = Color.from_hex(one), Color.from_hex(other)
    assert first.contrast(second) == pytest.approx(ratio, abs=5e-3)
    assert second.contrast(first) == first.contrast(second)


def test_contrast_with_itself_is_1() -> None:
    """The least there is."""
    color = Color.from_hex("#2a9d8f")
    assert color.contrast(color) == 1


@pytest.mark.parametrize(
    ("text", "oklab"),
    [
        ("#fff", (1.0, 0.0, 0.0)),
        ("#000", (0.0, 0.0, 0.0)),
        ("#f00", (0.62796, 0.22486, 0.12585)),
        ("#0f0", (0.86644, -0.23389, 0.17950)),
        ("#00f", (0.45201, -0.03246, -0.31153)),
    ],
)
def test_oklab_is_ottossons(text: str, oklab: tuple[float, float, float]) -> None:
    """His matrices of 2021; CSS Color 4 prints these values for the primaries."""
    assert Color.from_hex(text).oklab == pytest.approx(oklab, abs=2e-4)


@pytest.mark.parametrize(
    ("text", "oklch"),
    [
        ("#f00", (0.62796, 0.25768, 29.234)),
        ("#0f0", (0.86644, 0.29483, 142.495)),
        ("#00f", (0.45201, 0.31321, 264.052)),
    ],
)
def test_oklch_is_csss(text: str, oklch: tuple[float, float, float]) -> None:
    """CSS Color 4: red, lime and blue as oklch()."""
    lightness, chroma, hue = Color.from_hex(text).oklch
    assert (lightness, chroma) == pytest.approx(oklch[:2], abs=2e-4)
    assert hue == pytest.approx(oklch[2], abs=0.05)


@pytest.mark.parametrize("level", [0, 1, 127, 128, 254, 255])
def test_a_gray_has_no_chroma_and_no_hue(level: int) -> None:
    """The last digits of the matrices are no color."""
    assert Color(level, level, level).oklch[1:] == (0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "hsl"),
    [
        ("#663399", (270, 0.5, 0.4)),
        ("#f00", (0, 1, 0.5)),
        ("#008080", (180, 1, 0.25098)),
        ("#ff6347", (9.13, 1, 0.63922)),
        ("#808080", (0, 0, 0.50196)),
        ("#ff0001", (359.76, 1, 0.5)),
    ],
)
def test_hsl_is_csss(text: str, hsl: tuple[float, float, float]) -> None:
    """rebeccapurple, red, teal, tomato, gray; and hue stays below 360."""
    hue, saturation, lightness = Color.from_hex(text).hsl
    assert (hue, saturation, lightness) == pytest.approx(hsl, abs=6e-3)
    assert 0 <= hue < 360


@pytest.mark.parametrize(
    ("text", "lab"),
    [
        ("#fff", (100, 0, 0)),
        ("#000", (0, 0, 0)),
        ("#f00", (53.24, 80.09, 67.20)),
        ("#0f0", (87.73, -86.18, 83.18)),
        ("#00f", (32.30, 79.19, -107.86)),
    ],
)
def test_lab_has_the_white_of_srgb(text: str, lab: tuple[float, float, float]) -> None:
    """The usual values of the primaries with D65, such as Lindbloom's; those of CSS have D50."""
    assert Color.from_hex(text).lab == pytest.approx(lab, abs=0.01)


@pytest.mark.parametrize(
    ("text", "cmyk"),
    [
        ("#fff", (0, 0, 0, 0)),
        ("#000", (0, 0, 0, 1)),
        ("#0ff", (1, 0, 0, 0)),
        ("#f00", (0, 1, 1, 0)),
        ("#663399", (1 / 3, 2 / 3, 0, 0.4)),
    ],
)
def test_cmyk_is_the_naive_formulas(text: str, cmyk: tuple[float, ...]) -> None:
    """As much black as goes, and of the rest what is missing; whatever inks really do."""
    assert Color.from_hex(text).cmyk == pytest.approx(cmyk)


@pytest.mark.parametrize(
    ("text", "ink"),
    [
        ("#000", "#ffffff"),
        ("#fff", "#000000"),
        ("#777", "#000000"),
        ("#757575", "#ffffff"),
        ("#ff0", "#000000"),
    ],
)
def test_ink_is_the_one_of_more_contrast(text: str, ink: str) -> None:
    """Between #757575 and #777777 white gives way to black."""
    assert Color.from_hex(text).ink.hex == ink


def test_a_color_is_a_value() -> None:
    """Equal colors are one: in sets, sorted, and never changed."""
    assert {Color(1, 2, 3), Color(1, 2, 3)} == {Color(1, 2, 3)}
    assert Color(1, 9, 9) < Color(2, 0, 0)
    with pytest.raises(AttributeError):
        Color(1, 2, 3).red = 4  # type: ignore[misc]


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.uint16], ids=lambda kind: kind.__name__)
def test_a_color_takes_levels_of_an_array(kind: Any) -> None:
    """They become plain numbers, which JSON and formats can write."""
    color = Color(*np.array([42, 157, 143], kind))
    assert color == Color(42, 157, 143)
    assert [type(channel) for channel in color.rgb] == [int, int, int]
    assert color.hex == "#2a9d8f"


def test_the_difference_is_ciede2000() -> None:
    """As of arrays; the same in both directions."""
    one, other = Color.from_hex("#2a9d8f"), Color.from_hex("#e76f51")
    assert one.difference(other) == pytest.approx(float(ciede2000(one.lab, other.lab)), abs=1e-9)
    assert one.difference(other) == pytest.approx(other.difference(one), abs=1e-9)
    assert one.difference(one) == 0
    assert Color(0, 0, 0).difference(Color(255, 255, 255)) == pytest.approx(100)


@pytest.mark.parametrize("compare", [Color.difference, Color.contrast])
def test_a_color_is_compared_with_a_color_or_its_text(compare: Any) -> None:
    """What is neither says what to write, and a swatch that it has a color."""
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert compare(black, "#fff") == compare(black, white)
    with pytest.raises(ColorError, match="'snow-ish' is no color; write it as '#rrggbb'"):
        compare(black, "snow-ish")
    with pytest.raises(ColorError, match=r"'Swatch' is no color, but has one; give its \.color"):
        compare(black, Swatch(white))
    with pytest.raises(ColorError, match=r"'tuple' is no color; .* \[cvpalette\.Color\(\*row\) for row"):
        compare(black, (255, 255, 255))
    with pytest.raises(ColorError, match=r"such as cvpalette\.Color\.from_hex\('#264653'\), not 'int'"):
        compare(black, 255)
