"""Strip: the frames of a film or an animation, each squeezed into one column."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image

__all__ = ["Column", "squeeze", "squeeze_each"]

Column: TypeAlias = NDArray[np.uint8]

_ROWS: Final = 64


def squeeze(image: Image) -> Column:
    """Return an image's colours from top to bottom, (64, 3) uint8 sRGB: the means of its rows."""
    # One row of pixels at a time is too much for a film: the mean of the area that a row stands for.
    return np.asarray(cv2.resize(image.pixels, (1, _ROWS), interpolation=cv2.INTER_AREA)[:, 0], np.uint8)


def squeeze_each(frames: Iterable[Image], columns: list[Column]) -> Iterator[Image]:
    """Give the frames, and append a column for each; for a single frame none, which is but an image."""
    first: Image | None = None
    for frame in frames:
        if first is None:
            first = frame
        else:
            if not columns:
                columns.append(squeeze(first))
            columns.append(squeeze(frame))
        yield frame
