"""Comments and strings of each syntax, escaped so that the text in them cannot end them."""

import json
import re
from typing import Any, Final

__all__ = [
    "css_comment",
    "css_string",
    "css_text",
    "guard_formula",
    "json_text",
    "keyfile_string",
    "line_comment",
    "quoted_string",
    "token_description",
    "token_string",
    "token_text",
    "toml_line",
    "toml_string",
    "unguard_formula",
    "xml_attribute",
    "xml_comment",
    "xml_text",
    "xresources_comment",
]

_CSS_ESCAPE: Final = re.compile(r"\\(.)")
# A spreadsheet reads text that begins like this as a formula, also with the signs of East Asian width, and
# after a tab or line break.
_FORMULA: Final = re.compile(r"'*+[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]")
# The typographic marks, which are no signs of C.
_C_QUOTES: Final = {ord("'"): "\u2019", ord('"'): "\u201d"}
_ENTITIES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_TOKEN_ESCAPE: Final = re.compile(r"~(.)")
_TOKEN_SIGNS: Final = {"~": "~~", "{": "~(", "}": "~)"}
_TOKEN_TEXTS: Final = {escaped[1]: sign for sign, escaped in _TOKEN_SIGNS.items()}


def css_comment(text: str) -> str:
    """Return text as a CSS comment, or an empty string if there is no text.

    The text cannot end a <style> element around the style sheet either. What is not printable becomes a
    blank, also a line break.

    Example:
        >>> from cvpalette.writing import css_comment
        >>> css_comment("Sea */ foam")
        '/* Sea * / foam */'
    """
    return f"/* {_space_out(_blank(text))} */" if text else ""


def css_string(text: str) -> str:
    r"""Return text as a CSS string, which cannot end a comment or a <style> element around it either.

    What is not printable becomes a blank, also a line break.

    Example:
        >>> from cvpalette.writing import css_string
        >>> print(css_string('the "sea"'))
        "the \"sea\""
    """
    escaped = (
        _blank(text).replace("\\", "\\\\").replace('"', '\\"').replace("*/", "*\\/").replace("</", "<\\/")
    )
    return f'"{escaped}"'


def css_text(string: str) -> str:
    """Return the text that `css_string` escaped; the string comes without its quotes."""
    return _CSS_ESCAPE.sub(r"\1", string)


def guard_formula(text: str) -> str:
    """Return text that no spreadsheet reads as a formula: an apostrophe in front marks it as text."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Return the text that `guard_formula` marked."""
    return text.removeprefix("'") if _FORMULA.match(text) else text


def json_text(value: Any, indent: int = 0) -> str:
    """Return a value as JSON, in which only printable characters stand as they are. Raises ValueError.

    All others are escaped: control characters, invisible ones, and halves of characters.

    Example:
        >>> from cvpalette.writing import json_text
        >>> json_text({"name": "Meer"})
        '{"name": "Meer"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent or None)
    if text.isprintable():
        return text
    # Only the indentation has line breaks of its own. Strings have theirs escaped.
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def keyfile_string(text: str) -> str:
    """Return text as a value in the key files of GLib and KDE, which read escapes after a backslash."""
    return text.replace("\\", "\\\\")


def quoted_string(text: str, more: str = "") -> str:
    r"""Return text as a string in double quotes, with a backslash before these and before `more`.

    What is not printable becomes a blank, also a line break: languages differ in how they write it.

    Example:
        >>> from cvpalette.writing import quoted_string
        >>> print(quoted_string('the "sea" for $5', more="$"))
        "the \"sea\" for \$5"
    """
    return '"' + "".join(f"\\{c}" if c in {'"', "\\", *more} else c for c in _blank(text)) + '"'


def line_comment(mark: str, text: str) -> str:
    """Return one line of text as a comment after a mark, or an empty string if there is no text.

    Compilers of style sheets may turn `//` into a comment of CSS, which the text cannot end either.
    """
    return f"{mark} {_space_out(text) if mark == '//' else text}" if text else ""


def token_description(text: str) -> str:
    """Return text for a design token's description, without braces and ends of comments.

    Tools look for references in descriptions, and copy them into comments.
    """
    return _space_out(text).replace("{", "(").replace("}", ")")


def token_string(text: str) -> str:
    """Return text as a string for any place in a design token.

    Braces are escaped, since Style Dictionary reads them as references.
    """
    return "".join(_TOKEN_SIGNS.get(c, c) for c in text)


def token_text(string: str) -> str:
    """Return the text that `token_string` escaped."""
    return _TOKEN_ESCAPE.sub(lambda escape: _TOKEN_TEXTS.get(escape[1], escape[1]), string)


def toml_string(text: str) -> str:
    """Return printable text as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def toml_line(key: str, text: str) -> str:
    """Return a key of TOML that needs no quotes, and its printable text, as a line."""
    return f"{key} = {toml_string(text)}"


def _space_out(text: str) -> str:
    """Return text without the signs that end a comment of CSS, or an element of HTML around it."""
    return text.replace("*/", "* /").replace("</", "< /")


def xml_comment(text: str) -> str:
    """Return text as an XML comment, or an empty string if there is no text.

    Two hyphens in a row are separated, since XML forbids them in comments. What is not printable becomes a
    blank, also a line break.

    Example:
        >>> from cvpalette.writing import xml_comment
        >>> xml_comment("a -- b")
        '<!-- a - - b -->'
    """
    return f"<!-- {_blank(text).replace('--', '- -').replace('--', '- -')} -->" if text else ""


def xml_text(text: str) -> str:
    """Return text as the contents of an element of XML or HTML. What is not printable becomes a blank.

    Example:
        >>> from cvpalette.writing import xml_text
        >>> xml_text("<Sea> & sand")
        '&lt;Sea&gt; &amp; sand'
    """
    return _blank(text).translate(_ENTITIES)


def xml_attribute(text: str) -> str:
    """Return text as the value of an attribute of XML or HTML, with the quotes around it.

    What is not printable becomes a blank.

    Example:
        >>> from cvpalette.writing import xml_attribute
        >>> xml_attribute("Sea & sand")
        '"Sea &amp; sand"'
    """
    return f'"{xml_text(text).replace(chr(34), "&quot;")}"'


def _blank(text: str) -> str:
    """Return text in which each character that is not printable is a blank: no format takes all of them."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def xresources_comment(text: str) -> str:
    """Return text as a comment of X resources.

    xrdb gives the file to the C preprocessor first: a comment of C would not end, and a quotation mark of C
    that stands alone makes it complain.
    """
    return f"! {text.replace('/*', '/ *').replace('*/', '* /').translate(_C_QUOTES)}"
