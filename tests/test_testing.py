"""The contracts: a good output passes all, and what is wrong with a bad one is told by one test."""

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, NoReturn

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import Contents, Rendered
from cvpalette.result import Result
from cvpalette.testing import (
    CombinedContract,
    ImageContract,
    OutputContract,
    ReaderContract,
    ReadingContract,
)


@dataclass(frozen=True)
class Good:
    """Does all that an output can."""

    suffix: ClassVar[str] = ".good"
    combined_suffix: ClassVar[str] = ".jsonl"
    width: Annotated[int, "Blanks between color and name."] = 1

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError("option 'width' is 1 or more")

    def render(self, result: Result, /) -> str:
        """Write a line for each color."""
        return "".join(f"{s.color.hex}{' ' * self.width}{json.dumps(s.name)}\n" for s in result.palette)

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Write the same, and say more."""
        width = extraction.image.width
        return Rendered(self.render(extraction.result), lambda: f"{width} pixels", {"width": width})

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write a line for each source."""
        for result in results:
            yield json.dumps({"path": result.path, "settings": result.asked}) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read what `render` writes."""
        entries = [line.split(maxsplit=1) for line in data.decode().splitlines()]
        if not entries or any(len(entry) != 2 for entry in entries):
            raise ValueError("a line is a color and a name")
        names = [json.loads(name) for _, name in entries]
        if not all(isinstance(name, str) for name in names):
            raise ValueError("a name is a text")
        return Palette.of_colors([Color.from_hex(code) for code, _ in entries], names)


class TestGood(OutputContract, ImageContract, CombinedContract, ReaderContract):
    """One class combines all four contracts, and its output passes them."""

    output = Good()


@dataclass(frozen=True)
class Plain:
    """Renders, and no more."""

    suffix: ClassVar[str] = ".txt"

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        return "".join(f"{color.hex}\n" for color in result.palette.colors)


class TestPlain(OutputContract):
    """One contract is enough for an output that only renders."""

    output = Plain()


@dataclass
class NotFrozen:
    """Can be changed."""

    suffix: ClassVar[str] = ".txt"

    def render(self, result: Result, /) -> str:
        """Write how many colors there are."""
        return f"{len(result.palette)}\n"


@dataclass(frozen=True)
class Undescribed(Plain):  # noqa: D101 -- that it has none is what is tested
    pass


@dataclass(frozen=True)
class Unsuffixed(Plain):
    """Has a suffix that is none."""

    suffix: ClassVar[str] = "txt"


@dataclass(frozen=True)
class Unhelpful(Plain):
    """Has an option that nobody explains."""

    times: int = 1


@dataclass(frozen=True)
class Misleading(Plain):
    """Has an option whose default is not of its type."""

    title: Annotated[str, "What it is called."] = 7  # type: ignore[assignment]


@dataclass(frozen=True)
class Wordless(Plain):
    """Refuses a value and does not say why."""

    times: Annotated[int, "Times as many."] = 1

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError


@dataclass(frozen=True)
class Forgetful(Plain):
    """Writes six colors at most, and drops the others."""

    def render(self, result: Result, /) -> str:
        """Write a line for each of the first colors."""
        return "".join(f"{color.hex}\n" for color in result.palette.colors[:6])


@dataclass(frozen=True)
class Curt(Plain):
    """Refuses more than six colors, and does not say how many there may be."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        if len(result.palette) > 6:
            raise ValueError("too many colors")
        return super().render(result)


@dataclass(frozen=True)
class Small(Plain):
    """Holds few colors, and its test does not say so."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        if len(result.palette) > 16:
            raise ValueError("up to 16 colors")
        return super().render(result)


@dataclass(frozen=True)
class Half(Plain):
    """Writes a file in which one is no file."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color, or nothing that could be written."""
        return super().render(result) if len(result.palette) < 256 else 256  # type: ignore[return-value]


