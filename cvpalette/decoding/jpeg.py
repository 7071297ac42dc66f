"""Reads the header of a plain JPEG without Pillow, whose import takes a tenth of the start-up time."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from cvpalette.errors import ImageError

__all__ = [
    "END_OF_IMAGE",
    "START_OF_SCAN",
    "JpegHeader",
    "define_height",
    "drop_exif",
    "find_orientation",
    "is_adobe_rgb",
    "is_whole",
    "name_rare_kind",
    "refuse_many_scans",
    "scan_start",
]

END_OF_IMAGE: Final = b"\xff\xd9"
START_OF_SCAN: Final = b"\xff\xda"
# Frames with Huffman codes, which every decoder reads: baseline, extended, and progressive.
_FRAMES: Final = (0xC0, 0xC1, 0xC2)
# Frames of kinds that few programs write, and few decoders read. The last comes before hierarchical frames.
_RARE_FRAMES: Final = {
    0xC3: "a lossless JPEG",
    **dict.fromkeys((0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF, 0xDE), "a hierarchical JPEG"),
    **dict.fromkeys((0xC9, 0xCA), "a JPEG of arithmetic coding"),
    0xCB: "a lossless JPEG of arithmetic coding",
    0xF7: "a JPEG-LS",
}
# Says how many lines the frame has, after its first scan. The frame says 0 then.
_LINES: Final = b"\xff\xdc\0\4"
_APP1, _APP2 = 0xE1, 0xE2
# Tables, restart intervals, comments, and segments of applications.
_HARMLESS: Final = {0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)}
_BETWEEN_SCANS: Final = {*_HARMLESS, START_OF_SCAN[1]}
_FILL: Final = 0xFF
# Progressive photos have about 10 scans, and those of the most careful programs a few dozen.
_MOST_SCANS: Final = 100
# A marker inside the data of a scan: neither a stuffed FF (FF 00) nor a restart.
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_EXIF: Final = b"Exif\0\0"
_PROFILE: Final = b"ICC_PROFILE\0"
# Piece 1 of 1: the profile is in one piece.
_WHOLE: Final = b"\1\1"
_BYTE_ORDERS: Final = {b"II*\0": "<", b"MM\0*": ">"}
_ORIENTATION, _SHORT = 0x0112, 3
_EXIF_DIRECTORY, _INTEROPERABILITY, _COLOR_SPACE, _INDEX = 0x8769, 0xA005, 0xA001, 0x0001
_SRGB: Final = 1
# DCF's name of Adobe RGB, the optional color space of cameras.
_OPTIONAL_RGB: Final = b"R03\0"


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """The size of a JPEG, its EXIF orientation, and its ICC profile, if it has one.

    `is_adobe_rgb` means that EXIF says so, as cameras do that embed no profile.
    """

    width: int
    height: int
    orientation: int
    profile: bytes | None
    is_adobe_rgb: bool = False

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Read the segments before the first scan; None for a JPEG that is not plain: then Pillow decides.

        A plain JPEG is 8-bit gray or color of 3 channels, with at most one EXIF and one profile in one piece.
        """
        if not scan_start(data) or any(_is_odd(marker, body) for _, marker, body in _segments(data)):
            return None
        frames = [body for _, marker, body in _segments(data) if marker in _FRAMES]
        exifs = list(_find(data, _APP1, _EXIF))
        profiles = list(_find(data, _APP2, _PROFILE))
        if len(frames) != 1 or len(exifs) > 1 or len(profiles) > 1:
            return None
        size = _size_of(frames[0], has_profile=bool(profiles))
        orientation = find_orientation(exifs[0]) if exifs else 1
        if size is None or orientation is None:
            return None
        is_adobe = bool(exifs) and not profiles and is_adobe_rgb(exifs[0])
        return cls(*size, orientation, profiles[0].removeprefix(_WHOLE) if profiles else None, is_adobe)


def scan_start(data: bytes) -> int:
    """Return where the first scan of a JPEG starts, or 0 if there is none; a thumbnail's scan is skipped."""
    return next((at for at, marker, _ in _segments(data) if marker == START_OF_SCAN[1]), 0)


def is_whole(data: bytes) -> bool:
    """Tell whether the scans of a JPEG follow each other up to the end marker, without any wrong marker.

    OpenCV fills missing pixels with gray, and reports that only on stderr. It decodes or refuses a JPEG that
    is whole in this sense as Pillow does.
    """
    last = _FILL
    for last in _later_markers(data):
        if last not in _BETWEEN_SCANS:
            break
    return last == END_OF_IMAGE[1]


def refuse_many_scans(data: bytes, name: str) -> None:
    """Raise ImageError for a JPEG of more scans than any program writes.

    A scan of 20 bytes may take as long as a photo: decoders go through all pixels for each.
    """
    # The quick count also finds what is no scan, such as in a film behind the photo.
    if data.count(START_OF_SCAN) <= _MOST_SCANS:
        return
    scans = 0
    for marker in _later_markers(data):
        if marker == END_OF_IMAGE[1]:
            return
        scans += marker == START_OF_SCAN[1]
        if scans > _MOST_SCANS:
            raise ImageError(name, f"is damaged: it is a JPEG of more than {_MOST_SCANS} scans", "damaged")


def _later_markers(data: bytes) -> Iterator[int]:
    """Give each marker after the start of the first scan, without fill bytes, restarts, and bodies."""
    at = scan_start(data)
    while at and (found := _MARKER.search(data, at)):
        at, marker = found.end(), data[found.end() - 1]
        if marker == _FILL:
            at -= 1
            continue
        yield marker
        if marker != END_OF_IMAGE[1]:
            at += int.from_bytes(data[at : at + 2], "big")


