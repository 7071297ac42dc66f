"""quantize(): every pixel to its nearest swatch."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.colorspace import to_space
from cvpalette.image import Image
from cvpalette.palette import Palette

__all__ = ["quantize"]

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

# Every color that 8 bits can say; as a table of bytes, 16 MB.
_ALL_COLORS: Final = 1 << 24
# Rows of so many pixels at a time keep what is made of them in the processor's cache.
_CHUNK: Final = 1 << 16
_FEW: Final = 3 << 20
# Colors are compared by blocks of sRGB, this many levels wide.
_BLOCK_BITS: Final = 4


def quantize(image: Image, palette: Palette, *, space: str = "lab") -> Bytes:
    """Return for each pixel (height, width) the index of the swatch nearest to it in `space`.

    Exact: each colour of the image is compared once with every swatch that can be the nearest.
    """
    swatches = to_space(np.array([color.rgb for color in palette.colors]), space)
    indices = np.empty((image.height, image.width), np.uint8)
    chunks = list(_chunks(image))
    with ThreadPoolExecutor(2) as threads:
        if image.pixels.size < _FEW:
            # Sorting few pixels is faster than a walk through the table, which stays mostly untouched.
            present = np.unique(_codes(image.pixels)).astype(np.intp)
            table = np.empty(_ALL_COLORS, np.uint8)
        else:
            table = np.zeros(_ALL_COLORS, np.uint8)
            # Threads may mark one colour at the same time: they write the same 1.
            list(threads.map(lambda rows: _mark(table, image.pixels[rows]), chunks))
            present = np.flatnonzero(table)
        table[present] = _nearest(present, swatches, space)
        list(threads.map(lambda rows: _look_up(table, image.pixels[rows], indices[rows]), chunks))
    return indices


def _chunks(image: Image) -> Iterator[slice]:
    step = max(1, _CHUNK // image.width)
    return (slice(top, top + step) for top in range(0, image.height, step))


def _codes(pixels: Bytes) -> NDArray[np.uint32]:
    """Return each pixel as one number, its bytes in memory red, green, blue, 0."""
    wide = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    codes: NDArray[np.uint32] = wide.view("<u4")[:, :, 0] & np.uint32(_ALL_COLORS - 1)
    return codes


def _mark(table: Bytes, pixels: Bytes) -> None:
    table[_codes(pixels)] = 1


def _look_up(table: Bytes, pixels: Bytes, indices: Bytes) -> None:
    np.take(table, _codes(pixels), out=indices, mode="clip")


def _nearest(codes: Indices, swatches: Floats, space: str) -> Bytes:
    """Return the swatch nearest to each color, given as codes, ascending."""
    rgb = np.stack([codes & 255, codes >> 8 & 255, codes >> 16], axis=1)
    points = to_space(rgb, space)
    blocks = rgb >> _BLOCK_BITS
    keys = (blocks[:, 0] << 2 * (8 - _BLOCK_BITS)) | (blocks[:, 1] << (8 - _BLOCK_BITS)) | blocks[:, 2]
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
