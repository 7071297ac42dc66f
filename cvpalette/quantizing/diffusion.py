"""Dither by the method of Floyd and Steinberg, all pixels of a slanted line at once."""

from typing import Final

import numpy as np

from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes, Cube

__all__ = ["diffuse"]

# Floyd and Steinberg, "An adaptive algorithm for spatial gray scale" (1976). A pixel takes these parts of the
# errors of its neighbors: left, above right, above, and above left.
_WEIGHTS: Final = (7 / 16, 3 / 16, 5 / 16, 1 / 16)


def diffuse(image: Image, swatches: Bytes, strength: float) -> Bytes:
    """Return each pixel's swatch index (height, width); `strength`, 0 to 1, of its error is passed on.

    A pixel needs the errors of four others: left, above left, above, and above right. All these have a
    smaller x + 2 y. So one step computes all pixels with the same x + 2 y at once. With rows of w pixels,
    they lie w - 2 apart in memory.
    """
    width, height = image.width, image.height
    cube, colors = Cube(swatches), np.ascontiguousarray(swatches.T, np.float32)
    pixels = image.pixels.reshape(-1, 3)
    # A fully transparent pixel has no color, so it has no error.
    exists = None if image.alpha is None else image.alpha.reshape(-1) > 0
    left, above_right, above, above_left = (np.float32(strength * weight) for weight in _WEIGHTS)
    indices = np.empty(width * height, np.uint8)
    # The errors of the last three steps, by row. The first row lies above the image.
    last, second, third = np.zeros((3, 3, height + 1), np.float32)
    for step in range(width + 2 * (height - 1)):
        top, bottom = max(0, (step - width + 2) // 2), min(height, step // 2 + 1)
        here, up = slice(top + 1, bottom + 1), slice(top, bottom)
        start, count = top * width + step - 2 * top, bottom - top
        line = slice(start, start + (count - 1) * (width - 2) + 1, max(1, width - 2)) if count else slice(0)
        wanted = pixels[line].T.astype(np.float32, order="C")
        wanted += left * last[:, here]
        wanted += above_right * last[:, up]
        wanted += above * second[:, up]
        wanted += above_left * third[:, up]
        np.clip(wanted, 0, 255, out=wanted)
        found = cube.nearest(wanted)
        indices[line] = found
        wanted -= colors[:, found]
        if exists is not None:
            wanted *= exists[line]
        last, second, third = third, last, second
        last[:, here] = wanted
        # The row above these has ended: it passes no error on.
        last[:, top] = 0
    return indices.reshape(height, width)
