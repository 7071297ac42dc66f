"""Shades of a scheme's roles that interfaces need beside them, and that stay readable."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cvpalette.color.color import Color, clip_color
from cvpalette.color.gamut import fit_oklch
from cvpalette.roles.contrasts import TEXT
from cvpalette.roles.role import FILLS, Roles
from cvpalette.roles.tone import Tone

__all__ = ["Fill", "between", "blend", "fills", "ink_on", "mix", "readable"]

# How much lighter or darker (OKLCH) a fill is under a pointer, and while it is pressed.
_HOVER, _PRESSED = 0.05, 0.08
# A color moves so many times at most until it is readable on a ground of itself.
_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Fill:
    """A color that fills something, and the color of text on it.

    `hover` and `pressed` are the color under a pointer and while it is pressed. Text on them is as readable:
    they are farther away from its color.
    """

    color: Color
    on: Color

    @property
    def hover(self) -> Color:
        """The color under a pointer."""
        return self._away(_HOVER)

    @property
    def pressed(self) -> Color:
        """The color while it is pressed."""
        return self._away(_PRESSED)

    def _away(self, step: float) -> Color:
        lightness, chroma, hue = self.color.oklch
        return fit_oklch(
            lightness + (step if self.on.luminance < self.color.luminance else -step), chroma, hue
        )


def readable(color: Color, grounds: Iterable[Color], soft: float = 0.0) -> Color:
    """Return a color as text on each ground: with a contrast of 4.5:1, and as near to the color as it can.

    The grounds are either all light or all dark. With `soft`, the color is readable too where a ground is
    covered with the color itself, at this opacity: so are soft buttons and badges.
    """
    return _reach_text(color, tuple(grounds), soft)


# Themes ask for the same colors on the same grounds again and again.
@lru_cache(maxsize=4096)
def _reach_text(color: Color, kept: tuple[Color, ...], soft: float) -> Color:
    moved = Tone.of(color).reach(kept, TEXT)
    # As the color moves, its own soft ground follows it a little.
    for _ in range(_TRIES if soft else 0):
        covered = [blend(moved, ground, soft) for ground in kept]
        if all(moved.contrast(ground) >= TEXT for ground in covered):
            break
        moved = Tone.of(moved).reach(covered, TEXT)
    return moved


def fills(roles: Roles, grounds: Iterable[Color], soft: float = 0.0) -> dict[str, Fill]:
    """Return the roles of FILLS as colors that are readable on the grounds too, and the text on each.

    Style sheets use one variable for a button's color and for colored text. The promise for roles is 3:1.
    """
    kept = tuple(grounds)
    return {name: _fill(roles, name, kept, soft) for name in FILLS}


def _fill(roles: Roles, name: str, grounds: tuple[Color, ...], soft: float) -> Fill:
    named = roles.named()
    color, on = readable(named[name].color, grounds, soft), named[f"on-{name}"].color
    return Fill(color, on if color.contrast(on) >= TEXT else ink_on(roles, color))


def ink_on(roles: Roles, ground: Color) -> Color:
    """Return the color of text on any ground: that of the text or of the background, or black or white."""
    best = max(roles.text.color, roles.background.color, key=ground.contrast)
    return best if ground.contrast(best) >= TEXT else ground.ink


def between(first: Color, second: Color, part: float) -> Color:
    """Return the color that lies between two in Oklab, `part` (0 to 1) of the way from the first."""
    mixed = (a + part * (b - a) for a, b in zip(first.oklab, second.oklab, strict=True))
    lightness, a, b = mixed
    return clip_color("oklab", (lightness, a, b))


def mix(first: Color, second: Color, part: float) -> Color:
    """Return the color that lies between two in OKLCH, `part` (0 to 1) of the way from the first.

    It is as colorful as they are, where `between` is gray between opposite hues. A gray has no hue of its
    own, and takes that of the other.
    """
    return Tone.of(first).toward(Tone.of(second), part).color


def blend(color: Color, ground: Color, part: float) -> Color:
    """Return what a color of some opacity (0 to 1) looks like on a ground: blended in sRGB."""
    red, green, blue = (round(part * a + (1 - part) * b) for a, b in zip(color.rgb, ground.rgb, strict=True))
    return Color(red, green, blue)
