"""The output `arcgis`: as we write it and as others do."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.arcgis import ArcGisColormap
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestArcGisColormap(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ArcGisColormap()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("arcgis/default.clr", ArcGisColormap().render(extraction.result))


def test_values_may_begin_anywhere() -> None:
    """Land cover often begins with 1."""
    assert (
        ArcGisColormap(first=11).render(make_result(["#264653", "#2a9d8f"])) == "11 38 70 83\n12 42 157 143\n"
    )
    with pytest.raises(ValueError, match="option 'first' is 0 to 65535, not '-1'"):
        ArcGisColormap(first=-1)


def test_files_are_read_as_others_write_them() -> None:
    """With commas, comments, gaps in the values, and names."""
    palette = ArcGisColormap.parse(b"# c\r\n11, 38, 70, 83\r\n\r\n90\t42 157 143 Woody wetlands\r\n")
    assert [(swatch.color.hex, swatch.name) for swatch in palette] == [
        ("#264653", ""),
        ("#2a9d8f", "Woody wetlands"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 1 2 3\n0 1 2 3\n", "line 2: '0 1 2 3' is no color; write a value that no other line has"),
        ("0 1 2 256\n", "line 1: '0 1 2 256' is no color"),
        ("1 2 3\n", "line 1: '1 2 3' is no color"),
        ("ColorMap 1 1\n0 0 0 0\n", "it is a color map of Surfer"),
        ("\n", "it holds no color"),
    ],
    ids=range(5),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        ArcGisColormap.parse(text.encode())
