"""The output `gnome-terminal`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["GnomeTerminalProfile"]


@dataclass(frozen=True)
class GnomeTerminalProfile:
    """Colors of a profile of GNOME Terminal, for dconf load."""

    suffix: ClassVar[str] = ".gnome-terminal.dconf"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".dconf",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the settings of a profile that are colors; it keeps its name and all other settings."""
        terminal = TerminalColors.of(result, self.mode)
        colors = {
            "foreground-color": terminal.foreground,
            "background-color": terminal.background,
            "cursor-foreground-color": terminal.cursor_text,
            "cursor-background-color": terminal.cursor,
            "highlight-foreground-color": terminal.selection_text,
            "highlight-background-color": terminal.selection,
        }
        flags = {
            "use-theme-colors": "false",
            "cursor-colors-set": "true",
            "highlight-colors-set": "true",
            "bold-color-same-as-fg": "true",
        }
        lines = [line_comment("#", theme_note(result, self.mode)), "[/]"]
        lines += [f"{key}={value}" for key, value in flags.items()]
        lines += [f"{key}='{color.hex}'" for key, color in colors.items()]
        listed = ", ".join(f"'{color.hex}'" for color in terminal.colors)
        return "\n".join([*lines, f"palette=[{listed}]"]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all profiles of a dump; each is a group. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "gnome-terminal")
