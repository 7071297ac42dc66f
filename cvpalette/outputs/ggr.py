"""The output `ggr`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.color import clip_color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_left_out
from cvpalette.parsing.gradients import Segment, find_stops
from cvpalette.rendering.names import palette_name
from cvpalette.result import Result

__all__ = ["GimpGradient"]

_MAGIC: Final = "GIMP Gradient"
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{0,30})?(?:[eE]-?[0-9]{1,3})?")
# Three positions, two colors with alpha, how the colors are blended, and in which model.
_NUMBERS: Final = 11
_MOST_WORDS: Final = 15
# At an end, another type than 0 is the foreground or background of the moment.
_FIXED: Final = "0"
_RGB: Final = "0"
# The name of an end that has the color of the moment, until it is left out.
_MOVING: Final = "\0"


@dataclass(frozen=True)
class GimpGradient:
    """GIMP gradient, read by GIMP and Krita.

    A gradient has no names of colors. It is read as the colors of its stops: what lies between them is left
    out, and so is a stop that is the foreground or background color of the moment. The format is that of
    GIMP's app/core/gimpgradient-load.c.
    """

    suffix: ClassVar[str] = ".ggr"
    read_suffixes: ClassVar[tuple[str, ...]] = (".kgr",)
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha"})
    stops: Annotated[
        Literal["smooth", "hard"], "Smooth runs from color to color; hard has a band of each color."
    ] = "smooth"

    def render(self, result: Result, /) -> str:
        """Write a segment between two colors each, or one for each color; all are equally wide."""
        swatches = result.palette.swatches
        is_smooth = self.stops == "smooth" and len(swatches) > 1
        ends = list(pairwise(swatches)) if is_smooth else [(swatch, swatch) for swatch in swatches]
        lines = [
            " ".join([*_place(index, len(ends)), *_describe(left), *_describe(right), "0 0 0 0"])
            for index, (left, right) in enumerate(ends)
        ]
        return "\n".join([_MAGIC, f"Name: {palette_name(result)}", str(len(ends)), *lines]) + "\n"

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether all colors are one, which needs no stops."""
        colors = {(swatch.color, swatch.alpha) for swatch in palette}
        return ["one color that repeats"] if len(colors) == 1 < len(palette) else []

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of the stops, with notes on what is no fixed color. Raises ValueError."""
        magic, *lines = [line.strip() for line in re.split(r"\r\n|\r|\n", decode_text(data))]
        if magic != _MAGIC:
            message = f"line 1: a GIMP gradient begins with {quote(_MAGIC)}"
            raise ValueError(message)
        # GIMP before 1.3 wrote no name.
        has_name = bool(lines) and lines[0].startswith("Name:")
        name, rows = (lines[0][5:].strip(), lines[1:]) if has_name else ("", lines)
        first = 3 if has_name else 2
        segments = [line for line in rows[1:] if line]
        if not rows or not rows[0].isascii() or not rows[0].isdigit() or int(rows[0][:9]) != len(segments):
            message = f"line {first}: the number of segments should be {len(segments)}, as many as follow"
            raise ValueError(message)
        found = [_read(number, line) for number, line in enumerate(segments, first + 1)]
        colors = find_stops([segment for segment, _ in found]) if found else []
        fixed = [entry for entry in colors if entry.color or entry.name != _MOVING]
        return make_palette(fixed, name, list(_explain(len(colors) - len(fixed), found)))


def _place(index: int, count: int) -> Iterator[str]:
    return (f"{(index + part) / count:.6f}" for part in (0, 0.5, 1))


def _describe(swatch: Swatch) -> Iterator[str]:
    return (f"{value:.6f}" for value in (*(level / 255 for level in swatch.color.rgb), swatch.alpha))


def _read(number: int, line: str) -> tuple[Segment, str]:
    """Return a segment, and the number of its color model."""
    words = line.split()
    is_segment = _NUMBERS <= len(words) <= _MOST_WORDS
    if not is_segment or not all(map(_NUMBER.fullmatch, words)):
        message = f"line {number}: {quote(line[:60])} is no segment, which has 3 places and 2 colors"
        raise ValueError(message)
    kinds = [*words[_NUMBERS:], *[_FIXED] * 4][:4]
    try:
        left, right = (
            _read_end([float(word) for word in words[start : start + 4]], kind)
            for start, kind in ((3, kinds[2]), (7, kinds[3]))
        )
    except (ValueError, OverflowError) as error:
        message = f"line {number}: a color of {quote(line[:60])} is not 0 to 1"
        raise ValueError(message) from error
    return (left, right), kinds[1]


def _read_end(levels: list[float], kind: str) -> Entry:
    if kind != _FIXED:
        return Entry(None, _MOVING)
    if not all(-0.001 <= level <= 1.001 for level in levels):
        raise ValueError(levels)
    red, green, blue, alpha = levels
    color = clip_color("srgb", (red, green, blue))
    return Entry(color if alpha > 0 else None, alpha=min(1.0, max(0.0, alpha)))


def _explain(moving: int, found: list[tuple[Segment, str]]) -> Iterator[str]:
    if moving:
        yield tell_left_out(moving, "stop", "the foreground or background color of the moment")
    around = sum(model != _RGB for _, model in found)
    if around:
        ran = f"{around} of {len(found)} segments run" if len(found) > 1 else "its segment runs"
        yield f"{ran} through the hues, which are left out between the stops"
