"""Reads Windows and OS/2 bitmaps: BMP, and the bitmaps in icons."""

import struct
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.array_file import ArrayFile, Pixels, look_up, scale_levels

__all__ = ["Bitmap", "BmpFile"]

Bytes: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]
Masks: TypeAlias = tuple[int, int, int, int]

_FILE_HEADER: Final = 14
_CORE, _INFO, _LARGEST_OS2, _V4, _V5 = 12, 40, 64, 108, 124
# The sizes of headers that have masks for red, green and blue, and for alpha.
_HAS_MASKS: Final = (52, 56, _V4, _V5)
_HAS_ALPHA_MASK: Final = (56, _V4, _V5)
_RAW, _RLE8, _RLE4, _FIELDS, _JPEG, _PNG, _ALPHA_FIELDS = range(7)
_KNOWN: Final = {
    1: {_RAW},
    2: {_RAW},
    8: {_RAW, _RLE8},
    4: {_RAW, _RLE4},
    24: {_RAW, _FIELDS},
    16: {_RAW, _FIELDS, _ALPHA_FIELDS},
    32: {_RAW, _FIELDS, _ALPHA_FIELDS},
}
_NAMES: Final = {_JPEG: "which holds a JPEG", _PNG: "which holds a PNG"}
# Where masks are 0 or not given.
_DEFAULT_MASKS: Final[dict[int, Masks]] = {
    16: (0x7C00, 0x3E0, 0x1F, 0),
    24: (0xFF0000, 0xFF00, 0xFF, 0),
    32: (0xFF0000, 0xFF00, 0xFF, 0),
}
_WHOLE_BYTES: Final = (0xFF, 0xFF00, 0xFF0000, 0xFF000000)
_EMBEDDED: Final = b"DEBM"  # "MBED" as a number in little endian
_COLOR_SPACE, _PROFILE_START = 56, 112
_END_OF_LINE, _END, _SKIP = range(3)


