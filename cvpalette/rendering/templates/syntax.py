"""Which of four syntaxes a template is written in, and how it is filled in."""

import re
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from cvpalette.rendering.templates.model import Model

__all__ = ["Syntax", "find_syntax", "render_template", "suffix_of_output"]

Syntax: TypeAlias = Literal["jinja", "mustache", "pywal", "matugen"]

_SUFFIXES: Final[dict[str, Syntax]] = {
    ".j2": "jinja",
    ".jinja": "jinja",
    ".jinja2": "jinja",
    ".mustache": "mustache",
}
# Suffixes that only say that a file is a template.
_PLAIN_SUFFIXES: Final = (".tera", ".tmpl", ".tpl", ".template", ".in")
# What only one of the syntaxes has, in the order in which it is looked for.
_SIGNS: Final[dict[Syntax, re.Pattern[str]]] = {
    "matugen": re.compile(
        r"<\*\s*(?:for|if|include)\b"
        r"|\{\{\s*(?:(?:colors|base16)\.\w+\s*\.\s*(?:default|dark|light)\b|(?:image|is_dark_mode)\s*\}\})"
    ),
    "mustache": re.compile(r"\{\{[{&]?\s*(?:base[01][0-9A-F]-|scheme-)|\{\{[#^/!]|\{\{=\S+ \S+=\}\}"),
    "jinja": re.compile(r"\{%|\{\{"),
    "pywal": re.compile(
        r"(?<!\{)\{(?:color[0-9]{1,2}|background|foreground|cursor|wallpaper|checksum|alpha)[.}]"
    ),
}
_SUFFIX: Final = re.compile(r"\.[\w.+-]{1,40}")


def find_syntax(name: str, text: str) -> Syntax:
    """Return the syntax of a template, by the suffix of its file's name, or else by what is in it."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    found = [syntax for syntax, sign in _SIGNS.items() if sign.search(text)]
    # Braces that pywal escapes are no expressions of Jinja, if the template has pywal's colors.
    if found[:1] == ["jinja"] and "pywal" in found:
        return "pywal"
    # A text with nothing to fill in is the same in all of them, but for braces.
    return found[0] if found else "mustache"


def suffix_of_output(name: str) -> str:
    """Return the suffix of what a template makes: `.css` for `colors.css.j2`, `.ghostty` for `ghostty`."""
    path = PurePath(name)
    while path.suffix.lower() in {*_SUFFIXES, *_PLAIN_SUFFIXES}:
        path = path.with_suffix("")
    suffix = path.suffix or f".{path.name.lstrip('.')}"
    return suffix if _SUFFIX.fullmatch(suffix) else ".txt"


def render_template(text: str, syntax: Syntax, model: Model) -> str:
    """Return a template filled in; raises TemplateError. Jinja needs jinja2, and raises ImportError."""
    # Each template needs one of them.
    if syntax == "jinja":
        from cvpalette.rendering.templates.jinja import render_jinja  # noqa: PLC0415

        return render_jinja(text, model)
    if syntax == "mustache":
        from cvpalette.rendering.templates.mustache import render_mustache  # noqa: PLC0415

        return render_mustache(text, model)
    if syntax == "pywal":
        from cvpalette.rendering.templates.pywal import render_pywal  # noqa: PLC0415

        return render_pywal(text, model)
    from cvpalette.rendering.templates.matugen import render_matugen  # noqa: PLC0415

    return render_matugen(text, model)
