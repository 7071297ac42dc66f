"""The output `csv`."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.palette import Palette
from cvpalette.messages import printable
from cvpalette.parsing.entries import decode_text, make_palette
from cvpalette.parsing.tables import is_marked, read_table
from cvpalette.rendering.escaping import guard_formula
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result

__all__ = ["CsvTable"]

_COLUMNS: Final = ("index", "hex", "r", "g", "b", "share", "name")
_SOURCE: Final = "source"
_SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}


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
            source = guard_formula(printable(each.path or each.name))
            yield self._write([source, *row] for row in _list_rows(each.palette))

    def _write(self, rows: Iterable[Sequence[Any]], *, is_first: bool = False) -> str:
        table = io.StringIO()
        csv.writer(table, delimiter=_SEPARATORS[self.separator], lineterminator="\n").writerows(rows)
        return ("\ufeff" if is_first and self.bom else "") + table.getvalue()

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data has neither a header nor a color with a # or a function.

        Then only the suffix says that its numbers are colors.
        """
        return not is_marked(decode_text(data))

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a table with one color in each row, as cvpalette and others write it. Raises ValueError.

        The columns are called "hex", "color", "r", "g", "b", "h", "s", "l", "name", "alpha", "share" or much
        like that, in any order and among any others. Without a header, a row is a color and its name; or red,
        green and blue, with a name before or after them, and with alpha or a share. Levels are 0 to 255, or
        0 to 1 with fractions. A share may be a percentage. Numbers may have decimal commas if commas do not
        separate the values. A table of several sources is refused, since it is not one palette.
        """
        found, left_out = read_table(decode_text(data))
        return make_palette(found, left_out=left_out)


def _list_rows(palette: Palette) -> Iterator[list[Any]]:
    for number, swatch in enumerate(palette, 1):
        share = swatch.share if palette.has_shares else ""
        yield [number, swatch.color.hex, *swatch.color.rgb, share, guard_formula(plain_name(swatch.name))]
