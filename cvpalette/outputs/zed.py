"""The output `zed`."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import palette_name
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import ANSI_NAMES, theme_name
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES

__all__ = ["ZedTheme"]

#: Zed's words for parts of a program, where they are not the part itself.
_SYNTAX: Final = {
    "boolean": "constant",
    "comment.doc": "comment",
    "constructor": "type",
    "embedded": "variable",
    "enum": "type",
    "label": "property",
    "link_text": "function",
    "link_uri": "number",
    "namespace": "type",
    "preproc": "keyword",
    "primary": "variable",
    "punctuation.special": "escape",
    "punctuation.list_marker": "tag",
    "selector": "type",
    "string.escape": "escape",
    "string.regex": "escape",
    "string.special": "escape",
    "string.special.symbol": "constant",
    "text.literal": "string",
    "title": "heading",
    "variable.special": "constant",
    "variant": "type",
}
_ALIKE: Final = (
    *("attribute", "comment", "constant", "function", "keyword", "number", "operator"),
    *("property", "punctuation", "string", "tag", "type", "variable"),
)
_CLEAR: Final = "#00000000"


@dataclass(frozen=True)
class ZedTheme:
    """Theme family of the editor Zed, light and dark."""

    suffix: ClassVar[str] = ".zed.json"
    family: ClassVar[str] = "editors"

    def render(self, result: Result, /) -> str:
        """Write a theme for each mode."""
        themes = [
            {
                "name": theme_name(result, mode),
                "appearance": mode,
                "style": _make_style(make_editor(result.scheme, mode)),
            }
            for mode in MODES
        ]
        family = {
            "$schema": "https://zed.dev/schema/themes/v0.2.0.json",
            "name": palette_name(result),
            "author": "cvpalette",
            "themes": themes,
        }
        return json_text(family, 2) + "\n"


def _make_style(editor: Editor) -> dict[str, Any]:
    syntax = editor.syntax
    words = {word: word for word in _ALIKE} | _SYNTAX
    colors = _list_interface(editor) | _list_states(editor) | _list_terminal(editor)
    players = [editor.ansi.cursor, *(editor.hues[name] for name in ("blue", "green", "magenta", "orange"))]
    return {
        **{name: color if isinstance(color, str) else color.hex for name, color in colors.items()},
        "players": [
            {"cursor": color.hex, "background": color.hex, "selection": editor.selection.hex}
            for color in players
        ],
        "syntax": {word: {"color": syntax[part].hex} for word, part in sorted(words.items())},
    }


def _list_interface(editor: Editor) -> dict[str, Color | str]:
    background, surface, selection = editor.background, editor.surface, editor.selection
    return {
        **dict.fromkeys(("border", "border.variant", "border.disabled"), editor.border),
        **dict.fromkeys(("border.focused", "border.selected"), editor.primary.color),
        "border.transparent": _CLEAR,
        **dict.fromkeys(
            ("background", "surface.background", "elevated_surface.background", "panel.background"), surface
        ),
        **dict.fromkeys(("status_bar.background", "title_bar.background", "tab_bar.background"), surface),
        **dict.fromkeys(("title_bar.inactive_background", "tab.inactive_background"), surface),
        **dict.fromkeys(("toolbar.background", "tab.active_background"), background),
        **dict.fromkeys(("element.background", "element.disabled"), editor.line),
        **dict.fromkeys(("element.hover", "element.active", "element.selected"), selection),
        **dict.fromkeys(("ghost_element.background", "ghost_element.disabled"), _CLEAR),
        **dict.fromkeys(("ghost_element.hover", "ghost_element.active", "ghost_element.selected"), selection),
        "drop_target.background": selection,
        **dict.fromkeys(("text", "icon"), editor.text),
        **dict.fromkeys(("text.muted", "text.placeholder", "text.disabled"), editor.muted),
        **dict.fromkeys(("icon.muted", "icon.placeholder", "icon.disabled"), editor.muted),
        **dict.fromkeys(("text.accent", "icon.accent", "link_text.hover"), editor.link),
        **dict.fromkeys(("search.match_background", "search.active_match_background"), editor.match),
        "panel.focused_border": editor.primary.color,
        "pane.focused_border": editor.primary.color,
        "scrollbar.thumb.background": editor.border,
        **dict.fromkeys(("scrollbar.thumb.hover_background", "scrollbar.thumb.border"), editor.control),
        "scrollbar.track.background": _CLEAR,
        "scrollbar.track.border": editor.border,
        "editor.foreground": editor.text,
        **dict.fromkeys(("editor.background", "editor.gutter.background"), background),
        "editor.subheader.background": surface,
        **dict.fromkeys(("editor.active_line.background", "editor.highlighted_line.background"), editor.line),
        **dict.fromkeys(("editor.line_number", "editor.hover_line_number"), editor.muted),
        "editor.active_line_number": editor.text,
        "editor.invisible": editor.control,
        "editor.wrap_guide": editor.border,
        "editor.active_wrap_guide": editor.control,
        "editor.document_highlight.read_background": selection,
        "editor.document_highlight.write_background": selection,
        "editor.document_highlight.bracket_background": selection,
    }


def _list_states(editor: Editor) -> dict[str, Color | str]:
    states = {
        "conflict": (editor.warning, editor.match),
        "created": (editor.success, editor.added),
        "deleted": (editor.error, editor.removed),
        "error": (editor.error, editor.surface),
        "hidden": (editor.muted, editor.surface),
        "hint": (editor.muted, editor.surface),
        "ignored": (editor.muted, editor.surface),
        "info": (editor.info, editor.surface),
        "modified": (editor.info, editor.changed),
        "predictive": (editor.muted, editor.surface),
        "renamed": (editor.info, editor.changed),
        "success": (editor.success, editor.surface),
        "unreachable": (editor.muted, editor.surface),
        "warning": (editor.warning, editor.surface),
    }
    style: dict[str, Color | str] = {}
    for name, (text, ground) in states.items():
        style |= {name: text, f"{name}.background": ground, f"{name}.border": editor.border}
    return style | {
        "version_control.added": editor.success,
        "version_control.modified": editor.info,
        "version_control.deleted": editor.error,
    }


def _list_terminal(editor: Editor) -> dict[str, Color | str]:
    ansi = editor.ansi
    style: dict[str, Color | str] = {
        "terminal.background": ansi.background,
        "terminal.foreground": ansi.foreground,
        "terminal.bright_foreground": ansi.foreground,
        "terminal.dim_foreground": editor.muted,
    }
    for number, name in enumerate(ANSI_NAMES):
        normal, bright = ansi.colors[number], ansi.colors[number + 8]
        style |= {
            f"terminal.ansi.{name}": normal,
            f"terminal.ansi.bright_{name}": bright,
            f"terminal.ansi.dim_{name}": normal,
        }
    return style
