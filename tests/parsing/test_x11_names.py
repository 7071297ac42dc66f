"""find_x11_color(): the names of X11."""

import pytest

from cvpalette.parsing.x11_names import find_x11_color


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("green", "#00ff00"),
        ("Gray", "#bebebe"),
        ("navy blue", "#000080"),
        ("AntiqueWhite4", "#8b8378"),
        ("gray0", "#000000"),
        ("grey50", "#7f7f7f"),
        ("gray90", "#e5e5e5"),
        ("GRAY100", "#ffffff"),
        # CSS has it as well, with the same value.
        ("tomato", "#ff6347"),
    ],
)
def test_names_have_the_values_of_x11(name: str, expected: str) -> None:
    """Where CSS has another value too; case and blanks do not count."""
    color = find_x11_color(name)
    assert color is not None
    assert color.hex == expected


@pytest.mark.parametrize("name", ["", "gray101", "tomato5", "mauvish", "#"])
def test_other_words_are_no_names(name: str) -> None:
    """None, and no error."""
    assert find_x11_color(name) is None
