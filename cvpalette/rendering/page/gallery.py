"""write_gallery(): a page of many palettes that can be searched by color and by name."""

import base64
from collections.abc import Iterable, Iterator
from typing import Any, Final

from cvpalette.color.color import Color
from cvpalette.color.notation import write_notation
from cvpalette.color.palette import Palette
from cvpalette.messages import printable
from cvpalette.rendering.page.document import draw_icon, fill, split_document, write_data
from cvpalette.result import Result

__all__ = ["write_gallery"]

# The head of the page is written before any palette is known, so the icon has fixed colors.
_ICON: Final = tuple(map(Color.from_hex, ("#264653", "#e9c46a", "#e76f51")))
# Shares are only shown, so this precision is enough.
_PARTS: Final = 10_000
_CHIPS: Final = "chips"


def write_gallery(results: Iterable[Result], notation: str) -> Iterator[str]:
    """Yield the page piece by piece, with a line for each palette; colors are copied in `notation`."""
    before, after = split_document(
        title="Palettes",
        icon=draw_icon(_ICON),
        body=fill("gallery.html"),
        styles=("page.css", "gallery.css"),
        scripts=("page.js", "search.js", "cards.js", "gallery.js"),
    )
    yield f"{before}["
    joint = "\n"
    for each in results:
        yield joint + write_data(_describe(each, notation))
        joint = ",\n"
    yield f"\n]{after}"


def _describe(result: Result, notation: str) -> list[Any]:
    """Return a result's name, size, colors, shares, the text to copy for each color, and thumbnail.

    The colors are hex digits in one text, and shares are in ten-thousandths. Unknown shares, a missing
    thumbnail, and texts to copy that would only repeat the hex digits are empty. A palette without an image
    has no size, and its thumbnail is the word `chips`: the page draws its colors with hard edges.
    """
    palette = result.palette
    return [
        printable(result.path or result.name),
        [result.width, result.height] if result.has_image else [0, 0],
        "".join(color.digits for color in palette.colors),
        _list_shares(palette),
        [] if notation == "hex" else [write_notation(color, notation) for color in palette.colors],
        base64.b64encode(result.thumbnail).decode()
        if result.has_image
        else _CHIPS
        if result.thumbnail
        else "",
    ]


def _list_shares(palette: Palette) -> list[int]:
    return [round(swatch.share * _PARTS) for swatch in palette] if palette.has_shares else []
