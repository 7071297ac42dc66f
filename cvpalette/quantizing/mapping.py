"""Map pixels to the swatches nearest to them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image

__all__ = ["ALL_COLORS", "Bytes", "chunks", "codes", "find_flat", "find_nearest", "map_pixels"]

Bytes: TypeAlias = NDArray[np.uint8]

# The number of colors with 8 bits per channel. A table with one byte for each has 16 MB.
ALL_COLORS: Final = 1 << 24
# Pixels in a slice of rows. With so few, the intermediate arrays stay in the processor's cache.
_CHUNK: Final = 1 << 16


def chunks(image: Image) -> Iterator[slice]:
    """Cut an image into slices of whole rows."""
    step = max(1, _CHUNK // image.width)
    return (slice(top, top + step) for top in range(0, image.height, step))


def codes(pixels: Bytes) -> NDArray[np.uint32]:
    """Return each pixel (h, w, 3) as one number (h, w): red in the lowest byte, then green, then blue."""
    wide = cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)
    found: NDArray[np.uint32] = wide.view("<u4")[:, :, 0] & np.uint32(ALL_COLORS - 1)
    return found


Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

_BLOCK_BITS: Final = 4


def find_nearest(
    codes: Indices, swatches: Floats, space: str, *, block_bits: int = _BLOCK_BITS
) -> NDArray[np.uint8]:
    """Return the index (n,) of the swatch nearest in `space` to each color.

    `codes` (n,) are colors as numbers, red in the lowest byte. `swatches` (k, 3) are coordinates of the
    space. The colors are compared in blocks of sRGB that are 2**`block_bits` levels wide. Wider blocks are
    fewer, but in each of them more swatches can be the nearest.
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
    """Return for each block which swatches (b, k) can be the nearest to a color in it.

    The box around the block's colors decides. A swatch cannot be the nearest if its least distance to the box
    is more than the greatest distance of another swatch.
    """
    low = np.minimum.reduceat(points, starts)[:, None]
    high = np.maximum.reduceat(points, starts)[:, None]
    least = (np.maximum(np.maximum(low - swatches, swatches - high), 0) ** 2).sum(axis=2)
    greatest = (np.maximum(swatches - low, high - swatches) ** 2).sum(axis=2)
    # A little slack, because the scores are rounded differently.
    return np.asarray(least <= greatest.min(axis=1, keepdims=True) * (1 + 1e-9))


_FEW: Final = 3 << 20
# Colors are compared in parts, at most a million in each: all whose blue is in the same row of blocks.
_SLABS: Final = np.arange(1, 1 << 8 - _BLOCK_BITS) << 16 + _BLOCK_BITS


def map_pixels(image: Image, swatches: Bytes, space: str) -> Bytes:
    """Return each pixel's swatch index (height, width): the sRGB swatch (k, 3) nearest to it in `space`.

    The result is exact: each color of the image is compared once with every swatch that can be the nearest.
    """
    indices = np.empty((image.height, image.width), np.uint8)
    rows = list(chunks(image))
    with ThreadPoolExecutor(2) as threads:
        if image.pixels.size < _FEW:
            # It is faster to sort few pixels than to search the whole table. Most of it stays untouched.
            present = np.unique(codes(image.pixels)).astype(np.intp)
            table = np.empty(ALL_COLORS, np.uint8)
        else:
            table = np.zeros(ALL_COLORS, np.uint8)
            # Threads may mark one color at the same time: both write the same 1.
            list(threads.map(lambda some: _mark(table, image.pixels[some]), rows))
            present = np.flatnonzero(table)
        places = to_space(swatches, space)
        for part in np.split(present, np.searchsorted(present, _SLABS)):
            table[part] = find_nearest(part, places, space) if len(part) else 0
        list(threads.map(lambda some: _look_up(table, image.pixels[some], indices[some]), rows))
    return indices


def _mark(table: Bytes, pixels: Bytes) -> None:
    table[codes(pixels)] = 1


def _look_up(table: Bytes, pixels: Bytes, indices: NDArray[np.uint8]) -> None:
    np.take(table, codes(pixels), out=indices, mode="clip")


# A first look takes only one row and one column in this many, if there are more pixels than that.
_GLANCE: Final = 16
_GLANCED: Final = 1 << 18
# With a smaller part of pixels in swatches' own colors, an image has no flat areas to speak of.
_FLAT_PART: Final = 1 / 64
_FLAT_KERNEL: Final = np.ones((3, 3), np.uint8)


def find_flat(image: Image, swatches: Bytes) -> tuple[NDArray[np.bool_], Bytes] | None:
    """Return which pixels (h, w) are flat, and the index (h, w) of the swatch that each of them is exactly.

    Flat pixels lie in an area of at least 3 x 3 pixels whose colors are swatches (k, 3) exactly. Single
    pixels that are swatches by chance, as in a photo, are not flat. Returns None if a first look finds few.
    """
    step = _GLANCE if image.width * image.height > _GLANCED else 1
    own = codes(swatches[np.newaxis])[0]
    if np.isin(codes(image.pixels[::step, ::step]), own).mean() < _FLAT_PART:
        return None
    # Swatches count from 1 here. Untouched parts of the table take no memory.
    table = np.zeros(ALL_COLORS, np.uint16)
    table[own[::-1]] = np.arange(len(own), 0, -1)
    exact = np.empty((image.height, image.width), np.uint8)
    indices = np.empty_like(exact)

    def look_up(some: slice) -> None:
        found = table.take(codes(image.pixels[some]))
        exact[some] = found > 0
        indices[some] = found - 1

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(look_up, chunks(image)))
    return cv2.morphologyEx(exact, cv2.MORPH_OPEN, _FLAT_KERNEL).astype(np.bool_), indices
