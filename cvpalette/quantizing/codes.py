"""Each pixel as one number, and an image in chunks that stay in the cache."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image

__all__ = ["ALL_COLORS", "Bytes", "chunks", "codes"]

Bytes: TypeAlias = NDArray[np.uint8]

# Every color that 8 bits can say; as a table of bytes, 16 MB.
ALL_COLORS: Final = 1 << 24
# Rows of so many pixels at a time keep what is made of them in the processor's cache.
_CHUNK: Final = 1 << 16


def chunks(image: Image) -> Iterator[slice]:
    """Cut an image into slices of whole rows."""
    step = max(1, _CHUNK // image.width)
    return (slice(top, top + step) for top in range(0, image.height, step))


def codes(pixels: Bytes) -> NDArray[np.uint32]:
    """Return each pixel (h, w, 3) as one number (h, w), its bytes in memory red, green, blue, 0."""
    wide = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    found: NDArray[np.uint32] = wide.view("<u4")[:, :, 0] & np.uint32(ALL_COLORS - 1)
    return found
