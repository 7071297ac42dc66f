"""What themes share: their names."""

import pytest

from cvpalette import Color, Palette, Result
from cvpalette.rendering.themes import theme_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("photo", "photo dark"),
        ("photo dark", "photo dark"),
        ("photo light", "photo dark"),
        ("dark", "dark dark"),
        ("Pitchdark", "Pitchdark dark"),
    ],
    ids=["plain", "same mode", "other mode", "nothing else", "part of a word"],
)
def test_a_theme_that_is_converted_has_one_mode_in_its_name(title: str, name: str) -> None:
    """The theme of one terminal becomes that of another without two modes in a row."""
    palette = Palette.of_colors([Color.from_hex("#264653")], name=title)
    assert theme_name(Result.of_palette(palette, "theme.yaml"), "dark") == name
