"""The output `pywal`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.terminals import TerminalColors
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["PywalColors"]


@dataclass(frozen=True)
class PywalColors:
    """JSON of pywal and pywal16, for `wal --theme` and for programs that read wal's colors.json."""

    suffix: ClassVar[str] = ".pywal.json"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".json",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal, with the background as color0 and the text as color15.

        That is how pywal's own colors are in both modes: its templates for window managers and menus have
        color15 on color0. Only in the light do these two differ much from ANSI's black and bright white.
        """
        terminal = TerminalColors.of(result, self.mode)
        colors = (terminal.background, *terminal.colors[1:15], terminal.foreground)
        document = {
            # What pywal writes for a theme without a picture: a file has no path of anyone's machine in it.
            "wallpaper": "None",
            "alpha": "100",
            "special": {
                "background": terminal.background.hex,
                "foreground": terminal.foreground.hex,
                "cursor": terminal.cursor.hex,
            },
            "colors": {f"color{number}": color.hex for number, color in enumerate(colors)},
        }
        return json_text(document, 4) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme, or of the colors.json that wal writes. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "pywal")
