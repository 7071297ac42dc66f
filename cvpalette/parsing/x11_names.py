"""The names of colors that X11 has, which differ in part from those of CSS."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.names import CSS_COLORS

__all__ = ["find_x11_color"]

_GRAY: Final = re.compile(r"gr[ae]y([0-9]{1,3})")


def find_x11_color(name: str) -> Color | None:
    """Return the color that X11 calls so, such as 'DarkOrange3' or 'gray50'; None if there is none.

    Case and blanks do not count.
    """
    word = name.lower().replace(" ", "")
    gray = _GRAY.fullmatch(word)
    if gray and int(gray[1]) <= 100:
        # The level as X11 has it: 50 times 2.55 is a little less than 127.5.
        return Color(*[int(int(gray[1]) * 2.55 + 0.5)] * 3)
    found = _names().get(word) or CSS_COLORS.get(word)
    return Color.from_hex(found) if found else None


@cache
def _names() -> dict[str, str]:
    """Return the names of X11 that CSS lacks or has with another value."""
    lines = (files("cvpalette.parsing") / "x11.txt").read_text("ascii").splitlines()
    names = {}
    for line in lines:
        name, *colors = line.split()
        if name == "#":
            continue
        if len(colors) == 1:
            names[name] = colors[0]
        else:
            names.update({f"{name}{number}": color for number, color in enumerate(colors, 1)})
    return names
