"""The output `swatch`."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal, NamedTuple

import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from cvpalette.extraction import Extraction
from cvpalette.naming import percent
from cvpalette.palette import Swatch

__all__ = ["SwatchPicture"]

# Text is as large as fits on every chip, between these; below that nobody reads it.
_LARGEST_TEXT: Final = 26
_SMALLEST_TEXT: Final = 11
_CHIPS_A_ROW: Final = 16
_LONE_ROW_HEIGHT: Final = 320
_ROW_HEIGHT: Final = 160
_MOST_PIXELS: Final = 16_384


class _Chip(NamedTuple):
    """A swatch, where it goes (left, top, right, bottom), and the lines to write on it."""

    swatch: Swatch
    box: tuple[int, int, int, int]
    lines: list[str]
    upright: bool


@dataclass(frozen=True)
class SwatchPicture:
    """A picture of the palette, each chip with its color and share written on it."""

    suffix: ClassVar[str] = ".swatch.png"
    layout: Annotated[Literal["shares", "even"], "Chips as wide as their shares, or all alike."] = "shares"
    labels: Annotated[Literal["both", "hex", "share", "none"], "What is written on each chip."] = "both"
    width: Annotated[int, "Pixels from left to right."] = 1200
    height: Annotated[int, "Pixels from top to bottom; 0 takes what the rows need."] = 0

    def __post_init__(self) -> None:
        """Refuse sizes that are no picture."""
        for name, value, least in (("width", self.width, 1), ("height", self.height, 0)):
            if not least <= value <= _MOST_PIXELS:
                message = f"option '{name}' is {least} to {_MOST_PIXELS}, not '{value}'"
                raise ValueError(message)

    def render(self, extraction: Extraction, /) -> bytes:
        """Draw rows of up to 16 chips, with the largest text that fits on every one of them."""
        swatches = extraction.palette.swatches
        rows = [swatches[start : start + _CHIPS_A_ROW] for start in range(0, len(swatches), _CHIPS_A_ROW)]
        height = self.height or (_LONE_ROW_HEIGHT if len(rows) == 1 else _ROW_HEIGHT * len(rows))
        for text_size in range(_LARGEST_TEXT, _SMALLEST_TEXT - 1, -1):
            pen = _Pen(text_size)
            edges = [round(height * number / len(rows)) for number in range(len(rows) + 1)]
            placed = [
                self._place(row, top, bottom, pen)
                for row, top, bottom in zip(rows, edges[:-1], edges[1:], strict=True)
            ]
            if all(placed):
                return _draw([chip for row in placed for chip in row], (self.width, height), pen)
        message = (
            f"{len(swatches)} chips with labels do not fit into {self.width} x {height} pixels; "
            "ask for a larger width or height, or for labels=none"
        )
        raise ValueError(message)

    def _place(self, row: Sequence[Swatch], top: int, bottom: int, pen: "_Pen") -> list[_Chip]:
        """Share a row's width among its chips; gives none where the text does not fit."""
        lines = [self._lines(swatch) for swatch in row]
        needs = [pen.measure(texts) for texts in lines]
        turned = max(pen.measure([" ".join(texts)])[0] for texts in lines) <= bottom - top
        if not turned and max(high for _, high in needs) > bottom - top:
            return []
        least = pen.measure([""])[1] if turned else max(wide for wide, _ in needs)
        weights = [swatch.share if self.layout == "shares" else 1.0 for swatch in row]
        edges = _edges(weights, self.width, least if self.labels != "none" else 1)
        return [
            _Chip(swatch, (left, top, right, bottom), texts, upright=right - left >= wide and high <= bottom - top)
            for swatch, texts, (wide, high), left, right in zip(row, lines, needs, edges[:-1], edges[1:], strict=bool(edges))
        ]

    def _lines(self, swatch: Swatch) -> list[str]:
        texts = {"hex": swatch.color.hex, "share": percent(swatch.share)}
        return list(texts.values()) if self.labels == "both" else [texts[self.labels]] if self.labels in texts else []


class _Pen:
    """Writes text of one size: along a chip where it fits, up it where it is narrow."""

    def __init__(self, size: int) -> None:
        """Take the font that Pillow carries: the same on every machine."""
        self.font = PIL.ImageFont.load_default(size)
        self.line = round(size * 1.35)
        self.padding = size // 2

    def measure(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height that lines need, with room around them."""
        widest = max((self.font.getlength(line) for line in lines), default=0)
        return int(widest) + 2 * self.padding + 1, self.line * len(lines) + 2 * self.padding

    def write(self, picture: PIL.Image.Image, chip: _Chip) -> None:
        """Write a chip's lines in its lower left corner, in black or white by contrast."""
        lines = chip.lines if chip.upright else [" ".join(chip.lines)]
        wide, high = self.measure(lines)
        mask = PIL.Image.new("L", (wide, high))
        draw = PIL.ImageDraw.Draw(mask)
        for number, line in enumerate(lines):
            draw.text((self.padding, self.padding + number * self.line), line, fill=255, font=self.font)
        if not chip.upright:
            mask = mask.transpose(PIL.Image.Transpose.ROTATE_90)
        left, _, right, bottom = chip.box
        # Along the chip, text starts at its left; up the chip, it stands in the middle.
        at = (left if chip.upright else left + (right - left - mask.width) // 2, bottom - mask.height)
        picture.paste(chip.swatch.color.ink.rgb, at, mask)


def _draw(chips: Sequence[_Chip], size: tuple[int, int], pen: _Pen) -> bytes:
    picture = PIL.Image.new("RGB", size)
    draw = PIL.ImageDraw.Draw(picture)
    for chip in chips:
        left, top, right, bottom = chip.box
        draw.rectangle((left, top, right - 1, bottom - 1), fill=chip.swatch.color.rgb)
        if chip.lines:
            pen.write(picture, chip)
    contents = io.BytesIO()
    picture.save(contents, "PNG", optimize=True)
    return contents.getvalue()


def _edges(weights: Sequence[float], width: int, least: int) -> list[int]:
    """Share a width by weight, none less than `least`; returns the edges, or nothing if there is no room."""
    if least * len(weights) > width:
        return []
    narrow: set[int] = set()
    while True:
        room = width - least * len(narrow)
        rest = sum(weight for at, weight in enumerate(weights) if at not in narrow)
        found = {at for at, weight in enumerate(weights) if at not in narrow and weight / rest * room < least}
        if not found:
            break
        narrow |= found
    edges, reached = [0], 0.0
    for at, weight in enumerate(weights):
        reached += least if at in narrow else weight / rest * room
        edges.append(round(reached))
    return edges
