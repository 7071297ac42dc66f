"""Defines Option: how the command line shows a field of Settings, Scope, Reading or Request."""

import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, Final, Literal

__all__ = ["PANELS", "Declared", "Kind", "Option", "list_declared"]

Kind = Literal["flag", "text", "whole", "number"]

#: The panels of `--help`, in order: the word that stands for each after `--help`, and its heading.
PANELS: Final = {
    "palette": "Palette",
    "counting": "What counts",
    "reading": "Reading",
    "writing": "Writing",
    "many": "Many images",
    "other": "Other",
}
_KINDS: Final[dict[Any, Kind]] = {bool: "flag", str: "text", int: "whole", float: "number"}


@dataclass(frozen=True, slots=True)
class Option:
    """How a field is written on the command line, and what `--help` says about it.

    `flags` are its names, the long one first. `panel` is its heading in `--help`. `brief` is what the short
    help says of an option that most people need: at most 37 letters. The short help only names the options
    without one. A `repeated` option may be given more than once. `parse` turns a text into a value, if the
    type of the field does not say how.
    """

    flags: tuple[str, ...]
    panel: str
    help: str
    brief: str = ""
    metavar: str = ""
    repeated: bool = False
    parse: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A field that is an option: its name, default, kind, the choices of its Literal, and its Option."""

    name: str
    default: Any
    kind: Kind
    choices: tuple[str, ...]
    option: Option

    @property
    def flag(self) -> str:
        """The long name, such as `--colors`."""
        return self.option.flags[0]

    @property
    def metavar(self) -> str:
        """The placeholder of the value in `--help`."""
        return self.option.metavar or "|".join(self.choices)


@cache
def list_declared(*kinds: type[Any]) -> tuple[Declared, ...]:
    """Return the options that the fields of some dataclasses declare, in order."""
    return tuple(declared for kind in kinds for declared in _declare(kind))


def _declare(kind: type[Any]) -> typing.Iterator[Declared]:
    hints = typing.get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        hint = hints[field.name]
        if typing.get_origin(hint) is not Annotated:
            continue
        value, option = typing.get_args(hint)
        members = [member for member in _members(value) if member is not types.NoneType]
        choices = tuple(
            choice
            for member in members
            if typing.get_origin(member) is Literal
            for choice in typing.get_args(member)
        )
        # The command line gives a field with a parse function, or with choices, as text.
        plain = "text" if option.parse or choices else _KINDS.get(members[0], "text")
        yield Declared(field.name, field.default, plain, choices, option)


def _members(hint: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(hint) in {typing.Union, types.UnionType}
    return typing.get_args(hint) if is_union else (hint,)
