"""Output: the contract, as a class that never heard of cvpalette fulfils it."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.hex import HexLines
from cvpalette.outputs.quantized import QuantizedImage
from cvpalette.plugins.contract import Output, PaletteReader, ReportingOutput


@dataclass(frozen=True)
class Silent:
    """An output of its own."""

    suffix: ClassVar[str] = ".txt"

    def render(self, extraction: Extraction, /) -> str:
        """Write how many colors there are."""
        return f"{len(extraction.palette)}\n"


@dataclass(frozen=True)
class Talking(Silent):
    """An output that has something to say."""

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Say how much of what."""
        return f"{len(contents)} bytes of {extraction.image.name}"


@dataclass(frozen=True)
class Reading(Silent):
    """An output that reads as many blacks as there are bytes."""

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read anything."""
        return Palette.of_colors([Color(0, 0, 0)] * len(data))


def test_an_output_need_not_inherit(extraction: Extraction) -> None:
    """What has the members is one: mypy reads this line."""
    output: Output = Silent()
    assert output.render(extraction) == "4\n"


@pytest.mark.parametrize(
    ("output", "expected"),
    [(Silent(), False), (Talking(), True), (HexLines(), False), (QuantizedImage(), True)],
    ids=lambda value: type(value).__name__,
)
def test_an_output_reports_if_it_has_a_report(output: Output, expected: bool) -> None:
    """The command asks those that have something to say, and no other."""
    assert isinstance(output, ReportingOutput) is expected


@pytest.mark.parametrize("output", [Silent, Talking, Reading])
def test_an_output_reads_if_it_can_parse(output: type[Silent]) -> None:
    """Its class says so: a file is read before anything is configured, and whatever its options."""
    assert isinstance(output, PaletteReader) is (output is Reading)
    assert isinstance(output(), PaletteReader) is (output is Reading)


def test_a_reader_is_asked_by_its_class() -> None:
    """Mypy reads this line."""
    reader: type[PaletteReader] = Reading
    assert len(reader.parse(b"123")) == 3
