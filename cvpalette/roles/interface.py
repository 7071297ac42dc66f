"""derive_roles(): the roles of an interface in one mode, from the swatches that were selected for them.

The lightnesses were chosen by eye on photos. What is promised is held by Tone.reach, whatever they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.roles.contrasts import LONG_TEXT, SEEN, TEXT
from cvpalette.roles.hues import Hue, lean_apart
from cvpalette.roles.role import Mode, Role, Roles
from cvpalette.roles.selection import Candidate, Selection
from cvpalette.roles.tone import Tone

__all__ = ["derive_roles", "text_on"]

# What stands for a hue where the picture has none: a link's blue.
_BLUE: Final = Tone(0.0, 0.09, 255.0)
# The main colors differ by so much (CIEDE2000) if there is any way. A derived accent turns until it does.
_APART: Final = 12.0
_TURNS: Final = (0, 60, -60)
# Messages: their hues, and how far each may turn to a hue of the picture that is near.
_MESSAGES: Final = {
    "error": Hue(26, 12),
    "warning": Hue(72, 12),
    "success": Hue(150, 12),
    "info": Hue(245, 12),
}
_LEAST_CHROMA, _MOST_CHROMA = 0.12, 0.18
# Dark text on a color of at least this chroma and at most this lightness looks heavy. The color becomes up to
# so much darker if it can have light text then.
_HEAVY_CHROMA, _HEAVY_LIGHTNESS = 0.06, 0.66
_MOST_DARKER: Final = 0.12
# The chroma of text on a color, at most.
_LIGHT_TEXT, _DARK_TEXT = 0.012, 0.03
# Between these hues a darker color would be brown or olive, and no longer yellow. It has dark text.
_YELLOW: Final = (65.0, 120.0)
# Beyond these, a color looks like black or white.
_LEAST_LIGHTNESS, _MOST_LIGHTNESS = 0.32, 0.92


@dataclass(frozen=True, slots=True)
class _Neutral:
    """A gray with the picture's tint: its lightness, and its chroma as a part of the tint's, up to a most."""

    lightness: float
    part: float
    most: float

    def tone(self, tint: Tone) -> Tone:
        return Tone(self.lightness, min(self.part * tint.chroma, self.most), tint.hue)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is different between the modes."""

    background: _Neutral
    surface: _Neutral
    text: _Neutral
    muted: _Neutral
    border: _Neutral
    control: _Neutral
    #: The least and the most lightness of the main colors, and of a link.
    main: tuple[float, float]
    link: float
    #: The lightness of a main color that is gray.
    gray: float
    #: How much the lightness of a derived color differs from the primary's, away from the background.
    further: float
    #: The lightness of messages, and that of warnings.
    message: float
    warning: float


_LOOKS: Final[dict[Mode, _Look]] = {
    "light": _Look(
        background=_Neutral(0.985, 0.12, 0.007),
        surface=_Neutral(0.955, 0.20, 0.012),
        text=_Neutral(0.25, 0.3, 0.02),
        muted=_Neutral(0.50, 0.5, 0.035),
        border=_Neutral(0.87, 0.4, 0.025),
        control=_Neutral(0.66, 0.5, 0.04),
        main=(0.20, 0.66),
        link=0.52,
        gray=0.36,
        further=-0.15,
        message=0.58,
        warning=0.76,
    ),
    "dark": _Look(
        background=_Neutral(0.185, 0.30, 0.014),
        surface=_Neutral(0.240, 0.35, 0.019),
        text=_Neutral(0.93, 0.3, 0.02),
        muted=_Neutral(0.77, 0.4, 0.030),
        border=_Neutral(0.36, 0.4, 0.025),
        control=_Neutral(0.57, 0.5, 0.035),
        main=(0.30, 0.90),
        link=0.75,
        gray=0.86,
        further=0.15,
        message=0.70,
        warning=0.80,
    ),
}


@lru_cache(maxsize=32)
def derive_roles(selection: Selection, mode: Mode) -> Roles:
    """Return the roles of a mode; each promise of Roles holds for any selection.

    A palette that is written in many formats has a scheme for each of them, so the last ones are remembered.
    """
    look = _LOOKS[mode]
    neutral = {
        name: getattr(look, name).tone(selection.tint)
        for name in ("background", "surface", "text", "muted", "border", "control")
    }
    background, surface = neutral["background"].color, neutral["surface"].color
    both = (background, surface)
    main = _derive_main(selection, look, both)
    link = _derive_link(selection, look, both)
    messages = _derive_messages(selection, look, both)
    colored = {**main, **messages}
    return Roles(
        background=Role(background),
        surface=Role(surface),
        text=Role(neutral["text"].reach(both, LONG_TEXT)),
        muted=Role(neutral["muted"].reach(both, TEXT)),
        border=Role(neutral["border"].color),
        control=Role(neutral["control"].reach(both, SEEN)),
        link=link,
        **colored,
        **{f"on_{name}": Role(text_on(role.color)) for name, role in colored.items()},
    )


