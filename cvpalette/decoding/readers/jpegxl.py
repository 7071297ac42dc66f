"""Reads JPEG XL with the plugin for Pillow that an extra installs; the size is read before the pixels."""

import io
from typing import Any, Final

import numpy as np
from pillow_jxl.JpegXLImagePlugin import JXLImageFile

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.boxes import list_boxes
from cvpalette.decoding.depths import reduce_depth
from cvpalette.decoding.noise import without_noise

__all__ = ["JpegXlFile"]

_STREAM: Final = b"\xff\x0a"
# The bits of a size by the number before it, and how the width follows from the height (ISO/IEC 18181-1).
_SIZE_BITS: Final = (9, 13, 18, 30)
_RATIOS: Final = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_HEADER_LENGTH: Final = 32
_UNDECODED: Final = "it cannot be decoded, or is cut short"


class JpegXlFile(ArrayFile):
    """A JPEG XL file; of an animation, its first frame.

    The plugin decodes a file where it opens it. So the size is read here, and the limit on pixels holds.
    """

    format = "JXL"
    format_description = "JPEG XL"

    def _open(self) -> None:
        self._data = self.fp.read()  # type: ignore[union-attr]
        self._mode, self._size = "RGB", _read_size(_find_stream(self._data))

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the pixels, which have 8 bits; a truncated file raises an error."""
        del partly
        try:
            with without_noise():
                picture: Any = JXLImageFile(io.BytesIO(self._data))
                picture.load()
        except RuntimeError as error:  # its text is for programmers
            raise OSError(_UNDECODED) from error
        if picture.width * picture.height > self.width * self.height:
            raise OSError(_UNDECODED)
        if isinstance(picture.info.get("icc_profile"), bytes):
            self.info["icc_profile"] = picture.info["icc_profile"]
        if picture.jpeg and "exif" in picture.info:
            # Only a JPEG inside is not upright yet.
            self.info["exif"] = picture.info["exif"]
        base, alpha = reduce_depth(picture)
        self._mode = base.mode
        return Pixels(np.asarray(base), alpha)


def _find_stream(data: bytes) -> bytes:
    """Return the beginning of the codestream: the file itself, or what is in its boxes."""
    if data.startswith(_STREAM):
        return data[:_HEADER_LENGTH]
    parts = b""
    for kind, body in list_boxes(data):
        if kind == b"jxlc":
            return body[:_HEADER_LENGTH]
        if kind == b"jxlp":  # a number comes first
            parts += body[4 : 4 + _HEADER_LENGTH]
            if len(parts) >= _HEADER_LENGTH:
                break
    return parts[:_HEADER_LENGTH]


def _read_size(stream: bytes) -> tuple[int, int]:
    """Return the width and height that a codestream claims."""
    if not stream.startswith(_STREAM):
        raise EOFError
    bits, at = int.from_bytes(stream[2:].ljust(_HEADER_LENGTH, b"\0"), "little"), 0

    def take(count: int) -> int:
        nonlocal at
        found = bits >> at & (1 << count) - 1
        at += count
        return found

    is_small = take(1)

    def take_size() -> int:
        return 8 * (take(5) + 1) if is_small else take(_SIZE_BITS[take(2)]) + 1

    height = take_size()
    ratio = take(3)
    if not ratio:
        return take_size(), height
    over, under = _RATIOS[ratio]
    return height * over // under, height