@dataclass(frozen=True, slots=True)
class Bitmap:
    """The header of a bitmap, and where its palette and its pixels are in `data`."""

    data: bytes
    width: int
    height: int
    bits: int
    compression: int
    masks: Masks
    palette: Bytes
    pixels_at: int
    top_down: bool
    profile: bytes | None

    @classmethod
    def parse(cls, data: bytes, at: int, pixels_at: int = 0, *, in_icon: bool = False) -> Self:
        """Read the header at `at`; the pixels follow the palette if `pixels_at` is 0.

        In an icon the height is that of the picture and of its mask together. Raises NotImplementedError for
        a kind that is not read, and SyntaxError for an invalid header.
        """
        (size,) = struct.unpack_from("<I", data, at)
        if size == _CORE:
            width, height, _, bits = struct.unpack_from("<HHHH", data, at + 4)
            compression = colors = 0
        else:
            # OS/2 leaves out fields at the end of its header, which are 0 then.
            header = data[at + 4 : at + size].ljust(_INFO - 4, b"\0")
            width, height, _, bits, compression, colors = struct.unpack_from("<iiHHI12xI", header)
        is_os2 = size == _CORE or (size <= _LARGEST_OS2 and size not in {_INFO, *_HAS_MASKS})
        _refuse_unread(bits, compression, is_os2=is_os2)
        masks, masks_length = _read_masks(data, at, size, bits, compression)
        palette_at = at + size + masks_length
        step = 3 if size == _CORE else 4
        count = 0
        if bits <= 8:
            count = min(colors or 1 << bits, 1 << bits)
            # A palette may be shorter than it should be, if the pixels begin earlier.
            count = min(count, (pixels_at - palette_at) // step) if pixels_at > palette_at else count
        table = data[palette_at : palette_at + step * count]
        return cls(
            data,
            width,
            abs(height) // (2 if in_icon else 1),
            bits,
            compression,
            masks,
            np.frombuffer(table[: len(table) // step * step], np.uint8).reshape(-1, step)[:, 2::-1],
            pixels_at or palette_at + step * (colors if bits > 8 else count),
            height < 0,
            _read_profile(data, at) if size == _V5 else None,
        )

    @property
    def row_length(self) -> int:
        """The bytes of a row: a multiple of 4."""
        return (self.width * self.bits + 31) // 32 * 4

    def decode(self, *, partly: bool, raw_alpha: bool = False) -> Pixels:
        """Decode the pixels; a truncated bitmap raises EOFError, or has missing pixels if `partly` is true.

        Without masks, the fourth byte of 32 bits is padding. It is alpha if `raw_alpha` is true.
        """
        if self.compression in {_RLE8, _RLE4}:
            indices, alpha, present = _expand_runs(self)
        else:
            rows, whole = self._rows()
            present = np.repeat(np.arange(self.height)[:, None] < whole, self.width, axis=1)
            if self.bits > 8:
                levels, alpha = self._split_channels(rows, raw_alpha=raw_alpha)
                return self._finish(levels, alpha, present, partly=partly)
            indices, alpha = _unpack_indices(rows, self.bits, self.width), None
        table = np.zeros((256, 3), np.uint8)
        table[: len(self.palette)] = self.palette
        return self._finish(look_up(indices, table), alpha, present, partly=partly)

    def _rows(self) -> tuple[Bytes, int]:
        """Return the rows (height, bytes) as they are stored, and how many are whole."""
        length = self.row_length * self.height
        content = self.data[self.pixels_at : self.pixels_at + length]
        # The padding of the last row may be missing.
        needed = (self.width * self.bits + 7) // 8
        whole = (len(content) + self.row_length - needed) // self.row_length
        rows = np.frombuffer(content.ljust(length, b"\0"), np.uint8).reshape(self.height, self.row_length)
        return rows, min(whole, self.height)

    def _split_channels(self, rows: Bytes, *, raw_alpha: bool) -> tuple[Bytes, Bytes | None]:
        if self.bits == 24:
            stored = rows[:, : 3 * self.width].reshape(self.height, self.width, 3)
            return np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGR2RGB), np.uint8), None
        masks = self.masks
        if raw_alpha and self.bits == 32 and not masks[3]:
            masks = (*masks[:3], 0xFF000000 & ~(masks[0] | masks[1] | masks[2]))
        values = rows.view(f"<u{self.bits // 8}")[:, : self.width]
        levels = np.dstack([_take_channel(values, mask) for mask in masks[:3]])
        alpha = _take_channel(values, masks[3]) if masks[3] else None
        # An alpha that is 0 everywhere is padding.
        return levels, alpha if alpha is not None and alpha.any() else None

    def _finish(self, levels: Bytes, alpha: Bytes | None, present: Bools, *, partly: bool) -> Pixels:
        """Put the rows in order; they are stored from the bottom to the top unless the height is negative."""
        is_whole = bool(present.all())
        if not is_whole and not partly:
            raise EOFError("truncated")
        order = slice(None) if self.top_down else slice(None, None, -1)
        turned = None if alpha is None else np.ascontiguousarray(alpha[order])
        return Pixels(levels[order], turned, None if is_whole else present[order])


class BmpFile(ArrayFile):
    """A bitmap file. Pixels that runs skip are transparent, and so is what a mask for alpha says."""

    format = "BMP"
    format_description = "Windows Bitmap"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        (pixels_at,) = struct.unpack_from("<I", data, 10)
        bitmap = self._bitmap = Bitmap.parse(data, _FILE_HEADER, pixels_at)
        self._mode, self._size = "RGB", (bitmap.width, bitmap.height)
        if bitmap.profile:
            self.info["icc_profile"] = bitmap.profile

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the pixels; a truncated file raises EOFError, or has missing pixels if `partly` is true."""
        return self._bitmap.decode(partly=partly)


def _refuse_unread(bits: int, compression: int, *, is_os2: bool) -> None:
    if is_os2 and compression in {_FIELDS, _JPEG}:  # in OS/2 these numbers have another meaning
        kind = "Huffman codes" if compression == _FIELDS else "runs of 24 bits"
        raise NotImplementedError(f"a BMP of OS/2 with {kind}")
    if compression in _NAMES:
        raise NotImplementedError(f"a BMP {_NAMES[compression]}")
    if compression not in _KNOWN.get(bits, ()):
        raise NotImplementedError(f"a BMP of {bits} bits with compression {compression}")


def _read_masks(data: bytes, at: int, size: int, bits: int, compression: int) -> tuple[Masks, int]:
    """Return the masks of red, green, blue and alpha, and how many bytes of them follow the header."""
    default = _DEFAULT_MASKS.get(bits, (0, 0, 0, 0))
    if compression not in {_FIELDS, _ALPHA_FIELDS}:
        return default, 0
    follows = size not in _HAS_MASKS
    has_alpha = compression == _ALPHA_FIELDS if follows else size in _HAS_ALPHA_MASK
    count = 4 if has_alpha else 3
    red, green, blue, alpha = (*struct.unpack_from(f"<{count}I", data, at + _INFO), 0)[:4]
    masks = (red, green, blue, alpha)
    if bits == 24 and any(masks[:3]) and masks[:3] != default[:3]:
        raise NotImplementedError("a BMP of 24 bits with unusual bit fields")
    return (masks if any(masks[:3]) else default), 4 * count if follows else 0


def _read_profile(data: bytes, at: int) -> bytes | None:
    if data[at + _COLOR_SPACE : at + _COLOR_SPACE + 4] != _EMBEDDED:
        return None
    start, length = struct.unpack_from("<II", data, at + _PROFILE_START)
    return data[at + start : at + start + length] or None


def _take_channel(values: NDArray[np.unsignedinteger], mask: int) -> Bytes:
    """Return the levels (height, width) of 8 bits of the bits in a mask."""
    if mask in _WHOLE_BYTES:
        return values.view(np.uint8).reshape(*values.shape, -1)[:, :, _WHOLE_BYTES.index(mask)]
    if not mask:
        return np.zeros(values.shape, np.uint8)
    shift = (mask & -mask).bit_length() - 1
    most = mask >> shift
    kept = (values & values.dtype.type(mask)) >> values.dtype.type(shift)
    return scale_levels(kept.astype(np.uint16) if most <= 65535 else kept, most)


def _unpack_indices(rows: Bytes, bits: int, width: int) -> Bytes:
    if bits == 8:
        return rows[:, :width]
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    every = (rows[:, :, None] >> shifts) & np.uint8(2**bits - 1)
    return every.reshape(len(rows), -1)[:, :width]


@dataclass(slots=True)
class _Painted:
    """The indices that runs have painted so far, in rows from the bottom, and where the next run goes."""

    width: int
    height: int
    indices: Bytes
    is_painted: Bools
    x: int = 0
    y: int = 0
    ended: bool = False

    @property
    def is_whole(self) -> bool:
        return self.ended or self.y >= self.height or (self.y == self.height - 1 and self.x >= self.width)

    def paint(self, levels: bytes) -> None:
        start = self.y * self.width + self.x
        kept = levels[: max(0, self.width - self.x)]
        self.indices[start : start + len(kept)] = np.frombuffer(kept, np.uint8)
        self.is_painted[start : start + len(kept)] = True
        self.x += len(levels)


def _expand_runs(bitmap: Bitmap) -> tuple[Bytes, Bytes | None, Bools]:
    """Return indices, alpha and presence (height, width) of runs; a pixel that no run paints has alpha 0.

    If the runs end before the last pixel, and without an end marker, the bitmap is truncated.
    """
    size, shape = bitmap.width * bitmap.height, (bitmap.height, bitmap.width)
    painted = _Painted(bitmap.width, bitmap.height, np.zeros(size, np.uint8), np.zeros(size, np.bool_))
    data, at, is_small = bitmap.data, bitmap.pixels_at, bitmap.compression == _RLE4
    while not painted.ended and painted.y < bitmap.height and at + 2 <= len(data):
        count, value = data[at], data[at + 1]
        at += 2
        if count:
            pair = bytes((value >> 4, value & 15)) if is_small else bytes((value, value))
            painted.paint((pair * ((count + 1) // 2))[:count])
        else:
            at = _follow(painted, data, at, value, is_small=is_small)
    indices, is_painted = painted.indices.reshape(shape), painted.is_painted.reshape(shape)
    if not painted.is_whole:
        return indices, None, is_painted
    alpha = None if is_painted.all() else np.where(is_painted, 255, 0).astype(np.uint8)
    return indices, alpha, np.ones(shape, np.bool_)


def _follow(painted: _Painted, data: bytes, at: int, code: int, *, is_small: bool) -> int:
    """Do what a code after a zero says, and return where the next run begins."""
    if code == _END_OF_LINE:
        painted.x, painted.y = 0, painted.y + 1
        return at
    if code == _END:
        painted.ended = True
        return at
    if code == _SKIP:
        if at + 2 <= len(data):
            painted.x, painted.y = painted.x + data[at], painted.y + data[at + 1]
        return at + 2
    # The code is a number of pixels that follow as they are, padded to an even number of bytes.
    length = (code + 1) // 2 if is_small else code
    stored = data[at : at + length]
    levels = b"".join(bytes((pair >> 4, pair & 15)) for pair in stored)[:code] if is_small else stored
    painted.paint(levels)
    return at + length + length % 2
