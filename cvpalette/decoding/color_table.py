"""Palettes in images: read_cells() gives the colors of a strip, or else the table of an indexed image."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_image
from cvpalette.decoding.strip import Cell, Strip, read_strip
from cvpalette.errors import ImageError

__all__ = ["read_cells", "read_table"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED: Final = 3
# The parts of a PNG that say what its colors are. Others say how the picture is shown.
_OF_COLOR: Final = frozenset((b"PLTE", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP"))
_HAS_TABLE: Final = 0x80
_MOST_ENTRIES: Final = 256

Cells = list[Cell | None]


def read_cells(image: Image, data: bytes) -> tuple[Cells, str] | None:
    """Return the colors of an image that is a palette or has one, and a note; None for another image.

    `data` is the file that the image was read from. A row, a column, or a grid whose colors hardly repeat is
    read in reading order. Any other indexed image gives its table in order: what only fills the table is left
    out, and the note says how many of the colors no pixel has. A transparent color is None.
    """
    strip, table = read_strip(image), read_table(data)
    if not table:
        return (strip.cells, "") if strip and _is_strip(strip) else None
    if _shows(image, table):
        return table, ""
    if strip and _is_palette(strip):
        return strip.cells, ""
    shown = _list_shown(image)
    used = [cell is None or (*cell.color.rgb, round(cell.alpha * 255)) in shown for cell in table]
    count = _count_without_filling(table, used)
    unused = count - sum(used[:count])
    verb = "is" if unused == 1 else "are"
    note = f"{unused} of the {count} colors of its table {verb} not used in the picture"
    return table[:count], note if unused else ""


def _is_strip(strip: Strip) -> bool:
    """Tell whether a strip is a row or a column, or a grid whose colors hardly repeat; those of icons do."""
    return strip.is_line or 2 * len(set(strip.cells)) > len(strip.cells)


def _is_palette(strip: Strip) -> bool:
    """Tell whether a strip is more than a small picture, which has its colors more than once."""
    return strip.is_line or len(set(strip.cells)) == len(strip.cells)


def _shows(image: Image, table: Cells) -> bool:
    """Tell whether an image is one row that shows all of its table in order, in squares of equal size."""
    height, width = image.pixels.shape[:2]
    if width != height * len(table) or image.pixels.shape[0] > width:
        return False
    colors = [cell.color.rgb if cell else (0, 0, 0) for cell in table]
    wanted = np.array(colors, np.uint8).repeat(height, axis=0)
    visible = np.array([cell is not None for cell in table]).repeat(height)
    return bool(((image.pixels == wanted[None]).all(axis=2) | ~visible[None]).all())


def _list_shown(image: Image) -> set[tuple[int, ...]]:
    """Return the colors that pixels have, each with its alpha."""
    alpha = np.full(image.pixels.shape[:2], 255, np.uint8) if image.alpha is None else image.alpha
    codes = np.zeros(alpha.shape, np.uint32)
    for channel in (*np.moveaxis(image.pixels, 2, 0), alpha):
        codes = codes << 8 | channel
    return {tuple(int(code).to_bytes(4)) for code in np.unique(codes)}


def _count_without_filling(table: Cells, used: list[bool]) -> int:
    """Return how many entries there are without those at the end that only fill the table."""
    count = len(table)
    last = table[-1]
    # Programs fill a table with one color, or go on with colors that are in it already.
    while count > 1 and (
        table[count - 1] in table[: count - 1] or (table[count - 1] == last and not used[count - 1])
    ):
        count -= 1
    is_only_one = len(table) - count == 1 and last not in table[:-1]
    return len(table) if is_only_one else count


def read_table(data: bytes) -> Cells:
    """Return the color table of an indexed PNG, GIF or BMP in sRGB; it is empty for any other file."""
    try:
        if data.startswith(_PNG):
            return _read_png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _read_gif(data)
        if data.startswith(b"BM"):
            return _read_bmp(data)
    except (struct.error, IndexError, ImageError):
        # What is missing of a cut file is no error here: its picture was read already.
        return []
    return []


def _read_png(data: bytes) -> Cells:
    """Decode a picture that has each entry once: profile, gamma and transparency then apply to the table."""
    chunks = dict(_list_chunks(data))
    header, table = chunks.get(b"IHDR", b""), chunks.get(b"PLTE", b"")
    is_whole = 3 <= len(table) <= 3 * _MOST_ENTRIES and len(table) % 3 == 0
    if len(header) != 13 or header[9] != _INDEXED or not is_whole:
        return []
    count = len(table) // 3
    pixels = zlib.compress(b"\0" + bytes(range(count)))
    parts = {
        b"IHDR": struct.pack(">2I5B", count, 1, 8, _INDEXED, 0, 0, 0),
        **{kind: chunks[kind] for kind in chunks if kind in _OF_COLOR},
        b"IDAT": pixels,
        b"IEND": b"",
    }
    image = read_image(_PNG + b"".join(_pack_chunk(*part) for part in parts.items()))
    alphas = [255] * count if image.alpha is None else image.alpha[0].tolist()
    colors = image.pixels[0].tolist()
    return [
        Cell(Color(*color), alpha / 255) if alpha else None
        for color, alpha in zip(colors, alphas, strict=True)
    ]


def _list_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the chunks before the pixels."""
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            return
        yield kind, data[at + 8 : at + 8 + size]
        at += 12 + size


def _pack_chunk(kind: bytes, contents: bytes) -> bytes:
    return struct.pack(">I", len(contents)) + kind + contents + struct.pack(">I", zlib.crc32(kind + contents))


def _read_gif(data: bytes) -> Cells:
    """Read the table of the first frame, which is that of the file if it has none of its own."""
    flags = data[10]
    at = 13
    table, at = _take_table(data, at, flags)
    transparent = None
    while data[at] == ord("!"):
        if data[at + 1] == 0xF9 and data[at + 3] & 1:
            transparent = data[at + 6]
        at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
    if data[at] == ord(","):
        own, _ = _take_table(data, at + 10, data[at + 9])
        table = own or table
    return [
        None if index == transparent else Cell(Color(*table[3 * index : 3 * index + 3]), 1.0)
        for index in range(len(table) // 3)
    ]


def _take_table(data: bytes, at: int, flags: int) -> tuple[bytes, int]:
    size = 3 << (flags & 7) + 1 if flags & _HAS_TABLE else 0
    return data[at : at + size], at + size


def _read_bmp(data: bytes) -> Cells:
    first, size = struct.unpack_from("<2I", data, 10)
    is_old = size == 12
    (bits,) = struct.unpack_from("<H", data, 24 if is_old else 28)
    if bits not in (1, 2, 4, 8):
        return []
    each = 3 if is_old else 4
    (told,) = (0,) if is_old else struct.unpack_from("<I", data, 46)
    room = max(0, first - 14 - size) // each
    count = min(told or 1 << bits, 1 << bits, room)
    table = data[14 + size : 14 + size + count * each]
    return [
        Cell(Color(table[at + 2], table[at + 1], table[at]), 1.0)
        for at in range(0, len(table) - each + 1, each)
    ]
