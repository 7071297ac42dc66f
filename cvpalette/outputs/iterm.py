"""The output `iterm`."""

from dataclasses import dataclass
from typing import Any, ClassVar

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.terminals import TerminalColors
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["ITermColors"]


@dataclass(frozen=True)
class ITermColors:
    """Color preset of the terminal iTerm2, for its settings of a profile's colors."""

    suffix: ClassVar[str] = ".itermcolors"
    family: ClassVar[str] = "terminals"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write a property list; iTerm2 calls the preset as its file."""
        import plistlib  # noqa: PLC0415 -- it loads a parser of XML

        terminal = TerminalColors.of(result, self.mode)
        colors = {
            **{f"Ansi {number}": color for number, color in enumerate(terminal.colors)},
            "Background": terminal.background,
            "Foreground": terminal.foreground,
            "Bold": terminal.foreground,
            "Link": result.scheme.mode(self.mode).link.color,
            "Cursor": terminal.cursor,
            "Cursor Text": terminal.cursor_text,
            "Selection": terminal.selection,
            "Selected Text": terminal.selection_text,
        }
        document = {f"{name} Color": _describe(color) for name, color in colors.items()}
        return plistlib.dumps(document, sort_keys=False).decode()

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a preset, in any of its color spaces. Raises ValueError.

        Numbers of no space, or of the space "Calibrated", are Apple's Generic RGB, with a gamma of 1.8.
        """
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "iterm")


def _describe(color: Color) -> dict[str, Any]:
    red, green, blue = (level / 255 for level in color.rgb)
    return {
        # Without it, the numbers are of another space.
        "Color Space": "sRGB",
        "Red Component": red,
        "Green Component": green,
        "Blue Component": blue,
        "Alpha Component": 1.0,
    }
