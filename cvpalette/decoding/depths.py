"""Converts pixels of any depth and mode to 8 bits a channel, and finds TIFFs that only OpenCV decodes."""

import io
from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2

__all__ = ["DeepTiff", "reduce_depth", "scale_floats", "scale_integers"]

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _ORIENTATION = 256, 257, 258, 259, 262, 274
_SAMPLES, _PLANES, _EXTRA, _PROFILE = 277, 284, 338, 34675
_CONTIGUOUS: Final = 1
# The channels by TIFF's photometric tag. OpenCV decodes only gray with 0 as black (1) and RGB (2) correctly,
# and these only without alpha and with the channels of a pixel side by side.
_CHANNELS: Final = {1: 1, 2: 3}
# None, LZW, deflate by both its numbers, and PackBits. OpenCV decodes any other compression to black.
_COMPRESSIONS: Final = {1, 5, 8, 32773, 32946}
_HEADER_LENGTHS: Final = {b"II*\0": 8, b"MM\0*": 8, b"II+\0": 16, b"MM\0+": 16}


@dataclass(frozen=True, slots=True)
class DeepTiff:
    """The header of a TIFF: its size, the bits of a sample, the EXIF orientation, and any ICC profile."""

    width: int
    height: int
    bits: int
    orientation: int
    profile: bytes | None

    @classmethod
    def parse(cls, data: bytes) -> Self | None:
        """Read the header of the first page; None if OpenCV would decode the page wrongly."""
        directory = ImageFileDirectory_v2(data[: _HEADER_LENGTHS.get(data[:4], 8)])
        file = io.BytesIO(data)
        file.seek(directory.next)
        directory.load(file)

        def number(tag: int, default: int) -> int:
            value: Any = directory.get(tag, default)
            return int(value[0] if isinstance(value, tuple) else value)

        channels = _CHANNELS.get(number(_PHOTOMETRIC, -1))
        is_plain = number(_PLANES, _CONTIGUOUS) == _CONTIGUOUS and _EXTRA not in directory
        is_plain = is_plain and number(_COMPRESSION, 1) in _COMPRESSIONS
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


Bytes: TypeAlias = NDArray[np.uint8]

# Each mode of 8 bits, and the mode it is converted to: ICC profiles describe only these.
_GRAYS: Final = ("1", "L", "LA", "La")
_BASES: Final = {
    **dict.fromkeys(_GRAYS, "L"),
    **dict.fromkeys(("P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "YCbCr", "HSV"), "RGB"),
    "CMYK": "CMYK",
    "LAB": "LAB",
}
_DEEP: Final = ("I", "F")
# TIFF's tags.
_SAMPLE_FORMAT = 339
_UNSIGNED, _SIGNED = 1, 2
_WHITE_IS_ZERO: Final = 0


def reduce_depth(image: ImageFile) -> tuple[PIL.Image.Image, Bytes | None]:
    """Return a loaded image as L, RGB, CMYK or LAB, and its alpha (height, width) if it has one.

    Raises ValueError for an unknown mode.
    """
    if image.mode.startswith(_DEEP):
        levels = np.asarray(image)
        hidden = image.info.get("transparency")
        alpha = np.where(levels == hidden, 0, 255).astype(np.uint8) if isinstance(hidden, int) else None
        return PIL.Image.fromarray(_scale_levels(levels, image)), alpha
    if image.mode not in _BASES:
        raise ValueError(f"its pixels are of a kind that cvpalette does not read ({image.mode})")
    if not image.has_transparency_data:
        mode = _BASES[image.mode]
        plain = image if mode == image.mode else image.convert(mode)
        return _as_unsigned(plain, image), None
    straight = image.convert("LA") if image.mode == "La" else image
    both = straight.convert("RGBA")
    base = both.getchannel("R") if image.mode in _GRAYS else both.convert("RGB")
    return base, np.asarray(both.getchannel("A"))


def _as_unsigned(plain: PIL.Image.Image, image: ImageFile) -> PIL.Image.Image:
    """Read the levels of a signed TIFF as signed: Pillow reads them as unsigned."""
    if plain.mode != "L" or _tag(image, _SAMPLE_FORMAT, _UNSIGNED) != _SIGNED:
        return plain
    return PIL.Image.fromarray(scale_integers(np.asarray(plain).view(np.int8), 8))


def _scale_levels(levels: NDArray[Any], image: ImageFile) -> Bytes:
    if levels.dtype.kind == "f":
        scaled = scale_floats(levels)
    else:
        # Pillow gives the levels of every format but TIFF as 16 bits.
        bits = _tag(image, _BITS, 16)
        if bits == 32 and _tag(image, _SAMPLE_FORMAT, _UNSIGNED) == _UNSIGNED:
            levels = levels.view(np.uint32)
        is_signed = _tag(image, _SAMPLE_FORMAT, _UNSIGNED) == _SIGNED
        scaled = scale_integers(levels if is_signed else levels.astype(np.uint32, copy=False), bits)
    # Pillow inverts levels with 0 as white only if they have 8 bits.
    return 255 - scaled if _tag(image, _PHOTOMETRIC, 1) == _WHITE_IS_ZERO else scaled


def _tag(image: ImageFile, number: int, default: int) -> int:
    """Return the first value of a TIFF's tag, or the default if the image is not a TIFF or lacks the tag."""
    value = getattr(image, "tag_v2", {}).get(number, default)
    return int(value[0] if isinstance(value, tuple) else value)


def scale_integers(levels: NDArray[Any], bits: int) -> Bytes:
    """Round levels of `bits` bits to 8 bits: 65535 becomes 255, and so does 32767 if levels are signed.

    0 is black. If any signed level is below 0, the lowest possible level is black instead.
    """
    if levels.dtype.kind == "u":
        lowest, white = 0, 2**bits - 1
    else:
        lowest = -(2 ** (bits - 1)) if levels.min() < 0 else 0
        white = 2 ** (bits - 1) - 1
    scaled = (levels.astype(np.float32) - lowest) * np.float32(255 / (white - lowest))
    return np.asarray(np.rint(scaled.clip(0, 255)), np.uint8)


def scale_floats(levels: NDArray[Any]) -> Bytes:
    """Scale floats to 8 bits. NaN becomes black, and infinity becomes white.

    White is 1. If most levels above 0 are above 1, white is 255 or 65535, or the highest level if that is
    higher still.
    """
    finite = levels[np.isfinite(levels) & (levels > 0)]
    white = 1.0
    if finite.size and np.median(finite) > 1:
        most = float(finite.max())
        white = next((limit for limit in (255.0, 65535.0) if most <= limit), most)
    known = np.nan_to_num(levels.astype(np.float32), nan=0, posinf=white, neginf=0)
    return np.asarray(np.rint((known * np.float32(255 / white)).clip(0, 255)), np.uint8)
