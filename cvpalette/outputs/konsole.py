"""The output `konsole`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import keyfile_string, line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.rendering.themes import ThemeMode, theme_name
from cvpalette.result import Result

__all__ = ["KonsoleScheme"]


@dataclass(frozen=True)
class KonsoleScheme:
    """Color scheme of the terminal Konsole: put it into ~/.local/share/konsole."""

    suffix: ClassVar[str] = ".colorscheme"
    family: ClassVar[str] = "terminals"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write each color as it is, intense and faint; Konsole has colors of its own for what is missing."""
        terminal, muted = TerminalColors.of(result, self.mode), result.scheme.mode(self.mode).muted.color
        # A fainter color might be too faint to read.
        entries = {
            "Background": (terminal.background,) * 3,
            "Foreground": (terminal.foreground, terminal.foreground, muted),
            **{
                f"Color{number}": (normal, bright, normal)
                for number, (normal, bright) in enumerate(
                    zip(terminal.colors[:8], terminal.colors[8:], strict=True)
                )
            },
        }
        lines = [line_comment("#", theme_note(result, self.mode)), "[General]"]
        lines += [f"Description={keyfile_string(theme_name(result, self.mode))}", "Opacity=1"]
        for name, colors in entries.items():
            for kind, color in zip(("", "Intense", "Faint"), colors, strict=True):
                lines += ["", f"[{name}{kind}]", f"Color={','.join(map(str, color.rgb))}"]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a scheme. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "konsole")
