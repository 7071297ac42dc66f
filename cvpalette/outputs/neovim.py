"""The output `neovim`."""

from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import summary
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import theme_slug
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES

__all__ = ["NeovimScheme"]

#: The groups of Vim for parts of a program, and the part. All others are links to these by default.
_SYNTAX: Final = {
    "Comment": "comment",
    "Constant": "constant",
    "String": "string",
    "Character": "string",
    "Number": "number",
    "Boolean": "constant",
    "Float": "number",
    "Identifier": "variable",
    "Function": "function",
    "Statement": "keyword",
    "Keyword": "keyword",
    "Operator": "operator",
    "PreProc": "keyword",
    "Type": "type",
    "Special": "escape",
    "SpecialChar": "escape",
    "Tag": "tag",
    "Delimiter": "punctuation",
    "Title": "heading",
    "@variable": "variable",
    "@property": "property",
    "@attribute": "attribute",
    "@tag": "tag",
    "@tag.attribute": "attribute",
    "@punctuation": "punctuation",
    "@constructor": "type",
    "@module": "type",
    "@string.escape": "escape",
    "@string.regexp": "escape",
    "@markup.link.url": "number",
    "@markup.raw": "string",
}
#: Text, ground, and styles that are set, by the names of `_list_colors`.
_LOOKS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "Normal": ("text", "background", ()),
    "NormalFloat": ("text", "surface", ()),
    "FloatBorder": ("control", "surface", ()),
    "FloatTitle": ("text", "surface", ("bold",)),
    "ColorColumn": ("", "line", ()),
    "Conceal": ("muted", "", ()),
    "Cursor": ("on_cursor", "cursor", ()),
    "CursorLine": ("", "line", ()),
    "CursorColumn": ("", "line", ()),
    "CursorLineNr": ("text", "line", ("bold",)),
    "LineNr": ("muted", "", ()),
    "SignColumn": ("muted", "", ()),
    "FoldColumn": ("muted", "", ()),
    "Folded": ("muted", "line", ()),
    "Directory": ("link", "", ()),
    "EndOfBuffer": ("control", "", ()),
    "NonText": ("control", "", ()),
    "Whitespace": ("control", "", ()),
    "SpecialKey": ("control", "", ()),
    "ErrorMsg": ("error", "", ()),
    "WarningMsg": ("warning", "", ()),
    "MoreMsg": ("success", "", ()),
    "ModeMsg": ("text", "", ("bold",)),
    "Question": ("info", "", ()),
    "MatchParen": ("text", "selection", ("bold",)),
    "Pmenu": ("text", "surface", ()),
    "PmenuSel": ("text", "selection", ("bold",)),
    "PmenuSbar": ("", "surface", ()),
    "PmenuThumb": ("", "control", ()),
    "QuickFixLine": ("", "selection", ()),
    "Search": ("text", "match", ()),
    "IncSearch": ("on_primary", "primary", ()),
    "CurSearch": ("on_primary", "primary", ()),
    "Substitute": ("on_primary", "primary", ()),
    "StatusLine": ("text", "selection", ()),
    "StatusLineNC": ("muted", "surface", ()),
    "TabLine": ("muted", "surface", ()),
    "TabLineFill": ("muted", "surface", ()),
    "TabLineSel": ("text", "background", ("bold",)),
    "WinBar": ("text", "background", ("bold",)),
    "WinBarNC": ("muted", "background", ()),
    "WinSeparator": ("border", "", ()),
    "VertSplit": ("border", "", ()),
    "Visual": ("", "selection", ()),
    "WildMenu": ("text", "selection", ()),
    "DiffAdd": ("", "added", ()),
    "DiffDelete": ("error", "removed", ()),
    "DiffChange": ("", "changed", ()),
    "DiffText": ("", "selection", ("bold",)),
    "Added": ("success", "", ()),
    "Removed": ("error", "", ()),
    "Changed": ("info", "", ()),
    "Underlined": ("link", "", ("underline",)),
    "Error": ("error", "", ()),
    "Todo": ("on_primary", "primary", ("bold",)),
    "DiagnosticError": ("error", "", ()),
    "DiagnosticWarn": ("warning", "", ()),
    "DiagnosticInfo": ("info", "", ()),
    "DiagnosticHint": ("muted", "", ()),
    "DiagnosticOk": ("success", "", ()),
    "@markup.strong": ("", "", ("bold",)),
    "@markup.italic": ("", "", ("italic",)),
}
_CURLY: Final = {"Error": "error", "Warn": "warning", "Info": "info", "Hint": "muted"}


