"""map_pixels(): every pixel to its nearest swatch, by a table of all colours."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import to_space
from cvpalette.decoding.image import Image
from cvpalette.quantizing.codes import ALL_COLORS, Bytes, chunks, codes
from cvpalette.quantizing.nearest import find_nearest

__all__ = ["map_pixels"]

_FEW: Final = 3 << 20


def map_pixels(image: Image, swatches: Bytes, space: str) -> Bytes:
    """Return for each pixel (height, width) the index of the swatch (k, 3) of sRGB nearest to it in `space`.

    Exact: each colour of the image is compared once with every swatch that can be the nearest.
    """
    indices = np.empty((image.height, image.width), np.uint8)
    rows = list(chunks(image))
    with ThreadPoolExecutor(2) as threads:
        if image.pixels.size < _FEW:
            # Sorting few pixels is faster than a walk through the table, which stays mostly untouched.
            present = np.unique(codes(image.pixels)).astype(np.intp)
            table = np.empty(ALL_COLORS, np.uint8)
        else:
            table = np.zeros(ALL_COLORS, np.uint8)
            # Threads may mark one colour at the same time: they write the same 1.
            list(threads.map(lambda some: _mark(table, image.pixels[some]), rows))
            present = np.flatnonzero(table)
        table[present] = find_nearest(present, to_space(swatches, space), space)
        list(threads.map(lambda some: _look_up(table, image.pixels[some], indices[some]), rows))
    return indices


def _mark(table: Bytes, pixels: Bytes) -> None:
    table[codes(pixels)] = 1


def _look_up(table: Bytes, pixels: Bytes, indices: NDArray[np.uint8]) -> None:
    np.take(table, codes(pixels), out=indices, mode="clip")
