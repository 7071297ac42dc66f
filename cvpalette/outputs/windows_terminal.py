"""The output `windows-terminal`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.palette import Palette
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
    read_suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def render(self, result: Result, /) -> str:
        """Write a scheme for each mode."""
        return json_text({"schemes": [_describe(result, mode) for mode in MODES]}, 4) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read one scheme, or each of a list as a group. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "windows-terminal")


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
