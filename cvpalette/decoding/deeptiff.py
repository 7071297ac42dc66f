"""DeepTiff: the header of a TIFF of floats, or of 32 bits, which OpenCV decodes and Pillow does not."""

import io
from dataclasses import dataclass
from typing import Any, Final, Self

from PIL.TiffImagePlugin import ImageFileDirectory_v2

__all__ = ["DeepTiff"]

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _ORIENTATION = 256, 257, 258, 262, 274
_SAMPLES, _PLANES, _EXTRA, _PROFILE = 277, 284, 338, 34675
_CONTIGUOUS: Final = 1
# What OpenCV is right about: whole pixels, grey with 0 as black or RGB, and no alpha beside them.
_CHANNELS: Final = {1: 1, 2: 3}
_HEADER_LENGTHS: Final = {b"II*\0": 8, b"MM\0*": 8, b"II+\0": 16, b"MM\0+": 16}


@dataclass(frozen=True, slots=True)
class DeepTiff:
    """A TIFF's size, the bits of a sample, the EXIF orientation, and the ICC profile if it has one."""

    width: int
    height: int
    bits: int
    orientation: int
    profile: bytes | None

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Read the first page's header; None where OpenCV would not be right about it."""
        directory = ImageFileDirectory_v2(data[: _HEADER_LENGTHS.get(data[:4], 8)])
        file = io.BytesIO(data)
        file.seek(directory.next)
        directory.load(file)

        def number(tag: int, default: int) -> int:
            value: Any = directory.get(tag, default)
            return int(value[0] if isinstance(value, tuple) else value)

        channels = _CHANNELS.get(number(_PHOTOMETRIC, -1))
        is_plain = number(_PLANES, _CONTIGUOUS) == _CONTIGUOUS and _EXTRA not in directory
        if not is_plain or channels is None or channels != number(_SAMPLES, 1):
            return None
        profile = directory.get(_PROFILE)
        return cls(
            number(_WIDTH, 0),
            number(_HEIGHT, 0),
            number(_BITS, 1),
            number(_ORIENTATION, 1),
            profile if isinstance(profile, bytes) else None,
        )
