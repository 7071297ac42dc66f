"""The colours of a histogram, few enough to draw, as points in CIELAB."""

from typing import Any, Final

import numpy as np

from cvpalette.color.arrays import to_space
from cvpalette.extraction import Extraction

__all__ = ["list_points", "place"]

_MOST_POINTS: Final = 600
_COARSEST_BITS: Final = 3


def list_points(extraction: Extraction) -> list[list[Any]]:
    """Return for some hundred groups of an image's colours: L, a, b, hex, share, and their nearest swatch."""
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
    """Return where sRGB colours (n, 3) are in CIELAB, to a tenth."""
    found: list[list[float]] = to_space(colors, "lab").round(1).tolist()
    return found
