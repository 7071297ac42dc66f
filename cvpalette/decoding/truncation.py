"""Finds out whether a file is truncated, and loads the part of a truncated file that is there."""

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from cvpalette.decoding.array_file import ArrayFile
from cvpalette.decoding.jpeg import END_OF_IMAGE, START_OF_SCAN, is_whole, scan_start

__all__ = ["end_progression", "is_cut", "is_plain", "load_present"]

Bools: TypeAlias = NDArray[np.bool_]

_PNG_START: Final = 8
_PNG_DEPTH: Final = 24
# Chunks that may hold the orientation of a PNG. They may follow the pixels, so the header does not show them.
_ORIENTING: Final = (b"eXIf", b"tEXtRaw profile type", b"zTXtRaw profile type", b"iTXtXML:com.adobe.xmp")
_KEYWORD_LENGTH: Final = 24


def is_plain(format_name: str, data: bytes, *, is_heard: bool) -> bool:
    """Tell whether OpenCV may decode a file: it fills a truncated one with gray, and trusts every length.

    If the user sees stderr (`is_heard`), files that libpng would complain about are not plain either: those
    with damaged pixels, and those with a profile, since libpng dislikes most profiles.
    """
    if format_name == "JPEG":
        return is_whole(data)
    if format_name == "PNG":
        chunks = list(_chunks(data, checks_pixels=is_heard))
        # OpenCV still decodes 16 bits with a profile, since Pillow gives other levels for them.
        odd = (*_ORIENTING, b"iCCP") if is_heard and data[_PNG_DEPTH] <= 8 else _ORIENTING
        return chunks[-1:] == [b"IEND"] and not any(chunk.startswith(odd) for chunk in chunks)
    return True


def is_cut(format_name: str, data: bytes) -> bool:
    """Tell whether a PNG lacks its end; all its pixels may be there, without the chunks after them."""
    return format_name == "PNG" and [*_chunks(data)][-1:] != [b"IEND"]


def _chunks(data: bytes, *, checks_pixels: bool = False) -> Iterator[bytes]:
    """Give the first bytes of each complete chunk of a PNG, up to its end.

    With `checks_pixels`, it stops at the first damaged chunk of pixels.
    """
    view = memoryview(data)
    at = _PNG_START
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + 12 + length > len(data):
            return
        if checks_pixels and data[at + 4 : at + 8] == b"IDAT":
            end = at + 8 + length
            if zlib.crc32(view[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
                return
        yield data[at + 4 : at + 8 + min(length, _KEYWORD_LENGTH)]
        if data[at + 4 : at + 8] == b"IEND":
            return
        at += 12 + length


def load_present(open_frame: Callable[[], ImageFile]) -> tuple[ImageFile, Bools]:
    """Load the part of a frame that is there, and tell which pixels (height, width) that is.

    The frame is loaded onto a dark and onto a bright background. A pixel that differs then is missing.
    """
    frame = open_frame()
    if isinstance(frame, ArrayFile):
        return frame, frame.load_present()
    frames = [_load_onto(frame, 0), _load_onto(open_frame(), 255)]
    dark, bright = (np.asarray(frame) for frame in frames)
    differs = dark != bright
    return frames[0], ~(differs.any(axis=2) if differs.ndim == 3 else differs)


def _load_onto(frame: ImageFile, ground: int) -> ImageFile:
    color = ground if len(frame.getbands()) == 1 else (ground,) * len(frame.getbands())
    frame.im = PIL.Image.new(frame.mode, frame.size, color).im
    with suppress(Exception):  # the file is truncated, so loading it fails
        frame.load()
    frame.tile = []  # Pillow must not try to load it again
    return frame


def end_progression(data: bytes) -> bytes:
    """Append an end to a progressive JPEG that has a whole scan, so that its scans are decoded."""
    first = scan_start(data)
    return data + END_OF_IMAGE if data.find(START_OF_SCAN, first + 2) >= 0 else data
