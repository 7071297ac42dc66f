"""CSS's names of colours, and colours as people write them."""

import pytest

from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS, parse_color
from cvpalette.errors import ColorError


def test_there_are_the_148_names_of_css() -> None:
    """Seven greys have two spellings, aqua and fuchsia a second name; the youngest is rebeccapurple."""
    assert len(CSS_COLORS) == 148
    assert list(CSS_COLORS) == sorted(CSS_COLORS)
    assert len(set(CSS_COLORS.values())) == 148 - 7 - 2
    assert {name.replace("grey", "gray") for name in CSS_COLORS if "grey" in name} <= CSS_COLORS.keys()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("white", "#ffffff"),
        ("black", "#000000"),
        ("red", "#ff0000"),
        ("green", "#008000"),  # not what a screen calls green
        ("lime", "#00ff00"),
        ("darkgray", "#a9a9a9"),  # lighter than gray, as X11 had it
        ("gray", "#808080"),
        ("rebeccapurple", "#663399"),
        ("papayawhip", "#ffefd5"),
        ("cornflowerblue", "#6495ed"),
    ],
)
def test_a_name_is_its_color(name: str, code: str) -> None:
    """As CSS Color 4 has them."""
    assert parse_color(name).hex == code


def test_every_code_is_a_color_in_the_form_that_we_write() -> None:
    """Six lower-case digits."""
    assert [Color.from_hex(code).hex for code in CSS_COLORS.values()] == list(CSS_COLORS.values())


@pytest.mark.parametrize("text", ["White", " white ", "#FFF", "fff", "#ffffff", "FFFFFF"])
def test_a_person_writes_a_color_in_many_ways(text: str) -> None:
    """All of these are white."""
    assert parse_color(text) == Color(255, 255, 255)


@pytest.mark.parametrize("text", ["", "#", "off-white", "#12345", "rgb(1,2,3)", "transparent"])
def test_anything_else_is_an_error(text: str) -> None:
    """The message says what would work."""
    with pytest.raises(ColorError, match=r"is no colou?r; write a CSS color name or '#rrggbb'"):
        parse_color(text)


def test_a_slip_is_answered_with_the_right_name() -> None:
    """As for formats and options."""
    with pytest.raises(ColorError, match=r"did you mean 'white'\?$"):
        parse_color("whit")
