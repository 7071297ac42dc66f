"""The registry: finding imports nothing, and a plugin that fails does so alone, by its name."""

import pickle
import sys
from collections.abc import Callable, Iterator

import pytest

from cvpalette.command.listing import describe_outputs
from cvpalette.errors import (
    ImageError,
    OptionError,
    OutputConfigureError,
    OutputConflictError,
    OutputLoadError,
    OutputNotFoundError,
    OutputRenderError,
    PaletteFileError,
    SettingsError,
)
from cvpalette.extraction import Extraction
from cvpalette.plugins.reading import read_palette
from cvpalette.plugins.registry import find_output, find_outputs
from cvpalette.plugins.suffixes import find_by_suffix, require_suffix
from cvpalette.result import Result
from cvpalette.testing import make_result

Install = Callable[..., None]

HEAD = """
from dataclasses import dataclass
from typing import Annotated, ClassVar
"""
GOOD = f'''{HEAD}
@dataclass(frozen=True)
class Good:
    """Counts the colors.

    More words.
    """

    suffix: ClassVar[str] = ".good"
    times: Annotated[int, "Times as many."] = 1

    def __post_init__(self):
        if self.times < 0:
            raise ValueError("option 'times' is 0 or more")
        if self.times > 99:
            raise RuntimeError("too much")

    def render(self, result, /):
        return "{{}}\\n".format(len(result.palette) * self.times)
'''


def test_our_own_outputs_are_found_as_plugins_are() -> None:
    """They have no other way in."""
    found = find_outputs()
    assert {"css", "gpl", "hex", "json", "quantized", "swatch"} <= found.keys()
    assert list(found) == sorted(found)
    assert {claim.distribution for claim in found["css"]} == {"cvpalette"}


def test_a_plugin_is_found_loaded_configured_and_rendered(install: Install, extraction: Extraction) -> None:
    """It has its distribution, its description and its options."""
    install("good-plugin", GOOD, good=":Good")
    found = find_output("good")
    loaded = found.load()
    assert (found.name, found.distribution, found.version) == ("good", "good-plugin", "1.0")
    assert (loaded.suffix, loaded.description) == (".good", "Counts the colors.")
    assert [option.name for option in loaded.options] == ["times"]
    assert loaded.configure().render(extraction).contents == "4\n"
    assert loaded.configure({"times": "3"}).render(extraction.result).contents == "12\n"
    assert loaded.configure_with({"times": 3}).render(extraction).contents == "12\n"
    rendered = loaded.configure().render(extraction)
    assert (loaded.configure().report(rendered), loaded.configure().facts(rendered)) == ("", {})


def test_finding_imports_nothing(install: Install) -> None:
    """Listing names only reads metadata; even a module that exits on import is harmless."""
    install("exits", "raise SystemExit(3)", exits=":Output")
    assert "exits" in find_outputs()
    find_output("exits")
    assert "exits" not in sys.modules


