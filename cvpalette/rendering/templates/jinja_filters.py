"""FILTERS: what templates in Jinja may use as filters: some of Jinja's own, and those for colors."""

import inspect
import json
import math
from collections.abc import Callable
from html import escape
from typing import Any, Final

from jinja2.filters import FILTERS as _JINJAS
from jinja2.runtime import Undefined

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.rendering.shades import mix
from cvpalette.rendering.templates.colors import NOTATIONS, TemplateColor
from cvpalette.rendering.templates.limits import Page, TemplateError, require_short, undefined
from cvpalette.rendering.templates.values import describe, listed_values, measure, plain, text_of
from cvpalette.roles.tone import Tone

__all__ = ["COLOR_FILTERS", "DEAR_FILTERS", "FILTERS", "FILTER_NAMES", "no_filter", "spell", "use_filter"]

# Filters of Jinja whose results are about as long as what they get.
_OWN: Final = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "last"),
    *("length", "list", "lower", "max", "min", "reverse", "sort", "string", "title", "trim", "truncate"),
    *("unique", "upper"),
)
# Those of texts. Jinja would write Python's name of an object that is none.
_OF_TEXTS: Final = ("capitalize", "lower", "string", "title", "trim", "truncate", "upper")
#: Filters that go through each character or entry several times, or slowly, by how much.
DEAR_FILTERS: Final = {"title": 5, "sort": 5, "dictsort": 5, "unique": 2}
#: Filters that compute a color.
COLOR_FILTERS: Final = ("lighten", "darken", "mix")
# What they take, for those that take something.
_USES: Final = {
    "lighten": "lighten(0.1)",
    "darken": "darken(0.1)",
    "mix": "mix('#ffffff', 0.5)",
    "alpha": "alpha(0.5)",
    "contrast": "contrast('#ffffff')",
    "join": "join(', ')",
    "replace": "replace('-', '_')",
    "round": "round(2)",
}


def spell(value: Any, name: str = "") -> str:
    """Return what a template writes of a value; raises an error for a name that does not exist."""
    # An `if` without `else` makes nothing, and has a value of this class too, which can be written.
    return str(value) if isinstance(value, Undefined) else text_of(value, name)


def use_filter(name: str, function: Callable[..., Any], arguments: tuple[Any, ...], named: Any) -> Any:
    """Return what a filter makes; raises TemplateError, in words about the template."""
    place = 1 if hasattr(function, "jinja_pass_arg") else 0
    if name in _OF_TEXTS:
        arguments = (*arguments[:place], spell(arguments[place]), *arguments[place + 1 :])
    # Some of Jinja's filters are wrapped, and only the wrapper takes the environment.
    whole = inspect.unwrap(function)
    try:
        inspect.signature(whole).bind(*arguments[0 if hasattr(whole, "jinja_pass_arg") else place :], **named)
    except TypeError as error:
        message = f"the filter |{name} takes {_name_parameters(name, whole)}"
        raise TemplateError(message) from error
    try:
        return function(*arguments, **named)
    except TypeError as error:
        if any(isinstance(each, Undefined) for each in (*arguments, *named.values())):
            raise
        message = f"the filter |{name} takes no such value: this is {describe(arguments[place])}"
        raise TemplateError(message) from error


def _name_parameters(name: str, function: Callable[..., Any]) -> str:
    if name in _USES:
        return f"something else; write |{_USES[name]}"
    names = list(inspect.signature(function).parameters)[1 + hasattr(function, "jinja_pass_arg") :]
    return f"other arguments: {', '.join(names)}" if names else "no argument"


def no_filter(name: str, line: int) -> TemplateError:
    """Return the error for a filter that does not exist; it may be a notation of a color."""
    if name in NOTATIONS:
        return TemplateError(f"'|{name}' is no filter; write .{name}, as in roles.primary.{name}", line)
    return undefined(name, FILTER_NAMES, line, f"|{name}")


def _color_of(value: Any) -> Color:
    if isinstance(value, TemplateColor):
        return value.color
    text = spell(value)
    try:
        color = read_notation(text[:200])
    except ColorError as error:
        raise TemplateError(str(error)) from error
    if color is None:
        message = f"{quote(text[:60])} is no color"
        raise TemplateError(message)
    return color


def _number_of(name: str, value: Any, least: float, most: float) -> float:
    """Return a number within its range, which may be given as text; raises TemplateError."""
    try:
        number = float(spell(value) or "none")
    except ValueError as error:
        if isinstance(error, TemplateError):
            raise
        number = math.nan
    if not least <= number <= most:
        said = quote(spell(value)[:60]) if isinstance(value, str) else spell(value)[:60] or "none"
        message = f"{name} is {least:g} to {most:g}, such as {_USES[name]}, not {said}"
        raise TemplateError(message)
    return number


def _lighten(value: Any, by: Any) -> TemplateColor:
    return _move(value, _number_of("lighten", by, -1, 1))


def _darken(value: Any, by: Any) -> TemplateColor:
    return _move(value, -_number_of("darken", by, -1, 1))


def _move(value: Any, by: float) -> TemplateColor:
    tone = Tone.of(_color_of(value))
    return TemplateColor(Tone(max(0.0, min(1.0, tone.lightness + by)), tone.chroma, tone.hue).color)


def _mix(value: Any, other: Any, part: Any = 0.5) -> TemplateColor:
    return TemplateColor(mix(_color_of(value), _color_of(other), _number_of("mix", part, 0, 1)))


def _alpha(value: Any, alpha: Any) -> str:
    color = _color_of(value)
    return f"rgb({color.red} {color.green} {color.blue} / {_number_of('alpha', alpha, 0, 1):.4g})"


def _contrast(value: Any, other: Any) -> float:
    return round(_color_of(value).contrast(_color_of(other)), 2)


def _join(values: Any, joint: str = "") -> str:
    page, between = Page(), spell(joint)
    for number, value in enumerate(listed_values(values)):
        page.add(f"{between if number else ''}{spell(value)}")
    return str(page)


def _replace(text: Any, old: Any, new: Any) -> str:
    whole, old, new = spell(text), spell(old), spell(new)
    require_short(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _write_json(value: Any) -> str:
    """Return a value as JSON that cannot end an element of HTML around it."""
    require_short(measure(value))
    text = json.dumps(plain(spell(value) if isinstance(value, Undefined) else value))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _round(value: Any, digits: int = 0) -> float:
    return round(float(value), max(-9, min(9, int(digits))))


def _escape(text: Any) -> str:
    return escape(spell(text))


_COLORS_AND_TEXTS: Final[dict[str, Callable[..., Any]]] = {
    "lighten": _lighten,
    "darken": _darken,
    "mix": _mix,
    "alpha": _alpha,
    "contrast": _contrast,
    "join": _join,
    "replace": _replace,
    "round": _round,
    "e": _escape,
    "escape": _escape,
    "tojson": _write_json,
}
#: The filters by their names.
FILTERS: Final[dict[str, Callable[..., Any]]] = {name: _JINJAS[name] for name in _OWN} | _COLORS_AND_TEXTS
#: Their names, sorted.
FILTER_NAMES: Final = tuple(sorted(FILTERS))
