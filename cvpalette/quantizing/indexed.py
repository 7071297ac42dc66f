"""Represent an indexed image: each pixel is the number of an entry, each entry a color with opacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes

__all__ = ["IndexedImage"]

Table: TypeAlias = NDArray[np.intp]

_MOST_ENTRIES: Final = 256
# Numbers of alpha levels, which are tried in this order. The first keeps every level.
_LEVELS: Final = (256, 128, 64, 32, 24, 16, 12, 8, 6, 5, 4, 3)
# A pixel with a lower alpha is more background than picture.
_VISIBLE: Final = 128


@dataclass(frozen=True, eq=False)
class IndexedImage:
    """Pixels (height, width) uint8 as numbers of entries (n, 4) uint8; an entry is sRGB and alpha."""

    indices: Bytes
    entries: Bytes

    @classmethod
    def of(cls, image: Image, indices: Bytes, colors: Sequence[Color], *, binary: bool = False) -> Self:
        """Return the indexed image, with the alphas of the image as exact as 256 entries allow.

        The opaque colors come first, in their order. One entry for full transparency follows, then each color
        with its other alphas. If these are too many entries, the alphas are rounded to fewer levels, evenly
        spaced. The coarsest levels are 0 and 255; with `binary`, they are the only ones. Raises ValueError if
        no entry is left for transparency.
        """
        entries = np.array([(*color.rgb, 255) for color in colors], np.uint8)
        if image.alpha is None or image.alpha.min() == 255:
            return cls(indices, entries)
        pairs = _count_pairs(indices, image.alpha, len(colors))
        for alphas in _rounded_alphas(int(image.alpha.max()), binary=binary):
            table, more = _number_pairs(pairs, alphas, entries)
            if len(entries) + len(more) <= _MOST_ENTRIES:
                found = table[indices, image.alpha].astype(np.uint8)
                return cls(found, np.concatenate([entries, more]))
        message = "transparency takes one of the 256 entries of an indexed image; ask for at most 255 colors"
        raise ValueError(message)


def _count_pairs(indices: Bytes, alpha: Bytes, colors: int) -> NDArray[np.bool_]:
    """Return a table (k, 256) that tells which colors occur with which alphas."""
    pairs = np.zeros((colors, 256), np.bool_)
    for row, row_alpha in zip(indices, alpha, strict=True):
        pairs[row, row_alpha] = True
    return pairs


def _rounded_alphas(most: int, *, binary: bool) -> list[Bytes]:
    """Return tables that round the 256 alphas, the finest table first; 0 and 255 never change."""
    alphas = np.arange(256)
    tables = [np.rint(np.rint(alphas * (n - 1) / 255) * 255 / (n - 1)) for n in _LEVELS]
    tables = [] if binary else tables
    return [table.astype(np.uint8) for table in [*tables, (alphas >= min(_VISIBLE, most)) * 255]]


def _number_pairs(pairs: NDArray[np.bool_], alphas: Bytes, entries: Bytes) -> tuple[Table, Bytes]:
    """Return the entry number (k, 256) of each color with each alpha, and the entries (n, 4) to add."""
    present = np.zeros_like(pairs)
    for alpha in range(256):
        present[:, alphas[alpha]] |= pairs[:, alpha]
    # One entry stands for all fully transparent pixels.
    hidden = present[:, 0].any()
    present[:, 0] = False
    present[:, 255] = False
    colors, found = np.nonzero(present)
    numbers = np.zeros(pairs.shape, np.intp)
    numbers[:, 0] = len(entries)
    numbers[colors, found] = len(entries) + hidden + np.arange(len(found))
    numbers[:, 255] = np.arange(len(entries))
    seen = np.column_stack([entries[colors, :3], found]).astype(np.uint8)
    more = np.concatenate([np.zeros((int(hidden), 4), np.uint8), seen])
    return numbers[:, alphas], more
