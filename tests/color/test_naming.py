"""Names for swatches: the nearest of CSS's, or of the xkcd survey's."""

from importlib.resources import files

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.naming import name_swatches
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError

_XKCD = (files("cvpalette.color") / "xkcd.txt").read_text("ascii")


def _name(vocabulary: str, *colors: str) -> list[str]:
    palette = Palette.of_colors([Color.from_hex(color) for color in colors])
    return [swatch.name for swatch in name_swatches(palette, vocabulary)]


def test_a_named_color_gets_its_name() -> None:
    """Of two names for one colour the first in the alphabet: aqua, not cyan."""
    names = _name("css", *CSS_COLORS.values())
    first = {color: name for name, color in reversed(list(CSS_COLORS.items()))}
    assert [name.split("-")[0] for name in names] == [first[color] for color in CSS_COLORS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("color", "css", "xkcd"),
    [
        ("#000081", "navy", "deep blue"),
        ("#e50001", "red", "red"),
        ("#264653", "darkslategray", "dark grey blue"),
    ],
)
def test_the_nearest_name(color: str, css: str, xkcd: str) -> None:
    """As people call it."""
    assert _name("css", color) == [css]
    assert _name("xkcd", color) == [xkcd]


def test_a_name_that_comes_again_is_numbered() -> None:
    """In the palette's order."""
    assert _name("css", "#000080", "#ffffff", "#000081", "#010080") == ["navy", "white", "navy-2", "navy-3"]


def test_extract_names_swatches() -> None:
    """After they are in order."""
    pixels = np.array([[[0, 0, 128], [255, 0, 0], [255, 0, 0]]], np.uint8)
    palette = cvpalette.extract(pixels, names="css").palette
    assert [swatch.name for swatch in palette] == ["red", "navy"]


def test_an_unknown_vocabulary_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(SettingsError, match="'pantone' names no colors; choose 'css' or 'xkcd'"):
        cvpalette.extract(b"", names="pantone")  # type: ignore[arg-type]


def test_a_given_palette_keeps_its_order_and_gets_shares() -> None:
    """Also a colour that no pixel is near to: a screen's indices depend on it."""
    pixels = np.array([[[250, 0, 0], [0, 0, 250], [255, 0, 0], [255, 9, 0]]], np.uint8)
    given = Palette.of_colors([Color(0, 255, 0), Color(0, 0, 255), Color(255, 0, 0)], name="screen")
    found = cvpalette.extract(pixels, palette=given)
    assert found.palette.colors == given.colors
    assert [swatch.share for swatch in found.palette] == [0, 0.25, 0.75]
    assert found.palette.has_shares
    assert found.settings.sort == "given"
    assert cvpalette.extract(pixels, palette=given, sort="share").palette.colors[0] == Color(255, 0, 0)


def test_many_swatches_are_named_as_few_are() -> None:
    """They are compared some at a time."""
    colors = [Color(level % 256, level // 256, 90) for level in range(1500)]
    names = [swatch.name for swatch in name_swatches(Palette.of_colors(colors), "css")]
    last = name_swatches(Palette.of_colors(colors[-1:]), "css").swatches[0].name
    assert len(set(names)) == len(names)
    assert names[-1].startswith(last)


def test_no_name_is_obscene_or_an_insult() -> None:
    """Of the 949 most common names of the survey, 44 are left out."""
    names = [line.split(" ", 1)[1] for line in _XKCD.splitlines() if not line.startswith("# ")]
    assert len(names) == 905
    words = {word for name in names for word in name.split()}
    assert not words & {
        "poo",
        "poop",
        "shit",
        "piss",
        "puke",
        "vomit",
        "barf",
        "snot",
        "booger",
        "diarrhea",
        "ugly",
    }
