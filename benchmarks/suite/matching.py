"""Matching: how far two palettes are from each other, swatch by swatch."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
    alone = abs(len(first) - len(second))
    return pair_up(all_distances(first, second)) + [ALONE] * alone


def all_distances(first: Swatches, second: Swatches) -> NDArray[np.float64]:
    """Return the CIEDE2000 (n, m) between all swatches of both, sRGB of 0 to 255."""
    one, other = (to_space(swatches, "lab") for swatches in (first, second))
    return np.asarray(ciede2000(one[:, None], other[None]))


def pair_up(distances: NDArray[np.float64]) -> list[float]:
    """Return the distance of each pair in the match of the least total.

    What the longer side has more of is left out.
    """
    rows, columns = linear_sum_assignment(distances)
    return [float(distance) for distance in distances[rows, columns]]


def mean_and_most(moved: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the largest distance."""
    return float(np.mean(moved)), max(moved)
