"""Finds and decodes a whole JPEG file inside a TIFF: an old-style JPEG, or the preview of a raw photo."""

from dataclasses import replace
from typing import Final

from cvpalette.decoding.container import Container, Decoded, turn
from cvpalette.decoding.formats import FORMATS
from cvpalette.decoding.jpeg import drop_exif
from cvpalette.decoding.pillow import decode_opened
from cvpalette.decoding.tiff.directory import Directory, Tag
from cvpalette.settings.settings import FIRST

__all__ = ["decode_jpeg", "find_jpeg", "jpeg_at"]

_START: Final = b"\xff\xd8\xff"
_JPEG: Final = next(one for one in FORMATS if one.name == "JPEG")


def find_jpeg(directory: Directory) -> bytes | None:
    """Return the JPEG file that a directory links to; None if there is none.

    Raises EOFError if it lies outside the file.
    """
    found = jpeg_at(directory.data, directory.number(Tag.JPEG_AT, 0), directory.number(Tag.JPEG_BYTES, 0))
    if found is not None:
        return found
    offsets, counts = directory.numbers(Tag.STRIP_OFFSETS), directory.numbers(Tag.STRIP_BYTES)
    return jpeg_at(directory.data, offsets[0], counts[0]) if len(offsets) == len(counts) == 1 else None


def jpeg_at(data: bytes, at: int, length: int) -> bytes | None:
    """Return the JPEG file at a place in a file; None if there is none."""
    found = data[at : at + length] if at else b""
    return found if found.startswith(_START) else None


def decode_jpeg(file: Container, jpeg: bytes, orientation: int) -> Decoded:
    """Decode a JPEG; its orientation is that of the TIFF, and not its own."""
    inner = Container(drop_exif(jpeg), file.name, _JPEG, replace(file.reading, frames=FIRST))
    frame = next(decode_opened(inner))
    return replace(
        frame,
        pixels=turn(frame.pixels, orientation),
        alpha=None if frame.alpha is None else turn(frame.alpha, orientation),
    )
