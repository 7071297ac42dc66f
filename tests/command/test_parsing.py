"""parse(): reads the words of a command line as typer reads them, but with error messages of our own."""

import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cvpalette.command.parsing import HELP, Parsed, UsageError, parse
from cvpalette.command.request import list_parameters
from cvpalette.settings.option import Declared

DECLARED = {flag: each for each in list_parameters() for flag in each.option.flags}
LONG = [flag for flag in DECLARED if flag.startswith("--")]
SHORT = [flag for flag in DECLARED if not flag.startswith("--")]
#: For our parser these end the command; for typer they are ordinary flags.
ACTIONS = ("version", "list_formats", "list_palettes")
#: The exit code for a wrong command line.
USAGE = 2

SOURCES = ["a.png", "-", "", "a b", "k", "=", "café.png"]
VALUES = [
    # Versions of typer differ in whether they accept numbers such as 1_000, or with digits of other scripts.
    *("6", "007", "auto", "six", "first", "css", "a=b", "", "nan", "1.5", ".5", "1e3x", "0x10"),
    # A word that looks like an option is still the value of the option before it.
    *("-", "--", "-1", "-q", "--quiet", "-k"),
]
TWO_TARGETS = (
    "'--output' names one file or folder, not 'a.css' and 'a.gpl'; for several formats, "
    "repeat --format and name a folder: -f css -f gpl -o colors/"
)
UNKNOWN = ["--fromat", "--colours=3", "--no-quiet", "--color", "--k", "---quiet", "-x", "-1", "-é", "-=6"]


@st.composite
def _lines(draw: st.DrawFn) -> list[str]:
    """Draw the words of a command line; most of them are right."""
    source, value = st.sampled_from(SOURCES), st.sampled_from(VALUES)
    long, short = st.sampled_from(LONG), st.sampled_from(SHORT)
    flags = [flag for flag, each in DECLARED.items() if each.kind == "flag"]
    words = st.one_of(
        source.map(lambda word: [word]),
        st.sampled_from(flags).map(lambda word: [word]),
        st.tuples(st.one_of(long, short), value).map(list),
        st.tuples(long, value).map(lambda pair: ["=".join(pair)]),
        st.tuples(short, value).map(lambda pair: ["".join(pair)]),
        st.lists(short, min_size=1, max_size=4).map(lambda few: ["-" + "".join(one[1:] for one in few)]),
        st.sampled_from([*UNKNOWN, *LONG, "--", *HELP]).map(lambda word: [word]),
    )
    drawn = draw(st.lists(words, max_size=6))
    return [word for chunk in [["a.png"], *drawn][draw(st.integers(0, 1)) :] for word in chunk]


@cache
def _make_command() -> tuple[Any, list[dict[str, Any]]]:
    """Return typer's command, and the list that receives the values of each run."""
    with warnings.catch_warnings():
        # Some versions of click warn that names which some versions of typer import are deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        import typer  # noqa: PLC0415

        from cvpalette.command.completion import build  # noqa: PLC0415
    runs: list[dict[str, Any]] = []
    return typer.main.get_command(build(lambda **values: runs.append(values))), runs


def _ask_typer(words: list[str]) -> dict[str, Any] | None:
    """Return the values that typer reads, or None if it shows help; raises its errors."""
    command, runs = _make_command()
    runs.clear()
    command.main(args=words, prog_name="cvpalette", standalone_mode=False)
    return runs[0] if runs else None


def _is_refused_by_typer(words: list[str]) -> bool:
    """Tell whether an error is click's; newer versions of typer include a copy of click."""
    try:
        _ask_typer(words)
    except Exception as error:
        if getattr(error, "exit_code", None) != USAGE:
            raise
        return True
    return False


def _complete(parsed: Parsed) -> dict[str, Any]:
    """Return all values of our parser: those of the line, and the defaults of the table."""
    values = {each.name: parsed.values.get(each.name, each.default) for each in list_parameters()}
    return {"sources": parsed.sources, **values}


