"""ChipLayout: places a palette's chips in a picture, and text on the chips; pure Python."""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from math import ceil, floor
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.rendering.names import plain_name, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["Chip", "ChipLayout", "Label", "Measure", "Pen", "Sheet", "divide", "label_swatches"]

#: Returns the width in pixels of a text, in letters of a size.
Measure: TypeAlias = Callable[[str, int], float]


class Chip(NamedTuple):
    """A rectangle of one color, with lines of text on it.

    `box` is left, top, right and bottom in pixels. The lines are at its lower left. A chip whose text is
    turned by 90 degrees has one line, which runs up its middle.
    """

    color: Color
    box: tuple[int, int, int, int]
    lines: Sequence[str] = ()
    is_turned: bool = False
    alpha: float = 1.0


class Pen(NamedTuple):
    """Text of one size, and the room it needs: along a chip if it fits, else up the chip."""

    size: int
    length_of: Measure

    @property
    def line(self) -> int:
        """The pixels from one line to the next."""
        return round(self.size * 1.35)

    @property
    def padding(self) -> int:
        """The pixels between text and a chip's edges."""
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
        """Return the chip; its text is turned if its lines do not fit."""
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
    """Divide a length in proportion to weights, with at least `least` pixels for each part.

    Returns the edges, or an empty list if there is not enough room.
    """
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
        # round() rounds halves to even numbers, which could take the only pixel of a part.
        edges.append(floor(reached + 0.5))
    return edges


class Label(NamedTuple):
    """A swatch's name or else its number, its color, and its share, which is empty if unknown."""

    name: str
    is_named: bool
    color: str
    share: str

    @property
    def title(self) -> str:
        """Everything known about the swatch, in one line."""
        return ", ".join(filter(None, (self.name, self.color, self.share)))

    def lines(self, what: str, length: int) -> list[str]:
        """Return the lines for 'all', 'name', 'hex', 'share' or 'none'.

        A name is cut to `length` letters.
        """
        every = what == "all"
        name = self.name if what == "name" or (every and self.is_named) else ""
        short = name if len(name) <= length else f"{name[: length - 1].rstrip()}…"
        color = self.color if every or what == "hex" else ""
        share = self.share if every or what == "share" else ""
        return list(filter(None, (short, color, share)))


def label_swatches(palette: Palette) -> list[Label]:
    """Return the label of each swatch, in order."""
    return [
        Label(name, bool(plain_name(swatch.name)), swatch.color.hex, share_note(palette, index))
        for index, (name, swatch) in enumerate(zip(swatch_names(palette), palette, strict=True))
    ]


class _Trial(NamedTuple):
    """Sizes of text to try, and whether text may be turned and narrow chips made wider for it."""

    sizes: range
    turns: bool
    stretches: bool


# Text is as large as fits on every chip, within these sizes. Smaller text is not legible.
_LARGEST_TEXT: Final = 26
_SMALLEST_TEXT: Final = 11
_STRETCHING_TEXT: Final = 16
_SMALLEST_UPRIGHT: Final = 18
# Tried in this order: all text along the chips, some text up the chips, and narrow chips made wider.
_TRIALS: Final = (
    _Trial(range(_SMALLEST_UPRIGHT, _LARGEST_TEXT + 1), turns=False, stretches=False),
    _Trial(range(_SMALLEST_TEXT, _LARGEST_TEXT + 1), turns=True, stretches=False),
    _Trial(range(_SMALLEST_TEXT, _STRETCHING_TEXT + 1), turns=True, stretches=True),
)
# If even the smallest text does not fit, names are cut to these numbers of letters.
_NAME_LENGTHS: Final = (60, 16, 12, 9)
_CHIPS_A_ROW: Final = 16
_LONE_ROW_HEIGHT: Final = 320
_ROW_HEIGHT: Final = 180
_MOST_PIXELS: Final = 16_384


