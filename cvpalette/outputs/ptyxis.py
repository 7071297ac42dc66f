"""The output `ptyxis`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import keyfile_string, line_comment
from cvpalette.rendering.names import palette_name
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.result import Result
from cvpalette.roles.role import MODES

__all__ = ["PtyxisPalette"]


@dataclass(frozen=True)
class PtyxisPalette:
    """Palette of the terminal Ptyxis, light and dark: put it into org.gnome.Ptyxis/palettes."""

    suffix: ClassVar[str] = ".palette"
    family: ClassVar[str] = "terminals"

    def render(self, result: Result, /) -> str:
        """Write a section for each mode, with the colors of the terminal and of its title bar."""
        lines = [line_comment("#", theme_note(result, "light and dark")), "[Palette]"]
        lines += [f"Name={keyfile_string(palette_name(result))}"]
        for mode in MODES:
            terminal, roles = TerminalColors.of(result, mode), result.scheme.mode(mode)
            colors = {
                "Background": terminal.background,
                "Foreground": terminal.foreground,
                "Cursor": terminal.cursor,
                "TitlebarBackground": roles.surface.color,
                "TitlebarForeground": roles.text.color,
                **{f"Color{number}": color for number, color in enumerate(terminal.colors)},
            }
            lines += ["", f"[{mode.capitalize()}]", *(f"{key}={color.hex}" for key, color in colors.items())]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a palette; light and dark are groups. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "ptyxis")
