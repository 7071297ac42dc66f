"""Measure the error of a palette: how far the colors of a histogram are from their swatches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.difference import ciede2000
from cvpalette.color.palette import Palette, take_palette
from cvpalette.color.spaces import to_space
from cvpalette.engine.cells import shares_of
from cvpalette.engine.histogram import ColorHistogram, take_histogram
from cvpalette.engine.partition import Points
from cvpalette.result import PaletteError
from cvpalette.settings.settings import Space

if TYPE_CHECKING:
    from cvpalette.color.color import Color
    from cvpalette.extraction import Extraction
    from cvpalette.result import Result

__all__ = ["assign_shares", "measure_error", "weighted_percentile"]

Floats: TypeAlias = NDArray[np.float64]

# Colors compared at once: the intermediate arrays stay in the cache.
_BLOCK = 8192


def measure_error(
    histogram: ColorHistogram | Extraction,
    palette: Palette | Result | Extraction | Sequence[Color | str],
    *,
    space: Space = "lab",
) -> PaletteError:
    """Return how far the colors of a histogram are from a palette.

    Each color is compared with the swatch nearest to it in `space`, and weighs as much as it has pixels. Of
    what `extract` returned, the histogram or the palette is taken. The palette may also be a list of colors.
    Raises SettingsError for anything else, and for an empty histogram.

    In a histogram of cells, each cell counts as its mean color, so the error is a little low: see
    PaletteError. The wider the cells, the lower it is. To compare palettes, take one histogram for all of
    them, and `bits=7` for those of many colors.

    Example:
        >>> image = cvpalette.load_image("photo.jpg")
        >>> histogram = cvpalette.ColorHistogram.of_image(image, bits=7)
        >>> for count in (2, 8, 32):
        ...     palette = cvpalette.cluster(histogram, count)
        ...     print(count, round(cvpalette.measure_error(histogram, palette).delta_e_mean, 1))
        2 12.1
        8 5.0
        32 2.5
    """
    histogram, palette = take_histogram("measure_error()", histogram), take_palette(palette)
    swatches = np.array([color.rgb for color in palette.colors], np.float64)
    lab = to_space(histogram.colors, "lab")
    coordinates = lab if space == "lab" else to_space(histogram.colors, space)
    nearest = _nearest(coordinates, histogram.counts, to_space(swatches, space))
    # Single precision takes half the time.
    lab, swatch_lab = lab.astype(np.float32), to_space(swatches, "lab").astype(np.float32)
    differences, squares = np.empty(len(lab), np.float32), np.empty(len(lab))
    for start in range(0, len(lab), _BLOCK):
        block = slice(start, start + _BLOCK)
        # take() is faster than an index.
        differences[block] = ciede2000(lab[block], swatch_lab.take(nearest[block], axis=0))
        gaps = histogram.colors[block] - swatches.take(nearest[block], axis=0)
        np.einsum("ij,ij->i", gaps, gaps, out=squares[block])
    return PaletteError(
        delta_e_mean=float(np.average(differences, weights=histogram.counts)),
        delta_e_p95=weighted_percentile(differences, histogram.counts, 95),
        mse=float(np.average(squares, weights=histogram.counts)),
    )


def assign_shares(histogram: ColorHistogram, palette: Palette, space: Space = "lab") -> Palette:
    """Return the palette with shares: each swatch gets the share of the pixels nearest to it in `space`."""
    swatches = to_space(np.array([color.rgb for color in palette.colors], np.float64), space)
    nearest = _nearest(to_space(histogram.colors, space), histogram.counts, swatches)
    pixels = np.bincount(nearest, weights=histogram.counts, minlength=len(palette)).astype(np.float64)
    shares = shares_of(pixels, histogram.total)
    shared = (replace(swatch, share=share) for swatch, share in zip(palette, shares.tolist(), strict=True))
    return replace(palette, swatches=tuple(shared), has_shares=True)


def _nearest(coordinates: Floats, counts: Floats, swatches: Floats) -> NDArray[np.intp]:
    """Return the index (n,) of the swatch nearest to each color; if several are as near, the first."""
    points = Points.of(coordinates, counts)
    return points.nearest(swatches - points.origin)


def weighted_percentile(values: NDArray[Any], weights: Floats, percent: float) -> float:
    """Return the smallest value such that at least `percent` of the weight is at or below it."""
    # Equal values may come in any order: the result is the same.
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    # Because of rounding, it can happen that no sum reaches the wanted weight. Then take the last value.
    at = min(int(np.searchsorted(reached, reached[-1] * percent / 100)), len(values) - 1)
    return float(values[order[at]])
