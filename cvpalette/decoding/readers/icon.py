"""Reads icons and pointers of Windows, ICO and CUR: the largest of their pictures."""

import io
import struct
from typing import Final

import numpy as np
from PIL.PngImagePlugin import PngImageFile

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.depths import reduce_depth
from cvpalette.decoding.readers.bmp import Bitmap

__all__ = ["IconFile"]

_ENTRY_LENGTH: Final = 16
_ENTRIES: Final = 6
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class IconFile(ArrayFile):
    """An icon or a pointer; each of its pictures is a PNG, or a bitmap with a mask of what is transparent."""

    format = "ICO"
    format_description = "Windows Icon"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        (count,) = struct.unpack_from("<H", data, 4)
        pictures = [_read_picture(data, _ENTRIES + _ENTRY_LENGTH * n) for n in range(count)]
        # The largest one, and of these the one with most bits.
        self._picture, self._size, _ = max(pictures, key=lambda found: (found[1][0] * found[1][1], found[2]))
        self._mode = "RGB"

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the largest picture; a truncated one raises an error, since icons are small."""
        del partly
        if isinstance(self._picture, bytes):
            picture, alpha = reduce_depth(PngImageFile(io.BytesIO(self._picture), ""))
            return Pixels(np.asarray(picture.convert("RGB")), alpha)
        pixels = self._picture.decode(partly=False, raw_alpha=True)
        if pixels.alpha is not None:
            return pixels
        return Pixels(pixels.levels, _read_mask(self._picture))


def _read_picture(data: bytes, entry: int) -> tuple[bytes | Bitmap, tuple[int, int], int]:
    """Return a PNG or a bitmap, its size, and its bits a pixel."""
    length, start = struct.unpack_from("<II", data, entry + 8)
    if data.startswith(_PNG, start):
        content = data[start : start + length]
        return content, PngImageFile(io.BytesIO(content), "").size, 32
    bitmap = Bitmap.parse(data, start, in_icon=True)
    return bitmap, (bitmap.width, bitmap.height), bitmap.bits


def _read_mask(bitmap: Bitmap) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]] | None:
    """Return the alpha (height, width) of a bitmap's mask, which follows its pixels: 1 is transparent."""
    row = (bitmap.width + 31) // 32 * 4
    start = bitmap.pixels_at + bitmap.row_length * bitmap.height
    content = bitmap.data[start : start + row * bitmap.height]
    if len(content) < row * bitmap.height:
        return None  # some programs leave it out
    bits = np.unpackbits(np.frombuffer(content, np.uint8).reshape(-1, row), axis=1, count=bitmap.width)
    alpha = 255 - 255 * bits[:: 1 if bitmap.top_down else -1]
    return alpha.astype(np.uint8) if bits.any() else None
