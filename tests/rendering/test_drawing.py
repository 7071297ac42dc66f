"""Chips drawn by Pillow."""

import io

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.rendering.chips import Chip, Pen, Sheet
from cvpalette.rendering.drawing import draw_sheet, drawable, measure_text

GREEN = Color(0, 128, 0)


def _draw(*chips: Chip) -> np.ndarray:
    contents = draw_sheet(Sheet(chips, [""] * len(chips), 120, 60, Pen(16, measure_text)))
    return np.asarray(PIL.Image.open(io.BytesIO(contents)))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("terra cotta", "terra cotta"), ("Crème brûlée", "Creme brulee"), ("漢字", ""), ("漢 1", "1")],
)
def test_names_are_drawn_in_letters_that_the_font_has(text: str, drawn: str) -> None:
    """No boxes in the place of others."""
    assert drawable(text) == drawn


def test_text_stands_at_the_lower_left() -> None:
    """In white on a dark color, clear of the edges."""
    pixels = _draw(Chip(GREEN, (0, 0, 120, 60), ("green",)))
    rows, columns = np.nonzero((pixels != GREEN.rgb).any(axis=2))
    assert pixels.max() == 255
    assert rows.min() > 30
    assert 7 <= columns.min() <= 12
    assert columns.max() < 70


def test_turned_text_goes_up_the_middle() -> None:
    """It reads from below."""
    pixels = _draw(Chip(GREEN, (0, 0, 30, 60), ("green",), is_turned=True))
    rows, columns = np.nonzero((pixels[:, :30] != GREEN.rgb).any(axis=2))
    assert abs((columns.min() + columns.max()) / 2 - 15) < 4
    assert rows.max() - rows.min() > 30
    assert (pixels[:, 30:] == 255).all()
