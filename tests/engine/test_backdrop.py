"""find_backdrop(): the color at the edges of a picture."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.backdrop import find_backdrop
from cvpalette.extraction import extract

GREEN, RED = (20, 130, 40), (200, 30, 30)
PALETTE = Palette.of_colors([Color(*GREEN), Color(*RED)])


def _draw(inside: tuple[int, int, int] = RED, size: tuple[int, int] = (60, 90)) -> np.ndarray:
    pixels = np.full((*size, 3), GREEN, np.uint8)
    pixels[size[0] // 4 : -(size[0] // 4), size[1] // 4 : -(size[1] // 4)] = inside
    return pixels


def test_what_lies_around_is_the_backdrop() -> None:
    """Whatever is in the middle."""
    assert find_backdrop(Image(_draw()), PALETTE) == Color(*GREEN)
    assert find_backdrop(Image(_draw(GREEN)), PALETTE) == Color(*GREEN)


def test_two_halves_have_no_backdrop() -> None:
    """Neither color has more than half of the edges."""
    pixels = np.full((40, 40, 3), GREEN, np.uint8)
    pixels[20:] = RED
    assert find_backdrop(Image(pixels), PALETTE) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (2, 2), (3, 1), (97, 200)])
def test_any_size_has_edges(size: tuple[int, int]) -> None:
    """A small picture is nothing but edges."""
    assert find_backdrop(Image(np.full((*size, 3), RED, np.uint8)), PALETTE) == Color(*RED)


def test_the_subject_is_primary_and_its_backdrop_is_not() -> None:
    """Although there is less of it; without the picture, the palette alone decides."""
    extraction = extract(_draw())
    assert extraction.scheme.backdrop == Color(*GREEN)
    assert extraction.scheme.light.primary.found == 1
    cut = extract(_draw(), region="10,10,70,45").scheme
    assert cut.backdrop is None
