"""Find where each swatch is in a picture: the largest area of its color, and the point deep inside it."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import run_starts

__all__ = ["Area", "Labels", "find_area", "label_pixels"]

Bytes: TypeAlias = NDArray[np.uint8]
#: The number of a swatch for each pixel: bytes for at most 255 swatches.
Labels: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]

_ALL_COLORS: Final = 1 << 24
# Pixels in a band of rows, and distances computed at once: they stay in the cache, and OpenBLAS computes so
# small a product in one thread.
_CHUNK: Final = 1 << 18
_DISTANCES: Final = 1 << 15
# The fast distances of cv2 (5 x 5) are off by up to 2 percent (Borgefors 1986). The point that is deepest by
# the exact ones has at least this part of the greatest fast one.
_NEARLY: Final = 0.9


class Area(NamedTuple):
    """An area: its deepest pixel, its bounding box, and how much of its color's weight it has, 0 to 1."""

    x: int
    y: int
    left: int
    top: int
    width: int
    height: int
    share: float


def label_pixels(
    pixels: Bytes, swatches: Bytes, space: str, *, wanted: Sequence[int] | None = None
) -> Labels:
    """Return for each pixel (h, w, 3) the index (h, w) of the sRGB swatch (k, 3) nearest to it in `space`.

    Of several that are as near, it is the first. Each color is compared once with each swatch. If only pixels
    of some swatches are wanted, given by their indices, most others get k as their label, which saves time.
    """
    height, width = pixels.shape[:2]
    step = max(1, _CHUNK // width)
    bands = [np.ascontiguousarray(pixels[top : top + step]) for top in range(0, height, step)]
    centers = to_space(swatches, space)
    open_cells = None if wanted is None else _open_cells(centers, wanted, space)
    chosen = [... if open_cells is None else open_cells[_cells(band)] for band in bands]
    numbers = [_distinct(_numbers(band)[some].reshape(-1)) for band, some in zip(bands, chosen, strict=True)]
    present = _distinct(np.concatenate(numbers))
    # Only the parts of the table that colors lie in are touched.
    table: Labels = np.empty(_ALL_COLORS, np.min_scalar_type(len(swatches)))
    table[present] = _nearest(present, centers, space)
    labels: Labels = np.full((height, width), len(swatches), table.dtype)
    for top, band, some in zip(range(0, height, step), bands, chosen, strict=True):
        labels[top : top + step][some] = table.take(_numbers(band)[some])
    return labels


def _cells(pixels: Bytes) -> NDArray[np.uint16]:
    """Return the cell (h, w) of each pixel (h, w, 3): 5 bits of red, 6 of green, and 5 of blue."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR565)).view(np.uint16)[:, :, 0]


def _open_cells(centers: NDArray[np.float64], wanted: Sequence[int], space: str) -> NDArray[np.bool_]:
    """Return for each of the cells of `_cells` whether a color in it may be nearest to a wanted center.

    The cells are as coarse in green as in the others. The colors of a cell that are farthest from its middle,
    in any space, are at its corners; that was checked for all colors.
    """
    low = np.stack(np.unravel_index(np.arange(1 << 15), (32, 32, 32)), axis=1) * 8.0
    middles = to_space(low + 3.5, space)
    reach = np.zeros(len(low))
    for corner in np.ndindex(2, 2, 2):
        gaps = to_space(low + 7 * np.array(corner), space) - middles
        np.maximum(reach, np.einsum("ij,ij->i", gaps, gaps), out=reach)
    least = _least_gaps(middles, centers[list(wanted)]) - 2 * np.sqrt(reach)
    # A little slack, because of rounding.
    is_open = least <= _least_gaps(middles, centers) + 1e-6
    return np.repeat(is_open.reshape(32, 32, 32), 2, axis=1).reshape(-1)


def _least_gaps(points: NDArray[np.float64], centers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance (n,) of each point (n, 3) from the nearest of the centers (k, 3)."""
    least = np.full(len(points), np.inf)
    for center in centers:
        np.minimum(least, ((points - center) ** 2).sum(axis=1), out=least)
    return np.asarray(np.sqrt(least))


def _numbers(pixels: Bytes) -> NDArray[np.uint32]:
    """Return each pixel (h, w, 3) as one number (h, w): red in the lowest byte, then green, then blue."""
    wide = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    found: NDArray[np.uint32] = wide.view("<u4")[:, :, 0] & np.uint32(_ALL_COLORS - 1)
    return found


def _distinct(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return each of the numbers (n,) once."""
    # It is five times as fast as np.unique.
    numbers = np.sort(numbers)
    return numbers[run_starts(numbers)]


def _nearest(numbers: NDArray[np.uint32], centers: NDArray[np.float64], space: str) -> NDArray[np.intp]:
    """Return the index (n,) of the center (k, 3) nearest in `space` to each color's number (n,)."""
    halves = (centers**2).sum(axis=1) / 2
    nearest = np.empty(len(numbers), np.intp)
    size = max(1, _DISTANCES // len(centers))
    for start in range(0, len(numbers), size):
        some = numbers[start : start + size]
        points = to_space(np.stack([some & 255, some >> 8 & 255, some >> 16], axis=1), space)
        nearest[start : start + size] = (points @ centers.T - halves).argmax(axis=1)
    return nearest


def find_area(own: Bytes, weights: Bytes | None = None, *, seen: Bytes | None = None) -> Area | None:
    """Return the largest area of a color, or None if no pixel has it.

    `own` (h, w) is not 0 where a pixel has the color and counts; weights (h, w) say how much it counts. An
    area is pixels that touch, also at corners. If `seen` (h, w) is given, areas have only pixels where it is
    not 0. The largest area has the most weight. Its deepest pixel is the farthest from the area's edge; the
    edge of the array is one too. Of equals, the first from the top, and then from the left, is chosen.
    """
    box = cv2.boundingRect(own)
    own = _cut(own, box)
    weights = None if weights is None else _cut(weights, box)
    parts = own if seen is None else cv2.bitwise_and(own, _cut(seen, box))
    if not own.size or not parts.any():
        return None
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(parts, connectivity=8, ltype=cv2.CV_32S)
    sums = np.array(boxes[:, cv2.CC_STAT_AREA], np.float64)
    if weights is not None:
        sums[:] = np.bincount(marks.reshape(-1), weights.reshape(-1), minlength=len(boxes))
    sums[0] = 0
    largest = np.flatnonzero(sums == sums.max())
    chosen = largest[0]
    if len(largest) > 1:
        chosen = marks.reshape(-1)[np.isin(marks, largest).argmax()]
    whole = cv2.countNonZero(own) if weights is None else int(weights[own > 0].sum(dtype=np.int64))
    left, top, width, height = boxes[chosen, :4].tolist()
    x, y = _deepest((_cut(marks, (left, top, width, height)) == chosen).view(np.uint8))
    left, top = left + box[0], top + box[1]
    return Area(left + x, top + y, left, top, width, height, float(sums[chosen] / whole))


def _cut(array: NDArray[Any], box: Sequence[int]) -> NDArray[Any]:
    left, top, width, height = box
    return np.ascontiguousarray(array[top : top + height, left : left + width])


def _deepest(area: Bytes) -> tuple[int, int]:
    """Return x and y of the pixel of an area (h, w) that is farthest from its edge."""
    area = np.pad(area, 1)
    # Exact distances take four times as long. So compute them only around the pixels that can be the deepest.
    depths = cv2.distanceTransform(area, cv2.DIST_L2, 5)
    least = _NEARLY * float(depths.max())
    left, top, width, height = cv2.boundingRect((depths >= least).view(np.uint8))
    margin = int(least / _NEARLY**2) + 2
    left, top = max(0, left - margin), max(0, top - margin)
    part = slice(top, top + height + 2 * margin), slice(left, left + width + 2 * margin)
    exact = cv2.distanceTransform(np.ascontiguousarray(area[part]), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    exact[depths[part] < least] = 0
    y, x = np.unravel_index(int(exact.argmax()), exact.shape)
    return int(x) + left - 1, int(y) + top - 1
