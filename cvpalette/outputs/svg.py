"""The output `svg`."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import ClassVar, Final

from cvpalette.rendering.chips import Chip, ChipLayout, Pen
from cvpalette.rendering.names import palette_name, summary
from cvpalette.result import Result

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

    def render(self, result: Result, /) -> str:
        """Write SVG 1.1 that every importer reads: rectangles and text, without CSS or embedded fonts."""
        sheet = self.arrange(result.palette, _measure)
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


def _measure(text: str, size: int) -> float:
    return size * _measure_em(text)


@lru_cache(_TEXTS)
def _measure_em(text: str) -> float:
    return sum(map(_WIDTHS.__getitem__, text))


def _rectangle(chip: Chip, title: str) -> str:
    left, top, right, bottom = chip.box
    return (
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" fill="{chip.color.hex}">'
        f"<title>{escape(title)}</title></rect>"
    )


def _texts(chip: Chip, pen: Pen) -> list[str]:
    """Return a chip's lines at its lower left, or its turned line up its middle."""
    left, _, right, bottom = chip.box
    ink = chip.color.ink.hex
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
