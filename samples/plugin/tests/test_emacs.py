"""What a theme of Emacs promises: the contract of every output, its form, and to be legible."""

import re

import pytest
from cvpalette_emacs.theme import EmacsTheme

from cvpalette import Color
from cvpalette.testing import OutputContract, make_result

PHOTOS = {
    "black": ["#000000"],
    "white": ["#ffffff"],
    "neon": ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"],
    "warm": ["#3b1f14", "#8c4a2f", "#d9a066", "#f2e3c9"],
}


class TestEmacsTheme(OutputContract):
    """What every output promises."""

    output = EmacsTheme()


def read_faces(theme: str) -> dict[str, dict[str, Color]]:
    """Return the colors of each face by their attributes."""
    faces = re.findall(r"^   '\(([\w-]+) \(\(t \((.*)\)\)\)\)$", theme, re.MULTILINE)
    return {
        face: {key: Color.from_hex(text) for key, text in re.findall(r':(\w+) "(#[0-9a-f]{6})"', attributes)}
        for face, attributes in faces
    }


def test_the_theme_has_its_name_in_each_place() -> None:
    """Emacs looks for NAME in NAME-theme.el."""
    theme = EmacsTheme().render(make_result(["#264653"], "Sea ;; (view).png"))
    assert theme.startswith(";;; sea-view-dark-theme.el --- ")
    assert '(deftheme sea-view-dark "' in theme
    assert theme.endswith("(provide-theme 'sea-view-dark)\n")
    assert theme.count("(") == theme.count(")") + theme.partition("\n")[0].count("(") - theme.partition("\n")[
        0
    ].count(")")


@pytest.mark.parametrize("mode", ["dark", "light"])
@pytest.mark.parametrize("photo", PHOTOS)
def test_each_face_can_be_read(photo: str, mode: str) -> None:
    """With a contrast of 4.5 on its own ground, or on that of all text."""
    result = make_result(PHOTOS[photo])
    faces = read_faces(
        (EmacsTheme(mode="dark") if mode == "dark" else EmacsTheme(mode="light")).render(result)
    )
    ground = faces["default"]["background"]
    assert len(faces) == 19
    for colors in faces.values():
        if "foreground" in colors:
            assert colors["foreground"].contrast(colors.get("background", ground)) >= 4.5


@pytest.mark.parametrize("name", ["Sea", "a b", "'", "é", "1st"])
def test_a_name_that_is_no_symbol_is_refused(name: str) -> None:
    """Before anything is written."""
    with pytest.raises(ValueError, match="option 'name' is lower-case letters"):
        EmacsTheme(name=name)
