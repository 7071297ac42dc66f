"""The output `svg`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, as_share, make_palette, read_color
from cvpalette.rendering.chips import Chip, ChipLayout, Pen
from cvpalette.rendering.names import palette_name, summary
from cvpalette.result import Result

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from cvpalette.parsing.drawing import Use

__all__ = ["SwatchDrawing"]

# Widths in em of DejaVu Sans, the widest common sans-serif: nobody knows which one the viewer has.
_NARROW: Final = dict.fromkeys("fijlrtI.,:;'|!()[]/- ", 0.42)
_WIDE: Final = dict.fromkeys("mwMWGOQ@%#<>+=&…—", 1.0)
_CAPITAL: Final = 0.78
_OTHER: Final = 0.64
# A layout measures the same texts many times, and 256 swatches have fewer texts than this.
_TEXTS: Final = 1 << 11
# From the top of a line to its baseline, in em.
_ASCENT: Final = 0.95
# The end of the description of a drawing of ours, and the title of a chip: its name, color and share.
_SVG: Final = "{http://www.w3.org/2000/svg}"
_OURS: Final = ", by cvpalette"
_TITLE: Final = re.compile(r"(.*), (#[0-9a-f]{6})(?:, (?:<0\.1%|([0-9.]+%)))?", re.DOTALL)
_LEAST: Final = 0.0005
_NOTE: Final = (
    "it is read as the colors that it names, by the number of their uses, and not as a picture; "
    "export a PNG to count areas"
)
_PAGE: Final = "'currentColor' is the color of the page around it, and read as black"


class _Widths(dict[str, float]):
    """The width of each character in em, computed once."""

    def __missing__(self, char: str) -> float:
        if unicodedata.combining(char):
            width = 0.0
        elif unicodedata.east_asian_width(char) in "WF":
            width = 1.0
        else:
            width = _CAPITAL if char.isupper() else _OTHER
        self[char] = width
        return width


_WIDTHS: Final = _Widths(_NARROW | _WIDE)


@dataclass(frozen=True)
class SwatchDrawing(ChipLayout):
    """SVG of the palette, each chip with its name, color and share as text, for slides and Inkscape."""

    suffix: ClassVar[str] = ".svg"
    family: ClassVar[str] = "pictures"
    holds: ClassVar[frozenset[str]] = frozenset(("alpha", "names", "shares"))
    read_suffixes: ClassVar[tuple[str, ...]] = (".svgz",)

    def render(self, result: Result, /) -> str:
        """Write SVG 1.1 that every importer reads: rectangles and text, without CSS or embedded fonts."""
        sheet = self.arrange_result(result, _measure)
        width, height = sheet.width, sheet.height
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size}>',
            f"<title>{escape(palette_name(result))}</title>",
            f"<desc>{escape(summary(result))}</desc>",
            f'<g font-family="sans-serif" font-size="{sheet.pen.size}">',
        ]
        for chip, title in zip(sheet.chips, sheet.titles, strict=True):
            lines += [_rectangle(chip, title), *_texts(chip, sheet.pen)]
        return "\n".join([*lines, "</g>", "</svg>"]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of any SVG or SVGZ, the most used first, or the palette of one that we wrote.

        See `read_svg` for what counts. Raises ValueError.
        """
        from cvpalette.parsing.drawing import read_svg  # noqa: PLC0415 -- only this reader needs it

        drawing = read_svg(data)
        name = _text_of(drawing.root, "title")
        if _text_of(drawing.root, "desc").endswith(_OURS):
            chips = list(_read_chips(drawing.root))
            if chips:
                return make_palette(chips, name)
        if not drawing.uses:
            raise ValueError("it is an SVG that paints nothing in a color of its own; export it as PNG first")
        # If only swatches are there, none is used.
        total = sum(use.times for use in drawing.uses)
        entries = (_enter(use, has_shares=total > 0) for use in drawing.uses)
        return make_palette(entries, name, [_NOTE, _PAGE] if drawing.needs_page else [_NOTE])


def _enter(use: "Use", *, has_shares: bool) -> Entry:
    # A change to a swatch of Inkscape changes all that is painted with it.
    kind = "global" if use.is_swatch else ""
    return Entry(use.color, use.name, use.times if has_shares else None, kind=kind, alpha=use.alpha)


def _read_chips(root: "Element") -> Iterator[Entry]:
    """Give the swatches of a drawing of ours, whatever color its chips have by now."""
    for chip in root.iter(f"{_SVG}rect"):
        title = _TITLE.fullmatch(_text_of(chip, "title"))
        if title:
            share = as_share(title[3]) if title[3] else _LEAST if title[0].endswith("%") else None
            alpha = _read_opacity(chip.get("fill-opacity", ""))
            yield Entry(read_color(chip.get("fill") or title[2]), title[1], share, alpha=alpha)


def _read_opacity(text: str) -> float:
    try:
        alpha = float(text or 1)
    except ValueError:
        return 1.0
    return alpha if 0 <= alpha <= 1 else 1.0


def _text_of(parent: "Element", name: str) -> str:
    return " ".join((parent.findtext(f"{_SVG}{name}") or "").split())


def _measure(text: str, size: int) -> float:
    return size * _measure_em(text)


@lru_cache(_TEXTS)
def _measure_em(text: str) -> float:
    return sum(map(_WIDTHS.__getitem__, text))


def _rectangle(chip: Chip, title: str) -> str:
    left, top, right, bottom = chip.box
    opacity = f' fill-opacity="{max(0.0001, round(chip.alpha, 4)):g}"' if chip.alpha < 1 else ""
    return (
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
        f' fill="{chip.color.hex}"{opacity}>'
        f"<title>{escape(title)}</title></rect>"
    )


def _show(chip: Chip) -> Color:
    """Return the color of a chip on a white page."""
    return Color(*(round(255 + chip.alpha * (level - 255)) for level in chip.color.rgb))


def _texts(chip: Chip, pen: Pen) -> list[str]:
    """Return a chip's lines at its lower left, or its turned line up its middle."""
    left, _, right, bottom = chip.box
    ink = _show(chip).ink.hex
    if chip.is_turned:
        x, y = (left + right) // 2 + round(pen.size * 0.35), bottom - pen.padding
        return [
            f'<text transform="translate({x} {y}) rotate(-90)" fill="{ink}">{escape(line)}</text>'
            for line in chip.lines
        ]
    x, top = left + pen.padding, bottom - pen.padding - pen.line * len(chip.lines) + round(_ASCENT * pen.size)
    return [
        f'<text x="{x}" y="{top + number * pen.line}" fill="{ink}">{escape(line)}</text>'
        for number, line in enumerate(chip.lines)
    ]
