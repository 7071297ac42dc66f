"""Encode an indexed image as PNG."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes
from cvpalette.quantizing.packing import fewest_bits, pack

__all__ = ["begin_png", "chunk", "compress", "encode_png", "scanlines"]

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED: Final = 3
# Bytes in a strip. Strips are compressed separately, but each sees the window of bytes before it.
_STRIP: Final = 1 << 18
_WINDOW: Final = 1 << 15


def encode_png(picture: IndexedImage, level: int) -> bytes:
    """Return a PNG (ISO/IEC 15948), compressed at zlib's level 0 to 9; the entries keep their order."""
    height, width = picture.indices.shape
    header, table = begin_png(width, height, picture.entries)
    pixels = compress(scanlines(picture.indices, fewest_bits(len(picture.entries))), level)
    return header + table + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def begin_png(width: int, height: int, entries: Bytes) -> tuple[bytes, bytes]:
    """Return the signature with the header, and the chunks of the color table (n, 4) uint8."""
    depth = fewest_bits(len(entries))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, _INDEXED, 0, 0, 0))
    table = chunk(b"PLTE", entries[:, :3].tobytes())
    translucent = np.flatnonzero(entries[:, 3] < 255)
    if len(translucent):
        table += chunk(b"tRNS", entries[: translucent[-1] + 1, 3].tobytes())
    return _SIGNATURE + header, table


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG, with its length and its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def scanlines(indices: Bytes, depth: int) -> bytes:
    """Return packed rows; each begins with filter 0, which is none.

    The other filters take differences. Differences of entry numbers compress worse than the numbers.
    """
    return np.pad(pack(indices, depth), ((0, 0), (1, 0))).tobytes()


def compress(data: bytes, level: int) -> bytes:
    """Return a zlib stream (RFC 1950), compressed in strips; the number of threads does not change it."""
    if len(data) <= _STRIP:
        return zlib.compress(data, level)
    view = memoryview(data)

    def deflate(start: int) -> bytes:
        packer = zlib.compressobj(level, wbits=-15, zdict=view[max(0, start - _WINDOW) : start])
        stop = start + _STRIP
        return packer.compress(view[start:stop]) + packer.flush(
            zlib.Z_FINISH if stop >= len(data) else zlib.Z_SYNC_FLUSH
        )

    with ThreadPoolExecutor(2) as threads:
        strips = threads.map(deflate, range(0, len(data), _STRIP))
        # Take the header from an empty stream of this level: it contains the level.
        return zlib.compress(b"", level)[:2] + b"".join(strips) + struct.pack(">I", zlib.adler32(data))
