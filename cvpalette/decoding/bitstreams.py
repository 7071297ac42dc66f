"""Reads which colors the header of a compressed film, or of a frame of one, names: ITU-T H.273's code points.

It can also write other code points in their place, in as many bytes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cvpalette.decoding.encoding import UNSPECIFIED

__all__ = ["CodePoints", "Named", "read_av1", "read_codec", "read_hevc"]

_LONGEST: Final = 4096
_START: Final = re.compile(rb"\x00\x00\x01")
_ESCAPED: Final = re.compile(rb"\x00\x00(?=[\x00-\x03])")
_H264_SPS, _HEVC_SPS = 7, 33
# Profiles of H.264 whose header has the format of the chroma, and perhaps tables to scale with.
_H264_HIGH: Final = {44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244}
_EXTENDED_SHAPE: Final = 255
_AV1_SEQUENCE: Final = 1
# The matrices of VP9's color spaces, in order.
_VP9_MATRICES: Final = (UNSPECIFIED, 5, 1, 6, 7, 9, UNSPECIFIED, 0)
_BT601: Final = 5
_MPEG2_EXTENSION, _MPEG2_DISPLAY = b"\0\0\1\xb5", 2
_MPEG4_OBJECT: Final = b"\0\0\1\xb5"


@dataclass(frozen=True, slots=True)
class CodePoints:
    """Primaries, transfer and matrix by H.273's numbers; 2 is unspecified."""

    primaries: int = UNSPECIFIED
    transfer: int = UNSPECIFIED
    matrix: int = UNSPECIFIED

    def filled(self, other: "CodePoints") -> "CodePoints":
        """Return these code points, with others in place of the unspecified."""
        return CodePoints(
            other.primaries if self.primaries == UNSPECIFIED else self.primaries,
            other.transfer if self.transfer == UNSPECIFIED else self.transfer,
            other.matrix if self.matrix == UNSPECIFIED else self.matrix,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """Code points, and where they are: from a bit of `raw`, which are bytes of the file.

    `raw` is empty if the code points cannot be changed there. `is_escaped` means that H.264 and HEVC have
    put bytes between that keep start codes apart; the bit is counted without these.
    """

    points: CodePoints
    raw: bytes = b""
    at: int = 0
    is_escaped: bool = False

    def rewrite(self, points: CodePoints) -> bytes | None:
        """Return `raw` with other code points; None if that is impossible in as many bytes."""
        plain = _unescape(self.raw) if self.is_escaped else self.raw
        shift = 8 * len(plain) - self.at - 24
        if not self.raw or shift < 0:
            return None
        number = int.from_bytes(plain, "big") & ~(0xFFFFFF << shift)
        number |= (points.primaries << 16 | points.transfer << 8 | points.matrix) << shift
        changed = number.to_bytes(len(plain), "big")
        if self.is_escaped:
            changed = _ESCAPED.sub(b"\0\0\3", changed)
        return changed if len(changed) == len(self.raw) else None


def _unescape(unit: bytes) -> bytes:
    return unit.replace(b"\0\0\3", b"\0\0")


class _Bits:
    """Reads numbers bit by bit; raises EOFError after the last."""

    def __init__(self, data: bytes) -> None:
        """Start at the first bit of some bytes; a header is never longer than what is kept of them."""
        self._value = int.from_bytes(data[:_LONGEST], "big")
        self._left = self._length = 8 * min(len(data), _LONGEST)

    @property
    def at(self) -> int:
        """The number of bits that were read."""
        return self._length - self._left

    def take(self, count: int) -> int:
        """Return the next `count` bits as a number."""
        if count > self._left:
            raise EOFError
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def flag(self) -> bool:
        """Return the next bit."""
        return self.take(1) == 1

    def exponential(self) -> int:
        """Return the next unsigned Exp-Golomb number (ue(v) of H.264 and HEVC)."""
        zeros = 0
        while not self.flag():
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def code_points(self) -> CodePoints:
        """Return the next three bytes: primaries, transfer and matrix."""
        return CodePoints(self.take(8), self.take(8), self.take(8))


def read_codec(codec: str, header: bytes, frame: bytes) -> Named | None:
    """Return what the header, or else the first frame, of a codec (FourCC) names; None for nothing."""
    reader = _READERS.get(codec.lower())
    if reader is None:
        return None
    for data in (header, frame):
        try:
            found = reader(data)
        except (EOFError, IndexError):  # too short, or damaged: the decoder says so if that matters
            continue
        if found:
            return found
    return None


def _read_h264(data: bytes) -> Named | None:
    for unit in _units(data, _list_of_avcc):
        if unit[0] & 31 == _H264_SPS:
            return _read_unit(unit, _find_in_h264)
    return None


def read_hevc(data: bytes) -> Named | None:
    """Return what a HEVC header, or frame, names; None for nothing; raises EOFError if it is damaged."""
    for unit in _units(data, _list_of_hvcc):
        if unit[0] >> 1 & 63 == _HEVC_SPS:
            return _read_unit(unit, _find_in_hevc)
    return None


def _read_unit(unit: bytes, find: "Callable[[_Bits], bool]") -> Named | None:
    bits = _Bits(_unescape(unit))
    if not find(bits):
        return None
    return Named(points=bits.code_points(), raw=unit, at=bits.at - 24, is_escaped=True)


def _units(data: bytes, list_packed: Callable[[bytes], list[bytes]]) -> Iterator[bytes]:
    """Give the units of H.264 or HEVC, with the bytes that keep start codes apart."""
    # avcC and hvcC, as in MP4, begin with their version; each unit in them has its length before it.
    units = list_packed(data) if data[:1] == b"\1" else _START.split(data)[1:]
    yield from (unit.rstrip(b"\0") for unit in units if unit.rstrip(b"\0"))


def _list_of_avcc(data: bytes) -> list[bytes]:
    units, at = [], 6
    for _ in range(data[5] & 31):
        length = int.from_bytes(data[at : at + 2], "big")
        units.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return units


def _list_of_hvcc(data: bytes) -> list[bytes]:
    units, at = [], 23
    for _ in range(data[22]):
        count, at = int.from_bytes(data[at + 1 : at + 3], "big"), at + 3
        for _ in range(count):
            length = int.from_bytes(data[at : at + 2], "big")
            units.append(data[at + 2 : at + 2 + length])
            at += 2 + length
    return units


def _find_in_h264(bits: _Bits) -> bool:
    """Read a sequence parameter set up to its code points, if it has any (ITU-T H.264 7.3.2.1, E.1.1)."""
    bits.take(8)
    profile = bits.take(8)
    bits.take(16)
    bits.exponential()
    if profile in _H264_HIGH:
        _skip_h264_chroma(bits)
    bits.exponential()
    order = bits.exponential()
    if order == 0:
        bits.exponential()
    elif order == 1:
        bits.flag()
        _skip(bits, 2)
        _skip(bits, bits.exponential())
    bits.exponential()
    bits.flag()
    _skip(bits, 2)
    if not bits.flag():
        bits.flag()
    bits.flag()
    if bits.flag():
        _skip(bits, 4)
    return bits.flag() and _find_in_usability(bits)


def _skip_h264_chroma(bits: _Bits) -> None:
    chroma = bits.exponential()
    if chroma == 3:
        bits.flag()
    _skip(bits, 2)
    bits.flag()
    if not bits.flag():
        return
    for table in range(12 if chroma == 3 else 8):
        if not bits.flag():
            continue
        last = following = 8
        for _ in range(16 if table < 6 else 64):
            if following:
                coded = bits.exponential()
                following = (last + ((coded + 1) // 2 if coded % 2 else -(coded // 2))) % 256
            last = following or last


def _skip(bits: _Bits, count: int) -> None:
    for _ in range(count):
        bits.exponential()


def _find_in_usability(bits: _Bits) -> bool:
    """Read the begin of the video usability information, which is the same in H.264 and HEVC."""
    if bits.flag() and bits.take(8) == _EXTENDED_SHAPE:
        bits.take(32)
    if bits.flag():
        bits.flag()
    if not bits.flag():
        return False
    bits.take(4)
    return bits.flag()


def _find_in_hevc(bits: _Bits) -> bool:
    """Read a sequence parameter set up to its code points, if it has any (ITU-T H.265 7.3.2.2, E.2.1)."""
    bits.take(20)
    layers = bits.take(3)
    bits.flag()
    _skip_hevc_profile(bits, layers)
    bits.exponential()
    if bits.exponential() == 3:
        bits.flag()
    _skip(bits, 2)
    if bits.flag():
        _skip(bits, 4)
    _skip(bits, 2)
    counter = bits.exponential() + 4
    for _ in range(layers + 1 if bits.flag() else 1):
        _skip(bits, 3)
    _skip(bits, 6)
    if bits.flag() and bits.flag():
        _skip_hevc_scaling(bits)
    bits.take(2)
    if bits.flag():
        bits.take(8)
        _skip(bits, 2)
        bits.flag()
    _skip_hevc_references(bits)
    if bits.flag():
        for _ in range(bits.exponential()):
            bits.take(counter + 1)
    bits.take(2)
    return bits.flag() and _find_in_usability(bits)


def _skip_hevc_profile(bits: _Bits, layers: int) -> None:
    bits.take(96)
    present = [(bits.flag(), bits.flag()) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for has_profile, has_level in present:
        bits.take(88 * has_profile + 8 * has_level)


def _skip_hevc_scaling(bits: _Bits) -> None:
    for size in range(4):
        for _ in range(0, 6, 3 if size == 3 else 1):
            if not bits.flag():
                bits.exponential()
                continue
            _skip(bits, min(64, 1 << (4 + 2 * size)) + (size > 1))


def _skip_hevc_references(bits: _Bits) -> None:
    """Skip the short-term reference picture sets (7.3.7); a set may be told by its difference to the last."""
    length = 0
    for index in range(bits.exponential()):
        if index and bits.flag():
            bits.flag()
            bits.exponential()
            kept = 0
            for _ in range(length + 1):
                is_used = bits.flag()
                kept += is_used or bits.flag()
            length = kept
        else:
            before, after = bits.exponential(), bits.exponential()
            length = before + after
            for _ in range(length):
                bits.exponential()
                bits.flag()


def _read_av1(data: bytes) -> Named | None:
    points = read_av1(data)
    return Named(points) if points else None


def read_av1(data: bytes) -> CodePoints | None:
    """Return what AV1's sequence header names, in av1C or in a frame; None for nothing (AV1 5.5)."""
    at = 4 if data[:1] == b"\x81" else 0
    while at < len(data):
        kind, at = data[at], at + 1 + (data[at] >> 2 & 1)
        length = len(data) - at
        if kind & 2:
            length, at = _read_leb128(data, at)
        if kind >> 3 & 15 == _AV1_SEQUENCE:
            return _read_av1_sequence(_Bits(data[at : at + length]))
        at += length
    return None


def _read_leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 56, 7):
        value |= (data[at] & 127) << shift
        at += 1
        if not data[at - 1] & 128:
            break
    return value, at


def _read_av1_sequence(bits: _Bits) -> CodePoints | None:
    profile = bits.take(3)
    bits.flag()
    is_reduced = bits.flag()
    if is_reduced:
        bits.take(5)
    else:
        _skip_av1_points(bits)
    width, height = bits.take(4) + 1, bits.take(4) + 1
    bits.take(width + height)
    if not is_reduced and bits.flag():
        bits.take(7)
    bits.take(3)
    if not is_reduced:
        _skip_av1_tools(bits)
    bits.take(3)
    is_deep = bits.flag()
    if profile == 2 and is_deep:
        bits.flag()
    if profile != 1:
        bits.flag()
    return bits.code_points() if bits.flag() else None


def _skip_av1_points(bits: _Bits) -> None:
    """Skip the timing and the operating points of a sequence."""
    has_model, delay = False, 0
    if bits.flag():
        bits.take(64)
        if bits.flag():
            bits.exponential()
        has_model = bits.flag()
        if has_model:
            delay = bits.take(5) + 1
            bits.take(42)
    has_delay = bits.flag()
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.flag()
        if has_model and bits.flag():
            bits.take(2 * delay + 1)
        if has_delay and bits.flag():
            bits.take(4)


def _skip_av1_tools(bits: _Bits) -> None:
    bits.take(4)
    has_order = bits.flag()
    if has_order:
        bits.take(2)
    chooses = bits.flag()
    forced = 2 if chooses else bits.take(1)
    if forced and not bits.flag():
        bits.flag()
    if has_order:
        bits.take(3)


def _read_vp9(frame: bytes) -> Named | None:
    """Read the begin of a key frame (VP9 bitstream 6.2)."""
    bits = _Bits(frame[:16])
    bits.take(2)
    profile = bits.take(1) + 2 * bits.take(1)
    if profile == 3:
        bits.flag()
    if bits.take(2):  # an old frame is shown again, or it is no key frame
        return None
    bits.take(26)
    if profile >= 2:
        bits.flag()
    return Named(CodePoints(matrix=_VP9_MATRICES[bits.take(3)]))


def _read_mpeg2(data: bytes) -> Named | None:
    """Read the sequence display extension (ITU-T H.262 6.2.2.4)."""
    at = data.find(_MPEG2_EXTENSION)
    while at >= 0:
        raw = data[at : at + 8]
        bits = _Bits(raw[4:])
        if bits.take(4) == _MPEG2_DISPLAY:
            bits.take(3)
            return Named(bits.code_points(), raw, 40) if bits.flag() else None
        at = data.find(_MPEG2_EXTENSION, at + 4)
    return None


def _read_mpeg4(data: bytes) -> Named | None:
    """Read the visual object (ISO/IEC 14496-2 6.2.2)."""
    at = data.find(_MPEG4_OBJECT)
    if at < 0:
        return None
    raw = data[at : at + 12]
    bits = _Bits(raw[4:])
    if bits.flag():
        bits.take(7)
    if bits.take(4) > 2 or not bits.flag():
        return None
    bits.take(4)
    return Named(points=bits.code_points(), raw=raw, at=8 + bits.at) if bits.flag() else None


def _read_prores(frame: bytes) -> Named | None:
    """Read a frame's header (SMPTE RDD 36 5.1.1)."""
    if frame[4:8] != b"icpf":
        return None
    return Named(CodePoints(*frame[22:25]), frame[4:25], 8 * 18)


def _is_bt601(_: bytes) -> Named:
    """Return the one matrix of JPEG, VP8 and Theora."""
    return Named(CodePoints(matrix=_BT601))


_READERS: Final[dict[str, Callable[[bytes], Named | None]]] = {
    "h264": _read_h264,
    "hevc": read_hevc,
    "av01": _read_av1,
    "vp90": _read_vp9,
    "mpg1": _read_mpeg2,
    "mpg2": _read_mpeg2,
    "fmp4": _read_mpeg4,
    **dict.fromkeys(("apch", "apcn", "apcs", "apco", "ap4h", "ap4x"), _read_prores),
    **dict.fromkeys(("mjpg", "vp80", "theo"), _is_bt601),
}
