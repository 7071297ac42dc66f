"""Reading: what may be read of an image file."""

import pickle
from typing import Any

import pytest

from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Reading


def test_defaults_are_those_of_the_command() -> None:
    """And they read the first frame of a whole file."""
    reading = Reading.from_text(max_pixels=250_000_000, allow_truncated=False, frames="first")
    assert reading == Reading()


@pytest.mark.parametrize(("text", "frames"), [("first", "first"), ("all", "all"), ("1", 1), ("12", 12)])
def test_frames_are_words_or_a_number(text: str, frames: int | str) -> None:
    """As a person writes them."""
    reading = Reading.from_text(max_pixels=1, allow_truncated=True, frames=text)
    assert reading == Reading(max_pixels=1, allow_truncated=True, frames=frames)


@pytest.mark.parametrize("text", ["", "last", "0", "-1", "1.5", "²", "9" * 5000])
def test_other_frames_are_wrong_usage(text: str) -> None:
    """The message says what there is."""
    with pytest.raises(SettingsError, match="names no frames; give 'first', 'all', or a number from 1"):
        Reading.from_text(max_pixels=1, allow_truncated=False, frames=text)


@pytest.mark.parametrize(
    "how", [{"max_pixels": 0}, {"max_pixels": -1}, {"max_pixels": 1.5}, {"frames": True}]
)
def test_what_cannot_be_is_wrong_usage(how: dict[str, Any]) -> None:
    """Before any file is opened."""
    with pytest.raises(SettingsError):
        Reading(**how)


def test_it_is_a_value() -> None:
    """It goes to other processes."""
    reading = Reading(max_pixels=5, frames="all")
    assert pickle.loads(pickle.dumps(reading)) == reading
    with pytest.raises(AttributeError):
        reading.frames = "first"  # type: ignore[misc]
