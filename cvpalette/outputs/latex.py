"""The output `latex`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, decode_text, make_palette, tell_some
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.escaping import css_string, line_comment
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["LatexColors"]

# A comment, but no percent sign that is escaped.
_COMMENT: Final = re.compile(r"(?<!\\)%[^\n]*")
_DEFINITION: Final = re.compile(
    r"\\(?:(?:define|provide)color\s*(?:\[[^\]\n]{0,40}\]\s*)?|DefineNamedColor\s*\{named\}\s*)"
    r"\{([^{}\n]{1,200})\}\s*\{([^{}\n]{1,40})\}\s*\{([^{}]{1,200})\}"
)
_SET: Final = re.compile(
    r"\\(?:define|provide)colorset\s*(?:\[[^\]\n]{0,40}\]\s*)?"
    r"\{([^{}\n]{1,40})\}\s*\{([^{}\n]{0,60})\}\s*\{([^{}\n]{0,60})\}\s*\{([^{}]*)\}"
)
_LET: Final = re.compile(r"\\colorlet\s*(?:\[[^\]\n]{0,40}\]\s*)?\{([^{}\n]{1,200})\}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
# For each model of numbers: its space, how many it has, and what the largest is.
_MODELS: Final = {
    "rgb": ("RGB", 3, 1.0),
    "RGB": ("RGB", 3, 255.0),
    "cmy": ("CMY", 3, 1.0),
    "cmyk": ("CMYK", 4, 1.0),
    "hsb": ("HSB", 3, 1.0),
    "HSB": ("HSB", 3, 240.0),
    "gray": ("GRAY", 1, 1.0),
    "Gray": ("GRAY", 1, 15.0),
}


@dataclass(frozen=True)
class LatexColors:
    r"""LaTeX package that defines xcolor colors: \usepackage it, then write \textcolor{color-1}.

    The definitions of any LaTeX file are read, and mixtures are told of. Names become identifiers, and stand
    in comments. The facts are those of the manual of xcolor.
    """

    suffix: ClassVar[str] = ".sty"
    read_suffixes: ClassVar[tuple[str, ...]] = (".tex", ".ltx", ".def")
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"comment", "names"})
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    text: Text = False

    def __post_init__(self) -> None:
        """Refuse a prefix that xcolor would read as part of an expression."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, text=self.text, write=css_string)
        lines = [
            rf"\definecolor{{{name}}}{{HTML}}{{{color.digits.upper()}}} {line_comment('%', note)}".rstrip()
            for name, color, note, *_ in flatten(swatches)
        ]
        comments = [line_comment("%", line) for line in comment_lines(result)]
        return "\n".join([*comments, r"\RequirePackage{xcolor}", *lines]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors that a file defines with xcolor or color. Raises ValueError."""
        from cvpalette.parsing.own import find_own  # noqa: PLC0415 -- only readers need it
        from cvpalette.parsing.preprocessed import leading_comment  # noqa: PLC0415

        whole = decode_text(data)
        own = find_own(whole)
        text = _COMMENT.sub("", own.text if own else whole)
        found = sorted(_find(text), key=lambda one: one[0])
        if not found:
            raise ValueError(r"it defines no color, such as \definecolor{sea}{HTML}{264653}")
        entries, failed = [], []
        for _, name, model, values in found:
            try:
                color, given = _read(model, values)
            except ValueError as error:
                failed.append(f"{quote(name)} ({error})")
                continue
            entries.append(Entry(color, own.rename(name) if own else name, values=given))
        failed += [f"{quote(let[1])} (it is a mixture)" for let in _LET.finditer(text)]
        notes = [*(own.notes if own else []), *([tell_some(failed)] if failed else [])]
        return make_palette(entries, left_out=notes, comment=leading_comment(whole, "%"))


def _find(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Give each definition: where it stands, the name, the model, and the values."""
    for one in _DEFINITION.finditer(text):
        yield one.start(), one[1].strip(), one[2].strip(), one[3].strip()
    for one in _SET.finditer(text):
        for piece in one[4].split(";"):
            name, comma, values = piece.strip().partition(",")
            if comma:
                yield one.start(), f"{one[2]}{name.strip()}{one[3]}", one[1].strip(), values.strip()


def _read(model: str, text: str) -> tuple[Color, Values | None]:
    """Return the color of a model's values, and these if they are inks; raises ValueError."""
    # A color may be given in several models, the first of which is the best.
    model, text = model.split("/", maxsplit=1)[0].rpartition(":")[2], text.split("/", maxsplit=1)[0]
    if model == "HTML":
        if not _HEX.fullmatch(text):
            raise ValueError("HTML has six digits")
        return Color.from_hex(f"#{text}"), None
    if model not in _MODELS:
        message = f"the model {quote(model)} is not read"
        raise ValueError(message)
    space, count, largest = _MODELS[model]
    try:
        numbers = [float(word) / largest for word in text.replace(",", " ").split()]
    except ValueError as error:
        raise ValueError("it is no list of numbers") from error
    if len(numbers) != count or not all(0 <= number <= 1 for number in numbers):
        message = f"{model} is {count} from 0 to {largest:g}"
        raise ValueError(message)
    if space == "CMY":
        return color_of("RGB", tuple(1 - ink for ink in numbers)), None
    return color_of(space, tuple(numbers)), Values("cmyk", tuple(numbers)) if space == "CMYK" else None
