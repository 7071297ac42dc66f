"""guess(): names what a mistyped word is near to, and nothing that is far off."""

import pytest

from cvpalette.color.names import CSS_COLORS
from cvpalette.command.request import list_parameters
from cvpalette.messages import fold, guess
from cvpalette.plugins.registry import find_outputs

OUTPUTS = list(find_outputs())
FLAGS = [each.flag for each in list_parameters()]


@pytest.mark.parametrize(
    ("word", "names", "near"),
    [
        ("csss", OUTPUTS, "'css'"),
        ("cs", OUTPUTS, "'css' or 'csv'"),
        ("HMTL", OUTPUTS, "'html'"),
        ("quant", OUTPUTS, "'quantized'"),
        ("--colours", FLAGS, "'--colors'"),
        ("--out", FLAGS, "'--output'"),
        ("bleu", CSS_COLORS, "'blue'"),
        ("lightgr", CSS_COLORS, "'lightgray' or 'lightgrey'"),
    ],
)
def test_a_near_name_is_guessed(word: str, names: list[str], near: str) -> None:
    """It has most of its letters, or begins with it."""
    assert guess(word, names) == f"; did you mean {near}?"


@pytest.mark.parametrize("word", ["vimeo", "word", "figma", "pdf", "excel", "gimp", "-", ""])
def test_no_name_that_is_far_off_is_guessed(word: str) -> None:
    """'vimeo' is not meant to be 'vision'."""
    assert guess(word, OUTPUTS) == ""


@pytest.mark.parametrize("word", ["--photo", "--verbose", "-x", "--size"])
def test_no_option_that_is_far_off_is_guessed(word: str) -> None:
    """The dashes that all options share say nothing."""
    assert guess(word, FLAGS) == ""


@pytest.mark.parametrize(
    ("one", "other"), [("Photo", "photo"), ("Gr\u00f6\u00dfe", "gro\u0308SSE"), ("e\u0301", "\u00c9")]
)
def test_names_that_a_person_takes_for_the_same(one: str, other: str) -> None:
    """Case does not count, nor how an accent is written."""
    assert fold(one) == fold(other)
    assert fold(one) != fold(f"{other}s")