def _translate(theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return typer's values in our form: typer keeps texts unparsed, and has no empty lists."""
    values = {each.name: _translate_one(each, theirs[each.name]) for each in list_parameters()}
    return {"sources": theirs["sources"], **values}


def _translate_one(declared: Declared, value: Any) -> Any:
    if declared.option.repeated:
        return value or declared.default
    if declared.default is not None and value == str(declared.default):
        return declared.default
    return declared.option.parse(value) if declared.option.parse and isinstance(value, str) else value


@settings(max_examples=400, deadline=None)
@given(words=_lines())
@example(words=["a.png", "--seed", "1000", "--tolerance", "5", "--every=1.5"])
@example(words=["a.png", "--seed=7", "--jobs", "0x10"])
@example(words=["a.png", "--every=auto", "--every=6"])
@example(words=["--", "-k", "--", "6"])
@example(words=["a.png", "-rqk6", "-k", "7", "-f", "css", "-fgpl"])
@example(words=["a.png", "-k=6"])
@example(words=["a.png", "--output=", "--output", "--quiet"])
def test_typer_reads_the_same(words: list[str]) -> None:
    """Both refuse a line or read the same values, so completion and --help are right."""
    try:
        parsed = parse(words)
    except UsageError as error:
        # Typer takes the last file of several, which would leave out the others without a word.
        has_two_targets = str(error).startswith("'--output' names one file")
        assert has_two_targets or _is_refused_by_typer(words)
        return
    if parsed.action in ACTIONS or any(name in parsed.values for name in ACTIONS):
        # With --version, no image is needed, and other mistakes in the line do not matter.
        return
    theirs = _ask_typer(words)
    if parsed.action == "help":
        assert theirs is None
        return
    assert theirs is not None
    # Values are compared as text, since nan is not equal to itself.
    assert repr(_complete(parsed)) == repr(_translate(theirs))


def test_given_options_are_those_of_the_line() -> None:
    """They are long names, whichever was written, and include options at their defaults."""
    parsed = parse(["a.png", "-k", "6", "-rq", "--sort=hue"])
    assert set(parsed.given) == {"--colors", "--recursive", "--quiet", "--sort"}
    assert parsed.values == {"colors": 6, "recursive": True, "quiet": True, "sort": "hue"}


def test_the_last_value_counts_and_what_may_be_repeated_adds_up() -> None:
    """Repeated values stay in the order of the line."""
    formats = ["-f", "css", "--format", "gpl", "-fhex", "-O", "css.prefix=a", "--option=css.prefix=b"]
    assert parse(["a.png", "-k", "3", *formats, "-k", "auto"]).values == {
        "colors": "auto",
        "formats": ["css", "gpl", "hex"],
        "output_options": ["css.prefix=a", "css.prefix=b"],
    }


def test_sources_stand_anywhere() -> None:
    """They may stand before, between and after options; all words after -- are sources."""
    assert parse(["a.png", "-k", "3", "-", "-q", "--", "-k", "--", "--help"]).sources == [
        "a.png",
        "-",
        "-k",
        "--",
        "--help",
    ]


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("--help", "help"),
        ("-h", "help"),
        ("-rh", "help"),
        ("--install-completion", "completion"),
        ("--show-completion", "completion"),
        ("--version", "version"),
        ("--list-formats", "list_formats"),
        ("--list-palettes", "list_palettes"),
        ("--version --help", "version"),
        ("--help --version", "help"),
        ("a.png --seed six --list-formats --version", "list_formats"),
        ("a.png", ""),
    ],
)
def test_what_acts_by_itself_needs_no_source(words: str, action: str) -> None:
    """The first such option counts, and no value is checked."""
    assert parse(words.split()).action == action


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "-k 6",
            "no source is given; name an image, a folder, a palette, or - for stdin; --help shows examples",
        ),
        ("a.png -k", "'-k' needs a value: N|auto"),
        ("a.png --space", "'--space' needs a value: lab|oklab|rgb"),
        ("a.png -rqf", "'-f' needs a value: NAME"),
        ("a.png --seed one", "'--seed' takes a whole number, not 'one'"),
        ("a.png --seed=1.5", "'--seed' takes a whole number, not '1.5'"),
        ("a.png --seed 1_000", "'--seed' takes a whole number, not '1_000'"),
        ("a.png --seed \u0665", "'--seed' takes a whole number, not '\u0665'"),
        ("a.png --every often", "'--every' takes a number, not 'often'"),
        ("a.png --quiet=yes", "'--quiet' takes no value; leave out '=yes'"),
        ("a.png -x", "there is no option '-x'; --help names all"),
        ("a.png -rx", "there is no option '-x'; --help names all"),
        ("a.png --xyzzy", "there is no option '--xyzzy'; --help names all"),
        ("a.png -o a.css --output=a.gpl", TWO_TARGETS),
    ],
)
def test_a_line_that_is_not_possible_is_told_in_words(words: str, message: str) -> None:
    """The message quotes the mistake and says what would work."""
    with pytest.raises(UsageError) as caught:
        parse(words.split())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("--fromat", "--format"),
        ("--colours", "--colors"),
        ("--versoin", "--version"),
        ("--ignoreborder", "--ignore-border"),
        ("--instal-completion", "--install-completion"),
        ("--hlep", "--help"),
    ],
)
def test_a_slip_is_answered_with_the_right_option(word: str, meant: str) -> None:
    """The message suggests similar options."""
    with pytest.raises(UsageError, match=f"there is no option '{word}'; did you mean .*'{meant}'.*\\?"):
        parse(["a.png", word])
