"""find_backdrop(): the color of a palette that lies behind what a picture shows."""

from typing import Final

import numpy as np

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image

__all__ = ["find_backdrop"]

# What touches the edges of a picture is seldom what it shows. The edge is this part of each side, and the
# backdrop has this part of its pixels.
_EDGE: Final = 1 / 14
_MOST: Final = 0.5
# So many rows and columns are looked at, evenly spread.
_LINES: Final = 96


def find_backdrop(image: Image, palette: Palette) -> Color | None:
    """Return the color that over half of the pixels at the edges of an image are nearest to (CIELAB).

    None means that there is no such color. A pixel of any transparency counts the same.
    """
    rows, columns = (_spread(size) for size in (image.height, image.width))
    pixels = image.pixels[np.ix_(rows, columns)]
    deep, wide = (max(1, round(_EDGE * len(lines))) for lines in (rows, columns))
    inside = np.zeros(pixels.shape[:2], bool)
    inside[deep:-deep, wide:-wide] = True
    colors, counts = np.unique(pixels[~inside], axis=0, return_counts=True)
    swatches = to_space(np.array([color.rgb for color in palette.colors], np.uint8), "lab")
    distances = ((to_space(colors, "lab")[:, np.newaxis] - swatches) ** 2).sum(axis=2)
    weights = np.bincount(distances.argmin(axis=1), counts, minlength=len(palette))
    most = int(weights.argmax())
    return palette[most].color if weights[most] > _MOST * counts.sum() else None


def _spread(size: int) -> list[int]:
    """Return the middles of equal parts of a side, at most one for each pixel."""
    count = min(size, _LINES)
    return [(2 * part + 1) * size // (2 * count) for part in range(count)]
