"""The output `hyprland`."""

import re
from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.rendering.names import summary
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["HyprlandVariables"]


@dataclass(frozen=True)
class HyprlandVariables:
    """Variables for Hyprland's settings: $primary is a color, and $primaryAlpha its digits for rgba()."""

    suffix: ClassVar[str] = ".hyprland.conf"
    family: ClassVar[str] = "desktops"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write two variables for each role and each color of a terminal."""
        scheme = result.scheme
        colors: dict[str, Color] = {
            _camel(name): role.color for name, role in scheme.mode(self.mode).named().items()
        }
        ansi = scheme.ansi(self.mode)
        colors |= {f"color{number}": color for number, color in enumerate(ansi.colors)}
        colors |= {"cursor": ansi.cursor, "selection": ansi.selection}
        lines = [f"# {summary(result)}"]
        for name, color in colors.items():
            lines += [f"${name} = rgb({color.digits})", f"${name}Alpha = {color.digits}"]
        return "\n".join(lines) + "\n"


def _camel(name: str) -> str:
    return re.sub("-(.)", lambda found: found[1].upper(), name)
