"""Find accents: colors of few pixels, far from all other colors, that an average would swallow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.engine.histogram import ColorHistogram

__all__ = ["Accent", "find_accents"]

# Distances in CIELAB (CIE76). An accent is all colors within _NEAR of its center. Few pixels may lie between
# _NEAR and _FAR: only the blurred ones at its edge, at most _BLUR times the pixels of the accent.
_NEAR = 20.0
_FAR = 40.0
_BLUR = 0.25
# Colors with a smaller share of the pixels are noise: the distance to them does not count.
_NOISE = 0.0001
# The least and the greatest share of an accent. Less is noise, more needs no help.
_LEAST = 0.0005
_MOST = 0.05
_CELLS = 4
# The search stops at this many accents: a palette has no room for more.
_MANY = 16


@dataclass(frozen=True, eq=False)
class Accent:
    """An accent: its mean color (3,), its histogram rows (n,), its distance to the nearest other color."""

    color: NDArray[np.uint8]
    rows: NDArray[np.bool_]
    distance: float

    def is_in(self, swatches: NDArray[np.uint8]) -> bool:
        """Tell whether one of the swatches (k, 3) is near enough to show the accent."""
        gaps = to_space(swatches, "lab") - to_space(self.color[np.newaxis], "lab")
        return bool(np.linalg.norm(gaps, axis=1).min() <= _NEAR)


def find_accents(histogram: ColorHistogram) -> list[Accent]:
    """Return the accents; the one farthest from all other colors comes first."""
    found: list[Accent] = []
    coordinates = to_space(histogram.anchors, "lab")
    seen = histogram.counts >= _NOISE * histogram.total
    left = np.ones(len(histogram), dtype=bool)
    while len(found) < _MANY and left.any():
        place = _strongest(histogram.only(left).coarsen(_CELLS), histogram.total)
        if place is None:
            break
        gaps = np.linalg.norm(coordinates - place, axis=1)
        rows = left & (gaps <= _NEAR)
        color = np.average(histogram.colors[rows], axis=0, weights=histogram.counts[rows])
        distance = float(gaps[seen & ~rows].min(initial=np.inf))
        found.append(Accent(np.rint(color).astype(np.uint8), rows, distance))
        left &= ~rows
    return sorted(found, key=lambda accent: -accent.distance)


def _strongest(cells: ColorHistogram, total: float) -> NDArray[np.float64] | None:
    """Return the CIELAB coordinates (3,) of the accent with the largest share, or None without an accent."""
    places = to_space(cells.anchors, "lab")
    shares = cells.counts / total
    best: tuple[float, int] | None = None
    for row in np.flatnonzero(shares >= _LEAST / 8).tolist():
        gaps = np.linalg.norm(places - places[row], axis=1)
        near, around = float(shares[gaps <= _NEAR].sum()), float(shares[gaps <= _FAR].sum())
        alone = around - near <= _BLUR * near and _LEAST <= near <= _MOST
        if alone and (best is None or near > best[0]):
            best = near, row
    return None if best is None else np.asarray(places[best[1]])
