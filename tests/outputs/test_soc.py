"""The output `soc`: as we write it and as others do."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.soc import OfficeColors
from cvpalette.testing import OutputContract, ReaderContract, make_extraction

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


class TestOfficeColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = OfficeColors()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("soc/default.soc", OfficeColors().render(extraction.result))


def test_python_reads_the_same_names() -> None:
    """By a parser that is not ours."""
    names = ['a & "b" <c>', "it's --> 漢字"]
    root = ET.fromstring(OfficeColors().render(make_extraction(["#264653", "#2a9d8f"], names=names).result))
    assert [(each.get(f"{DRAW}name"), each.get(f"{DRAW}color")) for each in root] == [
        (names[0], "#264653"),
        (names[1], "#2a9d8f"),
    ]


@pytest.mark.parametrize(
    ("head", "space"),
    [
        ("", "http://openoffice.org/2000/drawing"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
        ('<!DOCTYPE ooo:color-table PUBLIC "-//OpenOffice.org//DTD//EN" "office.dtd">', "draw"),
    ],
    ids=["old", "Latin", "a document type"],
)
def test_files_are_read_as_others_write_them(head: str, space: str) -> None:
    """Back to StarOffice's, with any namespace."""
    text = (
        f'{head}<ooo:color-table xmlns:ooo="o" xmlns:draw="{space}"><!-- c -->'
        '<draw:color draw:name="Gr&#252;n" draw:color="#2A9D8F"/></ooo:color-table>'
    )
    assert [(each.name, each.color.hex) for each in OfficeColors.parse(text.encode("latin-1"))] == [
        ("Grün", "#2a9d8f")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#264653\n", "line 1: it is not XML"),
        ("<svg><rect fill='#264653'/></svg>", "it is no color table of LibreOffice: it begins with 'svg'"),
        ("<color-table><color name='a'/></color-table>", "entry 1 is no color"),
        ("<color-table><color color='red'/></color-table>", "entry 1 is no color"),
        ("<color-table><hatch color='#264653'/></color-table>", "entry 1 is no color"),
        ("<color-table/>", "it holds no color"),
    ],
    ids=range(6),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        OfficeColors.parse(text.encode())
