"""Accents: small colours so far from all others that no average should swallow them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cvpalette.colorspace import to_space
from cvpalette.histogram import ColorHistogram

__all__ = ["split_accents"]

# Distances in CIELAB (CIE76): an accent is what lies within _NEAR, and next to nothing lies between
# that and _FAR; what does are the blurred pixels at its edge.
_NEAR = 20.0
_FAR = 40.0
_BLUR = 0.25
# The shares of the pixels that an accent may have: less is noise, more needs no help.
_LEAST = 0.0005
_MOST = 0.05
_CELLS = 4


def split_accents(histogram: ColorHistogram, most: int) -> tuple[NDArray[np.uint8] | None, ColorHistogram]:
    """Return the accents (n, 3), the most common first, and the histogram without them."""
    found: list[NDArray[np.uint8]] = []
    rest = histogram
    while len(found) < most:
        place = _strongest(rest.coarsen(_CELLS), histogram.total)
        if place is None:
            break
        coordinates = to_space(rest.colors, "lab")
        near = np.linalg.norm(coordinates - place, axis=1) <= _NEAR
        color = np.average(rest.colors[near], axis=0, weights=rest.counts[near])
        found.append(np.rint(color).astype(np.uint8))
        rest = ColorHistogram(rest.colors[~near], rest.counts[~near], rest.bits)
    return (np.stack(found) if found else None), rest


def _strongest(cells: ColorHistogram, total: float) -> NDArray[np.float64] | None:
    """Return the place in CIELAB of the accent with the largest share, if there is one."""
    places = to_space(cells.colors, "lab")
    shares = cells.counts / total
    best: tuple[float, int] | None = None
    for row in np.flatnonzero(shares >= _LEAST / 8).tolist():
        gaps = np.linalg.norm(places - places[row], axis=1)
        near, around = float(shares[gaps <= _NEAR].sum()), float(shares[gaps <= _FAR].sum())
        alone = around - near <= _BLUR * near and _LEAST <= near <= _MOST
        if alone and (best is None or near > best[0]):
            best = near, row
    return None if best is None else np.asarray(places[best[1]])
