"""The output `scribus`: as we write it, and as its versions do."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.scribus import ScribusColors
from cvpalette.rendering.adobe import color_of
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract

INKS, LAB = (0.1, 0.2, 0.333, 0.4), (54.29, 80.81, 69.89)


class TestScribusColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ScribusColors()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("scribus/default.scribus.xml", ScribusColors().render(extraction.result))


def test_inks_and_lab_are_written_as_they_were_given() -> None:
    """In percent, and as the digits that older versions read."""
    swatches = (
        Swatch(color_of("CMYK", INKS), 0.5, "ink", kind="spot", values=Values("cmyk", INKS)),
        Swatch(color_of("LAB", LAB), 0.5, "lab", values=Values("lab", LAB)),
    )
    palette = Palette(swatches, has_shares=False)
    text = ScribusColors().render(Result.of_palette(palette, "x.ase"))
    ink, lab = (element.attrib for element in ET.fromstring(text))
    assert [ink[key] for key in ("SPACE", "CMYK", "C", "M", "Y", "K", "Spot")] == [
        *("CMYK", "#1a335566", "10", "20", "33.3", "40", "1")
    ]
    assert [lab[key] for key in ("SPACE", "L", "A", "B", "Spot")] == ["Lab", "54.29", "80.81", "69.89", "0"]


def _file(*colors: str, root: str = "SCRIBUSCOLORS", name: str = 'Name="Mine"') -> bytes:
    return f"<{root} {name}><!-- c -->{''.join(colors)}</{root}>".encode()


@pytest.mark.parametrize(
    ("fields", "expected", "values"),
    [
        ('RGB="#2A9D8F"', "#2a9d8f", None),
        ('SPACE="RGB" R="42" G="157.4" B="143"', "#2a9d8f", None),
        ('CMYK="#00ffff00"', "#ff0000", Values("cmyk", (0, 1, 1, 0))),
        ('SPACE="CMYK" C="0" M="100" Y="100" K="0"', "#ff0000", Values("cmyk", (0, 1, 1, 0))),
        ('SPACE="CMYK" CMYK="#000000ff" K="100"', "#000000", Values("cmyk", (0, 0, 0, 1))),
        # sRGB's red in CIELAB of D50, by Bruce Lindbloom's calculator.
        ('SPACE="Lab" L="54.29" A="80.81" B="69.89"', "#ff0000", Values("lab", LAB)),
        ('L="54.29" A="80.81" B="69.89"', "#ff0000", Values("lab", LAB)),
    ],
    ids=range(7),
)
def test_colors_of_all_versions_are_read(fields: str, expected: str, values: Values | None) -> None:
    """As digits up to 1.4, and as numbers since 1.5."""
    (swatch,) = ScribusColors.parse(_file(f'<COLOR NAME="a" {fields} Spot="1" Register="0"/>'))
    assert (swatch.color.hex, swatch.values, swatch.name, swatch.kind) == (expected, values, "a", "spot")


def test_marks_and_gradients_are_told() -> None:
    """The registration color is all inks; a gradient is of colors that are there."""
    mark = '<COLOR CMYK="#ffffffff" NAME="Registration" Register="1"/>'
    palette = ScribusColors.parse(_file(mark, '<Gradient Name="g"/>', name='NAME="Old"'))
    assert (palette.name, str(palette)) == ("Old", "#000000")
    assert palette.notes == ("the registration color is read as an ordinary one", "1 gradient is left out")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_file(root="SVG"), "it is no color set of Scribus: it begins with 'SVG'"),
        (_file(), "it holds no color"),
        (_file('<COLOR NAME="a" RGB="red"/>'), "color 1, 'a', is neither RGB, CMYK nor Lab"),
        (_file('<COLOR NAME="a" CMYK="#1234"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" SPACE="RGB" R="1" G="2"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" SPACE="RGB" R="1" G="2" B="1e999"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" SPACE="CMYK"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" SPACE="CMYK" C="200"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" L="101" A="0" B="0"/>'), "color 1, 'a', is neither"),
        (_file('<COLOR NAME="a" L="nan" A="0" B="0"/>'), "color 1, 'a', is neither"),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        ScribusColors.parse(data)
