"""A page that shows a palette and a picture as several kinds of vision see them. It needs no scripts."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.rendering.names import count_colors, display_name, palette_name
from cvpalette.rendering.page.document import draw_icon, write_still_document
from cvpalette.rendering.page.embedding import embed_image
from cvpalette.rendering.seen import see_image, shrink
from cvpalette.result import Result
from cvpalette.roles.contrasts import write_low
from cvpalette.roles.vision import Alike, Vision, see
from cvpalette.settings.settings import MOST_COLORS

__all__ = ["write_vision_page"]

_STYLES: Final = ("page.css", "visions.css")
_FULL: Final = "full"
_TITLES: Final = {
    _FULL: "Full vision",
    "protan": "Protan vision",
    "deutan": "Deutan vision",
    "tritan": "Tritan vision",
}
_WITHOUT: Final = {
    "protan": "without the cones for long waves",
    "deutan": "without the cones for middle waves",
    "tritan": "without the cones for short waves",
}
# So many pairs are shown for each vision.
_MOST_PAIRS: Final = 60
_MOST_NAMED: Final = 16


def write_vision_page(
    result: Result, pairs: Mapping[Vision, Sequence[Alike]], extraction: Extraction | None, side: int
) -> str:
    """Return the page; `pairs` are those that each vision makes alike, and `side` is the picture's size.

    Without an `extraction` there is no picture. The picture of flat art is lossless.
    """
    colors, name = result.palette.colors, palette_name(result)
    seen: dict[str, list[Color]] = {_FULL: list(colors)}
    small = shrink(extraction.image, side) if extraction else None
    is_flat = extraction is not None and len(extraction.histogram) <= MOST_COLORS
    alt = display_name(result.name)
    parts = [_write_part(_FULL, colors, _write_picture(_FULL, small, alt, is_flat), "")]
    for vision, found in pairs.items():
        seen[vision] = [see(color, vision) for color in colors]
        picture = _write_picture(vision, small and see_image(small, vision), alt, is_flat)
        parts.append(_write_part(vision, seen[vision], picture, _write_pairs(vision, found)))
    rules = "".join(
        f"{_select(vision, index)}{{background:{color.hex};color:{color.ink.hex}}}\n"
        for vision, each in seen.items()
        for index, color in enumerate(each)
    )
    about = f"{count_colors(result.palette)}, as people with each vision see them"
    body = f"<header><h1>{escape(name)}</h1>\n<p>{about}</p></header>\n<main>\n{''.join(parts)}</main>"
    return write_still_document(
        title=f"{name}, vision", icon=draw_icon(colors), body=body, styles=_STYLES, rules=f"\n{rules}"
    )


def _select(vision: str, index: int) -> str:
    """Return the selector of a color's chips; those in full vision are also in the parts of the others."""
    selector = f".{vision} .c{index}"
    return f"{selector},.both{selector}" if vision == _FULL else selector


def _write_picture(vision: str, image: Image | None, name: str, is_flat: bool) -> str:
    if image is None:
        return ""
    alt = escape(f"{name}: {_TITLES[vision].lower()}")
    return f'<img src="{embed_image(image, lossless=is_flat)}" alt="{alt}">'


def _write_part(vision: str, colors: Sequence[Color], picture: str, pairs: str) -> str:
    """Return the picture and the palette as a vision sees them, and the pairs that it makes alike."""
    title = _TITLES[vision]
    is_named = len(colors) <= _MOST_NAMED
    chips = "".join(
        f'<li class="c{index}">{color.hex}</li>'
        if is_named
        else f'<li class="c{index}" title="{color.hex}"></li>'
        for index, color in enumerate(colors)
    )
    note = f' <span class="hint">{_WITHOUT[vision]}</span>' if vision in _WITHOUT else ""
    kind = "chips" if is_named else "chips many"
    return (
        f'<section class="{vision}"><h2>{title}{note}</h2>{picture}<ol class="{kind}">{chips}</ol>{pairs}'
        "</section>\n"
    )


def _write_pairs(vision: Vision, pairs: Sequence[Alike]) -> str:
    if not pairs:
        return '<p class="hint">No two colors become alike.</p>'
    ordered = sorted(pairs, key=lambda pair: pair.seen - pair.difference)
    items = "".join(
        f'<li><span class="both {_FULL}">{_write_chips(pair)}</span>'
        f'<span class="both {vision}">{_write_chips(pair)}</span>'
        f'<span class="value">{write_low(pair.seen)} instead of {write_low(pair.difference)}</span></li>'
        for pair in ordered[:_MOST_PAIRS]
    )
    more = len(pairs) - _MOST_PAIRS
    rest = f'<p class="hint">And {more:,} more.</p>' if more > 0 else ""
    heading = "1 pair becomes alike" if len(pairs) == 1 else f"{len(pairs):,} pairs become alike"
    return f"<h3>{heading}</h3><ul>{items}</ul>{rest}"


def _write_chips(pair: Alike) -> str:
    return f'<span class="c{pair.first}"></span><span class="c{pair.second}"></span>'
