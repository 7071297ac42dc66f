"""count_colors(): every colour of an image with its weight, by sorting the pixels."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import SPREAD, gathered, run_starts
from cvpalette.engine.threads import map_in_two

__all__ = ["Colors", "count_colors"]

Pixels: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.uint32]

# Pixels sorted at once: their numbers stay in the cache.
_CHUNK = 1 << 19
_OPAQUE = 255
# Numbers of colours have 24 bits: float32, which cv2 adds up fastest, holds them exactly.
_TABLE = np.stack([SPREAD << 2, SPREAD << 1, SPREAD], axis=1).astype(np.float32)[np.newaxis]
_SUM = np.ones((1, 3), dtype=np.float32)


class Colors(NamedTuple):
    """Colours by their numbers in Z-order (n,), each once, and weights (n,): pixels times alpha, 0 to 255."""

    numbers: Numbers
    weights: NDArray[np.int64]

    @property
    def levels(self) -> Pixels:
        """The colours (n, 3)."""
        return gathered(self.numbers)

    def cells(self, bits: int) -> Numbers:
        """Return the number of the cell, of so many bits a channel, that each colour is in."""
        return self.numbers >> np.uint32(3 * (8 - bits))


def count_colors(colors: Pixels, alpha: Pixels | None) -> Colors:
    """Count pixels (n, 3), n > 0, with alpha (n,); what is transparent is not there."""
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(colors), _CHUNK)]

    def sort(chunk: slice) -> Colors:
        return _sort(colors[chunk], None if alpha is None else alpha[chunk])

    if len(chunks) == 1:
        return sort(chunks[0])
    parts = map_in_two(sort, chunks)
    # Number and weight in one, to be sorted together: 24 bits, and at most 27 for the weights of a chunk.
    runs = np.concatenate(
        [part.numbers.astype(np.uint64) << 40 | part.weights.astype(np.uint64) for part in parts]
    )
    runs.sort()
    numbers = (runs >> 40).astype(np.uint32)
    starts = run_starts(numbers)
    return Colors(numbers[starts], np.add.reduceat((runs & (1 << 40) - 1).astype(np.int64), starts))


def _sort(colors: Pixels, alpha: Pixels | None) -> Colors:
    sums = cv2.transform(cv2.LUT(colors[np.newaxis], _TABLE), _SUM)
    numbers: Numbers = sums.reshape(-1).astype(np.uint32)
    if alpha is not None:
        numbers = numbers << np.uint32(8) | alpha
    # NumPy sorts 32 bits with the processor's vectors: two nanoseconds a pixel.
    numbers.sort()
    starts = run_starts(numbers)
    weights = np.diff(starts, append=len(numbers)).astype(np.int64)
    numbers = numbers[starts]
    return Colors(numbers, weights * _OPAQUE) if alpha is None else _weigh(numbers, weights)


def _weigh(values: Numbers, counts: NDArray[np.int64]) -> Colors:
    """Join what differs in alpha, the lowest byte of values (n,), alone; what is transparent is not there."""
    weights = counts * (values & np.uint32(_OPAQUE))
    numbers = values[weights > 0] >> np.uint32(8)
    starts = run_starts(numbers)
    return Colors(numbers[starts], np.add.reduceat(weights[weights > 0], starts))
