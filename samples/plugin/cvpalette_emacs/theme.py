"""The output `emacs`."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette import Result
from cvpalette.writing import Editor, ThemeMode, make_editor, summary, theme_slug

__all__ = ["EmacsTheme"]

_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
# The faces of code, and the part of a program that each is for.
_CODE: Final = {
    "font-lock-builtin-face": "function",
    "font-lock-comment-face": "comment",
    "font-lock-constant-face": "constant",
    "font-lock-doc-face": "string",
    "font-lock-function-name-face": "function",
    "font-lock-keyword-face": "keyword",
    "font-lock-string-face": "string",
    "font-lock-type-face": "type",
    "font-lock-variable-name-face": "variable",
}


@dataclass(frozen=True)
class EmacsTheme:
    """Color theme of Emacs: save it as NAME-theme.el in ~/.emacs.d, then M-x load-theme."""

    suffix: ClassVar[str] = ".el"
    mode: ThemeMode = "dark"
    name: Annotated[str, "The theme's name; empty takes the image's."] = ""

    def __post_init__(self) -> None:
        """Refuse a name that Emacs would not find by its file."""
        if self.name and not _NAME.fullmatch(self.name):
            message = f"option 'name' is lower-case letters, digits and hyphens, not '{self.name}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write the theme of a result's scheme."""
        name = self.name or theme_slug(result, self.mode)
        faces = [
            f"   '({face} ((t ({attributes}))))"
            for face, attributes in _list_faces(make_editor(result.scheme, self.mode)).items()
        ]
        # A comment ends with its line, and the summary has only one.
        lines = [
            f";;; {name}-theme.el --- {summary(result)}  -*- lexical-binding: t -*-",
            f'(deftheme {name} "Made of a photo.")',
            f"(custom-theme-set-faces\n   '{name}",
            *faces,
            "   )",
            f"(provide-theme '{name})",
        ]
        return "\n".join(lines) + "\n"


def _list_faces(editor: Editor) -> dict[str, str]:
    """Return the attributes of each face; all text is readable on its ground."""
    code = {face: f':foreground "{editor.syntax[part]}"' for face, part in _CODE.items()}
    return {
        "default": f':foreground "{editor.text}" :background "{editor.background}"',
        "cursor": f':background "{editor.ansi.cursor}"',
        "region": f':background "{editor.selection}"',
        "hl-line": f':background "{editor.line}"',
        "isearch": f':foreground "{editor.text}" :background "{editor.match}"',
        "mode-line": f':foreground "{editor.text}" :background "{editor.surface}"',
        "link": f':foreground "{editor.link}" :underline t',
        "error": f':foreground "{editor.error}"',
        "warning": f':foreground "{editor.warning}"',
        "success": f':foreground "{editor.success}"',
        **code,
    }
