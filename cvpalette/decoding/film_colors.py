"""Finds out which colors a film names, and converts its frames to sRGB with them."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.bitstreams import CodePoints, Named, read_codec
from cvpalette.decoding.boxes import find_box, list_boxes, read_nclx
from cvpalette.decoding.encoding import UNSPECIFIED, Encoding, UnknownEncodingError
from cvpalette.decoding.profiles import convert_rgb
from cvpalette.errors import ImageError

__all__ = ["FilmColors", "RawFilm", "read_container"]

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
#: Bytes of a film, and what is read in their place.
Patches: TypeAlias = tuple[tuple[bytes, bytes], ...]

# The weights of red and blue in the luma of the matrices (ITU-T H.273, table 4) that FFmpeg converts.
_WEIGHTS: Final = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
}
_RGB, _RESERVED, _BT709, _BT601 = 0, 3, 1, 6
# FFmpeg leaves frames of any of these undecoded: OpenCV then shows whatever is in memory.
_MATRIX_NAMES: Final = {
    8: "YCgCo",
    10: "BT.2020 with constant luminance",
    11: "YDzDx",
    12: "chromaticity-derived",
    13: "chromaticity-derived with constant luminance",
    14: "ICtCp",
}
# The primaries and transfers that FFmpeg converts to those of BT.709 by itself.
_WIDE: Final = {8, 9, 10, 11, 12, 22}
_PQ, _HLG = 16, 18
_HDR: Final = {_PQ, _HLG}
# A message of HEVC: the transfer is HLG, whatever the header says for displays that do not know HLG.
_HLG_MESSAGE: Final = b"\x4e\x01\x93\x01\x12\x80"
# What a film of more lines, or of more columns, is in if it does not say: BT.709, as players take it.
_SD_LINES, _HD_COLUMNS = 576, 1280
# Codecs whose films without a word about the matrix may have any: FFmpeg then takes BT.601. Other codecs have
# one matrix, or FFmpeg finds it in a place of their own.
_SILENT: Final = {
    *("h264", "hevc", "av01", "vp90", "mpg1", "mpg2", "fmp4", "apch", "apcn", "apcs", "apco", "ap4h", "ap4x"),
    *("ffv1", "hfyu", "ffvh", "flv1", "h263", "wmv1", "wmv2", "mp42", "mp43", "div3", "\0\0\0\0", ""),
}
# How the names of YUV formats begin, as OpenCV gives them.
_YUV: Final = (b"I420", b"Y42B", b"444P", b"YUY2", b"UYVY", b"NV12", b"Y41B", b"Y3", b"P0", b"IYUV", b"YV12")
# Of those, the formats of which OpenCV gives the luma.
_EIGHT_BITS: Final = {b"I420", b"Y42B", b"444P", b"Y41B"}
# Clipped pixels that no palette shows.
_FEW: Final = 1 / 10_000
# The box with a film's description may be large; more is no film's.
_LONGEST_HEADER: Final = 1 << 26
_MATROSKA: Final = b"\x1aE\xdf\xa3"
_SEGMENT, _TRACKS, _TRACK, _KIND = 0x18538067, 0x1654AE6B, 0xAE, 0x83
_VIDEO, _COLOR, _CLUSTER = 0xE0, 0x55B0, 0x1F43B675
# Primaries, transfer and matrix.
_COLOR_PARTS: Final = (0x55BB, 0x55BA, 0x55B1)
# The bytes before the boxes in the description of a film's samples.
_SAMPLE_ENTRY: Final = 78


@dataclass(frozen=True)
class FilmColors:
    """How to convert frames that FFmpeg has decoded to RGB.

    `patches` are bytes of the film and what to read in their place: FFmpeg then takes the right matrix, and
    does not convert primaries and HDR by itself, since that moves colors inside sRGB too. `matrix` is the
    code point of the right matrix if FFmpeg still takes BT.601 instead, else None. `encoding` is None for
    sRGB.
    """

    matrix: int | None
    encoding: Encoding | None
    patches: Patches = ()

    @classmethod
    def find(cls, film: "RawFilm", size: tuple[int, int], name: str) -> "FilmColors":
        """Find out what a film names, or is by its size (width, height).

        Raises ImageError if cvpalette does not know what it names, or if FFmpeg does not convert it.
        """
        codec, container = read_codec(film.codec, film.header, film.packet), film.in_container
        named = _points_of(codec).filled(_points_of(container))
        is_announced = _HLG_MESSAGE in film.header + film.packet
        if is_announced:
            named = replace(named, transfer=_HLG)
        encoding = _encoding_of(named, name)
        right = _right_matrix(named.matrix, film, size, name)
        is_converted = named.primaries in _WIDE or named.transfer in _HDR
        patches: Patches = ()
        if is_converted or (codec and codec.raw and _points_of(codec).matrix != right):
            patches = _patch(CodePoints(_BT709, _BT709, right), codec, container)
        if patches and is_announced:
            patches = (*patches, (_HLG_MESSAGE, _HLG_MESSAGE.replace(bytes([_HLG]), bytes([_BT709]))))
        if is_converted and not patches:
            encoding = None  # FFmpeg converts it
        is_patched = bool(patches and codec and codec.raw)
        taken = right if is_patched else _points_of(codec or container).matrix
        is_right = taken in _WEIGHTS or right not in _WEIGHTS or _WEIGHTS[right] == _WEIGHTS[_BT601]
        return cls(None if is_right else right, encoding, patches)

    def convert(self, frame: Bytes, read_luma: Callable[[], Bytes | None]) -> Bytes:
        """Return a frame (height, width, 3), as FFmpeg has converted it to RGB, in sRGB.

        `read_luma` returns the frame's luma (height, width) as it is stored, or None. It is called only if
        colors were clipped by a wrong matrix.
        """
        right = frame if self.matrix is None else _change_matrix(frame, *_WEIGHTS[self.matrix], read_luma)
        return convert_rgb(right, self.encoding)


@dataclass(frozen=True)
class RawFilm:
    """What a film says before it is decoded.

    `codec` is its FourCC in lower case, and `header` that codec's own. `in_container` is what MP4 or Matroska
    name.
    """

    pixel_format: bytes
    codec: str
    header: bytes
    packet: bytes
    in_container: Named | None

    @property
    def has_luma(self) -> bool:
        """Tell whether OpenCV gives the luma of the frames."""
        return self.pixel_format in _EIGHT_BITS


def _right_matrix(named: int, film: RawFilm, size: tuple[int, int], name: str) -> int:
    """Return the code point of a film's matrix; UNSPECIFIED for films of RGB, and where FFmpeg knows it."""
    if not film.pixel_format.startswith(_YUV):
        return UNSPECIFIED
    if named not in _WEIGHTS and named not in {_RGB, UNSPECIFIED}:
        known = _MATRIX_NAMES.get(named, str(named))
        reason = f"has colors in a matrix that cvpalette does not read: {known}; convert it to BT.709 first"
        raise ImageError(name, reason, "unsupported")
    if named != UNSPECIFIED or film.codec not in _SILENT:
        return named
    is_sd = size[1] <= _SD_LINES and size[0] < _HD_COLUMNS
    return _BT601 if is_sd else _BT709


