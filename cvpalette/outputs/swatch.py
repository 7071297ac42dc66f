"""The output `swatch`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.drawing import Chip, Pen, divide, draw_chips
from cvpalette.extraction import Extraction
from cvpalette.naming import percent
from cvpalette.palette import Swatch

__all__ = ["SwatchPicture"]

# Text is as large as fits on every chip, between these; below that nobody reads it.
_LARGEST_TEXT: Final = 26
_SMALLEST_TEXT: Final = 11
_STRETCHING_TEXT: Final = 16
_PENS: Final = (
    *((size, False) for size in range(_LARGEST_TEXT, _SMALLEST_TEXT - 1, -1)),
    *((size, True) for size in range(_STRETCHING_TEXT, _SMALLEST_TEXT - 1, -1)),
)
_CHIPS_A_ROW: Final = 16
_LONE_ROW_HEIGHT: Final = 320
_ROW_HEIGHT: Final = 180
_MOST_PIXELS: Final = 16_384


@dataclass(frozen=True)
class SwatchPicture:
    """A picture of the palette, each chip with its color and share written on it."""

    suffix: ClassVar[str] = ".swatch.png"
    layout: Annotated[Literal["shares", "even"], "Chips as large as their shares, or all alike."] = "shares"
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
        """Draw rows of up to 16 chips, with the largest text that fits on every one of them.

        Chips are as wide as their shares within their row; only where the smallest text would not fit on
        the narrowest are these made as wide as it needs.
        """
        rows = _break_rows(extraction.palette.swatches)
        height = self.height or (_LONE_ROW_HEIGHT if len(rows) == 1 else _ROW_HEIGHT * len(rows))
        for pen, stretches in _PENS:
            chips = self._place(rows, height, Pen(pen), stretches=stretches)
            if chips:
                return draw_chips(chips, (self.width, height), Pen(pen))
        message = (
            f"{len(extraction.palette)} chips do not fit into {self.width} x {height} pixels with this text; "
            "ask for a larger width or height, or for labels=none"
        )
        raise ValueError(message)

    def _place(
        self, rows: Sequence[Sequence[Swatch]], height: int, pen: Pen, *, stretches: bool
    ) -> list[Chip]:
        """Place all chips; gives none where the text does not fit."""
        shares = [sum(swatch.share for swatch in row) for row in rows]
        # A row of rare colors stays high enough for text turned up, if there is room at all.
        longest = max(pen.measure_turned(self._lines(swatch))[1] for row in rows for swatch in row)
        heights = divide(height, self._weights(shares, len(rows)), min(longest, height // len(rows)))
        chips: list[Chip] = []
        for row, (top, bottom) in zip(rows, pairwise(heights), strict=True):
            lines = [self._lines(swatch) for swatch in row]
            # The last row may be shorter; of even chips, its own stay as wide as the others.
            weights = self._weights([swatch.share for swatch in row], len(rows[0]))
            least = _least_width(lines, bottom - top, pen)
            if not stretches and least > self.width * min(weights) / sum(weights):
                return []
            sides = divide(self.width, weights, least)
            if not sides:
                return []
            chips += [
                Chip(swatch.color, (left, top, right, bottom), texts)
                for swatch, texts, (left, right) in zip(row, lines, pairwise(sides), strict=False)
            ]
        return chips

    def _weights(self, shares: list[float], count: int) -> list[float]:
        return shares if self.layout == "shares" else [1.0] * count

    def _lines(self, swatch: Swatch) -> list[str]:
        lines = []
        if self.labels in {"both", "hex"}:
            lines.append(swatch.color.hex)
        if self.labels in {"both", "share"}:
            lines.append(percent(swatch.share))
        return lines


def _break_rows(swatches: Sequence[Swatch]) -> list[Sequence[Swatch]]:
    """Break a palette into the fewest rows, all as long as the first but perhaps the last."""
    columns = ceil(len(swatches) / ceil(len(swatches) / _CHIPS_A_ROW))
    return [swatches[start : start + columns] for start in range(0, len(swatches), columns)]


def _least_width(lines: Sequence[Sequence[str]], height: int, pen: Pen) -> int:
    """Return how wide a chip must be at least for any of the texts, or more than any picture is."""
    if not any(lines):
        return 1
    for needs in ([pen.measure_turned(texts) for texts in lines], [pen.measure(texts) for texts in lines]):
        if max(high for _, high in needs) <= height:
            return max(wide for wide, _ in needs)
    return _MOST_PIXELS + 1
