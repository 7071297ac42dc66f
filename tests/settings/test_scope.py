"""Scope: what counts, as people write it."""

import math
from pathlib import Path
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import DISTANCE, Ignored, LeftOut, Scope

WHITE = Color(255, 255, 255)


@pytest.mark.parametrize(
    ("words", "ignored"),
    [
        ("white", Ignored(WHITE, 5.0)),
        ("#fff", Ignored(WHITE, DISTANCE)),
        ("white~0", Ignored(WHITE, 0.0)),
        ("FFFFFF~2.5", Ignored(WHITE, 2.5)),
        (WHITE, Ignored(WHITE)),
        (Ignored(WHITE, 1.0), Ignored(WHITE, 1.0)),
    ],
    ids=str,
)
def test_an_ignored_color_may_have_a_distance(words: Any, ignored: Ignored) -> None:
    """Five if none is given."""
    assert Ignored.of(words) == ignored
    assert Scope.of(ignore=words).ignore == Scope.of(ignore=[words]).ignore == (ignored,)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"ignore": "whit"}, "'whit' is no colou?r; .* did you mean 'white'?"),
        ({"ignore": "white~"}, "'' in 'white~' is no distance; write COLOR~DISTANCE, such as 'white~5'"),
        ({"ignore": "white~far"}, "'far' in 'white~far' is no distance"),
        ({"ignore": "white~nan"}, "'nan' in 'white~nan' is no distance"),
        ({"ignore": "white~-1"}, "'-1.0' is no distance; give 0 to 100"),
        ({"ignore": "white~101"}, "'101.0' is no distance; give 0 to 100"),
        ({"ignore": ["white"] * 255}, "255 colou?rs to ignore are too many; name at most 254"),
        ({"background": "#12"}, "'#12' is no colou?r"),
        ({"region": "10,10"}, "'10,10' is no region"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_is_an_error(asked: dict[str, Any], message: str) -> None:
    """Before anything is read, in words, with what would work."""
    with pytest.raises(SettingsError, match=message):
        Scope.of(**asked)


def test_a_distance_is_a_number() -> None:
    """Made by hand, too."""
    with pytest.raises(SettingsError, match="is no distance"):
        Ignored(WHITE, math.nan)


def test_by_default_all_counts() -> None:
    """And there is nothing to tell."""
    assert Scope().describe() == Scope.of().describe() == {}


@pytest.mark.parametrize("mask", ["masks/a.png", Path("masks/a.png")], ids=["text", "path"])
def test_it_describes_what_was_asked_for(mask: Any) -> None:
    """As one would write it; of a mask the name, not where it is."""
    asked: dict[str, Any] = {
        "background": "white",
        "region": "10%,10%,80%,80%",
        "mask": mask,
        "ignore": ["black~2", "#fff"],
        "ignore_border": True,
    }
    assert Scope.of(**asked).describe() == {
        "background": "#ffffff",
        "region": "10%,10%,80%,80%",
        "mask": "a.png",
        "ignore": ["#000000~2", "#ffffff~5"],
        "ignore_border": True,
    }


def test_a_mask_without_a_name_is_an_image() -> None:
    """Bytes and arrays have none, and are not written out."""
    assert Scope.of(mask=b"\x89PNG").describe() == {"mask": "image"}


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (LeftOut("region", 1200), "1,200 outside the region"),
        (LeftOut("transparent", 1.5), "1.5 transparent"),
        (LeftOut("mask", 3), "3 under the mask's black"),
        (LeftOut("ignore", 12_345_678, WHITE), "12,345,678 ignored as #ffffff"),
        (LeftOut("border", 2, WHITE), "2 of the border's #ffffff"),
        (LeftOut("border", 0), "0 of the border"),
    ],
    ids=str,
)
def test_what_is_left_out_is_said_in_a_few_words(left_out: LeftOut, words: str) -> None:
    """For a message."""
    assert str(left_out) == words
