"""The output `qgis`: as we write it, and as versions of QGIS do."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.qgis import QgisStyle
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestQgisStyle(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = QgisStyle()


class TestQgisGradient(OutputContract, ReaderContract):
    """A gradient is read back as well."""

    output = QgisStyle(ramp="gradient")


@pytest.mark.parametrize("ramp", ["preset", "gradient"])
def test_it_is_the_golden_file(
    ramp: str, extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden(f"qgis/{ramp}.qgis.xml", QgisStyle(ramp=ramp).render(extraction.result))  # type: ignore[arg-type]


def _file(*ramps: str) -> bytes:
    body = f"<colorramps>{''.join(ramps)}</colorramps>"
    return f'<!DOCTYPE qgis_style><qgis_style version="2"><symbols/>{body}</qgis_style>'.encode()


def test_presets_of_all_versions_are_read() -> None:
    """In properties up to 3.22, in options later; a name that only repeats the color is none."""
    old = (
        '<colorramp type="preset" name="Old"><prop k="preset_color_0" v="38,70,83,255"/>'
        '<prop k="preset_color_name_0" v="#264653"/><prop k="preset_color_1" v="42,157,143,51"/>'
        '<prop k="preset_color_name_1" v="sea"/><prop k="rampType" v="preset"/></colorramp>'
    )
    new = (
        '<colorramp type="preset" name="New"><Option type="Map"><Option name="preset_color_0" type="QString"'
        ' value="250,75,60,255,rgb:0.98039215686274506,0.29411764705882354,0.23529411764705882,1"/>'
        "</Option></colorramp>"
    )
    palette = QgisStyle.parse(_file(old, new))
    assert [(each.color.hex, each.name, each.group, each.alpha) for each in palette] == [
        ("#264653", "", "Old", 1),
        ("#2a9d8f", "sea", "Old", 0.2),
        ("#fa4b3c", "", "New", 1),
    ]
    only = QgisStyle.parse(_file(old))
    assert (only.name, only.groups) == ("Old", ())


@pytest.mark.parametrize(
    "stops",
    [
        "0.75;0,0,255,255:0.25;0,255,0,255",
        "0.25;0,255,0,255;rgb;ccw:0.75;0,0,255,255;rgb;ccw",
        "0.25;0,255,0,255,rgb:0,1,0,1;rgb;ccw:0.75;0,0,255,255,rgb:0,0,1,1;rgb;ccw",
    ],
    ids=["3.0", "3.24", "3.40"],
)
def test_stops_of_gradients_are_read_in_order(stops: str) -> None:
    """As versions of QGIS write them."""
    ramp = (
        '<colorramp type="gradient" name="g"><prop k="color1" v="255,0,0,255"/>'
        f'<prop k="color2" v="0,0,0,0"/><prop k="stops" v="{stops}"/></colorramp>'
    )
    palette = QgisStyle.parse(_file(ramp))
    assert str(palette) == "#ff0000, #00ff00, #0000ff"
    assert palette.notes == ("1 transparent color is left out",)


def test_ramps_that_only_have_a_name_are_told() -> None:
    """QGIS makes their colors itself."""
    made = [
        f'<colorramp type="random" name="r{number}"><prop k="count" v="9"/></colorramp>'
        for number in range(5)
    ]
    preset = '<colorramp type="preset" name="p"><prop k="preset_color_0" v="1,2,3"/></colorramp>'
    palette = QgisStyle.parse(_file(preset, *made[:2]))
    assert palette.notes == ("color ramps that QGIS makes itself are left out: 'r0' and 'r1'",)
    with pytest.raises(ValueError, match=r"^it holds no color: .* 'r0', 'r1' and 'r2' and 2 more$"):
        QgisStyle.parse(_file(*made))


def test_the_colors_of_a_raster_are_read() -> None:
    """From the style of a layer, with the labels of its legend."""
    data = (
        b'<!DOCTYPE qgis><qgis version="3.22"><pipe><rasterrenderer><colorPalette>'
        b'<paletteEntry color="#264653" value="1" label="deep sea" alpha="255"/></colorPalette><rastershader>'
        b'<item color="#2A9D8F" value="2" label="reef" alpha="51"/><item value="3"/></rastershader>'
        b'<item color="#ffffff" alpha="0"/></rasterrenderer></pipe></qgis>'
    )
    palette = QgisStyle.parse(data)
    assert [(each.color.hex, each.name, each.alpha) for each in palette] == [
        ("#264653", "deep sea", 1),
        ("#2a9d8f", "reef", 0.2),
    ]


def test_a_faint_color_stays_visible() -> None:
    """A color of alpha 0 would be none when it is read again."""
    swatch = Swatch(Color(1, 2, 3), 1, alpha=0.001)
    result = Result.of_palette(Palette((swatch,), has_shares=False), "x.kpl")
    assert 'v="1,2,3,1"' in QgisStyle().render(result)


def test_a_gradient_of_one_color_has_two_ends() -> None:
    """QGIS needs both."""
    root = ET.fromstring(QgisStyle(ramp="gradient").render(make_result(["#264653"])))
    assert [each.get("v") for each in root.iter("prop")] == ["38,70,83,255", "38,70,83,255", "0", "gradient"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg/>", "it is no style of QGIS: it begins with 'svg'"),
        (b"<qgis/>", "it holds no color"),
        (b'<qgis><item color="red" label="a"/></qgis>', "the color of 'a', 'red', is no '#rrggbb'"),
        (b'<qgis><item color="#fff" alpha="x"/></qgis>', "the color of '', '#fff', is no"),
        (
            _file('<colorramp type="gradient" name="g"/>'),
            "the color ramp 'g' has a color that is not such as",
        ),
        (
            _file('<colorramp type="preset" name="g"><prop k="preset_color_0" v="1,2,999"/></colorramp>'),
            "the color ramp 'g' has a color",
        ),
        (
            _file('<colorramp type="preset" name="g"><prop k="preset_color_0" v="red"/></colorramp>'),
            "the color ramp 'g' has a color",
        ),
        (
            _file(
                '<colorramp type="gradient" name="g"><prop k="color1" v="1,2,3"/><prop k="color2" v="1,2,3"/>'
                '<prop k="stops" v="--e;1,2,3"/></colorramp>'
            ),
            "the color ramp 'g' has a color",
        ),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        QgisStyle.parse(data)
