"""The output `csv`."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

from cvpalette.color.alpha import alpha_part
from cvpalette.color.palette import Palette, Swatch
from cvpalette.messages import printable
from cvpalette.parsing.entries import decode_text, make_palette
from cvpalette.parsing.tables import is_marked, read_table
from cvpalette.rendering.escaping import guard_formula
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result

if TYPE_CHECKING:
    from cvpalette.roles.role import Roles

__all__ = ["CsvTable"]

_COLUMNS: Final = ("index", "hex", "r", "g", "b", "share", "name")
_TEXT: Final = "text"
_FURTHER: Final[dict[str, Any]] = {"group": "", "alpha": 1.0, "kind": ""}
_ROLES: Final = ("mode", "name", "hex", "r", "g", "b", "found", "moved")
_SOURCE: Final = "source"
_JOINT: Final = r'"?[,;\t]"?'
# The header of a table of roles, whatever separates the values.
_HOLDS_ROLES: Final = re.compile(rf'\s*"?(?:{_SOURCE}{_JOINT})?{_JOINT.join(_ROLES[:3])}')
_SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}


@dataclass(frozen=True)
class CsvTable:
    """Table of comma-separated values, for spreadsheets and data frames."""

    suffix: ClassVar[str] = ".csv"
    family: ClassVar[str] = "tables"
    combined_suffix: ClassVar[str] = ".csv"
    separator: Annotated[Literal["comma", "semicolon", "tab"], "The character between the values."] = "comma"
    bom: Annotated[bool, "Mark the file as UTF-8, for Excel."] = False
    roles: Annotated[bool, "Write the roles of the light and the dark scheme in place of the palette."] = (
        False
    )
    text: Annotated[bool, "Add whether black or white text is easier to read on each color."] = False

    @property
    def holds(self) -> frozenset[str]:
        """What a table of one palette holds; a table of roles holds no palette."""
        return frozenset(() if self.roles else ("names", "groups", "kinds", "alpha", "shares"))

    @property
    def combined_holds(self) -> frozenset[str]:
        """What a table of many sources holds, whose columns are written before the palettes are known."""
        return self.holds & {"names", "shares"}

    @property
    def idle(self) -> dict[str, str]:
        """A table of roles has no text on colors."""
        return {"text": "the table is of roles, which have their own text"} if self.roles else {}

    @property
    def scheme(self) -> bool:
        """Whether results need the scheme of their picture."""
        return self.roles

    def render(self, result: Result, /) -> str:
        """Write a header, and one row for each swatch: its number, color, share from 0 to 1, and name.

        There are columns for the group, the alpha and the kind if a swatch has one.
        """
        further = [] if self.roles else _find_further(result.palette)
        return self._write([(*self._columns, *further), *self._list_rows(result, further)], is_first=True)

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the rows of all palettes; the first column is the source of each row."""
        yield self._write([(_SOURCE, *self._columns)], is_first=True)
        for each in results:
            source = guard_formula(printable(each.path or each.name))
            yield self._write([source, *row] for row in self._list_rows(each))

    @property
    def _columns(self) -> tuple[str, ...]:
        if self.roles:
            return _ROLES
        return (*_COLUMNS, _TEXT) if self.text else _COLUMNS

    def _list_rows(self, result: Result, further: Sequence[str] = ()) -> Iterator[list[Any]]:
        if self.roles:
            from cvpalette.rendering.held_roles import MODES, roles_of  # noqa: PLC0415 -- few want roles

            for mode in MODES:
                rows = _list_roles(roles_of(result, mode), result.scheme.palette)
                yield from ([mode, *row] for row in rows)
            return
        for number, swatch in enumerate(result.palette, 1):
            share = swatch.share if result.palette.has_shares else ""
            name = guard_formula(plain_name(swatch.name))
            text = [swatch.color.ink.hex] if self.text else []
            more = [_write_further(swatch, column) for column in further]
            yield [number, swatch.color.hex, *swatch.color.rgb, share, name, *text, *more]

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

        The columns are called "hex", "color", "r", "g", "b", "h", "s", "l", "name", "alpha", "share",
        "group", "kind" or much like that, in any order and among any others. Without a header, a row is a
        color and its name; or red, green and blue, with a name before or after them, and with alpha or a
        share. Levels are 0 to 255, or
        0 to 1 with fractions. A share may be a percentage. Numbers may have decimal commas if commas do not
        separate the values. In a table of several sources, each is a group. A table of the roles of a scheme
        is refused, since it is no palette.
        """
        text = decode_text(data)
        if _HOLDS_ROLES.match(text):
            raise ValueError("it holds the roles of a scheme, and no palette")
        found, left_out = read_table(text)
        return make_palette(found, left_out=left_out)


def _find_further(palette: Palette) -> list[str]:
    """Return the columns of what only palette files say, as far as a swatch has it."""
    return [
        column
        for column, default in _FURTHER.items()
        if any(getattr(swatch, column) != default for swatch in palette)
    ]


def _write_further(swatch: Swatch, column: str) -> Any:
    if column == "alpha":
        return alpha_part(swatch.alpha, 6)
    return guard_formula(str(getattr(swatch, column)))


def _list_roles(roles: "Roles", palette: Palette) -> Iterator[list[Any]]:
    """Give a row for each role; `found` is the swatch of the scheme that it was made of, and may be empty."""
    for name, role in roles.named().items():
        found = ("", "") if role.found is None else (palette[role.found].color.hex, round(role.moved, 2))
        yield [name, role.hex, *role.color.rgb, *found]
