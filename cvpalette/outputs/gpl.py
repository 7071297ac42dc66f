"""The output `gpl`."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette
from cvpalette.rendering.names import comment_lines, palette_name, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["GimpPalette"]

_MOST_COLUMNS: Final = 256
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


@dataclass(frozen=True)
class GimpPalette:
    """GIMP palette, read by GIMP, Inkscape, Krita, LibreOffice and Aseprite.

    It has no alpha: only Aseprite writes and reads a fourth number, which other programs take for a name.
    """

    suffix: ClassVar[str] = ".gpl"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "comment"))
    columns: Annotated[int, "Columns that the editor shows, up to 256; 0 lets it choose."] = 0

    def __post_init__(self) -> None:
        """Refuse a number of columns that GIMP does not accept."""
        if not 0 <= self.columns <= _MOST_COLUMNS:
            message = f"option 'columns' is 0 to {_MOST_COLUMNS}, not '{self.columns}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write GIMP's header in the only order that GIMP reads, then one line for each swatch."""
        # GIMP and Krita identify palettes by this name and need it on line 2. Comments may only come after
        # the columns. Source: GIMP's app/core/gimppalette-load.c.
        header = [_MAGIC, f"Name: {palette_name(result)}", f"Columns: {self.columns}"]
        palette = result.palette
        names = swatch_names(palette)
        colors = [
            f"{color.red:3d} {color.green:3d} {color.blue:3d}\t{name}"
            for name, color in zip(names, palette.colors, strict=True)
        ]
        # Shares come after the colors: Pillow reads only 259 lines after the first, and 256 may be colors.
        notes = [(name, share_note(palette, index)) for index, name in enumerate(names)]
        shares = [f"# {name}: {note}" for name, note in notes if note]
        comments = [f"# {line}" for line in comment_lines(result)]
        return "\n".join([*header, *comments, *colors, *shares]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a palette of GIMP, Inkscape, Krita or Aseprite, with any line ends, comments and blank lines.

        Raises ValueError, worded for the user.
        """
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
