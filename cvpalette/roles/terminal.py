"""derive_ansi(): the colors of a terminal in one mode, of which red is red."""

from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from cvpalette.color.color import Color
from cvpalette.roles.contrasts import SEEN, TEXT
from cvpalette.roles.hues import Hue, lean_apart
from cvpalette.roles.role import Ansi, Mode, Roles
from cvpalette.roles.selection import Candidate, Selection
from cvpalette.roles.tone import Tone

__all__ = ["derive_ansi"]

# The hues of ANSI in its order, each between sRGB's own and what terminals show, and how far each may turn.
_HUES: Final = {
    "red": Hue(25, 12),
    "green": Hue(145, 16),
    "yellow": Hue(100, 14),
    "blue": Hue(258, 16),
    "magenta": Hue(333, 16),
    "cyan": Hue(203, 16),
}
# A color that leans toward a swatch takes its chroma within these, any other the palette's within the others.
_FOUND_CHROMA, _OTHER_CHROMA = (0.10, 0.17), (0.10, 0.15)
# The same chroma is more vivid in these hues, which have less of it at most.
_VIVID: Final = {"yellow": 0.9, "cyan": 0.7}
# The lightness of the normal and the bright colors. A terminal with a light background needs darker ones.
_LIGHTNESS: Final[dict[Mode, tuple[float, float]]] = {"light": (0.53, 0.46), "dark": (0.71, 0.80)}
# In the dark, yellow is a little lighter than the others: a darker one is brown.
_YELLOW: Final[dict[Mode, float]] = {"light": 0.0, "dark": 0.06}
# The lightness of the grays. Black in the light and bright white in the dark are the color of text.
_WHITE: Final[dict[Mode, float]] = {"light": 0.50, "dark": 0.82}
_BRIGHT_BLACK: Final[dict[Mode, float]] = {"light": 0.60, "dark": 0.50}
_DARK_BLACK, _LIGHT_BRIGHT_WHITE = 0.27, 0.40
_SELECTION: Final[dict[Mode, float]] = {"light": 0.88, "dark": 0.36}
_SELECTION_CHROMA: Final = 0.06


@lru_cache(maxsize=32)
def derive_ansi(selection: Selection, roles: Roles, mode: Mode) -> Ansi:
    """Return the colors of a terminal; each promise of Ansi holds for any selection."""
    background, text = roles.background.color, roles.text.color
    tint = Tone.of(roles.muted.color)

    def gray(lightness: float, contrast: float = TEXT) -> Color:
        return replace(tint, lightness=lightness).reach([background], contrast)

    def colors(lightness: float) -> list[Color]:
        make = partial(_make, selection, background, mode, lightness)
        return [role.color for role in lean_apart(_HUES, selection.colorful, make).values()]

    normal, bright = _LIGHTNESS[mode]
    is_light = mode == "light"
    black = text if is_light else replace(tint, lightness=_DARK_BLACK).color
    bright_white = gray(_LIGHT_BRIGHT_WHITE) if is_light else text
    primary = selection.primary.tone
    selected = Tone(_SELECTION[mode], min(_SELECTION_CHROMA, primary.chroma), primary.hue)
    return Ansi(
        colors=(
            *(black, *colors(normal), gray(_WHITE[mode])),
            *(gray(_BRIGHT_BLACK[mode], SEEN), *colors(bright), bright_white),
        ),
        foreground=text,
        background=background,
        cursor=roles.primary.color,
        selection=selected.reach([text], TEXT),
    )


def _make(  # noqa: PLR0913, PLR0917 -- the last two are what lean_apart gives
    selection: Selection,
    background: Color,
    mode: Mode,
    lightness: float,
    name: str,
    hue: float,
    swatch: Candidate | None,
) -> Color:
    least, most = _FOUND_CHROMA if swatch else _OTHER_CHROMA
    chroma = min(most, max(least, swatch.tone.chroma if swatch else selection.chroma))
    chroma *= _VIVID.get(name, 1.0)
    lighter = _YELLOW[mode] if name == "yellow" else 0.0
    return Tone(lightness + lighter, chroma, hue).reach([background], TEXT)
