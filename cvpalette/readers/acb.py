"""The reader `acb`."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from cvpalette.color.palette import Palette, Values
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.rendering.adobe import Fields, color_of

__all__ = ["ColorBook"]

_MAGIC: Final = b"8BCB"
# The color spaces of a book: the number of bytes of a color.
_SPACES: Final = {0: ("RGB", 3), 2: ("CMYK", 4), 7: ("LAB", 3), 8: ("GRAY", 1)}
_SPOT: Final = b"spflspot"
# A text for translation is written as its key and its English form: "$$$/colorbook/ANPA/title=ANPA Color".
_LOCALIZED: Final = re.compile(r'"?\$\$\$/[^=]*=(.*?)"?', re.DOTALL)
_SIGNS: Final = {"^R": "\u00ae", "^C": "\u00a9", "^T": "\u2122"}


class ColorBook:
    """Color book of Photoshop, Illustrator and InDesign: the colors of a maker of inks or paints.

    The code of a color in the catalog and the pages of the book are left out. The format's facts come from
    Ates Goral's "Unofficial Photoshop Color Book File Format" and from Scribus' notes on the end of newer
    files.
    """

    suffix: ClassVar[str] = ".acb"
    family: ClassVar[str] = "palettes"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all pages; the title is the palette's name. Raises ValueError."""
        fields = Fields(data)
        if fields.peek(4) != _MAGIC:
            raise ValueError("it is not a color book of Photoshop, which begins with '8BCB'")
        _, version, _ = fields.read("4sHH")
        if version != 1:
            message = f"it is a color book of version {version}, and only version 1 is known"
            raise ValueError(message)
        title, prefix, suffix, about = (_read_text(fields) for _ in range(4))
        count, _, _, number = fields.read("4H")
        if number not in _SPACES:
            message = f"its colors are in the color space {number}, which no color book has"
            raise ValueError(message)
        space, size = _SPACES[number]
        found = list(_read_colors(fields, count, space, size))
        kind = "spot" if fields.peek(len(_SPOT)) == _SPOT else ""
        entries = [entry._replace(name=f"{prefix}{entry.name}{suffix}", kind=kind) for entry in found]
        return make_palette(entries, title, comment=about)


def _read_text(fields: Fields) -> str:
    """Read a text that its length is in front of, in English and without the marks of the format."""
    (units,) = fields.read("I")
    text = fields.read_text(units)
    localized = _LOCALIZED.fullmatch(text)
    text = localized[1] if localized else text
    for mark, sign in _SIGNS.items():
        text = text.replace(mark, sign)
    return text


def _read_colors(fields: Fields, count: int, space: str, size: int) -> Iterator[Entry]:
    for _ in range(count):
        name = _read_text(fields)
        code = fields.read_bytes(6)
        levels = fields.read_bytes(size)
        # A record with neither a name nor a code fills a place of a page that has no color.
        if not name.strip() and not code.strip(b" \0"):
            continue
        yield _convert(space, levels)._replace(name=name)


def _convert(space: str, levels: bytes) -> Entry:
    match space:
        case "LAB":
            lab = (levels[0] / 2.55, levels[1] - 128.0, levels[2] - 128.0)
            return Entry(color_of("LAB", lab), values=Values("lab", lab))
        case "CMYK":
            # Here 0 means full ink, and all makers of inks count in whole percents.
            inks = tuple(round((255 - level) / 2.55) / 100 for level in levels)
            return Entry(color_of("CMYK", inks), values=Values("cmyk", inks))
        case _:
            return Entry(color_of(space, tuple(level / 255 for level in levels)))
