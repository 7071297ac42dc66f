"""Literals in JavaScript: read_exported() reads the object that a module exports, and runs nothing of it."""

import re
from typing import Any, Final, NamedTuple

from cvpalette.messages import quote

__all__ = ["Code", "read_exported"]

_DEEPEST: Final = 60
# Quotes and comments that nothing closes, such as a quote in a regular expression. For each, the text is
# searched to its end.
_MOST_OPEN: Final = 20
_TOKEN: Final = re.compile(
    r"""
      (?P<blank>\s++|//[^\n]*+|/\*.*?\*/)
    | (?P<string>"(?>(?:[^"\\\n]|\\.)*)"|'(?>(?:[^'\\\n]|\\.)*)'|`(?>(?:[^`\\$]|\\.|\$(?!\{))*)`)
    | (?P<template>`(?>(?:[^`\\]|\\.)*)`)
    | (?P<open>/\*|["'`])
    | (?P<number>(?:0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20}(?:\.[0-9]{0,20})?))
    | (?P<word>[\w$]++)
    | (?P<more>\.\.\.)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_PAIRS: Final = {"{": "}", "[": "]", "(": ")"}
_LARGEST: Final = 0x10FFFF


class Code(str):
    """What is no literal, such as a call: its source, which is never run."""

    __slots__ = ()


class _Token(NamedTuple):
    kind: str
    text: str


def read_exported(text: str) -> dict[str, Any] | None:
    """Return the object that a module exports, or None if it exports none that is written as a literal.

    Members are strings, numbers, lists and objects. Anything else is Code. Raises ValueError for literals
    that are nested too deeply, or not closed.
    """
    tokens: list[_Token] = []
    unclosed = 0
    for found in _TOKEN.finditer(text):
        unclosed += found.lastgroup == "open"
        if unclosed > _MOST_OPEN:
            raise ValueError("it has too many quotes and comments that are not closed")
        if found.lastgroup != "blank":
            tokens.append(_Token(str(found.lastgroup), found[0]))
    at = _find_export(tokens)
    return None if at is None else _Reader(tokens).read_object(at)[0]


def _find_export(tokens: list[_Token]) -> int | None:
    """Return where the object begins that the module exports: itself, by its name, or in a call."""
    constants: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        if token.text in {"const", "let", "var"} and at + 1 < len(tokens):
            begin = _after_type(tokens, at + 2)
            if begin is not None:
                constants[tokens[at + 1].text] = begin
        is_export = token.text == "default" and at > 0 and tokens[at - 1].text == "export"
        is_module = token.text == "exports" and _texts(tokens, at - 2, 4) == ["module", ".", "exports", "="]
        if is_export or is_module:
            return _resolve(tokens, at + (2 if is_module else 1), constants)
    return None


def _resolve(tokens: list[_Token], at: int, constants: dict[str, int]) -> int | None:
    """Return where the object of an expression begins: `{…}`, `name` or `call({…})`."""
    for _ in range(3):
        if at >= len(tokens):
            return None
        if tokens[at].text == "{":
            return at
        if tokens[at].kind != "word":
            return None
        if _texts(tokens, at + 1, 2) == ["(", "{"]:
            return at + 2
        if _texts(tokens, at + 1, 1) == ["("]:
            at += 2
            continue
        return constants.get(tokens[at].text)
    return None


def _after_type(tokens: list[_Token], at: int) -> int | None:
    """Return where the object begins that `name: Type = {` sets, if one does."""
    for each in range(at, min(at + 12, len(tokens))):
        if tokens[each].text == "=":
            return each + 1 if _texts(tokens, each + 1, 1) == ["{"] else None
    return None


def _texts(tokens: list[_Token], at: int, count: int) -> list[str]:
    return [token.text for token in tokens[max(0, at) : at + count]]


class _Reader:
    """Reads literals from tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens

    def read_object(self, at: int, depth: int = 0) -> tuple[dict[str, Any], int]:
        """Return the object that begins here, and where it ends."""
        members: dict[str, Any] = {}
        at += 1
        while self._peek(at) != "}":
            begin = at
            key, at = self._read_key(at)
            if self._peek(at) == ":":
                value, at = self._read_value(at + 1, depth + 1)
            else:
                end = self._find_end(at)
                value, at = Code(self._source(at, end) or key), end
            members[key] = value
            at += self._peek(at) == ","
            self._require_progress(begin, at)
        return members, at + 1

    def _read_key(self, at: int) -> tuple[str, int]:
        token = self._token(at)
        if token.kind == "string":
            return _decode(token.text), at + 1
        if token.kind in {"word", "number"}:
            return token.text, at + 1
        # Such as `...others` and `[computed]`: they have no name that we know.
        end = self._find_end(at)
        return self._source(at, end), end

    def _read_value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        token = self._token(at)
        value: Any = None
        after = at + (token.kind in {"string", "number"})
        if token.text == "{":
            value, after = self.read_object(at, depth)
        elif token.text == "[":
            value, after = self._read_list(at, depth)
        elif token.kind == "string":
            value = _decode(token.text)
        elif token.kind == "number":
            value = float(int(token.text, 16) if token.text[:2].lower() == "0x" else token.text)
        end = self._find_end(after)
        # `{…} as const` and `{…} satisfies Config` are TypeScript for the object itself.
        is_whole = end == after or self._peek(after) in {"as", "satisfies"}
        return (value if value is not None and is_whole else Code(self._source(at, end))), end

    def _read_list(self, at: int, depth: int) -> tuple[list[Any], int]:
        items = []
        at += 1
        while self._peek(at) != "]":
            begin = at
            item, at = self._read_value(at, depth + 1)
            items.append(item)
            at += self._peek(at) == ","
            self._require_progress(begin, at)
        return items, at + 1

    def _find_end(self, at: int) -> int:
        """Return where a value ends: at a comma, or at the bracket that closes what it is in."""
        open_: list[str] = []
        while True:
            text = self._peek(at)
            if not open_ and text in {",", "}", "]", ")"}:
                return at
            if text in _PAIRS:
                open_.append(_PAIRS[text])
            elif open_ and text == open_[-1]:
                open_.pop()
            at += 1

    def _require_progress(self, begin: int, at: int) -> None:
        """Refuse a bracket that closes nothing."""
        if at == begin:
            message = f"{quote(self._peek(at))} closes no bracket that is open"
            raise ValueError(message)

    def _token(self, at: int) -> _Token:
        if at >= len(self._tokens):
            raise ValueError("it is cut short: a bracket is not closed")
        return self._tokens[at]

    def _peek(self, at: int) -> str:
        """Return a sign or word as it is written; a string is none."""
        token = self._token(at)
        return "" if token.kind == "string" else token.text

    def _source(self, at: int, end: int) -> str:
        return " ".join(token.text for token in self._tokens[at : min(end, at + 12)])


def _decode(string: str) -> str:
    return _ESCAPE.sub(_decode_escape, string[1:-1])


def _decode_escape(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    if not digits:
        return _LETTERS.get(escape[4], escape[4])
    code = int(digits, 16)
    return chr(code) if code <= _LARGEST and not 0xD800 <= code <= 0xDFFF else "\ufffd"
