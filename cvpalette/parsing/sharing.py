"""Keeps what the last file gave: many readers ask about the same file in turn."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

__all__ = ["forget", "share"]

_Parsed = TypeVar("_Parsed")
# For each function, the last file and what it gave.
_kept: Final[dict[Callable[..., Any], tuple[bytes, Any]]] = {}


def share(parse: Callable[[bytes], _Parsed]) -> Callable[[bytes], _Parsed]:
    """Let a function keep what the last file gave, or its ValueError. Readers must not change what they get.

    Call `forget` when all readers were asked.
    """

    @wraps(parse)
    def parse_once(data: bytes) -> _Parsed:
        if parse not in _kept or _kept[parse][0] is not data:
            try:
                _kept[parse] = data, parse(data)
            except ValueError as error:
                _kept[parse] = data, error
        outcome = _kept[parse][1]
        if isinstance(outcome, ValueError):
            raise outcome
        found: _Parsed = outcome
        return found

    return parse_once


def forget() -> None:
    """Drop the last files and what they gave."""
    _kept.clear()
