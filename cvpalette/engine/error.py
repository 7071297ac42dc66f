"""The error of a palette: how far the colors of a histogram are from their swatches."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import to_space
from cvpalette.color.difference import ciede2000
from cvpalette.color.palette import Palette
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Points

__all__ = ["PaletteError", "assign_shares", "measure_error", "weighted_percentile"]

Floats: TypeAlias = NDArray[np.float64]

# Colours compared at once: what is made of them on the way stays in the cache.
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class PaletteError:
    """How far pixels are from their nearest swatch: CIEDE2000, and sRGB distance squared (0..255)."""

    delta_e_mean: float
    delta_e_p95: float
    mse: float


def measure_error(histogram: ColorHistogram, palette: Palette, *, space: str = "lab") -> PaletteError:
    """Measure a palette on the colours it stands for, each against the swatch nearest to it in `space`."""
    swatches = np.array([color.rgb for color in palette.colors], np.float64)
    lab = to_space(histogram.colors, "lab")
    coordinates = lab if space == "lab" else to_space(histogram.colors, space)
    nearest = _nearest(coordinates, histogram.counts, to_space(swatches, space))
    # Single precision takes half the time.
    lab, swatch_lab = lab.astype(np.float32), to_space(swatches, "lab").astype(np.float32)
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(lab), _BLOCK)]
    differences = np.concatenate([ciede2000(lab[block], swatch_lab[nearest[block]]) for block in blocks])
    gaps = histogram.colors - swatches[nearest]
    squares = np.einsum("ij,ij->i", gaps, gaps)
    return PaletteError(
        delta_e_mean=float(np.average(differences, weights=histogram.counts)),
        delta_e_p95=weighted_percentile(differences, histogram.counts, 95),
        mse=float(np.average(squares, weights=histogram.counts)),
    )


def assign_shares(histogram: ColorHistogram, palette: Palette, space: str = "lab") -> Palette:
    """Return a palette with the shares of the pixels that are nearest to each of its swatches in `space`."""
    swatches = to_space(np.array([color.rgb for color in palette.colors], np.float64), space)
    nearest = _nearest(to_space(histogram.colors, space), histogram.counts, swatches)
    shares = np.bincount(nearest, weights=histogram.counts, minlength=len(palette)) / histogram.total
    shared = (replace(swatch, share=share) for swatch, share in zip(palette, shares.tolist(), strict=True))
    return replace(palette, swatches=tuple(shared), has_shares=True)


def _nearest(coordinates: Floats, counts: Floats, swatches: Floats) -> NDArray[np.intp]:
    """Return for each colour which swatch is nearest; the first of equals."""
    points = Points.of(coordinates, counts)
    return points.nearest(swatches - points.origin)


def weighted_percentile(values: Floats, weights: Floats, percent: float) -> float:
    """Return the least value that `percent` of the weight is at or below."""
    # Whatever comes first of equal values, the one that is reached is the same.
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    # The last sum may fall short of its own total by rounding.
    at = min(int(np.searchsorted(reached, reached[-1] * percent / 100)), len(values) - 1)
    return float(values[order[at]])
