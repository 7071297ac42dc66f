"""The registry: finding imports nothing, and a plugin that fails does so alone, by its name."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cvpalette.command.listing import describe_outputs
from cvpalette.errors import (
    OptionError,
    OutputConfigureError,
    OutputConflictError,
    OutputLoadError,
    OutputNotFoundError,
    OutputRenderError,
    PaletteFileError,
)
from cvpalette.extraction import Extraction
from cvpalette.plugins.reading import read_palette
from cvpalette.plugins.registry import GROUP, find_output, find_outputs

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

    def render(self, extraction, /):
        return "{{}}\\n".format(len(extraction.palette) * self.times)
'''


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install distributions as files: a module, and the metadata that pip would leave."""
    monkeypatch.syspath_prepend(str(tmp_path))
    modules = []

    def add(distribution: str, source: str, metadata: bool = True, **entry_points: str) -> None:
        module = distribution.replace("-", "_")
        modules.append(module)
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        folder = tmp_path / f"{module}-1.0.dist-info"
        folder.mkdir()
        lines = [f"{name} = {module}{value}" for name, value in entry_points.items()]
        (folder / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]), encoding="utf-8")
        if metadata:
            text = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
            (folder / "METADATA").write_text(text, encoding="utf-8")

    yield add
    for module in modules:
        sys.modules.pop(module, None)


def test_our_own_outputs_are_found_as_plugins_are() -> None:
    """There is no second door."""
    found = find_outputs()
    assert {"css", "gpl", "hex", "json", "quantized", "swatch"} <= found.keys()
    assert list(found) == sorted(found)
    assert {claim.distribution for claim in found["css"]} == {"cvpalette"}


def test_a_plugin_is_found_loaded_configured_and_rendered(install: Install, extraction: Extraction) -> None:
    """With its distribution, its description and its options."""
    install("good-plugin", GOOD, good=":Good")
    found = find_output("good")
    loaded = found.load()
    assert (found.name, found.distribution, found.version) == ("good", "good-plugin", "1.0")
    assert (loaded.suffix, loaded.description) == (".good", "Counts the colors.")
    assert [option.name for option in loaded.options] == ["times"]
    assert loaded.configure().render(extraction) == "4\n"
    assert loaded.configure({"times": "3"}).render(extraction) == "12\n"
    assert loaded.configure().report(extraction, b"4\n") == ""


def test_finding_imports_nothing(install: Install) -> None:
    """A name costs no more than reading metadata; a module that would exit is not touched."""
    install("exits", "raise SystemExit(3)", exits=":Output")
    assert "exits" in find_outputs()
    find_output("exits")
    assert "exits" not in sys.modules


@pytest.mark.parametrize(
    ("source", "value", "reason"),
    [
        ("raise SystemExit(3)", ":Output", "SystemExit: 3"),
        ("import not_there_at_all", ":Output", "ModuleNotFoundError: No module named 'not_there_at_all'"),
        ("def broken(:", ":Output", "SyntaxError: "),
        ("1 / 0", ":Output", "ZeroDivisionError: division by zero"),
        ("raise RuntimeError('two\\nlines')", ":Output", "RuntimeError: two"),
        ("", ":Output", "AttributeError: "),
        ("", " is no reference", ""),
        ("Output = 7", ":Output", "'broken_plugin:Output' is not a dataclass"),
        ("class Output: suffix = '.x'", ":Output", "'broken_plugin:Output' is not a dataclass"),
        (f"{GOOD}\nmade = Good()", ":made", "'broken_plugin:made' is not a dataclass"),
        (GOOD.replace("def render", "def draw"), ":Good", "'broken_plugin:Good' has no method 'render'"),
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
    """An error of its own, with the output, its distribution and the cause; the others go on."""
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
    """An OptionError, which the command tells as wrong usage."""
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
    """The plugin's fault, and told as such."""
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
        ("raise RecursionError", "RecursionError"),
    ],
)
def test_what_cannot_render_says_so(install: Install, extraction: Extraction, body: str, reason: str) -> None:
    """The third kind of failure; what comes is text or bytes, or an error."""
    install("good-plugin", GOOD.replace("return ", f"{body}\n        return "), good=":Good")
    output = find_output("good").load().configure()
    with pytest.raises(OutputRenderError) as caught:
        output.render(extraction)
    assert (caught.value.output, caught.value.distribution) == ("good", "good-plugin")
    assert reason in caught.value.reason


def test_a_report_that_fails_says_so(install: Install, extraction: Extraction) -> None:
    """After the contents are written: it is an error, and no crash."""
    source = f"{GOOD}\n    def report(self, extraction, contents, /):\n        return 1 / 0\n"
    install("good-plugin", source, good=":Good")
    with pytest.raises(OutputRenderError, match=r"of 'good-plugin' .*ZeroDivisionError"):
        find_output("good").load().configure().report(extraction, b"")


def test_an_interruption_is_not_the_plugins(install: Install) -> None:
    """Ctrl-C while it is imported ends the run."""
    install("slow-plugin", "raise KeyboardInterrupt", slow=":Output")
    with pytest.raises(KeyboardInterrupt):
        find_output("slow").load()


def test_two_distributions_that_claim_one_name_are_both_named(install: Install) -> None:
    """Neither is used, not even ours; the other names of both work."""
    install("first-plugin", GOOD, good=":Good", css=":Good")
    install("second-plugin", GOOD, good=":Good", better=":Good")
    with pytest.raises(OutputConflictError, match="'good' is claimed by 'first-plugin' and 'second-plugin'"):
        find_output("good")
    with pytest.raises(OutputConflictError, match="'css' is claimed by 'cvpalette' and 'first-plugin'"):
        find_output("css")
    assert find_output("better").load().suffix == ".good"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # importlib's own, of metadata that is missing
def test_metadata_without_a_name_disturbs_nothing(install: Install) -> None:
    """What a broken uninstallation leaves: its names are found, or in conflict, like any other."""
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
    """The nearest name, or all of them."""
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
    """Whatever is wrong with a plugin, it says so in its place."""
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
    """By its suffix, and by what is in the file."""
    install("good-plugin", GOOD + PARSES.format(result="Palette.of_colors([Color(1, 2, 3)])"), good=":Good")
    for name in ("brand.good", "brand"):
        assert [color.hex for color in read_palette(b"GOOD", name).colors] == ["#010203"]
    with pytest.raises(PaletteFileError, match=r"'brand\.good': it is not good"):
        read_palette(b"WORSE", "brand.good")


@pytest.mark.parametrize(
    ("result", "message"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("[1]", "it returned 'list', no Palette")],
)
def test_a_plugin_that_fails_to_parse_is_named(install: Install, result: str, message: str) -> None:
    """Where its suffix asked for it; elsewhere, the others go on."""
    install("bad-plugin", GOOD + PARSES.format(result=result), abad=":Good")
    with pytest.raises(PaletteFileError) as caught:
        read_palette(b"GOOD", "brand.good")
    assert str(caught.value) == f"'brand.good': output 'abad' of 'bad-plugin' cannot parse it: {message}"
    assert len(read_palette(b"#010203\n", "brand")) == 1
