"""Matching: how far two palettes are from each other, swatch by swatch."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from cvpalette import ciede2000
from cvpalette.color.spaces import to_space

try:
    from scipy.optimize import linear_sum_assignment
except ModuleNotFoundError:
    raise SystemExit("the best match of two palettes takes SciPy: pip install scipy") from None

Swatches: TypeAlias = Sequence[Sequence[int]]

#: The distance of black and white, for a swatch that the other palette has no partner for.
ALONE: Final = 100.0


def match_palettes(first: Swatches, second: Swatches) -> list[float]:
    """Return the CIEDE2000 of each pair of swatches, sRGB of 0 to 255, in the match of the least total."""
    one, other = (to_space(swatches, "lab") for swatches in (first, second))
    distances = ciede2000(one[:, None], other[None])
    rows, columns = linear_sum_assignment(distances)
    alone = abs(len(first) - len(second))
    return [float(distance) for distance in distances[rows, columns]] + [ALONE] * alone


def mean_and_most(moved: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the largest distance."""
    return float(np.mean(moved)), max(moved)
