"""Defines Region: a rectangle of an image, in pixels or in percent of the image; pure Python."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from cvpalette.errors import SettingsError
from cvpalette.messages import quote

__all__ = ["Measure", "Region"]

_MEASURE: Final = re.compile(r"(\d{1,9})|(\d{1,9}(?:\.\d{1,9})?)%", re.ASCII)
_HINT: Final = "write it as X,Y,W,H, in pixels or percent, such as '10%,10%,80%,80%'"


@dataclass(frozen=True, slots=True)
class Measure:
    """A length along one side of an image, in pixels or in percent of the side."""

    value: float
    is_percent: bool = False

    def of(self, side: int) -> float:
        """Return the length in pixels, which need not be whole."""
        return self.value * side / 100 if self.is_percent else self.value

    def __str__(self) -> str:
        """Write it as it was read: `12` or `12.5%`."""
        return f"{self.value:.12g}" + "%" * self.is_percent


@dataclass(frozen=True, slots=True)
class Region:
    """The upper left corner of a rectangle, and its size; raises SettingsError for an invalid region."""

    x: Measure
    y: Measure
    width: Measure
    height: Measure

    def __post_init__(self) -> None:
        """Refuse a region that is outside every image, or has no pixels."""
        if any(measure.is_percent and measure.value >= 100 for measure in (self.x, self.y)):
            start = "starts at 100% or more, which is outside every image; begin below 100%"
            message = f"region {quote(str(self))} {start}"
            raise SettingsError(message)
        if any(measure.is_percent and measure.value > 100 for measure in (self.width, self.height)):
            message = f"region {quote(str(self))} is larger than 100% of the image; give at most 100%"
            raise SettingsError(message)
        if not (self.width.value > 0 and self.height.value > 0):
            message = f"region {quote(str(self))} has no pixels; give a width and a height above 0"
            raise SettingsError(message)

    @classmethod
    def of(cls, words: "Region | str | Sequence[int | str]") -> "Region":
        """Read the text `X,Y,W,H`, or its four parts; each is in pixels, or in percent such as '10%'."""
        if isinstance(words, Region):
            return words
        parts = words if isinstance(words, Iterable) and not isinstance(words, str) else [words]
        text = ",".join(str(part) for part in parts)
        found = [_MEASURE.fullmatch(part.strip()) for part in text.split(",")]
        measures = [Measure(float(match[1] or match[2]), match[1] is None) for match in found if match]
        if not len(measures) == len(found) == 4:
            message = f"{quote(text)} is no region; {_HINT}"
            raise SettingsError(message)
        return cls(*measures)

    def place(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom on an image of this size; the part outside the image is cut off.

        A region that starts inside the image has at least one pixel. A region that starts outside has none:
        left >= right, or top >= bottom.
        """
        left, right = _place(self.x, self.width, width)
        top, bottom = _place(self.y, self.height, height)
        return left, top, right, bottom

    def __str__(self) -> str:
        """Write it as it was read: `10%,10%,80%,80%`."""
        return f"{self.x},{self.y},{self.width},{self.height}"


def _place(start: Measure, length: Measure, side: int) -> tuple[int, int]:
    first = _round(start.of(side))
    if start.is_percent:
        # 99.9% of 10 pixels rounds to 10, but the last pixel is 9.
        first = min(first, side - 1)
    return first, min(side, max(first + 1, _round(start.of(side) + length.of(side))))


def _round(value: float) -> int:
    # Rounds halves up, not to even: then regions that touch in percent touch in pixels on any image.
    return floor(value + 0.5)
