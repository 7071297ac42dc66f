"""Option: what the command line says of a field; and which options a dataclass declares."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

import pytest

from cvpalette.settings.option import Declared, Option, list_declared
from cvpalette.settings.settings import Options, Reading, Scope, Settings

_TITLE = Option(("--title",), "Words", "Call it so.")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A field of each kind."""

    flag: Annotated[bool, Option(("--flag", "-f"), "Kinds", "Say yes.")] = False
    title: Annotated[str, _TITLE] = "none"
    count: Annotated[int, Option(("--count",), "Kinds", "Count.", metavar="N")] = 3
    most: Annotated[int | None, Option(("--most",), "Kinds", "At most so many.", metavar="N")] = None
    scale: Annotated[float | None, Option(("--scale",), "Kinds", "Times as large.", metavar="X")] = None
    layout: Annotated[Literal["wide", "even"] | None, Option(("--layout",), "Kinds", "Lay it out.")] = None
    parsed: Annotated[int | Literal["all"], Option(("--parsed",), "Kinds", "Read.", parse=int)] = "all"
    words: Annotated[tuple[str, ...], Option(("--word",), "Kinds", "Say it.", repeated=True)] = ()
    hidden: int = 7


def test_options_are_the_fields_that_say_so() -> None:
    """In their order; a field without an option is none of the command's."""
    names = ["flag", "title", "count", "most", "scale", "layout", "parsed", "words"]
    assert [each.name for each in list_declared(Sample)] == names


@pytest.mark.parametrize(
    ("name", "kind", "default", "choices", "flag", "metavar"),
    [
        ("flag", "flag", False, (), "--flag", ""),
        ("title", "text", "none", (), "--title", ""),
        ("count", "whole", 3, (), "--count", "N"),
        ("most", "whole", None, (), "--most", "N"),
        ("scale", "number", None, (), "--scale", "X"),
        ("layout", "text", None, ("wide", "even"), "--layout", "wide|even"),
        ("parsed", "text", "all", ("all",), "--parsed", "all"),
        ("words", "text", (), (), "--word", ""),
    ],
)
def test_a_field_says_what_its_option_takes(  # noqa: PLR0913, PLR0917 -- a field of the table each
    name: str, kind: str, default: object, choices: tuple[str, ...], flag: str, metavar: str
) -> None:
    """By its type: None besides it is for the default alone, and words are choices."""
    declared = next(each for each in list_declared(Sample) if each.name == name)
    assert (declared.kind, declared.default, declared.choices) == (kind, default, choices)
    assert (declared.flag, declared.metavar) == (flag, metavar)


def test_options_of_several_classes_stand_in_order() -> None:
    """One after the other; and each class is looked at once."""
    both = list_declared(Settings, Reading)
    assert both == list_declared(Settings) + list_declared(Reading)
    assert list_declared(Settings, Reading) is both
    assert all(isinstance(each, Declared) for each in both)


def test_what_a_class_inherits_is_declared_too() -> None:
    """The keywords of extract() are those of its parts."""
    names = {each.name for each in list_declared(Settings, Scope, Reading)}
    assert {each.name for each in list_declared(Options)} == names


def test_a_type_that_no_option_takes_is_a_text() -> None:
    """Whoever reads it makes something of it."""

    @dataclass(frozen=True)
    class Odd:
        place: Annotated[list[int], _TITLE] = field(default_factory=list)

    assert [each.kind for each in list_declared(Odd)] == ["text"]
