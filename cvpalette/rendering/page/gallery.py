"""write_gallery(): a page of many palettes, to be searched by colour and by name."""

import base64
from collections.abc import Iterable, Iterator
from typing import Any, Final

from cvpalette.color.color import Color
from cvpalette.color.notation import write_notation
from cvpalette.color.palette import Palette
from cvpalette.messages import printable
from cvpalette.rendering.page.document import draw_icon, fill, split_document, write_data
from cvpalette.result import Found

__all__ = ["write_gallery"]

# What is found comes after the head of the page: its icon is of no palette.
_ICON: Final = tuple(map(Color.from_hex, ("#264653", "#e9c46a", "#e76f51")))
# Shares are seen, not counted with.
_PARTS: Final = 10_000


def write_gallery(found: Iterable[Found], notation: str) -> Iterator[str]:
    """Give the page piece by piece, a line for each palette; colours are copied in this notation."""
    before, after = split_document(
        title="Palettes",
        icon=draw_icon(_ICON),
        body=fill("gallery.html"),
        styles=("page.css", "gallery.css"),
        scripts=("page.js", "search.js", "cards.js", "gallery.js"),
    )
    yield f"{before}["
    joint = "\n"
    for each in found:
        yield joint + write_data(_describe(each, notation))
        joint = ",\n"
    yield f"\n]{after}"


def _describe(found: Found, notation: str) -> list[Any]:
    """Return its name, size, colours, their shares, what to copy of each, and its thumbnail.

    Colours are hex digits in one text, shares are of ten thousand; what is not known, or is the hex that it
    was already, is empty.
    """
    palette = found.palette
    return [
        printable(found.path or found.name),
        [found.width, found.height],
        "".join(color.hex[1:] for color in palette.colors),
        _list_shares(palette),
        [] if notation == "hex" else [write_notation(color, notation) for color in palette.colors],
        base64.b64encode(found.thumbnail).decode(),
    ]


def _list_shares(palette: Palette) -> list[int]:
    return [round(swatch.share * _PARTS) for swatch in palette] if palette.has_shares else []