@pytest.mark.parametrize(
    ("source", "value", "reason"),
    [
        ("raise SystemExit(3)", ":Output", "SystemExit: 3"),
        ("raise GeneratorExit", ":Output", "GeneratorExit"),
        ("class Stop(KeyboardInterrupt): pass\nraise Stop('mine')", ":Output", "Stop: mine"),
        ("import asyncio\nraise asyncio.CancelledError", ":Output", "CancelledError"),
        ("import not_there_at_all", ":Output", "ModuleNotFoundError: No module named 'not_there_at_all'"),
        ("def broken(:", ":Output", "SyntaxError: "),
        ("1 / 0", ":Output", "ZeroDivisionError: division by zero"),
        ("raise RuntimeError('two\\nlines')", ":Output", "RuntimeError: two"),
        ("", ":Output", "AttributeError: "),
        ("", " is no reference", ""),
        ("Output = 7", ":Output", "'broken_plugin:Output' is not a dataclass"),
        ("class Output: suffix = '.x'", ":Output", "'broken_plugin:Output' is not a dataclass"),
        (f"{GOOD}\nmade = Good()", ":made", "'broken_plugin:made' is not a dataclass"),
        (
            GOOD.replace("def render", "def draw"),
            ":Good",
            "'broken_plugin:Good' has neither a method 'render'",
        ),
        (GOOD.replace('".good"', '"good"'), ":Good", "has no 'suffix'"),
        (GOOD.replace("suffix:", "ending:"), ":Good", "has no 'suffix'"),
        (GOOD.replace('".good"', '"./../good"'), ":Good", "has no 'suffix'"),
        (
            f"{GOOD}\n    suffixes = {{'other': {{}}}}\n",
            ":Good",
            "has 'suffixes' that are not all such as '.css'",
        ),
        (
            f"{GOOD}\n    suffixes = {{'.other': {{'no': '1'}}}}\n",
            ":Good",
            "has 'suffixes' with options that it",
        ),
        (GOOD.replace("] = 1", "]"), ":Good", "has no default for its option 'times'"),
        (GOOD.replace("Annotated[int,", "Annotated['NotThere',"), ":Good", "NameError: "),
    ],
    ids=[
        "exit",
        "generator's exit",
        "interruption of its own",
        "cancelled",
        "import",
        "syntax",
        "raise",
        "lines",
        "missing",
        "reference",
        "number",
        "class",
        "instance",
        "render",
        "dot",
        "suffix",
        "folder",
        "other suffix",
        "its options",
        "default",
        "type",
    ],
)
def test_what_cannot_be_loaded_says_so(install: Install, source: str, value: str, reason: str) -> None:
    """The error names the output, its distribution and the cause; other outputs still work."""
    install("broken-plugin", source, broken=value)
    with pytest.raises(OutputLoadError) as caught:
        find_output("broken").load()
    assert (caught.value.output, caught.value.distribution) == ("broken", "broken-plugin")
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)
    assert find_output("css").load().suffix == ".css"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"tines": "1"}, "it has no option 'tines'; did you mean 'times'?"),
        ({"times": "six"}, "option 'times' is a whole number, not 'six'"),
        ({"times": "-1"}, "option 'times' is 0 or more"),
    ],
    ids=["name", "type", "value"],
)
def test_a_wrong_option_is_the_users(install: Install, options: dict[str, str], reason: str) -> None:
    """It raises OptionError, which the command reports as wrong usage."""
    install("good-plugin", GOOD, good=":Good")
    with pytest.raises(OptionError) as caught:
        find_output("good").load().configure(options)
    assert (caught.value.output, caught.value.distribution) == ("good", "good-plugin")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("source", "options", "reason"),
    [
        (GOOD, {"times": "100"}, "RuntimeError: too much"),
        (GOOD.replace("if self.times < 0", "raise SystemExit(1)\n        if False"), {}, "SystemExit: 1"),
    ],
    ids=["raises", "exits"],
)
def test_what_cannot_be_configured_says_so(
    install: Install, source: str, options: dict[str, str], reason: str
) -> None:
    """The error says that the plugin is at fault."""
    install("good-plugin", source, good=":Good")
    with pytest.raises(OutputConfigureError) as caught:
        find_output("good").load().configure(options)
    assert (caught.value.output, caught.value.distribution) == ("good", "good-plugin")
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("raise ValueError('at most 30 colors')", "at most 30 colors"),
        ("raise SystemExit(1)", "SystemExit: 1"),
        ("return None", "it returned 'NoneType', neither str nor bytes"),
        ("return 7", "it returned 'int', neither str nor bytes"),
        ("return bytearray(b'x')", "it returned 'bytearray', neither str nor bytes"),
        ("return '\\udc80'", "surrogates not allowed"),
        ("raise RecursionError", "RecursionError"),
        ("return {}", "it returned a set of no files"),
        ("return {'a.txt': 7}", "it returned 'int', neither str nor bytes"),
        (
            "return {'../a.txt': ''}",
            "it returned a file named '../a.txt'; a name is relative, such as 'icons/16",
        ),
        ("return {'/a.txt': ''}", "it returned a file named '/a.txt'"),
        ("return {'a/../../b': ''}", "it returned a file named 'a/../../b'"),
        ("return {'C:a.txt': ''}", "it returned a file named 'C:a.txt'"),
        ("return {'a' + chr(92) + 'b': ''}", "it returned a file named "),
        ("return {'': ''}", "it returned a file named ''"),
        ("return {'a\\udc80': ''}", "surrogates not allowed"),
    ],
)
def test_what_cannot_render_says_so(install: Install, extraction: Extraction, body: str, reason: str) -> None:
    """An output must return text, bytes, or files with names; anything else is an error."""
    install("good-plugin", GOOD.replace("return ", f"{body}\n        return "), good=":Good")
    output = find_output("good").load().configure()
    with pytest.raises(OutputRenderError) as caught:
        output.render(extraction)
    assert (caught.value.output, caught.value.distribution) == ("good", "good-plugin")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("made", "contents"),
    [
        ("'a\\r\\nb'", "a\nb\n"),
        ("'a\\n\\n'", "a\n"),
        ("b'a\\r\\n'", b"a\r\n"),
        ("{'a.txt': 'a', 'b/c.bin': b'c'}", {"a.txt": "a\n", "b/c.bin": b"c"}),
    ],
    ids=["lines", "ends", "bytes", "set"],
)
def test_text_has_one_kind_of_lines_and_one_end(
    install: Install, extraction: Extraction, made: str, contents: object
) -> None:
    """This also holds for each file of a set; bytes are unchanged."""
    install("good-plugin", GOOD.replace("return ", f"return {made}\n        return "), good=":Good")
    assert find_output("good").load().configure().render(extraction).contents == contents


