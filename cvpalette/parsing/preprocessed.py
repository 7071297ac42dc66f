"""The colors of style sheets in Sass's SCSS and in Less: their variables, maps and lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, Literal, NamedTuple

from cvpalette.color.color import Color
from cvpalette.color.css_math import split_arguments
from cvpalette.color.css_tokens import Token, read_tokens, trim, walk
from cvpalette.color.css_values import evaluate, seems_color
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.parsing.css_rules import Declaration, Place
from cvpalette.parsing.css_variables import Variables, find_reference
from cvpalette.parsing.entries import Entry, join_groups, make_palette, tell_some
from cvpalette.parsing.own import Own, find_groups
from cvpalette.roles.role import MODES

__all__ = ["begins_like", "leading_comment", "read_sheet"]

Sign = Literal["$", "@"]

_DEEPEST: Final = 40
# A value of more tokens is no color.
_LONGEST: Final = 40
# Strings, addresses and comments, so that `//` in the first two is none.
_ASIDE: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z) | "(?>(?:[^"\\\n]|\\.)*)"? | '(?>(?:[^'\\\n]|\\.)*)'? | url\([^)\n]*+ | //[^\n]*+""",
    re.DOTALL | re.VERBOSE,
)
# The functions of Sass and Less that make a color of another. Only they know what they give.
_COMPUTING: Final = frozenset(
    "adjust adjust-color adjust-hue average blackout change change-color complement"  # noqa: SIM905
    " contrast darken desaturate difference exclusion fade fade-in fade-out fadein"
    " fadeout get grayscale greyscale hsv hsva invert lighten map-get mix multiply"
    " negation opacify overlay saturate scale scale-color screen shade shade-color"
    " spin tint tint-color transparentize".split()
)
_BEGINNING: Final = {
    "$": re.compile(
        r"\s*+(?:@(?:use|import|forward|charset)\b[^;{}]{0,400};\s*+){0,40}(?:\$[A-Za-z_][\w-]*+\s*+:|@(?:mixin|function)\s)"
    ),
    "@": re.compile(
        r"\s*+(?:@(?:import|plugin|charset)\b[^;{}]{0,400};\s*+){0,40}@(?!media|import|charset|page)[A-Za-z_][\w-]*+\s*+:"
    ),
}


class _Value(NamedTuple):
    """A value that may be a color: by what name, in which group, and where it was set."""

    name: str
    group: str
    tokens: list[Token]
    declaration: Declaration | None = None


@dataclass
class _Sheet:
    """What a style sheet sets, in its order."""

    sign: Sign
    variables: dict[str, Declaration] = field(default_factory=dict)
    values: list[_Value] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    again: dict[str, None] = field(default_factory=dict)
    #: The maps and lists, to which references are no colors.
    many: set[str] = field(default_factory=set)
    is_too_deep: bool = False


def begins_like(text: str, sign: Sign) -> bool:
    """Tell whether a text begins like a style sheet of the language whose variables have this sign."""
    return _BEGINNING[sign].match(_ASIDE.sub(_blank, text)) is not None


def leading_comment(text: str, mark: str) -> str:
    """Return the lines of comment that a text begins with, without their marks."""
    lines = []
    for line in text.lstrip().splitlines():
        if not line.startswith(mark):
            break
        lines.append(line.removeprefix(mark).strip())
    return "\n".join(lines)


def read_sheet(text: str, sign: Sign, own: Own | None, body: str) -> Palette:
    """Return the palette of a style sheet in Sass or Less. Raises ValueError.

    `own` is what it says if it is of ours, and `body` is the part of it that holds colors.
    """
    entries, notes, values = _read_variables(body, sign)
    if not entries:
        language = {"$": "Sass", "@": "Less"}[sign]
        reason = f"; {notes[0]}" if notes else ""
        message = f"it sets no variable of {language} to a color, such as '{sign}color-1: #264653'{reason}"
        raise ValueError(message)
    if own:
        groups = find_groups(own.text)
        entries = [
            entry._replace(name=own.rename(entry.name), group=groups.get(entry.name, entry.group))
            for entry in entries
        ]
        notes = [*own.notes, *notes]
    joined, name = join_groups(entries)
    palette = make_palette(joined, name, notes, leading_comment(text, "//"))
    # These languages have no dark mode of their own.
    return replace(palette, variables=dict.fromkeys(MODES, values))


