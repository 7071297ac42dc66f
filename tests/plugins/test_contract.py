"""The contract: what a class that knows nothing of cvpalette must have, protocol by protocol."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.barcode import FilmBarcode
from cvpalette.outputs.css import CssVariables
from cvpalette.outputs.csv import CsvTable
from cvpalette.outputs.html import HtmlPage
from cvpalette.outputs.json import JsonObject
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.outputs.svg import SwatchDrawing
from cvpalette.plugins.contract import (
    CombinedOutput,
    ImageOutput,
    Output,
    PaletteReader,
    Rendered,
    find_problem,
    suffixes_of,
)
from cvpalette.result import Result


@dataclass(frozen=True)
class Count:
    """An output that counts."""

    suffix: ClassVar[str] = ".txt"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {".twice.txt": {"times": "2"}}
    times: Annotated[int, "Times as many."] = 1

    def render(self, result: Result, /) -> str:
        """Write how many colors there are."""
        return f"{len(result.palette) * self.times}\n"


@dataclass(frozen=True)
class Pixels:
    """An output that counts pixels, and returns a report and facts."""

    suffix: ClassVar[str] = ".txt"

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Write how many pixels there are."""
        pixels = extraction.image.width * extraction.image.height
        return Rendered(f"{pixels}\n", report=lambda: f"{pixels} pixels", facts={"pixels": pixels})


@dataclass(frozen=True)
class Counts(Count):
    """An output that counts the colors of many sources."""

    combined_suffix: ClassVar[str] = ".txt"

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write a line for each result."""
        return map(self.render, results)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Return as many black swatches as there are bytes."""
        return Palette.of_colors([Color(0, 0, 0)] * len(data))


def test_an_output_need_not_inherit(extraction: Extraction) -> None:
    """A class with the right members fits the protocol: mypy checks these lines."""
    output: Output = Count()
    image_output: ImageOutput = Pixels()
    combined: CombinedOutput = Counts()
    reader: type[PaletteReader] = Counts
    assert output.render(extraction.result) == "4\n"
    assert isinstance(image_output.render_image(extraction), Rendered)
    assert list(combined.render_all([extraction.result])) == ["4\n"]
    assert len(reader.parse(b"123")) == 3
    assert [find_problem(kind) for kind in (Count, Pixels, Counts)] == [""] * 3


@pytest.mark.parametrize(
    ("output", "protocols"),
    [
        (Count(), ()),
        (Pixels(), (ImageOutput,)),
        (Counts(), (CombinedOutput, PaletteReader)),
        (SwatchDrawing(), (PaletteReader,)),
        (CssVariables(), (PaletteReader,)),
        (CsvTable(), (CombinedOutput, PaletteReader)),
        (JsonObject(), (CombinedOutput, PaletteReader)),
        (HtmlPage(), (ImageOutput, CombinedOutput, PaletteReader)),
        (FilmBarcode(), (ImageOutput,)),
        (QuantizedImage(), (ImageOutput,)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_output_is_what_it_has_methods_for(output: object, protocols: tuple[type, ...]) -> None:
    """Nothing is declared: the registry and the command look at the methods."""
    kinds = (ImageOutput, CombinedOutput, PaletteReader)
    assert tuple(kind for kind in kinds if isinstance(output, kind)) == protocols
    # A class can read files before an output is configured, so the class itself is checked.
    assert isinstance(type(output), PaletteReader) is (PaletteReader in protocols)


def test_all_suffixes_are_there_with_their_options() -> None:
    """The output's own suffix comes first, and sets no options."""
    assert list(suffixes_of(Count).items()) == [(".txt", {}), (".twice.txt", {"times": "2"})]
    assert suffixes_of(Pixels) == {".txt": {}}


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"render": None}, "has neither a method 'render' nor 'render_image'"),
        ({"suffix": "txt"}, "has no 'suffix' such as '.css'"),
        ({"suffix": ""}, "has no 'suffix' such as '.css'"),
        ({"suffix": ".a/b"}, "has no 'suffix' such as '.css'"),
        ({"suffixes": {"b": {}}}, "has 'suffixes' that are not all such as '.css'"),
        (
            {"suffixes": {".b": {"tines": "2"}}},
            "has 'suffixes' with options that it refuses: it has no option 'tines'; did you mean 'times'?",
        ),
        ({"render_all": print}, "has a method 'render_all' and no 'combined_suffix' such as '.jsonl'"),
        (
            {"render_all": print, "combined_suffix": "jsonl"},
            "has a method 'render_all' and no 'combined_suffix' such as '.jsonl'",
        ),
    ],
)
def test_what_is_no_output_is_told_why(members: dict[str, object], problem: str) -> None:
    """The reason is worded to follow the name of the class."""
    kind = type("Broken", (Count,), members)
    assert find_problem(kind) == problem


def test_an_option_that_no_text_can_set_is_told() -> None:
    """Users set options with text."""

    @dataclass(frozen=True)
    class Odd:
        suffix: ClassVar[str] = ".txt"
        words: tuple[str, ...] = ()
        either: int | str = 1
        limit: int | None = None

        def render(self, result: Result, /) -> str:
            return f"{result.name}{self.words}{self.either}{self.limit}"

    assert find_problem(Odd).startswith(
        "has an option that no text can set, 'words' and 'either': its type is"
    )


def test_a_dataclass_that_is_not_frozen_is_told() -> None:
    """An output is a value."""

    @dataclass
    class Loose:
        suffix: ClassVar[str] = ".txt"

        def render(self, result: Result, /) -> str:
            return result.name

    problem = "is a dataclass that is not frozen: write @dataclass(frozen=True)"
    assert find_problem(Loose) == problem


def test_an_option_without_a_default_is_told() -> None:
    """An output must work without options."""

    @dataclass(frozen=True)
    class Needy:
        suffix: ClassVar[str] = ".txt"
        first: int
        second: int

        def render(self, result: Result, /) -> str:
            return f"{result.name}{self.first}{self.second}"

    assert find_problem(Needy) == "has no default for its option 'first' and 'second'"


@pytest.mark.parametrize("value", [7, Count(), print, str], ids=["number", "instance", "function", "class"])
def test_only_a_dataclass_is_an_output(value: object) -> None:
    """The fields of the dataclass are the options."""
    assert find_problem(value) == "is not a dataclass"