SHOWS = f'''{HEAD}
@dataclass(frozen=True)
class Shows:
    """Says how large the image is."""

    suffix: ClassVar[str] = ".shows"

    def render_image(self, extraction, /):
        return str(extraction.image.width)
'''


def test_an_output_that_shows_the_image_gets_it(install: Install, extraction: Extraction) -> None:
    """Without an image it raises an error, unless it can render a result."""
    install("shows-plugin", SHOWS, shows=":Shows")
    source = f"{SHOWS}    def render(self, result, /):\n        return result.name\n"
    install("either-plugin", source, either=":Shows")
    shows, either = (find_output(name).load().configure() for name in ("shows", "either"))
    assert (shows.needs_image, either.needs_image) == (True, False)
    assert shows.render(extraction).contents == either.render(extraction).contents == "64\n"
    assert either.render(extraction.result).contents == "stripes.png\n"
    with pytest.raises(OutputRenderError, match="it shows the image, and a result has none; give it what"):
        shows.render(extraction.result)


def test_what_an_output_refuses_is_told_in_its_own_words(install: Install, extraction: Extraction) -> None:
    """In a batch, the sentence names the source. A mistake of the output is told as one."""
    raised = GOOD.replace("return ", "raise ValueError('its format holds 2 colors, not 3')\n        return ")
    install("refusing-plugin", raised, refusing=":Good")
    with pytest.raises(OutputRenderError) as caught:
        find_output("refusing").load().configure().render(extraction)
    error = pickle.loads(pickle.dumps(caught.value))
    whose = "output 'refusing' of 'refusing-plugin'"
    assert (str(error), error.is_refusal) == (f"{whose}: its format holds 2 colors, not 3", True)
    error.source = "a.png"
    assert str(error) == f"{whose} cannot render 'a.png': its format holds 2 colors, not 3"
    install("listing-plugin", GOOD.replace("return ", "return []\n        return "), listing=":Good")
    with pytest.raises(OutputRenderError, match="'listing-plugin' cannot render: it returned 'list'"):
        find_output("listing").load().configure().render(extraction)


def test_a_row_of_colors_is_the_image_of_a_palette_alone(install: Install) -> None:
    """The command and the library do the same: an output that can render a palette does that."""
    install("shows-plugin", SHOWS, shows=":Shows")
    source = f"{SHOWS}    def render(self, result, /):\n        return result.name\n"
    install("either-plugin", source, either=":Shows")
    shows, either = (find_output(name).load().configure() for name in ("shows", "either"))
    result = Result.of_palette(make_result(["#264653", "#2a9d8f"]).palette, "two.gpl")
    for what in (result, Extraction.of_result(result)):
        assert shows.render(what).contents == "2\n"
        assert either.render(what).contents == "two.gpl\n"


def _speak(report: str, facts: str) -> str:
    """Return the source of an output that has a report and facts."""
    made = f"return Rendered('x', report={report}, facts={facts})"
    return f"from cvpalette import Rendered\n{GOOD}".replace("return ", f"{made}\n        return ")


