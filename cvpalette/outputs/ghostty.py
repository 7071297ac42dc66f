"""The output `ghostty`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["GhosttyTheme"]


@dataclass(frozen=True)
class GhosttyTheme:
    """Theme of the terminal Ghostty: put it into ghostty/themes, and name it in the setting `theme`."""

    suffix: ClassVar[str] = ".ghostty"
    family: ClassVar[str] = "terminals"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal."""
        terminal = TerminalColors.of(result, self.mode)
        settings = {
            "background": terminal.background,
            "foreground": terminal.foreground,
            "cursor-color": terminal.cursor,
            "cursor-text": terminal.cursor_text,
            "selection-background": terminal.selection,
            "selection-foreground": terminal.selection_text,
        }
        lines = [line_comment("#", theme_note(result, self.mode))]
        lines += [f"palette = {number}={color.hex}" for number, color in enumerate(terminal.colors)]
        return "\n".join([*lines, *(f"{key} = {color.hex}" for key, color in settings.items())]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme or of the settings. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "ghostty")