def _read_variables(text: str, sign: Sign) -> tuple[list[Entry], list[str], dict[str, Color | str]]:
    """Return the colors of a style sheet's variables, maps and lists, and notes of what is left out.

    The last are the values of all variables by name, as rules name them.

    `sign` is that of the variables: '$' in Sass, '@' in Less. The colors of a map or list are a group with
    its name. A variable that only refers to another one is left out. Nothing is computed: a color that a
    function of the language makes is told of.
    """
    # The positions stay, so that each comment becomes blanks.
    text = _ASIDE.sub(_blank, text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    sheet = _Sheet(sign)
    _read_block(read_tokens(text), sheet)
    variables = Variables(sheet.variables.values(), text)
    found: list[tuple[Entry, bool]] = []
    failed: list[str] = []
    values: dict[str, Color | str] = {}
    for value in sheet.values:
        declaration = value.declaration
        if declaration and sheet.variables[declaration.name] is not declaration:
            continue
        reference = find_reference(value.tokens)
        try:
            tokens = variables.expand(value.tokens, Place(), value.declaration)
            if not (seems_color(tokens) or _is_fading(tokens)):
                _require_plain(tokens)
                continue
            color, alpha = _evaluate(tokens)
        except ColorError as error:
            reason = _explain_failure(value.tokens, reference, error) if reference not in sheet.many else ""
            if reason:
                failed.append(f"{quote(_label(value))} ({reason})")
                values[value.name] = reason
            continue
        if declaration:
            values[value.name] = color or "it is transparent"
        found.append((Entry(color, value.name, group=value.group, alpha=alpha), bool(reference)))
    entries, aliases = _drop_aliases(found)
    return entries, list(_explain(sheet, failed, aliases)), values


def _drop_aliases(found: list[tuple[Entry, bool]]) -> tuple[list[Entry], list[str]]:
    """Return the entries without those that only refer to another color, and the names of the latter."""
    # A name that only refers to a color says nothing new, wherever it stands.
    colors = {(entry.color, entry.alpha) for entry, is_alias in found if not is_alias}
    entries: list[Entry] = []
    aliases: list[str] = []
    for entry, is_alias in found:
        if is_alias and (entry.color, entry.alpha) in colors:
            aliases.append("/".join(filter(None, [entry.group, entry.name])))
        else:
            colors.add((entry.color, entry.alpha))
            entries.append(entry)
    return entries, aliases


def _explain(sheet: _Sheet, failed: list[str], aliases: list[str]) -> Iterator[str]:
    for names, what in (
        (failed, ""),
        (list(map(quote, aliases)), "further names of the same colors: "),
        (list(map(quote, sheet.again)), "values that are set again: "),
        (list(map(quote, sheet.imports)), "what it imports from "),
    ):
        if names:
            yield tell_some([what + names[0], *names[1:]])
    if sheet.is_too_deep:
        yield "left out: rules that are nested too deeply"


def _label(value: _Value) -> str:
    return "/".join(filter(None, [value.group, value.name]))


def _explain_failure(tokens: list[Token], reference: str, error: ColorError) -> str:
    """Return why a value that may be a color is not read; nothing for one that is no color at all."""
    if reference or seems_color(tokens):
        return str(error)
    try:
        _require_plain(tokens)
    except ColorError as reason:
        return str(reason)
    return ""


def _is_fading(tokens: list[Token]) -> bool:
    """Tell whether tokens are Less's fade(), which CSS does not know."""
    return len(tokens) == 1 and tokens[0].kind == "function" and tokens[0].value.lower() == "fade"


def _evaluate(tokens: list[Token]) -> tuple[Color | None, float]:
    """Return the color of tokens, and its alpha; raises ColorError.

    `rgba($color, 50%)` in Sass and `fade(@color, 50%)` in Less only give a color another alpha.
    """
    outermost: float | None = None
    while (faded := _split_fading(tokens)) is not None:
        tokens, alpha = faded
        # The color inside may have such an alpha itself, in place of which this one counts.
        outermost = alpha if outermost is None else outermost
    found = evaluate(tokens)
    return found.color, (found.alpha or 0.0) if outermost is None else outermost


def _split_fading(tokens: list[Token]) -> tuple[list[Token], float] | None:
    """Return the color in a function that only gives it another alpha, and the alpha; else None."""
    function = tokens[0]
    if function.kind != "function" or function.value.lower() not in {"rgba", "rgb", "fade"}:
        return None
    pieces = list(map(trim, split_arguments(function.inside)))
    if len(pieces) != 2 or not (seems_color(pieces[0]) or _is_fading(pieces[0])) or len(pieces[1]) != 1:
        return None
    (number,) = pieces[1]
    if number.kind != "number" or number.unit not in {"", "%"}:
        return None
    alpha = float(number.value) / (100 if number.unit else 1)
    return pieces[0], min(1.0, max(0.0, alpha))


def _require_plain(tokens: list[Token]) -> None:
    """Raise ColorError if the value is a color that only the language itself can compute."""
    if len(tokens) > _LONGEST:
        return
    for token in islice(walk(tokens), _LONGEST):
        if token.kind == "function" and token.value.lower() in _COMPUTING:
            message = f"{token.value}() is not computed"
            raise ColorError(message)


def _blank(aside: re.Match[str]) -> str:
    """Return a string or an address as it is, and blanks for a comment."""
    text = aside[0]
    return re.sub(r"[^\n]", " ", text) if text.startswith("/") else text


def _read_block(tokens: list[Token], sheet: _Sheet) -> None:
    for statement in _split(tokens):
        named = _find_name(statement, sheet.sign)
        if named:
            _set(named[0], trim(statement[named[1] :]), sheet, statement[0].start)
        elif statement[-1].kind == "block" and statement[-1].value == "{":
            if statement[-1].depth > _DEEPEST:
                sheet.is_too_deep = True
            else:
                _read_block(statement[-1].inside, sheet)
        elif statement[0].kind == "at" and statement[0].value.lower() in {"import", "use", "forward"}:
            found = next((token.value for token in walk(statement) if token.kind in {"string", "url"}), "")
            sheet.imports.append(found)


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    """Give the statements of a block, each without blanks around it. A block in braces ends one."""
    begin = 0
    for at, token in enumerate(tokens):
        is_block = token.kind == "block" and token.value == "{"
        if token.is_sign(";") or is_block:
            statement = trim(tokens[begin : at + is_block])
            begin = at + 1
            if statement:
                yield statement
    rest = trim(tokens[begin:])
    if rest:
        yield rest


def _find_name(tokens: list[Token], sign: Sign) -> tuple[str, int] | None:
    """Return the name of the variable that a statement sets, and where its value begins."""
    if sign == "$":
        if len(tokens) < 2 or not tokens[0].is_sign("$") or tokens[1].kind != "ident":
            return None
        name, at = tokens[1].value, 2
    else:
        if tokens[0].kind != "at":
            return None
        name, at = tokens[0].value, 1
    while at < len(tokens) and tokens[at].kind == "space":
        at += 1
    return (name, at + 1) if at < len(tokens) and tokens[at].is_sign(":") else None


def _set(name: str, value: list[Token], sheet: _Sheet, start: int) -> None:
    value, is_default = _split_flags(value)
    full = f"{sheet.sign}{name}"
    old = sheet.variables.get(full)
    if old and is_default:
        return
    if _set_many(name, value, sheet):
        sheet.many.add(full)
        return
    declaration = Declaration(full, value, Place(), (False, 0.0), False, start)
    if old and seems_color(old.value):
        sheet.again[full] = None
    sheet.variables[full] = declaration
    sheet.values.append(_Value(name, "", value, declaration))


def _set_many(name: str, value: list[Token], sheet: _Sheet) -> bool:
    """Read a map, a merger of maps, or a list of colors; tell whether the value is one."""
    if len(value) == 1 and value[0].kind == "block":
        _read_map(value[0], name, sheet)
        return True
    if value and value[-1].kind == "function" and value[-1].value.lower() in {"map-merge", "merge"}:
        for token in value[-1].inside:
            if token.kind == "block":
                _read_map(token, name, sheet)
        return True
    pieces = list(map(trim, split_arguments(value)))
    if len(pieces) > 1 and all(seems_color(piece) or (piece and find_reference(piece)) for piece in pieces):
        sheet.values += [_Value("", name, piece) for piece in pieces]
    return len(pieces) > 1


def _split_flags(value: list[Token]) -> tuple[list[Token], bool]:
    """Return a value without `!default`, `!global` and `!important`, and whether it had the first."""
    is_default = False
    while len(value) > 1 and value[-1].kind == "ident":
        begin = trim(value[:-1])
        if not begin or not begin[-1].is_sign("!"):
            break
        is_default = is_default or value[-1].is_word("default")
        value = trim(begin[:-1])
    return value, is_default


def _read_map(block: Token, group: str, sheet: _Sheet) -> None:
    """Read a map or list of Sass, or a map of Less, and those in it."""
    if block.depth > _DEEPEST:
        sheet.is_too_deep = True
        return
    pieces = _split(block.inside) if block.value == "{" else split_arguments(block.inside)
    for piece in map(trim, pieces):
        colon = next((at for at, token in enumerate(piece) if token.is_sign(":")), None)
        if colon is None:
            if seems_color(piece) or (piece and find_reference(piece)):
                sheet.values.append(_Value("", group, piece))
            continue
        key = "".join(token.value + token.unit for token in piece[:colon] if token.kind != "space")
        value = trim(piece[colon + 1 :])
        if len(value) == 1 and value[0].kind == "block":
            _read_map(value[0], f"{group}/{key}", sheet)
        else:
            sheet.values.append(_Value(key.lstrip("@$"), group, value))