@pytest.mark.parametrize(
    ("report", "facts"),
    [("'words'", "{'a': 1}"), ("lambda: 'words'", "lambda: {'a': 1}")],
    ids=["made", "to make"],
)
def test_what_there_is_to_say_may_be_made_when_somebody_asks(
    install: Install, extraction: Extraction, report: str, facts: str
) -> None:
    """A report may take longer than the file."""
    install("good-plugin", _speak(report, facts), good=":Good")
    output = find_output("good").load().configure()
    rendered = output.render(extraction)
    assert (rendered.contents, output.report(rendered), output.facts(rendered)) == ("x\n", "words", {"a": 1})


def test_a_report_that_fails_says_so(install: Install, extraction: Extraction) -> None:
    """The contents are made already; the failure is an error, not a crash."""
    install("good-plugin", _speak("lambda: 1 / 0", "lambda: 7"), good=":Good")
    output = find_output("good").load().configure()
    rendered = output.render(extraction)
    with pytest.raises(OutputRenderError, match=r"of 'good-plugin' .*ZeroDivisionError"):
        output.report(rendered)
    with pytest.raises(OutputRenderError, match=r"of 'good-plugin' .*TypeError"):
        output.facts(rendered)


def test_what_one_output_makes_of_many_comes_piece_by_piece(install: Install, extraction: Extraction) -> None:
    """An error of the output names the output; an error of the results does not."""
    combines = f"{GOOD}    combined_suffix = '.goods'\n    def render_all(self, results, /):\n"
    install("good-plugin", combines + "        yield from map(self.render, results)\n", good=":Good")
    output = find_output("good").load().configure()
    assert list(output.render_all([extraction.result] * 3)) == ["4\n"] * 3

    def fail() -> Iterator[Result]:
        yield extraction.result
        raise ImageError("a.png", "is empty", "empty")

    pieces = output.render_all(fail())
    assert next(pieces) == "4\n"
    with pytest.raises(ImageError, match="is empty"):
        next(pieces)
    with pytest.raises(OutputRenderError, match="AttributeError"):
        list(output.render_all([None]))  # type: ignore[list-item]
    with pytest.raises(TypeError, match="the output 'svg' holds one palette in a file"):
        list(find_output("svg").load().configure().render_all([extraction.result]))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"tines": 1}, "it has no option 'tines'; did you mean 'times'?"),
        ({"times": "6"}, "option 'times' is a whole number, not the text '6'"),
        ({"times": True}, "option 'times' is a whole number, not 'True'"),
        ({"times": -1}, "option 'times' is 0 or more"),
    ],
    ids=["name", "text", "flag", "value"],
)
def test_a_wrong_value_is_the_callers(install: Install, values: dict[str, object], reason: str) -> None:
    """The error is the same as for text."""
    install("good-plugin", GOOD, good=":Good")
    with pytest.raises(OptionError) as caught:
        find_output("good").load().configure_with(values)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("file_name", "output"),
    [
        ("brand.css", "css"),
        ("BRAND.CSS", "css"),
        ("brand.tailwind.css", "tailwind"),
        ("brand.jsonl", "json"),
        ("brand.scheme.json", "scheme"),
        ("brand.scheme.jsonl", "scheme"),
        ("brand.kitty.conf", "kitty"),
        ("brand.tmux.conf", "tmux"),
        ("brand.windows-terminal.json", "windows-terminal"),
        ("brand.tokens.json", "dtcg"),
        ("brand.json", "json"),
        ("a.quantized.gif", "quantized"),
        ("a.gif", "quantized"),
        ("a.bmp", "quantized"),
        ("a.tif", "quantized"),
        ("a.quantized.h", "quantized"),
        ("a.h", "c"),
        ("a.swatch.png", "swatch"),
        ("brand.good", "good"),
    ],
)
def test_a_suffix_names_an_output(install: Install, file_name: str, output: str) -> None:
    """The longest suffix wins, in upper or lower case; plugins and our own outputs are alike."""
    install("good-plugin", GOOD, good=":Good")
    assert find_by_suffix(file_name).name == output