@dataclass(frozen=True)
class Provincial(Plain):
    """Writes nothing of a file that is not named in ASCII."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        return super().render(result) if result.name.isascii() else b""


@dataclass(frozen=True)
class Nameless(Plain):
    """Writes nothing of swatches that have names."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        return b"" if any(swatch.name for swatch in result.palette) else super().render(result)


@dataclass(frozen=True)
class Broken(Plain):
    """Writes names as they are."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color, or more."""
        return "".join(f"{swatch.color.hex} {swatch.name}\n" for swatch in result.palette)


@dataclass(frozen=True)
class Wrapping(Plain):
    """Writes names with their line breaks."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color, or more."""
        names = ("\n".join(filter(str.isprintable, s.name.split("\n"))) for s in result.palette)
        return "".join(f"{name or '-'}\n" for name in names)


@dataclass(frozen=True)
class Pictorial(Plain):
    """Needs positions."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color."""
        if not result.has_image:
            return f"{result.positions[0]}\n"
        return super().render(result)


@dataclass(frozen=True)
class Idle(Plain):
    """Names an option that there is not."""

    only_b: Annotated[bool, "Whether only b is written."] = False
    idle: ClassVar[Mapping[str, str]] = {"only_b": "there is no b", "only-c": "there is no c"}


@dataclass(frozen=True)
class Telling(Plain):
    """Tells a word where it should give a list."""

    def tell_losses(self, palette: Palette) -> str:
        """Give what is no list."""
        return f"{len(palette)} colors"


@dataclass(frozen=True)
class Loud(Plain):
    """Prints."""

    def render(self, result: Result, /) -> Contents | Rendered:
        """Write a line for each color, and say so."""
        print("rendering", file=sys.stderr)  # noqa: T201 -- that is what is tested
        return super().render(result)


@dataclass(frozen=True)
class Unsettable(Plain):
    """Has an option that may be None by its type only."""

    limit: Annotated[int | None, "At most so many."] = 3

    def __post_init__(self) -> None:
        if self.limit is None or self.limit < 0:
            raise ValueError("option 'limit' is a number")


_MOMENTS = itertools.count()


@dataclass(frozen=True)
class Fickle(Plain):
    """Writes what the time is."""

    def render(self, result: Result, /) -> str:
        """Write another line each time."""
        return f"{result.name} at {next(_MOMENTS)}\n"


@dataclass(frozen=True)
class Meddling:
    """Changes what it is given."""

    suffix: ClassVar[str] = ".txt"

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the name."""
        counts = extraction.histogram.counts
        counts.setflags(write=True)
        counts += 1
        return f"{extraction.result.name}\n"


@dataclass(frozen=True)
class Endless(Plain):
    """Writes text without an end."""

    def render(self, result: Result, /) -> str:
        """Write the name."""
        return result.name


@dataclass(frozen=True)
class Gaping(Plain):
    """Writes an empty line at the end."""

    def render(self, result: Result, /) -> str:
        """Write the name."""
        return f"{result.name}\n\n"


@dataclass(frozen=True)
class Colliding(Plain):
    """Writes two files that are one on many systems."""

    def render(self, result: Result, /) -> Mapping[str, str]:
        """Write two files."""
        return {"a.txt": f"{result.name}\n", "A.txt": f"{result.name}\n"}


@dataclass(frozen=True)
class Escaping(Plain):
    """Writes a file beside its folder."""

    def render(self, result: Result, /) -> Mapping[str, str]:
        """Write a file."""
        return {"../a.txt": f"{result.name}\n"}


@dataclass(frozen=True)
class Mumbling(Plain):
    """Reports what is no text."""

    def render(self, result: Result, /) -> Rendered:
        """Write the name."""
        return Rendered(f"{result.name}\n", report=lambda: b"words")  # type: ignore[arg-type, return-value]


@dataclass(frozen=True)
class Fabling(Plain):
    """States facts that JSON does not hold."""

    def render(self, result: Result, /) -> Rendered:
        """Write the name."""
        return Rendered(f"{result.name}\n", facts={"palette": result.palette})


@dataclass(frozen=True)
class Shifting(Plain):
    """States facts that come back as others."""

    def render(self, result: Result, /) -> Rendered:
        """Write the name."""
        return Rendered(f"{result.name}\n", facts=lambda: {"size": (result.width, result.height)})


@dataclass(frozen=True)
class Opening(Plain):
    """Opens a file."""

    def render(self, result: Result, /) -> str:
        """Write the name."""
        Path(__file__).read_text(encoding="utf-8")
        return f"{result.name}\n"


@dataclass(frozen=True)
class Rooted(Plain):
    """Does not pickle."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("it stays here")


