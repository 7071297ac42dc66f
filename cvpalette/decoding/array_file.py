"""Defines ArrayFile: the base class of the formats that cvpalette decodes itself, where Pillow is wrong."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

__all__ = ["ArrayFile", "Pixels", "scale_levels"]

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
    """

    _frame: tuple[PIL.Image.Image, Bytes | None] | None = None

    @abstractmethod
    def decode(self, *, partly: bool) -> Pixels:
        """Decode the frame; a truncated one raises EOFError, or has missing pixels if `partly` is true."""

    def load(self) -> Any:
        """Decode the frame, unless that is done."""
        if self._frame is None:
            self._keep(self.decode(partly=False))

    def load_present(self) -> Bools:
        """Decode the part of a truncated frame that is there, and tell which pixels (height, width) that is."""
        pixels = self.decode(partly=True)
        self._keep(pixels)
        return np.ones(pixels.levels.shape[:2], np.bool_) if pixels.present is None else pixels.present

    @property
    def frame(self) -> tuple[PIL.Image.Image, Bytes | None]:
        """The picture in the mode of the file, and its alpha (height, width) or None."""
        self.load()
        assert self._frame is not None  # noqa: S101 -- load() sets it
        return self._frame

    def _keep(self, pixels: Pixels) -> None:
        levels = np.ascontiguousarray(pixels.levels)
        if levels.ndim == 2 or self.mode == "RGB":
            picture = PIL.Image.fromarray(levels)
        else:
            # `fromarray` takes these channels for those of another mode.
            bands = [PIL.Image.fromarray(levels[:, :, n]) for n in range(levels.shape[2])]
            picture = PIL.Image.merge(self.mode, bands)
        self._frame = picture, pixels.alpha


def scale_levels(levels: NDArray[Any], most: int) -> Bytes:
    """Round levels from 0 to `most` to levels from 0 to 255."""
    if most == 255:
        return np.asarray(levels, np.uint8)
    if levels.dtype.itemsize <= 2:
        table = np.rint(np.arange(most + 1) * (255 / most)).astype(np.uint8)
        return table[np.minimum(levels, most)]
    return np.rint(np.minimum(levels, most) * (255 / most)).astype(np.uint8)
