"""The output `vscode`."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.plugins.contract import Contents
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import palette_name, summary
from cvpalette.rendering.shades import Fill
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import ANSI_NAMES, theme_name, theme_slug
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES, Mode

__all__ = ["VsCodeExtension"]

_UI: Final[dict[Mode, str]] = {"light": "vs", "dark": "vs-dark"}
_CLEAR: Final = "#00000000"
#: Parts of a program, and the scopes of TextMate grammars that they have.
_SCOPES: Final = {
    "comment": ["comment", "punctuation.definition.comment"],
    "keyword": ["keyword", "storage", "storage.type", "storage.modifier"],
    "operator": ["keyword.operator"],
    "string": ["string", "punctuation.definition.string", "markup.inline.raw", "markup.inserted"],
    "escape": ["constant.character.escape", "string.regexp", "constant.other.placeholder"],
    "number": ["constant.numeric"],
    "constant": ["constant.language", "constant", "variable.language", "variable.other.constant"],
    "type": [
        "entity.name.type",
        "entity.name.class",
        "support.type",
        "support.class",
        "entity.name.namespace",
    ],
    "function": [
        "entity.name.function",
        "support.function",
        "meta.function-call.generic",
        "markup.underline.link",
    ],
    "variable": ["variable", "variable.parameter", "meta.embedded"],
    "property": ["support.type.property-name", "variable.other.property", "meta.object-literal.key"],
    "tag": ["entity.name.tag", "markup.deleted", "punctuation.definition.list"],
    "attribute": ["entity.other.attribute-name", "markup.changed"],
    "punctuation": ["punctuation"],
    "heading": ["markup.heading", "entity.name.section"],
    "deprecated": ["invalid", "invalid.deprecated"],
}
#: What language servers say a word is, where its name is not a part of a program.
_SEMANTIC: Final = {
    "class": "type",
    "interface": "type",
    "enum": "type",
    "namespace": "type",
    "enumMember": "constant",
    "variable.readonly": "constant",
    "method": "function",
    "parameter": "variable",
    "decorator": "attribute",
    "macro": "function",
}


@dataclass(frozen=True)
class VsCodeExtension:
    """Extension for Visual Studio Code with a light and a dark theme, as a folder."""

    suffix: ClassVar[str] = ".vscode"
    family: ClassVar[str] = "editors"

    def render(self, result: Result, /) -> Contents:
        """Write the manifest and a file for each theme."""
        slug = theme_slug(result)
        themes = {mode: f"themes/{slug}-{mode}.json" for mode in MODES}
        manifest = {
            "name": f"{slug}-theme",
            "displayName": palette_name(result),
            "description": summary(result),
            "version": "1.0.0",
            "publisher": "cvpalette",
            "engines": {"vscode": "^1.70.0"},
            "categories": ["Themes"],
            "contributes": {
                "themes": [
                    {"label": theme_name(result, mode), "uiTheme": _UI[mode], "path": f"./{path}"}
                    for mode, path in themes.items()
                ]
            },
        }
        files = {path: _make_theme(result, mode) for mode, path in themes.items()}
        return {
            name: json_text(value, 2) + "\n" for name, value in {"package.json": manifest, **files}.items()
        }


def _make_theme(result: Result, mode: Mode) -> dict[str, Any]:
    editor = make_editor(result.scheme, mode)
    syntax = editor.syntax
    tokens: list[dict[str, Any]] = [
        {"scope": scopes, "settings": {"foreground": syntax[part].hex}} for part, scopes in _SCOPES.items()
    ]
    styles = {"markup.bold": "bold", "markup.italic": "italic"}
    tokens += [{"scope": scope, "settings": {"fontStyle": style}} for scope, style in styles.items()]
    colors = _list_colors(editor) | _list_terminal(editor)
    return {
        "$schema": "vscode://schemas/color-theme",
        "name": theme_name(result, mode),
        "type": mode,
        "semanticHighlighting": True,
        "colors": {name: color if isinstance(color, str) else color.hex for name, color in colors.items()},
        "tokenColors": tokens,
        "semanticTokenColors": {word: syntax[part].hex for word, part in _SEMANTIC.items()},
    }


def _list_colors(editor: Editor) -> dict[str, Color | str]:
    text, muted, border = editor.text, editor.muted, editor.border
    background, surface, selection = editor.background, editor.surface, editor.selection
    return {
        **_on("editor", background, text),
        "foreground": text,
        "descriptionForeground": muted,
        "disabledForeground": muted,
        "errorForeground": editor.error,
        "icon.foreground": text,
        "focusBorder": editor.primary.color,
        "selection.background": selection,
        "textLink.foreground": editor.link,
        "textLink.activeForeground": editor.link,
        "textPreformat.foreground": text,
        "textPreformat.background": surface,
        "widget.border": border,
        "editorCursor.foreground": editor.ansi.cursor,
        "editor.selectionBackground": selection,
        "editor.inactiveSelectionBackground": editor.line,
        # What is laid over a selection must let it be seen: words have an outline, and the others are clear.
        "editor.selectionHighlightBackground": _CLEAR,
        "editor.selectionHighlightBorder": editor.control,
        "editor.wordHighlightBackground": _CLEAR,
        "editor.wordHighlightBorder": border,
        "editor.wordHighlightStrongBackground": _CLEAR,
        "editor.wordHighlightStrongBorder": editor.control,
        "editor.findMatchBackground": editor.marks["match"],
        "editor.findMatchBorder": editor.primary.color,
        "editor.findMatchHighlightBackground": editor.marks["match"],
        "editor.lineHighlightBackground": editor.line,
        "editorLineNumber.foreground": muted,
        "editorLineNumber.activeForeground": text,
        "editorIndentGuide.background1": border,
        "editorIndentGuide.activeBackground1": editor.control,
        "editorWhitespace.foreground": editor.control,
        "editorRuler.foreground": border,
        "editorBracketMatch.background": selection,
        "editorBracketMatch.border": editor.control,
        **{
            f"editorBracketHighlight.foreground{number}": editor.hues[hue]
            for number, hue in enumerate(("yellow", "magenta", "blue"), 1)
        },
        "editorCodeLens.foreground": muted,
        **_on("editorInlayHint", surface, muted),
        "editorGhostText.foreground": muted,
        "editorError.foreground": editor.error,
        "editorWarning.foreground": editor.warning,
        "editorInfo.foreground": editor.info,
        "editorGutter.addedBackground": editor.success,
        "editorGutter.deletedBackground": editor.error,
        "editorGutter.modifiedBackground": editor.info,
        "diffEditor.insertedTextBackground": _CLEAR,
        "diffEditor.insertedTextBorder": editor.success,
        "diffEditor.removedTextBackground": _CLEAR,
        "diffEditor.removedTextBorder": editor.error,
        "diffEditor.insertedLineBackground": editor.marks["added"],
        "diffEditor.removedLineBackground": editor.marks["removed"],
        **_on("editorWidget", surface, text),
        "editorWidget.border": border,
        **_on("editorHoverWidget", surface, text),
        **_on("editorSuggestWidget", surface, text),
        "editorSuggestWidget.selectedBackground": selection,
        "editorSuggestWidget.selectedForeground": text,
        "editorSuggestWidget.highlightForeground": editor.link,
        "editorSuggestWidget.focusHighlightForeground": editor.link,
        "editorGroup.border": border,
        "editorGroupHeader.tabsBackground": surface,
        "tab.activeBackground": background,
        "tab.activeForeground": text,
        "tab.activeBorderTop": editor.primary.color,
        "tab.inactiveBackground": surface,
        "tab.inactiveForeground": muted,
        "tab.border": border,
        "breadcrumb.foreground": muted,
        "breadcrumb.focusForeground": text,
        **_on("titleBar.active", surface, text, joint=""),
        **_on("titleBar.inactive", surface, muted, joint=""),
        **_on("activityBar", surface, text),
        "activityBar.inactiveForeground": muted,
        "activityBar.activeBorder": editor.primary.color,
        **_fill("activityBarBadge", editor.primary),
        **_on("sideBar", surface, text),
        "sideBar.border": border,
        **_on("sideBarSectionHeader", surface, text),
        **_on("statusBar", surface, text),
        "statusBar.border": border,
        "statusBar.debuggingBackground": editor.primary.color,
        "statusBar.debuggingForeground": editor.primary.on,
        **_on("statusBar.noFolder", surface, text, joint=""),
        **_fill("statusBarItem.remote", editor.primary, joint=""),
        "panel.background": background,
        "panel.border": border,
        "panelTitle.activeForeground": text,
        "panelTitle.inactiveForeground": muted,
        "panelTitle.activeBorder": editor.primary.color,
        "list.activeSelectionBackground": selection,
        "list.activeSelectionForeground": text,
        "list.inactiveSelectionBackground": editor.selection,
        "list.inactiveSelectionForeground": text,
        "list.focusBackground": selection,
        "list.focusForeground": text,
        "list.hoverBackground": editor.line,
        "list.hoverForeground": text,
        "list.highlightForeground": editor.link,
        "list.focusHighlightForeground": editor.link,
        "list.errorForeground": editor.error,
        "list.warningForeground": editor.warning,
        "gitDecoration.addedResourceForeground": editor.success,
        "gitDecoration.untrackedResourceForeground": editor.success,
        "gitDecoration.modifiedResourceForeground": editor.info,
        "gitDecoration.deletedResourceForeground": editor.error,
        "gitDecoration.conflictingResourceForeground": editor.warning,
        "gitDecoration.ignoredResourceForeground": muted,
        **_on("input", background, text),
        "input.border": editor.control,
        "input.placeholderForeground": muted,
        **_on("dropdown", background, text),
        "dropdown.border": editor.control,
        **_on("checkbox", background, text),
        "checkbox.border": editor.control,
        **_fill("button", editor.primary),
        "button.hoverBackground": editor.primary.hover,
        "button.secondaryBackground": selection,
        "button.secondaryForeground": text,
        "button.secondaryHoverBackground": editor.line,
        **_fill("badge", editor.primary),
        "progressBar.background": editor.primary.color,
        **_on("menu", surface, text),
        "menu.selectionBackground": selection,
        "menu.selectionForeground": text,
        "menu.border": border,
        **_on("quickInput", surface, text),
        "quickInputList.focusBackground": selection,
        "quickInputList.focusForeground": text,
        **_on("notifications", surface, text),
        "notifications.border": border,
        "notificationsErrorIcon.foreground": editor.error,
        "notificationsWarningIcon.foreground": editor.warning,
        "notificationsInfoIcon.foreground": editor.info,
        "peekView.border": editor.primary.color,
        "peekViewEditor.background": surface,
        "peekViewResult.background": surface,
        "peekViewResult.selectionBackground": selection,
        "peekViewResult.selectionForeground": text,
        "peekViewTitle.background": surface,
        "peekViewTitleLabel.foreground": text,
        "peekViewTitleDescription.foreground": muted,
    }


def _list_terminal(editor: Editor) -> dict[str, Color]:
    ansi = editor.ansi
    names = [each.capitalize() for each in ANSI_NAMES]
    colors = zip([*names, *(f"Bright{name}" for name in names)], ansi.colors, strict=True)
    return {
        **_on("terminal", ansi.background, ansi.foreground),
        "terminal.selectionBackground": ansi.selection,
        "terminal.selectionForeground": ansi.foreground,
        "terminalCursor.foreground": ansi.cursor,
        **{f"terminal.ansi{name}": color for name, color in colors},
    }


def _on(name: str, ground: Color, text: Color, joint: str = ".") -> dict[str, Color]:
    """Return the two colors of a ground with text; without a joint, the name has one of its own."""
    words = ("background", "foreground") if joint else ("Background", "Foreground")
    return {f"{name}{joint}{words[0]}": ground, f"{name}{joint}{words[1]}": text}


def _fill(name: str, fill: Fill, joint: str = ".") -> dict[str, Color]:
    return _on(name, fill.color, fill.on, joint)
