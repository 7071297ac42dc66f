"""diffuse(): Floyd-Steinberg dithering, all pixels of a slanted line at once."""

from typing import Final

import numpy as np

from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes, Cube

__all__ = ["diffuse"]

# Floyd and Steinberg, "An adaptive algorithm for spatial grey scale" (1976): what a pixel takes of the error
# of its neighbours to the left, above to the right, above, and above to the left.
_WEIGHTS: Final = (7 / 16, 3 / 16, 5 / 16, 1 / 16)


def diffuse(image: Image, swatches: Bytes, strength: float) -> Bytes:
    """Return an index (height, width) for each pixel; `strength` of its error, 0 to 1, is carried on.

    A pixel needs those to its left and above, up to one further right. So all that have the same x + 2 y need
    only such as have less: they are one step, and in rows of w pixels they lie w - 2 apart.
    """
    width, height = image.width, image.height
    cube, colors = Cube(swatches), np.ascontiguousarray(swatches.T, np.float32)
    pixels = image.pixels.reshape(-1, 3)
    # Under full transparency there is no colour to be off.
    exists = None if image.alpha is None else image.alpha.reshape(-1) > 0
    left, above_right, above, above_left = (np.float32(strength * weight) for weight in _WEIGHTS)
    indices = np.empty(width * height, np.uint8)
    # The errors of the last three steps by row, the first of which is above the image.
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
        # The row above these is at its end: nothing comes from beyond.
        last[:, top] = 0
    return indices.reshape(height, width)
