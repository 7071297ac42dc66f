"""Options: an output's fields, in the form that users write."""

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

import pytest

from cvpalette.plugins.options import list_options, parse_options, take_options


@dataclass(frozen=True)
class Sample:
    """An output with one field of each kind."""

    suffix: ClassVar[str] = ".sample"
    title: Annotated[str, "What it is called."] = "plain"
    row_height: Annotated[int, "Pixels of a row."] = 8
    scale: Annotated[float, "Times as large."] = 1.5
    labels: Annotated[bool, "Whether to write on it."] = True
    layout: Annotated[Literal["wide", "even"], "How it is laid out."] = "wide"
    bits: Annotated[Literal[8, 16], "Bits a channel."] = 8
    limit: Annotated[int | None, "At most so many."] = None
    bare: int = 0
    made: Annotated[str, "Made anew."] = field(default_factory=lambda: "new")
    hidden: str = field(default="kept", init=False)
    words: Annotated[list[str], "Some words."] = field(default_factory=list)


@dataclass(frozen=True)
class Plain:
    """An output without options."""


def test_options_are_the_fields_of_the_constructor_in_order() -> None:
    """Their names have hyphens; a field with `init=False` is not an option."""
    names = ["title", "row-height", "scale", "labels", "layout", "bits", "limit", "bare", "made", "words"]
    assert [option.name for option in list_options(Sample)] == names
    assert list_options(Plain) == ()


@pytest.mark.parametrize(
    ("name", "default", "default_text", "choices", "words"),
    [
        ("title", "plain", "plain", "text", "What it is called."),
        ("row-height", 8, "8", "number", "Pixels of a row."),
        ("scale", 1.5, "1.5", "number", "Times as large."),
        ("labels", True, "yes", "yes|no", "Whether to write on it."),
        ("layout", "wide", "wide", "wide|even", "How it is laid out."),
        ("bits", 8, "8", "8|16", "Bits a channel."),
        ("limit", None, "", "number", "At most so many."),
        ("bare", 0, "0", "number", ""),
        ("made", "new", "new", "text", "Made anew."),
    ],
)
def test_an_option_says_what_list_formats_shows(
    name: str, default: Any, default_text: str, choices: str, words: str
) -> None:
    """It shows the default, the values and the help."""
    option = next(option for option in list_options(Sample) if option.name == name)
    assert (option.default, option.default_text) == (default, default_text)
    assert (option.choices, option.help) == (choices, words)


def test_a_list_says_what_no_text_can_show() -> None:
    """A text may be empty by default, and an option may be unset."""
    told = {option.name: option.told_default for option in list_options(Sample)}
    assert (told["title"], told["limit"]) == ("plain", "unset")
    empty = dataclasses.make_dataclass("Empty", [("words", str, "")])
    assert list_options(empty)[0].told_default == "empty"


def test_an_option_is_unset_from_python() -> None:
    """Also if its default is a value."""
    made = dataclasses.make_dataclass("Made", [("limit", int | None, 5)])
    assert take_options(made, {"limit": None}) == {"limit": None}
    assert parse_options(made, {"limit": ""}) == {"limit": None}


def test_a_field_without_a_default_is_told_apart() -> None:
    """The contract's check of plugins needs to know it."""
    made = dataclasses.make_dataclass("Made", [("needed", int)])
    assert list_options(made)[0].default is dataclasses.MISSING


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "  any = text", "  any = text"),
        ("title", "", ""),
        ("limit", "", None),
        ("limit", "7", 7),
        ("row-height", "12", 12),
        ("row_height", "12", 12),
        ("row-height", "-3", -3),
        ("scale", "2", 2.0),
        ("scale", "0.25", 0.25),
        ("labels", "yes", True),
        ("labels", "ON", True),
        ("labels", "0", False),
        ("labels", "False", False),
        ("layout", "even", "even"),
        ("bits", "16", 16),
        ("limit", "5", 5),
    ],
)
def test_text_becomes_the_fields_value(name: str, text: str, value: Any) -> None:
    """A name may have hyphens or underscores; the value gets the field's type."""
    actual = parse_options(Sample, {name: text})
    assert actual == {name.replace("-", "_"): value}
    assert isinstance(actual[name.replace("-", "_")], type(value))


