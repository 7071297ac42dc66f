"""Chips of colour with text on them, drawn by Pillow."""

import io
from collections.abc import Sequence
from typing import NamedTuple

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from cvpalette.color import Color

__all__ = ["Chip", "Pen", "divide", "draw_chips"]


class Chip(NamedTuple):
    """A rectangle of one color: left, top, right, bottom in pixels, and the lines to write on it."""

    color: Color
    box: tuple[int, int, int, int]
    lines: Sequence[str] = ()


class Pen:
    """Writes text of one size: along a chip where it fits, up it where it is narrow."""

    def __init__(self, size: int) -> None:
        """Take the font that Pillow carries: the same on every machine."""
        self._font = PIL.ImageFont.load_default(size)
        self._line = round(size * 1.35)
        self._padding = size // 2

    def measure(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height in pixels that lines need, with room around them."""
        widest = max((self._font.getlength(line) for line in lines), default=0)
        return int(widest) + 2 * self._padding + 1, self._line * len(lines) + 2 * self._padding

    def measure_turned(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height that the same text needs in one line, turned by 90 degrees."""
        wide, high = self.measure([" ".join(lines)])
        return high, wide

    def write(self, picture: PIL.Image.Image, chip: Chip) -> None:
        """Write a chip's lines at its lower left, in black or white by contrast."""
        left, top, right, bottom = chip.box
        wide, high = self.measure(chip.lines)
        fits = wide <= right - left and high <= bottom - top
        mask = self._mask(chip.lines if fits else [" ".join(chip.lines)])
        if not fits:
            mask = mask.transpose(PIL.Image.Transpose.ROTATE_90)
            # Up the chip, text stands in the middle.
            left += (right - left - mask.width) // 2
        picture.paste(chip.color.ink.rgb, (left, bottom - mask.height), mask)

    def _mask(self, lines: Sequence[str]) -> PIL.Image.Image:
        mask = PIL.Image.new("L", self.measure(lines))
        draw = PIL.ImageDraw.Draw(mask)
        for number, line in enumerate(lines):
            draw.text((self._padding, self._padding + number * self._line), line, fill=255, font=self._font)
        return mask


def draw_chips(chips: Sequence[Chip], size: tuple[int, int], pen: Pen) -> bytes:
    """Draw chips on white, and return the picture as PNG."""
    picture = PIL.Image.new("RGB", size, "white")
    draw = PIL.ImageDraw.Draw(picture)
    for chip in chips:
        left, top, right, bottom = chip.box
        draw.rectangle((left, top, right - 1, bottom - 1), fill=chip.color.rgb)
        if chip.lines:
            pen.write(picture, chip)
    contents = io.BytesIO()
    picture.save(contents, "PNG", optimize=True)
    return contents.getvalue()


def divide(length: int, weights: Sequence[float], least: int) -> list[int]:
    """Divide a length by weights, no part under `least` pixels; returns the edges, or none for no room."""
    if least * len(weights) > length:
        return []
    small: set[int] = set()
    while True:
        room = length - least * len(small)
        rest = sum(weight for at, weight in enumerate(weights) if at not in small)
        found = {at for at, weight in enumerate(weights) if at not in small and weight / rest * room < least}
        if not found:
            break
        small |= found
    edges, reached = [0], 0.0
    for at, weight in enumerate(weights):
        reached += least if at in small else weight / rest * room
        edges.append(round(reached))
    return edges
