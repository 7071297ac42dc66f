"""The output `unity`: presets of Unity's color picker."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.unity import UnityPresets
from cvpalette.testing import OutputContract, ReaderContract, make_result

_HEAD = """\
%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!114 &1
MonoBehaviour:
  m_ObjectHideFlags: 52
  m_PrefabParentObject: {fileID: 0}
  m_Script: {fileID: 12323, guid: 0000000000000000e000000000000000, type: 0}
"""


class TestUnityPresets(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = UnityPresets()


def _library(*presets: tuple[str, str], name: str = "") -> bytes:
    lines = [f"  m_Name: {name}", "  m_EditorClassIdentifier: ", "  m_Presets:"]
    for called, color in presets:
        lines += [f"  - m_Name: {called}", f"    m_Color: {color}"]
    return (_HEAD + "\r\n".join(lines)).encode()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("unity/default.unity.colors", UnityPresets().render(extraction.result))


def test_names_are_quoted_where_yaml_needs_it() -> None:
    """Words that YAML takes for something else, and signs."""
    names = ["Deep Sky", "yes", "a: b", "#1", 'say "x"', "R\u00f6t", ""]
    result = make_result(["#ff0000"] * len(names), names=names)
    text = UnityPresets().render(result)
    written = [line.partition("m_Name: ")[2] for line in text.splitlines() if "- m_Name" in line]
    assert written == ["Deep Sky", '"yes"', '"a: b"', '"#1"', '"say \\"x\\""', '"R\u00f6t"', ""]


def test_alpha_comes_back() -> None:
    """From 0 to 1."""
    result = make_result(["#ff0000"])
    palette = replace(result.palette, swatches=(replace(result.palette[0], alpha=0.25),))
    assert (
        UnityPresets.parse(UnityPresets().render(replace(result, palette=palette)).encode())[0].alpha == 0.25
    )


def test_presets_are_read_as_others_write_them() -> None:
    """With any blanks, quotes of any kind, and numbers with exponents; the library may have a name."""
    palette = UnityPresets.parse(
        _library(
            ("", "{r: 1, g: 0.5, b: 0, a: 1}"),
            ("'It''s'", "{ r: 0, g: 0, b: 1, a: 0.5 }"),
            ('"R\\xF6t \\u00e9 \\U0001F600"', "{r: 1e-2, g: 0, b: 1.5, a: 1}"),
            ('"\\q"', "{r: 0, g: 0, b: 0, a: 0}"),
            ('"\\q"', "{r: 0, g: 0, b: 0, a: 1}"),
            name="Mine",
        )
    )
    assert palette.name == "Mine"
    assert [(swatch.color.hex, swatch.name, swatch.alpha) for swatch in palette] == [
        ("#ff8000", "", 1),
        ("#0000ff", "It's", 0.5),
        ("#0300ff", "R\u00f6t \u00e9 \U0001f600", 1),
        ("#000000", "\\q", 1),
    ]
    assert palette.notes == ("1 transparent color is left out",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%YAML 1.1\n", "it is no library of color presets of Unity"),
        (_library().replace(b"12323", b"12320"), "it is no library of color presets of Unity"),
        (_library(("", "{r: 1, g: 0, b: 0}")), "line 12: '{r: 1, g: 0, b: 0}' is no color of Unity"),
        (_library(("", "{r: 1, g: 0, b: 0, a: 2}")), "is no color of Unity"),
        (_library(("", "{r: 1e, g: 0, b: 0, a: 1}")), "is no color of Unity"),
        (_library(("", "{r: 1e999, g: 0, b: 0, a: 1}")), "is no color of Unity"),
        (_library(), "it holds no color"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        UnityPresets.parse(data)
