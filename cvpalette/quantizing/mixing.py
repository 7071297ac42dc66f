"""mix(): ordered dithering, each colour as a mixture of swatches that blue noise spreads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.quantizing.bluenoise import LEVELS, make_mask
from cvpalette.quantizing.codes import Bytes, chunks, codes
from cvpalette.quantizing.cube import Cube

__all__ = ["mix"]

Indices: TypeAlias = NDArray[np.intp]

# Swatches in a mixture, not all different.
_PARTS: Final = 16
# Colours are mixed by cells of two levels a channel.
_BITS: Final = 7
_CELLS: Final = 1 << 3 * _BITS
# ITU-R BT.601: good enough to say which of two swatches is the darker.
_LUMA: Final = np.array([0.299, 0.587, 0.114])


def mix(image: Image, swatches: Bytes, strength: float) -> Bytes:
    """Return an index (height, width) for each pixel; `strength`, 0 to 1, is how far a mixture may reach.

    What a pixel gets depends on its colour and place alone: an animation does not flicker. After Knoll, US
    patent 6606166 (expired): swatches are added to a mixture, each to make up for what the others are off.
    """
    rows = list(chunks(image))
    present = np.zeros(_CELLS, np.bool_)
    numbers = np.zeros(_CELLS, np.intp)
    mask = make_mask() * _PARTS // LEVELS
    indices = np.empty((image.height, image.width), np.uint8)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda some: _mark(present, image.pixels[some]), rows))
        cells = np.flatnonzero(present)
        numbers[cells] = np.arange(len(cells)) * _PARTS
        mixtures = _mix_cells(cells, swatches, strength).reshape(-1)

        def look_up(some: slice) -> None:
            places = numbers[_cells(image.pixels[some])]
            tops = np.arange(some.start, some.start + len(places)) % len(mask)
            places += np.resize(mask.T, (image.width, len(mask))).T[tops]
            np.take(mixtures, places, out=indices[some], mode="clip")

        list(threads.map(look_up, rows))
    return indices


def _mark(present: NDArray[np.bool_], pixels: Bytes) -> None:
    present[_cells(pixels)] = True


def _cells(pixels: Bytes) -> NDArray[np.uint32]:
    found = codes(pixels)
    return np.asarray((found >> 1 & 0x7F) | (found >> 2 & 0x3F80) | (found >> 3 & 0x1FC000))


def _mix_cells(cells: Indices, swatches: Bytes, strength: float) -> Bytes:
    """Return for each cell (n, parts) the swatches of its mixture, dark to light."""
    most = (1 << _BITS) - 1
    # The middle of a cell of two levels.
    wanted = np.stack([cells & most, cells >> _BITS & most, cells >> 2 * _BITS]) * np.float32(2) + 0.5
    darkest_first = np.argsort(swatches @ _LUMA, kind="stable")
    ordered = swatches[darkest_first]
    cube, colors = Cube(ordered), np.ascontiguousarray(ordered.T, np.float32)
    off = np.zeros_like(wanted)
    mixtures = np.empty((len(cells), _PARTS), np.uint8)
    for part in range(_PARTS):
        found = cube.nearest(np.clip(wanted + strength * off, 0, 255))
        mixtures[:, part] = found
        off += wanted - colors[:, found]
    mixtures.sort(axis=1)
    return darkest_first.astype(np.uint8)[mixtures]
