"""The output `sketchpalette`: as we write it and as others do."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.sketchpalette import SketchPalette
from cvpalette.testing import OutputContract, ReaderContract, make_extraction


class TestSketchPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = SketchPalette()
    holds_names = False


class TestSketchPalette2(OutputContract, ReaderContract):
    """The same in the second version."""

    output = SketchPalette(version="2.0")


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("sketchpalette/default.sketchpalette", SketchPalette().render(extraction.result))


def test_version_2_is_the_golden_file(golden: Callable[[str, str | bytes], None]) -> None:
    """-O sketchpalette.version=2.0, with a name."""
    named = make_extraction(["#264653", "#2a9d8f"], names=["Night", ""])
    golden("sketchpalette/version.sketchpalette", SketchPalette(version="2.0").render(named.result))


def _parse(**members: Any) -> Any:
    return SketchPalette.parse(json.dumps({"compatibleVersion": "2.0", **members}).encode())


def test_both_forms_are_read() -> None:
    """The oldest is text, the others are levels of 0 to 1."""
    assert [color.hex for color in _parse(colors=["#264653", "2A9D8F"]).colors] == ["#264653", "#2a9d8f"]
    color = {"name": "Night", "red": 38 / 255, "green": 70 / 255, "blue": 83 / 255, "alpha": 0.5}
    assert [(each.name, each.color.hex) for each in _parse(colors=[color])] == [("Night", "#264653")]


def test_what_is_left_out_is_said() -> None:
    """Gradients and images are no colors."""
    clear = {"red": 0, "green": 0, "blue": 0, "alpha": 0}
    palette = _parse(colors=["#264653", clear], gradients=[{}, {}], images=[{}])
    assert palette.notes == (
        "1 transparent color is left out",
        "2 gradients are left out",
        "1 image is left out",
    )


@pytest.mark.parametrize(
    ("colors", "message"),
    [
        (["x"], "color 1, 'x', is neither hex digits nor red, green and blue"),
        ([{"red": 1, "green": 0}], "color 1 is neither"),
        ([{"red": 255, "green": 0, "blue": 0}], "color 1 is neither"),
        ([{"red": 10**400, "green": 0, "blue": 0}], "color 1 is neither"),
        ([None], "color 1 is neither"),
        (None, "it holds no color"),
    ],
    ids=range(6),
)
def test_what_cannot_be_read_is_said(colors: Any, message: str) -> None:
    """With the number of the color."""
    with pytest.raises(ValueError, match=f"^{message}"):
        _parse(colors=colors)
    with pytest.raises(ValueError, match="it is no palette of Sketch"):
        SketchPalette.parse(json.dumps({"colors": colors}).encode())
