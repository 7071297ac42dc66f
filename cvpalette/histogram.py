"""ColorHistogram: counts colours; histograms add."""

from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.image import Image

__all__ = ["ColorHistogram"]

Floats: TypeAlias = NDArray[np.float64]

# A cell is a cube of sRGB, 4 levels wide: 64 x 64 x 64 of them.
_CELL_BITS: Final = 6
# Up to so many distinct colours stay as they are. A cell holds at most 64 of them, so more than this
# many fill at least 256 cells: as many rows as the largest palette has swatches.
_EXACT_LIMIT: Final = 16_384
# Pixels taken at a time: what is made of them on the way stays under some 30 MB.
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, eq=False)
class ColorHistogram:
    """The colours of an image, and how many pixels each stands for; two add to that of both images.

    `colors` is (n, 3) float32, sRGB 0 to 255, in a canonical order; `counts` is (n,) float64, above 0.
    While there are few, these are the exact colours; past that each is the mean of a cell's pixels.
    """

    colors: NDArray[np.float32]
    counts: Floats

    @classmethod
    def of_image(cls, image: Image) -> Self:
        """Count an image's pixels, each by its alpha; those of alpha 0 do not exist."""
        exact = _count_codes(image)
        if exact is not None:
            return cls(*exact)
        return cls(*_count_cells(image))

    @property
    def total(self) -> float:
        """How many pixels are counted; one of alpha 128 is half a pixel."""
        return float(self.counts.sum())

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.counts)

    def __add__(self, other: Self) -> Self:
        """Return the histogram of both images."""
        colors = np.concatenate([self.colors, other.colors])
        counts = np.concatenate([self.counts, other.counts])
        rows, which = np.unique(colors, axis=0, return_inverse=True)
        if len(rows) <= _EXACT_LIMIT:
            return type(self)(rows, np.bincount(which.ravel(), counts))
        return type(self)(*_means(_cells(colors), colors, counts))


def _chunks(image: Image) -> Any:
    """Go through an image's pixels (n, 3) uint8 and their weights (n,) or None, a part at a time."""
    pixels = image.pixels.reshape(-1, 3)
    weights = None if image.alpha is None else image.alpha.reshape(-1)
    for start in range(0, len(pixels), _CHUNK):
        part = slice(start, start + _CHUNK)
        yield pixels[part], None if weights is None else weights[part]


def _count_codes(image: Image) -> tuple[NDArray[np.float32], Floats] | None:
    """Count the exact colours, or give up (None) once they are too many."""
    codes = np.empty(0, np.uint32)
    counts = np.empty(0)
    for pixels, alpha in _chunks(image):
        wide = pixels.astype(np.uint32)
        part = wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
        weights = None
        if alpha is not None:
            part, weights = part[alpha > 0], alpha[alpha > 0] / 255
        if len(np.unique(part[:: max(1, len(part) // (2 * _EXACT_LIMIT))])) > _EXACT_LIMIT:
            return None
        found, which = np.unique(part, return_inverse=True)
        codes = np.concatenate([codes, found])
        counts = np.concatenate([counts, np.bincount(which, weights, minlength=len(found))])
        codes, which = np.unique(codes, return_inverse=True)
        counts = np.bincount(which, counts, minlength=len(codes))
        if len(codes) > _EXACT_LIMIT:
            return None
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return colors.astype(np.float32), counts


def _count_cells(image: Image) -> tuple[NDArray[np.float32], Floats]:
    """Count by cell, and keep each cell's mean; sums in float64, since float32 goes wrong by megapixels."""
    size = 1 << 3 * _CELL_BITS
    counts = np.zeros(size)
    sums = np.zeros((3, size))
    for pixels, alpha in _chunks(image):
        cells = _cells(pixels)
        weights = None if alpha is None else alpha / 255
        counts += np.bincount(cells, weights, minlength=size)
        for channel in range(3):
            values = pixels[:, channel].astype(np.float64)
            sums[channel] += np.bincount(
                cells, values if weights is None else values * weights, minlength=size
            )
    filled = counts > 0
    return (sums[:, filled] / counts[filled]).T.astype(np.float32), counts[filled]


def _cells(colors: NDArray[Any]) -> NDArray[np.intp]:
    """Return the number of the cell that each colour (n, 3) falls in."""
    red, green, blue = (colors.T.astype(np.intp)) >> (8 - _CELL_BITS)
    return red << 2 * _CELL_BITS | green << _CELL_BITS | blue


def _means(
    cells: NDArray[np.intp], colors: NDArray[np.float32], counts: Floats
) -> tuple[NDArray[np.float32], Floats]:
    _, which = np.unique(cells, return_inverse=True)
    totals = np.bincount(which, counts)
    sums = np.stack([np.bincount(which, counts * channel) for channel in colors.T], axis=1)
    return (sums / totals[:, None]).astype(np.float32), totals
