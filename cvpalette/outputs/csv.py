"""The output `csv`."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import printable, quote
from cvpalette.rendering.names import plain_name
from cvpalette.rendering.parsing import Entry, decode_text, make_palette, read_color
from cvpalette.result import Result

__all__ = ["CsvTable"]

_COLUMNS: Final = ("index", "hex", "r", "g", "b", "share", "name")
_SOURCE: Final = "source"
_SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
# Other programs' names for these columns; "frequency" is Pylette's.
_CALLED: Final = {
    "red": "r",
    "green": "g",
    "blue": "b",
    "color": "hex",
    "colour": "hex",
    "frequency": "share",
    "proportion": "share",
}
# The columns of a row that begins with three numbers, in a table without a header.
_LEVELS: Final = ("r", "g", "b", "share")
_HEX: Final = re.compile(r"#[0-9A-Fa-f]{3,8}")
# A spreadsheet reads text that begins like this as a formula, also with the signs of East Asian width, and
# after a tab or line break; an apostrophe in front marks it as text.
_FORMULA: Final = re.compile(r"'*+[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]")


@dataclass(frozen=True)
class CsvTable:
    """Table of comma-separated values, for spreadsheets and data frames."""

    suffix: ClassVar[str] = ".csv"
    combined_suffix: ClassVar[str] = ".csv"
    separator: Annotated[Literal["comma", "semicolon", "tab"], "The character between the values."] = "comma"
    bom: Annotated[bool, "Mark the file as UTF-8, for Excel."] = False

    def render(self, result: Result, /) -> str:
        """Write a header, and one row for each swatch: its number, color, share from 0 to 1, and name."""
        return self._write([_COLUMNS, *_list_rows(result.palette)], is_first=True)

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the rows of all palettes; the first column is the source of each row."""
        yield self._write([(_SOURCE, *_COLUMNS)], is_first=True)
        for each in results:
            source = _guard(printable(each.path or each.name))
            yield self._write([source, *row] for row in _list_rows(each.palette))

    def _write(self, rows: Iterable[Sequence[Any]], *, is_first: bool = False) -> str:
        table = io.StringIO()
        csv.writer(table, delimiter=_SEPARATORS[self.separator], lineterminator="\n").writerows(rows)
        return ("\ufeff" if is_first and self.bom else "") + table.getvalue()

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the columns "hex" or "r", "g" and "b", in any order and among any others. Raises ValueError.

        Without a header, a row is red, green, blue and a share, or a color and its name. The name may come
        first if the color begins with #. A share may be a percentage. It may have a decimal comma if commas
        do not separate the values. A table of several sources is refused, since it is not one palette.
        """
        text = decode_text(data)
        first = text.lstrip().partition("\n")[0]
        separator = max(_SEPARATORS.values(), key=first.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return make_palette(_read_rows(rows, decimal="." if separator == "," else ","))
        except csv.Error as error:
            message = f"line {rows.line_num}: {error}"
            raise ValueError(message) from error


def _list_rows(palette: Palette) -> Iterator[list[Any]]:
    for number, swatch in enumerate(palette, 1):
        share = swatch.share if palette.has_shares else ""
        yield [number, swatch.color.hex, *swatch.color.rgb, share, _guard(plain_name(swatch.name))]


def _guard(name: str) -> str:
    return f"'{name}" if _FORMULA.match(name) else name


def _read_rows(rows: Iterable[list[str]], decimal: str) -> Iterator[Entry]:
    columns: Sequence[str] | None = None
    sources: set[str] = set()
    for number, cells in enumerate(rows, 1):
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if columns is None:
            columns = _read_header(row)
            if columns:
                continue
        values = dict(zip(columns or _guess_columns(row), row, strict=False))
        sources.add(values.get(_SOURCE, ""))
        if len(sources) > 1:
            raise ValueError("it holds palettes of several sources; keep only the rows of one")
        try:
            yield _read_row(values, decimal)
        except ValueError as error:
            message = f"row {number}: {error}"
            raise ValueError(message) from error


def _read_header(row: list[str]) -> Sequence[str]:
    """Return our names of the columns, or nothing if the row is not a header."""
    columns = [_CALLED.get(cell.lower(), cell.lower()) for cell in row]
    return columns if "hex" in columns or {"r", "g", "b"} <= set(columns) else ()


def _guess_columns(row: list[str]) -> Sequence[str]:
    """Return the names of a row's columns in a table without a header."""
    place = next((at for at, cell in enumerate(row) if _HEX.fullmatch(cell)), None)
    if place is None:
        return _LEVELS if len(row) > 2 and all(map(str.isdecimal, row[:3])) else ("hex", "name")
    # A name contains a letter; a number next to the color is its place in the table, or a level.
    name = next((at for at, cell in enumerate(row) if at != place and re.search(r"[^\W\d_]", cell)), None)
    return ["hex" if at == place else "name" if at == name else "" for at in range(len(row))]


def _read_row(row: dict[str, str], decimal: str) -> Entry:
    share = row.get("share", "")
    name = row.get("name", "")
    return Entry(
        _read_color(row),
        name.removeprefix("'") if _FORMULA.match(name) else name,
        _read_share(share, decimal) if share else None,
    )


def _read_share(text: str, decimal: str) -> float:
    number = text.replace(decimal, ".")
    try:
        return float(number[:-1]) / 100 if number.endswith("%") else float(number)
    except ValueError as error:
        message = f"{quote(text[:60])} is no share"
        raise ValueError(message) from error


def _read_color(row: dict[str, str]) -> Color | None:
    if row.get("hex"):
        return read_color(row["hex"])
    levels = [row.get(channel, "") for channel in "rgb"]
    try:
        return Color(*map(int, levels))
    except ValueError as error:
        message = f"{quote(','.join(levels)[:60])} is no color; write red, green and blue, 0 to 255"
        raise ValueError(message) from error
