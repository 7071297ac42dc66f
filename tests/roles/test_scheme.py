"""Scheme: each promise of the roles and of the terminal's colors, for palettes of all kinds."""

import pickle
from itertools import combinations
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import ColorError, SettingsError
from cvpalette.roles.scheme import MODES, Mode, Scheme, make_scheme

COLORED: Final = ("primary", "secondary", "accent", "error", "warning", "success", "info")
# The contrasts that roles have with both grounds.
ON_GROUNDS: Final = {
    7.0: ("text",),
    4.5: ("muted", "link", "error", "success", "info"),
    3.0: ("control", "primary", "secondary", "accent", "warning"),
}
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
        *(
            (name, ground, least)
            for ground in ("background", "surface")
            for least, names in ON_GROUNDS.items()
            for name in names
        ),
        *((f"on-{name}", name, 4.5) for name in COLORED),
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
        main = [roles[name].color for name in ("primary", "secondary", "accent")]
        assert min(delta_e(*pair) for pair in combinations(main, 2)) >= 10
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


@settings(max_examples=20, deadline=None)
@given(st.lists(COLORS, min_size=1, max_size=9))
def test_every_promise_holds_for_any_palette(colors: list[Color]) -> None:
    """Whatever colors there are."""
    _require(Palette.of_colors(colors))


@settings(max_examples=12, deadline=None)
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


def test_a_color_that_has_enough_contrast_is_not_moved() -> None:
    """A brand color is the primary color as it is, in both modes."""
    scheme = make_scheme(Palette.of_colors([Color.from_hex("#2563eb"), Color.from_hex("#f3f4f6")]))
    assert (scheme.light.primary.hex, scheme.light.primary.found, scheme.light.primary.moved) == (
        "#2563eb",
        0,
        0,
    )
    assert scheme.dark.primary.hex == "#2563eb"


def test_a_picture_without_a_hue_gets_no_hue_for_its_main_colors() -> None:
    """Only what has a meaning is colored: links, messages, and the accent."""
    scheme = make_scheme(Palette.of_colors([Color(10, 10, 10), Color(128, 128, 128), Color(240, 240, 240)]))
    for mode in MODES:
        roles = scheme.mode(mode)
        for role in (roles.background, roles.surface, roles.text, roles.primary, roles.secondary):
            assert role.color.oklch[1] < 0.001
            assert role.found is None
        assert roles.link.color.oklch[1] > 0.05
    assert scheme.light.primary.color.luminance < 0.1
    assert scheme.dark.primary.color.luminance > 0.6


def test_the_main_colors_are_the_swatches_of_different_hues() -> None:
    """The most of them in the picture is primary, and the grounds have the tint of what covers most of it."""
    colors = ["#1d4ed8", "#dc2626", "#15803d", "#d6c7a1"]
    shares = [0.2, 0.1, 0.05, 0.65]
    swatches = tuple(Swatch(Color.from_hex(text), share) for text, share in zip(colors, shares, strict=True))
    roles = make_scheme(Palette(swatches)).light
    assert [role.found for role in (roles.primary, roles.secondary, roles.accent)] == [0, 1, 2]
    assert [role.moved for role in (roles.primary, roles.secondary, roles.accent)] == [0, 0, 0]
    assert roles.background.color.oklch[2] == pytest.approx(Color.from_hex("#d6c7a1").oklch[2], abs=25)


def test_messages_lean_toward_the_picture_and_keep_their_meaning() -> None:
    """A picture's own green is the color of success; a turquoise one only turns it a little."""
    green = make_scheme(Palette.of_colors([Color.from_hex("#15803d")])).light
    assert (green.success.found, green.error.found) == (0, None)
    leaning = make_scheme(Palette.of_colors([Color.from_hex("#0d9474")])).light.success
    plain = make_scheme(Palette.of_colors([Color.from_hex("#808080")])).light.success
    assert plain.color.oklch[2] < leaning.color.oklch[2] < Color.from_hex("#0d9474").oklch[2]


def test_the_same_palette_gives_the_same_scheme() -> None:
    """In any order of its swatches."""
    colors = [Color.from_hex(text) for text in ("#1d4ed8", "#dc2626", "#15803d", "#d6c7a1")]
    one, other = (make_scheme(Palette.of_colors(several)) for several in (colors, colors[::-1]))
    for mode in MODES:
        assert [role.hex for role in one.mode(mode).named().values()] == [
            role.hex for role in other.mode(mode).named().values()
        ]
        assert one.ansi(mode) == other.ansi(mode)


def test_roles_have_the_names_that_files_use() -> None:
    """In this order, with hyphens."""
    names = list(make_scheme(Palette.of_colors([Color(1, 2, 3)])).light.named())
    assert names[:8] == ["background", "surface", "text", "muted", "border", "control", "link", "primary"]
    assert names[-7:] == [f"on-{name}" for name in COLORED]
    assert len(names) == 21


def test_a_scheme_is_pickled_without_what_is_derived() -> None:
    """A batch sends it from its workers."""
    scheme = make_scheme(Palette.of_colors([Color(1, 2, 200)]), [Color(1, 2, 200)], Color(1, 2, 200))
    before = pickle.dumps(scheme)
    _ = scheme.light, scheme.ansi("dark")
    assert pickle.dumps(scheme) == before
    assert pickle.loads(before) == scheme


def test_a_terminals_colors_have_names() -> None:
    """Those of ANSI in order, and then the others."""
    ansi = make_scheme(Palette.of_colors([Color(38, 70, 83)])).ansi("dark")
    named = ansi.named()
    assert tuple(named.values())[:16] == ansi.colors
    assert (named["red"], named["bright-white"], named["selection"]) == (
        ansi.colors[1],
        ansi.colors[15],
        ansi.selection,
    )
    assert len(named) == 20


@pytest.mark.parametrize("what", ["photo.png", ["#ff0000"], None, Color(1, 2, 3)])
def test_a_scheme_is_made_of_a_palette_alone(what: Any) -> None:
    """Anything else is an error at once, and not when a role is asked for."""
    with pytest.raises(
        SettingsError, match="a scheme is made of a palette, such as the 'palette' of a result"
    ):
        make_scheme(what)


@pytest.mark.parametrize("preferred", ["#ff0000", ["#ff0000"], [None], 5, None])
def test_preferred_colors_are_colors(preferred: Any) -> None:
    """Neither texts nor nothing."""
    palette = Palette.of_colors([Color(38, 70, 83)])
    with pytest.raises((ColorError, SettingsError), match="color"):
        make_scheme(palette, preferred)
    with pytest.raises(ColorError, match="not '#ffffff'"):
        make_scheme(palette, (), "#ffffff")  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["both", "Dark", None, ["light"]])
def test_there_are_two_modes(mode: Any) -> None:
    """A third one is no dark one."""
    scheme = make_scheme(Palette.of_colors([Color(38, 70, 83)]))
    for ask in (scheme.mode, scheme.ansi):
        with pytest.raises(SettingsError, match="a mode is 'light' or 'dark', not '"):
            ask(mode)
