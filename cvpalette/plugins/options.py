"""Lists an output's options, and reads their values from text or from Python."""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from typing import Annotated, Any, Final, Literal

from cvpalette.messages import guess, listed, quote

__all__ = ["Option", "list_options", "parse_options", "take_options"]

_WORDS: Final = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
# int() and float() alone would accept 1_000 too, and digits of other scripts.
_DIGITS: Final = 18
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]{1,3})?")
_KINDS: Final = {int: "a whole number", float: "a number"}


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One option of an output.

    `name` is how users write it. `kind` is its type, `default` its default, and `help` what it does, in
    words. If `is_optional`, it may also be None, which an empty text gives.

    Example:
        >>> prefix = cvpalette.find_output("css").load().options[0]
        >>> prefix.name, prefix.default, prefix.help
        ('prefix', 'color', 'What the names begin with: --PREFIX-1.')
    """

    name: str
    kind: Any
    default: Any
    help: str
    is_optional: bool = False

    @property
    def field(self) -> str:
        """The name of the dataclass's field."""
        return self.name.replace("-", "_")

    @property
    def choices(self) -> str:
        """The values that it takes, in short: `yes|no`, `shares|even`, `number`."""
        if self.kind is bool:
            return "yes|no"
        if typing.get_origin(self.kind) is Literal:
            return "|".join(str(choice) for choice in typing.get_args(self.kind))
        return {int: "number", float: "number", str: "text"}.get(self.kind, str(self.kind))

    @property
    def default_text(self) -> str:
        """The default as a user would write it; it is empty for None."""
        if self.default is None:
            return ""
        return ("yes" if self.default else "no") if isinstance(self.default, bool) else str(self.default)

    @property
    def told_default(self) -> str:
        """The default in a list of options: as a user would write it, 'empty', or 'unset' for None."""
        return self.default_text or ("unset" if self.default is None else "empty")

    @property
    def is_supported(self) -> bool:
        """Whether its values can be read from text."""
        return typing.get_origin(self.kind) is Literal or self.kind in {*_KINDS, str, bool}

    def parse(self, text: str) -> Any:
        """Return the value of a text; raises ValueError, worded for the user."""
        if self.is_optional and not text:
            return None
        if self.kind is str:
            return text
        if self.kind is bool:
            return self._among(_WORDS, text.lower(), ["yes", "no"])
        if typing.get_origin(self.kind) is Literal:
            choices = {str(choice): choice for choice in typing.get_args(self.kind)}
            return self._among(choices, text, list(choices))
        if self.kind not in _KINDS:
            message = f"option {quote(self.name)} cannot be set from text"
            raise ValueError(message)
        if not _NUMBER.fullmatch(text) or (self.kind is int and not _WHOLE.fullmatch(text)):
            message = f"option {quote(self.name)} is {_KINDS[self.kind]}, not {quote(text)}"
            raise ValueError(message)
        if self.kind is int and len(text.lstrip("+-")) > _DIGITS:
            message = f"option {quote(self.name)} has at most {_DIGITS} digits, not {quote(text)}"
            raise ValueError(message)
        return self.kind(text)

    def take(self, value: Any) -> Any:
        """Return a Python value if it is of the option's type; raises ValueError, worded for the user."""
        if value is self.default or (value is None and self.is_optional):
            return value
        if typing.get_origin(self.kind) is Literal:
            choices = list(typing.get_args(self.kind))
            return self._among(dict(zip(choices, choices, strict=True)), value, list(map(str, choices)))
        is_right = type(value) is self.kind or (self.kind is float and type(value) is int)
        if self.kind in {*_KINDS, str, bool} and not is_right:
            what = {bool: "True or False", str: "a text", **_KINDS}[self.kind]
            message = f"option {quote(self.name)} is {what}, not {_show(value)}"
            raise ValueError(message)
        return value

    def _among(self, choices: Mapping[Any, Any], value: Any, shown: list[str]) -> Any:
        if not isinstance(value, Hashable) or value not in choices:
            wrong = quote(str(value)[:60])
            near = guess(value[:60], shown) if isinstance(value, str) and value not in shown else ""
            message = f"option {quote(self.name)} is {listed(shown)}, not {wrong}"
            raise ValueError(f"option {quote(self.name)} has no choice {wrong}{near}" if near else message)
        return choices[value]


def list_options(output: type[Any]) -> tuple[Option, ...]:
    """Return the options of an output's class: the fields that its constructor takes."""
    hints = typing.get_type_hints(output, include_extras=True)
    return tuple(
        Option(field.name.replace("_", "-"), *_kind_and_help(hints[field.name], field))
        for field in dataclasses.fields(output)
        if field.init
    )


def parse_options(output: type[Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the constructor's arguments for options given as text; raises ValueError, worded for users."""
    return _read_each(output, texts, Option.parse)


def take_options(output: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constructor's arguments for options given as values; raises ValueError, worded for users."""
    return _read_each(output, values, Option.take)


def _read_each(
    output: type[Any], given: Mapping[str, Any], read: Callable[[Option, Any], Any]
) -> dict[str, Any]:
    options = {option.name: option for option in list_options(output)}
    values = {}
    for word, value in given.items():
        name = word.replace("_", "-")
        if name not in options:
            raise ValueError(_unknown(word, list(options)))
        values[options[name].field] = read(options[name], value)
    return values


def _kind_and_help(hint: Any, field: dataclasses.Field[Any]) -> tuple[Any, Any, str, bool]:
    kind, words, is_optional = hint, "", False
    if typing.get_origin(hint) is Annotated:
        kind, *notes = typing.get_args(hint)
        words = next((note for note in notes if isinstance(note, str)), "")
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        # With `int | None`, a text gives the int, and an empty one gives None.
        members = [member for member in typing.get_args(kind) if member is not types.NoneType]
        is_optional = len(members) < len(typing.get_args(kind))
        kind = members[0] if len(members) == 1 else kind
    default = field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    return kind, default, words, is_optional


def _show(value: Any) -> str:
    return f"the text {quote(value[:60])}" if isinstance(value, str) else quote(repr(value)[:60])


def _unknown(given: str, names: list[str]) -> str:
    there = f"; it has {listed(names, 'and')}" if names else "; it has none"
    return f"it has no option {quote(given)}{guess(given, names) or there}"
