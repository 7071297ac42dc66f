"""Settings: what they take, and the words for what they do not."""

import math
from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Settings


def test_the_defaults_are_the_command_lines() -> None:
    """Six colors in CIELAB, in the order of their kind."""
    actual = Settings()
    assert (actual.colors, actual.space, actual.seed, actual.sort) == (6, "lab", 0, None)


@pytest.mark.parametrize("colors", [1, 6, 256, "auto"])
def test_colors_are_1_to_256_or_auto(colors: int | str) -> None:
    """What an indexed PNG holds, or as few as will do."""
    assert Settings(colors=colors).colors == colors


@pytest.mark.parametrize("colors", [0, -1, 257, "six", "", "6", 6.0, True, None], ids=repr)
def test_another_number_of_colors_is_an_error(colors: Any) -> None:
    """The message quotes it and says what would work."""
    with pytest.raises(SettingsError, match=r"is no number of colou?rs; give 1 to 256, or 'auto'") as caught:
        Settings(colors=colors)
    assert f"'{colors}'" in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"space": "hsv"}, r"'hsv' is no colou?r space; choose 'lab', 'oklab' or 'rgb'"),
        ({"space": None}, r"'None' is no colou?r space"),
        ({"sort": "size"}, "'size' is no order; choose 'share', 'lightness', 'hue', 'chroma' or 'given'"),
        ({"seed": -1}, "'-1' is no seed; give a whole number from 0 to 2147483647"),
        ({"seed": 2**31}, "'2147483648' is no seed"),
        ({"seed": 1.5}, "'1.5' is no seed"),
        ({"tolerance": 0}, "'0' is no tolerance"),
        ({"tolerance": -2.5}, "'-2.5' is no tolerance"),
        ({"tolerance": math.nan}, "'nan' is no tolerance"),
    ],
    ids=repr,
)
def test_a_setting_that_cannot_be_is_an_error(setting: dict[str, Any], message: str) -> None:
    """Before anything is read, in words, with what would work."""
    with pytest.raises(SettingsError, match=message):
        Settings(**setting)


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_a_seed_is_any_c_int_from_0(seed: int) -> None:
    """What cv2.setRNGSeed takes."""
    assert Settings(seed=seed).seed == seed


@pytest.mark.parametrize(("text", "colors"), [("6", 6), ("256", 256), ("007", 7), ("auto", "auto")])
def test_from_text_takes_what_a_person_writes(text: str, colors: int | str) -> None:
    """The command line has text only."""
    assert _from_text(text).colors == colors


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "257", "six", "", "6.0", "--6", "-", "1e2", "٦", "0x6", "9" * 5000],
    ids=lambda text: text[:6],
)
def test_from_text_refuses_the_rest_in_the_same_words(text: str) -> None:
    """Never Python's own ValueError."""
    with pytest.raises(SettingsError, match=r"is no number of colou?rs; give 1 to 256, or 'auto'"):
        _from_text(text)


def _from_text(colors: str) -> Settings:
    return Settings.from_text(colors=colors, space="lab", seed=0, sort="share", tolerance=5.0)


def test_settings_are_a_value() -> None:
    """Equal settings are one, and none is ever changed."""
    assert Settings(colors=3) == Settings(colors=3)
    with pytest.raises(AttributeError):
        Settings().colors = 3  # type: ignore[misc]


def test_a_palette_that_is_given_has_as_many_colors_as_it_has() -> None:
    """More than any that is found, too."""
    palette = Palette.of_colors([Color(0, 0, 0)] * 300)
    assert Settings().giving(palette, "eink.gpl") == Settings(colors=300, palette="eink.gpl")
