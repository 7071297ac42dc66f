"""Encode an indexed image as PNG, GIF or WebP, without loss."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import PIL.Image

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes

__all__ = ["encode", "encode_png"]

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED: Final = 3
_DEPTHS: Final = (1, 2, 4, 8)
# Bytes in a strip. Strips are compressed separately, but each sees the window of bytes before it.
_STRIP: Final = 1 << 18
_WINDOW: Final = 1 << 15


def encode_png(picture: IndexedImage, level: int) -> bytes:
    """Return a PNG (ISO/IEC 15948), compressed at zlib's level 0 to 9; the entries keep their order."""
    height, width = picture.indices.shape
    depth = next(bits for bits in _DEPTHS if len(picture.entries) <= 1 << bits)
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, _INDEXED, 0, 0, 0)),
        _chunk(b"PLTE", picture.entries[:, :3].tobytes()),
    ]
    translucent = np.flatnonzero(picture.entries[:, 3] < 255)
    if len(translucent):
        chunks.append(_chunk(b"tRNS", picture.entries[: translucent[-1] + 1, 3].tobytes()))
    chunks += [_chunk(b"IDAT", _compress(_pack(picture.indices, depth), level)), _chunk(b"IEND", b"")]
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _pack(indices: Bytes, depth: int) -> bytes:
    """Pack pixels into bytes, the left one in the highest bits; each row begins with filter 0, which is none.

    The other filters take differences. Differences of entry numbers compress worse than the numbers.
    """
    height, width = indices.shape
    each = 8 // depth
    rows = np.zeros((height, 1 + -(-width // each)), np.uint8)
    for place in range(each):
        part = indices[:, place::each]
        rows[:, 1 : 1 + part.shape[1]] |= part << 8 - depth * (place + 1)
    return rows.tobytes()


def _compress(data: bytes, level: int) -> bytes:
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


_MOST_PIXELS: Final = {"png": 2**31 - 1, "gif": 65535, "webp": 16383}
# The method and quality of each of libwebp's own levels of lossless compression, 0 to 9.
_WEBP_EFFORTS: Final = (
    (0, 0),
    (1, 20),
    (2, 25),
    (3, 30),
    (3, 50),
    (4, 50),
    (4, 75),
    (4, 90),
    (5, 90),
    (6, 100),
)


def encode(picture: IndexedImage, file_format: str, level: int) -> bytes:
    """Return the contents of a 'png', 'gif' or 'webp'; `level` is the effort, 0 to 9.

    Raises ValueError if the image is too large for the format.
    """
    longest, most = max(picture.indices.shape), _MOST_PIXELS[file_format]
    if longest > most:
        message = f"a {file_format} has at most {most} pixels a side, not {longest}; choose 'png'"
        raise ValueError(message)
    if file_format == "png":
        return encode_png(picture, level)
    contents = io.BytesIO()
    if file_format == "gif":
        _save_gif(picture, contents)
    else:
        method, quality = _WEBP_EFFORTS[level]
        is_opaque = picture.entries[:, 3].min() == 255
        pixels = picture.entries[:, : 3 if is_opaque else 4][picture.indices]
        # `exact` keeps the colors under full transparency. Without it, libwebp makes up its own.
        PIL.Image.fromarray(pixels).save(
            contents, "WEBP", lossless=True, exact=True, method=method, quality=quality
        )
    return contents.getvalue()


def _save_gif(picture: IndexedImage, contents: io.BytesIO) -> None:
    transparent = (picture.entries[:, 3] == 0).nonzero()[0]
    file = PIL.Image.fromarray(picture.indices)
    file.putpalette(picture.entries[:, :3].tobytes())
    options = {"transparency": int(transparent[0])} if len(transparent) else {}
    # Optimizing would change the order of the palette.
    file.save(contents, "GIF", optimize=False, **options)
