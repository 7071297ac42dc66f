"""A color as CSS writes it, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.notation import NOTATIONS, read_notation, write_notation
from cvpalette.errors import ColorError

_LEVEL = st.integers(0, 255)


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        ("hex", "#264653"),
        ("rgb", "rgb(38 70 83)"),
        ("hsl", "hsl(197.33deg 37.19% 23.73%)"),
        ("oklch", "oklch(37.53% 0.04379 226.2deg)"),
    ],
)
def test_notations_are_those_of_css_color_4(notation: str, text: str) -> None:
    """With blanks and units, as stylelint's standard wants them."""
    assert write_notation(Color(38, 70, 83), notation) == text


@pytest.mark.parametrize("notation", NOTATIONS)
@given(red=_LEVEL, green=_LEVEL, blue=_LEVEL)
def test_what_is_written_is_read(notation: str, red: int, green: int, blue: int) -> None:
    """All 16.7 million were tried once: so many digits suffice."""
    color = Color(red, green, blue)
    assert read_notation(write_notation(color, notation)) == color
    assert read_notation(write_notation(color, notation).upper()) == color


def test_a_hue_is_below_360() -> None:
    """Rounding must not turn it full circle."""
    assert write_notation(Color(255, 0, 0), "hsl") == "hsl(0deg 100% 50%)"
    for blue in range(6):
        text = write_notation(Color(255, 0, blue), "hsl")
        assert float(text.removeprefix("hsl(").partition("deg")[0]) < 360


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#ABC", "#aabbcc"),
        ("#abcd", "#aabbcc"),
        ("#264653ff", "#264653"),
        ("#26465301", "#264653"),
        (" RebeccaPurple ", "#663399"),
        ("rgb(38, 70, 83)", "#264653"),
        ("rgba(38, 70, 83, .5)", "#264653"),
        ("rgb(38 70 83 / 50%)", "#264653"),
        ("rgb(100% 0% 50%)", "#ff0080"),
        ("rgb(300 -5 1e2)", "#ff0064"),
        ("hsla(153, 13%, 15%, 1)", "#212b27"),
        ("hsl(0.5turn 20 30)", "#3d5c5c"),
        ("hsl(200grad 20% 30%)", "#3d5c5c"),
        ("hsl(3.14159265rad 20% 30%)", "#3d5c5c"),
        ("hwb(200 20% 30%)", "#3388b3"),
        ("lab(50% 20 -30)", "#856caa"),
        ("lch(50 20% 250)", "#437ea7"),
        ("oklab(0.5 25% -25%)", "#81459a"),
        ("oklch(50% 0.1 200deg)", "#00747a"),
        ("oklch(1 0 none)", "#ffffff"),
        ("color(srgb 1 50% 0)", "#ff8000"),
        ("color(display-p3 0 1 0)", "#00ff00"),
        ("rgb(1 2 3", "#010203"),
        ("oklab(1e999 0 0)", "#ffffff"),
        ("rgb(" + "9" * 1500 + " 1 1)", "#ff0101"),
        ("color-mix(in oklab, white, BLACK)", "#636363"),
        ("rgb(from red b r g)", "#00ff00"),
        ("light-dark(red, blue)", "#ff0000"),
        ("rgb(calc(1 + 1)/**/2 3)", "#020203"),
        (r"\72 ed", "#ff0000"),
    ],
)
def test_css_is_read(text: str, color: str) -> None:
    """Of levels 3 to 5; outside of sRGB, it is clipped. Alpha is dropped. The end closes what is open."""
    read = read_notation(text)
    assert read is not None
    assert read.hex == color


@pytest.mark.parametrize("text", ["transparent", "#abc0", "#26465300", "rgba(1, 2, 3, 0)", "hsl(1 2 3 / 0%)"])
def test_what_cannot_be_seen_is_no_color(text: str) -> None:
    """As in an image, the color under full transparency does not exist."""
    assert read_notation(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "264653",
        "#12345",
        "#\uff11\uff12\uff13",
        "nocolor",
        "currentcolor",
        "rgb()",
        "rgb(1, 2)",
        "rgb(1 2 3 4 5)",
        "rgb(1 2 x)",
        "rgb(1deg 2 3)",
        "hsl(10% 1 1)",
        "rgb(var(--x) 2 3)",
        "cmyk(1 2 3)",
        "color()",
        "color(cmyk 1 2 3)",
        "color(xyz 1e300 1 1)",
        "hsl(1e999 1 1)",
        "color-mix(in cmyk, red, blue)",
        "rgb(from currentcolor r g b)",
        "rgb(" * 5000,
    ],
)
def test_anything_else_is_an_error(text: str) -> None:
    """One short line that names it."""
    with pytest.raises(ColorError, match=r"^'.{0,60}' is no color$"):
        read_notation(text)


@given(st.one_of(st.text(), st.text(st.sampled_from("#rgbhslaokch()0123456789.%+-e, /nodegturn"))))
def test_any_text_is_a_color_or_an_error(text: str) -> None:
    """Nothing else happens."""
    try:
        read_notation(text)
    except ColorError as error:
        assert str(error).endswith("is no color")  # noqa: PT017 -- most are none


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("alpha", [1e-9, 0.25, 0.999])
def test_alpha_is_written_and_never_none(notation: str, alpha: float) -> None:
    """However small it is, the color is read."""
    assert read_notation(write_notation(Color(38, 70, 83), notation, alpha)) == Color(38, 70, 83)
    assert write_notation(Color(38, 70, 83), notation, 1.0) == write_notation(Color(38, 70, 83), notation)


def test_alpha_is_two_digits_or_behind_a_slash() -> None:
    """As CSS Color Level 4 has it."""
    assert write_notation(Color(38, 70, 83), "hex", 0.2) == "#26465333"
    assert write_notation(Color(38, 70, 83), "rgb", 0.2) == "rgb(38 70 83 / 20%)"
