"""Read CSS text into tokens, with blocks and functions as trees (W3C, CSS Syntax Module Level 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

__all__ = ["Kind", "Token", "decode_escapes", "read_tokens", "trim", "walk"]

#: A delimiter is any sign that has no other kind. The value of a block is its opening bracket. 'bad' is a
#: string or URL that CSS refuses, or a bracket that closes nothing.
Kind: TypeAlias = Literal[
    "space", "ident", "function", "at", "hash", "string", "url", "number", "block", "delimiter", "bad"
]

_ESCAPE: Final = r"\\(?:[0-9a-fA-F]{1,6}[ \t\n]?|[^\n0-9a-fA-F]|\Z)"
_NAME: Final = rf"(?>(?:[-\w\u0080-\U0010ffff]|{_ESCAPE})*)"
_IDENT: Final = rf"(?:--|-?(?:[A-Za-z_\u0080-\U0010ffff]|{_ESCAPE})){_NAME}"
# An address without quotes, and the signs that it may not have.
_URL: Final = r"""[uU][rR][lL]\([ \t\n]*+(?!["' \t\n])"""
_BAD: Final = r"""\\() \t\n"'\x00-\x08\x0b\x0e-\x1f\x7f"""
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\n]++)
    | (?P<comment>/\*(?>(?:[^*]++|\*(?!/))*)(?:\*/|\Z))
    | (?P<markup><!--|-->)
    | (?P<url>{_URL}(?P<address>(?>(?:[^{_BAD}]|{_ESCAPE})*))[ \t\n]*+(?:\)|\Z))
    | (?P<badurl>{_URL}(?>(?:[^\\)]|\\(?:.|\n|\Z))*)\)?)
    | (?P<ident>{_IDENT})(?P<opens>\()?
    | (?P<number>[+-]?(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)(?P<unit>%|{_IDENT})?
    | (?P<quote>["'])
    | \#(?P<hash>(?:[-\w\u0080-\U0010ffff]|{_ESCAPE}){_NAME})
    | @(?P<at>{_IDENT})
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | (?P<delimiter>.)
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
# The rest of a string after its first quote, up to the last, to a line break, or to the end of the text.
_STRINGS: Final = {
    quote: re.compile(rf"(?P<text>(?>(?:[^\\\n{quote}]++|\\(?:.|\Z))*))(?P<end>{quote}|\Z)?", re.DOTALL)
    for quote in "\"'"
}
_ESCAPED: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(\n)|(.)|\Z)", re.DOTALL)
# The largest style sheets of frameworks have some 160 000. More of them would take seconds.
_MOST_TOKENS: Final = 200_000
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True)
class Token:
    """A token of CSS, and for a function or block what is in it.

    `value` is the text without escapes, quotes and marks: the name of an ident, function, at-keyword or hash,
    the digits of a number, the text of a string. `unit` is the unit of a number. `start` and `end` say where
    it is in the text that was given to `read_tokens`.
    """

    kind: Kind
    value: str
    start: int
    end: int
    unit: str = ""
    inside: list["Token"] = field(default_factory=list)
    depth: int = 0

    def is_word(self, *words: str) -> bool:
        """Tell whether it is an identifier and one of these, which are in lower case."""
        return self.kind == "ident" and self.value.lower() in words

    def is_sign(self, sign: str) -> bool:
        """Tell whether it is this delimiter."""
        return self.kind == "delimiter" and self.value == sign


def decode_escapes(text: str) -> str:
    r"""Return a name or a string of CSS without its escapes: `\31 st` is `1st`."""
    return _ESCAPED.sub(_decode_escape, text) if "\\" in text else text


def _decode_escape(escape: re.Match[str]) -> str:
    digits, line_break, sign = escape.groups()
    if not digits:
        return sign or ("" if line_break else "\ufffd")
    point = int(digits, 16)
    # Nothing, half a character, and what is beyond Unicode.
    is_character = 0 < point < 0xD800 or 0xDFFF < point <= 0x10FFFF
    return chr(point) if is_character else "\ufffd"


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of a style sheet or of a value, without comments.

    As CSS demands, no text is an error: what is still open at the end is closed there. Blocks may be nested
    to any depth; `depth` of a token says how deep. The lines of the text end with line feeds. Raises
    ValueError for more than 200 000 tokens.
    """
    root: list[Token] = []
    inside, opened, place, left = root, list[Token](), 0, _MOST_TOKENS
    while found := _TOKEN.match(text, place):
        left -= 1
        if left < 0:
            message = f"it has more than {_MOST_TOKENS} words and signs, too many for a palette"
            raise ValueError(message)
        token, place = _read_token(found, text)
        kind = found.lastgroup
        if kind == "close":
            if opened and _CLOSING[opened[-1].value if opened[-1].kind == "block" else "("] == token.value:
                opened.pop().end = place
                inside = opened[-1].inside if opened else root
                continue
        elif kind in {"comment", "markup"}:
            continue
        token.depth = len(opened)
        inside.append(token)
        if token.kind in {"block", "function"}:
            opened.append(token)
            inside = token.inside
    for token in opened:
        token.end = len(text)
    return root


def _read_token(found: re.Match[str], text: str) -> tuple[Token, int]:
    """Return the token of a match, and where the next one begins."""
    start, end, group = found.start(), found.end(), found.lastgroup or ""
    if group == "quote":
        rest = _STRINGS[found[0]].match(text, end)
        assert rest is not None  # noqa: S101 -- it matches nothing, too
        kind: Kind = "string" if rest["end"] is not None else "bad"
        return Token(kind, decode_escapes(rest["text"]), start, rest.end()), rest.end()
    return _make_token(group, found, start, end), end


def _make_token(group: str, found: re.Match[str], start: int, end: int) -> Token:
    match group:
        case "opens":
            return Token("function", decode_escapes(found["ident"]), start, end)
        case "ident" | "at" | "hash":
            return Token(group, decode_escapes(found[group]), start, end)
        case "number" | "unit":
            return Token("number", found["number"], start, end, decode_escapes(found["unit"] or "").lower())
        case "address" | "url":
            return Token("url", decode_escapes(found["address"]), start, end)
        case "open":
            return Token("block", found[0], start, end)
        case _:
            kind: Kind = group if group in {"space", "delimiter"} else "bad"  # type: ignore[assignment]
            return Token(kind, found[0], start, end)


def trim(tokens: list[Token]) -> list[Token]:
    """Return tokens without the spaces before the first and after the last."""
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind == "space":
        first += 1
    while last > first and tokens[last - 1].kind == "space":
        last -= 1
    return tokens[first:last]


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Give tokens and all that are in them."""
    left = list(reversed(tokens))
    while left:
        token = left.pop()
        yield token
        left.extend(reversed(token.inside))
