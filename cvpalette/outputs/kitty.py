"""The output `kitty`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode, theme_name
from cvpalette.result import Result

__all__ = ["KittyTheme"]


@dataclass(frozen=True)
class KittyTheme:
    """Theme of the terminal kitty: include it in kitty.conf."""

    suffix: ClassVar[str] = ".kitty.conf"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".conf",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal, and those of its tabs and borders."""
        terminal, roles = TerminalColors.of(result, self.mode), result.scheme.mode(self.mode)
        settings = {
            "foreground": terminal.foreground,
            "background": terminal.background,
            "cursor": terminal.cursor,
            "cursor_text_color": terminal.cursor_text,
            "selection_foreground": terminal.selection_text,
            "selection_background": terminal.selection,
            "url_color": roles.link.color,
            "active_border_color": roles.primary.color,
            "inactive_border_color": roles.border.color,
            "bell_border_color": roles.warning.color,
            "active_tab_foreground": roles.on_primary.color,
            "active_tab_background": roles.primary.color,
            "inactive_tab_foreground": roles.muted.color,
            "inactive_tab_background": roles.surface.color,
            "tab_bar_background": roles.surface.color,
            **{f"color{number}": color for number, color in enumerate(terminal.colors)},
        }
        # kitty's own command for themes shows this name.
        head = [f"## name: {theme_name(result, self.mode)}", line_comment("#", theme_note(result, self.mode))]
        return "\n".join([*head, *(f"{key} {color.hex}" for key, color in settings.items())]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme or of the settings. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "kitty")
