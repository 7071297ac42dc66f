"""Decompresses the strips and tiles of a TIFF: to bytes, or to pixels where each is a picture itself."""

import importlib
import io
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL.TiffImagePlugin import TiffImageFile

from cvpalette.decoding.formats import FORMATS, HEAD_LENGTH
from cvpalette.decoding.pillow import allocate_large
from cvpalette.decoding.tiff.directory import Tag
from cvpalette.decoding.tiff.page import COMPRESSIONS, refuse

__all__ = ["decompress", "decompress_picture"]

Samples: TypeAlias = NDArray[Any]

_NONE: Final = 1
_ZSTANDARD: Final = 50000
# A frame of the byte "A" (RFC 8878).
_ONE_BYTE: Final = b"\x28\xb5\x2f\xfd\x20\x01\x09\0\0A"
_LZMA_MEMORY: Final = 1 << 28
_DAMAGED: Final = "its compressed samples cannot be decompressed"
_INSTALL: Final = "to read it, pip install 'cvpalette[tiff]'"


def decompress(code: int, chunks: Sequence[bytes], row_bytes: int, rows: Sequence[int]) -> list[bytes]:
    """Return the bytes of strips or tiles, `row_bytes` for each of the `rows` of each.

    All but the last have equal rows. Raises EOFError if there are too few bytes, OSError and zlib.error for
    damaged ones. More bytes than that are never decoded.
    """
    sizes = [row_bytes * count for count in rows]
    if code == _NONE:
        found = [bytes(chunk[:size]) for chunk, size in zip(chunks, sizes, strict=True)]
    elif code in _DECOMPRESS:
        found = [_DECOMPRESS[code](chunk, size) for chunk, size in zip(chunks, sizes, strict=True)]
    elif code == _ZSTANDARD and not _knows_zstandard():
        found = [_decompress_zstandard(chunk, size) for chunk, size in zip(chunks, sizes, strict=True)]
    else:
        whole = _decompress_as_gray(code, chunks, row_bytes, rows)
        ends = np.cumsum([0, *sizes]).tolist()
        found = [whole[start:end] for start, end in pairwise(ends)]
    if any(len(one) < size for one, size in zip(found, sizes, strict=True)):
        raise EOFError
    return found


def _inflate(chunk: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(chunk, size)
    except zlib.error as error:
        raise ValueError(_DAMAGED) from error


def _decompress_lzma(chunk: bytes, size: int) -> bytes:
    import lzma  # noqa: PLC0415 -- few files, and not every Python has it

    try:
        return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY).decompress(chunk, size)
    except lzma.LZMAError as error:
        raise ValueError(_DAMAGED) from error


_DECOMPRESS: Final = {8: _inflate, 32946: _inflate, 34925: _decompress_lzma}


@cache
def _knows_zstandard() -> bool:
    """Tell whether the libtiff of Pillow was built with Zstandard, by a frame of one byte."""
    try:
        return _decompress_as_gray(_ZSTANDARD, [_ONE_BYTE], 1, [1]) == b"A"
    except (OSError, KeyError):
        return False


def _decompress_zstandard(chunk: bytes, size: int) -> bytes:
    try:
        imagecodecs = importlib.import_module("imagecodecs")
        return bytes(imagecodecs.zstd_decode(chunk, out=size))
    except ImportError:
        refuse(f"compression {COMPRESSIONS[_ZSTANDARD]} ({_ZSTANDARD})", _INSTALL)
    except RuntimeError as error:
        raise ValueError(_DAMAGED) from error


