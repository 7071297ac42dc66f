"""Provides what outputs of other distributions write with: names, escaped text, and the colors of themes.

Our own outputs use the same functions, so that a swatch has the same name in all formats. Text may be
anything, also what no file has as a name: line breaks, control characters and halves of characters.

A format's file usually begins with a comment, and then has a line for each swatch:

    >>> from cvpalette.testing import make_result
    >>> from cvpalette.writing import identifiers, summary
    >>> result = make_result(["#264653", "#e9c46a"], "sea.png", names=["", "Warm sand"])
    >>> summary(result)
    '2 colors of sea.png, by cvpalette'
    >>> identifiers(result.palette)
    ['color-1', 'color-warm-sand']

`ThemeMode` is the type of an option of themes: 'light' or 'dark', with its help.
"""

from cvpalette.rendering.escaping import (
    css_comment,
    css_string,
    json_text,
    quoted_string,
    xml_attribute,
    xml_comment,
    xml_text,
)
from cvpalette.rendering.names import (
    comment_lines,
    distinct_names,
    given_name,
    identifiers,
    palette_name,
    percent,
    plain_name,
    require_identifier,
    slug,
    summary,
    swatch_names,
    swatch_notes,
)
from cvpalette.rendering.syntax import Editor, make_editor
from cvpalette.rendering.themes import ThemeMode, theme_name, theme_slug

__all__ = [
    "Editor",
    "ThemeMode",
    "comment_lines",
    "css_comment",
    "css_string",
    "distinct_names",
    "given_name",
    "identifiers",
    "json_text",
    "make_editor",
    "palette_name",
    "percent",
    "plain_name",
    "quoted_string",
    "require_identifier",
    "slug",
    "summary",
    "swatch_names",
    "swatch_notes",
    "theme_name",
    "theme_slug",
    "xml_attribute",
    "xml_comment",
    "xml_text",
]
