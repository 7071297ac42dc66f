"""The output `android`."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.android import AndroidColors
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestAndroidColors(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = AndroidColors()


def _render(result: Result, **options: Any) -> str:
    contents = AndroidColors(**options).render(result)
    assert isinstance(contents, str)
    return contents


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("android/default.colors.xml", _render(extraction.result))


def test_names_and_prefix_are_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """Names as slugs, and as they are in comments, which they do not end."""
    extraction = make_extraction(
        ["#264653", "#2a9d8f", "#e9c46a"], names=("Crème *", "red", 'Crème --> */ % < & "')
    )
    golden("android/names.colors.xml", _render(extraction.result, prefix="brand"))


def test_a_prefix_that_some_tool_refuses_is_an_error() -> None:
    """Before anything is rendered."""
    with pytest.raises(ValueError, match="option 'prefix'"):
        AndroidColors(prefix="2nd")


def _read(text: str | bytes) -> dict[str, str]:
    return {str(each.get("name")): str(each.text) for each in ET.fromstring(text)}


def test_roles_make_a_folder_for_the_day_and_one_for_the_night(extraction: Extraction) -> None:
    """The palette is the same in both, so it is only in the first."""
    contents = AndroidColors(roles=True).render(extraction.result)
    assert isinstance(contents, Mapping)
    assert list(contents) == ["values/colors.xml", "values-night/colors.xml"]
    day, night = map(_read, contents.values())
    light, dark = (extraction.scheme.mode(mode).named() for mode in ("light", "dark"))
    assert night == {
        f"color_{name.replace('-', '_')}": f"#FF{role.color.digits.upper()}" for name, role in dark.items()
    }
    assert day.keys() - night.keys() == {"color_1", "color_2", "color_3", "color_4"}
    assert day["color_on_primary"] == f"#FF{light['on-primary'].color.digits.upper()}"


def test_the_color_of_text_is_a_resource_of_its_own(extraction: Extraction) -> None:
    """Named after the color that it is for."""
    colors = _read(_render(extraction.result, text=True))
    assert colors["color_1_text"] == f"#FF{extraction.palette[0].color.ink.digits.upper()}"
    assert len(colors) == 8


def test_resources_are_read_as_others_write_them() -> None:
    """With the alpha first, and references to others of the file."""
    palette = AndroidColors.parse(
        b"""<?xml version="1.0"?><resources xmlns:tools="http://schemas.android.com/tools">
        <color name="short">#f00</color><color name="pale">#8f00</color>
        <color name="sea"> #2A9D8F </color><item type="color" name="half">#802A9D8F</item>
        <color name="alias">@color/sea</color><color name="loop">@color/loop</color>
        <color name="system">@android:color/white</color><string name="x">#000</string>
        <color name="gone">#00FFFFFF</color>
        </resources>"""
    )
    assert [(each.name, each.color.hex, round(each.alpha, 2)) for each in palette] == [
        ("short", "#ff0000", 1.0),
        ("pale", "#ff0000", 0.53),
        ("sea", "#2a9d8f", 1.0),
        ("half", "#2a9d8f", 0.5),
        ("alias", "#2a9d8f", 1.0),
    ]
    assert palette.notes == (
        "1 transparent color is left out",
        "left out: 'loop' (@color/loop) and 'system' (@android:color/white)",
    )


def test_colors_of_text_that_we_wrote_are_left_out() -> None:
    """They are no colors of the palette. A folder of two files is not read back as one."""
    text = _render(make_extraction(["#264653"], names=("Sea -- -->",)).result, text=True)
    palette = AndroidColors.parse(text.encode())
    assert [(each.name, each.color.hex) for each in palette] == [("Sea -- -->", "#264653")]
    assert palette.notes == ("1 color is left out: made for text on another color",)
    assert AndroidColors(roles=True).holds == {"alpha"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<svg/>", "it is no file of Android's resources: it begins with 'svg'"),
        ("<resources/>", "it holds no color, such as"),
        ("<resources><color name='a'>red</color></resources>", r"it holds no color: left out: 'a' \(red\)"),
        ("#264653", "line 1: it is not XML"),
    ],
    ids=range(4),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        AndroidColors.parse(text.encode())
