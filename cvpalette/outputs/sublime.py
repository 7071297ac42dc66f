"""The output `sublime`."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import ThemeMode, theme_name
from cvpalette.result import Result

__all__ = ["SublimeScheme"]

#: Parts of a program, and the scopes that they have.
_SCOPES: Final = {
    "comment": "comment, punctuation.definition.comment",
    "keyword": "keyword - keyword.operator, storage, keyword.operator.word",
    "operator": "keyword.operator",
    "string": "string, markup.raw",
    "escape": "constant.character.escape, string.regexp, constant.other.placeholder",
    "number": "constant.numeric",
    "constant": "constant.language, constant.other, variable.language, entity.name.constant",
    "type": "entity.name.type, entity.name.class, entity.name.struct, support.type, support.class",
    "function": "entity.name.function, variable.function, support.function, markup.underline.link",
    "variable": "variable, variable.parameter",
    "property": "meta.mapping.key string, support.type.property-name, variable.other.member",
    "tag": "entity.name.tag, markup.list punctuation.definition.list_item",
    "attribute": "entity.other.attribute-name, variable.annotation",
    "punctuation": "punctuation.separator, punctuation.terminator, punctuation.section",
    "heading": "markup.heading, entity.name.section",
    "deprecated": "invalid, invalid.deprecated",
}


@dataclass(frozen=True)
class SublimeScheme:
    """Color scheme of Sublime Text."""

    suffix: ClassVar[str] = ".sublime-color-scheme"
    family: ClassVar[str] = "editors"
    mode: ThemeMode = "dark"

    def render(self, result: Result, /) -> str:
        """Write the colors of the editor, and a rule for each part of a program."""
        editor = make_editor(result.scheme, self.mode)
        syntax = editor.syntax
        rules: list[dict[str, Any]] = [
            {"name": part.capitalize(), "scope": scope, "foreground": syntax[part].hex}
            for part, scope in _SCOPES.items()
        ]
        rules += [
            {"name": "Inserted", "scope": "markup.inserted", "foreground": editor.success.hex},
            {"name": "Deleted", "scope": "markup.deleted", "foreground": editor.error.hex},
            {"name": "Changed", "scope": "markup.changed", "foreground": editor.info.hex},
            {"name": "Bold", "scope": "markup.bold", "font_style": "bold"},
            {"name": "Italic", "scope": "markup.italic", "font_style": "italic"},
        ]
        scheme = {
            "name": theme_name(result, self.mode),
            "author": "cvpalette",
            "variables": {},
            "globals": _list_globals(editor),
            "rules": rules,
        }
        return json_text(scheme, 2) + "\n"


def _list_globals(editor: Editor) -> dict[str, str]:
    colors = {
        "background": editor.background,
        "foreground": editor.text,
        "invisibles": editor.control,
        "caret": editor.ansi.cursor,
        "line_highlight": editor.line,
        "gutter": editor.background,
        "gutter_foreground": editor.muted,
        "gutter_foreground_highlight": editor.text,
        "selection": editor.selection,
        "selection_border": editor.selection,
        "inactive_selection": editor.line,
        "find_highlight": editor.match,
        "find_highlight_foreground": editor.text,
        "highlight": editor.control,
        "guide": editor.border,
        "active_guide": editor.control,
        "stack_guide": editor.border,
        "brackets_foreground": editor.link,
        "bracket_contents_foreground": editor.link,
        "tags_foreground": editor.link,
        "misspelling": editor.error,
        "shadow": editor.border,
        "accent": editor.primary.color,
        "line_diff_added": editor.success,
        "line_diff_modified": editor.info,
        "line_diff_deleted": editor.error,
    }
    return {name: color.hex for name, color in colors.items()}
