"""The output `alacritty`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment, toml_line
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ANSI_NAMES, ThemeMode
from cvpalette.result import Result

__all__ = ["AlacrittyTheme"]


@dataclass(frozen=True)
class AlacrittyTheme:
    """Theme of the terminal Alacritty 0.13 and later, in TOML: import it in alacritty.toml."""

    suffix: ClassVar[str] = ".alacritty.toml"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (
        ".toml",
        ".yml",
        ".yaml",
    )
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal, and those of its search and its hints."""
        terminal, roles = TerminalColors.of(result, self.mode), result.scheme.mode(self.mode)
        tables = {
            "primary": {"background": terminal.background, "foreground": terminal.foreground},
            "cursor": {"text": terminal.cursor_text, "cursor": terminal.cursor},
            "selection": {"text": terminal.selection_text, "background": terminal.selection},
            "search.matches": {"foreground": roles.on_warning.color, "background": roles.warning.color},
            "search.focused_match": {
                "foreground": roles.on_primary.color,
                "background": roles.primary.color,
            },
            "hints.start": {"foreground": roles.on_warning.color, "background": roles.warning.color},
            "hints.end": {"foreground": roles.text.color, "background": roles.surface.color},
            "footer_bar": {"foreground": roles.text.color, "background": roles.surface.color},
            "normal": dict(zip(ANSI_NAMES, terminal.colors[:8], strict=True)),
            "bright": dict(zip(ANSI_NAMES, terminal.colors[8:], strict=True)),
        }
        lines = [line_comment("#", theme_note(result, self.mode))]
        for name, colors in tables.items():
            lines += ["", f"[colors.{name}]", *(toml_line(key, color.hex) for key, color in colors.items())]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme or of the settings; the tables are groups. Raises ValueError.

        The YAML of versions before 0.13 is read where it is only keys with texts.
        """
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "alacritty")