def _patch(target: CodePoints, *places: Named | None) -> Patches:
    """Return what to read in place of the code points; nothing if a place cannot hold others."""
    patches = []
    for place in places:
        if place is None or not place.raw:
            continue
        changed = place.rewrite(target)
        if changed is None:
            return ()
        patches.append((place.raw, changed))
    return tuple(patches)


def _points_of(place: Named | None) -> CodePoints:
    """Return code points; reserved numbers, which many programs write for unspecified, are unspecified."""
    points = place.points if place else CodePoints()
    reserved = {0, _RESERVED}
    return CodePoints(
        UNSPECIFIED if points.primaries in reserved else points.primaries,
        UNSPECIFIED if points.transfer in reserved else points.transfer,
        UNSPECIFIED if points.matrix == _RESERVED else points.matrix,
    )


def _encoding_of(points: CodePoints, name: str) -> Encoding | None:
    try:
        return Encoding.named(points.primaries, points.transfer)
    except UnknownEncodingError as error:
        raise ImageError(name, f"names colors that cvpalette does not know: {error}", "unsupported") from None


def _change_matrix(frame: Bytes, red: float, blue: float, read_luma: Callable[[], Bytes | None]) -> Bytes:
    """Convert colors that were decoded with BT.601 to those of a matrix with other weights of red and blue.

    BT.601 gives less red and blue than the other matrices, so only green is ever clipped. Where it is, red,
    blue and luma tell the color.
    """
    decode = np.linalg.inv(_matrix(red, blue)) @ _matrix(*_WEIGHTS[_BT601])
    clipped = _find_clipped(frame)
    luma = read_luma() if clipped.mean() > _FEW else None
    if luma is not None and luma.shape == clipped.shape:
        colors = frame.astype(np.float32)
        green = _find_green(colors, _scale_luma(luma, frame, ~clipped))
        colors[:, :, 1] = np.where(clipped, green, colors[:, :, 1])
        exact = cv2.transform(colors, decode.astype(np.float32))
        return np.asarray(np.rint(exact).clip(0, 255), np.uint8)
    changed = np.asarray(cv2.transform(frame, decode.astype(np.float32)), np.uint8)
    if clipped.any():
        changed[clipped] = _guess_clipped(frame[clipped].astype(np.float64), decode)
    return changed


