"""Swatches as markup, as rules and as data."""

import re

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.rendering.page.swatches import (
    describe_swatches,
    list_swatches,
    write_choices,
    write_picks,
    write_rules,
)


def test_a_swatch_is_a_button_with_what_is_known() -> None:
    """Its name, which is text; no share where there is none."""
    palette = Palette.of_colors([Color(1, 2, 3)], ["a < b"])
    assert list_swatches(palette, "rgb") == (
        '<li><button type="button" class="swatch s0"><span class="chip"></span><span class="facts">'
        '<span class="value">rgb(1 2 3)</span> <span class="name">a &lt; b</span></span></button></li>'
    )


def test_what_is_in_no_pixel_has_no_bar() -> None:
    """Of a palette that was given; its share is told."""
    palette = Palette((Swatch(Color(1, 2, 3), 1.0), Swatch(Color(4, 5, 6), 0.0)))
    there, missing = list_swatches(palette, "hex").splitlines()
    assert 'class="bar"' in there
    assert 'class="bar"' not in missing
    assert ">0.0%<" in missing


def test_rules_give_color_and_length(extraction: Extraction) -> None:
    """One a swatch: no element has a style of its own."""
    rules = write_rules(extraction.palette).splitlines()
    assert rules[0] == ".s0{--color:#264653;--share:25.0000%}"
    assert len(rules) == 4
    within = write_rules(extraction.palette, ".other ").splitlines()
    assert within == [f".other {rule}" for rule in rules]


def test_one_way_of_picking_is_chosen() -> None:
    """Of two, in the same order whichever it is."""
    choices = write_picks("colors")
    assert re.findall(r'value="(\w+)"( checked)?', choices) == [("pixels", ""), ("colors", " checked")]


def test_one_notation_is_chosen() -> None:
    """Of four."""
    choices = write_choices("hsl")
    assert choices.count('type="radio"') == 4
    assert 'value="hsl" checked>' in choices
    assert choices.count("checked") == 1


def test_dark_is_what_white_is_read_on(extraction: Extraction) -> None:
    """As in every picture of the palette."""
    assert [swatch["dark"] for swatch in describe_swatches(extraction.palette)] == [True, False, False, False]


def test_a_translucent_color_is_on_a_chessboard() -> None:
    """Its alpha is in its rule, and in each notation."""
    palette = Palette((Swatch(Color(0, 9, 30), 0.5, alpha=0.2), Swatch(Color(0, 9, 31), 0.5)))
    rules = write_rules(palette).splitlines()
    assert rules[0] == ".s0{--color:#00091e33;--share:50.0000%}"
    assert rules[1].startswith(".s0 .chip{background:")
    assert rules[2:] == [".s1{--color:#00091f;--share:50.0000%}"]
    assert describe_swatches(palette)[0]["rgb"] == "rgb(0 9 30 / 20%)"
