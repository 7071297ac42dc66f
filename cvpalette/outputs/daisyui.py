"""The output `daisyui`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.color.notation import write_notation
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import summary
from cvpalette.rendering.shades import fills, ink_on, readable
from cvpalette.rendering.themes import theme_slug
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES, Roles

__all__ = ["DaisyTheme"]

# A `soft` button or badge has the color as text on the background with this much of the color.
_SOFT = 0.1


@dataclass(frozen=True)
class DaisyTheme:
    """daisyUI 5 themes, light and dark; import it after the plugin "daisyui"."""

    suffix: ClassVar[str] = ".daisyui.css"
    family: ClassVar[str] = "styles"

    def render(self, result: Result, /) -> str:
        """Write a theme for each mode; the browser's setting chooses, or `data-theme` does."""
        themes = []
        for mode in MODES:
            is_light = mode == "light"
            settings = {
                "name": f'"{theme_slug(result, mode)}"',
                "default": str(is_light).lower(),
                "prefersdark": str(not is_light).lower(),
                "color-scheme": f'"{mode}"',
            }
            variables = {
                f"--color-{name}": write_notation(color, "oklch")
                for name, color in _list_colors(result.scheme.mode(mode)).items()
            }
            lines = [f"  {name}: {value};" for name, value in (settings | variables).items()]
            themes.append("\n".join(['@plugin "daisyui/theme" {', *lines, "}"]))
        return "\n".join([css_comment(summary(result)), "\n\n".join(themes)]) + "\n"


def _list_colors(roles: Roles) -> dict[str, Color]:
    background, surface, further = roles.background.color, roles.surface.color, roles.border.color
    text = readable(roles.text.color, (background, surface, further))
    colors = {
        "base-100": background,
        "base-200": surface,
        "base-300": further,
        "base-content": text,
        "neutral": roles.muted.color,
        "neutral-content": ink_on(roles, roles.muted.color),
    }
    for name, fill in fills(roles, (background, surface), _SOFT).items():
        colors |= {name: fill.color, f"{name}-content": fill.on}
    return colors
