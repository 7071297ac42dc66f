"""Chips: rows of swatches, what is written on them, and the room that it takes."""

from dataclasses import replace
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.chips import Chip, ChipLayout, Label, Pen, divide, label_swatches


def _length(text: str, size: int) -> float:
    return len(text) * size * 0.6


def _palette(*shares: float, names: tuple[str, ...] = ()) -> Palette:
    called = names or ("",) * len(shares)
    return Palette(
        tuple(Swatch(Color(index, 0, 90), share, called[index]) for index, share in enumerate(shares))
    )


@pytest.mark.parametrize("layout", ["shares", "even"])
@pytest.mark.parametrize("labels", ["all", "none"])
@given(weights=st.lists(st.integers(0, 1000), min_size=1, max_size=256).filter(any))
def test_chips_fill_the_picture(
    layout: Literal["shares", "even"], labels: Literal["all", "none"], weights: list[int]
) -> None:
    """Whatever the shares, nought among them: each chip has an area, in its own color, and text that fits."""
    palette = _palette(*(weight / sum(weights) for weight in weights))
    sheet = ChipLayout(layout=layout, labels=labels).arrange(palette, _length)
    assert [chip.color for chip in sheet.chips] == list(palette.colors)
    area = 0
    for chip in sheet.chips:
        left, top, right, bottom = chip.box
        assert right > left
        assert bottom > top
        area += (right - left) * (bottom - top)
        if chip.lines:
            needs = sheet.pen.measure_turned(chip.lines) if chip.is_turned else sheet.pen.measure(chip.lines)
            assert needs[0] <= right - left
            assert needs[1] <= bottom - top
    short = layout == "even" and len(weights) > 16
    assert area <= sheet.width * sheet.height if short else area == sheet.width * sheet.height


def test_text_stands_upright_where_a_smaller_size_allows_it() -> None:
    """Of one palette, no text is turned to make that of the others larger."""
    sheet = ChipLayout().arrange(_palette(0.9, 0.1), _length)
    assert not any(chip.is_turned for chip in sheet.chips)
    assert sheet.pen.size < 26


def test_long_names_are_cut_before_there_is_no_room() -> None:
    """Said by an ellipsis; the color is written in full."""
    sheet = ChipLayout(layout="even").arrange(
        _palette(*[1 / 64] * 64, names=("an extraordinarily long name for a color",) * 64), _length
    )
    text = " ".join(sheet.chips[0].lines)
    assert text.startswith("an extraord…")
    assert text.endswith("#00005a 1.6%")


def test_names_that_fit_are_not_cut() -> None:
    """On smaller text, if need be."""
    names = ("an extraordinarily long name for a color", "red")
    sheet = ChipLayout().arrange(_palette(0.5, 0.5, names=names), _length)
    assert [chip.lines[0] for chip in sheet.chips] == list(names)


def test_unknown_shares_make_even_chips_without_percent() -> None:
    """A palette that was read from a file seldom has any."""
    sheet = ChipLayout(width=900).arrange(replace(_palette(*[1 / 3] * 3), has_shares=False), _length)
    assert [chip.box[0] for chip in sheet.chips] == [0, 300, 600]
    assert [chip.lines for chip in sheet.chips] == [["#00005a"], ["#01005a"], ["#02005a"]]


@pytest.mark.parametrize(
    ("length", "weights", "least", "edges"),
    [
        (100, [0.5, 0.25, 0.25], 0, [0, 50, 75, 100]),
        (100, [0.98, 0.01, 0.01], 10, [0, 80, 90, 100]),
        (100, [1, 0, 0], 1, [0, 98, 99, 100]),
        (30, [1, 1, 1], 10, [0, 10, 20, 30]),
        (1200, [1, 0, 1], 1, [0, 600, 601, 1200]),
        (29, [1, 1, 1], 10, []),
    ],
)
def test_parts_are_as_large_as_their_weights(
    length: int, weights: list[float], least: int, edges: list[int]
) -> None:
    """None under the least, and nothing where there is no room."""
    assert divide(length, weights, least) == edges


@given(
    st.integers(1, 5000), st.lists(st.floats(0, 1), min_size=1, max_size=64).filter(any), st.integers(1, 40)
)
def test_the_parts_are_the_whole(length: int, weights: list[float], least: int) -> None:
    """From end to end, each at least so large."""
    edges = divide(length, weights, least)
    assert bool(edges) == (least * len(weights) <= length)
    if edges:
        assert (edges[0], edges[-1]) == (0, length)
        assert min(after - before for before, after in pairwise(edges)) >= least


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


PEN = Pen(20, lambda text, size: len(text) * size / 2)
RED = Color(255, 0, 0)


def test_text_needs_its_lines_and_room_around_them() -> None:
    """27 pixels a line of 20, and 10 on each side; turned, all stands in one line."""
    assert PEN.measure(["red", "#ff0000"]) == (70 + 20 + 1, 2 * 27 + 20)
    assert PEN.measure_turned(["red", "#ff0000"]) == (27 + 20, 110 + 20 + 1)


def test_text_is_turned_only_where_it_does_not_fit() -> None:
    """The lines become one."""
    wide = Chip(RED, (0, 0, 91, 74), ("red", "#ff0000"))
    assert PEN.write(wide) == wide
    for box in ((0, 0, 90, 74), (0, 0, 91, 73)):
        narrow = PEN.write(Chip(RED, box, ("red", "#ff0000")))
        assert (narrow.lines, narrow.is_turned) == (("red #ff0000",), True)


def test_a_chip_without_text_has_none_to_turn() -> None:
    """However narrow."""
    bare = Chip(RED, (0, 0, 1, 1))
    assert PEN.write(bare) == bare


def test_a_picture_never_gets_higher_than_it_may_be_asked_for() -> None:
    """Thousands of chips get lower rows; if their text does not fit, that is an error."""
    palette = Palette.of_colors([Color(9, 9, level % 256) for level in range(20_000)])
    assert ChipLayout(labels="none").arrange(palette, _length).height == 16_384
    with pytest.raises(ValueError, match=r"20000 chips do not fit into 1200 x 16384 pixels"):
        ChipLayout().arrange(palette, _length)
