"""Comments and strings of each syntax, which no text within ends."""

import re
from typing import Final

__all__ = [
    "css_comment",
    "css_string",
    "css_text",
    "line_comment",
    "token_description",
    "token_string",
    "token_text",
    "xml_comment",
]

_CSS_ESCAPE: Final = re.compile(r"\\(.)")
_TOKEN_ESCAPE: Final = re.compile(r"~(.)")
_TOKEN_SIGNS: Final = {"~": "~~", "{": "~(", "}": "~)"}
_TOKEN_TEXTS: Final = {escaped[1]: sign for sign, escaped in _TOKEN_SIGNS.items()}


def css_comment(text: str) -> str:
    """Return text as a comment of CSS; nothing for no text."""
    return f"/* {text.replace('*/', '* /')} */" if text else ""


def css_string(text: str) -> str:
    """Return text as a string of CSS, which ends no comment that it stands in either."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("*/", "*\\/")
    return f'"{escaped}"'


def css_text(string: str) -> str:
    """Return the text that `css_string` made a string of, which may have lost its quotes."""
    return _CSS_ESCAPE.sub(r"\1", string)


def line_comment(mark: str, text: str) -> str:
    """Return text, of one line, as a comment that a mark begins; nothing for no text."""
    return f"{mark} {text}" if text else ""


def token_description(text: str) -> str:
    """Return text for a design token's description: tools look for references in it, or make it a comment."""
    return text.replace("*/", "* /").replace("{", "(").replace("}", ")")


def token_string(text: str) -> str:
    """Return text as a string anywhere in a design token: Style Dictionary takes braces for references."""
    return "".join(_TOKEN_SIGNS.get(c, c) for c in text)


def token_text(string: str) -> str:
    """Return the text that `token_string` escaped."""
    return _TOKEN_ESCAPE.sub(lambda escape: _TOKEN_TEXTS.get(escape[1], escape[1]), string)


def xml_comment(text: str) -> str:
    """Return text as a comment of XML, which holds no two hyphens in a row; nothing for no text."""
    return f"<!-- {text.replace('--', '- -').replace('--', '- -')} -->" if text else ""
