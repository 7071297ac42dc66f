"""The reader `adobe-color`: elements of Creative Cloud Libraries."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from cvpalette.color.palette import Palette, Values
from cvpalette.readers.adobe_color import AdobeColors
from cvpalette.testing import ReadingContract

RGB = {"mode": "RGB", "value": {"r": 38, "g": 70.2, "b": 82.9}}
INK = {
    "mode": "CMYK",
    "value": {"c": 100, "m": 50, "y": 0, "k": 25},
    "type": "spot",
    "spotColorName": "PANTONE 1 C",
}


def _color(*forms: Any, name: str = "") -> dict[str, Any]:
    return {"name": name, "representations": [{"color#data": form} for form in forms]}


LIBRARY = {
    "name": "Brand",
    "elements": [
        _color(INK, RGB),
        _color(RGB, name="Night"),
        {"name": "Warm", "representations": [{"colortheme#data": {"swatches": [[INK, RGB], [RGB]]}}]},
        {"name": "Logo", "type": "application/vnd.adobe.element.image+dcx", "representations": []},
    ],
}


class TestAdobeColors(ReadingContract):
    """What every reader promises."""

    reader = AdobeColors
    examples: ClassVar[Mapping[str, bytes]] = {
        "a library": json.dumps(LIBRARY).encode(),
        "a color": json.dumps(_color(RGB)).encode(),
    }


def _parse(document: Any) -> Palette:
    return AdobeColors.parse(json.dumps(document).encode())


def test_a_library() -> None:
    """The values of the chief space, the library's own RGB, and themes as groups."""
    palette = _parse(LIBRARY)
    inks = Values("cmyk", (1.0, 0.5, 0.0, 0.25))
    assert [(each.group, each.name, each.color.hex, each.kind, each.values) for each in palette] == [
        ("", "PANTONE 1 C", "#264653", "spot", inks),
        ("", "Night", "#264653", "", None),
        ("Warm", "PANTONE 1 C", "#264653", "spot", inks),
        ("Warm", "", "#264653", "", None),
    ]
    assert (palette.name, palette.notes) == (
        "Brand",
        ("1 element is left out: it is no color and no color theme",),
    )


@pytest.mark.parametrize(
    ("form", "color"),
    [
        ({"mode": "CMYK", "value": {"c": 0, "m": 100, "y": 100, "k": 0}}, "#ff0000"),
        ({"mode": "HSB", "value": {"h": 120, "s": 100, "b": 100}}, "#00ff00"),
        ({"mode": "Gray", "value": 100}, "#000000"),
        ({"mode": "Gray", "value": {"gray": 0}}, "#ffffff"),
        ({"mode": "Lab", "value": {"L": 100, "a": 0, "b": 0}}, "#ffffff"),
        ({"mode": "RGB.tint", "value": {"r": 255, "g": 0, "b": 0, "tint": 50}}, "#ff0000"),
    ],
    ids=range(6),
)
def test_each_mode(form: dict[str, Any], color: str) -> None:
    """Inks without an RGB beside them are perfect filters; gray is an amount of ink."""
    assert _parse(_color(form))[0].color.hex == color


def test_alpha_and_none() -> None:
    """An element of the type none is transparent."""
    assert _parse(_color(RGB | {"alpha": 0.5}))[0].alpha == 0.5
    with pytest.raises(ValueError, match="it holds no color: 1 transparent color is left out"):
        _parse(_color(RGB | {"type": "none"}))


def test_one_theme_alone_is_the_palette() -> None:
    """Its name is the palette's."""
    palette = _parse([LIBRARY["elements"][2]])
    assert (palette.name, palette.groups) == ("Warm", ())


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "it is no color of a Creative Cloud Library"),
        (7, "it is no color of a Creative Cloud Library"),
        (_color({"mode": "RGB", "value": {"r": 300, "g": 0, "b": 0}}, name="x"), "color 'x' is not valid"),
        (_color({"mode": "XYZ", "value": {}}, name="x"), "color 'x' is not valid"),
        (_color(RGB | {"alpha": 7}, name="x"), "color 'x' is not valid"),
        (_color(7, name="x"), "color 'x' is not valid"),
        (_color({"mode": "Gray", "value": {}}, name="x"), "color 'x' is not valid"),
        (_color({"mode": "Lab", "value": {"l": "nan", "a": 0, "b": 0}}, name="x"), "color 'x' is not valid"),
        (
            {"name": "x", "representations": [{"colortheme#data": {"swatches": [[]]}}]},
            "color 'x, 1' is not valid",
        ),
    ],
    ids=range(9),
)
def test_what_is_no_color_is_said(document: Any, message: str) -> None:
    """With the name of the element."""
    with pytest.raises(ValueError, match=f"^{message}"):
        _parse(document)
