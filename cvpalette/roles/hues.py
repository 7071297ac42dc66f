"""lean_apart(): colors that have a meaning, such as red, lean toward the picture's and stay apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.roles.role import Role
from cvpalette.roles.selection import Candidate
from cvpalette.roles.tone import Tone, turn_between

__all__ = ["Hue", "lean_apart"]

#: Makes the color of a name from a hue, and from the swatch that it leans toward, if any.
Make: TypeAlias = Callable[[str, float, Candidate | None], Color]

# Colors with different meanings differ by so much (CIEDE2000), and a hue may be so far off (degrees).
_APART: Final = 10.0
_RIGHT: Final = 30.0
# A swatch counts as near a hue if it is not farther than so many times what the hue may turn.
_NEAR: Final = 2.0
# How much of the lean is kept, tried in this order until all colors are apart.
_PARTS: Final = (1.0, 0.6, 0.3, 0.0)


@dataclass(frozen=True, slots=True)
class Hue:
    """A hue of OKLCH that has a meaning, in degrees, and how far it may turn toward a hue of the picture."""

    degrees: float
    most: float


def lean_apart(hues: Mapping[str, Hue], swatches: Sequence[Candidate], make: Make) -> dict[str, Role]:
    """Return a color for each hue, turned toward the nearest colorful swatch if there is one near it.

    All colors differ by at least 10 (CIEDE2000), and each is within 30 degrees of its own hue: where they
    would not be, they lean less.
    """
    near = {name: _nearest(hue, swatches) for name, hue in hues.items()}
    roles: dict[str, Role] = {}
    for part in _PARTS:
        roles = {name: _lean(name, hue, near[name], part, make) for name, hue in hues.items()}
        if _are_right(hues, roles):
            break
    return roles


def _nearest(hue: Hue, swatches: Sequence[Candidate]) -> Candidate | None:
    near = [one for one in swatches if abs(turn_between(hue.degrees, one.tone.hue)) <= _NEAR * hue.most]
    return max(near, key=lambda one: (one.weight, one.color), default=None)


def _lean(name: str, hue: Hue, swatch: Candidate | None, part: float, make: Make) -> Role:
    if swatch is None or not part:
        return Role(make(name, hue.degrees, None))
    turn = turn_between(hue.degrees, swatch.tone.hue)
    most = part * hue.most
    color = make(name, hue.degrees + min(most, max(-most, turn)), swatch)
    # Only a color that has the swatch's own hue was found in the picture.
    return Role(color, swatch.index, delta_e(color, swatch.color)) if abs(turn) <= most else Role(color)


def _are_right(hues: Mapping[str, Hue], roles: Mapping[str, Role]) -> bool:
    colors = {name: role.color for name, role in roles.items()}
    are_apart = all(delta_e(one, other) >= _APART for one, other in combinations(colors.values(), 2))
    return are_apart and all(
        abs(turn_between(hue.degrees, Tone.of(colors[name]).hue)) <= _RIGHT for name, hue in hues.items()
    )
