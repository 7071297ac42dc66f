"""The output `office`: as we write it, and as programs of Office do."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.office import OfficeTheme
from cvpalette.testing import OutputContract, ReaderContract, make_result

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLOTS = (
    *("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"),
    *("hlink", "folHlink"),
)


class TestOfficeTheme(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = OfficeTheme()


def _theme(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return ET.fromstring(archive.read("theme/theme/theme1.xml"))


def test_the_colors_are_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("office/default.office.xml", OfficeTheme(form="colors").render(extraction.result))
    golden("office/default.thmx", OfficeTheme().render(extraction.result))


def test_accents_are_the_palette_and_the_rest_is_the_scheme() -> None:
    """Six colors at most are accents; all are custom colors with their names."""
    result = make_result(["#264653", "#2a9d8f", "#e9c46a"], names=["a & b", "", "c"])
    data = OfficeTheme().render(result)
    assert isinstance(data, bytes)
    root = _theme(data)
    scheme = root.find(f"{A}themeElements/{A}clrScheme")
    assert scheme is not None
    slots = {each.tag.removeprefix(A): each[0].get("val", "") for each in scheme}
    assert tuple(slots) == SLOTS
    light = result.scheme.light
    assert [slots[f"accent{number}"] for number in range(1, 7)] == [
        *("264653", "2A9D8F", "E9C46A"),
        *(role.color.digits.upper() for role in (light.info, light.success, light.warning)),
    ]
    assert (slots["dk1"], slots["lt1"], slots["hlink"]) == tuple(
        role.color.digits.upper() for role in (light.text, light.background, light.link)
    )
    customs = [(each.get("name"), each[0].get("val")) for each in root.iter(f"{A}custClr")]
    assert customs == [("a & b", "264653"), (None, "2A9D8F"), ("c", "E9C46A")]
    palette = OfficeTheme.parse(data)
    assert dict(palette.roles)["hlink"] == light.link.color
    # ECMA-376 needs three of each kind of style.
    assert [len(each) for each in root.iter() if each.tag.endswith("StyleLst")] == [3, 3, 3, 3]


def _slots(change: str = "", color: str = "") -> str:
    colors = {slot: f'<a:srgbClr val="0000{number:02X}"/>' for number, slot in enumerate(SLOTS)}
    if change:
        colors[change] = color
    return "".join(f"<a:{slot}>{inner}</a:{slot}>" for slot, inner in colors.items())


def _xml(slots: str, name: str = "Mine", customs: str = "") -> str:
    return (
        f'<a:theme xmlns:a="{A[1:-1]}" name="{name}"><a:themeElements><a:clrScheme name="s">{slots}'
        f"</a:clrScheme></a:themeElements>{customs}</a:theme>"
    )


def _zip(files: dict[str, str]) -> bytes:
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", **files}.items():
            archive.writestr(name, text)
    return contents.getvalue()


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ('<a:sysClr val="windowText" lastClr="102030"/>', "#102030"),
        ('<a:sysClr val="window"/>', "#ffffff"),
        # Half of the light is level 188 (IEC 61966-2-1).
        ('<a:scrgbClr r="50000" g="50000" b="50%"/>', "#bcbcbc"),
        ('<a:hslClr hue="7200000" sat="100000" lum="50000"/>', "#00ff00"),
        ('<a:prstClr val="dkBlue"/>', "#00008b"),
        ('<a:prstClr val="medSeaGreen"/>', "#3cb371"),
        ('<a:extLst/><a:srgbClr val="2A9D8F"><a:lumMod val="50000"/></a:srgbClr>', "#2a9d8f"),
    ],
)
def test_every_model_is_read(color: str, expected: str) -> None:
    """Of the 12 colors, each is called as its slot."""
    palette = OfficeTheme.parse(_xml(_slots("accent1", color)).encode())
    assert [swatch.name for swatch in palette] == list(SLOTS)
    assert (palette[4].color.hex, palette.name, palette.roles) == (expected, "Mine", ())


@pytest.mark.parametrize("folder", ["theme/theme", "ppt/theme", "word/theme", "xl/theme"])
def test_themes_are_read_out_of_documents(folder: str) -> None:
    """Of PowerPoint, Word and Excel; equal themes count once."""
    theme = _xml(_slots())
    palette = OfficeTheme.parse(_zip({f"{folder}/theme1.xml": theme, f"{folder}/theme2.xml": theme}))
    assert (len(palette), palette.groups) == (12, ())


def test_several_themes_are_groups() -> None:
    """Variants often have the same name."""
    other = _xml(_slots("lt1", '<a:srgbClr val="FFFFFF"/>'))
    palette = OfficeTheme.parse(
        _zip(
            {"theme/theme/theme1.xml": _xml(_slots()), "themeVariants/variant1/theme/theme/theme1.xml": other}
        )
    )
    assert (len(palette), palette.groups) == (24, ("Mine", "Mine 2"))


def test_the_file_of_colors_is_read_back() -> None:
    """Its 12 colors, the palette's among them."""
    text = OfficeTheme(form="colors").render(make_result(["#264653", "#2a9d8f"]))
    assert isinstance(text, str)
    palette = OfficeTheme.parse(text.encode())
    assert [color.hex for color in palette.colors[4:6]] == ["#264653", "#2a9d8f"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg/>", "it is no theme of Office: it begins with 'svg'"),
        (b"<theme/>", "it is a theme of Office without colors"),
        (_xml("<a:dk1/>").encode(), "its colors are no theme's: 'lt1' is missing"),
        (_xml(_slots("dk2", "")).encode(), "the color 'dk2' is in no color model that a theme may have"),
        (_xml(_slots("dk2", '<a:srgbClr val="red"/>')).encode(), "the color 'dk2' has values that are not"),
        (_xml(_slots("dk2", '<a:sysClr val="x"/>')).encode(), "the color 'dk2' has values"),
        (_xml(_slots("dk2", '<a:prstClr val="x"/>')).encode(), "the color 'dk2' has values"),
        (_xml(_slots("dk2", '<a:scrgbClr r="1" g="1" b="9e9%"/>')).encode(), "the color 'dk2' has values"),
        (_xml(_slots("dk2", '<a:hslClr hue="1" sat="1"/>')).encode(), "the color 'dk2' has values"),
        (
            b"PK\3\4",
            r"it is no document of Office, which is a ZIP archive with '\[Content_Types\].xml' in it",
        ),
        (_zip({"x": "y"}), "it is a document without a theme of Office"),
        (_zip({"ppt/theme/theme1.xml": " " * (1 << 21)}), "its 'ppt/theme/theme1.xml' is larger than 1 MiB"),
    ],
    ids=range(12),
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^(?:{message})"):
        OfficeTheme.parse(data)
