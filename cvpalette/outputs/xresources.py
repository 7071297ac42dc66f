"""The output `xresources`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import xresources_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["XResources"]


@dataclass(frozen=True)
class XResources:
    """X resources for xterm, urxvt and other terminals: load it with xrdb -merge."""

    suffix: ClassVar[str] = ".xresources"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".xdefaults",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal, for all programs that have such resources."""
        terminal = TerminalColors.of(result, self.mode)
        settings = {
            "foreground": terminal.foreground.hex,
            "background": terminal.background.hex,
            "cursorColor": terminal.cursor.hex,
            # urxvt's name for the text under the cursor.
            "cursorColor2": terminal.cursor_text.hex,
            "highlightColor": terminal.selection.hex,
            "highlightTextColor": terminal.selection_text.hex,
            # Without it, xterm swaps the colors of selected text.
            "highlightColorMode": "true",
            **{f"color{number}": color.hex for number, color in enumerate(terminal.colors)},
        }
        lines = [xresources_comment(theme_note(result, self.mode))]
        return "\n".join([*lines, *(f"*.{key}: {value}" for key, value in settings.items())]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of resources; programs are groups if there are several. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "xresources")
