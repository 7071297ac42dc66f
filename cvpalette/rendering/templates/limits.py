"""Bounds for templates, which may come from anywhere, and the error that names a template's line."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cvpalette.messages import guess, listed, quote
from cvpalette.rendering.templates.colors import TemplateColor

__all__ = [
    "COLOR_STEPS",
    "MOST_CHARACTERS",
    "MOST_STEPS",
    "Page",
    "Steps",
    "TemplateError",
    "is_index",
    "no_entry",
    "no_variable",
    "require_short",
    "resolve",
    "too_many_steps",
    "undefined",
]

#: What a template may write, in characters, and how many steps it may take. A round of a loop is a step.
#: So are 100 characters that a filter or a comparison goes through.
MOST_CHARACTERS: int = 1 << 22
MOST_STEPS: int = 100_000
_CHARACTERS_OF_A_STEP: Final = 100
#: How many steps it takes to compute a color in OKLCH.
COLOR_STEPS: Final = 20
# Longer numbers are no index of a list.
_MOST_DIGITS: Final = 6


class TemplateError(ValueError):
    """What is wrong in a template, and in which line; 0 if it is in no certain line."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


class Page:
    """The text that a template writes. Raises TemplateError if it becomes too long."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, text: str, line: int = 0) -> None:
        """Add text that was written by a line of the template."""
        self._length += len(text)
        require_short(self._length, line)
        self._pieces.append(text)

    def __str__(self) -> str:
        """Return the whole text."""
        return "".join(self._pieces)


def require_short(length: int, line: int = 0) -> None:
    """Raise TemplateError for a text of more characters than a template may make."""
    if length > MOST_CHARACTERS:
        message = f"it writes more than {MOST_CHARACTERS:,} characters"
        raise TemplateError(message, line)


class Steps:
    """How many steps a template has taken. Raises TemplateError if they are too many."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self, line: int = 0, *, cost: int = 1) -> None:
        """Count one more, or what costs as much as several."""
        self._taken += cost
        if self._taken > MOST_STEPS:
            raise too_many_steps(line)

    def go_through(self, length: int, line: int = 0, *, times: int = 1) -> None:
        """Count the work on so many characters, which may be gone through several times."""
        self.take(line, cost=length * times // _CHARACTERS_OF_A_STEP)


def too_many_steps(line: int = 0) -> TemplateError:
    """Return the error for a template that takes too long."""
    message = f"it takes more than {MOST_STEPS:,} steps: rounds of loops, or work on long texts and lists"
    return TemplateError(message, line)


def undefined(name: str, known: Iterable[str], line: int = 0, whole: str = "") -> TemplateError:
    """Return the error for a name that a template uses and that does not exist.

    `known` are the names that it may have meant. `whole` is the expression that the name is a part of.
    """
    inside = f" in {quote(whole)}" if whole and whole != name else ""
    return TemplateError(f"{quote(name)}{inside} is not defined{_guess(name, list(map(str, known)))}", line)


def _guess(name: str, known: list[str]) -> str:
    """Return what a name may have meant: of numbers those that are next to it, such as 500 and 600 of 550."""
    if not is_index(name) or not known or not all(map(is_index, known)):
        return guess(name, known)
    away = [abs(int(each) - int(name)) for each in known]
    near = [each for each, distance in zip(known, away, strict=True) if distance == min(away)]
    return f"; did you mean {listed(near)}?"


def is_index(name: str) -> bool:
    """Tell whether a name is a number that may be a place in a list."""
    return name.isdecimal() and len(name) <= _MOST_DIGITS


def resolve(values: Mapping[str, Any], path: str, line: int = 0) -> Any:
    """Return the value of a dotted path, such as `roles.primary.hex`; raises TemplateError."""
    value: Any = values
    for name in path.split("."):
        if isinstance(value, Mapping | TemplateColor) and name in value:
            value = value[name]
        elif isinstance(value, list | tuple) and is_index(name) and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, list | tuple) and name.isdecimal():
            raise no_entry(name, len(value), line, path)
        elif value is values:
            raise no_variable(name, values, line, path)
        else:
            raise undefined(name, _names_of(value), line, path)
    return value


def no_entry(name: str, length: int, line: int = 0, whole: str = "") -> TemplateError:
    """Return the error for a place that a list does not have."""
    inside = f" in {quote(whole[:60])}" if whole else ""
    there = f"0 to {length - 1}" if length else "none"
    return TemplateError(f"there is no entry {quote(name[:60])}{inside}; the entries are {there}", line)


# The groups in which a name of the top level may be meant.
_GROUPS: Final = ("roles", "ansi", "base16", "material", "colors")


def no_variable(
    name: str, values: Mapping[str, Any], line: int = 0, whole: str = "", *, more: Iterable[str] = ()
) -> TemplateError:
    """Return the error for a name that is not at the top; it may be one of a group, such as `roles.text`.

    `more` are further names that are there.
    """
    own = name.replace("-", "_")
    for group in _GROUPS:
        inside = values.get(group)
        if isinstance(inside, Mapping) and own in inside:
            return TemplateError(
                f"{quote(name)} is not defined; did you mean {quote(f'{group}.{own}')}?", line
            )
    return undefined(name, (*more, *values), line, whole)


def _names_of(value: object) -> Iterable[str]:
    if isinstance(value, TemplateColor):
        return value.names
    return [str(key) for key in value] if isinstance(value, Mapping) else []
