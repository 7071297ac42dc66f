"""The documentation as a site: `sphinx-build -W -n docs SITE`."""

import re
from importlib.metadata import version as find_version
from typing import Any

from pygments.lexer import RegexLexer, bygroups, using
from pygments.lexers.shell import BashLexer
from pygments.token import Generic

project = "cvpalette"
author = "The cvpalette authors"
copyright = author  # noqa: A001 -- Sphinx calls it so
version = release = find_version("cvpalette")

extensions = ["myst_parser"]
# Pictures with a size, or for the dark, are HTML, as GitHub shows them.
myst_enable_extensions = ["html_image"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["making", "drawing"]
# Pages link to headings as GitHub does: page.md#what-it-says.
myst_heading_anchors = 4
# Quotes and hyphens stay as they are written: people copy --options and names.
smartquotes = False
# What is shown in part, with … for the rest, cannot be parsed to the end.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = "cvpalette"
html_static_path = ["static"]
html_favicon = html_logo = "static/logo.svg"
# The schema of JSON has an address in the site: palette.schema.json.
html_extra_path = ["../cvpalette/schemas"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# A site of files: it asks no other host for anything.
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#9c3f12", "color-brand-content": "#9c3f12"},
    "dark_css_variables": {"color-brand-primary": "#e9a06a", "color-brand-content": "#e9a06a"},
}

# A link to what is in the repository and not in docs/, such as the benchmarks.
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((\.\./)+(?!docs/)[\w./-]*(?:#[\w-]*)?\)")


def leave_out_links(_app: Any, page: str, source: list[str]) -> None:
    """Keep the words of links that lead out of the site: they work in the repository."""
    depth = page.count("/") + 1

    def keep(found: re.Match[str]) -> str:
        return found[1] if found[0].count("../") >= depth else found[0]

    source[0] = _OUTSIDE.sub(keep, source[0])


class ConsoleLexer(RegexLexer):
    """A command stands behind a dollar. Pygments' own lexer takes a printed #264653 for one, too."""

    name = "console"
    tokens = {  # noqa: RUF012 -- Pygments has it so
        "root": [
            (r"^([$>] )(.*\n)", bygroups(Generic.Prompt, using(BashLexer))),
            (r".*\n", Generic.Output),
        ]
    }


def setup(app: Any) -> None:
    """Connect what is ours."""
    app.add_lexer("console", ConsoleLexer)
    app.connect("source-read", leave_out_links)
