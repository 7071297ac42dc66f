"""Finds what the numbers of a still picture mean: its ICC profile, or the encoding that its file names."""

import struct
from typing import Final

from PIL.ImageFile import ImageFile

from cvpalette.decoding.bitstreams import CodePoints, read_av1, read_hevc
from cvpalette.decoding.boxes import Box, find_box, list_boxes, read_nclx
from cvpalette.decoding.container import Container
from cvpalette.decoding.encoding import (
    ADOBE_RGB,
    ROMM_RGB,
    UNSPECIFIED,
    Encoding,
    UnknownEncodingError,
)
from cvpalette.decoding.jpeg import is_adobe_rgb
from cvpalette.decoding.profiles import Meaning
from cvpalette.errors import ImageError

__all__ = ["find_avif_depth", "find_meaning"]

_PNG_START: Final = 8
# The color spaces of JPEG 2000 that need no conversion: black and white, CMYK, sRGB, gray, and sYCC.
_JP2_USUAL: Final = {0, 12, 15, 16, 17, 18}
_JP2_ROMM: Final = 21
_JP2_NAMES: Final = {
    1: "YCbCr (1)",
    3: "YCbCr (2)",
    4: "YCbCr (3)",
    8: "PhotoYCC",
    9: "CMY",
    11: "YCCK",
    13: "YCCK",
    14: "CIELab",
    19: "CIEJab",
    20: "e-sRGB",
    22: "YPbPr (1125/60)",
    23: "YPbPr (1250/50)",
    24: "e-sYCC",
}


def find_meaning(file: Container, header: ImageFile) -> Meaning:
    """Return the ICC profile or the encoding of a picture; None for sRGB.

    Raises ImageError for an encoding that cvpalette does not know.
    """
    profile = header.info.get("icc_profile")
    profile = profile if isinstance(profile, bytes) and profile else None
    try:
        if file.format.name == "PNG":
            return _find_in_png(file.data, profile)
        if profile:
            return profile
        if file.format.name in {"AVIF", "HEIC"}:
            return _name(_find_in_heif(file.data))
        if file.format.name == "JPEG 2000":
            return _find_in_jp2(file)
    except UnknownEncodingError as error:
        reason = f"names colors that cvpalette does not know: {error}"
        raise ImageError(file.name, reason, "unsupported") from None
    exif = header.info.get("exif") if file.format.name == "JPEG" else None
    is_adobe = isinstance(exif, bytes) and is_adobe_rgb(exif.removeprefix(b"Exif\0\0"))
    return ADOBE_RGB if is_adobe else None


def _name(points: CodePoints | None) -> Encoding | None:
    return Encoding.named(points.primaries, points.transfer) if points else None


def _find_in_png(data: bytes, profile: bytes | None) -> Meaning:
    """Follow PNG's order: cICP, iCCP, sRGB, then cHRM with gAMA; a chunk that is not valid is ignored.

    A gAMA without cHRM is ignored too. Programs wrote the gamma of their monitor there, or any other number.
    """
    chunks = _read_chunks(data)
    cicp = chunks.get(b"cICP", b"")
    if len(cicp) == 4 and cicp[2] == 0 and cicp[:2] != bytes([UNSPECIFIED, UNSPECIFIED]):
        return Encoding.named(cicp[0], cicp[1], is_narrow=cicp[3] == 0)
    if profile or b"iCCP" in chunks or b"sRGB" in chunks:
        return profile
    gama, chrm = chunks.get(b"gAMA", b""), chunks.get(b"cHRM", b"")
    if len(chrm) != 32:
        return None
    white_x, white_y, *rest = (value / 100_000 for value in struct.unpack(">8I", chrm))
    primaries = ((rest[0], rest[1]), (rest[2], rest[3]), (rest[4], rest[5]), (white_x, white_y))
    gamma = 100_000 / int.from_bytes(gama, "big") if len(gama) == 4 and any(gama) else None
    return Encoding.measured(gamma, primaries)


