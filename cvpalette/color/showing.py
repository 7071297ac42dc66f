"""How colors, palettes and results show themselves: in one line of text, or as HTML in a notebook.

The HTML is the same for light and dark pages: text and lines have the page's own color, and text on a chip is
black or white. There is no script, no class, no style sheet and no address. JupyterLab takes away all styles
that it does not know from a notebook that nobody trusts yet, so there are only such as it knows: no SVG, no
`gap`, no `flex` but the display. GitHub takes away every style. What is left there is readable text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cvpalette.messages import printable, quote

if TYPE_CHECKING:
    from cvpalette.color.color import Color
    from cvpalette.color.palette import Palette, Swatch

__all__ = [
    "describe_palette",
    "describe_source",
    "describe_swatch",
    "list_colors",
    "show_color",
    "show_palette",
    "show_swatch",
]

# So many colors, with their number, stay on a line of 100 characters.
_MOST_LISTED: Final = 8
# Names of files and colors may be of any length.
_LONGEST: Final = 40
# More colors than this get small chips, which say only the color; the rest is in the tooltip.
_MOST_CARDS: Final = 32
_EDGE: Final = "border:1px solid rgba(128,128,128,0.5);border-radius:4px"
_FRAME: Final = "max-width:52em;margin:4px 0;line-height:1.4"
_CARD: Final = "display:inline-block;vertical-align:top;min-width:6.5em;max-width:11em;margin:0 6px 6px 0"
_CHIP: Final = f"{_EDGE};padding:18px 8px 3px;font-family:monospace"
_QUIET: Final = "opacity:0.75;font-size:0.9em"
_PICTURE_HEIGHT: Final = 72


def describe_swatch(swatch: Swatch) -> str:
    """Return a swatch in a few words: `#264653 31.2% 'navy'`."""
    return " ".join([swatch.color.hex, f"{swatch.share:.1%}", *_words_of(swatch, quote)])


def describe_palette(palette: Palette) -> str:
    """Return the name of a palette, how many colors it has, and the first of them."""
    name = f" {quote(_shorten(palette.name))}" if palette.name else ""
    return f"{name} of {_count(palette)}: {list_colors(palette)}"


def describe_source(name: str) -> str:
    """Return the name of a source in quotes, cut if it is long."""
    return quote(_shorten(name))


def list_colors(palette: Palette) -> str:
    """Return the colors of a palette, or the first of them if they would not fit on a line."""
    listed = [color.hex for color in palette.colors]
    if len(listed) > _MOST_LISTED:
        listed[_MOST_LISTED - 1 :] = ["…"]
    return " ".join(listed)


def show_color(color: Color) -> str:
    """Return a color as HTML: a chip, and the notations of CSS beside it."""
    lightness, chroma, hue = color.oklch
    red, green, blue = color.rgb
    oklch = f"oklch({_digits(lightness * 100, 1)}% {_digits(chroma, 3)} {_digits(hue, 1)})"
    notations = f'<div style="{_QUIET};margin:2px 6px">rgb({red} {green} {blue})<br>{oklch}</div>'
    return _frame([f'<div style="display:flex">{_card(color)}\n{notations}</div>'])


def show_swatch(swatch: Swatch) -> str:
    """Return a swatch as HTML: a chip, and its share and name beside it."""
    return _frame([_card_of(swatch, has_share=True)])


def show_palette(
    palette: Palette, title: str = "", facts: Sequence[str] = (), picture: bytes = b"", kind: str = ""
) -> str:
    """Return a palette as HTML: its name and facts, a bar of the shares, and a chip for each color.

    `title` stands in place of the palette's name. `picture` is an image of the media type `kind`, which is
    shown small beside them.
    """
    title = title or palette.name
    heading = f"<strong>{_text(title)}</strong> " if title else ""
    told = f'<div>{heading}<span style="{_QUIET}">{_text(" · ".join([*facts, _count(palette)]))}</span></div>'
    head = told + (_bar(palette) if palette.has_shares and len(palette) <= _MOST_CARDS else "")
    if picture:
        head = f'<div style="display:flex">{_image(picture, kind)}<div style="width:100%">{head}</div></div>'
    return _frame([head, *_groups(palette)])


def _groups(palette: Palette) -> Iterator[str]:
    """Give the chips of each run of swatches of one group, behind the group's name."""
    has_cards = len(palette) <= _MOST_CARDS
    for name, swatches in groupby(palette, key=lambda swatch: swatch.group):
        heading = f'<div style="{_QUIET}">{_text(name)}</div>' if name else ""
        if has_cards:
            chips = "\n".join(
                _card_of(swatch, has_share=palette.has_shares, has_group=False) for swatch in swatches
            )
            yield f'{heading}<div style="margin-top:6px">{chips}</div>'
        else:
            chips = "\n".join(_small_chip(swatch, has_share=palette.has_shares) for swatch in swatches)
            yield f'{heading}<div style="margin-top:6px;font:11px/1.9 monospace">{chips}</div>'


