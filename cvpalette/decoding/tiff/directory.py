"""Defines Directory: the tags of one page of a TIFF, read with bounds; directories() gives them in order.

TIFF 6.0 defines the classic format, with offsets of 4 bytes. BigTIFF has offsets of 8 bytes. The raw files of
Panasonic and Olympus are TIFFs with another number after the byte order.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

__all__ = ["MOST_PAGES", "Directory", "Tag", "directories"]

#: A TIFF with more directories than this is refused, and one with more tags in all of them.
MOST_PAGES: Final = 1 << 16
_MOST_TAGS: Final = 1 << 21
# A directory may have as many tags as the classic format can count.
_MOST_ENTRIES: Final = 65535
# A directory has at most this many directories below it that are looked at.
_MOST_BELOW: Final = 64
# The types of tags that hold whole numbers: BYTE, SHORT, LONG, SBYTE, UNDEFINED, SSHORT, SLONG, IFD, LONG8,
# SLONG8 and IFD8.
_WHOLE: Final = {
    1: "u1", 3: "u2", 4: "u4", 6: "i1", 7: "u1", 8: "i2", 9: "i4", 13: "u4", 16: "u8", 17: "i8", 18: "u8",
}  # fmt: skip
_RATIONAL: Final = 5
_BYTES: Final = (1, 2, 6, 7)
_ORDERS: Final = {b"II": "<", b"MM": ">"}
_BIG: Final = 43


class Tag:
    """The numbers of the tags that are used here, from TIFF 6.0 and its supplements."""

    NEW_SUBFILE_TYPE = 254
    SUBFILE_TYPE = 255
    WIDTH = 256
    HEIGHT = 257
    BITS = 258
    COMPRESSION = 259
    PHOTOMETRIC = 262
    FILL_ORDER = 266
    STRIP_OFFSETS = 273
    ORIENTATION = 274
    SAMPLES = 277
    STRIP_ROWS = 278
    STRIP_BYTES = 279
    PLANES = 284
    GROUP_3_OPTIONS = 292
    GROUP_4_OPTIONS = 293
    PREDICTOR = 317
    COLOR_MAP = 320
    TILE_WIDTH = 322
    TILE_HEIGHT = 323
    TILE_OFFSETS = 324
    TILE_BYTES = 325
    BELOW = 330
    INK_SET = 332
    INKS = 334
    DOT_RANGE = 336
    EXTRA = 338
    FORMAT = 339
    JPEG_AT = 513
    JPEG_BYTES = 514
    COEFFICIENTS = 529
    SUBSAMPLING = 530
    REFERENCE = 532
    PROFILE = 34675
    LERC_PARAMETERS = 50674


@dataclass(frozen=True, eq=False, slots=True)
class Directory:
    """The tags of a page: for each its type, its count, and where its values are.

    `at` is where the directory is, and `next` is where the next one is, or 0. `tags` is how many it has, with
    those that are repeated.
    """

    data: bytes
    order: str
    at: int
    next: int
    entries: dict[int, tuple[int, int, int]]
    is_big: bool
    tags: int = 0

    @classmethod
    def read(cls, data: bytes, order: str, at: int, *, is_big: bool) -> "Directory":
        """Read the directory at an offset; raises EOFError if the file ends inside it."""
        count_kind, entry_kind, offset_kind = ("Q", "HHQQ", "Q") if is_big else ("H", "HHII", "I")
        width, size = struct.calcsize(f"={count_kind}"), struct.calcsize(f"={entry_kind}")
        inline, value_at = struct.calcsize(f"={offset_kind}"), size - struct.calcsize(f"={offset_kind}")
        (count,) = _unpack(order + count_kind, data, at)
        start = at + width
        if count > _MOST_ENTRIES:
            raise ValueError(f"a directory has {count:,} tags")
        if count * size > len(data) - start:
            raise EOFError
        entries: dict[int, tuple[int, int, int]] = {}
        for place in range(start, start + count * size, size):
            tag, kind, length, offset = struct.unpack_from(order + entry_kind, data, place)
            values = length * _size_of(kind)
            entries.setdefault(tag, (kind, length, place + value_at if values <= inline else offset))
        # The link to the next directory may be missing at the end of a file: there is none then.
        end = start + count * size
        (following,) = _unpack(order + offset_kind, data, end) if end + inline <= len(data) else (0,)
        return cls(data, order, at, following, entries, is_big, count)

    def numbers(self, tag: int) -> tuple[int, ...]:
        """Return the whole numbers of a tag; () if it is missing.

        Raises EOFError if they lie outside the file, and ValueError if they are no whole numbers.
        """
        return tuple(self.array(tag).tolist())

    def array(self, tag: int) -> "np.ndarray[tuple[int], np.dtype[np.integer]]":
        """Return the whole numbers of a tag as an array (n,); errors are those of numbers()."""
        kind, count, at = self.entries.get(tag, (1, 0, 0))
        if kind not in _WHOLE:
            raise ValueError(f"tag {tag} has values of type {kind}, which are no whole numbers")
        dtype = np.dtype(self.order + _WHOLE[kind])
        if at + count * dtype.itemsize > len(self.data):
            raise EOFError
        return np.frombuffer(self.data, dtype, count, at) if count else np.empty(0, dtype)

    def number(self, tag: int, default: int) -> int:
        """Return the first number of a tag, or the default if it is missing; raises what numbers() raises."""
        kind, count, at = self.entries.get(tag, (1, 0, 0))
        if not count:
            return default
        first = {tag: (kind, 1, at)}
        return Directory(self.data, self.order, self.at, 0, first, self.is_big).numbers(tag)[0]

    def ratios(self, tag: int) -> tuple[float, ...]:
        """Return the fractions of a tag; () if it is missing or has a fraction of 0."""
        kind, count, at = self.entries.get(tag, (_RATIONAL, 0, 0))
        if kind != _RATIONAL or at + 8 * count > len(self.data) or count > 64:
            return ()
        pairs = np.frombuffer(self.data, self.order + "u4", 2 * count, at).reshape(-1, 2).tolist()
        return tuple(above / below for above, below in pairs) if all(pair[1] for pair in pairs) else ()

    def content(self, tag: int) -> bytes:
        """Return the bytes of a tag; b'' if it is missing, is of another type or lies outside the file."""
        kind, count, at = self.entries.get(tag, (1, 0, 0))
        return self.data[at : at + count] if kind in _BYTES and at + count <= len(self.data) else b""

    def below(self) -> Iterator["Directory"]:
        """Give the directories below this one that can be read."""
        try:
            offsets = self.numbers(Tag.BELOW)[:_MOST_BELOW]
        except (EOFError, ValueError):
            return
        for at in offsets:
            try:
                yield Directory.read(self.data, self.order, at, is_big=self.is_big)
            except (EOFError, ValueError):
                continue


def directories(data: bytes) -> Iterator[Directory]:
    """Give the directories of a TIFF in their order, each once: a chain that comes back to itself has ended.

    Raises EOFError if the file ends inside a directory, ValueError for one that is damaged, and
    NotImplementedError if there are too many.
    """
    order = _ORDERS.get(data[:2], "<")
    (version,) = _unpack(f"{order}H", data, 2)
    is_big = version == _BIG
    (at,) = _unpack(f"{order}Q", data, 8) if is_big else _unpack(f"{order}I", data, 4)
    seen: set[int] = set()
    tags = 0
    while at and at not in seen:
        if len(seen) == MOST_PAGES or tags > _MOST_TAGS:
            raise NotImplementedError(f"more than {len(seen):,} pages; split it first")
        seen.add(at)
        directory = Directory.read(data, order, at, is_big=is_big)
        # Directories may overlap: without a limit a small file could keep us busy for hours.
        tags += directory.tags
        yield directory
        at = directory.next


def _unpack(kind: str, data: bytes, at: int) -> tuple[int, ...]:
    if at + struct.calcsize(kind) > len(data):
        raise EOFError
    return struct.unpack_from(kind, data, at)


# The bytes of a value, by its type. A value of an unknown type is taken to lie elsewhere, and is not read.
_SIZES: Final = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)


def _size_of(kind: int) -> int:
    return _SIZES[kind] if kind < len(_SIZES) else 0
