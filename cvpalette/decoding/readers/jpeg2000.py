"""Reads JPEG 2000 with Pillow, and corrects depths other than 8 bits, and extra channels."""

import struct
from typing import Any, Final

import cv2
import numpy as np
import PIL.Image
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from cvpalette.decoding.array_file import scale_levels

__all__ = ["Jpeg2000File"]

_SIZES: Final = b"\xff\x4f\xff\x51"
_CHANNELS, _FIRST_CHANNEL, _CHANNEL_LENGTH = 40, 42, 3
_SIGNED: Final = 0x80
_DEFINITION, _OPACITY, _PREMULTIPLIED = b"cdef", 1, 2
# OpenCV has blue first.
_TO_RGB: Final = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}


class Jpeg2000File(Jpeg2KImageFile):
    """A JPEG 2000 file; ISO/IEC 15444-1 describes its boxes and markers.

    Pillow shifts levels of fewer than 8 bits, so that white is no white. It rounds levels of more than 8 bits
    so that white becomes black, except for gray without alpha.
    """

    def _open(self) -> None:
        super()._open()
        assert self.fp is not None  # noqa: S101 -- for mypy; it has been read
        at = self.fp.tell()
        self.fp.seek(0)
        self._data = self.fp.read()
        self.fp.seek(at)
        self._depths, is_signed = _read_depths(self._data)
        self._is_deep = max(self._depths) > 8 and not self.mode.startswith("I")
        self._is_shallow = min(self._depths) < 8
        self._extra = _read_extra(self._data) if self.mode == "RGBA" else None
        is_plain = self.mode in {"RGB", "RGBA"} and len(set(self._depths)) == 1 and not is_signed
        if self._extra == _PREMULTIPLIED or (self._is_deep and (self._is_shallow or not is_plain)):
            bits = " and ".join(str(depth) for depth in sorted(set(self._depths)))
            alpha = "multiplied by alpha" if self._extra == _PREMULTIPLIED else self.mode
            raise NotImplementedError(f"a JPEG 2000 file of {bits} bits, {alpha}")

    def load(self) -> Any:
        """Load the pixels; afterwards they have 8 bits in the mode of the file."""
        if not self.tile:
            return super().load()
        if self._is_deep:
            levels = cv2.imdecode(np.frombuffer(self._data, np.uint8), cv2.IMREAD_UNCHANGED)
            if levels is None or levels.ndim != 3 or levels.shape[:2] != self.size[::-1]:
                raise OSError("broken data stream")
            scaled = scale_levels(levels.astype(np.uint16), 2 ** self._depths[0] - 1)
            self.im = PIL.Image.fromarray(cv2.cvtColor(scaled, _TO_RGB[levels.shape[2]])).im
            self.tile = []
        else:
            super().load()
            if self._is_shallow:
                self._widen()
        if self._extra not in {None, _OPACITY}:
            self.im.fillband(3, 255)
        return super().load()

    def _widen(self) -> None:
        """Scale levels of fewer than 8 bits; those of a palette are its indices."""
        bands = [np.asarray(band) for band in PIL.Image.Image.split(self)]
        for n, depth in enumerate(self._depths[: len(bands)]):
            stored = bands[n] >> max(0, 8 - depth)
            bands[n] = stored if self.mode == "P" else scale_levels(stored, 2 ** min(depth, 8) - 1)
        pictures = [PIL.Image.fromarray(band) for band in bands]
        if self.mode == "P":
            palette = self.palette
            assert palette is not None  # noqa: S101 -- the mode says that there is one
            picture = PIL.Image.frombytes("P", self.size, bands[0].tobytes())
            picture.putpalette(palette.tobytes(), palette.mode)
            picture.load()  # gives the palette to the pixels
            self.im = picture.im
        else:
            self.im = PIL.Image.merge(self.mode, pictures).im


def _read_depths(data: bytes) -> tuple[list[int], bool]:
    """Return the bits of each channel, and whether any has a sign."""
    start = data.find(_SIZES)
    if start < 0:
        raise SyntaxError("it has no codestream")
    (count,) = struct.unpack_from(">H", data, start + _CHANNELS)
    first = start + _FIRST_CHANNEL
    depths = data[first : first + _CHANNEL_LENGTH * count : _CHANNEL_LENGTH]
    if not depths:
        raise SyntaxError("it has no channels")
    return [(depth & 127) + 1 for depth in depths], any(depth & _SIGNED for depth in depths)


def _read_extra(data: bytes) -> int | None:
    """Return what the header says that the fourth channel is; None if it says nothing."""
    at = data.find(_DEFINITION, 0, data.find(_SIZES))
    if at < 0:
        return None
    (count,) = struct.unpack_from(">H", data, at + 4)
    for n in range(count):
        channel, kind = struct.unpack_from(">HH", data, at + 6 + 6 * n)
        if channel == 3:
            return int(kind)
    return None
