"""The output `kde`."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import keyfile_string
from cvpalette.rendering.names import summary
from cvpalette.rendering.shades import between, readable
from cvpalette.rendering.themes import ThemeMode, theme_name, theme_slug
from cvpalette.result import Result
from cvpalette.roles.scheme import Roles

__all__ = ["KdeScheme"]

_SET: Final = "Colors:"
# The one set of KDE 3.
_OLD: Final = "Color Scheme"
_LEVELS: Final = re.compile(r"#|\d+\s*,")

# Colors of what is disabled are made by Plasma: less contrast, and a little darker or lighter.
_EFFECTS = """\
[ColorEffects:Disabled]
ChangeSelectionColor=true
ColorAmount=0
ColorEffect=0
ContrastAmount=0.65
ContrastEffect=1
Enable=true
IntensityAmount=0.1
IntensityEffect=2

[ColorEffects:Inactive]
ChangeSelectionColor=false
ColorAmount=0
ColorEffect=0
ContrastAmount=0
ContrastEffect=0
Enable=false
IntensityAmount=0
IntensityEffect=0"""


@dataclass(frozen=True)
class KdeScheme:
    """Color scheme of KDE Plasma and of programs made with Qt under it."""

    suffix: ClassVar[str] = ".colors"
    family: ClassVar[str] = "desktops"
    read_suffixes: ClassVar[tuple[str, ...]] = (".kcsrc",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the sets of colors of Plasma."""
        roles = result.scheme.mode(self.mode)
        sets = "\n\n".join(
            "\n".join([f"[{group}]", *(f"{key}={_write(color)}" for key, color in colors.items())])
            for group, colors in _list_sets(roles).items()
        )
        name = keyfile_string(theme_name(result, self.mode))
        general = f"[General]\nColorScheme={theme_slug(result, self.mode)}\nName={name}"
        return f"# {summary(result)}\n{_EFFECTS}\n\n{sets}\n\n{general}\n\n[KDE]\ncontrast=4\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a scheme, also of KDE 3 and 4; its sets, such as View, are groups.

        The effects on what is disabled or inactive are no colors, and are left out. Raises ValueError.
        """
        # Only reading needs these two.
        from cvpalette.parsing.entries import Entry, decode_text, join_groups, make_palette  # noqa: PLC0415
        from cvpalette.parsing.keyfiles import read_levels, read_settings, unescape  # noqa: PLC0415 -- as below

        found, about = [], {}
        for section, key, value in read_settings(decode_text(data).splitlines()):
            group = _group_of(section)
            if section == "General":
                about[key] = unescape(value)
            elif group is not None and key[:1].isalpha() and _LEVELS.match(value):
                color, alpha = read_levels(value)
                found.append(Entry(color, key, group=group, alpha=alpha))
        if not found:
            raise ValueError("it is no color scheme of KDE: it has no set such as [Colors:View]")
        entries, name = join_groups(found, about.get("Name", ""))
        return make_palette(entries, name)


def _group_of(section: str) -> str | None:
    """Return the name of a set of colors, such as 'Header/Inactive', or None for another section."""
    if section.startswith(_SET):
        return section.removeprefix(_SET).replace("][", "/")
    return {"WM": "WM", _OLD: ""}.get(section)


def _list_sets(roles: Roles) -> dict[str, dict[str, Color]]:
    background, surface, text = roles.background.color, roles.surface.color, roles.text.color
    half, quiet = between(background, surface, 0.5), between(surface, roles.border.color, 0.35)
    header = {f"Colors:{name}": _make_set(roles, surface, half) for name in ("Header", "Header][Inactive")}
    return {
        "Colors:View": _make_set(roles, background, half),
        "Colors:Window": _make_set(roles, surface, half),
        "Colors:Button": _make_set(roles, quiet, surface),
        "Colors:Selection": _make_selection(roles),
        "Colors:Tooltip": _make_set(roles, surface, half),
        "Colors:Complementary": _make_set(roles, surface, half),
        **header,
        "WM": {
            "activeBackground": surface,
            "activeForeground": text,
            "activeBlend": text,
            "inactiveBackground": half,
            "inactiveForeground": roles.muted.color,
            "inactiveBlend": roles.muted.color,
        },
    }


def _make_set(roles: Roles, ground: Color, other: Color) -> dict[str, Color]:
    """Return the colors on a ground, and on another that every second row of a list has."""
    grounds = (ground, other)
    texts = {
        "ForegroundNormal": roles.text,
        "ForegroundInactive": roles.muted,
        "ForegroundActive": roles.primary,
        "ForegroundLink": roles.link,
        "ForegroundVisited": roles.secondary,
        "ForegroundNegative": roles.error,
        "ForegroundNeutral": roles.warning,
        "ForegroundPositive": roles.success,
    }
    return {
        "BackgroundNormal": ground,
        "BackgroundAlternate": other,
        "DecorationFocus": roles.primary.color,
        "DecorationHover": roles.primary.color,
        **{key: readable(role.color, grounds) for key, role in texts.items()},
    }


def _make_selection(roles: Roles) -> dict[str, Color]:
    """Return the colors of what is selected: all text on it has the one color that is promised."""
    ground, on = roles.primary.color, roles.on_primary.color
    kinds = ("Normal", "Inactive", "Active", "Link", "Visited", "Negative", "Neutral", "Positive")
    return {
        "BackgroundNormal": ground,
        "BackgroundAlternate": ground,
        "DecorationFocus": ground,
        "DecorationHover": ground,
        **{f"Foreground{kind}": on for kind in kinds},
    }


def _write(color: Color) -> str:
    return f"{color.red},{color.green},{color.blue}"
