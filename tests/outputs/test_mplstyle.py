"""The output `mplstyle`."""

from collections.abc import Callable

from cvpalette.extraction import Extraction
from cvpalette.outputs.mplstyle import MatplotlibStyle
from cvpalette.testing import OutputContract, make_extraction


class TestMatplotlibStyle(OutputContract):
    """What every output promises."""

    output = MatplotlibStyle()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("mplstyle/default.mplstyle", MatplotlibStyle().render(extraction.result))


def test_names_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """In comments; a name is free to hold quotes and brackets."""
    extraction = make_extraction(["#264653", "#2a9d8f"], names=("it's [red]", "#: 'navy"))
    golden("mplstyle/names.mplstyle", MatplotlibStyle().render(extraction.result))


def test_no_line_of_code_has_a_hash(extraction: Extraction) -> None:
    """Behind it, all would be comment, and matplotlib would keep its own colors without a word."""
    code = [
        line for line in MatplotlibStyle().render(extraction.result).splitlines() if not line.startswith("#")
    ]
    assert code == ["axes.prop_cycle: cycler('color', ['264653', '2a9d8f', 'e9c46a', 'e76f51'])"]