@dataclass(frozen=True)
class Changing(Plain):
    """Pickles to something else."""

    def __setstate__(self, _: object) -> None:
        object.__setattr__(self, "seen", True)

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> object:
        return {"seen": False}


@dataclass(frozen=True)
class Narrow:
    """Draws nothing that is one pixel wide."""

    suffix: ClassVar[str] = ".txt"

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the name."""
        return f"{extraction.result.name}\n" if extraction.image.width > 1 else ""


@dataclass(frozen=True)
class Opaque:
    """Draws nothing that is transparent."""

    suffix: ClassVar[str] = ".txt"

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the name."""
        return f"{extraction.result.name}\n" if extraction.image.alpha is None else ""


@dataclass(frozen=True)
class Combining(Plain):
    """Writes a line for each source."""

    combined_suffix: ClassVar[str] = ".txt"

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the names."""
        return (f"{result.name}\n" for result in results)


@dataclass(frozen=True)
class Sociable(Combining):
    """Writes nothing of one source alone."""

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the names, but for the first."""
        return itertools.islice(super().render_all(results), 1, None)


@dataclass(frozen=True)
class Unsteady(Combining):
    """Writes what the time is."""

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write another line each time."""
        return (f"{result.name} at {next(_MOMENTS)}\n" for result in results)


@dataclass(frozen=True)
class Hoarding(Combining):
    """Keeps all results before it writes the first."""

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the names in order."""
        return iter(sorted(f"{result.name}\n" for result in results))


@dataclass(frozen=True)
class Anonymous(Combining):
    """Writes lines that nobody can go on with."""

    combined_suffix: ClassVar[str] = ".jsonl"

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the names."""
        return (json.dumps({"source": result.name}) + "\n" for result in results)


@dataclass(frozen=True)
class Lumping(Anonymous):
    """Writes all in one line."""

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the names."""
        return (f"{result.name} " for result in results)


@dataclass(frozen=True)
class Tinting(Good):
    """Reads another color than it wrote."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a little more blue."""
        palette = super().parse(data)
        swatches = (
            replace(s, color=Color(s.color.red, s.color.green, s.color.blue ^ 1)) for s in palette.swatches
        )
        return replace(palette, swatches=tuple(swatches))


@dataclass(frozen=True)
class Losing(Good):
    """Reads fewer colors than it wrote."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a hundred at most."""
        palette = super().parse(data)
        return Palette.of_colors(palette.colors[:100], [swatch.name for swatch in palette][:100])


@dataclass(frozen=True)
class Inventing(Good):
    """Reads names that are none."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Call each color by something."""
        palette = super().parse(data)
        return replace(palette, swatches=tuple(replace(s, name=s.name or s.color.hex) for s in palette))


@dataclass(frozen=True)
class Muting(Good):
    """Reads no names."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors."""
        return Palette.of_colors(super().parse(data).colors)


@dataclass(frozen=True)
class Trusting(Good):
    """Reads anything."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read black for what is nothing."""
        return super().parse(data) if data else Palette.of_colors([Color(0, 0, 0)])


