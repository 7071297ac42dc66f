"""The part of YAML that themes are written in: read_mapping() reads keys with text, and keys in them."""

import json
import re
from typing import Any, Final

from cvpalette.messages import quote

__all__ = ["read_mapping"]

_LINE: Final = re.compile(r"( *)(\"[^\"\\]*\"|'[^']*'|[^\s#'\"\[\]{},&*!|>%@`:-][^\s:#]*+) *:(?:[ \t]+(.*))?")
_DOUBLE: Final = re.compile(r'("(?>(?:[^"\\]|\\.)*)")\s*(?:#.*)?')
_SINGLE: Final = re.compile(r"'((?>(?:[^']|'')*))'\s*(?:#.*)?")
_COMMENT: Final = re.compile(r"(?:^|\s)#")
# What begins a value of another kind than text: a list, a reference, a block and so on.
_OTHER: Final = frozenset("[]{}&*!|>%@`")
_DEEPEST: Final = 8


def read_mapping(text: str) -> dict[str, Any]:
    """Return the keys of a YAML document with their texts, or with the keys that are indented below them.

    It reads no types: `000000` is a text, as the programs take it. Raises ValueError for all else that YAML
    has: lists, references, blocks, several documents.
    """
    document: dict[str, Any] = {}
    # The open mappings, each with its indentation; the last may still wait for its first key.
    open_ones: list[tuple[int, dict[str, Any]]] = [(0, document)]
    waiting: dict[str, Any] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare[0] == "#" or (bare == "---" and not document):
            continue
        found = _LINE.fullmatch(line.rstrip())
        if not found:
            raise _refuse(number, bare)
        indent, key = len(found[1]), found[2].strip("\"'")
        if waiting is not None and indent > open_ones[-1][0]:
            open_ones.append((indent, waiting))
        while indent < open_ones[-1][0]:
            open_ones.pop()
        if indent != open_ones[-1][0] or len(open_ones) > _DEEPEST:
            raise _refuse(number, bare)
        members = open_ones[-1][1]
        if key in members:
            message = f"line {number}: the key {quote(key[:60])} occurs twice"
            raise ValueError(message)
        value = _read_value(found[3] or "", number)
        waiting = {} if value is None else None
        members[key] = waiting if value is None else value
    return document


def _read_value(text: str, number: int) -> str | None:
    """Return a text without its quotes and the comment after it, or None if there is none."""
    text = text.strip()
    double, single = _DOUBLE.fullmatch(text), _SINGLE.fullmatch(text)
    if double:
        try:
            return str(json.loads(double[1]))
        except ValueError as error:
            raise _refuse(number, text) from error
    if single:
        return single[1].replace("''", "'")
    comment = _COMMENT.search(text)
    plain = text[: comment.start()].rstrip() if comment else text
    if plain[:1] in {'"', "'"} or plain[:1] in _OTHER:
        raise _refuse(number, text)
    return plain or None


def _refuse(number: int, text: str) -> ValueError:
    return ValueError(f"line {number}: {quote(text[:60])} is not a key with its text")
