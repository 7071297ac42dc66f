"""The output `tmux`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["TmuxTheme"]


@dataclass(frozen=True)
class TmuxTheme:
    """Theme of tmux 3.2 and later: its bars, messages and borders; load it with source-file in tmux.conf."""

    suffix: ClassVar[str] = ".tmux.conf"
    family: ClassVar[str] = "terminals"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the styles; the colors within panes are the terminal's own."""
        terminal, roles = TerminalColors.of(result, self.mode), result.scheme.mode(self.mode)
        bar = _style(roles.text.color, roles.surface.color)
        warning = _style(roles.on_warning.color, roles.warning.color)
        options = {
            "status-style": bar,
            "message-style": bar,
            "message-command-style": bar,
            "window-status-style": _style(roles.muted.color, roles.surface.color),
            "window-status-current-style": _style(roles.on_primary.color, roles.primary.color),
            "window-status-activity-style": warning,
            "window-status-bell-style": _style(roles.on_error.color, roles.error.color),
            "mode-style": _style(terminal.selection_text, terminal.selection),
            "copy-mode-match-style": warning,
            "copy-mode-current-match-style": _style(roles.on_primary.color, roles.primary.color),
            "copy-mode-mark-style": _style(roles.on_accent.color, roles.accent.color),
            # A pane's title, if it has one, stands on its border and has the border's color.
            "pane-border-style": f"fg={roles.muted.hex}",
            "pane-active-border-style": f"fg={roles.link.hex}",
            "clock-mode-colour": roles.primary.hex,
            "display-panes-colour": roles.control.hex,
            "display-panes-active-colour": roles.primary.hex,
        }
        lines = [line_comment("#", theme_note(result, self.mode))]
        return "\n".join([*lines, *(f'set -g {key} "{value}"' for key, value in options.items())]) + "\n"


def _style(text: Color, ground: Color) -> str:
    return f"fg={text.hex},bg={ground.hex}"
