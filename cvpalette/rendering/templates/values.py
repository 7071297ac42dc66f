"""What a template may write of the values that it names, how long they are, and what they are in words."""

import math
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from itertools import islice
from typing import Any, Final

from cvpalette.messages import quote
from cvpalette.rendering.templates import limits
from cvpalette.rendering.templates.colors import TemplateColor
from cvpalette.rendering.templates.limits import TemplateError, require_short

__all__ = ["describe", "listed_values", "measure", "plain", "text_of"]

# An entry of a list counts as so many characters.
_ENTRY: Final = 40
# Python writes no whole number of more digits than 4,300.
_LARGEST: Final = 10**300
_Views: Final = KeysView | ValuesView | ItemsView


def text_of(value: Any, name: str = "") -> str:
    """Return what a template writes of a value; raises TemplateError for what is no text.

    Texts, numbers and colors are written, and lists of texts and numbers. Nothing is written of None.
    `name` is what the template calls the value.
    """
    if isinstance(value, str):
        if not value.isascii():
            _require_whole(value)
        return str(value)
    if value is None:
        return ""
    if isinstance(value, TemplateColor):
        return str(value)
    if isinstance(value, bool | int | float):
        return str(_require_real(value))
    if isinstance(value, list | tuple):
        require_short(measure(value))
        return str([_entry_of(each, name) for each in value])
    raise _refuse(value, name)


def _entry_of(value: Any, name: str) -> Any:
    """Return an entry of a list that is written, which may be a list itself."""
    if isinstance(value, list | tuple):
        return [_entry_of(each, name) for each in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _require_real(value)
    if isinstance(value, str):
        return text_of(value)
    raise _refuse([value], name)


def _require_whole(text: str) -> None:
    """Raise TemplateError for half a surrogate pair, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"{quote(ascii(text[error.start])[1:-1])} is half a character, and cannot be written"
        raise TemplateError(message) from error


def _require_real(value: float) -> float:
    is_right = abs(value) < _LARGEST if isinstance(value, int) else math.isfinite(value)
    if not is_right:
        raise TemplateError("the number is too large, or none, and cannot be written")
    return value


def _refuse(value: Any, name: str) -> TemplateError:
    own = quote(name) if name else "it"
    if isinstance(value, Mapping) and value:
        part = f"{name}.{next(iter(value))}" if name else quote(str(next(iter(value))))
        return TemplateError(f"{own} is a group; name one of it, such as {part}")
    if isinstance(value, list) and any(isinstance(each, TemplateColor) for each in value):
        one = f", such as {name}[0]," if name else ""
        return TemplateError(f"{own} is a list of colors; name one of it{one} or go through it")
    return TemplateError(f"{own} is {describe(value)}, which cannot be written")


def describe(value: Any) -> str:
    """Return what kind of value it is, in words."""
    kinds: dict[Any, str] = {
        TemplateColor: "a color",
        str: "a text",
        bool: "true or false",
        int | float: "a number",
        Mapping: "a group",
        list | tuple: "a list",
        range: "a range of numbers",
        _Views | Iterator: "a list that is not made yet; |list makes it",
        type(None): "none",
        complex: "the root of a negative number",
    }
    return next((words for kind, words in kinds.items() if isinstance(value, kind)), "no value")


def measure(value: Any) -> int:
    """Return how many characters and values there are in a value; more than allowed are not all counted.

    A list may hold another one twice. It then counts twice, as it would if it were written.
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, range):
        return _ENTRY * len(value)
    if isinstance(value, dict):
        return _add(each for pair in value.items() for each in pair)
    if isinstance(value, list | tuple | _Views):
        return _add(value)
    return 1


def _add(values: Iterable[Any]) -> int:
    size = 1
    for each in values:
        size += _ENTRY + measure(each)
        if size > limits.MOST_CHARACTERS:
            break
    return size


def plain(value: Any) -> Any:
    """Return a value as JSON has it: colors are texts, and groups are objects. Raises TemplateError."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | range | Iterator | _Views):
        return [plain(each) for each in listed_values(value)]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _require_real(value)
    return text_of(value)


def listed_values(values: Iterable[Any]) -> list[Any]:
    """Return what there is to go through; raises TemplateError if it is too much, or nothing of that kind."""
    if isinstance(values, TemplateColor) or not isinstance(values, Iterable):
        message = f"there is nothing to go through in {describe(values)}"
        raise TemplateError(message)
    found = list(islice(values, limits.MOST_STEPS + 1))
    if len(found) > limits.MOST_STEPS:
        raise limits.too_many_steps()
    return found
