"""The output `cpt`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_left_out
from cvpalette.parsing.gradients import Segment, find_stops
from cvpalette.parsing.x11_names import find_x11_color
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.names import comment_lines, palette_name, plain_name
from cvpalette.result import Result

__all__ = ["ColorPaletteTable"]

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,15}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?")
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_HSV: Final = re.compile(r"([0-9.]{1,12})-([0-9.]{1,12})-([0-9.]{1,12})")
_MODEL: Final = re.compile(r"#\s*COLOR_MODEL\s*=\s*\+?([A-Za-z]+)")
_TITLE: Final = re.compile(r"#\s*Name:\s*(.*)")
_RULE: Final = re.compile(r"#[\s\-=#]*")
# The lines of the colors beside the range, of which most tables have all three.
_MARK: Final = re.compile(r"^[ \t]*([BFN])[ \t]+\S", re.MULTILINE)
# Numbers of a table are often rounded: ranges join if they are as near as this part of all of them.
_NEAR: Final = 1e-3
# The colors below, above and beside the range of values.
_BESIDE: Final = frozenset("BFN")
# Where a legend has the value of a line: lower, upper, both.
_ANNOTATIONS: Final = frozenset(("L", "U", "B"))
# A line has so many words if its colors are written in columns, by the number of levels of a color.
_COLUMNS: Final = {8: 3, 10: 4}


@dataclass(frozen=True)
class ColorPaletteTable:
    """GMT color table (CPT), categorical or continuous, for maps.

    Only a categorical table holds names, as labels. Of a continuous one, the colors at its values are read.
    The colors for what is beside the range are left out. The format is that of GMT's manual, "Color palette
    tables".
    """

    suffix: ClassVar[str] = ".cpt"
    family: ClassVar[str] = "maps"
    kind: Annotated[
        Literal["categorical", "discrete", "continuous"],
        "A color for each number from 0; a band for each color; or a run from color to color.",
    ] = "categorical"

    @property
    def holds(self) -> frozenset[str]:
        """What a file holds: only a line of a categorical table has a label that every program skips."""
        return frozenset({"names", "comment"} if self.kind == "categorical" else {"comment"})

    def render(self, result: Result, /) -> str:
        """Write a line for each color, or from each color to the next, with values from 0."""
        swatches = result.palette.swatches
        head = [f"# Name: {palette_name(result)}", *(f"# {line}" for line in comment_lines(result))]
        lines: Iterator[str]
        if self.kind == "categorical":
            lines = (_describe(index, swatch) for index, swatch in enumerate(swatches))
        else:
            is_smooth = self.kind == "continuous" and len(swatches) > 1
            ends = list(pairwise(swatches)) if is_smooth else [(swatch, swatch) for swatch in swatches]
            # Most other programs read the levels only in columns.
            lines = (
                f"{index}\t{_columns(left)}\t{index + 1}\t{_columns(right)}"
                for index, (left, right) in enumerate(ends)
            )
        return "\n".join([*head, "# COLOR_MODEL = RGB", *lines]) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data has neither a color model nor two of the lines B, F and N.

        Then its words and numbers may be anything, as in "apples 12".
        """
        text = re.sub(r"\r\n?", "\n", decode_text(data))
        has_model = any(_MODEL.fullmatch(line.strip()) for line in text.split("\n") if line.startswith("#"))
        return not has_model and len(set(_MARK.findall(text))) < 2

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a table of any version, in RGB, HSV, CMYK or gray, with color names. Raises ValueError.

        Ranges of values rise, and each begins where the one before it ends.
        """
        reader = _Reader()
        for number, line in enumerate(re.split(r"\r\n|\r|\n", decode_text(data)), 1):
            try:
                reader.read_line(line.strip())
            except (ValueError, OverflowError) as error:
                message = f"line {number}: {quote(line.strip()[:60])} is no value with its color"
                raise ValueError(message) from error
        reader.require_rising()
        return make_palette(reader.entries(), reader.name, reader.notes(), "\n".join(reader.comments))


def _describe(index: int, swatch: Swatch) -> str:
    name = plain_name(swatch.name)
    fields = [str(index), "/".join(map(str, swatch.color.rgb)), *([f";{name}"] if name else [])]
    return "\t".join(fields)


def _columns(swatch: Swatch) -> str:
    return "\t".join(map(str, swatch.color.rgb))


@dataclass
class _Reader:
    """Reads the lines of a table one after another."""

    name: str = ""
    comments: list[str] = field(default_factory=list)
    _model: str = "rgb"
    _categories: list[Entry] = field(default_factory=list)
    _segments: list[Segment] = field(default_factory=list)
    _ranges: list[tuple[float, float]] = field(default_factory=list)
    _beside: int = 0
    _patterns: int = 0

    def read_line(self, line: str) -> None:
        """Read a line; raises ValueError and OverflowError for one of another format."""
        if line.startswith("#"):
            self._read_comment(line)
            return
        words, _, label = line.partition(";")
        parts = words.split()
        if not parts:
            return
        if parts[0] in _BESIDE:
            self._read_color(parts[1:])
            self._beside += 1
            return
        if len(parts) % 2 and parts[-1] in _ANNOTATIONS:
            parts.pop()
        self._read_values(parts, label.strip())

    def require_rising(self) -> None:
        """Raise ValueError unless the ranges of values rise and join, as those of all tables do."""
        if not self._ranges:
            return
        first, last = self._ranges[0][0], self._ranges[-1][1]
        near = (last - first) * _NEAR
        starts = (start for start, _ in self._ranges[1:])
        joins = all(abs(start - end) <= near for (_, end), start in zip(self._ranges, starts, strict=False))
        if not first < last or not joins or any(start > end for start, end in self._ranges):
            raise ValueError("its ranges of values do not rise, each from the end of the one before")

    def entries(self) -> list[Entry]:
        """Return the colors in order."""
        return self._categories + (find_stops(self._segments) if self._segments else [])

    def notes(self) -> list[str]:
        """Return what is left out, in words."""
        notes = []
        if self._beside:
            notes.append(tell_left_out(self._beside, "color", "B, F and N are beside the range of values"))
        if self._patterns:
            notes.append(tell_left_out(self._patterns, "pattern"))
        return notes

    def _read_comment(self, line: str) -> None:
        model, title = _MODEL.fullmatch(line), _TITLE.fullmatch(line)
        if model:
            self._model = model[1].lower()
        elif title and not self.name:
            self.name = title[1]
        elif not _RULE.fullmatch(line) and not self.entries():
            self.comments.append(line.lstrip("# \t"))

    def _read_values(self, parts: Sequence[str], label: str) -> None:
        """Read one value with its color, or a range of values with the colors at its ends."""
        if len(parts) == 2:
            # The value of a category may be a word.
            if not _NUMBER.fullmatch(parts[0]) and not re.fullmatch(r"[\w.\-]{1,60}", parts[0]):
                raise ValueError(parts)
            self._categories += self._read_color(parts[1:], label)
            return
        levels = _COLUMNS.get(len(parts), 1)
        if len(parts) != 2 * levels + 2:
            raise ValueError(parts)
        self._ranges.append((_read_number(parts[0]), _read_number(parts[levels + 1])))
        left = self._read_color(parts[1 : levels + 1], label)
        right = self._read_color(parts[levels + 2 :], label)
        self._segments += zip(left, right, strict=False)

    def _read_color(self, words: Sequence[str], name: str = "") -> list[Entry]:
        """Return the color of one or more words; there is none for a pattern, which is counted."""
        if not words:
            raise ValueError(name)
        if len(words) == 1 and re.match(r"[pP][0-9]", words[0]):
            self._patterns += 1
            return []
        if len(words) > 1:
            return [self._convert([_read_number(word) for word in words], name)]
        text, _, transparency = words[0].partition("@")
        if text == "-":
            return [Entry(None, name)]
        clear = _read_number(transparency) / 100 if transparency else 0.0
        entry = self._read_word(text, name)
        return [entry._replace(alpha=min(1.0, max(0.0, 1 - clear)))]

    def _read_word(self, word: str, name: str) -> Entry:
        hsv = _HSV.fullmatch(word)
        if hsv:
            return Entry(_from_hsv([_read_number(level) for level in hsv.groups()]), name)
        known = Color.from_hex(word) if _HEX.fullmatch(word) else find_x11_color(word)
        if known:
            return Entry(known, name)
        levels = [_read_number(level) for level in word.split("/")]
        if len(levels) == 1:
            levels *= 3
        # A color with slashes is RGB or CMYK, whatever the model of the table is.
        return _from_rgb(levels, name) if len(levels) == 3 else _from_cmyk(levels, name)

    def _convert(self, levels: Sequence[float], name: str) -> Entry:
        if len(levels) == 4:
            return _from_cmyk(levels, name)
        return Entry(_from_hsv(levels), name) if self._model == "hsv" else _from_rgb(levels, name)


def _read_number(word: str) -> float:
    if not _NUMBER.fullmatch(word):
        raise ValueError(word)
    return float(word)


def _from_rgb(levels: Sequence[float], name: str) -> Entry:
    red, green, blue = levels
    if not all(0 <= level <= 255 for level in levels):
        raise ValueError(levels)
    return Entry(Color(int(red + 0.5), int(green + 0.5), int(blue + 0.5)), name)


def _from_hsv(levels: Sequence[float]) -> Color:
    hue, saturation, value = levels
    if not (0 <= hue <= 360 and 0 <= saturation <= 1 and 0 <= value <= 1):
        raise ValueError(levels)
    return color_of("HSB", (hue / 360, saturation, value))


def _from_cmyk(levels: Sequence[float], name: str) -> Entry:
    cyan, magenta, yellow, black = (level / 100 for level in levels)
    inks = (cyan, magenta, yellow, black)
    if not all(0 <= ink <= 1 for ink in inks):
        raise ValueError(levels)
    return Entry(color_of("CMYK", inks), name, values=Values("cmyk", inks))
