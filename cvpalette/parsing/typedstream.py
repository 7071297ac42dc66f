"""Typed streams, the archives of NeXTSTEP and of Apple's NSArchiver: read_typed_stream() gives their values.

Sources: the `typedstream.m` of Darwin's Objective-C runtime, and python-typedstream's description of it.
"""

import struct
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["Archived", "read_typed_stream"]

_MARK: Final = {b"\x04\x0bstreamtyped": "<", b"\x04\x0btypedstream": ">"}
# One signed byte stands for a small number, or for what follows.
_SHORT, _LONG, _REAL, _NEW, _NIL, _END = -127, -126, -125, -124, -123, -122
_FIRST_REFERENCE: Final = -110
_INTEGERS: Final = frozenset("csilqCSILQB")
_DEEPEST: Final = 40
# Each value takes a byte at least; a few bytes of a type could ask for millions of values.
_LONGEST_TYPE: Final = 64
_NO_CLASS: Final = "it is damaged: the class of an object is none, or is below too many others"


@dataclass
class Archived:
    """An object of a typed stream: the names of its class and those above it, and its groups of values."""

    classes: tuple[str, ...] = ()
    groups: list[tuple[Any, ...]] = field(default_factory=list)


def read_typed_stream(data: bytes) -> list[tuple[Any, ...]]:
    """Return the groups of values of a stream: numbers, bytes of texts, Archived objects, or None.

    Structures, arrays and pointers are not read. Raises ValueError, worded for the user.
    """
    order = _MARK.get(data[:13])
    if not order:
        raise ValueError("it is no archive of NSArchiver, which begins with 'streamtyped'")
    return _Stream(data, order).read_all()


class _Stream:
    def __init__(self, data: bytes, order: str) -> None:
        self._data, self._order, self._at = data, order, 13
        self._texts: list[bytes] = []
        self._objects: list[Archived | tuple[str, ...] | bytes | None] = []

    def read_all(self) -> list[tuple[Any, ...]]:
        # The version of the system that wrote the stream.
        self._read_integer(self._read_head())
        groups = []
        while self._at < len(self._data):
            groups.append(self._read_group(self._read_head(), 0))
        return groups

    def _take(self, count: int) -> bytes:
        if not 0 <= count <= len(self._data) - self._at:
            raise ValueError("it is cut short, or damaged: a value goes on after the end of the file")
        start, self._at = self._at, self._at + count
        return self._data[start : self._at]

    def _unpack(self, layout: str) -> Any:
        layout = self._order + layout
        return struct.unpack(layout, self._take(struct.calcsize(layout)))[0]

    def _read_head(self) -> int:
        return int(self._unpack("b"))

    def _read_integer(self, head: int) -> int:
        if head == _SHORT:
            return int(self._unpack("h"))
        if head == _LONG:
            return int(self._unpack("i"))
        if head < _FIRST_REFERENCE:
            raise ValueError("it is damaged: it has a mark where a number should be")
        return head

    def _read_size(self) -> int:
        return self._read_integer(self._read_head())

    def _refer(self, head: int, table: list[Any]) -> Any:
        number = self._read_integer(head) - _FIRST_REFERENCE
        if not 0 <= number < len(table):
            raise ValueError("it is damaged: it refers to something that is not in it")
        return table[number]

    def _read_text(self, head: int) -> bytes:
        """Return a text that is written once, and referred to after that."""
        if head == _NIL:
            return b""
        if head != _NEW:
            return bytes(self._refer(head, self._texts))
        self._texts.append(self._take(self._read_size()))
        return self._texts[-1]

    def _read_group(self, head: int, depth: int) -> tuple[Any, ...]:
        types = self._read_text(head).decode("ascii", "replace")
        if not types or len(types) > _LONGEST_TYPE:
            raise ValueError("it is damaged: a group of values has no types")
        return tuple(self._read_value(each, depth) for each in types)

    def _read_value(self, kind: str, depth: int) -> Any:
        if kind in "cC":
            return self._unpack(kind.replace("c", "b").replace("C", "B"))
        if kind == "+":
            return self._take(self._read_size())
        head = self._read_head()
        if kind in _INTEGERS:
            return self._read_integer(head)
        if kind in "fd":
            return float(self._unpack(kind) if head == _REAL else self._read_integer(head))
        return self._read_object(head, depth + 1) if kind == "@" else self._read_rare(kind, head)

    def _read_rare(self, kind: str, head: int) -> Any:
        match kind:
            case "*":
                return self._read_shared(head)
            case "#":
                return self._read_class(head)
            case "%" | ":":
                return self._read_text(head)
            case _:
                message = f"it holds a value of the type '{kind}', which no list of colors has"
                raise ValueError(message)

    def _read_shared(self, head: int) -> bytes | None:
        if head == _NIL:
            return None
        if head != _NEW:
            found = self._refer(head, self._objects)
            return found if isinstance(found, bytes) else None
        text = self._read_text(self._read_head())
        self._objects.append(text)
        return text

    def _read_class(self, head: int) -> tuple[str, ...]:
        """Return the names of a class and of those above it."""
        names: list[str] = []
        places: list[int] = []
        while head == _NEW:
            names.append(self._read_text(self._read_head()).decode("ascii", "replace"))
            self._read_integer(self._read_head())
            places.append(len(self._objects))
            self._objects.append(None)
            head = self._read_head()
        above = () if head == _NIL else self._refer(head, self._objects)
        if not isinstance(above, tuple) or len(names) + len(above) > _DEEPEST:
            raise ValueError(_NO_CLASS)
        for number, place in enumerate(places):
            self._objects[place] = (*names[number:], *above)
        return (*names, *above)

    def _read_object(self, head: int, depth: int) -> Archived | None:
        if head == _NIL:
            return None
        if head != _NEW:
            found = self._refer(head, self._objects)
            return found if isinstance(found, Archived) else None
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        made = Archived()
        self._objects.append(made)
        made.classes = self._read_class(self._read_head())
        while (head := self._read_head()) != _END:
            made.groups.append(self._read_group(head, depth))
        return made
