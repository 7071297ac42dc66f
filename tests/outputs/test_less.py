"""The output `less`."""

from collections.abc import Callable

import pytest

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.less import LessVariables
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestLessVariables(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = LessVariables()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("less/default.less", LessVariables().render(extraction.result))


def test_names_and_prefix_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """Names as slugs, and as they are in comments, which they do not end."""
    extraction = make_extraction(
        ["#264653", "#2a9d8f", "#e9c46a"], names=("Crème *", "red", 'Crème --> */ % < & "')
    )
    golden("less/names.less", LessVariables(prefix="brand").render(extraction.result))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        LessVariables(prefix="2nd")


def _list(palette: Palette) -> list[tuple[str, str, str, float]]:
    return [(each.group, each.name, each.color.hex, round(each.alpha, 2)) for each in palette]


def test_style_sheets_are_read_as_others_write_them() -> None:
    """Variables, references, maps and lists; what only Less can compute is told."""
    palette = LessVariables.parse(
        b"""// By Ada
        @import (reference) "other";
        @primary: #264653; // 'a note'
        @sea: @primary; @Late: @early; @early: rgb(1, 2, 3);
        @dark: darken(@primary, 10%);
        @pale: fade(@primary, 50%);
        @map: { a: #ff0000; deep: { b: @early; c: blue } }
        @list: #111, #222;
        @width: 10px; @url: url(http://example.org/#abc);
        .mixin(@a: red) when (iscolor(@a)) { color: @a; @inner: #123456 }
        """
    )
    assert _list(palette) == [
        ("", "primary", "#264653", 1.0),
        ("", "early", "#010203", 1.0),
        ("", "pale", "#264653", 0.5),
        ("map", "a", "#ff0000", 1.0),
        ("map/deep", "c", "#0000ff", 1.0),
        ("list", "", "#111111", 1.0),
        ("list", "", "#222222", 1.0),
        ("", "inner", "#123456", 1.0),
    ]
    assert palette.comment == "By Ada"
    assert palette.notes == (
        "left out: 'dark' (darken() is not computed)",
        "left out: further names of the same colors: 'sea', 'Late' and 'map/deep/b'",
        "left out: what it imports from 'other'",
    )


def test_a_color_may_fade_again() -> None:
    """The outermost function counts."""
    palette = LessVariables.parse(
        b"@a: fade(#ff0000, 50%); @b: fade(@a, 20%); @c: fade(rgb(255 0 0 / 5%), 40%);"
    )
    assert [round(each.alpha, 2) for each in palette] == [0.5, 0.2, 0.4]


def test_colors_of_text_that_we_wrote_are_left_out() -> None:
    """They are no colors of the palette."""
    text = LessVariables(text=True).render(make_extraction(["#264653", "#e9c46a"], names=("Sea", "")).result)
    palette = LessVariables.parse(text.encode())
    assert _list(palette) == [("", "Sea", "#264653", 1.0), ("", "", "#e9c46a", 1.0)]
    assert palette.notes == ("2 colors are left out: made for text on another color",)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("/* c */ @a: red;", False),
        ("@import 'x'; @a: red;", False),
        ("a { color: red }", True),
        ("@media print { a { color: red } }", True),
        ("hello @a: red", True),
    ],
    ids=range(5),
)
def test_only_what_begins_like_less_is_found_without_its_suffix(text: str, needs: bool) -> None:
    """Any text may hold a variable somewhere."""
    assert LessVariables.needs_suffix(text.encode()) is needs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a { color: red }", "it sets no variable of Less to a color, such as '@color-1: #264653'$"),
        ("@a: darken(red, 5%);", "it sets no variable .*; left out: 'a' "),
        ("@a: transparent;", "it holds no color: 1 transparent color is left out"),
        ("@a: @b; @b: @a;", "it sets no variable .* refers to itself"),
    ],
    ids=range(4),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        LessVariables.parse(text.encode())
