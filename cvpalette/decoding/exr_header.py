"""Reads the header of an OpenEXR file, and rewrites it without what its pixels do not need.

The header is a list of attributes: name, type, length and value ("OpenEXR File Layout", openexr.com). The
library crashes at names and texts that are not ASCII, so it gets no other attributes than these.
"""

import struct
from dataclasses import dataclass
from typing import Final, NamedTuple

__all__ = ["Channel", "ExrHeader"]

_START: Final = 8
_TILED, _LONG_NAMES, _DEEP, _PARTS = 0x200, 0x400, 0x800, 0x1000
_VERSION: Final = 2
_MOST_PARTS: Final = 256
_LONGEST: Final = 1 << 20
# The attributes that decoding needs: their types, and the length of their values; 0 for any.
_NEEDED: Final = {
    b"channels": (b"chlist", 0),
    b"compression": (b"compression", 1),
    b"dataWindow": (b"box2i", 16),
    b"displayWindow": (b"box2i", 16),
    b"lineOrder": (b"lineOrder", 1),
    b"pixelAspectRatio": (b"float", 4),
    b"screenWindowCenter": (b"v2f", 8),
    b"screenWindowWidth": (b"float", 4),
}
_OPTIONAL: Final = {
    b"tiles": (b"tiledesc", 9),
    b"type": (b"string", 0),
    b"name": (b"string", 0),
    b"chunkCount": (b"int", 4),
}
_KEPT: Final = {**_NEEDED, **_OPTIONAL}
_COLORS: Final = (b"chromaticities", b"chromaticities", 32)
# What fills the place of attributes that are left out, since the file has places counted from its beginning.
_FILLER: Final = b"filler\0string\0"
_MOST_OF_TILE: Final = 1 << 26


class Channel(NamedTuple):
    """A channel: its kind (1 and 2 are floats of 16 and 32 bits), and its step in columns and rows."""

    kind: int
    step: tuple[int, int]


class _Attribute(NamedTuple):
    name: bytes
    kind: bytes
    value: bytes

    @property
    def packed(self) -> bytes:
        return self.name + b"\0" + self.kind + b"\0" + struct.pack("<I", len(self.value)) + self.value


@dataclass(frozen=True, slots=True)
class ExrHeader:
    """The header of the first part: channels by their names, windows, and primaries.

    A window is its first and last column and row: left, top, right, bottom. Primaries are x and y of red,
    green, blue and white, or None. `data` is the file with no more in its header than decoding needs.
    """

    channels: dict[str, Channel]
    window: tuple[int, int, int, int]
    shown: tuple[int, int, int, int]
    primaries: tuple[float, ...] | None
    data: bytes

    @classmethod
    def parse(cls, data: bytes) -> "ExrHeader":
        """Read the headers of all parts.

        Raises EOFError if the file is truncated, SyntaxError if it is damaged, and NotImplementedError for
        deep pictures, which have any number of samples in a pixel.
        """
        (version,) = struct.unpack_from("<I", data, 4)
        if version & _DEEP:
            raise NotImplementedError("a deep OpenEXR file, which has many samples in each pixel")
        if version & 0xFF != _VERSION or version & ~(0xFF | _TILED | _LONG_NAMES | _PARTS):
            raise NotImplementedError(f"an OpenEXR file of version {version:#x}")
        has_parts = bool(version & _PARTS)
        at, rewritten = _START, data[:_START]
        parts: list[list[_Attribute]] = []
        while not parts or (has_parts and data[at : at + 1] != b"\0"):
            attributes, end = _read_attributes(data, at)
            parts.append(attributes)
            rewritten += _rewrite(attributes, end - at, has_parts=has_parts)
            at = end
            if len(parts) > _MOST_PARTS or at > _LONGEST:
                raise NotImplementedError("an OpenEXR file with a header of unusual length")
        first = {each.name: each.value for each in parts[0]}
        colors = next(
            (each.value for each in parts[0] if (each.name, each.kind, len(each.value)) == _COLORS), b""
        )
        return cls(
            _read_channels(first[b"channels"]),
            struct.unpack("<4i", first[b"dataWindow"]),
            struct.unpack("<4i", first[b"displayWindow"]),
            struct.unpack("<8f", colors) if colors else None,
            rewritten + data[at:],
        )


def _read_attributes(data: bytes, at: int) -> tuple[list[_Attribute], int]:
    """Return the attributes of a part, and where they end."""
    found = []
    while data[at : at + 1] != b"\0":
        name_end = data.find(b"\0", at, at + 257)
        kind_end = data.find(b"\0", name_end + 1, name_end + 257)
        if name_end < 0 or kind_end < 0:
            raise EOFError if len(data) - at < 512 else SyntaxError("its header has a name without an end")
        (length,) = struct.unpack_from("<I", data, kind_end + 1)
        start = kind_end + 5
        if start + length >= len(data):
            raise EOFError
        found.append(
            _Attribute(data[at:name_end], data[name_end + 1 : kind_end], data[start : start + length])
        )
        at = start + length
    if at >= len(data):
        raise EOFError
    return found, at + 1


def _rewrite(attributes: list[_Attribute], length: int, *, has_parts: bool) -> bytes:
    """Return a header of the same length with the attributes that are needed."""
    kept = {}
    for each in attributes:
        kind, size = _KEPT.get(each.name, (b"", 0))
        if kind:
            if each.kind != kind or (size and len(each.value) != size):
                raise SyntaxError(f"its attribute {each.name.decode()!r} is of another kind")
            kept[each.name] = each
    if not _NEEDED.keys() <= kept.keys():
        raise SyntaxError("its header lacks an attribute that each file has")
    if not has_parts:
        # The type is known from the version. Without it there is place for the filler.
        kept.pop(b"type", None)
    _refuse_odd(kept)
    packed = b"".join(each.packed for each in kept.values())
    left = length - len(packed) - 1
    if left:
        room = left - len(_FILLER) - 4
        if room < 0:
            raise NotImplementedError("an OpenEXR file with an unusual header")
        packed += _FILLER + struct.pack("<I", room) + b"x" * room
    return packed + b"\0"


def _refuse_odd(kept: dict[bytes, _Attribute]) -> None:
    """Refuse texts that are not ASCII, and tiles that are too large for the memory."""
    for name in (b"channels", b"name", b"type"):
        if name in kept and name != b"channels" and not kept[name].value.isascii():
            raise NotImplementedError("an OpenEXR file whose names are not ASCII")
    _read_channels(kept[b"channels"].value)
    if b"tiles" in kept:
        width, height = struct.unpack_from("<II", kept[b"tiles"].value)
        if not 0 < width * height <= _MOST_OF_TILE:
            raise SyntaxError("its tiles have an impossible size")


def _read_channels(value: bytes) -> dict[str, Channel]:
    channels = {}
    at = 0
    while value[at : at + 1] != b"\0":
        end = value.find(b"\0", at)
        if end < 0 or end + 17 > len(value):
            raise SyntaxError("its list of channels is cut short")
        name = value[at:end]
        if not name.isascii():
            raise NotImplementedError("an OpenEXR file whose names are not ASCII")
        kind, horizontal, vertical = struct.unpack_from("<I4xII", value, end + 1)
        channels[name.decode()] = Channel(kind, (horizontal, vertical))
        at = end + 17
    return channels