def test_no_text_sets_nothing() -> None:
    """The defaults of the dataclass stay."""
    assert parse_options(Sample, {}) == {}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("row-height", "tall", "option 'row-height' is a whole number, not 'tall'"),
        ("row-height", "1.5", "option 'row-height' is a whole number, not '1.5'"),
        ("row-height", "", "option 'row-height' is a whole number, not ''"),
        ("row-height", "-1" + "0" * 18, f"option 'row-height' has at most 18 digits, not '-1{'0' * 18}'"),
        ("scale", "big", "option 'scale' is a number, not 'big'"),
        ("labels", "maybe", "option 'labels' is 'yes' or 'no', not 'maybe'"),
        ("layout", "Even", "option 'layout' has no choice 'Even'; did you mean 'even'?"),
        ("bits", "12", "option 'bits' is '8' or '16', not '12'"),
        ("row-height", "1_000", "option 'row-height' is a whole number, not '1_000'"),
        ("row-height", "٦", "option 'row-height' is a whole number, not '٦'"),
        ("scale", "nan", "option 'scale' is a number, not 'nan'"),
        ("scale", "1e9999", "option 'scale' is a number, not '1e9999'"),
        ("words", "a", "option 'words' cannot be set from text"),
        ("rowheight", "1", "it has no option 'rowheight'; did you mean 'row-height'?"),
        ("hidden", "1", "it has no option 'hidden'"),
    ],
)
def test_a_wrong_option_is_told_in_words(name: str, text: str, message: str) -> None:
    """The message quotes the mistake and says what would work."""
    with pytest.raises(ValueError, match="option") as caught:
        parse_options(Sample, {name: text})
    assert str(caught.value).startswith(message)


def test_an_unknown_option_is_told_with_those_there_are() -> None:
    """If there are none, the message says so."""
    with pytest.raises(ValueError, match=r"no option 'xyz'; it has 'title', 'row-height', .* and 'words'$"):
        parse_options(Sample, {"xyz": "1"})
    with pytest.raises(ValueError, match=r"no option 'xyz'; it has none$"):
        parse_options(Plain, {"xyz": "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "any"),
        ("row-height", 12),
        ("row_height", -3),
        ("scale", 2),
        ("scale", 0.25),
        ("labels", False),
        ("layout", "even"),
        ("bits", 16),
        ("limit", 5),
        ("limit", None),
        ("words", ["a"]),
    ],
)
def test_a_value_of_pythons_is_taken_as_it_is(name: str, value: Any) -> None:
    """Callers from Python give values, not text."""
    assert take_options(Sample, {name: value}) == {name.replace("-", "_"): value}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", 7, "option 'title' is a text, not '7'"),
        ("title", None, "option 'title' is a text, not 'None'"),
        ("row-height", "12", "option 'row-height' is a whole number, not the text '12'"),
        ("row-height", 1.0, "option 'row-height' is a whole number, not '1.0'"),
        ("row-height", True, "option 'row-height' is a whole number, not 'True'"),
        ("scale", "2", "option 'scale' is a number, not the text '2'"),
        ("scale", True, "option 'scale' is a number, not 'True'"),
        ("labels", 1, "option 'labels' is True or False, not '1'"),
        ("labels", "yes", "option 'labels' is True or False, not the text 'yes'"),
        ("layout", "Even", "option 'layout' has no choice 'Even'; did you mean 'even'?"),
        ("layout", ["wide"], "option 'layout' is 'wide' or 'even', not '['wide']'"),
        ("bits", "16", "option 'bits' is '8' or '16', not '16'"),
        ("rowheight", 1, "it has no option 'rowheight'; did you mean 'row-height'?"),
        ("hidden", "1", "it has no option 'hidden'"),
    ],
)
def test_a_wrong_value_is_told_in_words(name: str, value: Any, message: str) -> None:
    """The message is like that for a wrong text."""
    with pytest.raises(ValueError, match="option") as caught:
        take_options(Sample, {name: value})
    assert str(caught.value).startswith(message)


def test_a_long_value_is_cut_in_the_message() -> None:
    """The value may be a whole image."""
    with pytest.raises(ValueError, match="option 'title'") as caught:
        take_options(Sample, {"title": [0] * 10_000})
    assert len(str(caught.value)) < 120


@dataclass(frozen=True)
class _Scaled:
    suffix: ClassVar[str] = ".x"
    scale: Annotated[float, "How large."] = 1.0


@pytest.mark.parametrize("text", ["1" * 100_000 + "x", "1." + "1" * 100_000 + "e", "." * 100_000])
def test_long_texts_are_refused_like_short_ones(text: str) -> None:
    """They once took minutes."""
    with pytest.raises(ValueError, match="option 'scale' is a number, not"):
        parse_options(_Scaled, {"scale": text})


def test_a_choice_that_is_nearly_right_is_guessed() -> None:
    """As names are; what is near to none gets all of them."""
    for given, message in (
        ("wid", "option 'layout' has no choice 'wid'; did you mean 'wide'?"),
        ("Evne", "option 'layout' has no choice 'Evne'; did you mean 'even'?"),
        ("crop", "option 'layout' is 'wide' or 'even', not 'crop'"),
    ):
        for read in (parse_options, take_options):
            with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
                read(Sample, {"layout": given})
