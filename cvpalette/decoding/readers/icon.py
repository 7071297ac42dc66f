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
# The place of the width in a PNG.
_PNG_SIZE: Final = 16
# Icons have a dozen pictures.
_MOST_PICTURES: Final = 256


class IconFile(ArrayFile):
    """An icon or a pointer; each of its pictures is a PNG, or a bitmap with a mask of what is transparent."""

    format = "ICO"
    format_description = "Windows Icon"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        (count,) = struct.unpack_from("<H", data, 4)
        if len(data) < _ENTRIES + _ENTRY_LENGTH * count:
            raise EOFError
        # Entries may share a picture: each is looked at once, so that a small file has no thousands of them.
        places = {struct.unpack_from("<II", data, _ENTRIES + _ENTRY_LENGTH * n + 8) for n in range(count)}
        if len({start for _, start in places}) > _MOST_PICTURES:
            raise NotImplementedError(f"more than {_MOST_PICTURES} pictures")
        sizes = {start: _read_size(data, start) for _, start in places}
        # The largest one, and of these the one with most bits; the first in the file, if several are alike.
        length, start = max(places, key=lambda place: (*sizes[place[1]], -place[1], place[0]))
        self._picture = _read_picture(data, start, length)
        self._size = (
            PngImageFile(io.BytesIO(self._picture), "").size
            if isinstance(self._picture, bytes)
            else (self._picture.width, self._picture.height)
        )
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


def _read_size(data: bytes, start: int) -> tuple[int, int]:
    """Return how many pixels the picture at a place has, and its bits a pixel."""
    if data.startswith(_PNG, start):
        width, height = struct.unpack_from(">II", data, start + _PNG_SIZE)
        return width * height, 32
    bitmap = Bitmap.parse(data, start, in_icon=True)
    return bitmap.width * bitmap.height, bitmap.bits


def _read_picture(data: bytes, start: int, length: int) -> bytes | Bitmap:
    """Return the picture at a place: a PNG or a bitmap."""
    if data.startswith(_PNG, start):
        return data[start : start + length]
    return Bitmap.parse(data, start, in_icon=True)


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
