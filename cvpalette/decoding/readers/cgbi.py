"""Reads the PNGs of iPhone apps, which Xcode writes: the first chunk of these is CgBI."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.depths import reduce_depth
from cvpalette.decoding.truncation import load_present

__all__ = ["CgbiFile"]

_SIGNATURE_LENGTH: Final = 8
_RAW_DEFLATE: Final = -15
# Where the width is: CgBI has 4 bytes, and the header follows it.
_HEADER: Final = 32
_GRAY, _RGB, _PALETTE, _GRAY_ALPHA, _RGBA = 0, 2, 3, 4, 6
# The most bytes that are expanded at a time.
_PIECE: Final = 1 << 20
# Compressed bytes that are expanded together: each step copies what it leaves.
_FED: Final = 1 << 14


class CgbiFile(ArrayFile):
    """A PNG of Xcode: no zlib header, blue before red, and the colors multiplied by alpha.

    Described at https://iphonedev.wiki/CgBI_file_format. Gray and palettes are as in any PNG.
    """

    format = "PNG"
    format_description = "Portable network graphics, optimized for iPhone"

    def _open(self) -> None:
        self._data = self.fp.read()  # type: ignore[union-attr]
        width, height, bits, self._kind = struct.unpack_from(">IIBB", self._data, _HEADER)
        if (bits != 8 and self._kind != _PALETTE) or self._kind == _GRAY_ALPHA:
            raise NotImplementedError(f"a PNG of iPhone apps with {bits} bits of color type {self._kind}")
        self._mode, self._size = "L" if self._kind == _GRAY else "RGB", (width, height)

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the pixels; a truncated file raises an error, or has missing pixels if `partly` is true."""
        # Filters and interlacing leave at most this many bytes.
        png = _to_png(self._data, 2 * self.size[1] * (4 * self.size[0] + 1))
        header: ImageFile = PngImageFile(io.BytesIO(png), "")
        present = None
        if partly:
            header, present = load_present(lambda: PngImageFile(io.BytesIO(png), ""))
        if "icc_profile" in header.info:
            self.info["icc_profile"] = header.info["icc_profile"]
        picture, alpha = reduce_depth(header)
        levels = np.asarray(picture)
        if self._kind in {_RGB, _RGBA}:
            levels = levels[:, :, ::-1]
        if self._kind == _RGBA and alpha is not None:
            share = np.maximum(alpha, 1)[:, :, None] / np.float32(255)
            levels = np.rint((levels / share).clip(0, 255)).astype(np.uint8)
        return Pixels(levels, alpha, present)


def _to_png(data: bytes, most: int) -> bytes:
    """Return a PNG as any other: without CgBI, and with zlib's header; it expands to about `most` bytes."""
    kept = bytearray(data[:_SIGNATURE_LENGTH])
    expand, pack, kind = zlib.decompressobj(_RAW_DEFLATE), zlib.compressobj(1), b""
    for kind, body in _chunks(data):
        if kind == b"CgBI":
            continue
        if kind == b"IDAT":
            packed = bytearray()
            for start in range(0, len(body), _FED):
                left = body[start : start + _FED]
                while left and most > 0:
                    piece = expand.decompress(left, _PIECE)
                    most -= len(piece)
                    packed += pack.compress(piece)
                    left = expand.unconsumed_tail
            kept += _chunk(kind, bytes(packed))
        elif kind == b"IEND":
            kept += _chunk(b"IDAT", pack.flush()) + _chunk(kind, body)
        else:
            kept += _chunk(kind, body)
    if kind != b"IEND":
        # What is there of a truncated file is decoded too.
        kept += _chunk(b"IDAT", pack.flush(zlib.Z_SYNC_FLUSH))
    return bytes(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE_LENGTH
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
