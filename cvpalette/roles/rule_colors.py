"""RuleColors: the colors that a rule can name: swatches, roles of the palette's file, or derived roles."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self, TypeAlias

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.color.palette import Value
from cvpalette.messages import guess, listed, printable, quote
from cvpalette.roles.role import MODES, ROLE_NAMES, Mode

__all__ = ["EVERY", "NamedColor", "RoleColors", "RuleColors", "explain_no_role", "find_mode", "list_views"]

#: Returns the colors of a scheme's roles in a mode, by name.
RoleColors: TypeAlias = Callable[[Mode], Mapping[str, Color]]

_VIEW: Final = re.compile(rf"(?:{'|'.join(MODES)}) [0-9]+")

#: Stands for each swatch.
EVERY: Final = "*"
_ALWAYS: Final[dict[str, Color]] = {"white": Color(255, 255, 255), "black": Color(0, 0, 0)}
# No palette has so many colors that a number has more digits. Python refuses to read far longer ones.
_MOST_DIGITS: Final = 9
_LONGEST: Final = 60
# So many names are told. There are 21 roles.
_MOST_NAMES: Final = 21


@dataclass(frozen=True, slots=True)
class NamedColor:
    """A color as messages call it; `place` tells it from others of a palette. `alpha` is above 0 to 1."""

    color: Color
    name: str = ""
    place: int = -1
    alpha: float = 1.0

    def __str__(self) -> str:
        """Return its name and its notation."""
        alpha = "" if self.alpha >= 1 else f"{alpha_level(self.alpha):02x}"
        return f"{printable(self.name)} {self.color.hex}{alpha}".strip()

    def contrast(self, ground: Self) -> float | None:
        """Return the contrast with an opaque ground that this color lies on; None for a translucent ground.

        A translucent color is mixed with the ground first, as browsers do it: in sRGB as it is encoded
        (W3C, Compositing and Blending Level 1).
        """
        if ground.alpha < 1:
            return None
        if self.alpha >= 1:
            return self.color.contrast(ground.color)
        pairs = zip(self.color.rgb, ground.color.rgb, strict=True)
        mixed = (round(one * self.alpha + two * (1 - self.alpha)) for one, two in pairs)
        return Color(*mixed).contrast(ground.color)


@dataclass(frozen=True, slots=True)
class RuleColors:
    """The colors that a rule can name.

    `held` are the roles that the palette's file has besides its swatches. `roles` gives derived ones; it is
    None where they would say nothing. `variables` are those of a style sheet, as in `Palette.variables`.
    """

    swatches: Sequence[NamedColor]
    held: Sequence[tuple[str, Color]]
    roles: RoleColors | None
    variables: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def list_views(self, mode: Mode) -> list[Self]:
        """Return these colors as each switch has them that turns the mode on."""
        views = [each for each in list_views(self.variables) if each.split()[0] == mode] or [mode]
        return [
            replace(self, variables={**self.variables, mode: self.variables.get(each, {})}) for each in views
        ]

    def find(self, name: str, mode: Mode) -> Sequence[NamedColor]:
        """Return the colors that a name stands for in a mode; raises KeyError with the reason for none."""
        if name == EVERY:
            return self.swatches
        if name.startswith("#"):
            return [NamedColor(Color.from_hex(name))]
        named = self._find_variable(name, mode) or self._find_named(name, mode)
        if named:
            return named
        if name.isascii() and name.isdigit():
            return [self._find_number(name)]
        if name in _ALWAYS:
            return [NamedColor(_ALWAYS[name], name)]
        return [self._find_role(name, mode)]

    def _find_variable(self, name: str, mode: Mode) -> Sequence[NamedColor]:
        """Return the color of a style sheet's variable in a mode; nothing if there is no such variable.

        No other value stands in for one that is missing: KeyError is raised with the reason.
        """
        bare = name.removeprefix(f"{mode}.")
        wanted = _plain(bare)
        values = {
            each: next((value for called, value in there.items() if _plain(called) == wanted), None)
            for each, there in self.variables.items()
            if each in MODES
        }
        # A sheet for one mode only has the same colors wherever it counts.
        if bare == name and not self.variables.get(mode):
            mode = next((each for each in MODES if self.variables.get(each)), mode)
        value = values.get(mode)
        if value is None and not any(values.values()):
            return ()
        color, alpha = value if isinstance(value, tuple) else (value, 1.0)
        if not isinstance(color, Color):
            asked = quote(bare[:_LONGEST])
            why = f": {value}" if value else ", and others have one only there"
            message = f"{asked} has no color in {mode} mode{why}"
            raise KeyError(message)
        shown = bare if value == values.get("light", value) else f"{bare} ({mode})"
        same = [each for each in self.swatches if each.color == color and each.alpha == alpha]
        names = {wanted, _plain(f"{bare} ({mode})")}
        called = next((each for each in same if _plain(each.name) in names), None)
        return [called or NamedColor(color, shown, same[0].place if same else -1, alpha)]

    def _find_number(self, name: str) -> NamedColor:
        digits = name.lstrip("0")
        if digits and len(digits) <= _MOST_DIGITS and int(digits) <= len(self.swatches):
            return self.swatches[int(digits) - 1]
        message = f"there is no color {name[:_LONGEST]}; the palette has {len(self.swatches)}"
        raise KeyError(message)

    def _find_role(self, name: str, mode: Mode) -> NamedColor:
        colors = self.roles(mode) if self.roles else {}
        wanted = _plain(name.removeprefix(f"{mode}."))
        role = next((role for role in colors if _plain(role) == wanted), None)
        if role is None:
            raise KeyError(self._explain_missing(name, mode, [*colors]))
        return NamedColor(colors[role], f"{mode} {role}")

    def _find_named(self, name: str, mode: Mode) -> Sequence[NamedColor]:
        """Return the swatches, or else the roles of the file, of a name, in their mode if they have one.

        The dark value of `text` is called `text (dark)`. If others have such a value, one that has none is
        the same in both modes.
        """
        bare = name.removeprefix(f"{mode}.")
        for colors in (self.swatches, [NamedColor(color, called) for called, color in self.held]):
            named: dict[str, list[NamedColor]] = {}
            for each in colors:
                if each.name:
                    named.setdefault(_plain(each.name), []).append(each)
            wanted = [_plain(f"{bare} ({mode})"), _plain(bare)]
            has_modes = any(called.endswith(f"({each})") for called in named for each in MODES)
            if bare != name:
                wanted = [_plain(name), *(wanted if has_modes else wanted[:1])]
            found = next((one for one in wanted if one in named), None)
            if found is not None:
                return named[found]
        return ()

    def _explain_missing(self, name: str, mode: Mode, roles: Sequence[str]) -> str:
        names = [*(each.name for each in self.swatches if each.name), *(called for called, _ in self.held)]
        known = [*dict.fromkeys([*names, *self._list_aliases(names), *roles])]
        bare = name.removeprefix(f"{mode}.")
        asked = quote(name[:_LONGEST])
        if self.roles:
            return f"no swatch and no role is named {asked}{_guess_role(bare, known, name) or _list(known)}"
        is_role = _plain(bare) in map(_plain, ROLE_NAMES)
        why = ", and roles that are only derived from its colors are not checked" if is_role else ""
        return f"no color of the palette is named {asked}{why}{guess(bare, known) or _list(known)}"

    def _list_aliases(self, names: Sequence[str]) -> list[str]:
        """Return the names of variables that are no swatches."""
        there = {_plain(name) for name in names}
        return [
            name
            for name in dict.fromkeys(name for mode in MODES for name in self.variables.get(mode, ()))
            if " (" not in name and not {_plain(name), _plain(name).partition(" ")[2]} & there
        ]


def list_views(variables: Mapping[str, Mapping[str, Value]]) -> list[str]:
    """Return the keys of `Palette.variables` that are modes, such as 'dark', or views of them: 'dark 2'."""
    return [each for each in variables if each in MODES or _VIEW.fullmatch(each)]


def find_mode(name: str) -> Mode | None:
    """Return the mode that a name such as `dark.text` begins with."""
    return next((mode for mode in MODES if name.startswith(f"{mode}.")), None)


def explain_no_role(name: str) -> str:
    """Return why a name such as `dark.txet` is no role's, or '' if it is one's or has no mode."""
    mode = find_mode(name)
    role = name.removeprefix(f"{mode}.")
    if mode is None or _plain(role) in map(_plain, ROLE_NAMES):
        return ""
    there = _guess_role(role, ROLE_NAMES, name) or _list([*ROLE_NAMES])
    return f"no role is named {quote(name[:_LONGEST])}{there}"


def _guess_role(role: str, known: Sequence[str], name: str) -> str:
    """Return a guess, written as the name is: `dark.text` for `dark.txet`."""
    before = name.removesuffix(role)
    return re.sub("'([^']*)'", lambda found: quote(f"{before}{found[1]}"), guess(role, known))


def _list(names: list[str]) -> str:
    if not names:
        return "; its colors have no names"
    rest = len(names) - _MOST_NAMES
    if rest <= 0:
        return f"; there are {listed(names, 'and')}"
    return f"; there are {', '.join(map(quote, names[:_MOST_NAMES]))} and {rest} more"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()
