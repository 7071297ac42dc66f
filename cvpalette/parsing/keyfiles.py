"""Files of settings as text: read_settings() gives each setting with its section, or refuses the text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cvpalette.color.color import Color
from cvpalette.messages import quote
from cvpalette.parsing.entries import read_color

__all__ = ["Setting", "read_levels", "read_settings", "unescape"]

_SECTION: Final = re.compile(r"\[(.+)\]")
_LEVELS: Final = re.compile(r"\s*+(\d{1,3})\s*+,\s*+(\d{1,3})\s*+,\s*+(\d{1,3})(?:\s*+,\s*+(\d{1,3}))?\s*+")
_ESCAPE: Final = re.compile(r"\\([sntr\\])")
_ESCAPED: Final = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_FULL: Final = 255


class Setting(NamedTuple):
    """A line of a key file: its section, '' before the first one, its key and its value."""

    section: str
    key: str
    value: str


def read_settings(lines: Iterable[str], *, marks: str = "#;", trailing: str = "") -> Iterator[Setting]:
    """Give the settings of a key file in order; raises ValueError at a line that is none.

    Each of the characters `marks` begins a line that is a comment. `trailing` does so within a line, after a
    blank.
    """
    section = ""
    for number, whole in enumerate(lines, 1):
        line = whole.strip()
        if not line or line[0] in marks:
            continue
        if trailing:
            line = line.partition(f" {trailing}")[0].partition(f"\t{trailing}")[0].rstrip()
        found = _SECTION.fullmatch(line)
        if found:
            section = found[1]
            continue
        key, sign, value = line.partition("=")
        if not sign or not key.strip():
            message = f"line {number}: {quote(line[:60])} is neither a section nor a setting"
            raise ValueError(message)
        yield Setting(section, key.strip(), value.strip())


def unescape(value: str) -> str:
    r"""Return the text of a value in a key file of GLib or KDE, such as 'a\\b' for a backslash."""
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], value)


def read_levels(text: str) -> tuple[Color | None, float]:
    """Return the color of '38,70,83', or of any other notation, and its alpha; raises ValueError.

    A fourth level is the alpha. The color is None if that is 0.
    """
    found = _LEVELS.fullmatch(text)
    if not found:
        return read_color(text), 1.0
    red, green, blue, alpha = (int(level or _FULL) for level in found.groups())
    if max(red, green, blue, alpha) > _FULL:
        message = f"{quote(text[:60])} is no color; a level is 0 to 255"
        raise ValueError(message)
    return (Color(red, green, blue) if alpha else None), (alpha / _FULL or 1.0)