def _find_clipped(frame: Bytes) -> NDArray[np.bool_]:
    """Return which pixels (height, width) have a green of 0 or 255, and are not gray."""
    red, green, blue = cv2.split(frame)  # comparing with OpenCV is ten times as fast as with NumPy
    is_limit = cv2.bitwise_or(cv2.compare(green, 0, cv2.CMP_EQ), cv2.compare(green, 255, cv2.CMP_EQ))  # type: ignore[call-overload]
    is_color = cv2.bitwise_or(cv2.compare(red, green, cv2.CMP_NE), cv2.compare(blue, green, cv2.CMP_NE))
    return np.asarray(cv2.bitwise_and(is_limit, is_color)) > 0


def _find_green(colors: Singles, luma: Singles) -> Singles:
    """Return the green of colors that were decoded with BT.601, from their red, blue and luma."""
    red, green, blue = (np.float32(weight) for weight in _matrix(*_WEIGHTS[_BT601])[0])
    return np.asarray((luma - red * colors[:, :, 0] - blue * colors[:, :, 2]) / green)


def _scale_luma(luma: Bytes, frame: Bytes, intact: NDArray[np.bool_]) -> Singles:
    """Return luma from 0 to 255: if the intact colors fit that better, its range is full, else 16 to 235."""
    full = luma.astype(np.float32)
    narrow = (full - 16) * np.float32(255 / 219)
    some = (slice(None, None, 4), slice(None, None, 4))
    which = intact[some]
    expected = frame[some][which] @ _matrix(*_WEIGHTS[_BT601])[0]
    if not expected.size:
        return narrow
    errors = [np.abs(each[some][which] - expected).mean() for each in (full, narrow)]
    return full if errors[0] < errors[1] else narrow


def _guess_clipped(colors: Floats, decode: Floats) -> Bytes:
    """Return the right colors (n, 3) of colors whose green was clipped, without knowing their luma.

    The colors inside the RGB cube that fit red and blue differ in one number; the middle one is taken.
    """
    slope, rest = decode[:, 1], colors @ decode.T
    is_dark = colors[:, 1] == 0
    # How far green went beyond its limit: as far as all channels of the right color stay in 0 to 255.
    with np.errstate(divide="ignore"):
        limits = (
            np.where(slope > 0, -rest / slope, (255 - rest) / slope),
            np.where(slope > 0, (255 - rest) / slope, -rest / slope),
        )
    lowest, highest = limits[0].max(axis=1), limits[1].min(axis=1)
    beyond = np.where(is_dark, np.minimum(lowest, 0) / 2, np.maximum(highest, 0) / 2)
    return np.asarray(np.rint(rest + beyond[:, None] * slope).clip(0, 255), np.uint8)


def _matrix(red: float, blue: float) -> Floats:
    """Return the matrix from RGB to luma and color differences."""
    green = 1 - red - blue
    luma = np.array([red, green, blue])
    return np.stack(
        [luma, (np.array([0, 0, 1]) - luma) / (2 - 2 * blue), (np.array([1, 0, 0]) - luma) / (2 - 2 * red)]
    )


