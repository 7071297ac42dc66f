"""Converts pixels of any depth and mode to 8 bits a channel."""

from typing import Any, Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

__all__ = ["reduce_depth", "scale_floats", "scale_integers"]

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
# Pillow gives whole numbers of more than 8 bits as 16 bits.
_BITS: Final = 16


def reduce_depth(image: ImageFile) -> tuple[PIL.Image.Image, Bytes | None]:
    """Return a loaded image as L, RGB, CMYK or LAB, and its alpha (height, width) if it has one.

    Raises ValueError for an unknown mode.
    """
    if image.mode.startswith(_DEEP):
        levels = np.asarray(image)
        hidden = image.info.get("transparency")
        alpha = np.where(levels == hidden, 0, 255).astype(np.uint8) if isinstance(hidden, int) else None
        return PIL.Image.fromarray(_scale_levels(levels)), alpha
    if image.mode not in _BASES:
        raise ValueError(f"its pixels are of a kind that cvpalette does not read ({image.mode})")
    if not image.has_transparency_data:
        mode = _BASES[image.mode]
        return (image if mode == image.mode else image.convert(mode)), None
    straight = image.convert("LA") if image.mode == "La" else image
    both = straight.convert("RGBA")
    base = both.getchannel("R") if image.mode in _GRAYS else both.convert("RGB")
    return base, np.asarray(both.getchannel("A"))


def _scale_levels(levels: NDArray[Any]) -> Bytes:
    if levels.dtype.kind == "f":
        return scale_floats(levels)
    return scale_integers(levels.astype(np.uint32, copy=False), _BITS)


def scale_integers(levels: NDArray[Any], bits: int) -> Bytes:
    """Round levels of `bits` bits to 8 bits: 65535 becomes 255, and so does 32767 if levels are signed.

    0 is black. If any signed level is below 0, the lowest possible level is black instead.
    """
    if levels.dtype.kind == "u":
        lowest, white = 0, 2**bits - 1
    else:
        lowest = -(2 ** (bits - 1)) if levels.min() < 0 else 0
        white = 2 ** (bits - 1) - 1
    if levels.dtype.itemsize > 2:
        return _scale(levels, lowest, white)
    # A table of all levels takes a tenth of the time.
    unsigned = np.dtype(f"u{levels.dtype.itemsize}")
    every = np.arange(2 ** (8 * unsigned.itemsize), dtype=unsigned)
    native = levels.astype(levels.dtype.newbyteorder("="), copy=False)
    return np.take(_scale(every.view(native.dtype), lowest, white), native.view(unsigned))


def _scale(levels: NDArray[Any], lowest: int, white: int) -> Bytes:
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
