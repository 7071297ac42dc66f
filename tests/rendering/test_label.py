"""Label: what is known of a swatch."""

from dataclasses import replace

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.chips import Label, label_swatches

NAMED = Label("navy blue", is_named=True, color="#000080", share="31.2%")


def test_swatches_are_labelled_in_order() -> None:
    """Who has no name is called by number, and a share that nobody knows is nothing."""
    palette = Palette((Swatch(Color(0, 0, 128), 0.312, "navy\nblue"), Swatch(Color(255, 0, 0), 0.688)))
    assert label_swatches(palette) == [
        NAMED,
        Label("color-2", is_named=False, color="#ff0000", share="68.8%"),
    ]
    unknown = label_swatches(replace(palette, has_shares=False))
    assert [label.title for label in unknown] == ["navy blue, #000080", "color-2, #ff0000"]


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        ("all", ["navy blue", "#000080", "31.2%"]),
        ("name", ["navy blue"]),
        ("hex", ["#000080"]),
        ("share", ["31.2%"]),
        ("none", []),
    ],
)
def test_lines_are_what_was_asked_for(what: str, lines: list[str]) -> None:
    """Each a line of its own."""
    assert NAMED.lines(what, 60) == lines


def test_a_number_is_written_only_where_names_are_asked_for() -> None:
    """Else it would say nothing."""
    unnamed = NAMED._replace(name="color-1", is_named=False)
    assert unnamed.lines("all", 60) == ["#000080", "31.2%"]
    assert unnamed.lines("name", 60) == ["color-1"]


@pytest.mark.parametrize(("length", "name"), [(9, "navy blue"), (8, "navy bl…"), (6, "navy…"), (5, "navy…")])
def test_names_are_cut_to_a_length(length: int, name: str) -> None:
    """With an ellipsis, and no blank before it."""
    assert NAMED.lines("name", length) == [name]
