"""Tell whether colors are shades of one ink, so that only their brightness counts."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.quantizing.mapping import Bytes

__all__ = ["are_shades"]

# The lightest shade of a one-color screen differs from black by up to 0.34 times as much in color as in
# lightness, a pure red by 0.4 times.
_MOST_COLOR: Final = 0.35
# How far a shade may be from the straight line between the darkest and the lightest, as a part of its length.
# The greens of the Game Boy are 0.06 away, and shades of sepia up to 0.08. The red of e-paper is 0.19 away.
_MOST_AWAY: Final = 0.085
# Degrees between the hues. The greens of the Game Boy Pocket are 27 apart.
_MOST_HUE: Final = 40.0
# A color that has less chroma than this, or than this part of the strongest, has no hue that counts.
_LEAST_CHROMA: Final = 2.0
_LEAST_OF_STRONGEST: Final = 0.25


def are_shades(swatches: Bytes) -> bool:
    """Tell whether colors (k, 3), levels of sRGB, are shades, such as grays, sepia or those of one ink.

    In Oklab, each of them differs from the next darker one mostly in lightness, all are near to one line, and
    they have one hue. One color alone is a shade, too.
    """
    if (swatches == swatches[:, :1]).all():
        return True
    points = to_space(np.unique(swatches, axis=0), "oklab")
    points = points[np.argsort(points[:, 0])]
    steps = np.diff(points, axis=0)
    if (np.hypot(steps[:, 1], steps[:, 2]) > _MOST_COLOR * steps[:, 0]).any():
        return False
    from_first, along = points - points[0], points[-1] - points[0]
    length = max(1e-6, float(np.sqrt(along @ along)))
    away = from_first - np.outer(from_first @ along / length**2, along)
    is_straight = float(np.sqrt((away**2).sum(axis=1)).max()) <= _MOST_AWAY * length
    return is_straight and _hue_spread(points[:, 1], points[:, 2]) <= _MOST_HUE


def _hue_spread(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the degrees between the outermost hues of those colors (k,) of Oklab that have one."""
    chroma = np.hypot(a, b)
    has_hue = chroma > max(_LEAST_CHROMA, _LEAST_OF_STRONGEST * float(chroma.max()))
    hues = np.sort(np.degrees(np.arctan2(b[has_hue], a[has_hue])))
    if len(hues) < 2:
        return 0.0
    # All but the widest gap between neighbors on the circle.
    return 360 - float(np.diff(hues, append=hues[0] + 360).max())