def test_a_longer_suffix_may_be_meant(install: Install) -> None:
    """Where an output's files are named by the whole of it only."""
    whole = GOOD.replace(
        'suffix: ClassVar[str] = ".good"', 'suffix: ClassVar[str] = ".whole.goo"\n    whole_suffix = True'
    )
    assert whole != GOOD
    install("good-plugin", whole, good=":Good")
    assert find_by_suffix("a.whole.goo").name == "good"
    with pytest.raises(
        SettingsError, match=r"no output writes '\.goo' files; did you mean 'a\.whole\.goo'\?"
    ):
        find_by_suffix("a.goo")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (["one"], "output 'one' of 'bad-plugin' cannot be loaded: ZeroDivisionError: division by zero"),
        (["one", "two"], "its output may be one of those that cannot be loaded, 'one' and 'two'"),
    ],
)
def test_a_suffix_that_no_output_has_may_be_that_of_a_broken_one(
    install: Install, broken: list[str], said: str
) -> None:
    """Its author would look for the mistake in the suffix."""
    install("bad-plugin", "1 / 0", **dict.fromkeys(broken, ":Missing"))
    with pytest.raises(SettingsError) as caught:
        find_by_suffix("brand.xyz")
    assert str(caught.value) == f"no output writes '.xyz' files; {said}"
    with pytest.raises(SettingsError) as caught:
        find_by_suffix("brand.csss")
    assert str(caught.value) == f"no output writes '.csss' files; {said}; did you mean 'brand.css'?"


@pytest.mark.parametrize(
    ("file_name", "message"),
    [
        ("brand", "'brand' has no suffix that names an output; there are '.css', "),
        ("brand.xyz", "no output writes '.xyz' files; there are '.css', "),
        ("a.png", r"a '.png' file may come from 'swatch' \(the colors as a picture\), 'quantized' \(the im"),
        (
            "a.avif",
            "no output writes '.avif' files; pictures are written as '.png', '.svg', ",
        ),
        ("a.psd", "no output writes '.psd' files; Photoshop reads '.ase' and '.aco'"),
        ("a.afpalette", "no output writes '.afpalette' files; Affinity reads '.ase'"),
    ],
)
def test_a_suffix_that_names_none_or_several_is_wrong_usage(file_name: str, message: str) -> None:
    """The message lists the suffixes."""
    with pytest.raises(SettingsError, match=f"^{message}"):
        find_by_suffix(file_name)


def test_options_tell_which_of_several_outputs_a_suffix_means() -> None:
    """If they are for one of them."""
    assert find_by_suffix("a.png", {"swatch"}).name == "swatch"
    assert find_by_suffix("a.css", {"swatch"}).name == "css"
    with pytest.raises(SettingsError, match="may come from"):
        find_by_suffix("a.png", {"swatch", "quantized"})


def test_a_suffix_may_stand_for_options() -> None:
    """They are text for the command and values for Python."""
    loaded = find_output("quantized").load()
    assert (loaded.texts_for("a.GIF"), loaded.options_for("a.gif")) == ({"format": "gif"}, {"format": "gif"})
    assert (loaded.texts_for("a.png"), loaded.options_for("a")) == ({}, {})
    assert loaded.configure({"format": "gif"}).suffix == ".quantized.gif"
    assert loaded.configure().suffix == ".quantized.png"
    # Of those that are only written if an option says so, none is set.
    assert loaded.texts_for("a.jpg") == {}
    assert loaded.configure({"format": "jpeg"}).suffix == ".quantized.jpg"


@pytest.mark.parametrize(
    ("output", "file_name"),
    [
        ("css", "x.css"),
        ("css", "X.CSS"),
        ("css", "x"),
        ("css", "x.txt"),
        ("json", "x.jsonl"),
        ("swatch", "x.png"),
    ],
)
def test_a_file_may_be_called_by_its_own_suffix_or_one_that_is_nobodys(output: str, file_name: str) -> None:
    """The user who names both a format and a file decides."""
    require_suffix(find_output(output).load(), file_name)


