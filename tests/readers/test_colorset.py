"""The reader `colorset-json`."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from cvpalette.outputs.colorset import ColorSets
from cvpalette.readers.colorset import ColorSetContents
from cvpalette.testing import ReadingContract, make_extraction

INFO = {"author": "xcode", "version": 1}
DARK = [{"appearance": "luminosity", "value": "dark"}]


def _write(*variants: dict[str, Any]) -> bytes:
    return json.dumps(
        {"colors": [{"idiom": "universal", **each} for each in variants], "info": INFO}
    ).encode()


def _color(space: str, **components: str | float) -> dict[str, Any]:
    return {"color": {"color-space": space, "components": components}}


class TestColorSetContents(ReadingContract):
    """What every reader promises."""

    reader = ColorSetContents
    examples: ClassVar[Mapping[str, bytes]] = {
        "two variants": _write(
            _color("srgb", red="0x26", green="0x46", blue="0x53", alpha="1.000"),
            {"appearances": DARK, **_color("srgb", red="38", green="70", blue="83", alpha="0.500")},
        )
    }


def test_components_are_read_in_every_form() -> None:
    """Hexadecimal and whole ones are 0 to 255, decimal ones 0 to 1; other spaces are converted."""
    data = _write(
        _color("srgb", red="0x26", green="70", blue="0.325", alpha="1.000"),
        {"appearances": DARK, **_color("display-p3", red="1.000", green="0.000", blue="0.000", alpha="0.5")},
        {"idiom": "ipad", **_color("gray-gamma-22", white="0.500", alpha=1)},
        {"display-gamut": "display-P3", **_color("extended-srgb", red="1.2", green="-0.1", blue="0.0")},
        {"idiom": "mac"},
        {"idiom": "tv", "color": {"platform": "ios", "reference": "systemRedColor"}},
        _color("x", red="1"),
        _color("srgb", red="a", green="0", blue="0"),
    )
    palette = ColorSetContents.parse(data)
    assert [(each.name, each.color.hex, each.alpha) for each in palette] == [
        ("", "#264653", 1.0),
        ("dark", "#ff0000", 0.5),
        ("ipad", "#808080", 1.0),
        ("display-P3", "#ff0000", 1.0),
    ]
    (note,) = palette.notes
    assert note == (
        "left out: tv (it is a color of the system), a variant (its color space is not read)"
        " and a variant (a component is no number)"
    )


@pytest.mark.parametrize(
    ("red", "green", "alpha", "expected"),
    [
        ("1", "0", "1", ("#ff0000", 1.0)),
        ("1", "0.5", "1", ("#ff8000", 1.0)),
        (1, 0, 1, ("#ff0000", 1.0)),
        ("255", "1", "1", ("#ff0100", 1.0)),
        (255, 1, 0.5, ("#ff0100", 0.5)),
        ("0xFF", "0x01", "0x80", ("#ff0100", 128 / 255)),
        ("1.000", "0", "0.25", ("#ff0000", 0.25)),
    ],
    ids=range(7),
)
def test_whole_numbers_are_of_255_only_if_one_is_above_1(
    red: str | float, green: str | float, alpha: str | float, expected: tuple[str, float]
) -> None:
    """An alpha is 0 to 1 in any case."""
    (swatch,) = ColorSetContents.parse(_write(_color("srgb", red=red, green=green, blue="0", alpha=alpha)))
    assert (swatch.color.hex, swatch.alpha) == expected


def test_the_other_variants_of_a_set_say_of_what_whole_numbers_are() -> None:
    """They are written alike."""
    palette = ColorSetContents.parse(
        _write(
            _color("srgb", red="1", green="0", blue="1"),
            {"appearances": DARK, **_color("srgb", red="255", green="0", blue="0")},
        )
    )
    assert [each.hex for each in palette.colors] == ["#010001", "#ff0000"]


@pytest.mark.parametrize(
    ("components", "reason"),
    [
        ({"red": "300", "green": "0", "blue": "0"}, "a component is above 255"),
        ({"red": "1.0", "green": "0", "blue": "0", "alpha": "50"}, "an alpha is above 1"),
        ({"red": True, "green": "0", "blue": "0"}, "a component is no number"),
    ],
)
def test_a_component_out_of_range_is_told(components: dict[str, Any], reason: str) -> None:
    """It is not cut off."""
    with pytest.raises(ValueError, match=rf"^it holds no color: left out: a variant \({reason}\)$"):
        ColorSetContents.parse(_write(_color("srgb", **components)))


def test_what_we_write_is_read() -> None:
    """Each file of a catalog is one color, and a role has two."""
    files = ColorSets(roles=True).render(make_extraction(["#264653"]).result)
    one = ColorSetContents.parse(str(files["color-1.colorset/Contents.json"]).encode())
    assert [(each.name, each.color.hex) for each in one] == [("", "#264653")]
    role = ColorSetContents.parse(str(files["color-primary.colorset/Contents.json"]).encode())
    assert [each.name for each in role] == ["", "dark"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "it is no color set of Xcode's"),
        ("[]", "it is no color set of Xcode's"),
        ('{"info": {"version": 1}}', "it is no color set of Xcode's"),
        ('{"colors": [5], "info": {}}', "it is no color set of Xcode's"),
        ('{"colors": ["#fff"]}', "it is no color set of Xcode's"),
        ('{"colors": [{"idiom": "universal"}], "info": {}}', "it holds no color"),
        ("x", "line 1: it is not JSON"),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        ColorSetContents.parse(text.encode())
