"""Tables of colors as text: read_table() finds the separator and the columns, or refuses the text."""

import colorsys
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import KINDS
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import Entry, read_color, tell_some
from cvpalette.parsing.levels import Levels, find_scale, scale_levels
from cvpalette.parsing.tokens import read_translucent
from cvpalette.rendering.escaping import unguard_formula

__all__ = ["is_marked", "read_table"]

_SEPARATORS: Final = "\t;,"
# More rows and values would take seconds to compare, and palettes have fewer.
_MOST_ROWS: Final = 1 << 16
_MOST_CELLS: Final = 300_000
# What alphas may be of.
_ALPHAS: Final = (1, 100, 255)
# A process color is an ordinary one.
_KINDS: Final = frozenset((*KINDS, "process"))
# The first line of a table that Excel wrote or is to read.
_EXCELS: Final = re.compile(r'\s*"?sep=(.)"?\s*?(?:\r\n?|\n|\Z)', re.IGNORECASE)
_MARKED: Final = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\([^()]*\)|(?:hwb|(?:ok)?l(?:ab|ch)|color)\([^()]*\)",
    re.IGNORECASE,
)
_HASHED: Final = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_BARE: Final = re.compile(r"[0-9a-f]{6}", re.IGNORECASE)
# What programs and their data have in them, and names do not.
_CODE: Final = re.compile(r"[][{}<>=]|#[0-9a-f]{3}|\\", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]")
# Each repetition keeps what it takes, so that long texts take no longer than their length.
_JOINT: Final = r"(?:\s*+[,;]\s*+|\s++)"
_TRIPLE: Final = re.compile(rf"\(?\s*+([0-9.]++){_JOINT}([0-9.]++){_JOINT}([0-9.]++)\s*+\)?")
_NUMBER: Final = re.compile(r"(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:\.(?![0-9]))?")

# What other programs and people call the columns. Words that say nothing are left out before: "R (0-255)".
_NOISE: Final = frozenset(
    (
        *("value", "values", "channel", "level", "levels", "code", "codes", "srgb", "bit", "the", "of", "in"),
        *("0", "1", "8", "16", "255"),
    )
)
_CALLED: Final = {
    **dict.fromkeys(("hex", "hexcode", "hexadecimal", "html", "hextriplet", "htmlcode", "web"), "hex"),
    **dict.fromkeys(("r", "red", "rgbr", "rgbred"), "r"),
    **dict.fromkeys(("g", "green", "rgbg", "rgbgreen"), "g"),
    **dict.fromkeys(("b", "blue", "rgbb", "rgbblue"), "b"),
    **dict.fromkeys(("h", "hue"), "h"),
    **dict.fromkeys(("s", "saturation", "sat"), "s"),
    **dict.fromkeys(("l", "lightness", "light", "luminosity"), "l"),
    **dict.fromkeys(("v", "brightness"), "v"),
    **dict.fromkeys(("name", "names", "title", "label", "swatch"), "name"),
    **dict.fromkeys(("a", "alpha", "opacity"), "alpha"),
    **dict.fromkeys(("share", "percent", "percentage", "proportion", "frequency"), "share"),
    **dict.fromkeys(("pixels", "population", "count"), "share"),
    "rgb": "rgb",
    "css": "css",
    "color": "color",
    "colour": "color",
    "source": "source",
    "group": "group",
    "kind": "kind",
}
# Columns that have the same color in another notation.
_SAME: Final = frozenset(("hex", "css", "rgb"))
_CHANNELS: Final = {
    "rgb": ("r", "g", "b"),
    "hsl": ("h", "s", "l"),
    "hsv": ("h", "s", "v"),
    "hsb": ("h", "s", "b"),
}


class _Columns(NamedTuple):
    """Where a row has its color, as text or as three numbers of a `model`, and what else it has."""

    text: int | None = None
    levels: tuple[int, ...] = ()
    model: str = "rgb"
    name: int | None = None
    alpha: int | None = None
    share: int | None = None
    source: int | None = None
    group: int | None = None
    kind: int | None = None


