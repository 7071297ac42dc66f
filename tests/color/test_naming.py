"""Names for swatches: the nearest of CSS's, of the xkcd survey's or of a palette's, or a basic word."""

import dataclasses
import pickle
from importlib.resources import files

import numpy as np
import pytest

import cvpalette
from cvpalette.color.basic import read_basic
from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS
from cvpalette.color.naming import name_swatches
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.result import Result
from cvpalette.settings.settings import NamedColors

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


def test_a_number_that_is_a_name_already_is_not_given_again() -> None:
    """A palette may have `navy-2` itself."""
    colors = [Color(0, 0, 128), Color(0, 0, 160), Color(200, 0, 0)]
    named = Palette.of_colors(colors, ["navy", "navy", "navy-2"])
    found = [swatch.name for swatch in name_swatches(Palette.of_colors(colors), named)]
    assert found == ["navy", "navy-2", "navy-2-2"]


def test_a_name_that_comes_again_is_numbered() -> None:
    """In the palette's order."""
    assert _name("css", "#000080", "#ffffff", "#000081", "#010080") == ["navy", "white", "navy-2", "navy-3"]


def test_a_name_tells_how_far_its_color_is() -> None:
    """In CIEDE2000: a color of the list is at no distance, and one level is hardly any."""
    palette = Palette.of_colors([Color.from_hex(color) for color in ("#000080", "#000081", "#264653")])
    for vocabulary in ("css", Palette.of_colors([Color(0, 0, 128), Color(47, 79, 79)], ["n", "s"])):
        exact, near, far = (each.name_distance for each in name_swatches(palette, vocabulary))
        assert exact == 0
        assert near is not None
        assert far is not None
        assert 0 < near < 0.5
        assert 4 < far < 12


@pytest.mark.parametrize(
    ("color", "word"),
    [
        ("#e50000", "red"),
        ("#8b0000", "red"),
        ("#8b4513", "brown"),
        ("#ffc0cb", "pink"),
        ("#87ceeb", "sky blue"),
        ("#add8e6", "sky blue"),
        ("#0000ff", "blue"),
        ("#000040", "navy"),
        ("#228b22", "green"),
        ("#808000", "olive"),
        ("#808080", "gray"),
        ("#d3d3d3", "gray"),
        ("#ffffff", "white"),
        ("#000000", "black"),
        ("#ffff00", "yellow"),
        ("#ffa500", "orange"),
        ("#800080", "purple"),
        ("#d2b48c", "tan"),
        ("#2a9d8f", "teal"),
        ("#00ffff", "cyan"),
    ],
)
def test_a_basic_word_is_what_most_people_say(color: str, word: str) -> None:
    """Each is the most frequent answer of the survey to the colours nearby, by far."""
    assert _name("basic", color) == [word]


def test_there_are_thirty_basic_words_at_most() -> None:
    """Each is said of some colour, and each has a colour to measure the distance to."""
    steps = range(0, 256, 15)
    palette = Palette.of_colors([Color(r, g, b) for r in steps for g in steps for b in steps])
    said = {swatch.name.rsplit("-", 1)[0] for swatch in name_swatches(palette, "basic")}
    assert said == set(read_basic())
    assert len(said) == 27
    assert all(Color.from_hex(color) for color in read_basic().values())


def test_a_palette_gives_its_names() -> None:
    """A color without a name counts for nothing, and one name may come again."""
    brand = Palette.of_colors([Color(255, 0, 0), Color(250, 0, 0), Color(0, 0, 255)], ["fire", "", "sea"])
    given = Palette.of_colors([Color(250, 0, 0), Color(0, 0, 200), Color(9, 9, 250)])
    assert [swatch.name for swatch in name_swatches(given, brand)] == ["fire", "sea", "sea-2"]


def test_extract_takes_names_from_a_palette_or_a_result() -> None:
    """The settings of the result have the palette's name, and not its colors."""
    brand = Palette.of_colors([Color(255, 0, 0), Color(0, 0, 255)], ["fire", "sea"], "brand")
    pixels = np.array([[[0, 0, 128], [255, 0, 0], [255, 0, 0]]], np.uint8)
    for names, name in ((brand, "brand"), (Result.of_palette(brand, "brand.gpl"), "brand.gpl")):
        found = cvpalette.extract(pixels, names=names)
        assert [swatch.name for swatch in found.palette] == ["fire", "sea"]
        assert found.settings.names == NamedColors(name)
        assert found.result.asked["names"] == name
        assert len(pickle.dumps(found.result)) < 2000
        again = dataclasses.replace(found.settings, colors=2)
        with pytest.raises(SettingsError, match=f"the colors of '{name}' are not known; give the palette"):
            cvpalette.extract(pixels, names=again.names)


def test_a_palette_without_names_gives_none() -> None:
    """It is an error before the image is read."""
    with pytest.raises(SettingsError, match="the colors of 'palette' have no names; give a palette whose"):
        cvpalette.extract(b"", names=Palette.of_colors([Color(1, 2, 3)]))


def test_extract_names_swatches() -> None:
    """After they are in order."""
    pixels = np.array([[[0, 0, 128], [255, 0, 0], [255, 0, 0]]], np.uint8)
    palette = cvpalette.extract(pixels, names="css").palette
    assert [swatch.name for swatch in palette] == ["red", "navy"]


def test_an_unknown_vocabulary_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(
        SettingsError, match="'pantone' names no colors; choose 'css', 'xkcd' or 'basic', or give a palette"
    ):
        cvpalette.extract(b"", names="pantone")


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
    many = Palette.of_colors([Color(*at) for at in np.ndindex(10, 10, 15)], [str(at) for at in range(1500)])
    assert [swatch.name for swatch in name_swatches(Palette.of_colors(many.colors), many)] == [
        swatch.name for swatch in many
    ]
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
