"""ChipLayout: a palette's chips in a picture, and the text on them; pure Python."""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from math import ceil, floor
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.names import share_note, swatch_names

__all__ = ["Chip", "ChipLayout", "Label", "Measure", "Pen", "Sheet", "divide", "label_swatches"]

#: Gives the width in pixels that a text has in letters of a size.
Measure: TypeAlias = Callable[[str, int], float]


class Chip(NamedTuple):
    """A rectangle of one color: left, top, right, bottom in pixels, and the lines to write on it.

    They stand at its lower left; turned by 90 degrees, there is one, which goes up its middle.
    """

    color: Color
    box: tuple[int, int, int, int]
    lines: Sequence[str] = ()
    is_turned: bool = False


class Pen(NamedTuple):
    """What text of one size needs: along a chip where it fits, up it where it is narrow."""

    size: int
    length_of: Measure

    @property
    def line(self) -> int:
        """The pixels from one line to the next."""
        return round(self.size * 1.35)

    @property
    def padding(self) -> int:
        """The pixels that text keeps clear of a chip's edges."""
        return self.size // 2

    def measure(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height in pixels that lines need, with room around them."""
        widest = max(map(self.length_of, lines, repeat(self.size)), default=0)
        return ceil(widest) + 2 * self.padding + 1, self.line * len(lines) + 2 * self.padding

    def measure_turned(self, lines: Sequence[str]) -> tuple[int, int]:
        """Return the width and height that the same text needs in one line, turned by 90 degrees."""
        wide, high = self.measure([" ".join(lines)])
        return high, wide

    def write(self, chip: Chip) -> Chip:
        """Return a chip with its text turned, if it is too narrow for its lines."""
        left, top, right, bottom = chip.box
        wide, high = self.measure(chip.lines)
        if not chip.lines or (wide <= right - left and high <= bottom - top):
            return chip
        return chip._replace(lines=(" ".join(chip.lines),), is_turned=True)


class Sheet(NamedTuple):
    """Chips and their titles, the width and height in pixels that they fill, and the pen for their text."""

    chips: Sequence[Chip]
    titles: Sequence[str]
    width: int
    height: int
    pen: Pen


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
        # round() would go to even numbers, and leave parts of one pixel none.
        edges.append(floor(reached + 0.5))
    return edges


class Label(NamedTuple):
    """A swatch's name, its own or by its number, its color, and its share, empty where nobody knows it."""

    name: str
    is_named: bool
    color: str
    share: str

    @property
    def title(self) -> str:
        """All that is known, in one line."""
        return ", ".join(filter(None, (self.name, self.color, self.share)))

    def lines(self, what: str, length: int) -> list[str]:
        """Return 'all', or 'name', 'hex', 'share' or 'none' alone, a name in so many letters."""
        every = what == "all"
        name = self.name if what == "name" or (every and self.is_named) else ""
        short = name if len(name) <= length else f"{name[: length - 1].rstrip()}…"
        color = self.color if every or what == "hex" else ""
        share = self.share if every or what == "share" else ""
        return list(filter(None, (short, color, share)))


def label_swatches(palette: Palette) -> list[Label]:
    """Return the label of each swatch, in order."""
    return [
        Label(name, bool(swatch.name), swatch.color.hex, share_note(palette, index))
        for index, (name, swatch) in enumerate(zip(swatch_names(palette), palette, strict=True))
    ]


class _Trial(NamedTuple):
    """Sizes of text, and whether it may be turned, and narrow chips made wider for it."""

    sizes: range
    turns: bool
    stretches: bool


# Text is as large as fits on every chip, between these; below that nobody reads it.
_LARGEST_TEXT: Final = 26
_SMALLEST_TEXT: Final = 11
_STRETCHING_TEXT: Final = 16
_SMALLEST_UPRIGHT: Final = 18
# In this order are they tried: all along their chips, some up theirs, and narrow chips made wider.
_TRIALS: Final = (
    _Trial(range(_SMALLEST_UPRIGHT, _LARGEST_TEXT + 1), turns=False, stretches=False),
    _Trial(range(_SMALLEST_TEXT, _LARGEST_TEXT + 1), turns=True, stretches=False),
    _Trial(range(_SMALLEST_TEXT, _STRETCHING_TEXT + 1), turns=True, stretches=True),
)
# Where even the smallest text has no room, names are cut to so many letters.
_NAME_LENGTHS: Final = (60, 16, 12, 9)
_CHIPS_A_ROW: Final = 16
_LONE_ROW_HEIGHT: Final = 320
_ROW_HEIGHT: Final = 180
_MOST_PIXELS: Final = 16_384


@dataclass(frozen=True)
class ChipLayout:
    """Rows of up to 16 chips that fill a picture; its fields are the options of outputs that inherit it."""

    layout: Annotated[Literal["shares", "even"], "Chips as large as their shares, or all alike."] = "shares"
    labels: Annotated[
        Literal["all", "name", "hex", "share", "none"], "What is written on each chip, where it is known."
    ] = "all"
    width: Annotated[int, "Pixels from left to right."] = 1200
    height: Annotated[int, "Pixels from top to bottom; 0 takes what the rows need."] = 0

    def __post_init__(self) -> None:
        """Refuse sizes that are no picture."""
        for name, value, least in (("width", self.width, 1), ("height", self.height, 0)):
            if not least <= value <= _MOST_PIXELS:
                message = f"option '{name}' is {least} to {_MOST_PIXELS}, not '{value}'"
                raise ValueError(message)

    def arrange(self, palette: Palette, measure: Measure) -> Sheet:
        """Place the chips, with the largest text that fits on every one of them.

        Chips are as wide as their shares within their row; only where the smallest text would not fit on
        the narrowest are these made as wide as it needs. Raises ValueError where nothing fits.
        """
        count = _count_rows(palette)
        height = self.height or (_LONE_ROW_HEIGHT if count == 1 else _ROW_HEIGHT * count)
        labels = label_swatches(palette)
        for length in _NAME_LENGTHS if any(label.is_named for label in labels) else _NAME_LENGTHS[:1]:
            rows = _break_rows(palette, [label.lines(self.labels, length) for label in labels], measure)
            # What does not fit like this fits in no way.
            if not self._divide(rows, height, Pen(_SMALLEST_TEXT, measure), _TRIALS[-1]):
                continue
            for trial in _TRIALS:
                pen = self._find_largest(rows, height, measure, trial)
                if pen:
                    chips = _place(rows, self._divide(rows, height, pen, trial), pen)
                    return Sheet(chips, [label.title for label in labels], self.width, height, pen)
        message = (
            f"{len(palette)} chips do not fit into {self.width} x {height} pixels with this text; "
            "ask for a larger width or height, or for labels=none"
        )
        raise ValueError(message)

    def _find_largest(
        self, rows: Sequence["_Row"], height: int, measure: Measure, trial: _Trial
    ) -> Pen | None:
        """Return the largest text that fits; what fits in one size does so in all below."""

        def is_too_large(size: int) -> bool:
            return not self._divide(rows, height, Pen(size, measure), trial)

        if is_too_large(trial.sizes[0]):
            return None
        return Pen(trial.sizes[bisect(trial.sizes, x=False, lo=1, key=is_too_large) - 1], measure)

    def _divide(self, rows: Sequence["_Row"], height: int, pen: Pen, trial: _Trial) -> list[list[int]]:
        """Return the rows' edges from top to bottom, and each row's from left to right; none for no room."""
        # A row of rare colors stays high enough for text turned up, if there is room at all.
        longest = max(pen.measure_turned(row.longest)[1] for row in rows)
        weights = self._weights([row.share for row in rows], len(rows))
        edges = [divide(height, weights, min(longest, height // len(rows)))]
        for row, (top, bottom) in zip(rows, pairwise(edges[0]), strict=True):
            # The last row may be shorter; of even chips, its own stay as wide as the others.
            weights = self._weights([swatch.share for swatch in row.swatches], len(rows[0].swatches))
            least = row.least_width(bottom - top, pen, turns=trial.turns)
            if not trial.stretches and least > self.width * min(weights) / sum(weights):
                return []
            edges.append(divide(self.width, weights, least))
            if not edges[-1]:
                return []
        return edges

    def _weights(self, shares: Sequence[float], count: int) -> Sequence[float]:
        # Of a palette that was given, a whole row may be in no pixel.
        return shares if self.layout == "shares" and any(shares) else [1.0] * count


class _Row(NamedTuple):
    """Chips side by side, their share, the lines on each, and lines that need most along and up a chip."""

    swatches: Sequence[Swatch]
    share: float
    lines: Sequence[Sequence[str]]
    widest: Sequence[str]
    longest: Sequence[str]

    def least_width(self, height: int, pen: Pen, *, turns: bool) -> int:
        """Return how wide a chip must be at least for any of the texts, or more than any picture is."""
        if not any(self.lines):
            return 1
        needs = [pen.measure_turned(self.longest)] if turns else []
        for wide, high in (*needs, pen.measure(self.widest)):
            if high <= height:
                return wide
        return _MOST_PIXELS + 1


def _count_rows(palette: Palette) -> int:
    return ceil(len(palette) / _CHIPS_A_ROW)


def _break_rows(palette: Palette, lines: Sequence[Sequence[str]], measure: Measure) -> list[_Row]:
    """Break a palette into the fewest rows, all as long as the first but perhaps the last."""
    columns = ceil(len(palette) / _count_rows(palette))
    rows = []
    for start in range(0, len(palette), columns):
        swatches, some = palette.swatches[start : start + columns], lines[start : start + columns]
        # What is longest in one size is so in all, but for a pixel or two.
        widths = {text: measure(text, _SMALLEST_TEXT) for each in some for text in each}
        widest = max(widths, key=widths.__getitem__, default="")
        longest = max(some, key=lambda each: sum(map(widths.__getitem__, each)))
        share = sum(swatch.share for swatch in swatches)
        rows.append(_Row(swatches, share, some, [widest] * max(map(len, some)), longest))
    return rows


def _place(rows: Sequence[_Row], edges: Sequence[Sequence[int]], pen: Pen) -> list[Chip]:
    """Return all chips, row by row."""
    return [
        pen.write(Chip(swatch.color, (left, top, right, bottom), lines))
        for row, (top, bottom), sides in zip(rows, pairwise(edges[0]), edges[1:], strict=True)
        for swatch, lines, (left, right) in zip(row.swatches, row.lines, pairwise(sides), strict=False)
    ]