@dataclass(frozen=True)
class NeovimScheme:
    """Color scheme of Neovim in Lua, light and dark by 'background'."""

    suffix: ClassVar[str] = ".nvim.lua"
    family: ClassVar[str] = "editors"

    def render(self, result: Result, /) -> str:
        """Write the colors of both modes, and the groups that take them."""
        lines = [
            f"-- {summary(result)}",
            'vim.cmd("highlight clear")',
            "vim.o.termguicolors = true",
            # When 'background' changes, Neovim loads the scheme of this name again: the script's own.
            'local script = debug.getinfo(1, "S").source:match("([^/\\\\]+)%.lua$")',
            f"vim.g.colors_name = script or {json_text(theme_slug(result))}",
            "",
            "local modes = {",
        ]
        for mode in MODES:
            editor = make_editor(result.scheme, mode)
            lines += [f"  {mode} = {{"]
            lines += [f"    {name} = {json_text(color)}," for name, color in _list_colors(editor).items()]
            terminal = ", ".join(json_text(color.hex) for color in editor.ansi.colors)
            lines += [f"    terminal = {{ {terminal} }},", "  },"]
        lines += ["}", "local c = modes[vim.o.background] or modes.dark", "", "local groups = {"]
        lines += [f'  ["{group}"] = {{ fg = c.in_{part} }},' for group, part in _SYNTAX.items()]
        lines += [f'  ["{group}"] = {_write_look(*look)},' for group, look in _LOOKS.items()]
        lines += [
            f"  DiagnosticUnderline{name} = {{ undercurl = true, sp = c.{color} }},"
            for name, color in _CURLY.items()
        ]
        lines += [
            "}",
            # Earlier versions have no groups of tree-sitter by these names, and warn of the sign.
            'local has_captures = vim.fn.has("nvim-0.8") == 1',
            "for group, look in pairs(groups) do",
            '  if has_captures or group:sub(1, 1) ~= "@" then',
            "    vim.api.nvim_set_hl(0, group, look)",
            "  end",
            "end",
            "for number, color in ipairs(c.terminal) do",
            '  vim.g["terminal_color_" .. (number - 1)] = color',
            "end",
        ]
        return "\n".join(lines) + "\n"


def _write_look(text: str, ground: str, styles: tuple[str, ...]) -> str:
    parts = [f"fg = c.{text}"] if text else []
    parts += [f"bg = c.{ground}"] if ground else []
    parts += [f"{style} = true" for style in styles]
    return f"{{ {', '.join(parts)} }}"


def _list_colors(editor: Editor) -> dict[str, str]:
    # Some parts, such as 'function', are words of Lua.
    colors = {
        "background": editor.background,
        "surface": editor.surface,
        "line": editor.line,
        "selection": editor.selection,
        "match": editor.match,
        "added": editor.added,
        "removed": editor.removed,
        "changed": editor.changed,
        "border": editor.border,
        "control": editor.control,
        "text": editor.text,
        "muted": editor.muted,
        "link": editor.link,
        "cursor": editor.ansi.cursor,
        "on_cursor": editor.roles.on_primary.color,
        "primary": editor.primary.color,
        "on_primary": editor.primary.on,
        "error": editor.error,
        "warning": editor.warning,
        "success": editor.success,
        "info": editor.info,
        **{f"in_{part}": color for part, color in editor.syntax.items() if part in _SYNTAX.values()},
    }
    return {name: color.hex for name, color in colors.items()}
