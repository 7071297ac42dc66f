"""The output `foot`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from cvpalette.color.palette import Palette
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.terminals import TerminalColors, theme_note
from cvpalette.result import Result
from cvpalette.roles.role import MODES, Mode

__all__ = ["FootTheme"]


@dataclass(frozen=True)
class FootTheme:
    """Theme of the terminal foot, light and dark: include it in foot.ini."""

    suffix: ClassVar[str] = ".foot.ini"
    family: ClassVar[str] = "terminals"
    read_suffixes: ClassVar[tuple[str, ...]] = (".ini",)
    mode: Annotated[
        Literal["both", "light", "dark"],
        "A light or a dark background; 'both' needs foot 1.26 or later, and the others an earlier one.",
    ] = "both"

    def render(self, result: Result, /) -> str:
        """Write a section for each mode; earlier versions of foot have one section, and another's cursor."""
        if self.mode == "both":
            lines = [line_comment("#", theme_note(result, "light and dark"))]
            for mode in reversed(MODES):
                lines += [f"[colors-{mode}]", f"cursor={_write_cursor(result, mode)}", *_list(result, mode)]
        else:
            lines = [line_comment("#", theme_note(result, self.mode))]
            lines += ["[cursor]", f"color={_write_cursor(result, self.mode)}"]
            lines += ["[colors]", *_list(result, self.mode)]
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of a theme or of the settings; light and dark are groups. Raises ValueError."""
        from cvpalette.parsing.terminals import read_theme  # noqa: PLC0415 -- only reading needs it

        return read_theme(data, "foot")


def _write_cursor(result: Result, mode: Mode) -> str:
    terminal = TerminalColors.of(result, mode)
    return f"{terminal.cursor_text.digits} {terminal.cursor.digits}"


def _list(result: Result, mode: Mode) -> Iterator[str]:
    terminal, roles = TerminalColors.of(result, mode), result.scheme.mode(mode)
    settings = {
        "background": terminal.background,
        "foreground": terminal.foreground,
        "selection-background": terminal.selection,
        "selection-foreground": terminal.selection_text,
        "urls": roles.link.color,
        **{f"regular{number}": color for number, color in enumerate(terminal.colors[:8])},
        **{f"bright{number}": color for number, color in enumerate(terminal.colors[8:])},
    }
    # foot's own are black on other colors of ANSI, which cannot be read with a light background.
    pairs = {
        "jump-labels": (roles.on_warning.color, roles.warning.color),
        "scrollback-indicator": (roles.on_primary.color, roles.primary.color),
        "search-box-match": (roles.text.color, roles.surface.color),
        "search-box-no-match": (roles.on_error.color, roles.error.color),
    }
    yield from (f"{key}={color.digits}" for key, color in settings.items())
    yield from (f"{key}={text.digits} {ground.digits}" for key, (text, ground) in pairs.items())