def _read_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the chunks before the pixels of a PNG."""
    chunks: dict[bytes, bytes] = {}
    at = _PNG_START
    while at + 12 <= len(data) and data[at + 4 : at + 8] != b"IDAT":
        (length,) = struct.unpack_from(">I", data, at)
        chunks.setdefault(data[at + 4 : at + 8], data[at + 8 : at + 8 + length])
        at += 12 + length
    return chunks


def _find_in_heif(data: bytes) -> CodePoints | None:
    """Find the nclx of an AVIF or HEIC, or what its codec's header names (ISO/IEC 23008-12).

    The track of an image sequence has a `colr` box too; it is the same as that of the still picture.
    """
    found = _list_properties(data)
    for kind, body in found:
        if kind == b"colr" and (points := read_nclx(body)):
            return points
    try:
        for kind, body in found:
            if kind == b"av1C" and (points := read_av1(body)):
                return points
            if kind == b"hvcC" and (named := read_hevc(body)):
                return named.points
    except (EOFError, IndexError):  # damaged: the decoder says so if that matters
        return None
    return None


def find_avif_depth(data: bytes) -> int:
    """Return the bits of a level of an AVIF in colors; 8 if it is gray, or has no AV1 in its first image."""
    for kind, body in _list_properties(data):
        if kind == b"av1C" and len(body) >= 4 and not body[2] & 0x10:
            return (12 if body[2] & 0x20 else 10) if body[2] & 0x40 else 8
    return 8


def _list_properties(data: bytes) -> list[Box]:
    """Return the properties of the primary image; all that there are, if it is made of others (a grid)."""
    meta = (find_box(data, b"meta") or b"")[4:]
    properties = find_box(meta, b"iprp") or b""
    listed = list(list_boxes(find_box(properties, b"ipco") or b""))
    try:
        primary = _read_primary(find_box(meta, b"pitm") or b"")
        indices = _read_associations(find_box(properties, b"ipma") or b"", primary)
    except struct.error:  # damaged: the decoder says so if that matters
        return []
    found = [listed[index - 1] for index in indices if 0 < index <= len(listed)]
    has_codec = any(box.kind in {b"av1C", b"hvcC"} for box in found)
    return found if has_codec else [*found, *(box for box in listed if box not in found)]


def _read_primary(body: bytes) -> int:
    return int(struct.unpack_from(">H" if body[:1] == b"\0" else ">I", body, 4)[0])


def _read_associations(body: bytes, item: int) -> list[int]:
    """Return the numbers of an item's properties, from 1, in an `ipma` box."""
    is_long, is_wide = body[:1] != b"\0", bool(body[3:4] and body[3] & 1)
    (count,) = struct.unpack_from(">I", body, 4)
    at, step = 8, 2 if is_wide else 1
    for _ in range(count):
        (found,) = struct.unpack_from(">I" if is_long else ">H", body, at)
        at += 4 if is_long else 2
        (several,) = struct.unpack_from(">B", body, at)
        numbers = struct.unpack_from(f">{several}{'H' if is_wide else 'B'}", body, at + 1)
        if found == item:
            return [number & (0x7FFF if is_wide else 0x7F) for number in numbers]
        at += 1 + several * step
    return []


def _find_in_jp2(file: Container) -> Meaning:
    """Read the first `colr` box of JP2 or JPX (ISO/IEC 15444-1 I.5.3.3, 15444-2 M.11.7.3)."""
    for kind, body in list_boxes(find_box(file.data, b"jp2h") or b""):
        if kind != b"colr" or len(body) < 7:
            continue
        method, number = body[0], int.from_bytes(body[3:7], "big")
        if method in {2, 3}:
            return body[3:]
        if method == 5 and len(body) >= 9:
            return Encoding.named(*struct.unpack_from(">2H", body, 3))
        if method == 1:
            if number in _JP2_USUAL:
                return None
            if number == _JP2_ROMM:
                return ROMM_RGB
            name = _JP2_NAMES.get(number, str(number))
            reason = f"is in a color space that cvpalette does not read: {name}"
            raise ImageError(file.name, reason, "unsupported")
    return None
