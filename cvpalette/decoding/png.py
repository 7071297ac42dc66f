"""Unpacks what a PNG holds beside its pixels, within limits: without_bombs()."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

__all__ = ["without_bombs"]

_START: Final = 8
# Pillow refuses a PNG with a text or a profile that has more than 1 MiB unpacked, or 64 MiB of text in all.
_MOST_UNPACKED: Final = 1 << 20
_MOST_TEXT: Final = 1 << 26
# zlib packs at most 1032 bytes into one. So no smaller chunk has more than 1 MiB unpacked.
_HARMLESS: Final = _MOST_UNPACKED // 1032
# The largest profiles of printers have some megabytes.
_MOST_OF_PROFILE: Final = 1 << 24
_TEXTS: Final = (b"tEXt", b"zTXt", b"iTXt")
_PROFILE: Final = b"iCCP"


def without_bombs(data: bytes) -> tuple[bytes, bytes | None]:
    """Return a PNG without texts and a profile that Pillow is too careful to unpack, and that profile.

    The profile is None if Pillow reads it, and empty if it has more than 16 MiB. Text has no colors.
    """
    dropped: list[slice] = []
    profile: bytes | None = None
    text = 0
    for place in _find_chunks(data):
        kind, content = data[place.start + 4 : place.start + 8], slice(place.start + 8, place.stop - 4)
        length = content.stop - content.start
        if kind in _TEXTS:
            packed = _packed_text(kind, data[content]) if length > _HARMLESS else b""
            unpacked = len(_unpack(packed, _MOST_UNPACKED)) if packed else length
            text += unpacked
            if (packed and unpacked > _MOST_UNPACKED) or text > _MOST_TEXT:
                dropped.append(place)
        elif kind == _PROFILE and length > _HARMLESS:
            # A name that ends in a NUL, and the number of the compression, come first.
            unpacked_profile = _unpack(data[content].partition(b"\0")[2][1:], _MOST_OF_PROFILE)
            if len(unpacked_profile) > _MOST_UNPACKED:
                dropped.append(place)
                profile = unpacked_profile if len(unpacked_profile) <= _MOST_OF_PROFILE else b""
    return (_without(data, dropped), profile) if dropped else (data, None)


def _find_chunks(data: bytes) -> Iterator[slice]:
    """Give the place of each whole chunk, with its length and checksum."""
    at = _START
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + 12 + length > len(data):
            return
        yield slice(at, at + 12 + length)
        at += 12 + length


def _packed_text(kind: bytes, content: bytes) -> bytes:
    """Return the compressed part of a text; empty if it is not compressed."""
    rest = content.partition(b"\0")[2]
    if kind == b"zTXt":
        return rest[1:]
    if kind == b"iTXt" and rest[:1] == b"\1":
        # The number of the compression, the language and a translated keyword come before the text.
        return rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return b""


def _unpack(packed: bytes, most: int) -> bytes:
    """Unpack at most one byte more than `most`; what is damaged is empty."""
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        return b""


def _without(data: bytes, places: list[slice]) -> bytes:
    starts = [0, *(place.stop for place in places)]
    stops = [*(place.start for place in places), len(data)]
    return b"".join(data[start:stop] for start, stop in zip(starts, stops, strict=True))
