"""How palettes, swatches and shares are called in files."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import CvpaletteError
from cvpalette.extraction import Extraction
from cvpalette.rendering.names import (
    display_name,
    given_name,
    identifiers,
    palette_name,
    percent,
    require_identifier,
    share_note,
    slug,
    summary,
    swatch_names,
)
from cvpalette.testing import make_result


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
def test_a_display_name_is_at_most_250_bytes(text: str) -> None:
    """No buffer of a program runs over; a character is never cut in two."""
    name = display_name(text)
    assert 246 < len(name.encode()) <= 250
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
        (0.0, "0.0%"),
    ],
)
def test_a_share_is_a_nought_only_where_there_is_none(share: float, text: str) -> None:
    """A swatch that was found stands for something; one that was given need not."""
    assert percent(share) == text


def test_swatches_are_numbered_from_1() -> None:
    """In the palette's order, after a prefix."""
    palette = make_result(["#264653", "#e76f51"]).palette
    assert swatch_names(palette) == ["color-1", "color-2"]
    assert identifiers(palette, "brand") == ["brand-1", "brand-2"]


def _named(*names: str) -> Palette:
    return Palette.of_colors([Color(level, 0, 0) for level in range(len(names))], names)


def test_names_are_kept_as_text_and_made_identifiers() -> None:
    """Free text stays what it is; a variable's name is ASCII, and no two are the same."""
    palette = _named("Crème brûlée", "漢字", "", "50 % gray", "creme brulee", "Crème-Brulee 2")
    assert swatch_names(palette) == [
        "Crème brûlée",
        "漢字",
        "color-3",
        "50 % gray",
        "creme brulee",
        "Crème-Brulee 2",
    ]
    expected = [
        "color-creme-brulee",
        "color-hanzi",
        "color-3",
        "color-50-gray",
        "color-creme-brulee-2",
        "color-creme-brulee-2-2",
    ]
    assert identifiers(palette) == expected
    assert identifiers(palette, joint="_") == [name.replace("-", "_") for name in expected]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=12))
def test_identifiers_are_all_different(names: list[str]) -> None:
    """Whatever the names are."""
    found = identifiers(_named(*names))
    assert len(set(found)) == len(names)
    for name in found:
        require_identifier("name", name)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=12))
def test_a_name_that_was_written_comes_back(names: list[str]) -> None:
    """As far as it can be written on a line; and what had none gets none."""
    written = swatch_names(_named(*names))
    read = [given_name(text, number) for number, text in enumerate(written, 1)]
    assert swatch_names(_named(*read)) == written
    assert [not name for name in read] == [name == f"color-{n}" for n, name in enumerate(written, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Þórr", "thorr"),
        ("İznik", "iznik"),
        ("Đà Nẵng", "da-nang"),
        ("\u0131rmak", "irmak"),
        ("Œuvre", "oeuvre"),
        ("Москва", "moskva"),
        ("Ελλάδα", "ellada"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_letters_are_spelled_in_ascii(text: str, expected: str) -> None:
    """No letter of a name is lost in a variable's name."""
    assert slug(text) == expected


def test_a_slug_may_be_empty() -> None:
    """Signs have no spelling."""
    assert slug("\u2014 \u2026 \uff01") == ""
    assert slug(" Deep  Sky_Blue! ") == "deep-sky-blue"


def test_a_palette_is_called_by_its_own_name_first() -> None:
    """And else by its image's."""
    result = make_result(["#264653"], "coffee.png")
    assert palette_name(result) == "coffee"
    named = dataclasses.replace(result.palette, name="Brand\tcolors")
    assert palette_name(dataclasses.replace(result, palette=named)) == "Brand colors"


def test_shares_that_nobody_knows_are_not_noted() -> None:
    """A palette file seldom says them."""
    assert share_note(make_result(["#264653"]).palette, 0) == "100.0%"
    assert share_note(_named("a", "b"), 1) == ""


def test_a_summary_says_how_many_colors_of_what(extraction: Extraction) -> None:
    """On one line, without path or time: the same image gives the same file."""
    assert summary(extraction.result) == "4 colors of stripes.png, by cvpalette"
    one = make_result(["#264653"], "one\nline.png")
    assert summary(one) == "1 color of one line.png, by cvpalette"
    assert summary(dataclasses.replace(one, name="")) == "1 color of untitled, by cvpalette"


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


def test_many_swatches_of_one_name_are_numbered_in_their_order() -> None:
    """Also where a color's own name is one of these numbers; each number is tried only once."""
    names = ["navy", "navy-3", *["navy"] * 20_000]
    found = identifiers(Palette.of_colors([Color(0, 0, 128)] * len(names), names))
    assert found[:5] == ["color-navy", "color-navy-3", "color-navy-2", "color-navy-4", "color-navy-5"]
    assert len(set(found)) == len(names)


@pytest.mark.skipif("\U00013460".isprintable(), reason="newer Pythons know this hieroglyph")
def test_a_name_that_no_file_shows_is_none() -> None:
    """Although anyascii spells it: a hieroglyph that Python does not know yet."""
    palette = Palette.of_colors([Color(0, 0, 0), Color(1, 1, 1)], ["\U00013460", "navy"])
    assert identifiers(palette, "c") == ["c-1", "c-navy"]
