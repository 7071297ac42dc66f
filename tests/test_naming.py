"""How palettes, swatches and shares are called in files."""

import dataclasses

import pytest

from cvpalette.errors import CvpaletteError
from cvpalette.extraction import Extraction
from cvpalette.naming import display_name, percent, require_identifier, summary, swatch_names
from cvpalette.testing import make_extraction


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("coffee.png", "coffee.png"),
        ("a\tb\nc", "a b c"),
        ("  much   room  ", "much room"),
        ("\x1b[31mred", "[31mred"),
        ("zero\u200bwidth", "zero width"),
        ("bad\udcff", "bad"),
        ("漢字 é", "漢字 é"),
        ("", "untitled"),
        ("\n\t ", "untitled"),
    ],
    ids=["plain", "control", "blanks", "escape", "format", "surrogate", "unicode", "empty", "blank"],
)
def test_a_display_name_is_one_plain_line(text: str, name: str) -> None:
    """No reader of a palette chokes on it."""
    assert display_name(text) == name


@pytest.mark.parametrize(
    "text", ["n" * 300, "é" * 300, "漢" * 300, "a" + "😀" * 300], ids=["1", "2", "3", "4"]
)
def test_a_display_name_is_at_most_60_bytes(text: str) -> None:
    """Pillow stops at longer lines; a character is never cut in two."""
    name = display_name(text)
    assert 56 < len(name.encode()) <= 60
    assert text.startswith(name)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1.0, "100.0%"),
        (0.312, "31.2%"),
        (0.001, "0.1%"),
        (0.0005, "0.1%"),
        (0.0004, "<0.1%"),
        (1e-9, "<0.1%"),
    ],
)
def test_a_share_is_never_nought(share: float, text: str) -> None:
    """A swatch that is there stands for something."""
    assert percent(share) == text


def test_swatches_are_numbered_from_1() -> None:
    """In the palette's order, after a prefix."""
    palette = make_extraction(["#264653", "#e76f51"]).palette
    assert swatch_names(palette) == ["color-1", "color-2"]
    assert swatch_names(palette, "brand") == ["brand-1", "brand-2"]


def test_a_summary_says_how_many_colors_of_what(extraction: Extraction) -> None:
    """On one line, without path or time: the same image gives the same file."""
    assert summary(extraction) == "4 colors of stripes.png, by cvpalette"
    one = make_extraction(["#264653"], "one\nline.png")
    assert summary(one) == "1 color of one line.png, by cvpalette"
    unnamed = dataclasses.replace(one, image=dataclasses.replace(one.image, name=""))
    assert summary(unnamed) == "1 color of untitled, by cvpalette"


@pytest.mark.parametrize("text", ["color", "c", "brand-2", "a1-b2-c3"])
def test_an_identifier_is_what_every_tool_takes(text: str) -> None:
    """CSS, Sass, Tailwind."""
    require_identifier("prefix", text)


@pytest.mark.parametrize(
    "text", ["", "2nd", "-a", "a-", "a--b", "Color", "a b", "é", "a_b", "a\n", "color;}"]
)
def test_what_some_tool_would_not_take_is_refused(text: str) -> None:
    """A ValueError: an output raises it while it takes its options."""
    with pytest.raises(ValueError, match="option 'prefix' is lower-case letters") as caught:
        require_identifier("prefix", text)
    assert not isinstance(caught.value, CvpaletteError)
