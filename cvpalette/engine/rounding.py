"""Round centers to swatches: the nearest colors with 8 bits per channel, all of them different."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import from_space, to_space
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Floats, Labels, Points

if TYPE_CHECKING:
    from cvpalette.engine.present import Color, PresentColors

__all__ = ["nearest_swatches", "polished", "shared_out", "snapped"]

Swatches = NDArray[np.uint8]
# More rows than there are swatches: some rows have the same nearest present color.
_SPARE = 16

# Smaller gains, in squared units of the space, are lost in the rounding of float32 distances.
_LEAST_GAIN = 1e-6
_CORNERS = np.array([[i >> 2, i >> 1 & 1, i & 1] for i in range(8)], dtype=np.float64)


def nearest_swatches(centers: Floats, space: str) -> Swatches:
    """Return the 8-bit color nearest to each center (k, 3) in `space`, out of the eight around it.

    It is not enough to round each channel, except in sRGB, where the channels are the axes.
    """
    colors = from_space(centers, space)
    if space == "rgb":
        return np.rint(colors).astype(np.uint8)
    around = np.clip(np.floor(colors)[:, np.newaxis] + _CORNERS, 0, 255)
    gaps = to_space(around.reshape(-1, 3), space).reshape(around.shape) - centers[:, np.newaxis]
    best = np.einsum("kcx,kcx->kc", gaps, gaps).argmin(axis=1)
    return np.asarray(around[np.arange(len(centers)), best], dtype=np.uint8)


def polished(points: Points, swatches: Swatches, space: str, rounds: int) -> Swatches:
    """Move swatches (k, 3) by one level in one channel if that lowers the error of the points in `space`.

    The best rounding of each swatch alone is not the best for all together. If a swatch is rounded away from
    its neighbor, the neighbor wins some of its points. Then the neighbor should be rounded toward these.
    """
    moved = swatches.astype(np.int16)
    # Steps are so small that the two nearest swatches of nearly every point stay the same.
    pairs = points.nearest_two(to_space(moved, space) - points.origin)
    for _ in range(rounds):
        gains, steps, neighbors = _best_steps(points, moved, space, *pairs)
        busy = np.zeros(len(moved), dtype=bool)
        for index in np.argsort(-gains, kind="stable").tolist():
            if gains[index] <= 0:
                break
            if not busy[index]:
                moved[index] += steps[index]
                busy |= neighbors[index]
        if not busy.any():
            break
    return moved.astype(np.uint8)


def _best_steps(
    points: Points, swatches: NDArray[np.int16], space: str, one: Labels, other: Labels
) -> tuple[Floats, NDArray[np.int16], NDArray[np.bool_]]:
    """Return each swatch's best step: gains (k,) and steps (k, 3); and which swatches are neighbors (k, k).

    `one` and `other` (n,) are the two nearest swatches of each point. A point goes to the nearer one.
    """
    k = len(swatches)
    centers = to_space(swatches, space) - points.origin
    to_one, to_other = points.offsets - centers[one], points.offsets - centers[other]
    first, second = np.einsum("ij,ij->i", to_one, to_one), np.einsum("ij,ij->i", to_other, to_other)
    is_other = second < first
    margin = np.abs(second - first)
    near, far = np.where(is_other, other, one), np.where(is_other, one, other)
    to_near = np.where(is_other[:, np.newaxis], to_other, to_one)
    to_far = np.where(is_other[:, np.newaxis], to_one, to_other)
    gains, best = np.zeros(k), np.zeros((k, 3), dtype=np.int16)
    for step in np.concatenate([np.eye(3, dtype=np.int16), -np.eye(3, dtype=np.int16)]):
        stepped = (swatches + step).clip(0, 255)
        moves = to_space(stepped, space) - points.origin - centers
        squares = np.einsum("ij,ij->i", moves, moves)
        own = squares[near] - 2 * np.einsum("ij,ij->i", to_near, moves[near])
        lost = points.weights * np.minimum(own, margin)
        others = squares[far] - 2 * np.einsum("ij,ij->i", to_far, moves[far])
        won = points.weights * np.minimum(margin + others, 0)
        gain = -np.bincount(near, lost, k) - np.bincount(far, won, k)
        better = gain > np.maximum(gains, _LEAST_GAIN)
        gains[better], best[better] = gain[better], (stepped - swatches)[better]
    borders = np.eye(k, dtype=bool)
    borders[near, far] = borders[far, near] = True
    return gains, best, borders


def shared_out(  # noqa: PLR0913 -- what is shared out, and what limits it
    swatches: Swatches,
    histogram: ColorHistogram,
    points: Points,
    space: str,
    *,
    present: PresentColors | None = None,
    fixed: Swatches | None = None,
) -> tuple[Swatches, Floats]:
    """Return the same number of swatches, all different and used, and the share of the points of each.

    The points of a swatch are those nearest to it. Repeated and unused swatches are replaced by the colors of
    the histogram with the largest errors. If the `present` colors are given, only these take their places.
    The `fixed` swatches (f, 3) stay, used or not.
    """
    stays = set() if fixed is None else set(_tuples(fixed))
    used, masses = _used(swatches, points, space, stays)
    barren: set[Color] = set()
    while len(used) < len(swatches):
        colors = np.rint(histogram.colors).astype(np.uint8)
        worst = colors[np.argsort(-_errors(used, points, space), kind="stable")]
        if present is not None:
            worst = snapped(worst[: _SPARE + 2 * len(swatches)], present, space, {*_tuples(used), *barren})
        extended = _extended(used, len(swatches), worst, barren)
        if len(extended) == len(used):
            break
        used, masses = _used(extended, points, space, stays)
        # A color that won nothing would be added again: its own row is nearer to another swatch.
        barren |= set(_tuples(extended)) - set(_tuples(used))
    return used, masses


def snapped(
    swatches: Swatches, present: PresentColors, space: str, taken: Collection[Color] = ()
) -> Swatches:
    """Return for each swatch (k, 3) the nearest present color, all different and none of those taken.

    The first swatch chooses first. There are fewer colors than swatches if not so many are left.
    """
    found: dict[Color, None] = {}
    for swatch in swatches:
        color = present.nearest(swatch.astype(np.float64), space, {*taken, *found})
        if color is None:
            break
        found[color] = None
    return np.array(list(found), dtype=np.uint8).reshape(-1, 3)


def _used(swatches: Swatches, points: Points, space: str, stays: set[Color]) -> tuple[Swatches, Floats]:
    """Return the different swatches that have points, or that stay, and their shares."""
    # np.unique would load numpy.ma, which takes 15 ms at every start of the command.
    chosen = np.array(sorted(set(_tuples(swatches))), dtype=np.uint8)
    labels = points.nearest(to_space(chosen, space) - points.origin)
    masses = np.bincount(labels, points.weights, len(chosen)).astype(np.float64)
    is_used = masses > 0
    if stays:
        is_used |= np.array([color in stays for color in _tuples(chosen)])
    return chosen[is_used], masses[is_used]


def _errors(swatches: Swatches, points: Points, space: str) -> Floats:
    """Return the error (n,) of each point: its squared distance from the nearest swatch, times its weight."""
    places = to_space(swatches, space) - points.origin
    gaps = points.offsets - places[points.nearest(places)]
    return np.asarray(points.weights * np.einsum("ij,ij->i", gaps, gaps))


def _extended(swatches: Swatches, k: int, colors: Swatches, barren: set[Color]) -> Swatches:
    """Add colors in their order until there are k swatches; skip present colors and barren ones."""
    taken = dict.fromkeys(_tuples(swatches))
    for color in _tuples(colors):
        if len(taken) >= k:
            break
        if color not in barren:
            taken.setdefault(color)
    return np.array(list(taken), dtype=np.uint8)


def _tuples(swatches: Swatches) -> list[Color]:
    return [(red, green, blue) for red, green, blue in swatches.tolist()]