def name_rare_kind(data: bytes) -> str:
    """Say of which kind a JPEG is that hardly any program writes, and few read; '' for any other."""
    for _, marker, body in _segments(data):
        if marker in _RARE_FRAMES:
            kind = _RARE_FRAMES[marker]
            # Programs decode some of these, but only with 8 bits.
            return kind if body[:1] == b"\x08" else f"{kind} of {body[0] if body else 0} bits a sample"
        if marker in _FRAMES and len(body) >= 6:
            return _name_rare_frame(body)
    return ""


def _name_rare_frame(frame: bytes) -> str:
    """Say what is rare in a frame of a common coding."""
    bits, channels = frame[0], frame[5]
    if bits != 8:
        return f"a JPEG of {bits} bits a sample"
    if channels not in {1, 3, 4}:
        return f"a JPEG of {channels} components"
    factors = frame[7 : 6 + 3 * channels : 3]
    for side in ([factor >> 4 for factor in factors], [factor & 15 for factor in factors]):
        if any(factor and max(side) % factor for factor in side):
            return "a JPEG of fractional sampling"
    return ""


def define_height(data: bytes) -> bytes:
    """Return a JPEG whose frame gives its height; some scanners write the height after the first scan."""
    for at, marker, body in _segments(data):
        if marker in _FRAMES:
            if body[1:3] != b"\0\0":
                return data
            lines = data.find(_LINES, at)
            if lines < 0:
                return data
            height = data[lines + len(_LINES) : lines + len(_LINES) + 2]
            return b"".join((data[: at + 5], height, data[at + 7 : lines], data[lines + len(_LINES) + 2 :]))
    return data


def drop_exif(data: bytes) -> bytes:
    """Return a JPEG without its EXIF."""
    kept, at = bytearray(), 0
    for start, marker, body in _segments(data):
        if marker == _APP1 and body.startswith(_EXIF):
            kept += data[at:start]
            at = start + 4 + len(body)
    return bytes(kept + data[at:])


def _segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give the position, marker and body of each segment, up to the first scan or an invalid segment."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield at, data[at + 1], data[at + 4 : end]
        if data[at + 1] == START_OF_SCAN[1]:
            return
        at = end


def _find(data: bytes, marker: int, label: bytes) -> Iterator[bytes]:
    """Give the rest of each segment that has this marker and begins with this label."""
    for _, found, body in _segments(data):
        if found == marker and body.startswith(label):
            yield body[len(label) :]


def _is_odd(marker: int, body: bytes) -> bool:
    if marker == _APP1 and not body.startswith(_EXIF):
        return b"Orientation" in body  # XMP: its orientation counts if EXIF has none
    if marker == _APP2 and body.startswith(_PROFILE):
        return not body.startswith(_PROFILE + _WHOLE)
    return marker not in {*_HARMLESS, *_FRAMES, START_OF_SCAN[1]}


def _size_of(frame: bytes, *, has_profile: bool) -> tuple[int, int] | None:
    """Return the width and height of a plain frame, else None.

    A plain frame has 8 bits, and 3 channels, or 1 channel without a profile.
    """
    if len(frame) < 6:
        return None
    bits, height, width, channels = struct.unpack_from(">BHHB", frame)
    is_plain = bits == 8 and (channels == 3 or (channels == 1 and not has_profile))
    return (width, height) if is_plain and width and height else None


def find_orientation(exif: bytes) -> int | None:
    """Return the orientation in the first directory of EXIF, 1 if there is none, None if it is invalid."""
    order = _BYTE_ORDERS.get(exif[:4])
    if order is None:
        return None
    try:
        entries = _read_directory(exif, order, *struct.unpack_from(f"{order}I", exif, 4))
    except struct.error:
        return None
    found = [(kind, values, value) for tag, kind, values, value in entries if tag == _ORIENTATION]
    if not found:
        return 1
    return found[0][2] if len(found) == 1 and found[0][:2] == (_SHORT, 1) else None


def _read_directory(exif: bytes, order: str, start: int) -> list[tuple[int, int, int, int]]:
    """Return the tag, type, count and first 16 bits of each entry of one of EXIF's directories."""
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    return [struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * n) for n in range(count)]


def is_adobe_rgb(exif: bytes) -> bool:
    """Tell whether EXIF says Adobe RGB as DCF 2.0 lays down: index R03, and a color space other than sRGB."""
    order = _BYTE_ORDERS.get(exif[:4])
    if order is None or _OPTIONAL_RGB not in exif:  # as in nearly every photo
        return False
    try:
        first, *_ = struct.unpack_from(f"{order}I", exif, 4)
        inner = _find_entry(exif, order, first, _EXIF_DIRECTORY)
        space = _find_entry(exif, order, _long_at(exif, order, inner), _COLOR_SPACE)
        other = _find_entry(exif, order, _long_at(exif, order, inner), _INTEROPERABILITY)
        index = _find_entry(exif, order, _long_at(exif, order, other), _INDEX)
        is_srgb = struct.unpack_from(f"{order}H", exif, space + 8) == (_SRGB,)
    except (struct.error, LookupError):
        return False
    return not is_srgb and exif[index + 8 : index + 12] == _OPTIONAL_RGB


def _find_entry(exif: bytes, order: str, start: int, tag: int) -> int:
    """Return where the entry of a tag starts; raises LookupError if there is none."""
    tags = [entry[0] for entry in _read_directory(exif, order, start)]
    if tag not in tags:
        raise LookupError(tag)
    return start + 2 + 12 * tags.index(tag)


def _long_at(exif: bytes, order: str, entry: int) -> int:
    return int(struct.unpack_from(f"{order}I", exif, entry + 8)[0])
