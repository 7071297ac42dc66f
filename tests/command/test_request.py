"""Request: the arguments of a run; with the options of extract() it is the table of the command line."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest

from cvpalette.command.parsing import parse
from cvpalette.command.request import Request, list_parameters
from cvpalette.errors import SettingsError
from cvpalette.settings.option import Declared, list_declared
from cvpalette.settings.settings import Options, Reading, Scope, Settings

PANELS = ("Palette", "What counts", "Reading", "Writing", "Many images", "Other")
each_option = pytest.mark.parametrize("declared", list_parameters(), ids=lambda declared: declared.flag)


def _request(line: str, **values: Any) -> Request:
    """Return the request of a command line; `values` are the options of extract()."""
    parsed = parse(["a.png", *line.split()])
    own = {each.name for each in list_declared(Request)}
    others = {name: value for name, value in parsed.values.items() if name in own}
    return Request(sources=parsed.sources, options=Options(**values), given=frozenset(parsed.given), **others)


def test_every_field_is_an_option_of_the_command() -> None:
    """The exceptions are `sources`, `given` and `options`."""
    own = [field.name for field in fields(Request)]
    assert own[:3] == ["sources", "options", "given"]
    assert [each.name for each in list_declared(Request)] == own[3:]
    names = [each.name for each in list_parameters()]
    assert names == [each.name for each in list_declared(Settings, Scope, Reading)] + own[3:]
    assert len(set(names)) == len(names)


def test_no_two_options_are_written_alike() -> None:
    """No option is written like --help either."""
    flags = [flag for declared in list_parameters() for flag in declared.option.flags]
    assert len({*flags, "--help", "-h"}) == len(flags) + 2


@each_option
def test_an_option_is_explained_in_a_sentence(declared: Declared) -> None:
    """The help says what the option does, and ends with a period; a second sentence may follow."""
    assert re.fullmatch(r"[A-Z][^.]*[^.\s]\.( [-A-Z][^.]*[^.\s]\.)?", declared.option.help)
    assert len(declared.option.help) <= 160


@each_option
def test_an_option_is_written_as_options_are(declared: Declared) -> None:
    """It has a long lower-case name, maybe a letter, and a placeholder for its value."""
    long, *short = declared.option.flags
    assert re.fullmatch(r"--[a-z]+(-[a-z]+)*", long)
    assert [flag for flag in short if not re.fullmatch(r"-[a-zA-Z]", flag)] == []
    assert declared.option.panel in PANELS
    assert bool(declared.metavar) is (declared.kind != "flag")


@each_option
def test_a_default_is_one_that_is_possible(declared: Declared) -> None:
    """All options that are not given have the library's defaults."""
    made = Options() if declared.name in {field.name for field in fields(Options)} else _request("")
    if declared.name == "palette":
        made = _request("")
    assert getattr(made, declared.name) == declared.default


@pytest.mark.parametrize(
    ("line", "values", "message"),
    [
        ("--jobs 0", {}, "'0' is no number of jobs; give a whole number from 1"),
        ("--jobs -3", {}, "'-3' is no number of jobs"),
        ("--merge-by size", {}, "images cannot be weighed by 'size'; choose 'pixels' or 'equal'"),
        ("--jobs 2 --scheduler tcp://a:1", {}, "'--jobs' is for this machine and '--scheduler' for others"),
        ("--tolerance 3", {"tolerance": 3.0}, "'--tolerance' is for '--colors auto'; add that"),
        ("--palette a.gpl --like b.jpg", {}, "'--palette' and '--like' both say which colors to take"),
        (
            "--palette a.gpl --pick colors",
            {},
            "with '--palette' no other colors are looked for; leave out '--pick'",
        ),
        (
            "--palette a.gpl --keep red",
            {},
            "with '--palette' all its colors are taken; leave out '--keep', or say with '--colors' how many",
        ),
        ("--palette a.gpl --seed 1 --keep red", {}, "leave out '--seed' and '--keep', or say"),
        (
            "--palette a.gpl -k auto --seed 1 --accents --snap",
            {"colors": "auto"},
            "leave out '--accents' and '--snap'",
        ),
        ("--require contrats>=4.5", {}, "'contrats>=4.5' is no rule: there is no measure 'contrats'"),
        ("--require distinct", {}, "write it as 'distinct>=10'; in a shell, a rule is in quotes"),
        ("--require difference<=3", {}, "it names no palette file; write it as 'difference<=3:brand.gpl'"),
        ("--resume --require distinct>=9", {}, "'--resume' skips what is done, and '--require' must see it"),
    ],
)
def test_what_contradicts_itself_is_wrong_usage(line: str, values: Mapping[str, Any], message: str) -> None:
    """The error comes before a source is read, and names the options as users write them."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        _request(line, **values)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("--tolerance 3 -k auto", {"colors": "auto"}),
        ("--palette a.gpl --space rgb --sort hue --region 0,0,1,1", {}),
        ("--palette a.gpl -k 6 --keep red --seed 1", {"colors": 6}),
        ("--palette a.gpl -k auto --tolerance 4", {"colors": "auto"}),
        ("--scheduler tcp://a:1", {}),
        ("--jobs 3", {}),
        ("--require distinct:deutan>=8 --require difference<=3:a.gpl --merge --report -q", {}),
    ],
)
def test_what_fits_together_is_asked_for(line: str, values: Mapping[str, Any]) -> None:
    """These combinations are allowed."""
    _request(line, **values)


@pytest.mark.parametrize(
    ("line", "weight"),
    [("", None), ("--merge", "pixels"), ("--merge-by equal", "equal"), ("--merge --merge-by equal", "equal")],
)
def test_a_weight_is_asked_for_by_either_option(line: str, weight: str | None) -> None:
    """--merge-by alone merges too."""
    assert _request(line).weight == weight


def test_jobs_are_one_a_core_or_as_many_as_asked_for() -> None:
    """There is at least one job."""
    assert _request("--jobs 3").job_count == 3
    assert _request("").job_count >= 1


def test_options_that_say_nothing_to_a_palette_are_known() -> None:
    """They come in the table's order, as flags; options for writing are not among them."""
    assert _request("-f css -q --sort hue").for_images == []
    line = "-f css --max-pixels 9 --ignore white -k 3 --frames all --ignore-border"
    assert _request(line, colors=3).for_images == [
        "--colors",
        "--ignore",
        "--ignore-border",
        "--frames",
        "--max-pixels",
    ]
    assert _request("--palette a.gpl").for_images == ["--palette"]
    assert _request("--like a.jpg").for_images == ["--like"]


def test_options_of_outputs_are_sorted_by_format() -> None:
    """The last value of a name counts; a value may have any characters, or be empty."""
    line = "-O css.prefix=a -O css.selector=a=b.c -O gpl.columns=4 -O css.prefix="
    assert _request(line).parse_output_options() == {
        "css": {"prefix": "", "selector": "a=b.c"},
        "gpl": {"columns": "4"},
    }


@pytest.mark.parametrize("text", ["prefix=a", "css.prefix", "css.=a", ".prefix=a", "=a", "css"])
def test_an_option_of_no_output_is_wrong_usage(text: str) -> None:
    """The message shows an example."""
    message = f"'{text}' is no option; write it as FORMAT.NAME=VALUE, such as 'css.prefix=brand'"
    with pytest.raises(SettingsError, match=re.escape(message)):
        _request(f"-O {text}").parse_output_options()
