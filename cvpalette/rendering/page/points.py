"""The colors of a histogram as points in CIELAB, few enough to draw."""

from typing import Any, Final

import numpy as np

from cvpalette.color.spaces import to_space
from cvpalette.extraction import Extraction

__all__ = ["list_points", "place"]

_MOST_POINTS: Final = 600
_COARSEST_BITS: Final = 3


def list_points(extraction: Extraction) -> list[list[Any]]:
    """Return L, a, b, hex, share and nearest swatch of up to 600 groups of an image's colors."""
    histogram, bits = extraction.histogram, extraction.histogram.bits
    while len(histogram) > _MOST_POINTS and bits > _COARSEST_BITS:
        bits -= 1
        histogram = extraction.histogram.coarsen(bits)
    space = extraction.settings.space
    swatches = to_space([color.rgb for color in extraction.palette.colors], space)
    distances = to_space(histogram.colors, space)[:, np.newaxis] - swatches
    nearest = (distances**2).sum(axis=2).argmin(axis=1)
    shares = histogram.counts / histogram.total
    return [
        [*lab, f"#{bytes(color).hex()}", round(float(share), 6), int(swatch)]
        for lab, color, share, swatch in zip(
            place(histogram.colors), np.rint(histogram.colors).astype(np.uint8), shares, nearest, strict=True
        )
    ]


def place(colors: Any) -> list[list[float]]:
    """Return the CIELAB coordinates of sRGB colors (n, 3), rounded to a tenth."""
    found: list[list[float]] = to_space(colors, "lab").round(1).tolist()
    return found
