"""Bounds for templates, which may come from anywhere, and the error that names a template's line."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cvpalette.messages import guess, quote
from cvpalette.rendering.templates.colors import TemplateColor

__all__ = [
    "MOST_CHARACTERS",
    "MOST_STEPS",
    "Page",
    "Steps",
    "TemplateError",
    "require_short",
    "resolve",
    "undefined",
]

#: What a template may write, in characters, and how often its loops and macros may run, all together.
MOST_CHARACTERS: Final = 1 << 22
MOST_STEPS: Final = 100_000


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
    """How often the loops of a template have run. Raises TemplateError if it was too often."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self, line: int = 0, *, cost: int = 1) -> None:
        """Count one more, or what costs as much as several."""
        self._taken += cost
        if self._taken > MOST_STEPS:
            message = f"its loops run more than {MOST_STEPS:,} times"
            raise TemplateError(message, line)


def undefined(name: str, known: Iterable[str], line: int = 0, whole: str = "") -> TemplateError:
    """Return the error for a name that a template uses and that does not exist.

    `known` are the names that it may have meant. `whole` is the expression that the name is a part of.
    """
    inside = f" in {quote(whole)}" if whole and whole != name else ""
    return TemplateError(f"{quote(name)}{inside} is not defined{guess(name, map(str, known))}", line)


def resolve(values: Mapping[str, Any], path: str, line: int = 0) -> Any:
    """Return the value of a dotted path, such as `roles.primary.hex`; raises TemplateError."""
    value: Any = values
    for name in path.split("."):
        if isinstance(value, Mapping | TemplateColor) and name in value:
            value = value[name]
        elif isinstance(value, list | tuple) and name.isdecimal() and int(name[:6]) < len(value):
            value = value[int(name)]
        else:
            raise undefined(name, _names_of(value), line, path)
    return value


def _names_of(value: object) -> Iterable[str]:
    if isinstance(value, TemplateColor):
        return value.names
    return [str(key) for key in value] if isinstance(value, Mapping) else []