class _Boxed(Named):
    """The code points in MP4's `colr` box: numbers of two bytes after the name of its kind."""

    def rewrite(self, points: CodePoints) -> bytes | None:
        """Return the box with other code points."""
        return self.raw[:4] + struct.pack(">3H", points.primaries, points.transfer, points.matrix)


class _Listed(Named):
    """The code points in Matroska's Colour: an element for each."""

    def rewrite(self, points: CodePoints) -> bytes | None:
        """Return the elements that are there with other code points, in as many bytes each."""
        changed = b""
        numbers = dict(zip(_COLOR_PARTS, (points.primaries, points.transfer, points.matrix), strict=True))
        at = 0
        for number, body in _elements(self.raw):
            end = self.raw.index(body, at + 3) + len(body) if body else len(self.raw)
            head = self.raw[at : end - len(body)]
            changed += head + (numbers[number].to_bytes(len(body), "big") if number in numbers else body)
            at = end
        return changed if len(changed) == len(self.raw) else None


def read_container(stream: BinaryIO) -> Named | None:
    """Return what the container of a film names; None for nothing, and for containers that cannot name it."""
    stream.seek(0)
    head = stream.read(8)
    read: Callable[[BinaryIO], Named | None] = _read_matroska if head[:4] == _MATROSKA else _read_mp4
    try:
        return read(stream)
    except (IndexError, struct.error, ValueError):  # damaged: FFmpeg says so if that matters
        return None
    finally:
        stream.seek(0)


def _read_mp4(stream: BinaryIO) -> Named | None:
    """Find the `colr` box of the first video track (ISO/IEC 14496-12, QuickTime)."""
    for track in list_boxes(_load_moov(stream)):
        media = find_box(track.body, b"mdia") if track.kind == b"trak" else None
        if media is None or (find_box(media, b"hdlr") or b"")[8:12] != b"vide":
            continue
        entries = find_box(media, b"minf", b"stbl", b"stsd") or b""
        for entry in list_boxes(entries[8:]):
            for box in list_boxes(entry.body[_SAMPLE_ENTRY:]):
                if box.kind == b"colr" and (found := read_nclx(box.body)):
                    return _Boxed(found, box.body[:10])
        return None
    return None


def _load_moov(stream: BinaryIO) -> bytes:
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            return b""
        length = int.from_bytes(head[:4], "big")
        begin = 8
        if length == 1:
            length, begin = int.from_bytes(head[8:], "big"), 16
        if head[4:8] == b"moov":
            stream.seek(at + begin)
            return stream.read(min(length - begin, _LONGEST_HEADER)) if length else b""
        if length < begin:
            return b""
        at += length


def _read_matroska(stream: BinaryIO) -> Named | None:
    """Find the Colour element of the first video track (RFC 9559)."""
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(12)
        number, start = _read_id(head, 0)
        length, start = _read_length(head, start)
        if number == _CLUSTER:
            return None
        if number == _TRACKS:
            stream.seek(at + start)
            return _read_tracks(stream.read(min(length or 0, _LONGEST_HEADER)))
        if number == _SEGMENT:
            length = 0
        elif length is None:
            return None
        at += start + length


def _read_tracks(data: bytes) -> Named | None:
    for number, track in _elements(data):
        parts = dict(_elements(track)) if number == _TRACK else {}
        if parts.get(_KIND) == b"\1":
            raw = dict(_elements(parts.get(_VIDEO, b""))).get(_COLOR, b"")
            color = dict(_elements(raw))
            primaries, transfer, matrix = (
                int.from_bytes(color.get(each, b"\2"), "big") for each in _COLOR_PARTS
            )
            return _Listed(CodePoints(primaries, transfer, matrix), raw) if color else None
    return None


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        number, at = _read_id(data, at)
        length, at = _read_length(data, at)
        end = len(data) if length is None else at + length
        yield number, data[at:end]
        at = end


def _read_id(data: bytes, at: int) -> tuple[int, int]:
    end = at + 9 - data[at].bit_length()
    return int.from_bytes(data[at:end], "big"), end


def _read_length(data: bytes, at: int) -> tuple[int | None, int]:
    """Return a length and where it ends; None for a length that is unknown."""
    count = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + count], "big") & ((1 << 7 * count) - 1)
    return (None if value == (1 << 7 * count) - 1 else value), at + count
