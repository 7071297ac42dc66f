"""The output `gtk`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import css_comment
from cvpalette.rendering.names import summary
from cvpalette.rendering.shades import between, fills
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result
from cvpalette.roles.scheme import Roles

__all__ = ["GtkColors"]


@dataclass(frozen=True)
class GtkColors:
    """Named colors of GTK 4 and libadwaita, for gtk.css in the folder of GTK's settings."""

    suffix: ClassVar[str] = ".gtk.css"
    family: ClassVar[str] = "desktops"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write one definition for each color."""
        colors = _list_colors(result.scheme.mode(self.mode)).items()
        lines = [f"@define-color {name} {color.hex};" for name, color in colors]
        return "\n".join([css_comment(summary(result)), *lines]) + "\n"


def _list_colors(roles: Roles) -> dict[str, Color]:
    background, surface, text = roles.background.color, roles.surface.color, roles.text.color
    border = roles.border.color
    half = between(background, surface, 0.5)
    # `accent_color` and its like are text, and the colors on which text stands are apart.
    texts = fills(roles, (background, surface))
    named = roles.named()
    colors: dict[str, Color] = {}
    for name, role in {
        "accent": "primary",
        "destructive": "error",
        "success": "success",
        "warning": "warning",
        "error": "error",
    }.items():
        colors |= {
            f"{name}_color": texts[role].color,
            f"{name}_bg_color": named[role].color,
            f"{name}_fg_color": named[f"on-{role}"].color,
        }
    for name, ground in {
        "window": half,
        "view": background,
        "headerbar": surface,
        "sidebar": surface,
        "secondary_sidebar": half,
        "card": surface,
        "dialog": surface,
        "popover": surface,
        "thumbnail": surface,
        "overview": background,
    }.items():
        colors |= {f"{name}_bg_color": ground, f"{name}_fg_color": text}
    for name in ("headerbar", "sidebar", "secondary_sidebar"):
        colors |= {f"{name}_backdrop_color": half, f"{name}_border_color": border}
    for name in ("headerbar", "sidebar", "secondary_sidebar", "card", "popover"):
        colors[f"{name}_shade_color"] = border
    return colors | {
        "headerbar_darker_shade_color": border,
        "active_toggle_bg_color": background,
        "active_toggle_fg_color": text,
        "shade_color": border,
        "scrollbar_outline_color": background,
        "borders": border,
    }
