"""XPM: characters stand for colors."""

import re
from typing import Final

import numpy as np
import pytest

from cvpalette import ImageError, Reading, read_image

RED: Final = (255, 0, 0)


def _xpm(*strings: str) -> bytes:
    quoted = ",\n".join(f'"{each}"' for each in strings)
    return f"/* XPM */\nstatic char *icon[] = {{\n/* columns rows */\n{quoted}\n}};\n".encode()


@pytest.mark.parametrize(
    ("said", "color"),
    [
        ("c #f00", RED),
        ("c #FF0000", RED),
        ("c #fff000000", RED),
        ("c #ffff00007fff", (255, 0, 127)),
        ("c red", RED),
        ("c Green", (0, 255, 0)),
        ("c gray", (190, 190, 190)),
        ("c gray50", (128, 128, 128)),
        ("c grey100", (255, 255, 255)),
        ("c dark  slate blue", (72, 61, 139)),
        ("m white c tomato", (255, 99, 71)),
        ("s border m black g gray3", (8, 8, 8)),
    ],
)
def test_a_color_is_read_as_in_x11(said: str, color: tuple[int, int, int]) -> None:
    """That for a display with colors counts; names are those of X11, where CSS has others."""
    image = read_image(_xpm("2 1 1 1", f"a {said}", "aa"))
    assert image.pixels.tolist() == [[[*color]] * 2]
    assert image.alpha is None


def test_pixels_of_several_characters_and_none() -> None:
    """None is transparent; a character may be a space."""
    image = read_image(_xpm("2 2 3 2", "   c none", "a  c red", "aa c blue", "  a ", "aa  "))
    assert image.alpha is not None
    assert image.alpha.tolist() == [[0, 255], [255, 0]]
    assert image.pixels[[0, 1], [1, 0]].tolist() == [[*RED], [0, 0, 255]]


def test_more_colors_than_a_byte_counts() -> None:
    """As programs write photos."""
    names = [f"{number:03x}" for number in range(1024)]
    colors = [f"{name} c #{number:06x}" for number, name in enumerate(names)]
    rows = ["".join(names[row : row + 32]) for row in range(0, 1024, 32)]
    pixels = read_image(_xpm("32 32 1024 3", *colors, *rows)).pixels.astype(int)
    assert np.array_equal((pixels @ [65536, 256, 1]).ravel(), np.arange(1024))


def test_the_rows_that_are_there_of_a_truncated_file_count() -> None:
    """If that is allowed."""
    data = _xpm("1 4 1 1", "a c red", "a", "a", "a")
    with pytest.raises(ImageError, match="is cut short"):
        read_image(data)
    image = read_image(data, reading=Reading(allow_truncated=True))
    assert image.alpha is not None
    assert image.alpha[:, 0].tolist() == [255, 255, 255, 0]
    assert (image.pixels[:3] == RED).all()


@pytest.mark.parametrize(
    ("strings", "reason", "problem"),
    [
        (["1 1 1 1", "a c red3", "a"], "an XPM with the color 'red3'", "unsupported"),
        (["1 1 1 1", "a c gray101", "a"], "an XPM with the color 'gray101'", "unsupported"),
        (["1 1 1 9", "a c red", "a"], "an XPM of 1 colors, 9 characters each", "unsupported"),
        (["1 1 0 1"], "an XPM of 0 colors", "unsupported"),
        (["1 1"], "its header has no size", "damaged"),
        ([], "its header has no size", "damaged"),
        (["1 1 1 1", "a s x", "a"], "a color of it has no value", "damaged"),
        (["1 1 1 1", "a", "a"], "a color of it has no value", "damaged"),
        (["1 1 1 1", "a c red", "b"], "its pixels have characters without a color", "damaged"),
        (["1 1 2 1", "a c red"], "is cut short", "truncated"),
        (["99999 99999 1 1", "a c red", "a"], "has 9,999,800,001 pixels", "too-large"),
    ],
)
def test_what_is_not_read_is_told(strings: list[str], reason: str, problem: str) -> None:
    """With what is wrong."""
    with pytest.raises(ImageError, match=re.escape(reason)) as caught:
        read_image(_xpm(*strings))
    assert caught.value.problem == problem
