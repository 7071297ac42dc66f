"""The colors of a histogram as points in CIELAB, few enough to draw."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.extraction import Extraction

__all__ = ["list_points", "place"]

_MOST_POINTS: Final = 600
_COARSEST_BITS: Final = 3


def list_points(extraction: Extraction, palettes: Sequence[Palette]) -> list[list[Any]]:
    """Return L, a, b, hex and share of up to 600 groups of an image's colors, and the nearest swatches.

    These are one for each of the palettes.
    """
    histogram, bits = extraction.histogram, extraction.histogram.bits
    while len(histogram) > _MOST_POINTS and bits > _COARSEST_BITS:
        bits -= 1
        histogram = extraction.histogram.coarsen(bits)
    space = extraction.settings.space
    places = to_space(histogram.colors, space)[:, np.newaxis]
    owners = []
    for palette in palettes:
        swatches = to_space([color.rgb for color in palette.colors], space)
        owners.append(((places - swatches) ** 2).sum(axis=2).argmin(axis=1).tolist())
    shares = histogram.counts / histogram.total
    return [
        [*lab, f"#{bytes(color).hex()}", round(float(share), 6), *nearest]
        for lab, color, share, *nearest in zip(
            place(histogram.colors), np.rint(histogram.colors).astype(np.uint8), shares, *owners, strict=True
        )
    ]


def place(colors: Any) -> list[list[float]]:
    """Return the CIELAB coordinates of sRGB colors (n, 3), rounded to a tenth."""
    found: list[list[float]] = to_space(colors, "lab").round(1).tolist()
    return found
