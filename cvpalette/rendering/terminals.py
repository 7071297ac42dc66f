"""TerminalColors: what the theme of a terminal says in one mode."""

from dataclasses import dataclass
from typing import Self

from cvpalette.color.color import Color
from cvpalette.rendering.names import display_name
from cvpalette.rendering.themes import theme_name
from cvpalette.result import Result
from cvpalette.roles.role import Mode

__all__ = ["TerminalColors", "theme_note"]


@dataclass(frozen=True, slots=True)
class TerminalColors:
    """The 16 colors of ANSI, and each pair of a ground and the text on it.

    `cursor_text` is the text under the cursor, and `selection_text` is selected text. Each text has a
    contrast of 4.5:1 with its ground.
    """

    colors: tuple[Color, ...]
    foreground: Color
    background: Color
    cursor_text: Color
    cursor: Color
    selection_text: Color
    selection: Color

    @classmethod
    def of(cls, result: Result, mode: Mode) -> Self:
        """Return those of the scheme of a result."""
        ansi = result.scheme.ansi(mode)
        # The cursor is of the primary color, so what is readable there is readable here.
        on_cursor = result.scheme.mode(mode).on_primary.color
        return cls(
            colors=ansi.colors,
            foreground=ansi.foreground,
            background=ansi.background,
            cursor_text=on_cursor,
            cursor=ansi.cursor,
            selection_text=ansi.foreground,
            selection=ansi.selection,
        )


def theme_note(result: Result, mode: str) -> str:
    """Return a theme's name and source for the first comment of its file; it ends in a letter."""
    return f"{theme_name(result, mode)}, of {display_name(result.name)}, by cvpalette"