@dataclass(frozen=True)
class _Row:
    """A row of a table: its number for messages, and its values without blanks around them."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int | None) -> str:
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def refuse(self, what: str, problem: str) -> ValueError:
        return ValueError(f"row {self.number}: {quote(what[:60])} {problem}")


def read_table(text: str) -> tuple[list[Entry], list[str]]:
    """Return the colors of a table, in order, and notes on what is left out.

    Raises ValueError for anything that is not wholly a table of colors.

    A header names the columns, in any order. Without a header, each row is a color and maybe its name; or
    red, green and blue, with a name before or after them, or with alpha or a share after them. All rows are
    read, or none.
    """
    excels = _EXCELS.match(text)
    text = text[excels.end() :] if excels else text
    first = text.lstrip().partition("\n")[0]
    separators = excels[1] if excels else sorted(_SEPARATORS, key=first.count, reverse=True)
    problem: ValueError | None = None
    for separator in separators:
        try:
            rows = _split(text, separator)
            left_out: list[str] = []
            return list(_read_rows(rows, "." if separator == "," else ",", left_out)), left_out
        except ValueError as error:
            # The separator that occurs most often in the first line is the likeliest: its error is told.
            problem = problem or error
    raise problem or ValueError("it holds no color")


def is_marked(text: str) -> bool:
    """Tell whether a text has a color with a # or a function, or a header; numbers alone may be anything."""
    if _MARKED.search(text):
        return True
    first = text.lstrip().partition("\n")[0]
    return any(_read_header(tuple(first.split(separator))) for separator in _SEPARATORS)


