"""Keeps what a PNG unpacks to within limits: without_bombs(), and refuse_overfull() for its pixels."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from cvpalette.errors import ImageError

__all__ = ["refuse_overfull", "without_bombs"]

_START: Final = 8
# The length, the kind and the checksum of a chunk.
_AROUND: Final = 12
# Pillow refuses a PNG with a text or a profile that has more than 1 MiB unpacked, or 64 MiB of text in all.
_MOST_UNPACKED: Final = 1 << 20
_MOST_TEXT: Final = 1 << 26
# zlib packs at most 1032 bytes into one. So no smaller chunk has more than 1 MiB unpacked.
_HARMLESS: Final = _MOST_UNPACKED // 1032
# The largest profiles of printers have some megabytes.
_MOST_OF_PROFILE: Final = 1 << 24
_TEXTS: Final = (b"tEXt", b"zTXt", b"iTXt")
_PROFILE: Final = b"iCCP"
# Where the header has the width, the height, the bits, the color type, two fixed numbers and the interlacing.
_HEADER: Final = 16
_HEADER_LENGTH: Final = 13
# By the color type.
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# The passes of Adam7, the interlacing of PNG: the first column and row of each, and the steps to the next.
_PASSES: Final = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
# zlib adds less than 1 percent to what it cannot pack. Small pictures may have many chunks.
_PACKED_MORE: Final = 1.01
_SPARE: Final = 1 << 16


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


def refuse_overfull(data: bytes, name: str) -> None:
    """Raise ImageError for a PNG with more packed bytes than all its pixels need unpacked.

    OpenCV unpacks all of them, also those behind the last pixel: 5 megabytes may be 5 gigabytes then.
    """
    if len(data) < _HEADER + _HEADER_LENGTH or len(data) <= _SPARE:
        return
    width, height, bits, kind, *_, interlaced = struct.unpack_from(">IIBBBBB", data, _HEADER)
    if kind not in _CHANNELS:
        return  # the decoder tells what is wrong
    pixel = bits * _CHANNELS[kind]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    need = sum(
        _count_bytes(-(-(width - left) // across), -(-(height - top) // down), pixel)
        for left, top, across, down in passes
    )
    most = int(need * _PACKED_MORE) + _SPARE
    packed = sum(
        place.stop - place.start - _AROUND
        for place in _find_chunks(data)
        if data[place.start + 4 : place.start + 8] == b"IDAT"
    )
    if packed > most:
        reason = f"is damaged: it has more data than its pixels need: {packed:,} bytes for {width} x {height}"
        raise ImageError(name, reason, "damaged")


def _count_bytes(columns: int, rows: int, bits: int) -> int:
    """Return how many bytes a pass takes unpacked; each row begins with the number of a filter."""
    return rows * ((columns * bits + 7) // 8 + 1) if columns > 0 and rows > 0 else 0


def _find_chunks(data: bytes) -> Iterator[slice]:
    """Give the place of each whole chunk, with its length and checksum."""
    at = _START
    while at + _AROUND <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + _AROUND + length > len(data):
            return
        yield slice(at, at + _AROUND + length)
        at += _AROUND + length


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
