"""The output `godot-palette`: as we write it and as others do."""

import pytest

from cvpalette.outputs.godot_palette import GodotPalette
from cvpalette.testing import OutputContract, ReaderContract, make_extraction

HEAD = '[gd_resource type="ColorPalette" load_steps=2 format=3 uid="uid://abc"]\n\n[resource]\n'


class TestGodotPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = GodotPalette()


def test_numbers_are_those_of_each_channel() -> None:
    """To the letter."""
    assert GodotPalette().render(make_extraction(["#ff8000", "#264653"]).result) == (
        '[gd_resource type="ColorPalette" format=3]\n\n[resource]\ncolors = PackedColorArray('
        "1.0, 0.502, 0.0, 1.0, 0.149, 0.2745, 0.3255, 1.0)\n"
    )


def test_palettes_are_read_as_godot_writes_them() -> None:
    """Colors that are brighter than white are told of."""
    text = f"{HEAD}colors = PackedColorArray(1, 0.501961, 0, 1, 0, 0, 0, 0.5, 2.5, 0, 0, 1, 0, 0, 0, 0)\n"
    palette = GodotPalette.parse(text.encode())
    assert [(each.color.hex, each.alpha) for each in palette] == [("#ff8000", 1.0), ("#000000", 0.5)]
    assert palette.notes == (
        "1 transparent color is left out",
        "1 color is left out: it is outside of 0 to 1",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[gd_resource type="Theme" format=3]\n', "it is no ColorPalette of Godot"),
        (HEAD, "it holds no color: no 'colors = PackedColorArray"),
        (f"{HEAD}colors = PackedColorArray()\n", "it holds no color"),
        (f"{HEAD}colors = PackedColorArray(1, a, 0, 1)\n", "its 'colors' are not all numbers"),
        (f"{HEAD}colors = PackedColorArray(1, 0, 0)\n", "its 'colors' are 3 numbers, not four"),
        (f"{HEAD}colors = PackedColorArray(nan, 0, inf, 1)\n", "it holds no color: 1 color is left out"),
    ],
    ids=range(6),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        GodotPalette.parse(text.encode())
