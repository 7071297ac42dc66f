"""find_nearest(): which swatch is the nearest to each of many colours, exactly."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.arrays import to_space

__all__ = ["find_nearest"]

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

_BLOCK_BITS: Final = 4


def find_nearest(
    codes: Indices, swatches: Floats, space: str, *, block_bits: int = _BLOCK_BITS
) -> NDArray[np.uint8]:
    """Return the index (n,) of the swatch nearest in `space` to each colour.

    `codes` (n,) are colours as numbers, red in the lowest byte; `swatches` (k, 3) coordinates of the space.
    They are compared by blocks of sRGB, so many bits of levels wide: wider ones are fewer, but in each more
    swatches can be the nearest.
    """
    rgb = np.stack([codes & 255, codes >> 8 & 255, codes >> 16], axis=1)
    points = to_space(rgb, space)
    blocks = rgb >> block_bits
    keys = blocks[:, 0] << 16 | blocks[:, 1] << 8 | blocks[:, 2]
    order = np.argsort(keys, kind="stable")
    points = points[order]
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    stops = np.append(starts[1:], len(order))
    labels = np.empty(len(order), np.uint8)
    candidates = _candidates(points, starts, swatches)
    for start, stop, mask in zip(starts, stops, candidates, strict=True):
        chosen = np.flatnonzero(mask)
        if len(chosen) > 1:
            some = swatches[chosen]
            scores = points[start:stop] @ some.T - (some**2).sum(axis=1) / 2
            labels[start:stop] = chosen[scores.argmax(axis=1)]
        else:
            labels[start:stop] = chosen[0]
    unsorted = np.empty_like(labels)
    unsorted[order] = labels
    return unsorted


def _candidates(points: Floats, starts: Indices, swatches: Floats) -> NDArray[np.bool_]:
    """Return for each block (b, k) which swatches can be the nearest to some color in it.

    A swatch cannot where its least distance to the box around the block's colors is more than another's
    greatest.
    """
    low = np.minimum.reduceat(points, starts)[:, None]
    high = np.maximum.reduceat(points, starts)[:, None]
    least = (np.maximum(np.maximum(low - swatches, swatches - high), 0) ** 2).sum(axis=2)
    greatest = (np.maximum(swatches - low, high - swatches) ** 2).sum(axis=2)
    # A little slack: the scores are rounded otherwise than these.
    return np.asarray(least <= greatest.min(axis=1, keepdims=True) * (1 + 1e-9))