@dataclass(frozen=True)
class ChipLayout:
    """Rows of up to 16 chips that fill a picture; its fields are options of the outputs that inherit it."""

    layout: Annotated[
        Literal["auto", "shares", "even"],
        "Size chips by their shares, or all the same; auto is even for colors of --pick colors.",
    ] = "auto"
    labels: Annotated[
        Literal["all", "name", "hex", "share", "none"], "What to write on each chip, if it is known."
    ] = "all"
    width: Annotated[int, "Pixels from left to right."] = 1200
    height: Annotated[int, "Pixels from top to bottom; 0 takes as many as the rows need."] = 0

    def __post_init__(self) -> None:
        """Refuse sizes that are too small or too large for a picture."""
        for name, value, least in (("width", self.width, 1), ("height", self.height, 0)):
            if not least <= value <= _MOST_PIXELS:
                message = f"option '{name}' is {least} to {_MOST_PIXELS}, not '{value}'"
                raise ValueError(message)

    def arrange_result(self, result: Result, measure: Measure) -> Sheet:
        """Place the chips of a result, see arrange().

        Chips of picked colors are even: a person picks the thin clips upon a paper, and the paper is nearest
        to one of them. As a wide chip it would claim that the picture has so much of this color.
        """
        is_picked = result.settings.pick == "colors" and result.given is None
        layout = replace(self, layout="even") if self.layout == "auto" and is_picked else self
        return layout.arrange(result.palette, measure)

    def arrange(self, palette: Palette, measure: Measure) -> Sheet:
        """Place the chips, with the largest text that fits on every one of them.

        Within a row, the widths of chips are in proportion to their shares, unless the layout is even. If the
        smallest text does not fit on the narrowest chips, these are made as wide as it needs. Raises
        ValueError if nothing fits.
        """
        count = _count_rows(palette)
        height = self.height or (_LONE_ROW_HEIGHT if count == 1 else min(_MOST_PIXELS, _ROW_HEIGHT * count))
        labels = label_swatches(palette)
        for length in _NAME_LENGTHS if any(label.is_named for label in labels) else _NAME_LENGTHS[:1]:
            rows = _break_rows(palette, [label.lines(self.labels, length) for label in labels], measure)
            # If the last trial fails with the smallest text, all others fail too.
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
        """Return the pen of the largest size that fits; if a size fits, all smaller ones fit too."""

        def is_too_large(size: int) -> bool:
            return not self._divide(rows, height, Pen(size, measure), trial)

        if is_too_large(trial.sizes[0]):
            return None
        return Pen(trial.sizes[bisect(trial.sizes, x=False, lo=1, key=is_too_large) - 1], measure)

    def _divide(self, rows: Sequence["_Row"], height: int, pen: Pen, trial: _Trial) -> list[list[int]]:
        """Return the rows' edges from top to bottom, then each row's edges from left to right.

        The list is empty if there is not enough room.
        """
        # A row of rare colors stays high enough for turned text, if there is room for that.
        longest = max(pen.measure_turned(row.longest)[1] for row in rows)
        weights = self._weights([row.share for row in rows], len(rows))
        edges = [divide(height, weights, min(longest, height // len(rows)))]
        for row, (top, bottom) in zip(rows, pairwise(edges[0]), strict=True):
            # The last row may have fewer chips; even chips in it are as wide as in the other rows.
            weights = self._weights([swatch.share for swatch in row.swatches], len(rows[0].swatches))
            least = row.least_width(bottom - top, pen, turns=trial.turns)
            if not trial.stretches and least > self.width * min(weights) / sum(weights):
                return []
            edges.append(divide(self.width, weights, least))
            if not edges[-1]:
                return []
        return edges

    def _weights(self, shares: Sequence[float], count: int) -> Sequence[float]:
        # In a palette that was given, all colors of a row may have a share of 0.
        return shares if self.layout != "even" and any(shares) else [1.0] * count


class _Row(NamedTuple):
    """Chips side by side, the sum of their shares, and the lines on each.

    `widest` are the lines that need the most room along a chip, and `longest` those that need it up a chip.
    """

    swatches: Sequence[Swatch]
    share: float
    lines: Sequence[Sequence[str]]
    widest: Sequence[str]
    longest: Sequence[str]

    def least_width(self, height: int, pen: Pen, *, turns: bool) -> int:
        """Return the least width of a chip for all texts, or more than any picture's if none is enough."""
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
    """Break a palette into as few rows as possible; only the last may have fewer chips than the first."""
    columns = ceil(len(palette) / _count_rows(palette))
    rows = []
    for start in range(0, len(palette), columns):
        swatches, some = palette.swatches[start : start + columns], lines[start : start + columns]
        # The longest text in one size is the longest in all sizes, give or take a pixel or two.
        widths = {text: measure(text, _SMALLEST_TEXT) for each in some for text in each}
        widest = max(widths, key=widths.__getitem__, default="")
        longest = max(some, key=lambda each: sum(map(widths.__getitem__, each)))
        share = sum(swatch.share for swatch in swatches)
        rows.append(_Row(swatches, share, some, [widest] * max(map(len, some)), longest))
    return rows


def _place(rows: Sequence[_Row], edges: Sequence[Sequence[int]], pen: Pen) -> list[Chip]:
    """Return all chips, row by row."""
    return [
        pen.write(Chip(swatch.color, (left, top, right, bottom), lines, alpha=swatch.alpha))
        for row, (top, bottom), sides in zip(rows, pairwise(edges[0]), edges[1:], strict=True)
        for swatch, lines, (left, right) in zip(row.swatches, row.lines, pairwise(sides), strict=False)
    ]
