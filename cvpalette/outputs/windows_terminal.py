"""The output `windows-terminal`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.terminals import TerminalColors
from cvpalette.rendering.themes import ANSI_NAMES, theme_name
from cvpalette.result import Result
from cvpalette.roles.role import MODES, Mode

__all__ = ["WindowsTerminalSchemes"]

# Its word for magenta.
_WORDS: Final = {"magenta": "purple"}


@dataclass(frozen=True)
class WindowsTerminalSchemes:
    """Color schemes of Windows Terminal, light and dark, as a fragment that it finds by itself."""

    suffix: ClassVar[str] = ".windows-terminal.json"
    family: ClassVar[str] = "terminals"

    def render(self, result: Result, /) -> str:
        """Write a scheme for each mode."""
        return json_text({"schemes": [_describe(result, mode) for mode in MODES]}, 4) + "\n"


def _describe(result: Result, mode: Mode) -> dict[str, str]:
    terminal = TerminalColors.of(result, mode)
    names = [_WORDS.get(name, name) for name in ANSI_NAMES]
    keys = [*names, *(f"bright{name.capitalize()}" for name in names)]
    return {
        "name": theme_name(result, mode),
        "background": terminal.background.hex,
        "foreground": terminal.foreground.hex,
        "cursorColor": terminal.cursor.hex,
        "selectionBackground": terminal.selection.hex,
        **{key: color.hex for key, color in zip(keys, terminal.colors, strict=True)},
    }
