"""ColorHistogram: how often each colour occurs, in one image or in many; histograms add."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cvpalette.cells import cell_numbers
from cvpalette.counting import FEW, count_pixels
from cvpalette.image import Image

__all__ = ["ColorHistogram"]

_EXACT = 8
_FINEST_CELLS = 7
# Up to here a table of all cells is smaller, and faster, than sorting those that occur.
_TABLE = 6


@dataclass(frozen=True, eq=False)
class ColorHistogram:
    """Colours (n, 3), sRGB in 0..255, and how many pixels each stands for: counts (n,), all > 0.

    With 8 bits the colours are exact; with fewer, a row is the mean colour of a cell that is
    2**(8 - bits) wide in each channel. The rows are sorted by cell, so that the order of the pixels
    leaves no trace.
    """

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int = _EXACT

    def __post_init__(self) -> None:
        """Close the arrays for writing."""
        self.colors.flags.writeable = False
        self.counts.flags.writeable = False

    @classmethod
    def of_image(cls, image: Image, *, bits: int = 6) -> ColorHistogram:
        """Count an image's pixels, each by its alpha / 255; those of alpha 0 do not exist.

        An image of at most 1,024 colours is counted exactly; beyond, colours fall into cells of
        4 to 7 bits a channel. Of more than a megapixel a fixed, evenly spread sample is counted.
        """
        if image.alpha is not None and not image.alpha.any():
            return cls(np.empty((0, 3), dtype=np.float32), np.empty(0))
        return cls(*count_pixels(image.pixels, image.alpha, bits))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.counts)

    @property
    def total(self) -> float:
        """The number of pixels counted, each by its alpha."""
        return float(self.counts.sum())

    def coarsen(self, bits: int) -> ColorHistogram:
        """Return the same pixels in cells of at most so many bits a channel."""
        return self if bits >= self.bits else _merge(self.colors, self.counts, bits)

    def __add__(self, other: ColorHistogram) -> ColorHistogram:
        """Return the histogram of both: exact while both are and the colours stay few."""
        bits = min(self.bits, other.bits)
        colors = np.concatenate([self.colors, other.colors])
        both = _merge(colors, np.concatenate([self.counts, other.counts]), bits)
        return both.coarsen(_FINEST_CELLS) if bits == _EXACT and len(both) > FEW else both


def _merge(colors: NDArray[np.float32], counts: NDArray[np.float64], bits: int) -> ColorHistogram:
    """Join the rows of each cell into one: their mean colour, weighted by their counts."""
    numbers = cell_numbers(colors, bits)
    size = 1 << 3 * bits
    if bits > _TABLE:
        found, numbers = np.unique(numbers, return_inverse=True)
        size = len(found)
    totals = np.bincount(numbers, counts, size).astype(np.float64)
    sums = [np.bincount(numbers, counts * channel, size) for channel in colors.T]
    rows = np.flatnonzero(totals)
    means = np.stack([channel[rows] for channel in sums], axis=1) / totals[rows, np.newaxis]
    return ColorHistogram(means.astype(np.float32), totals[rows], bits)
