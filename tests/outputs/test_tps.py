"""The output `tps`: as we write it, and as people write it for Tableau."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.tps import TableauPalettes
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract

PALETTE = "<preferences><color-palette name='{}'><color>{}</color></color-palette></preferences>"


class TestTableauPalettes(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = TableauPalettes()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("tps/default.tps", TableauPalettes().render(extraction.result))


def test_each_group_is_a_palette() -> None:
    """Of the kind that was asked for; a color without a group is in one that has no name."""
    colors = [Color(255, 0, 0), Color(0, 255, 0), Color(0, 0, 255)]
    groups = ("a/b & <c>", "a/b & <c>", "")
    swatches = (Swatch(color, 1 / 3, group=group) for color, group in zip(colors, groups, strict=True))
    result = Result.of_palette(Palette(tuple(swatches), "Mine", has_shares=False), "x.gpl")
    root = ET.fromstring(TableauPalettes(kind="diverging").render(result))
    assert [(each.attrib, [one.text for one in each]) for each in root.iter("color-palette")] == [
        ({"name": "a/b & <c>", "type": "ordered-diverging"}, ["#ff0000", "#00ff00"]),
        ({"name": "untitled", "type": "ordered-diverging"}, ["#0000ff"]),
    ]


def test_files_are_read_as_people_write_them() -> None:
    """With other settings beside; the only palette gives its name."""
    palette = '<color-palette custom="true" name="{}" type="regular"><color> #6600CC </color></color-palette>'
    other = "<preference name='ui.background.color' value='#0ff5ec'/>"
    data = f"<?xml version='1.0'?><workbook><preferences>{other}{{}}</preferences></workbook>"
    one = TableauPalettes.parse(data.format(palette.format("Brand")).encode())
    assert ([color.hex for color in one.colors], one.name, one.groups) == (["#6600cc"], "Brand", ())
    two = TableauPalettes.parse(data.format(palette.format("A") + palette.format("B")).encode())
    assert (two.groups, two.name) == (("A", "B"), "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html/>", "it is no file of Tableau's preferences: it begins with 'html'"),
        ("<workbook><preferences/></workbook>", "it holds no color"),
        (
            f"<workbook>{PALETTE.format('a', 'red')}</workbook>",
            "color 1 of 'a', 'red', is no '#rrggbb'",
        ),
        (
            f"<workbook>{PALETTE.format('', '')}</workbook>",
            "color 1 of '', '', is no '#rrggbb'",
        ),
    ],
    ids=range(4),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        TableauPalettes.parse(text.encode())