@pytest.mark.parametrize(
    ("output", "file_name", "others"),
    [
        ("gpl", "x.css", "'css'"),
        ("css", "x.jsonl", "'json'"),
        ("css", "x.GPL", "'gpl'"),
        ("hex", "x.quantized.gif", "'quantized'"),
    ],
)
def test_a_file_is_not_called_by_the_suffix_of_another_output(
    output: str, file_name: str, others: str
) -> None:
    """The file's name would mislead."""
    with pytest.raises(SettingsError) as caught:
        require_suffix(find_output(output).load(), file_name)
    suffix_of = f"'{file_name}' has the suffix of output {others}, not of '{output}'"
    assert str(caught.value).startswith(f"{suffix_of}; take output {others}, or name a '.")


def test_an_interruption_is_not_the_plugins(install: Install) -> None:
    """Ctrl-C during a plugin's import ends the run."""
    install("slow-plugin", "raise KeyboardInterrupt", slow=":Output")
    with pytest.raises(KeyboardInterrupt):
        find_output("slow").load()


def test_two_distributions_that_claim_one_name_are_both_named(install: Install) -> None:
    """Neither is used, even if one is ours; their other names work."""
    install("first-plugin", GOOD, good=":Good", css=":Good")
    install("second-plugin", GOOD, good=":Good", better=":Good")
    with pytest.raises(OutputConflictError, match="'good' is claimed by 'first-plugin' and 'second-plugin'"):
        find_output("good")
    with pytest.raises(OutputConflictError, match="'css' is claimed by 'cvpalette' and 'first-plugin'"):
        find_output("css")
    assert find_output("better").load().suffix == ".good"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # importlib warns of missing metadata
def test_metadata_without_a_name_disturbs_nothing(install: Install) -> None:
    """A broken uninstallation leaves such metadata: its outputs are found like any other."""
    install("ghost", GOOD, metadata=False, ghost=":Good", css=":Good")
    assert find_output("ghost").load().suffix == ".good"
    with pytest.raises(OutputConflictError, match="'css' is claimed by"):
        find_output("css")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gplx", "no output named 'gplx'; did you mean 'gpl'?"),
        ("zzzz", "no output named 'zzzz'; there are '"),
        ("", "no output named ''; there are"),
        ("CSS", "no output named 'CSS'; "),
    ],
)
def test_an_unknown_name_is_told_with_what_would_work(name: str, message: str) -> None:
    """The message has the nearest name, or all names."""
    with pytest.raises(OutputNotFoundError) as caught:
        find_output(name)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "source",
    ["raise SystemExit(3)", "Good = 7", GOOD.replace("Annotated[int,", "Annotated['NotThere',")],
    ids=["load", "no output", "options"],
)
def test_the_list_of_formats_has_those_that_work_beside_one_that_is_broken(
    install: Install, source: str
) -> None:
    """A broken plugin is listed with its error."""
    install("broken-plugin", source, broken=":Good")
    install("good-plugin", GOOD, good=":Good")
    text = describe_outputs()
    assert "broken  " in text
    assert "(broken-plugin 1.0)" in text
    assert "Counts the colors." in text
    assert "CSS custom properties" in text


PARSES = """
    @classmethod
    def parse(cls, data, /):
        from cvpalette import Color, Palette
        if not data.startswith(b"GOOD"):
            raise ValueError("it is not good")
        return {result}
"""


def test_a_plugin_that_parses_takes_part(install: Install) -> None:
    """It reads files of its suffix, and others by their content."""
    install("good-plugin", GOOD + PARSES.format(result="Palette.of_colors([Color(1, 2, 3)])"), good=":Good")
    for name in ("brand.good", "brand"):
        assert [color.hex for color in read_palette(b"GOOD", name).palette.colors] == ["#010203"]
    with pytest.raises(PaletteFileError, match=r"'brand\.good': it is not good"):
        read_palette(b"WORSE", "brand.good")


@pytest.mark.parametrize(
    ("result", "message"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("[1]", "it returned 'list', no Palette")],
)
def test_a_plugin_that_fails_to_parse_is_named(install: Install, result: str, message: str) -> None:
    """It is named if the file has its suffix; otherwise other readers are asked."""
    install("bad-plugin", GOOD + PARSES.format(result=result), abad=":Good")
    with pytest.raises(PaletteFileError) as caught:
        read_palette(b"GOOD", "brand.good")
    assert str(caught.value) == f"'brand.good': output 'abad' of 'bad-plugin' cannot parse it: {message}"
    assert len(read_palette(b"#010203\n", "brand").palette) == 1