@dataclass(frozen=True)
class Stumbling(Good):
    """Fails at what is cut."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read, if the last character is there."""
        if data[-1:] not in {b"", b"\n"}:
            raise IndexError("out of range")
        return super().parse(data)


@dataclass(frozen=True)
class Presuming(Good):
    """Takes any object of JSON for its own."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read an object, or lines."""
        if data.startswith(b"{"):
            raise KeyError("palette")
        return super().parse(data)


@dataclass(frozen=True)
class Promising(Good):
    """Says that it holds groups, and writes none."""

    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups"))


@dataclass(frozen=True)
class Coining(Good):
    """Says that it holds what nobody knows."""

    holds: ClassVar[frozenset[str]] = frozenset(("names", "scent"))


@dataclass(frozen=True)
class Straying(Plain):
    """Is of no known family."""

    family: ClassVar[str] = "palette"


class Reading:
    """A format that is only read."""

    suffix: ClassVar[str] = ".good"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read what `Good` writes."""
        return Good.parse(data)


class TestReading(ReadingContract):
    """A good reader passes."""

    reader = Reading
    examples: ClassVar[dict[str, bytes]] = {"two colors": b'#264653 "sea"\n#2a9d8f ""\n'}


class Unread(Reading):
    """Has no suffix."""

    suffix: ClassVar[str] = "good"


class Wandering(Reading):
    """Reads something else each time."""

    suffix: ClassVar[str] = ".good"
    turns: ClassVar[Iterator[int]] = itertools.count()

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Count the calls in the palette's name."""
        return replace(Good.parse(data), name=str(next(cls.turns)))


