"""GIMP's palettes: read_gimp() reads a file of GIMP, or of a program that writes the same lines."""

import re
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette

__all__ = ["read_gimp"]

_MAGIC: Final = "GIMP Palette"
# Older programs of KDE write the same lines under a name of their own.
_MAGICS: Final = frozenset((_MAGIC, "KDE RGB Palette"))
# A header field, which may be anywhere before the colors; Aseprite adds "Channels: RGBA".
_FIELD: Final = re.compile(r"([A-Za-z]+):\s*(.*)")
_LEVELS: Final = r"\s*([0-9]{1,3})\s+([0-9]{1,3})\s+([0-9]{1,3})"
_LINE: Final = {
    "RGB": re.compile(rf"{_LEVELS}()(?:\s+(.*))?"),
    "RGBA": re.compile(rf"{_LEVELS}\s+([0-9]{{1,3}})(?:\s+(.*))?"),
}
# What GIMP and Aseprite call a color without a name.
_UNNAMED: Final = "Untitled"


def read_gimp(data: bytes) -> Palette:
    """Return the palette of a file of GIMP, Inkscape, Krita, Aseprite or KDE. Raises ValueError."""
    magic, *lines = re.split(r"\r\n|\r|\n", decode_text(data))
    if magic.strip() not in _MAGICS:
        message = f"line 1: a GIMP palette begins with {quote(_MAGIC)}"
        raise ValueError(message)
    header = {"Name": "", "Channels": "RGB"}
    found: list[Entry] = []
    comments: list[str] = []
    for number, line in enumerate(lines, 2):
        field = None if found else _FIELD.fullmatch(line)
        if field:
            header[field[1]] = field[2].strip()
        elif line.lstrip().startswith("#"):
            # Comments among the colors are about single colors, such as our shares.
            comments += [] if found else [line.strip().lstrip("#")]
        elif line.strip():
            found.append(_read_line(number, line, header["Channels"]))
    return make_palette(found, header["Name"], comment="\n".join(comments))


def _read_line(number: int, line: str, channels: str) -> Entry:
    entry = _LINE.get(channels, _LINE["RGB"]).fullmatch(line.rstrip())
    try:
        if not entry:
            raise ValueError(line)
        color = Color(int(entry[1]), int(entry[2]), int(entry[3]))
    except ValueError as error:
        message = (
            f"line {number}: {quote(line.strip()[:60])} is no color; write red, green and blue, 0 to 255"
        )
        raise ValueError(message) from error
    name = entry[5] or ""
    alpha = int(entry[4]) / 255 if entry[4] else 1.0
    return Entry(color, "" if name == _UNNAMED else name, alpha=alpha)