def _bar(palette: Palette) -> str:
    """Return a bar whose parts are as wide as the shares; the chips below it say the same in words."""
    parts = "".join(
        f'<div style="width:{swatch.share:.2%};background:{swatch.color.hex}"></div>'
        for swatch in palette
        if swatch.share
    )
    return f'<div style="display:flex;height:20px;margin:4px 0;overflow:hidden;{_EDGE}">{parts}</div>'


def _card_of(swatch: Swatch, *, has_share: bool, has_group: bool = True) -> str:
    share = [f"{swatch.share:.1%}"] if has_share else []
    return _card(swatch.color, [*share, *_words_of(swatch, str, has_group=has_group)])


def _card(color: Color, lines: Iterable[str] = ()) -> str:
    told = "<br>".join(f"{_text(line)}" for line in lines)
    below = f'<div style="{_QUIET};padding:2px 1px;overflow-wrap:break-word">{told}</div>' if told else ""
    return f'<div style="{_CARD}"><div style="{_on(color)};{_CHIP}">{color.hex}</div>{below}</div>'


def _small_chip(swatch: Swatch, *, has_share: bool) -> str:
    share = [f"{swatch.share:.2%}"] if has_share else []
    words = _text(", ".join([*share, *_words_of(swatch, str, has_group=False)]))
    title = f' title="{words}"' if words else ""
    return f'<span style="{_on(swatch.color)};padding:3px"{title}>{swatch.color.hex}</span>'


def _on(color: Color) -> str:
    """Return the style of a color with readable text on it."""
    return f"background:{color.hex};color:{'#000' if color.ink.red == 0 else '#fff'}"


def _image(picture: bytes, kind: str) -> str:
    from base64 import b64encode  # noqa: PLC0415 -- few things that are shown have a picture

    data = b64encode(picture).decode()
    style = f"max-height:{_PICTURE_HEIGHT}px;margin:0 12px 4px 0;border-radius:4px"
    return f'<img alt="" style="{style}" src="data:{kind};base64,{data}">'


def _frame(parts: Iterable[str]) -> str:
    return f'<div style="{_FRAME}">' + "\n".join(parts) + "</div>"


def _words_of(swatch: Swatch, write: Callable[[str], str], *, has_group: bool = True) -> list[str]:
    """Return what a swatch has besides its color and its share."""
    name = [write(_shorten(swatch.name))] if swatch.name else []
    group = [f"in {write(_shorten(swatch.group))}"] if swatch.group and has_group else []
    alpha = [f"alpha {swatch.alpha:.3g}"] if swatch.alpha < 1 else []
    return [*name, *group, *filter(None, [swatch.kind]), *alpha]


def _digits(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


def _count(palette: Palette) -> str:
    return "1 color" if len(palette) == 1 else f"{len(palette)} colors"


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _text(text: str) -> str:
    """Return text for HTML, on one line and without characters that nobody sees."""
    return escape(printable(_shorten(text) if len(text) > 4 * _LONGEST else text))
