"""Image: pixels that are upright, sRGB, and never written to again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.errors import ImageError

__all__ = ["Image"]

Bytes: TypeAlias = NDArray[np.uint8]

# How many rows a column of a film has.
_ROWS: Final = 64

_CHANNELS: Final = (1, 2, 3, 4)
# As many columns as a color has channels.
_AMBIGUOUS: Final = (3, 4)
_TYPES: Final = {np.dtype(kind) for kind in (bool, np.uint8, np.uint16)}
_TAKEN: Final = "bool, uint8, uint16 or float 0 to 1, of (height, width) or (height, width, 1 to 4)"
# Half a level of 8 bits: what rounding left beyond 0 and 1 is taken, what is no 0 to 1 at all is not.
_SLACK: Final = 1 / 510
# Values converted at a time: what is made of them on the way stays under some 30 MB.
_CHUNK: Final = 1 << 20


def _split_array(array: NDArray[Any], name: str) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) and alpha (height, width) or None; both are copies.

    Takes gray, gray and alpha, RGB, and RGB and alpha, as uint8, uint16, float 0 to 1, or bool for black and
    white; raises ImageError for any other shape, type or range, and for (n, 3) and (n, 4), which may be gray
    or a list of colors.
    """
    wide = array[:, :, None] if array.ndim == 2 else array
    is_picture = wide.ndim == 3 and wide.shape[2] in _CHANNELS and wide.size
    if not (
        is_picture and (np.issubdtype(array.dtype, np.floating) or array.dtype.newbyteorder("=") in _TYPES)
    ):
        raise ImageError(name, f"an array is {_TAKEN}, not {array.dtype} of {array.shape}", "invalid")
    if array.ndim == 2 and array.shape[1] in _AMBIGUOUS:
        reason = (
            f"an array of {array.shape} may be colors or gray: give array[None] for a row of "
            f"{array.shape[0]} colors, or array[:, :, None] for a gray image {array.shape[1]} pixels wide"
        )
        raise ImageError(name, reason, "invalid")
    channels = wide.shape[2]
    levels = _eight_bits(wide, name)
    alpha = np.array(levels[:, :, -1], order="C") if channels in (2, 4) else None
    colors = levels[:, :, :3] if channels >= 3 else np.repeat(levels[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(colors), alpha


def _eight_bits(array: NDArray[Any], name: str) -> Bytes:
    """Scale any of the types to 0 to 255, in a new array, some rows at a time."""
    if array.dtype == np.uint8:
        return np.array(array, order="C")
    levels = np.empty(array.shape, np.uint8)
    step = max(1, _CHUNK // array[0].size)
    for top in range(0, len(array), step):
        rows = array[top : top + step]
        if np.issubdtype(array.dtype, np.floating):
            levels[top : top + step] = np.rint(_unit(rows, name) * 255)
        elif array.dtype == bool:
            levels[top : top + step] = rows * np.uint8(255)
        else:
            # 65535 is 255 times 257: this rounds.
            levels[top : top + step] = (rows.astype(np.uint32) + 128) // 257
    return levels


def _unit(rows: NDArray[Any], name: str) -> NDArray[np.float64]:
    """Return floats cut off at 0 and 1, unless they were never meant to be 0 to 1."""
    least, most = float(rows.min()), float(rows.max())
    # Written so that a NaN is outside too.
    if not (least >= -_SLACK and most <= 1 + _SLACK):
        reached = f"{least:g} to {most:g}"
        reason = f"a float array is 0 to 1, and this one has {reached}; scale it, or give levels as uint8"
        raise ImageError(name, reason, "invalid")
    return np.clip(rows.astype(np.float64), 0, 1)


@dataclass(frozen=True, eq=False)
class Image:
    """The pixels that count: upright, sRGB, never written to again.

    `pixels` is (height, width, 3) uint8 sRGB; `alpha` is (height, width) uint8 or None: a pixel counts by
    its alpha, and the color under alpha 0 does not exist. `name` is the source's, for people;
    `source_bytes` is how large its file is, where it was one; `warning` says what a file lacks that is
    cut short, where that is allowed.
    """

    pixels: Bytes
    alpha: Bytes | None = None
    name: str = "image"
    source_bytes: int | None = None
    warning: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no picture, and close the arrays for writing."""
        shape = self.pixels.shape[:2]
        for array, expected in ((self.pixels, (*shape, 3)), (self.alpha, shape)):
            if array is None:
                continue
            if array.dtype != np.uint8 or array.shape != expected or len(shape) != 2 or not array.size:
                reason = f"pixels are uint8 of {expected}, not {array.dtype} of {array.shape}"
                raise ImageError(self.name, reason, "invalid")
            array.flags.writeable = False

    @classmethod
    def from_array(cls, array: NDArray[Any], name: str = "image") -> Self:
        """Take sRGB pixels of (height, width) gray, or with 1 to 4 channels, alpha last; they are copied.

        The levels are uint8, uint16, float 0 to 1, or bool; raises ImageError for anything else, and for
        (n, 3) and (n, 4): a list of colors is array[None], and a gray image as narrow is array[:, :, None].
        """
        return cls(*_split_array(array, name), name)

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    @property
    def column(self) -> Bytes:
        """The image squeezed into one column (64, 3), uint8 sRGB: its colors from top to bottom."""
        # One row of pixels is too much for a film: take the mean of the area that a row stands for.
        return np.asarray(cv2.resize(self.pixels, (1, _ROWS), interpolation=cv2.INTER_AREA)[:, 0], np.uint8)

    @property
    def stem(self) -> str:
        """The name without its suffix: what files made from this image are named after."""
        return Path(self.name).stem