def _split(text: str, separator: str) -> list[_Row]:
    lines = max(text.count("\n"), text.count("\r"))
    if lines > _MOST_ROWS:
        message = f"it has more than {_MOST_ROWS} rows, too many for a palette"
        raise ValueError(message)
    if lines + text.count(separator) > _MOST_CELLS:
        message = f"it has more than {_MOST_CELLS} values, too many for a palette"
        raise ValueError(message)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        rows = [tuple(cell.strip() for cell in cells) for cells in table]
    except csv.Error as error:
        message = f"line {table.line_num}: {error}"
        raise ValueError(message) from error
    return [_Row(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]


def _read_rows(rows: list[_Row], decimal: str, left_out: list[str]) -> Iterator[Entry]:
    if not rows:
        raise ValueError("it holds no color")
    columns = _read_header(rows[0].cells)
    if columns is None and len(rows) > 1:
        columns = _find_header(rows)
    if columns:
        width = len(rows[0].cells)
        for row in rows[1:]:
            if any(row.cells[width:]):
                raise row.refuse(
                    row.cells[width], f"is one value more than the header has, which has {width}"
                )
        yield from _read_columns(rows[1:], columns, decimal)
        left_out.extend(_find_others(rows, columns))
        left_out.extend(_tell_alphas(rows[1:], columns.alpha, decimal))
        left_out.extend(_tell_kinds(rows[1:], columns.kind))
        return
    if all(_has_one_color(row) for row in rows):
        yield from map(_read_marked, rows)
        return
    yield from _read_columns(rows, _guess_columns(rows, decimal), decimal)


def _find_others(rows: list[_Row], columns: _Columns) -> Iterator[str]:
    """Give a note on the columns that have colors too, such as "Color 2"."""
    taken = {columns.text, columns.name, *columns.levels}
    others = [
        cell
        for column, cell in enumerate(rows[0].cells)
        if column not in taken
        and _call_column(cell) not in _SAME
        and any(_HASHED.fullmatch(row[column]) for row in rows[1:])
    ]
    if others:
        yield f"the colors of the column{'s' * (len(others) > 1)} {listed(others, 'and')} are left out"


def _has_one_color(row: _Row) -> bool:
    """Tell whether a row is a marked color with at most one text, which is no code, and maybe numbers."""
    others = [cell for cell in row.cells if not _is_marked(cell)]
    texts = [cell for cell in others if _LETTER.search(cell)]
    is_code = any(_CODE.search(cell) for cell in others)
    return len(row.cells) - len(others) == 1 and len(texts) <= 1 and not is_code


def _is_marked(cell: str) -> bool:
    return _MARKED.fullmatch(cell) is not None


def _read_header(cells: tuple[str, ...]) -> _Columns | None:
    """Return the columns that a header names, or None if the cells are no header of colors."""
    called: dict[str, int] = {}
    for column, cell in enumerate(cells):
        word = _call_column(cell)
        if word:
            called.setdefault(word, column)
    if "l" in called and "s" not in called and cells[called.get("alpha", 0)].strip().lower() == "a":
        # It is that of Lab.
        called.pop("alpha", None)
    name = called.get("name")
    text = next((called[key] for key in ("hex", "css") if key in called), None)
    model = next((model for model, keys in _CHANNELS.items() if called.keys() >= set(keys)), "")
    if text is None and model != "rgb":
        text = next((called[key] for key in ("rgb", "color") if key in called), None)
    # "Color" is the name where another column has the color.
    if name is None and text != called.get("color"):
        name = called.get("color")
    if text is None and not model:
        return None
    return _Columns(
        text=text,
        levels=tuple(called[key] for key in _CHANNELS.get(model, ())),
        model=model,
        name=name,
        alpha=called.get("alpha"),
        share=called.get("share"),
        source=called.get("source"),
        group=called.get("group"),
        kind=called.get("kind"),
    )


def _call_column(cell: str) -> str:
    """Return our name of a column, such as "hex" for "Hex Code", or an empty string for another column."""
    words = [word for word in re.findall(r"[^\W_]+|%", cell.lower()) if word not in _NOISE]
    if words == ["%"]:
        return "share"
    words = [word for word in words if word != "%"]
    if words[:1] in (["color"], ["colour"], ["swatch"]) and len(words) > 1:
        words = words[1:]
    elif words[-1:] in (["color"], ["colour"]) and len(words) > 1:
        words = words[:-1]
    return _CALLED.get("".join(words), "")


def _find_header(rows: list[_Row]) -> _Columns | None:
    """Return the columns of a table whose header has other words: the one column of colors, and a name."""
    width = len(rows[0].cells)
    if any(map(_is_marked, rows[0].cells)):
        return None
    marked = [column for column in range(width) if all(_is_marked(row[column]) for row in rows[1:])]
    if len(marked) != 1:
        return None
    called = [_call_column(cell) for cell in rows[0].cells]
    name = called.index("name") if "name" in called else None
    texts = [column for column in range(width) if any(_LETTER.search(row[column]) for row in rows[1:])]
    named = name if name is not None else next((column for column in texts if column != marked[0]), None)
    return _Columns(text=marked[0], name=named)


def _read_marked(row: _Row) -> Entry:
    """Read a row whose only marked cell is its color; a number beside it is its place, and no name."""
    column = next(column for column, cell in enumerate(row.cells) if _is_marked(cell))
    others = (cell for at, cell in enumerate(row.cells) if at != column)
    try:
        color, alpha = read_translucent(row[column])
        return Entry(color, unguard_formula(next(filter(_LETTER.search, others), "")), alpha=alpha)
    except ValueError as error:
        raise row.refuse(row[column], "is no color") from error


def _guess_columns(rows: list[_Row], decimal: str) -> _Columns:
    """Return the columns of a table without a header and without marked colors; raises ValueError."""
    width = max(len(row.cells) for row in rows)
    kinds = "".join(_kind_of([row[column] for row in rows], decimal) for column in range(width)).rstrip(" ")
    levels = re.fullmatch(r"(N?)(T?)(NNN)(N?)(T*)", kinds)
    if levels:
        return _place_numbers(rows, levels, decimal)
    bare = [column for column in range(width) if all(_BARE.fullmatch(row[column]) for row in rows)]
    if len(bare) == 1 and any(_LETTER.search(row[bare[0]]) for row in rows):
        texts = (column for column in range(width) if column != bare[0] and kinds[column : column + 1] == "T")
        return _Columns(text=bare[0], name=next(texts, None))
    if width <= 2 and not bare and not any(map(_is_color, {row[1] for row in rows})):
        return _Columns(text=0, name=1)
    raise rows[0].refuse(
        rows[0].cells[0], "is no color, and the row before the colors names no column of them"
    )


def _kind_of(cells: list[str], decimal: str) -> str:
    """Return N for a column of numbers, T for one of other text, and a blank for an empty one."""
    if not any(cells):
        return " "
    return "N" if all(_NUMBER.fullmatch(_plain(cell, decimal)) for cell in cells) else "T"


def _is_color(cell: str) -> bool:
    try:
        read_color(cell)
    except ValueError:
        return False
    return True


def _place_numbers(rows: list[_Row], found: re.Match[str], decimal: str) -> _Columns:
    """Return the columns of a table of numbers without a header; raises ValueError if it may be either."""
    start = found.start(3)
    fourth = found.start(4) if found[4] else None
    name = found.start(2) if found[2] else found.start(5) if found[5] else None
    if found[1] and not found[2]:
        # Four or five numbers: the first may count the rows, or the fourth may be alpha or a share.
        start, fourth = 0, 3
        counts = [row[0] for row in rows]
        ordinals = [[str(number + first) for number in range(len(rows))] for first in (0, 1)]
        if found[4]:
            raise rows[0].refuse(
                ",".join(rows[0].cells), "has more numbers than a color; name them in a header"
            )
        if counts in ordinals and {row[3] for row in rows} not in ({"255"}, {"1"}):
            if len(rows) < 3:
                raise rows[0].refuse(rows[0].cells[0], "may be red or the number of the row; write a header")
            start, fourth = 1, None
    columns = _Columns(levels=(start, start + 1, start + 2), name=name)
    if fourth is None:
        return columns
    values = [_read_number(row, row[fourth], decimal) for row in rows]
    is_share = abs(sum(values) - 1) < 0.01 or max(values) > 255
    return columns._replace(share=fourth) if is_share else columns._replace(alpha=fourth)


def _read_columns(rows: list[_Row], columns: _Columns, decimal: str) -> Iterator[Entry]:
    are_several = len({row[columns.source] for row in rows}) > 1
    alphas = _read_alphas(rows, columns.alpha, decimal)
    if columns.text is not None:
        found = _read_texts(rows, columns.text)
        colors: Iterable[Color | None] = [color for color, _ in found]
        alphas = [alpha if own == 1 else own for own, (_, alpha) in zip(alphas, found, strict=True)]
    elif columns.model == "rgb":
        colors = _read_levels(rows, columns.levels, decimal)
    else:
        colors = _read_cylinder(rows, columns, decimal)
    for row, color, alpha in zip(rows, colors, alphas, strict=True):
        share, kind = row[columns.share], row[columns.kind].lower()
        groups = (row[columns.source] if are_several else "", unguard_formula(row[columns.group]))
        yield Entry(
            color if alpha else None,
            unguard_formula(row[columns.name]),
            _read_number(row, share, decimal, "is no share") if share else None,
            "/".join(filter(None, groups)),
            kind if kind in KINDS else "",
            alpha or 1.0,
        )


def _read_alphas(rows: list[_Row], column: int | None, decimal: str) -> list[float]:
    """Read alphas of 1, of 100 or of 255: the least of these that none of them is above.

    A percentage says itself what it is of. Raises ValueError for anything else.
    """
    texts = [row[column] for row in rows]
    alphas = [
        _read_number(row, text, decimal) if text else 1.0 for row, text in zip(rows, texts, strict=True)
    ]
    # Where an alpha is missing or a percentage, it says nothing of the others.
    plain = [alpha for alpha, text in zip(alphas, texts, strict=True) if text and not text.endswith("%")]
    full = next((full for full in _ALPHAS if max(plain, default=1.0) <= full), 0)
    for row, text, alpha in zip(rows, texts, alphas, strict=True):
        if not 0 <= alpha <= (1 if text.endswith("%") else full):
            raise row.refuse(text, "is no alpha; write 0 to 1, 0% to 100% or 0 to 255")
    return [
        alpha / full if text and not text.endswith("%") else alpha
        for alpha, text in zip(alphas, texts, strict=True)
    ]


def _tell_alphas(rows: list[_Row], column: int | None, decimal: str) -> Iterator[str]:
    """Give a note if parts of 1 stand among alphas of 100 or 255, since they may have been meant as such."""
    if column is None:
        return
    cells = [row[column] for row in rows if row[column] and not row[column].endswith("%")]
    numbers = [_to_float(cell, decimal) for cell in cells]
    highest = max(numbers, default=0)
    parts = [cell for cell, number in zip(cells, numbers, strict=True) if 0 < number < 1]
    if highest > 1 and parts:
        full = 100 if highest <= 100 else 255
        yield f"its alphas are read as 0 to {full}, {quote(parts[0])} too"


def _tell_kinds(rows: list[_Row], column: int | None) -> Iterator[str]:
    """Give a note on the kinds of colors that are not known."""
    others = dict.fromkeys(row[column].lower() for row in rows if row[column].lower() not in _KINDS)
    if others:
        yield tell_some([f"the kind {quote(kind[:60])}" for kind in others])


def _read_texts(rows: list[_Row], column: int) -> list[tuple[Color | None, float]]:
    """Read colors in any notation, or as three numbers in one cell, each with its alpha."""
    triples = [_TRIPLE.fullmatch(row[column]) for row in rows]
    if all(triples):
        levels = [tuple(map(float, found.groups())) for found in triples if found]
        return [(color, 1.0) for color in _scale(rows, levels, [row[column] for row in rows])]
    colors = []
    for row in rows:
        try:
            colors.append(read_translucent(row[column].strip("'\"")))
        except ValueError as error:
            raise row.refuse(row[column], "is no color") from error
    return colors


def _read_levels(rows: list[_Row], places: Sequence[int], decimal: str) -> Iterable[Color]:
    texts = [[row[place] for place in places] for row in rows]
    shown = [",".join(each) for each in texts]
    levels = []
    for row, each, told in zip(rows, texts, shown, strict=True):
        try:
            # A percentage is a hundredth of 255 here.
            levels.append([_to_float(text, decimal) * (255 if text.endswith("%") else 1) for text in each])
        except ValueError as error:
            raise row.refuse(told, "is no color; write red, green and blue, 0 to 255") from error
    if all(text.endswith("%") for each in texts for text in each):
        return [Color(*(int(level + 0.5) for level in each)) for each in _within(rows, levels, shown)]
    if any(text.endswith("%") for each in texts for text in each):
        raise ValueError("its levels are percentages in one place and numbers in another")
    return _scale(rows, levels, shown)


def _within(rows: list[_Row], levels: list[list[float]], shown: list[str]) -> list[list[float]]:
    for row, each, told in zip(rows, levels, shown, strict=True):
        if max(each) > 255:
            raise row.refuse(told, "is no color; a percentage is 0% to 100%")
    return levels


def _scale(rows: list[_Row], levels: Sequence[Levels], shown: list[str]) -> Iterable[Color]:
    scale = find_scale(levels)
    colors = []
    for row, each, told in zip(rows, levels, shown, strict=True):
        try:
            colors.append(scale_levels(each, scale))
        except ValueError as error:
            raise row.refuse(told, "is no color; write red, green and blue, 0 to 255") from error
    return colors


def _read_cylinder(rows: list[_Row], columns: _Columns, decimal: str) -> Iterable[Color]:
    """Read hue, saturation and lightness or brightness: degrees, and percentages or parts of 1."""
    read = _hsl if columns.model == "hsl" else colorsys.hsv_to_rgb
    cells = [[row[place].rstrip("°").removesuffix("deg").strip() for place in columns.levels] for row in rows]
    texts = [[cell.removesuffix("%").strip() for cell in each] for each in cells]
    values = [
        [_read_number(row, text, decimal, "is no number") for text in each]
        for row, each in zip(rows, texts, strict=True)
    ]
    parts = [part for each in values for part in each[1:]]
    are_percent = max(parts, default=0) > 1 or any(cell.endswith("%") for each in cells for cell in each[1:])
    if not are_percent and any(0 < each[0] <= 1 for each in values) and max(each[0] for each in values) <= 1:
        raise ValueError("its hues may be parts of a turn or degrees; write degrees, and percentages")
    colors = []
    for row, each in zip(rows, values, strict=True):
        hue, *rest = each
        saturation, third = (part / 100 if are_percent else part for part in rest)
        if not (0 <= hue <= 360 and 0 <= saturation <= 1 and 0 <= third <= 1):
            raise row.refuse(",".join(row[place] for place in columns.levels), "is no color")
        colors.append(clip_color("srgb", read(hue / 360, saturation, third)))
    return colors


def _hsl(hue: float, saturation: float, lightness: float) -> tuple[float, float, float]:
    return colorsys.hls_to_rgb(hue, lightness, saturation)


def _read_number(row: _Row, text: str, decimal: str, problem: str = "is no number") -> float:
    try:
        return _to_float(text, decimal)
    except ValueError as error:
        raise row.refuse(text, problem) from error


def _to_float(text: str, decimal: str) -> float:
    number = text.replace(decimal, ".")
    return float(number[:-1]) / 100 if number.endswith("%") else float(number)


def _plain(cell: str, decimal: str) -> str:
    return cell.replace(decimal, ".").removesuffix("%").rstrip()
