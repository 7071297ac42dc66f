"""The output `obsidian`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.color.color import Color
from cvpalette.plugins.contract import Contents
from cvpalette.rendering.escaping import css_comment, json_text
from cvpalette.rendering.names import summary
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import theme_slug
from cvpalette.result import Result
from cvpalette.roles.scheme import MODES

__all__ = ["ObsidianTheme"]


@dataclass(frozen=True)
class ObsidianTheme:
    """Theme of Obsidian, light and dark, as a folder."""

    suffix: ClassVar[str] = ".obsidian"
    family: ClassVar[str] = "editors"

    def render(self, result: Result, /) -> Contents:
        """Write the manifest and the style sheet."""
        # Obsidian looks for a theme in a folder of its name.
        manifest = {
            "name": theme_slug(result),
            "version": "1.0.0",
            "minAppVersion": "1.0.0",
            "author": "cvpalette",
        }
        rules = []
        for mode in MODES:
            variables = _list_variables(make_editor(result.scheme, mode)).items()
            rules.append("\n".join([f".theme-{mode} {{", *(f"  --{k}: {v};" for k, v in variables), "}"]))
        sheet = "\n".join([css_comment(summary(result)), "\n\n".join(rules)]) + "\n"
        return {"manifest.json": json_text(manifest, 2) + "\n", "theme.css": sheet}


def _list_variables(editor: Editor) -> dict[str, str]:
    fill, syntax = editor.primary, editor.syntax
    hue, saturation, lightness = fill.color.hsl
    colors = {
        "background-primary": editor.background,
        "background-primary-alt": editor.surface,
        "background-secondary": editor.surface,
        "background-secondary-alt": editor.surface,
        "background-modifier-border": editor.border,
        "background-modifier-border-hover": editor.control,
        "background-modifier-border-focus": fill.color,
        "background-modifier-form-field": editor.background,
        "background-modifier-hover": editor.selection,
        "background-modifier-active-hover": editor.selection,
        "background-modifier-error": editor.roles.error.color,
        "background-modifier-success": editor.roles.success.color,
        "text-normal": editor.text,
        "text-muted": editor.muted,
        "text-faint": editor.muted,
        "text-on-accent": fill.on,
        "text-accent": editor.link,
        "text-accent-hover": editor.link,
        "text-error": editor.error,
        "text-warning": editor.warning,
        "text-success": editor.success,
        "text-selection": editor.selection,
        "text-highlight-bg": editor.match,
        "interactive-normal": editor.surface,
        "interactive-hover": editor.selection,
        "interactive-accent": fill.color,
        "interactive-accent-hover": fill.hover,
        "titlebar-background": editor.surface,
        "titlebar-background-focused": editor.surface,
        "code-background": editor.surface,
        "code-normal": editor.text,
        "code-comment": syntax["comment"],
        "code-function": syntax["function"],
        "code-important": syntax["constant"],
        "code-keyword": syntax["keyword"],
        "code-operator": syntax["operator"],
        "code-property": syntax["property"],
        "code-punctuation": syntax["punctuation"],
        "code-string": syntax["string"],
        "code-tag": syntax["tag"],
        "code-value": syntax["number"],
        "tag-color": editor.link,
        "tag-background": editor.surface,
    }
    return {
        **{name: color.hex for name, color in colors.items()},
        "accent-h": f"{hue:.2f}",
        "accent-s": f"{saturation * 100:.2f}%",
        "accent-l": f"{lightness * 100:.2f}%",
        **_list_hues(editor),
    }


def _list_hues(editor: Editor) -> dict[str, str]:
    """Return Obsidian's eight hues, of which it makes callouts and graphs: as colors and as channels."""
    names = ("red", "orange", "yellow", "green", "cyan", "blue")
    hues = {name: editor.hues[name] for name in names}
    hues |= {"purple": editor.hues["magenta"], "pink": editor.hues["magenta"]}
    return {
        **{f"color-{name}": color.hex for name, color in hues.items()},
        **{f"color-{name}-rgb": _triplet(color) for name, color in hues.items()},
    }


def _triplet(color: Color) -> str:
    return f"{color.red}, {color.green}, {color.blue}"
