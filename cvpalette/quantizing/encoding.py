"""Encode an indexed image as one of the file formats that have a color table, and as JPEG."""

import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import PIL.Image

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes
from cvpalette.quantizing.packing import Layout, pack, pack_as, write_header
from cvpalette.quantizing.png import compress, encode_png

__all__ = ["FORMATS", "Format", "decode_jpeg", "encode"]


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file format: the most pixels of a side, and what it keeps of transparency.

    `alpha` is 'all', 'binary' (a pixel is there or not) or 'none'.
    """

    most: int
    alpha: str = "none"


#: The formats by name.
FORMATS: Final[Mapping[str, Format]] = {
    "png": Format(most=2**31 - 1, alpha="all"),
    "gif": Format(most=65535, alpha="binary"),
    "webp": Format(most=16383, alpha="all"),
    "bmp": Format(most=2**31 - 1),
    "tiff": Format(most=2**31 - 1),
    "pcx": Format(most=65534),
    "ico": Format(most=256, alpha="binary"),
    "xpm": Format(most=2**31 - 1, alpha="binary"),
    "bin": Format(most=2**31 - 1),
    "h": Format(most=2**31 - 1),
    "jpeg": Format(most=65500),
}

_BY_ROWS: Final = Layout()


def encode(
    picture: IndexedImage,
    file_format: str,
    level: int = 6,
    *,
    name: str = "picture",
    layout: Layout = _BY_ROWS,
) -> bytes:
    """Return the contents of a file of a format of FORMATS; entries keep their order.

    `level` is the effort of the compression of PNG, TIFF and WebP, 0 to 9. `name` is the identifier in lower
    case that formats of source code contain. `layout` is how raw bytes and those of a header lie.
    Raises ValueError if the image is too large for the format.
    """
    longest, most = max(picture.indices.shape), FORMATS[file_format].most
    if longest > most:
        article = "an" if file_format == "ico" else "a"
        message = (
            f"{article} {file_format} has at most {most} pixels a side, not {longest}; ask for a smaller "
            "size, or choose 'png'"
        )
        raise ValueError(message)
    return _ENCODERS[file_format](picture, level, name, layout)


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


def _encode_webp(picture: IndexedImage, level: int) -> bytes:
    method, quality = _WEBP_EFFORTS[level]
    is_opaque = picture.entries[:, 3].min() == 255
    pixels = picture.entries[:, : 3 if is_opaque else 4][picture.indices]
    # `exact` keeps the colors under full transparency. Without it, libwebp makes up its own.
    return _save(
        PIL.Image.fromarray(pixels), "WEBP", lossless=True, exact=True, method=method, quality=quality
    )


def _save(file: PIL.Image.Image, file_format: str, **options: Any) -> bytes:
    contents = io.BytesIO()
    file.save(contents, file_format, **options)
    return contents.getvalue()


def _indexed(picture: IndexedImage) -> PIL.Image.Image:
    file = PIL.Image.fromarray(picture.indices)
    file.putpalette(picture.entries[:, :3].tobytes())
    return file


def _encode_gif(picture: IndexedImage) -> bytes:
    transparent = (picture.entries[:, 3] == 0).nonzero()[0]
    options = {"transparency": int(transparent[0])} if len(transparent) else {}
    # Optimizing would change the order of the palette.
    return _save(_indexed(picture), "GIF", optimize=False, **options)


# Windows knows these depths of indexed pictures.
_BMP_BITS: Final = (1, 4, 8)
_BMP_HEADER: Final = 54
# 72 dots an inch.
_DOTS_A_METER: Final = 2835


def _bitmap(picture: IndexedImage, *, masked: bool = False) -> tuple[bytes, bytes, bytes]:
    """Return the header, the color table and the rows of a Windows bitmap, the lowest row first.

    With `masked`, the rows of a mask of transparent pixels follow, and the height is that of both.
    """
    height, width = picture.indices.shape
    count = len(picture.entries)
    bits = next(bits for bits in _BMP_BITS if count <= 1 << bits)
    rows = _align(pack(picture.indices, bits)[::-1])
    if masked:
        hidden = (picture.entries[:, 3] == 0)[picture.indices].astype(np.uint8)
        rows += _align(pack(hidden, 1)[::-1])
    table = np.zeros((1 << bits if masked else count, 4), np.uint8)
    table[:count, :3] = picture.entries[:, 2::-1]
    header = struct.pack(
        "<IiiHHIIiiII", 40, width, height * (1 + masked), 1, bits, 0, len(rows), _DOTS_A_METER,
        _DOTS_A_METER, len(table), 0,
    )  # fmt: skip
    return header, table.tobytes(), rows


def _align(rows: Any) -> bytes:
    """Return rows of bytes, each filled with zeros to a multiple of four bytes."""
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4))).tobytes()


def _encode_bmp(picture: IndexedImage) -> bytes:
    header, table, rows = _bitmap(picture)
    start = 14 + len(header) + len(table)
    return struct.pack("<2sIHHI", b"BM", start + len(rows), 0, 0, start) + header + table + rows


def _encode_ico(picture: IndexedImage) -> bytes:
    """Return an icon of one picture, which has a mask of the transparent pixels."""
    height, width = picture.indices.shape
    contents = b"".join(_bitmap(picture, masked=True))
    bits = struct.unpack_from("<H", contents, 14)[0]
    # 256 is written as 0.
    entry = (width & 255, height & 255, 0 if bits == 8 else 1 << bits, 0, 1, bits, len(contents), 22)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, *entry) + contents


# TIFF 6.0 knows these depths of pictures with a color table.
_TIFF_BITS: Final = (4, 8)
_DEFLATE: Final = 8


def _encode_tiff(picture: IndexedImage, level: int) -> bytes:
    """Return a TIFF 6.0 of one strip, compressed by zlib.

    The colors of its table have 16 bits: 255 is 65535. Pillow writes 65280, which others read as 254.
    """
    height, width = picture.indices.shape
    bits = next(bits for bits in _TIFF_BITS if len(picture.entries) <= 1 << bits)
    strip = compress(pack(picture.indices, bits).tobytes(), level)
    table = np.zeros((3, 1 << bits), "<u2")
    table[:, : len(picture.entries)] = picture.entries[:, :3].T.astype(np.uint16) * 257
    # Tags of one number (3 is 16 bits, 4 is 32 bits), in their order. Values of more bytes follow the tags.
    start = 8 + 2 + 13 * 12 + 4
    pixels = start + 16 + table.nbytes
    tags = (
        *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, _DEFLATE), (262, 3, 1, 3)),
        *(
            (273, 4, 1, pixels),
            (277, 3, 1, 1),
            (278, 4, 1, height),
            (279, 4, 1, len(strip)),
        ),
        *((282, 5, 1, start), (283, 5, 1, start + 8), (296, 3, 1, 2), (320, 3, table.size, start + 16)),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    dots = struct.pack("<IIII", 72, 1, 72, 1)
    return b"II*\0" + struct.pack("<I", 8) + directory + bytes(4) + dots + table.tobytes() + strip


def _encode_jpeg(picture: IndexedImage) -> bytes:
    """Return a truecolor picture; its colors are near those of the entries."""
    pixels = picture.entries[:, :3][picture.indices]
    return _save(PIL.Image.fromarray(pixels), "JPEG", quality=95, subsampling=0)


def decode_jpeg(contents: bytes) -> Bytes:
    """Return the pixels (height, width, 3) of a JPEG that `encode` made."""
    return np.asarray(cv2.imdecode(np.frombuffer(contents, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)


# What XPM may use for a pixel: printable ASCII but for the quotes and the backslash of C strings, and '?',
# of which trigraphs are made.
_XPM_SIGNS: Final = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\?')


def _encode_xpm(picture: IndexedImage, name: str) -> bytes:
    """Return an X PixMap, version 3: text that is C too. Fully transparent entries are None."""
    height, width = picture.indices.shape
    each = 1 if len(picture.entries) <= len(_XPM_SIGNS) else 2
    signs = [first + second for first in _XPM_SIGNS for second in (_XPM_SIGNS if each == 2 else ("",))]
    colors = [
        f"{sign} c {'#' + bytes(entry[:3]).hex() if entry[3] else 'None'}"
        for sign, entry in zip(signs, picture.entries, strict=False)
    ]
    pixels = np.array(signs, f"S{each}")[picture.indices]
    texts = [f"{width} {height} {len(colors)} {each}", *colors, *(row.tobytes().decode() for row in pixels)]
    body = ",\n".join(f'"{text}"' for text in texts)
    # Few programs read other words before the name, not even `const`.
    return f"/* XPM */\nstatic char *{name}_xpm[] = {{\n{body}\n}};\n".encode()


_ENCODERS: Final[Mapping[str, Callable[[IndexedImage, int, str, Layout], bytes]]] = {
    "png": lambda picture, level, *_: encode_png(picture, level),
    "gif": lambda picture, *_: _encode_gif(picture),
    "webp": lambda picture, level, *_: _encode_webp(picture, level),
    "bmp": lambda picture, *_: _encode_bmp(picture),
    "tiff": lambda picture, level, *_: _encode_tiff(picture, level),
    "pcx": lambda picture, *_: _save(_indexed(picture), "PCX"),
    "ico": lambda picture, *_: _encode_ico(picture),
    "xpm": lambda picture, _, name, *__: _encode_xpm(picture, name),
    "bin": lambda picture, _, __, layout: pack_as(picture, layout).tobytes(),
    "h": lambda picture, _, name, layout: write_header(picture, name, layout=layout),
    "jpeg": lambda picture, *_: _encode_jpeg(picture),
}
