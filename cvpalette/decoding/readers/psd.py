"""Reads the merged picture of a Photoshop document: PSD, or PSB, which has longer lengths."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.decoding.array_file import ArrayFile, Pixels, look_up, scale_levels

__all__ = ["PsdFile"]

Bytes: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Colors:
    """A color mode: its name, the mode of Pillow, the number of channels, and the level of white in each."""

    name: str
    mode: str
    channels: int
    white: tuple[int, ...]


# Adobe Photoshop File Formats Specification, "File Header Section".
_BITMAP, _INDEXED = 0, 2
_MODES: Final = {
    _BITMAP: _Colors("bitmap", "L", 1, (255,)),
    1: _Colors("grayscale", "L", 1, (255,)),
    _INDEXED: _Colors("indexed color", "RGB", 1, (255,)),
    3: _Colors("RGB", "RGB", 3, (255, 255, 255)),
    4: _Colors("CMYK", "CMYK", 4, (255, 255, 255, 255)),
    9: _Colors("Lab", "LAB", 3, (255, 128, 128)),
}
# Their files do not say what color an ink has, or say it in a form that Adobe does not document.
_INKS: Final = {7: "multichannel", 8: "duotone"}
_BIG: Final = 2
_DEPTHS: Final = (8, 16)
_PROFILE, _TRANSPARENT_INDEX, _VERSION_INFO = 1039, 1047, 1057
# Blocks after the layers: those of 16 and 32 bits hold the layers, and these say that alpha is transparency.
_LAYERS: Final = {b"Lr16", b"Lr32"}
_TRANSPARENT: Final = {b"Mtrn", b"Mt16", b"Mt32"}
# In a PSB the lengths of these blocks have 8 bytes.
_LONG: Final = {
    *(b"LMsk", b"Lr16", b"Lr32", b"Layr", b"Mt16", b"Mt32", b"Mtrn", b"Alph", b"FMsk", b"lnk2", b"FEid"),
    *(b"FXid", b"PxSD"),
}
# Rounding may make a mixture this much darker.
_SLACK: Final = 2
_RAW, _PACKED, _ZIP, _PREDICTED = range(4)


class PsdFile(ArrayFile):
    """A Photoshop document. An extra channel is alpha only if the document says that it is transparency."""

    format = "PSD"
    format_description = "Adobe Photoshop"

    def _open(self) -> None:
        data = self._data = self.fp.read()  # type: ignore[union-attr]
        version, channels, height, width, bits, number = struct.unpack_from(">4xH6xHIIHH", data)
        self._is_big = version == _BIG
        if number in _INKS:
            raise NotImplementedError(f"a PSD of {_INKS[number]}; convert it to RGB first")
        if number not in _MODES:
            raise NotImplementedError(f"a PSD of color mode {number}")
        colors = self._colors = _MODES[number]
        if bits not in ((1,) if number == _BITMAP else _DEPTHS) or (number == _INDEXED and bits != 8):
            light = ", whose levels are linear light" if bits == 32 else ""
            raise NotImplementedError(f"a PSD of {colors.name} in {bits} bits a channel{light}")
        if channels < colors.channels:
            raise SyntaxError(f"{colors.name} has {colors.channels} channels, but the file has {channels}")
        self._mode, self._size, self._bits = colors.mode, (width, height), bits
        self._is_bitmap, self._is_indexed = number == _BITMAP, number == _INDEXED
        self._table, at = self._section(26)
        resources, at = self._section(at)
        self._read_resources(resources)
        layers, self._at = self._section(at, is_long=self._is_big)
        has_alpha = channels > colors.channels and not (self._is_bitmap or self._is_indexed)
        self._has_alpha = has_alpha and _has_transparency(layers, is_big=self._is_big)
        self._channels = channels

    def _section(self, at: int, *, is_long: bool = False) -> tuple[bytes, int]:
        """Return a section, which begins with its length, and where it ends."""
        (length,) = struct.unpack_from(">Q" if is_long else ">I", self._data, at)
        start = at + (8 if is_long else 4)
        if start + length > len(self._data):
            raise SyntaxError("unexpected end of a section")
        return self._data[start : start + length], start + length

    def _read_resources(self, resources: bytes) -> None:
        self._transparent: int | None = None
        at = 0
        while at + 12 <= len(resources):
            (number,) = struct.unpack_from(">H", resources, at + 4)
            named = at + 6 + (resources[at + 6] | 1) + 1  # the name is padded to an even length
            (length,) = struct.unpack_from(">I", resources, named)
            content = resources[named + 4 : named + 4 + length]
            at = named + 4 + length + length % 2
            if number == _PROFILE:
                self.info["icc_profile"] = content
            elif number == _TRANSPARENT_INDEX and len(content) == 2:
                (self._transparent,) = struct.unpack(">H", content)
            elif number == _VERSION_INFO and len(content) > 4 and not content[4]:
                raise NotImplementedError(
                    "a PSD without a merged picture; save it in Photoshop with maximized compatibility"
                )

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the merged picture, without the matte that Photoshop puts behind it."""
        planes, rows = self._planes(self._colors.channels + self._has_alpha)
        height = self.size[1]
        if rows < height and not partly:
            raise EOFError("truncated")
        levels, alpha = planes[: self._colors.channels], None
        if self._has_alpha:
            alpha = planes[-1]
            levels = _remove_matte(levels, alpha, self._colors.white)
        present = np.repeat(np.arange(height)[:, None] < rows, self.size[0], axis=1)
        if self._is_indexed:
            table = np.zeros((256, 3), np.uint8)
            colors = np.frombuffer(self._table[: len(self._table) // 3 * 3], np.uint8).reshape(3, -1).T[:256]
            table[: len(colors)] = colors
            if self._transparent is not None:
                alpha = np.where(levels[0] == self._transparent, 0, 255).astype(np.uint8)
            merged = look_up(levels[0], table)
        elif self.mode == "L":
            merged = levels[0]
        else:
            # Inks are stored as what they leave of the light.
            merged = np.dstack([255 - plane if self.mode == "CMYK" else plane for plane in levels])
        return Pixels(merged, alpha, None if rows >= height else present)

    def _planes(self, count: int) -> tuple[list[Bytes], int]:
        """Return the first planes (height, width), and how many rows all of them have."""
        (compression,) = struct.unpack_from(">H", self._data, self._at)
        width, height = self.size
        row = (width * self._bits + 7) // 8
        start = self._at + 2
        if compression == _RAW:
            content = self._data[start : start + row * height * count]
        elif compression == _PACKED:
            return self._packed_planes(start, row, count)
        elif compression in {_ZIP, _PREDICTED}:
            content = zlib.decompressobj().decompress(self._data[start:], row * height * count)
        else:
            raise NotImplementedError(f"a PSD of compression {compression}")
        whole = max(0, len(content) - row * height * (count - 1)) // row
        levels = np.frombuffer(content.ljust(row * height * count, b"\0"), np.uint8)
        planes = levels.reshape(count, height, row)
        if compression == _PREDICTED:
            planes = _add_differences(planes, self._bits)
        return [self._eight_bits(plane) for plane in planes], min(whole, height)

    def _packed_planes(self, start: int, row: int, count: int) -> tuple[list[Bytes], int]:
        """Return planes of PackBits; the lengths of all rows of all channels come first."""
        height = self.size[1]
        kind = np.dtype(">u4" if self._is_big else ">u2")
        at = start + kind.itemsize * height * self._channels
        if at > len(self._data):
            return [np.zeros((height, self.size[0]), np.uint8)] * count, 0
        lengths = np.frombuffer(self._data, kind, height * count, start).astype(np.int64)
        ends = (at + np.cumsum(lengths)).reshape(count, height)
        planes = []
        for n in range(count):
            plane = PIL.Image.new("L", (row, height))
            first, last = int(ends[n - 1, -1]) if n else at, int(ends[n, -1])
            try:
                plane.frombytes(self._data[first:last], "packbits", "L")
            except ValueError:
                if last <= len(self._data):
                    raise  # its rows are there, but damaged
            planes.append(self._eight_bits(np.asarray(plane)))
        return planes, int(np.count_nonzero(ends[-1] <= len(self._data)))

    def _eight_bits(self, plane: Bytes) -> Bytes:
        """Return levels (height, width) of 8 bits from rows of bytes (height, row)."""
        if self._is_bitmap:  # 1 is black
            return (255 - 255 * np.unpackbits(plane, axis=1, count=self.size[0])).astype(np.uint8)
        if self._bits == 16:
            return scale_levels(np.ascontiguousarray(plane).view(">u2").astype(np.uint16), 65535)
        return plane


def _add_differences(planes: Bytes, bits: int) -> Bytes:
    """Undo the prediction of ZIP: each level is stored as the difference from the level to the left."""
    if bits == 8:
        return np.cumsum(planes, axis=2, dtype=np.uint8)
    levels = np.ascontiguousarray(planes).view(">u2")
    return np.cumsum(levels, axis=2, dtype=np.uint16).astype(">u2").view(np.uint8)


def _has_transparency(section: bytes, *, is_big: bool) -> bool:
    """Tell whether the first extra channel is transparency, from the section of layers and masks.

    The count of layers is negative then. Documents of 16 bits have their layers, or a mark, in blocks.
    """
    size = ">Q" if is_big else ">I"
    width = struct.calcsize(size)
    if len(section) < width:
        return False
    (length,) = struct.unpack_from(size, section)
    if _is_negative(section[width : width + length]):
        return True
    at = width + length
    if at + 4 > len(section):
        return False
    (mask,) = struct.unpack_from(">I", section, at)
    at += 4 + mask
    while at + 12 <= len(section):
        key = section[at + 4 : at + 8]
        long = is_big and key in _LONG
        if at + 16 > len(section) and long:
            return False
        (length,) = struct.unpack_from(">Q" if long else ">I", section, at + 8)
        start = at + (16 if long else 12)
        if key in _TRANSPARENT or (key in _LAYERS and _is_negative(section[start : start + length])):
            return True
        at = start + (length + 3) // 4 * 4
    return False


def _is_negative(layers: bytes) -> bool:
    return len(layers) >= 2 and layers[0] >= 0x80


def _remove_matte(planes: list[Bytes], alpha: Bytes, white: tuple[int, ...]) -> list[Bytes]:
    """Return the colors before Photoshop mixed them with white: c = (m - (1 - a) w) / a.

    Some programs do not mix. If a level is too dark to be a mixture with white, the colors are left alone.
    """
    if not ((alpha > 0) & (alpha < 255)).any():
        return planes
    darkest = np.min([plane for plane, level in zip(planes, white, strict=True) if level == 255], axis=0)
    if (darkest + np.int16(_SLACK) < 255 - alpha.astype(np.int16)).any():
        return planes
    share = np.maximum(alpha, 1) / np.float32(255)
    return [
        np.rint(((plane - (1 - share) * level) / share).clip(0, 255)).astype(np.uint8)
        for plane, level in zip(planes, white, strict=True)
    ]
