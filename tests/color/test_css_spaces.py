"""Colors of other spaces as sRGB, beside what Chromium 156 and ColorAide 8 make of them, and CSS Color 4."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color, clip_color
from cvpalette.color.css_spaces import SPACES, Vector, from_srgb, to_srgb
from cvpalette.color.notation import read_notation
from cvpalette.errors import ColorError

_LEVEL = st.integers(0, 255)


@pytest.mark.parametrize(
    ("space", "components", "painted"),
    [
        ("srgb", (0.1, 0.2, 0.3), "#1a334d"),
        ("srgb-linear", (0.2, 0.3, 0.1), "#7c9559"),
        ("hsl", (180, 20, 30), "#3d5c5c"),
        ("hwb", (200, 20, 30), "#3388b3"),
        ("lab", (50, 20, -30), "#856caa"),
        ("lch", (50, 30, 250), "#437ea7"),
        ("oklab", (0.5, 0.1, -0.1), "#81459a"),
        ("oklch", (0.5, 0.1, 200), "#00747a"),
        ("display-p3", (0.5, 0.3, 0.2), "#88492d"),
        ("a98-rgb", (0.5, 0.3, 0.2), "#8f4b2e"),
        ("prophoto-rgb", (0.4, 0.35, 0.3), "#88695d"),
        ("rec2020", (0.5, 0.3, 0.2), "#903820"),  # since 2025: as a screen shows it
        ("display-p3-linear", (0.5, 0.3, 0.2), "#c39378"),
        ("xyz", (0.2, 0.3, 0.1), "#68a443"),
        ("xyz-d65", (0.2, 0.3, 0.1), "#68a443"),
        ("xyz-d50", (0.2, 0.3, 0.1), "#56a653"),
    ],
)
def test_colors_are_those_that_a_browser_paints(
    space: str, components: tuple[float, float, float], painted: str
) -> None:
    """To a level: halves are rounded either way."""
    color = Color.from_space(space, components)
    expected = Color.from_hex(painted)
    assert max(abs(a - b) for a, b in zip(color.rgb, expected.rgb, strict=True)) <= 1


@pytest.mark.parametrize("space", sorted(SPACES))
def test_black_and_white_are_the_same_in_all(space: str) -> None:
    """Each by its own numbers."""
    whites = {
        "hsl": (0, 0, 100),
        "hwb": (0, 100, 0),
        "lab": (100, 0, 0),
        "lch": (100, 0, 0),
        "oklab": (1, 0, 0),
        "oklch": (1, 0, 0),
        "xyz": (0.95046, 1, 1.08906),
        "xyz-d65": (0.95046, 1, 1.08906),
        "xyz-d50": (0.96430, 1, 0.82510),
    }
    black = (0.0, 0.0, 100.0) if space == "hwb" else (0.0, 0.0, 0.0)
    assert Color.from_space(space, black) == Color(0, 0, 0)
    assert Color.from_space(space, whites.get(space, (1.0, 1.0, 1.0))) == Color(255, 255, 255)


@given(_LEVEL, _LEVEL, _LEVEL)
def test_the_way_back_is_the_same_color(red: int, green: int, blue: int) -> None:
    """From the spaces that Color knows."""
    color = Color(red, green, blue)
    hue, saturation, lightness = color.hsl
    assert Color.from_space("hsl", (hue, saturation * 100, lightness * 100)) == color
    assert Color.from_space("oklab", color.oklab) == color
    assert Color.from_space("oklch", color.oklch) == color
    assert Color.from_space("lab-d65", color.lab) == color
    assert Color.from_space("srgb-linear", color.linear) == color


# HSL and HWB cannot tell all colors outside of sRGB apart.
@pytest.mark.parametrize("space", sorted({*SPACES, "lab-d65"} - {"hsl", "hwb"}))
@given(srgb=st.tuples(*[st.floats(-0.5, 1.5)] * 3))
def test_every_space_is_left_as_it_was_entered(space: str, srgb: tuple[float, float, float]) -> None:
    """Outside of sRGB, too."""
    back = to_srgb(space, from_srgb(space, srgb))
    assert back == pytest.approx(srgb, abs=1e-6)


def test_grays_of_hwb_are_shares() -> None:
    """White and black that add to more than all are taken in proportion (CSS Color 4, 8.1)."""
    assert Color.from_space("hwb", (120, 100, 100)) == Color(128, 128, 128)


@given(st.sampled_from(sorted(SPACES)), st.tuples(*[st.floats()] * 3))
def test_any_numbers_are_a_color_or_an_error(space: str, components: tuple[float, float, float]) -> None:
    """Clipped where they are outside of sRGB."""
    try:
        assert isinstance(Color.from_space(space, components), Color)
    except ColorError as error:
        told = "its components are out of range", f"of '{space}' is not"  # most are none
        assert any(each in str(error) for each in told)  # noqa: PT017 -- as above


@pytest.mark.parametrize(
    ("space", "components", "told"),
    [
        ("lab", (127, 0, 0), "the lightness of 'lab' is not 127, but 0 to 100"),
        ("lch", (-5, 0, 0), "the lightness of 'lch' is not -5, but 0 to 100"),
        ("lab-d65", (255, 128, 128), "the lightness of 'lab-d65' is not 255, but 0 to 100"),
        ("oklch", (60, 0.1, 190), "the lightness of 'oklch' is not 60, but 0 to 1"),
        ("oklab", (1.2, 0, 0), "the lightness of 'oklab' is not 1.2, but 0 to 1"),
        ("srgb", (0, 128, 0), "a channel of 'srgb' is not 128, but 0 to 1; Color(red, green, blue) takes"),
        ("display-p3", (0, 0, 255), "a channel of 'display-p3' is not 255, but 0 to 1"),
        ("hsl", (20, 360, 50), "a percentage of 'hsl' is not 360, but 0 to 100"),
        ("hwb", (20, 30, -20), "a percentage of 'hwb' is not -20, but 0 to 100"),
    ],
    ids=str,
)
def test_numbers_that_no_color_has_are_an_error(space: str, components: Vector, told: str) -> None:
    """They are those of another scale. Files and style sheets have them clipped, as CSS says."""
    with pytest.raises(ColorError) as caught:
        Color.from_space(space, components)
    assert told in str(caught.value)
    assert clip_color(space, components).hex.startswith("#")


@pytest.mark.parametrize("space", ["srgb", "display-p3", "lab", "lch", "oklab", "oklch", "lab-d65"])
@pytest.mark.parametrize("wide", [(0, 1, 0), (1, 0, 0), (0, 0, 1), (1, 1, 1), (0, 0, 0)])
def test_wide_colors_are_clipped(space: str, wide: Vector) -> None:
    """The primaries of Rec. 2020 are outside of sRGB, and rounding goes beyond white."""
    assert Color.from_space(space, from_srgb(space, to_srgb("rec2020", wide)))


def test_style_sheets_clip_a_lightness() -> None:
    """CSS Color 4, 9.3: lightness is clipped."""
    assert read_notation("lab(150 0 0)") == read_notation("color(srgb 9 9 9)") == Color(255, 255, 255)


def test_an_unknown_space_is_an_error() -> None:
    """It names those that there are."""
    with pytest.raises(ColorError, match="there is no color space 'cmyk'; there are 'srgb', 'srgb-linear',"):
        Color.from_space("cmyk", (0, 0, 0))


@pytest.mark.parametrize("components", [(50, 0), (50, 0, 0, 1), "red", 5, None, ("a", "b", "c")])
def test_other_components_than_three_numbers_are_an_error(components: Any) -> None:
    """A slip, such as a lightness alone."""
    with pytest.raises(ColorError, match=r"a color of 'lab' has three numbers, such as .*, not "):
        Color.from_space("lab", components)


def test_a_space_that_is_no_text_is_an_error() -> None:
    """Such as with the arguments the other way round, which only Python itself would find."""
    space: Any = (50, 0, 0)
    with pytest.raises(ColorError, match=r"there is no color space '\(50, 0, 0\)'; there are"):
        Color.from_space(space, (50, 0, 0))


def test_the_white_of_lab_is_that_of_the_name() -> None:
    """CSS means D50. The values of D65 are those that scikit-image gives."""
    red = Color(255, 0, 0)
    assert red.lab == pytest.approx((53.24, 80.09, 67.20), abs=0.01)
    assert from_srgb("lab-d65", (1, 0, 0)) == pytest.approx(red.lab, abs=1e-9)
    assert from_srgb("lab", (1, 0, 0)) == pytest.approx((54.29, 80.80, 69.89), abs=0.01)


def test_style_sheets_know_only_the_spaces_of_css() -> None:
    """There is no color(lab-d65 …)."""
    assert "lab-d65" not in SPACES
