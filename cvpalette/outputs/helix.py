"""The output `helix`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import summary
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import ThemeMode
from cvpalette.result import Result

__all__ = ["HelixTheme"]

#: Helix's scopes, and the part of a program that each is.
_SCOPES: Final = {
    "attribute": "attribute",
    "comment": "comment",
    "constant": "constant",
    "constant.character.escape": "escape",
    "constant.numeric": "number",
    "constructor": "type",
    "function": "function",
    "keyword": "keyword",
    "label": "property",
    "namespace": "type",
    "operator": "operator",
    "punctuation": "punctuation",
    "special": "function",
    "string": "string",
    "string.regexp": "escape",
    "tag": "tag",
    "type": "type",
    "variable": "variable",
    "variable.builtin": "constant",
    "variable.other.member": "property",
    "markup.heading": "heading",
    "markup.list": "tag",
    "markup.link.url": "number",
    "markup.link.text": "function",
    "markup.quote": "escape",
    "markup.raw": "string",
}
#: What is written as a foreground, a background and modifiers, by the names of the palette.
_LOOKS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "ui.background": ("text", "background", ()),
    "ui.background.separator": ("border", "", ()),
    "ui.text": ("text", "", ()),
    "ui.text.focus": ("text", "selection", ()),
    "ui.text.inactive": ("muted", "", ()),
    "ui.text.directory": ("link", "", ()),
    "ui.linenr": ("muted", "", ()),
    "ui.linenr.selected": ("text", "", ("bold",)),
    "ui.cursor": ("on-cursor", "cursor", ()),
    "ui.cursor.match": ("text", "selection", ("bold",)),
    "ui.cursorline.primary": ("", "line", ()),
    "ui.cursorcolumn.primary": ("", "line", ()),
    "ui.selection": ("", "selection", ()),
    "ui.highlight": ("", "selection", ()),
    "ui.statusline": ("text", "surface", ()),
    "ui.statusline.inactive": ("muted", "surface", ()),
    "ui.statusline.normal": ("on-primary", "primary", ("bold",)),
    "ui.statusline.insert": ("background", "green", ("bold",)),
    "ui.statusline.select": ("background", "magenta", ("bold",)),
    "ui.bufferline": ("muted", "surface", ()),
    "ui.bufferline.active": ("text", "background", ("bold",)),
    "ui.popup": ("text", "surface", ()),
    "ui.window": ("border", "", ()),
    "ui.help": ("text", "surface", ()),
    "ui.menu": ("text", "surface", ()),
    "ui.menu.selected": ("text", "selection", ("bold",)),
    "ui.menu.scroll": ("control", "surface", ()),
    "ui.picker.header": ("muted", "", ("bold",)),
    "ui.virtual.ruler": ("", "line", ()),
    "ui.virtual.whitespace": ("control", "", ()),
    "ui.virtual.indent-guide": ("border", "", ()),
    "ui.virtual.inlay-hint": ("muted", "", ()),
    "ui.virtual.wrap": ("control", "", ()),
    "ui.virtual.jump-label": ("error", "", ("bold",)),
    "error": ("error", "", ()),
    "warning": ("warning", "", ()),
    "info": ("info", "", ()),
    "hint": ("success", "", ()),
    "diff.plus": ("success", "", ()),
    "diff.minus": ("error", "", ()),
    "diff.delta": ("info", "", ()),
    "markup.bold": ("text", "", ("bold",)),
    "markup.italic": ("text", "", ("italic",)),
    "markup.strikethrough": ("muted", "", ("crossed_out",)),
}
_UNDERLINED: Final = ("error", "warning", "info", "hint")


@dataclass(frozen=True)
class HelixTheme:
    """Theme of the editor Helix, for the folder themes beside its settings."""

    suffix: ClassVar[str] = ".helix.toml"
    family: ClassVar[str] = "editors"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the scopes of programs and of the interface, and the palette that they name."""
        editor = make_editor(result.scheme, self.mode)
        syntax = {scope: f'"{editor.syntax[part].hex}"' for scope, part in _SCOPES.items()}
        looks = {scope: _write_look(*look) for scope, look in _LOOKS.items()}
        marks = {
            f"diagnostic.{name}": f'{{ underline = {{ color = "{_mark(name)}", style = "curl" }} }}'
            for name in _UNDERLINED
        }
        lines = [f'"{scope}" = {value}' for scope, value in (syntax | looks | marks).items()]
        palette = [f"{name} = {json_text(color)}" for name, color in _list_palette(editor).items()]
        return "\n".join([f"# {summary(result)}", *lines, "", "[palette]", *palette]) + "\n"


def _mark(name: str) -> str:
    return "success" if name == "hint" else name


def _write_look(text: str, ground: str, modifiers: tuple[str, ...]) -> str:
    parts = [f'fg = "{text}"'] if text else []
    parts += [f'bg = "{ground}"'] if ground else []
    if modifiers:
        parts.append("modifiers = [" + ", ".join(f'"{each}"' for each in modifiers) + "]")
    return f"{{ {', '.join(parts)} }}"


def _list_palette(editor: Editor) -> dict[str, str]:
    cursor = editor.ansi.cursor
    colors = {
        "background": editor.background,
        "surface": editor.surface,
        "line": editor.line,
        "selection": editor.selection,
        "border": editor.border,
        "control": editor.control,
        "text": editor.text,
        "muted": editor.muted,
        "link": editor.link,
        "cursor": cursor,
        "on-cursor": editor.roles.on_primary.color,
        "primary": editor.primary.color,
        "on-primary": editor.primary.on,
        "error": editor.error,
        "warning": editor.warning,
        "success": editor.success,
        "info": editor.info,
        **editor.hues,
    }
    return {name: color.hex for name, color in colors.items()}