def _derive_main(selection: Selection, look: _Look, grounds: Sequence[Color]) -> dict[str, Role]:
    """Return the primary, the secondary and the accent color, which are apart from each other."""
    primary = selection.primary
    # A button of a middle gray looks as if it were switched off.
    own = _held(primary.tone, look) if primary.is_colorful else replace(primary.tone, lightness=look.gray)
    first = _place(own, grounds)
    roles = {"primary": _from(primary, first) if primary.is_colorful else Role(first)}
    hue = own.hue + 150 if primary.is_colorful else _BLUE.hue
    derived = {
        "secondary": [
            replace(own, chroma=own.chroma / 2, lightness=each) for each in _shades(Tone.of(first), look)
        ],
        "accent": [Tone(0.68, max(0.09, own.chroma), hue + turn) for turn in _TURNS],
    }
    for name, found in (("secondary", selection.secondary), ("accent", selection.accent)):
        choices = [_from(found, _place(_held(found.tone, look), grounds))] if found else []
        choices += [Role(tone.reach(grounds, SEEN)) for tone in derived[name]]
        roles[name] = max(choices, key=lambda role: min(_APART, *_distances(role, roles.values())))
    return roles


def _distances(role: Role, others: Iterable[Role]) -> list[float]:
    return [delta_e(role.color, other.color) for other in others]


def _shades(tone: Tone, look: _Look) -> list[float]:
    """Return lightnesses for a quiet shade of a main color: away from the background, or else nearer."""
    shades = [tone.lightness + look.further * times for times in (1, -1, 1.5, -1.5, 2, -2)]
    return [each for each in shades if _LEAST_LIGHTNESS <= each <= _MOST_LIGHTNESS]


def _derive_link(selection: Selection, look: _Look, grounds: Sequence[Color]) -> Role:
    primary = selection.primary
    if not primary.is_colorful:
        return Role(replace(_BLUE, lightness=look.link).reach(grounds, TEXT))
    tone = Tone(look.link, max(0.06, primary.tone.chroma), primary.tone.hue)
    return _from(primary, tone.reach(grounds, TEXT))


def _derive_messages(selection: Selection, look: _Look, grounds: Sequence[Color]) -> dict[str, Role]:
    """Return the colors of messages: by their meaning, with a lean toward the picture."""
    chroma = min(_MOST_CHROMA, max(_LEAST_CHROMA, selection.chroma))

    def make(name: str, hue: float, _: Candidate | None) -> Color:
        # A yellow that can be read on white is brown.
        lightness, contrast = (look.warning, SEEN) if name == "warning" else (look.message, TEXT)
        return Tone(lightness, chroma, hue).reach(grounds, contrast)

    return lean_apart(_MESSAGES, selection.colorful, make)


def _held(tone: Tone, look: _Look) -> Tone:
    least, most = look.main
    return replace(tone, lightness=min(most, max(least, tone.lightness)))


def _place(tone: Tone, grounds: Sequence[Color]) -> Color:
    """Return the color for a main role, which is seen on the grounds."""
    return _lighten_text(tone.reach(grounds, SEEN), grounds)


def _lighten_text(color: Color, grounds: Sequence[Color]) -> Color:
    """Return a saturated color a little darker, if light text is readable on it then."""
    tone = Tone.of(color)
    is_heavy = tone.chroma >= _HEAVY_CHROMA and round(tone.lightness, 2) <= _HEAVY_LIGHTNESS
    if not is_heavy or _YELLOW[0] <= tone.hue <= _YELLOW[1]:
        return color
    darker = tone.reach([Tone(0.985, _LIGHT_TEXT, tone.hue).color], TEXT)
    is_near = tone.lightness - Tone.of(darker).lightness <= _MOST_DARKER
    is_seen = all(darker.contrast(ground) >= SEEN for ground in grounds)
    return darker if is_near and is_seen else color


def text_on(color: Color) -> Color:
    """Return the color of text on a color: light or dark with a little of its hue, or white or black."""
    _, chroma, hue = color.oklch
    # Text on a gray is gray.
    light, dark = (min(most, chroma) for most in (_LIGHT_TEXT, _DARK_TEXT))
    best = max(Tone(0.985, light, hue).color, Tone(0.20, dark, hue).color, key=color.contrast)
    return best if color.contrast(best) >= TEXT else color.ink


def _from(candidate: Candidate, color: Color) -> Role:
    """Return the role of a color that was made of a swatch."""
    return Role(color, candidate.index, delta_e(color, candidate.color))
