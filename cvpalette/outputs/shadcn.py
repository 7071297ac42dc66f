"""The output `shadcn`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.color.delta import delta_e
from cvpalette.color.notation import write_notation
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import summary
from cvpalette.rendering.shades import Fill, between, fills, ink_on, readable
from cvpalette.result import Result
from cvpalette.roles.contrasts import SEEN
from cvpalette.roles.scheme import MODES, Mode, Roles
from cvpalette.roles.tone import Tone

__all__ = ["ShadcnTheme"]

_SELECTORS: Final[dict[Mode, str]] = {"light": ":root", "dark": ".dark"}
# shadcn/ui's `accent`, `secondary` and `muted` are quiet grounds: so far from the surface to the border.
_QUIET: Final = 0.35
# Its buttons that destroy have the color at this opacity behind the color itself.
_SOFT: Final = 0.2


@dataclass(frozen=True)
class ShadcnTheme:
    """shadcn/ui theme: its variables for light and dark, in place of those in your global style sheet."""

    suffix: ClassVar[str] = ".shadcn.css"
    family: ClassVar[str] = "styles"

    def render(self, result: Result, /) -> str:
        """Write a rule for each mode."""
        rules = []
        for mode in MODES:
            variables = _list_variables(result.scheme.mode(mode)).items()
            lines = [f"  --{name}: {write_notation(color, 'oklch')};" for name, color in variables]
            rules.append("\n".join([f"{_SELECTORS[mode]} {{", *lines, "}"]))
        return "\n".join([css_comment(summary(result)), "\n\n".join(rules)]) + "\n"


def _list_variables(roles: Roles) -> dict[str, Color]:
    background, surface, text = roles.background.color, roles.surface.color, roles.text.color
    quiet = between(surface, roles.border.color, _QUIET)
    grounds = (background, surface, quiet)
    filled = fills(roles, (background, surface))
    primary = filled["primary"]
    error = readable(roles.error.color, (background, surface), _SOFT)
    quiet_text = readable(text, [quiet])
    return {
        **_pair("background", "foreground", background, text),
        **_pair("card", "card-foreground", surface, text),
        **_pair("popover", "popover-foreground", surface, text),
        **_pair("primary", "primary-foreground", primary.color, primary.on),
        **_pair("secondary", "secondary-foreground", quiet, quiet_text),
        **_pair("muted", "muted-foreground", quiet, readable(roles.muted.color, grounds)),
        **_pair("accent", "accent-foreground", quiet, quiet_text),
        **_pair("destructive", "destructive-foreground", error, ink_on(roles, error)),
        "border": roles.border.color,
        "input": roles.control.color,
        "ring": primary.color,
        **{f"chart-{number}": color for number, color in enumerate(_chart(filled, grounds), 1)},
        **_pair("sidebar", "sidebar-foreground", surface, text),
        **_pair("sidebar-primary", "sidebar-primary-foreground", primary.color, primary.on),
        **_pair("sidebar-accent", "sidebar-accent-foreground", quiet, quiet_text),
        "sidebar-border": roles.border.color,
        "sidebar-ring": primary.color,
    }


def _chart(filled: Mapping[str, Fill], grounds: Sequence[Color]) -> list[Color]:
    """Return five colors that can be told apart: those of roles, or where two are alike, another hue."""
    colors = [filled[name].color for name in _CHART]
    primary = Tone.of(colors[0])
    vivid = replace(primary, chroma=max(_CHART_CHROMA, primary.chroma))
    chosen: list[Color] = []
    for color in colors:
        others = (
            replace(vivid, hue=vivid.hue + turn, lightness=lightness).reach(grounds, SEEN)
            for turn in _TURNS
            for lightness in (vivid.lightness, *_CHART_LIGHTNESSES)
        )
        apart = (one for one in (color, *others) if all(delta_e(one, each) >= _APART for each in chosen))
        # There are hues enough for five colors.
        chosen.append(next(apart, color))
    return chosen


_CHART: Final = ("primary", "secondary", "accent", "info", "success")
# The colors of a chart differ by so much (CIEDE2000). Where roles do not, they become another hue.
_APART: Final = 10.0
_TURNS: Final = (180, 90, 270, 120, 240, 60, 300, 30, 330, 150, 210)
_CHART_CHROMA: Final = 0.1
_CHART_LIGHTNESSES: Final = (0.45, 0.6, 0.75)


def _pair(ground: str, text: str, ground_color: Color, text_color: Color) -> dict[str, Color]:
    return {ground: ground_color, text: text_color}