class Gullible(Reading):
    """Reads anything."""

    suffix: ClassVar[str] = ".good"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read black for what is nothing."""
        return Good.parse(data) if data else Palette.of_colors([Color(0, 0, 0)])


@pytest.mark.parametrize(
    ("reader", "test", "explanation"),
    [
        (Unread, "is_a_reader", r"is not a reader: it has no 'suffix' such as '\.css'"),
        (Wandering, "reads_its_examples", "two colors: it reads another palette the second time"),
        (Gullible, "broken_files_are_value_errors", "an empty file gives a palette, and no ValueError"),
    ],
)
def test_a_fault_of_a_reader_is_told_by_one_test(reader: type[Any], test: str, explanation: str) -> None:
    """As those of outputs are."""
    failures = _fail(type("TestIt", (ReadingContract,), {"reader": reader, "examples": TestReading.examples}))
    assert list(failures) == [f"test_{test}"]
    assert re.search(explanation, failures[f"test_{test}"])


def _fail(contract: type[Any]) -> dict[str, str]:
    """Run the tests of a contract as pytest does; return those that fail, with their explanations."""
    failures = {}
    for name in [name for name in dir(contract) if name.startswith("test_")]:
        try:
            for run in _calls(contract(), name):
                run()
        # Whatever a test raises is what its author reads.
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001
            failures[name] = str(error)
    return failures


def _calls(tests: Any, name: str) -> Iterator[Callable[[], None]]:
    """Give a test with the values of each of its parameters."""
    test = getattr(tests, name)
    (mark,) = getattr(test, "pytestmark", None) or [None]
    if mark is None:
        needs = "monkeypatch" in test.__code__.co_varnames[: test.__code__.co_argcount]
        yield lambda: test(pytest.MonkeyPatch()) if needs else test()
        return
    for value in mark.args[1]:
        yield lambda value=value: test(value)  # type: ignore[misc]


_IMAGE = (OutputContract, ImageContract)
_COMBINED = (OutputContract, CombinedContract)
_ALL = (OutputContract, ImageContract, CombinedContract, ReaderContract)


#: An output with one fault, the contracts that it is tested by, the test that fails, and what that says.
FAULTS: list[tuple[Any, tuple[type[Any], ...], str, str]] = [
    (
        NotFrozen(),
        (),
        "is_an_output",
        r"NotFrozen is not an output: it is a dataclass that is not frozen: write @dataclass\(frozen=True\)",
    ),
    (
        Undescribed(),
        (),
        "describes_itself_in_one_line",
        "Undescribed has no docstring: its first line is",
    ),
    (Unsuffixed(), (), "is_an_output", "Unsuffixed is not an output: it has no 'suffix' such as '.css'"),
    (Unhelpful(), (), "every_option_has_a_default_and_help", "option 'times' has no help"),
    (
        Misleading(),
        (),
        "options_are_told_as_they_are_set",
        "option 'title' is 7 by default, and its text '7' is read as '7'",
    ),
    (Wordless(), (), "refuses_an_option_in_words", "option 'times' is refused with no message"),
    (Forgetful(), (), "renders_any_number_of_colors", "its format holds 6 colors, but it renders 256"),
    (Curt(), (), "renders_any_number_of_colors", "refused with 'too many colors': name the limit, 6"),
    (Provincial(), (), "takes_any_file_name", r"it renders nothing for a file named 'caf\u00e9"),
    (Nameless(), (), "takes_any_swatch_name", r"it renders nothing for swatches named \["),
    (Broken(), (), "takes_names_that_no_file_has", r"of the name \[.*\], a sign stands in the file"),
    (Wrapping(), (), "takes_names_that_no_file_has", r"names with line breaks make \d+ lines, not \d+"),
    (
        Pictorial(),
        (),
        "renders_a_palette_alone",
        "it does not render the palette of a file, which has 4 colors",
    ),
    (Idle(), (), "says_what_is_idle_and_lost_in_words", "idle has 'only-c', and no option is called so"),
    (Telling(), (), "says_what_is_idle_and_lost_in_words", "tell_losses returns '4 colors', and no list"),
    (Loud(), (), "prints_nothing", r"it prints 'rendering\\n': return a Rendered with a report"),
    (Unsettable(), (), "every_option_has_a_default_and_help", "option 'limit' may be None by its type"),
    (Fickle(), (), "same_extraction_same_contents", "renders differently the second time"),
    (Meddling(), _IMAGE, "leaves_the_extraction_alone", "rendering changes the image or the histogram"),
    (Endless(), (), "text_ends_in_one_newline", r"\.txt: the text does not end in a newline"),
    (Gaping(), (), "text_ends_in_one_newline", r"\.txt: the text ends in more than one newline"),
    (Colliding(), (), "files_of_a_set_have_names", r"\['A.txt', 'a.txt'\] differ only in case"),
    (Escaping(), (), "files_of_a_set_have_names", r"it returned a file named '\.\./a\.txt'"),
    (Mumbling(), (), "reports_in_words_and_facts_in_json", "the report is bytes, not text"),
    (
        Fabling(),
        (),
        "reports_in_words_and_facts_in_json",
        "JSON cannot hold the facts: .*Palette",
    ),
    (Shifting(), (), "reports_in_words_and_facts_in_json", r"the facts change in JSON: .*\(64, 3\)"),
    (Opening(), (), "opens_no_file", r"it opens .*test_testing\.py.*an output returns contents"),
    (
        Rooted(),
        (),
        "travels_to_other_processes",
        "it does not pickle, so batches cannot use other proces",
    ),
    (Changing(), (), "travels_to_other_processes", "it pickles to something else"),
    (
        Good(),
        (),
        "each_protocol_has_its_contract",
        "the output has 'parse': TestIt must inherit ReaderContract of cvpalette.testing too",
    ),
    (Narrow(), _IMAGE, "renders_images_of_any_shape", "it renders nothing for 1 x 1 pixels"),
    (
        Opaque(),
        _IMAGE,
        "renders_transparent_pixels",
        "it renders nothing for an image with transparent pix",
    ),
    (Sociable(), _COMBINED, "combines_any_number_of_results", "1 results make an empty file"),
    (Unsteady(), _COMBINED, "same_results_same_file", "make another file the second time"),
    (
        Hoarding(),
        _COMBINED,
        "takes_one_result_at_a_time",
        "it takes all results before it gives its first",
    ),
    (
        Anonymous(),
        _COMBINED,
        "lines_say_their_source",
        r"a line has the path and settings \(None, None\)",
    ),
    (Lumping(), _COMBINED, "lines_say_their_source", "2 results make 1 lines, not one each"),
    (
        Tinting(),
        _ALL,
        "what_it_wrote_it_reads",
        r"colors change when they are written and read: \['1: #000000 became #000001'",
    ),
    (Losing(), _ALL, "what_it_wrote_it_reads", "256 became 100 colors"),
    (
        Inventing(),
        _ALL,
        "what_it_wrote_it_reads",
        r"swatches without names are read with the names \['#000000'",
    ),
    (
        Muting(),
        _ALL,
        "names_come_back",
        r"the names \[.*\] come back as \['', ''.*; if its format has no names: holds_names = False",
    ),
    (
        Promising(),
        _ALL,
        "what_it_holds_comes_back",
        r"it says that it holds groups: \['Reds', 'Reds', 'Blues'\] comes back as \['', '', ''\]",
    ),
    (Straying(), (), "says_what_its_files_are_in_known_words", "its family 'palette' is none of"),
    (
        Coining(),
        _ALL,
        "says_what_its_files_are_in_known_words",
        r"it holds \['scent'\], which nothing can hold",
    ),
    (Trusting(), _ALL, "broken_files_are_value_errors", "an empty file gives a palette"),
    (Stumbling(), _ALL, "broken_files_are_value_errors", "out of range"),
    (Presuming(), _ALL, "broken_files_are_value_errors", r"KeyError is raised, and no ValueError, for b'\{"),
    (
        Small(),
        (),
        "renders_any_number_of_colors",
        "256 colors are refused: 'up to 16 colors'; if its format holds fewer, set 'most_colors' in TestIt",
    ),
]


@pytest.mark.parametrize(
    ("output", "contracts", "test", "explanation"), FAULTS, ids=[type(fault[0]).__name__ for fault in FAULTS]
)
def test_one_fault_is_told_by_one_test(
    output: Any, contracts: tuple[type[Any], ...], test: str, explanation: str
) -> None:
    """Whoever wrote the output reads what is wrong, and not where in the contract it was found."""
    body = {"output": output, "most_colors": 6 if isinstance(output, Forgetful | Curt) else 256}
    failures = _fail(type("TestIt", contracts or (OutputContract,), body))
    assert list(failures) == [f"test_{test}"]
    assert re.search(explanation, failures[f"test_{test}"])


def test_no_test_of_a_contract_is_left_out() -> None:
    """Each of them has a fault above that it tells."""
    tests = {name for contract in _ALL for name in dir(contract) if name.startswith("test_")}
    assert {f"test_{test}" for _, _, test, _ in FAULTS} == tests


@pytest.mark.parametrize(
    ("body", "explanation"),
    [
        ("pass", "TestIt tests no output: set 'output' to an instance of it"),
        ("output = Hex", "TestIt.output is a class: write output = HexLines()"),
        (
            "output = Nothing()",
            "Nothing is not an output: it is not a dataclass",
        ),
    ],
)
def test_a_class_without_an_output_fails_once(tmp_path: Path, body: str, explanation: str) -> None:
    """All other tests are skipped: twelve errors would hide the explanation."""
    (tmp_path / "test_it.py").write_text(
        f"""
from cvpalette.outputs.hex import HexLines as Hex
from cvpalette.testing import OutputContract, ReaderContract

class Nothing:
    pass

class TestIt(OutputContract, ReaderContract):
    {body}
""",
        "utf-8",
    )
    command = [sys.executable, "-Im", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert explanation in result.stdout
    assert re.search(r"\d+ skipped, 1 error in", result.stdout)
