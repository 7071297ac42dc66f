"""Defines ArrayFile: the base class of the formats that cvpalette decodes itself, where Pillow is wrong."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

__all__ = ["ArrayFile", "Pixels", "look_up", "scale_levels"]

Bytes: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Pixels:
    """Decoded pixels: levels (height, width[, channels]) of 8 bits in the mode of the file.

    `alpha` is (height, width), or None if every pixel is opaque. `present` (height, width) tells which pixels
    of a truncated file are there; None if all are.
    """

    levels: Bytes
    alpha: Bytes | None = None
    present: Bools | None = None


class ArrayFile(ImageFile):
    """An image file as Pillow's are: a subclass reads the header in `_open`, and the pixels in `decode`.

    The mode is L, RGB, CMYK or LAB. Alpha is kept apart, since Pillow has no CMYK or LAB with alpha.
    `_open` raises NotImplementedError, which says what the file is, for a valid file that is not read.
    `warning` says what a palette of the pixels does not tell; it is known once the frame is decoded.
    """

    warning: str | None = None
    _pixels: Pixels | None = None

    @abstractmethod
    def decode(self, *, partly: bool) -> Pixels:
        """Decode the frame; a truncated one raises EOFError, or has missing pixels if `partly` is true."""

    def load(self) -> Any:
        """Decode the frame, unless that is done."""
        if self._pixels is None:
            self._pixels = self.decode(partly=False)

    def load_present(self) -> Bools:
        """Decode the part of a truncated frame that is there; return (height, width) which pixels that is."""
        pixels = self._pixels = self.decode(partly=True)
        return np.ones(pixels.levels.shape[:2], np.bool_) if pixels.present is None else pixels.present

    @property
    def pixels(self) -> Pixels:
        """The pixels of the frame, which `load` decodes."""
        self.load()
        assert self._pixels is not None  # noqa: S101 -- load() sets it
        return self._pixels

    def to_picture(self) -> PIL.Image.Image:
        """Return the pixels, without alpha, as an image in the mode of the file."""
        # `fromarray` would take four channels for RGB with alpha.
        return PIL.Image.merge(
            self.mode, [PIL.Image.fromarray(band) for band in cv2.split(self.pixels.levels)]
        )


def look_up(indices: Bytes, table: Bytes) -> Bytes:
    """Return the colors (height, width, 3) in a table (256, 3) of indices (height, width)."""
    if not indices.size:
        return np.zeros((*indices.shape, 3), np.uint8)
    wide = cv2.cvtColor(np.ascontiguousarray(indices), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.LUT(wide, table[None]), np.uint8)


def scale_levels(levels: NDArray[Any], most: int) -> Bytes:
    """Round levels from 0 to `most` to levels from 0 to 255."""
    if most == 255:
        return np.asarray(levels, np.uint8)
    if levels.dtype.itemsize <= 2:
        table = np.rint(np.arange(most + 1) * (255 / most)).astype(np.uint8)
        return np.asarray(table[np.minimum(levels, most)], np.uint8)
    return np.asarray(np.rint(np.minimum(levels, most) * (255 / most)), np.uint8)
