"""ChipLayout: rows of chips, and the largest text that fits on them."""

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.chips import ChipLayout


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
