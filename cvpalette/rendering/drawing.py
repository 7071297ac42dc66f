"""Chips of color with text on them, drawn by Pillow."""

import io
import unicodedata
from functools import cache

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from cvpalette.rendering.chips import Chip, Pen, Sheet

__all__ = ["draw_sheet", "drawable", "measure_text"]


def drawable(text: str) -> str:
    """Return the part of a text that can be drawn: Pillow's built-in font has only ASCII letters."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().strip()


@cache
def _font(size: int) -> PIL.ImageFont.FreeTypeFont | PIL.ImageFont.ImageFont:
    # Pillow's built-in font is the same on every machine.
    return PIL.ImageFont.load_default(size)


def measure_text(text: str, size: int) -> float:
    """Return how wide a text is in pixels."""
    return _font(size).getlength(text)


def draw_sheet(sheet: Sheet) -> bytes:
    """Draw chips on white, and return the picture as PNG."""
    picture = PIL.Image.new("RGB", (sheet.width, sheet.height), "white")
    draw = PIL.ImageDraw.Draw(picture)
    for chip in sheet.chips:
        left, top, right, bottom = chip.box
        draw.rectangle((left, top, right - 1, bottom - 1), fill=chip.color.rgb)
        if chip.lines:
            _write(picture, chip, sheet.pen)
    contents = io.BytesIO()
    picture.save(contents, "PNG")
    return contents.getvalue()


def _write(picture: PIL.Image.Image, chip: Chip, pen: Pen) -> None:
    """Write a chip's lines in black or white, whichever contrasts more."""
    mask = PIL.Image.new("L", pen.measure(chip.lines))
    draw = PIL.ImageDraw.Draw(mask)
    for number, line in enumerate(chip.lines):
        place = pen.padding, pen.padding + number * pen.line
        draw.text(place, line, fill=255, font=_font(pen.size))
    left, _, right, bottom = chip.box
    if chip.is_turned:
        mask = mask.transpose(PIL.Image.Transpose.ROTATE_90)
        left += (right - left - mask.width) // 2
    picture.paste(chip.color.ink.rgb, (left, bottom - mask.height), mask)
