"""Walks the boxes of MP4, AVIF, HEIC and JPEG 2000, and reads the colors that they name."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from cvpalette.decoding.bitstreams import CodePoints

__all__ = ["Box", "find_box", "list_boxes", "read_nclx"]

_HEADER, _LARGE_HEADER = 8, 16


class Box(NamedTuple):
    """A box: its kind, and the bytes in it."""

    kind: bytes
    body: bytes


def list_boxes(data: bytes) -> Iterator[Box]:
    """Give the boxes in some bytes, one after the other; it stops at a box that is cut short."""
    at = 0
    while at + _HEADER <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + _HEADER
        if length == 1 and at + _LARGE_HEADER <= len(data):
            (length,) = struct.unpack_from(">Q", data, start)
            start = at + _LARGE_HEADER
        end = at + length if length else len(data)
        if not start <= end <= len(data):
            return
        yield Box(kind, data[start:end])
        at = end


def find_box(data: bytes, *kinds: bytes) -> bytes | None:
    """Return the bytes in the first box of a kind, in the first box of the kind before it, and so on."""
    for kind in kinds:
        found = next((box.body for box in list_boxes(data) if box.kind == kind), None)
        if found is None:
            return None
        data = found
    return data


def read_nclx(body: bytes) -> CodePoints | None:
    """Return the code points in a `colr` box of the kinds nclx and QuickTime's nclc; None for other kinds."""
    if body[:4] not in {b"nclx", b"nclc"} or len(body) < 10:
        return None
    return CodePoints(*struct.unpack_from(">3H", body, 4))
