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
    ("text", "expected"),
    [
        ("0 1 2 3 255 Water\n1 4 5 6 51 Wood land\n", [("Water", 1.0), ("Wood land", 0.2)]),
        ("0,1,2,3,255,0\n1,4,5,6,51,1\n", [("0", 1.0), ("1", 0.2)]),
        ("0 1 2 3 255\n1 4 5 6 0\n", [("", 1.0)]),
        ("0 1 2 3 255 Water\n1 4 5 6 Land\n", [("255 Water", 1.0), ("Land", 1.0)]),
        ("0 1 2 3 2001\n1 4 5 6 2002\n", [("2001", 1.0), ("2002", 1.0)]),
        ("0 1 2 3 300\n1 4 5 6 200\n", [("300", 1.0), ("200", 1.0)]),
    ],
    ids=range(6),
)
def test_an_alpha_in_each_line_is_read(text: str, expected: list[tuple[str, float]]) -> None:
    """As QGIS writes it; a number in some lines only is a name."""
    palette = ArcGisColormap.parse(text.encode())
    assert [(swatch.name, swatch.alpha) for swatch in palette] == expected


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
