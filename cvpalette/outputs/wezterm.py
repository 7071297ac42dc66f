"""The output `wezterm`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment, toml_line, toml_string
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode, theme_name
from cvpalette.result import Result

__all__ = ["WezTermScheme"]


@dataclass(frozen=True)
class WezTermScheme:
    """Color scheme of the terminal WezTerm, in TOML: put it into wezterm/colors."""

    suffix: ClassVar[str] = ".wezterm.toml"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".toml",)
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the terminal, and those of its tabs; the scheme has the theme's name."""
        terminal, roles = TerminalColors.of(result, self.mode), result.scheme.mode(self.mode)
        colors = {
            "foreground": terminal.foreground,
            "background": terminal.background,
            "cursor_bg": terminal.cursor,
            "cursor_fg": terminal.cursor_text,
            "cursor_border": terminal.cursor,
            "selection_bg": terminal.selection,
            "selection_fg": terminal.selection_text,
            "scrollbar_thumb": roles.border.color,
            "split": roles.border.color,
        }
        quiet = (roles.surface.color, roles.muted.color)
        tabs = {
            "active_tab": (roles.primary.color, roles.on_primary.color),
            "inactive_tab": quiet,
            "inactive_tab_hover": (roles.background.color, roles.text.color),
            "new_tab": quiet,
            "new_tab_hover": (roles.background.color, roles.text.color),
        }
        lines = [line_comment("#", theme_note(result, self.mode)), "[colors]"]
        lines += [_set(key, color) for key, color in colors.items()]
        lines += [_list("ansi", terminal.colors[:8]), _list("brights", terminal.colors[8:])]
        lines += ["", "[colors.tab_bar]", _set("background", roles.surface.color)]
        for name, (ground, text) in tabs.items():
            lines += ["", f"[colors.tab_bar.{name}]", _set("bg_color", ground), _set("fg_color", text)]
        lines += ["", "[metadata]", toml_line("name", theme_name(result, self.mode))]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a scheme. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "wezterm")


def _set(key: str, color: Color) -> str:
    return toml_line(key, color.hex)


def _list(key: str, colors: Iterable[Color]) -> str:
    listed = ", ".join(toml_string(color.hex) for color in colors)
    return f"{key} = [{listed}]"
