"""What a scheme must keep, checked on the colors as they are written: by mode, and there by role."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e

#: The colors of one mode, by the names of roles, such as "on-primary" and "ansi-3".
Colors: TypeAlias = Mapping[str, Color]

FILLED: Final = ("primary", "secondary", "accent", "error", "warning", "success", "info")
INTERFACE: Final = (
    *("background", "surface", "text", "muted", "border", "control", "link"),
    *FILLED,
    *(f"on-{name}" for name in FILLED),
)
TERMINAL: Final = (
    *(f"ansi-{number}" for number in range(16)),
    *(f"ansi-{name}" for name in ("foreground", "background", "cursor", "selection")),
)
GROUNDS: Final = ("background", "surface")
# The hues (OKLCH, degrees) of red, green, yellow, blue, magenta and cyan as sRGB has them.
HUES: Final = {
    f"ansi-{number}": Color.from_hex(text).oklch[2]
    for number, text in enumerate(("#ff0000", "#00ff00", "#ffff00", "#0000ff", "#ff00ff", "#00ffff"), 1)
}
# Red, orange, green and blue.
MESSAGES: Final = {"error": 26.0, "warning": 72.0, "success": 150.0, "info": 245.0}
MOST_TURN: Final = 35.0
LEAST_APART: Final = 10.0
# A color with less chroma (OKLCH) has no hue that people would name.
GRAY: Final = 0.02


@dataclass(frozen=True)
class Check:
    """One promise: the roles that it is about, and whether it holds for the colors of a mode."""

    name: str
    roles: Sequence[str]
    holds: Callable[[Colors], bool]

    def applies(self, colors: Mapping[str, object]) -> bool:
        """Tell whether there are such roles at all; a role that was not found is there, and is None."""
        return all(name in colors for name in self.roles)


def _contrast(name: str, least: float, on: Sequence[str], roles: Sequence[str]) -> Check:
    def holds(colors: Colors) -> bool:
        return all(colors[role].contrast(colors[ground]) >= least for role in roles for ground in on)

    return Check(f"{name}, {least:g}:1", (*on, *roles), holds)


def _on_colors(name: str, filled: Sequence[str]) -> Check:
    def holds(colors: Colors) -> bool:
        return all(colors[f"on-{role}"].contrast(colors[role]) >= 4.5 for role in filled)

    return Check(f"{name}, 4.5:1", tuple(f"on-{role}" for role in filled), holds)


def _hues(name: str, hues: Mapping[str, float]) -> Check:
    def holds(colors: Colors) -> bool:
        return all(
            colors[role].oklch[1] >= GRAY and abs(turn(hue, colors[role].oklch[2])) <= MOST_TURN
            for role, hue in hues.items()
        )

    return Check(f"{name} within {MOST_TURN:g} degrees", tuple(hues), holds)


def _apart(name: str, roles: Sequence[str], least: float = LEAST_APART) -> Check:
    def holds(colors: Colors) -> bool:
        pairs = combinations([colors[role] for role in roles], 2)
        return all(delta_e(one, other) >= least for one, other in pairs)

    return Check(f"{name} differ by {least:g}", tuple(roles), holds)


def _brighter(colors: Colors) -> bool:
    return all(delta_e(colors[f"ansi-{n}"], colors[f"ansi-{n + 8}"]) >= 3 for n in range(1, 7))


def turn(first: float, second: float) -> float:
    """Return how many degrees it is from a hue to another, from -180 to 180."""
    return (second - first + 180) % 360 - 180


_READABLE: Final = tuple(f"ansi-{number}" for number in range(16) if number not in {0, 8})
#: What cvpalette promises.
PROMISED: Final = (
    _contrast("text on background and surface", 7, GROUNDS, ("text",)),
    _contrast("muted text on both", 4.5, GROUNDS, ("muted",)),
    _contrast("link on both", 4.5, GROUNDS, ("link",)),
    _on_colors("text on primary, secondary and accent", FILLED[:3]),
    _on_colors("text on error, warning, success and info", FILLED[3:]),
    _contrast("control on background", 3, GROUNDS[:1], ("control",)),
    _contrast("primary, secondary and accent on background", 3, GROUNDS[:1], FILLED[:3]),
    _hues("error, warning, success and info", MESSAGES),
    _apart("error, warning, success and info", tuple(MESSAGES)),
    _contrast("14 terminal colors", 4.5, ("ansi-background",), _READABLE),
    _contrast("bright black", 3, ("ansi-background",), ("ansi-8",)),
    _hues("red, green, yellow, blue, magenta and cyan", HUES),
    _apart("red, green, yellow, blue, magenta and cyan", tuple(HUES)),
)
#: What nobody promises, and people want.
WANTED: Final = (
    _contrast("text in a terminal", 7, ("ansi-background",), ("ansi-foreground",)),
    _contrast("selected text in a terminal", 4.5, ("ansi-selection",), ("ansi-foreground",)),
    _contrast("error as text on background", 4.5, GROUNDS[:1], ("error",)),
    _contrast("error, warning, success and info on background", 3, GROUNDS[:1], FILLED[3:]),
    _contrast("cursor", 3, ("ansi-background",), ("ansi-cursor",)),
    _apart("primary, secondary and accent", FILLED[:3]),
    Check("each bright color differs from the normal one by 3", TERMINAL[:16], _brighter),
)
