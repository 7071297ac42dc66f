"""The output `arcgis`."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette
from cvpalette.result import Result

__all__ = ["ArcGisColormap"]

_LINE: Final = re.compile(
    r"\s*(-?[0-9]{1,10})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})(?:[\s,]+(\S.*))?"
)
# Before a name: the alpha in the color maps of QGIS, where each line has one.
_ALPHA: Final = re.compile(r"([0-9]{1,3})(?:[\s,]+(\S.*))?")
_HIGHEST: Final = 65535
_SURFER: Final = "ColorMap"


@dataclass(frozen=True)
class ArcGisColormap:
    """Color map of ArcGIS, which gives each value of a raster its color.

    It has no names. A name at the end of a line, as some programs write it, is read, and so is the alpha that
    QGIS writes before the name. The format is that of ArcGIS's tool Add Colormap: a value from 0, red, green
    and blue in each line.
    """

    suffix: ClassVar[str] = ".arcgis.clr"
    # A file that is only called .clr may be a color list of macOS too.
    whole_suffix: ClassVar[bool] = True
    read_suffixes: ClassVar[tuple[str, ...]] = (".clr",)
    family: ClassVar[str] = "maps"
    holds: ClassVar[frozenset[str]] = frozenset()
    # Rows of four numbers may be any table.
    needs_suffix: ClassVar[bool] = True
    first: Annotated[int, "The value of the first color."] = 0

    def __post_init__(self) -> None:
        """Refuse a value that no raster with a color map has."""
        if not 0 <= self.first <= _HIGHEST:
            message = f"option 'first' is 0 to {_HIGHEST}, not '{self.first}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write a line for each color, with values that rise by 1."""
        last = self.first + len(result.palette) - 1
        if last > _HIGHEST:
            message = f"a color map has values up to {_HIGHEST}, and this one would end at {last}"
            raise ValueError(message)
        lines = [
            f"{value} {color.red} {color.green} {color.blue}\n"
            for value, color in enumerate(result.palette.colors, self.first)
        ]
        return "".join(lines)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors in the order of the file; each value occurs once. Raises ValueError."""
        lines = re.split(r"\r\n|\r|\n", decode_text(data))
        if lines[0].startswith(_SURFER):
            raise ValueError("it is a color map of Surfer, which cvpalette does not read")
        found: list[Entry] = []
        values: set[int] = set()
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                found.append(_read_line(number, line, values))
        return make_palette(_find_alphas(found))


def _find_alphas(found: list[Entry]) -> list[Entry]:
    """Return the colors with their alphas, if each line has one before its name."""
    rests = [_ALPHA.fullmatch(entry.name) for entry in found]
    alphas = [(int(rest[1]), rest[2] or "") for rest in rests if rest and int(rest[1]) <= 255]
    if len(alphas) < len(found):
        return found
    return [
        entry._replace(name=name, alpha=alpha / 255)
        for entry, (alpha, name) in zip(found, alphas, strict=True)
    ]


def _read_line(number: int, line: str, values: set[int]) -> Entry:
    """Read a line, and add its value to those before."""
    entry = _LINE.fullmatch(line.rstrip())
    try:
        if not entry or int(entry[1]) in values:
            raise ValueError(line)
        values.add(int(entry[1]))
        return Entry(Color(int(entry[2]), int(entry[3]), int(entry[4])), entry[5] or "")
    except ValueError as error:
        message = (
            f"line {number}: {quote(line.strip()[:60])} is no color; write a value that no other line has,"
            " and red, green and blue, 0 to 255"
        )
        raise ValueError(message) from error
