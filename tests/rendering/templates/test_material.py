"""Material's names for a scheme's colors: text on each of them can be read."""

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.base16 import base16_slots
from cvpalette.rendering.templates.material import material_colors
from cvpalette.roles.role import MODES, Mode
from cvpalette.roles.scheme import make_scheme

PALETTES = [["#264653", "#2a9d8f", "#e9c46a", "#e76f51"], ["#808080"], ["#ff0000"], ["#000000", "#ffffff"]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("colors", PALETTES, ids=len)
def test_text_on_a_color_can_be_read(colors: list[str], mode: Mode) -> None:
    """Each color whose name begins with on_ has a contrast of 4.5 with the one that it is on."""
    made = material_colors(make_scheme(Palette.of_colors(map(Color.from_hex, colors))), mode)
    pairs = {
        name: name.removeprefix("on_").removesuffix("_variant") for name in made if name.startswith("on_")
    }
    assert len(pairs) == 17
    for text, ground in (pairs | {"inverse_on_surface": "inverse_surface"}).items():
        assert made[text].contrast(made[ground]) >= 4.5, (text, ground)
    assert made["on_surface_variant"].contrast(made["surface_variant"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("colors", PALETTES, ids=len)
def test_the_slots_of_base16_can_be_read(colors: list[str], mode: Mode) -> None:
    """From base03 on, all of Base16 has a contrast of 4.5 with the background; there are 24 in order."""
    slots = base16_slots(make_scheme(Palette.of_colors(map(Color.from_hex, colors))), mode)
    assert list(slots) == [
        *(f"base0{digit:X}" for digit in range(16)),
        *(f"base1{digit}" for digit in range(8)),
    ]
    for name in list(slots)[3:16]:
        assert slots[name].contrast(slots["base00"]) >= 4.5, name
