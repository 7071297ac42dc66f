"""Finds the pictures inside the files of Affinity and Clip Studio Paint, and in icons of macOS."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

__all__ = ["find_in_affinity", "find_in_clip", "find_in_icns"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEADER, _IMAGE, _LAST = b"IHDR", b"IDAT", b"IEND"
_JPEG_2000: Final = (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")
# Of JPEG 2000: the marker before the sizes, and where the width, the height and the origin are behind it.
_SIZES, _SIZES_AT = b"\xff\x4f\xff\x51", 8
# Icons have a dozen pictures, and a document has one preview. Each costs a walk over its chunks.
_MOST_PICTURES: Final = 256
_ICNS_ENTRY: Final = 8
# What Affinity writes before the files that a document embeds; these are no preview of it.
_EMBEDDED: Final = b"#Fil"
_CLIP_HEADER, _CLIP_CHUNK = 24, 16
_DATABASE: Final = b"CHNKSQLi"
_SQLITE: Final = b"SQLite format 3\0"
_LARGEST_PREVIEW: Final = 1 << 26
_PLAIN_COLUMN: Final = """
    SELECT count(*) FROM sqlite_master JOIN pragma_table_xinfo('CanvasPreview') AS columns
    WHERE sqlite_master.type = 'table' AND rootpage > 0 AND sqlite_master.name = 'CanvasPreview'
    AND columns.name = 'ImageData' AND columns.hidden = 0
"""
# SQLite calls back after so many steps, at most so often. A lookup takes a few hundred steps.
_STEPS, _MOST_CALLS = 1000, 1000


def find_in_icns(data: bytes) -> bytes | None:
    """Return the PNG or JPEG 2000 with most pixels of an icon; None if all its pictures are older kinds."""
    largest, most, at = None, 0, _ICNS_ENTRY
    for _ in range(_MOST_PICTURES):
        if at + _ICNS_ENTRY > len(data):
            break
        (length,) = struct.unpack_from(">I", data, at + 4)
        if length < _ICNS_ENTRY:
            break
        picture = data[at + _ICNS_ENTRY : at + length]
        pixels = _count_pixels(picture)
        if pixels > most:
            largest, most = picture, pixels
        at += length
    return largest


def _count_pixels(picture: bytes) -> int:
    """Return the number of pixels that a PNG or a JPEG 2000 claims; 0 for anything else."""
    if picture.startswith(_PNG) and len(picture) >= 24:
        width, height = struct.unpack_from(">II", picture, 16)
        return int(width * height)
    if picture.startswith(_JPEG_2000):
        at = picture.find(_SIZES)
        if 0 <= at <= len(picture) - _SIZES_AT - 16:
            width, height, left, top = struct.unpack_from(">4I", picture, at + _SIZES_AT)
            return int(max(0, width - left) * max(0, height - top))
    return 0


def find_in_affinity(data: bytes) -> bytes | None:
    """Return the preview of a document of Affinity; None if there is none.

    It is a whole PNG, whose checksums are right, and that is no file which the document embeds. The last one
    counts: programs append what they save.
    """
    found = None
    for start in _find_pngs(data):
        end = _end_of_png(data, start)
        if end and not data.startswith(_EMBEDDED, max(0, start - len(_EMBEDDED))):
            found = data[start:end]
    return found


def _find_pngs(data: bytes) -> Iterator[int]:
    at = -1
    for _ in range(_MOST_PICTURES):
        at = data.find(_PNG, at + 1)
        if at < 0:
            return
        yield at


def _end_of_png(data: bytes, start: int) -> int:
    """Return where a whole PNG ends; 0 if it is damaged."""
    view, at = memoryview(data), start + len(_PNG)
    kinds: set[bytes] = set()
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(
            view[end - 4 : end], "big"
        ):
            return 0
        if not kinds and kind != _HEADER:
            return 0
        kinds.add(kind)
        if kind == _LAST:
            return end if _IMAGE in kinds else 0
        at = end
    return 0


def find_in_clip(data: bytes) -> bytes | None:
    """Return the picture of the canvas in a document of Clip Studio Paint; None if there is none.

    The document is a list of chunks. One is a database of SQLite, whose table CanvasPreview has a PNG.
    Raises ValueError if the database is damaged, or takes too long.
    """
    at = _CLIP_HEADER
    while at + _CLIP_CHUNK <= len(data):
        kind, length = struct.unpack_from(">8sQ", data, at)
        start = at + _CLIP_CHUNK
        if kind == _DATABASE:
            content = data[start : start + length]
            return _read_preview(content) if content.startswith(_SQLITE) else None
        at = start + length
    return None


def _read_preview(database: bytes) -> bytes | None:
    import sqlite3  # noqa: PLC0415 -- few documents, and not every Python has it

    calls = iter(range(_MOST_CALLS))
    # 1 interrupts the query.
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(database)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_PREVIEW)
        connection.set_progress_handler(lambda: int(next(calls, None) is None), _STEPS)
        connection.execute("PRAGMA trusted_schema = OFF")
        # Views, virtual tables and columns that are computed could run any code of SQLite.
        if not connection.execute(_PLAIN_COLUMN).fetchone()[0]:
            return None
        row = connection.execute("SELECT ImageData FROM CanvasPreview LIMIT 1").fetchone()
    except (sqlite3.Error, OverflowError) as error:
        raise ValueError("its database cannot be read") from error
    finally:
        connection.close()
    return row[0] if row and isinstance(row[0], bytes) else None