def _decompress_as_gray(code: int, chunks: Sequence[bytes], row_bytes: int, rows: Sequence[int]) -> bytes:
    """Decompress with the libtiff of Pillow: to it the bytes are a gray picture of 8 bits.

    So libtiff does what is always the same, and not what depends on depth and layout.
    """
    height = sum(rows)
    starts = np.cumsum([0, *(len(chunk) for chunk in chunks)]).tolist()
    compressed = b"".join(chunks)
    lists_at = 8 + len(compressed) + len(compressed) % 2
    count, ahead = len(chunks), 8
    lists = struct.pack(f"<{count}I", *(start + ahead for start in starts[:-1]))
    lists += struct.pack(f"<{count}I", *(len(chunk) for chunk in chunks))
    tags = (
        (Tag.WIDTH, 1, row_bytes),
        (Tag.HEIGHT, 1, height),
        (Tag.BITS, 1, 8),
        (Tag.COMPRESSION, 1, code),
        (Tag.PHOTOMETRIC, 1, 1),
        (Tag.STRIP_OFFSETS, count, lists_at if count > 1 else ahead),
        (Tag.SAMPLES, 1, 1),
        (Tag.STRIP_ROWS, 1, rows[0]),
        (Tag.STRIP_BYTES, count, lists_at + 4 * count if count > 1 else len(compressed)),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHII", tag, 4, *rest) for tag, *rest in tags
    )
    head = b"II*\0" + struct.pack("<I", lists_at + len(lists))
    file = head + compressed + bytes(len(compressed) % 2) + lists + directory + bytes(4)
    with TiffImageFile(io.BytesIO(file), "") as image:
        allocate_large(image)
        image.load()
        return image.tobytes()


def decompress_picture(code: int, chunk: bytes, like: Samples) -> Samples:
    """Return the samples (height, width, samples) of a strip or tile that is a picture.

    It has the shape and type of `like`, an empty array that may be filled. Raises NotImplementedError for a
    picture of another kind, or without the extra that decodes it.
    """
    with_pillow = _WITH_PILLOW.get(code)
    if with_pillow and like.dtype == np.uint8:
        found = _decode_with_pillow(with_pillow, chunk, like)
        if found is not None:
            return found
    name = f"compression {COMPRESSIONS[code]} ({code})"
    try:
        decode: Callable[..., Any] = getattr(importlib.import_module("imagecodecs"), _NAMES[code])
        # Gray has no third dimension there.
        return np.asarray(decode(chunk, out=like[..., 0] if like.shape[2] == 1 else like)).reshape(like.shape)
    except ImportError:  # imagecodecs, or its part for this
        refuse(f"{name} of {like.dtype.itemsize * 8} bits", _INSTALL)
    except ValueError as error:
        if "out" not in str(error):
            raise
        refuse(f"{name} with a picture inside that is of another kind than the TIFF says")
    except RuntimeError as error:  # each of its decoders raises its own
        raise ValueError(_DAMAGED) from error


# The formats of such pictures that Pillow reads, by their names here.
_WITH_PILLOW: Final = {33005: "JPEG 2000", 34712: "JPEG 2000", 50001: "WebP"}
_NAMES: Final = {
    22610: "jpegxr_decode",
    33005: "jpeg2k_decode",
    34712: "jpeg2k_decode",
    34887: "lerc_decode",
    34933: "png_decode",
    34934: "jpegxr_decode",
    50001: "webp_decode",
    50002: "jpegxl_decode",
}
_MODES: Final = {1: ("L",), 3: ("RGB",), 4: ("RGBA", "RGB")}


def _decode_with_pillow(format_name: str, chunk: bytes, like: Samples) -> Samples | None:
    """Return the samples of a picture; None if Pillow gives other samples than the TIFF says."""
    height, width, samples = like.shape
    kind = next(one for one in FORMATS if one.name == format_name)
    # The signature decides, since the versions of Pillow fail in different ways.
    if not re.match(kind.signature, chunk[:HEAD_LENGTH], re.DOTALL):
        refuse("strips or tiles that are not of the compression that the TIFF says")
    with kind.open(chunk, format_name) as image:
        if image.size != (width, height) or image.mode not in _MODES.get(samples, ()):
            return None
        # An encoder of WebP drops an alpha that hides nothing.
        plain = image if len(image.getbands()) == samples else image.convert("RGBA")
        return np.asarray(plain).reshape(like.shape)
