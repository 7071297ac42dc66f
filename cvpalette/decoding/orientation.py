"""Orientation: how a picture is stored, and how it stands."""

from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = ["orientation_of", "turn"]

Bytes: TypeAlias = NDArray[np.uint8]

_ORIENTATION: Final = 0x0112
# EXIF's eight orientations: whether to transpose, and the axes to flip after that.
_UPRIGHT: Final[dict[int, tuple[bool, tuple[int, ...]]]] = {
    2: (False, (1,)),
    3: (False, (0, 1)),
    4: (False, (0,)),
    5: (True, ()),
    6: (True, (1,)),
    7: (True, (0, 1)),
    8: (True, (0,)),
}


def orientation_of(header: "ImageFile") -> int:
    """Return EXIF's orientation, from wherever Pillow finds it; metadata that is broken says nothing."""
    with suppress(Exception):
        return int(header.getexif().get(_ORIENTATION, 1))
    return 1


def turn(pixels: Bytes, orientation: int) -> Bytes:
    """Return pixels (height, width[, 3]) upright; an orientation that is none changes nothing."""
    transpose, flips = _UPRIGHT.get(orientation, (False, ()))
    turned = pixels.swapaxes(0, 1) if transpose else pixels
    return np.ascontiguousarray(np.flip(turned, flips))
