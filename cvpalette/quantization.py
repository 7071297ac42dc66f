"""quantize(): every pixel to its nearest swatch."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.clustering import nearest
from cvpalette.colorspace import to_space
from cvpalette.image import Image
from cvpalette.palette import Palette

__all__ = ["quantize"]

Bytes: TypeAlias = NDArray[np.uint8]

# Pixels are looked up by the cell of sRGB they fall in, 4 levels wide: within a cell one swatch serves.
_BITS: Final = 6
_ROWS: Final = 256


def quantize(image: Image, palette: Palette, *, space: str = "lab") -> Bytes:
    """Return for each pixel (height, width) the index of the swatch nearest to it in `space`."""
    swatches = np.array([color.rgb for color in palette.colors], np.float64)
    levels = (np.arange(1 << _BITS) << (8 - _BITS)) + (1 << (8 - _BITS)) / 2 - 0.5
    centers = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    table = nearest(to_space(centers, space), to_space(swatches, space)).astype(np.uint8)
    indices = np.empty((image.height, image.width), np.uint8)
    for top in range(0, image.height, _ROWS):
        rows = slice(top, top + _ROWS)
        red, green, blue = np.moveaxis(image.pixels[rows] >> (8 - _BITS), -1, 0).astype(np.uint32)
        indices[rows] = table[red << 2 * _BITS | green << _BITS | blue]
    return indices
