"""Scheme: each promise of the roles and of the terminal's colors, for palettes of all kinds."""

from itertools import combinations
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.palette import Palette
from cvpalette.roles.scheme import MODES, Mode, Scheme, make_scheme

COLORED: Final = ("primary", "secondary", "accent", "error", "warning", "success", "info")
# The hues of the sRGB colors of these names, in OKLCH.
ANSI_HUES: Final = {1: 29.2, 2: 142.5, 3: 109.8, 4: 264.1, 5: 328.4, 6: 194.8}
STRANGE: Final = {
    "black": ["#000000"],
    "white": ["#ffffff"],
    "gray": ["#808080"],
    "red": ["#ff0000"],
    "blue": ["#0000ff"],
    "yellow": ["#ffff00"],
    "black and white": ["#000000", "#ffffff"],
    "green and magenta": ["#00ff00", "#ff00ff"],
    "two that are nearly equal": ["#334455", "#334456"],
    "almost black": ["#010101", "#020100"],
    "almost white": ["#fefefe", "#fffffe"],
    "pastels": ["#ffd1dc", "#d1e8ff", "#fffac8", "#d8f8d8"],
    "browns": ["#5f453a", "#8e653f", "#cd853d", "#3b2a20"],
    "primaries": ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#ff00ff", "#00ffff"],
}


def _contrasts(scheme: Scheme, mode: Mode) -> list[tuple[str, float, float]]:
    """Return each contrast that is promised: what it is, the contrast, and what it has to be."""
    colors = {name: role.color for name, role in scheme.mode(mode).named().items()}
    background, surface = colors["background"], colors["surface"]
    ansi = scheme.ansi(mode)
    pairs = [
        ("text", "background", 7.0),
        ("text", "surface", 7.0),
        ("muted", "background", 4.5),
        ("muted", "surface", 4.5),
        ("link", "background", 4.5),
        ("link", "surface", 4.5),
        *((f"on-{name}", name, 4.5) for name in COLORED),
        *((name, "background", 3.0) for name in ("control", "primary", "secondary", "accent")),
    ]
    found = [(f"{one} on {other}", colors[one].contrast(colors[other]), least) for one, other, least in pairs]
    for number, color in enumerate(ansi.colors):
        least = {0: 1.0, 8: 3.0}.get(number, 4.5)
        found.append((f"ANSI {number} on background", color.contrast(ansi.background), least))
    found.append(("foreground on selection", ansi.foreground.contrast(ansi.selection), 4.5))
    assert ansi.background == background
    assert surface != background or background.hex in {"#000000", "#ffffff"}
    return found


def _require(palette: Palette) -> None:
    """Check every promise in both modes."""
    scheme = make_scheme(palette)
    for mode in MODES:
        failed = [(what, value) for what, value, least in _contrasts(scheme, mode) if value < least]
        assert not failed
        roles = scheme.mode(mode).named()
        messages = [roles[name].color for name in ("error", "warning", "success", "info")]
        assert min(delta_e(*pair) for pair in combinations(messages, 2)) >= 10
        ansi = scheme.ansi(mode).colors
        assert len(ansi) == 16
        for first in (1, 9):
            assert min(delta_e(*pair) for pair in combinations(ansi[first : first + 6], 2)) >= 10
        for number, hue in ANSI_HUES.items():
            for color in (ansi[number], ansi[number + 8]):
                assert abs((color.oklch[2] - hue + 180) % 360 - 180) <= 35
        for role in roles.values():
            assert role.found is None or 0 <= role.found < len(palette)
            if role.found is not None:
                assert role.moved == delta_e(role.color, palette[role.found].color)


@pytest.mark.parametrize("texts", STRANGE.values(), ids=STRANGE.keys())
def test_every_promise_holds_for_strange_palettes(texts: list[str]) -> None:
    """Palettes of one color, of grays, and of colors at the corners of sRGB."""
    _require(Palette.of_colors(map(Color.from_hex, texts)))


COLORS = st.builds(Color, *(st.integers(0, 255),) * 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(COLORS, min_size=1, max_size=9))
def test_every_promise_holds_for_any_palette(colors: list[Color]) -> None:
    """Whatever colors there are."""
    _require(Palette.of_colors(colors))


@settings(max_examples=40, deadline=None)
@given(COLORS, st.lists(st.integers(-6, 6), min_size=3, max_size=18))
def test_every_promise_holds_for_colors_near_each_other(color: Color, steps: list[int]) -> None:
    """A palette of one hue leans everything the same way."""
    near = [
        Color(
            *(min(255, max(0, channel + step)) for channel, step in zip(color.rgb, steps[at:], strict=False))
        )
        for at in range(len(steps) - 2)
    ]
    _require(Palette.of_colors([color, *near]))
