"""The output `mplstyle`."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.mplstyle import MatplotlibStyle
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestMatplotlibStyle(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

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


@pytest.mark.parametrize(
    ("text", "colors"),
    [
        ("axes.prop_cycle: cycler('color', ['#264653', 'e9c46a', 'fff'])", ["#264653", "#e9c46a", "#ffffff"]),
        ('axes.prop_cycle : cycler(color=["r", "g", "0.5", "tab:blue", "Navy"])  # note', None),
        ("axes.prop_cycle: cycler('color', 'rgbcmykw')", ["#ff0000", "#008000", "#0000ff", "#00bfbf"]),
        ("x: 1\naxes.color_cycle : 348ABD, A60628, k\n", ["#348abd", "#a60628", "#000000"]),
        ("axes.prop_cycle: cycler('color', ['#26465380', '.25', '1.'])", ["#264653", "#404040", "#ffffff"]),
    ],
    ids=range(5),
)
def test_cycles_are_read_as_others_write_them(text: str, colors: list[str] | None) -> None:
    """In every notation of Matplotlib's that stands for itself."""
    found = [each.color.hex for each in MatplotlibStyle.parse(text.encode())]
    wanted = colors or ["#ff0000", "#008000", "#808080", "#1f77b4", "#000080"]
    assert found[: len(wanted)] == wanted


def test_colors_of_other_tables_are_told() -> None:
    """Only Matplotlib knows the numbers of its own cycle."""
    palette = MatplotlibStyle.parse(b"axes.prop_cycle: cycler('color', ['C0', 'xkcd:sea blue', 'red', ''])")
    assert [each.color.hex for each in palette] == ["#ff0000"]
    assert palette.notes == ("left out: 'C0', 'xkcd:sea blue' and ''",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("axes.facecolor: red", "it sets no cycle of colors"),
        ("# axes.prop_cycle: cycler('color', ['red'])", "it sets no cycle of colors"),
        ("axes.prop_cycle: cycler('color', [])", "it holds no color"),
    ],
    ids=range(3),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        MatplotlibStyle.parse(text.encode())
