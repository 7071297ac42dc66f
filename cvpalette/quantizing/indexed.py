"""Represent an indexed image: each pixel is the number of an entry, each entry a color with opacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes

__all__ = ["IndexedImage", "count_pairs", "find_table"]

Table: TypeAlias = NDArray[np.intp]

_MOST_ENTRIES: Final = 256
# Numbers of alpha levels, which are tried in this order. The first keeps every level.
_LEVELS: Final = (256, 128, 64, 32, 24, 16, 12, 8, 7, 6, 5, 4, 3)
# With fewer levels of alpha, a soft shadow has edges. So colors are given up before levels are.
_LEAST_LEVELS: Final = 8
# A pixel with a lower alpha is more background than picture.
_VISIBLE: Final = 128
# Pixels that are counted at once.
_CHUNK: Final = 1 << 20


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
        spaced, but to 8 or more. If these are still too many, the most visible colors of each level stay, and
        the others become the nearest of them. Only if there are fewer entries than levels, the alphas are
        rounded to fewer than 8. The coarsest levels are 0 and 255; with `binary`, they are the only ones.
        Raises ValueError if no entry is left for transparency.
        """
        if image.alpha is None or image.alpha.min() == 255:
            return cls(indices, _opaque(colors))
        table, entries = find_table(count_pairs(indices, image.alpha, len(colors)), colors, binary=binary)
        return cls(table[indices, image.alpha], entries)


def _opaque(colors: Sequence[Color]) -> Bytes:
    return np.array([(*color.rgb, 255) for color in colors], np.uint8)


def find_table(
    pairs: NDArray[np.int64], colors: Sequence[Color], *, binary: bool = False
) -> tuple[Bytes, Bytes]:
    """Return the entry number (k, 256) of each color with each alpha, and the entries (n, 4) uint8.

    `pairs` (k, 256) is how often each color occurs with each alpha. The entries are those that
    `IndexedImage.of` describes, and so is the ValueError.
    """
    entries = _opaque(colors)
    most = int(np.flatnonzero(pairs.any(axis=0)).max())
    for levels, alphas in _rounded_alphas(most, binary=binary):
        rounded = _round_pairs(pairs, alphas)
        # One entry stands for all fully transparent pixels.
        hidden = int(rounded[:, 0].any())
        room = _MOST_ENTRIES - len(entries) - hidden
        translucent = rounded[:, 1:255]
        needed = np.count_nonzero(translucent if levels > _LEAST_LEVELS else translucent.any(axis=0))
        if room >= needed:
            table, more = _number_pairs(rounded, entries, hidden, room)
            return table[:, alphas].astype(np.uint8), np.concatenate([entries, more])
    message = "transparency takes one of the 256 entries of an indexed image; ask for at most 255 colors"
    raise ValueError(message)


def count_pairs(indices: Bytes, alpha: Bytes, colors: int) -> NDArray[np.int64]:
    """Return how often each of so many colors occurs with each alpha (k, 256)."""
    pairs = np.zeros(colors << 8, np.int64)
    step = max(1, _CHUNK // indices.shape[1])
    for top in range(0, len(indices), step):
        rows = slice(top, top + step)
        codes = indices[rows].astype(np.uint16) << 8 | alpha[rows]
        pairs += np.bincount(codes.reshape(-1), minlength=len(pairs))
    return pairs.reshape(colors, 256)


def _rounded_alphas(most: int, *, binary: bool) -> list[tuple[int, Bytes]]:
    """Return tables that round the 256 alphas, with the number of their levels; the finest comes first.

    0 and 255 never change.
    """
    alphas = np.arange(256)
    tables = [(n, np.rint(np.rint(alphas * (n - 1) / 255) * 255 / (n - 1))) for n in _LEVELS]
    tables = [] if binary else tables
    coarsest = (alphas >= min(_VISIBLE, most)) * 255
    return [(n, table.astype(np.uint8)) for n, table in [*tables, (2, coarsest)]]


def _round_pairs(pairs: NDArray[np.int64], alphas: Bytes) -> NDArray[np.int64]:
    """Return how often each color occurs with each rounded alpha (k, 256)."""
    rounded = np.zeros_like(pairs)
    for alpha in range(256):
        rounded[:, alphas[alpha]] += pairs[:, alpha]
    return rounded


def _number_pairs(pairs: NDArray[np.int64], entries: Bytes, hidden: int, room: int) -> tuple[Table, Bytes]:
    """Return the entry number (k, 256) of each color with each alpha, and the entries (n, 4) to add.

    `hidden` entries, 0 or 1, are for full transparency, and at most `room` for all that is translucent.
    """
    translucent = pairs.copy()
    translucent[:, [0, 255]] = 0
    kept = _choose_pairs(translucent, room)
    colors, found = np.nonzero(kept)
    numbers = np.zeros(pairs.shape, np.intp)
    numbers[:, 0] = len(entries)
    numbers[colors, found] = len(entries) + hidden + np.arange(len(found))
    numbers[:, 255] = np.arange(len(entries))
    places = to_space(entries[:, :3], "lab")
    for color, alpha in np.argwhere((translucent > 0) & ~kept):
        there = np.flatnonzero(kept[:, alpha])
        nearest = there[((places[there] - places[color]) ** 2).sum(axis=1).argmin()]
        numbers[color, alpha] = numbers[nearest, alpha]
    seen = np.column_stack([entries[colors, :3], found]).astype(np.uint8)
    return numbers, np.concatenate([np.zeros((hidden, 4), np.uint8), seen])


def _choose_pairs(pairs: NDArray[np.int64], room: int) -> NDArray[np.bool_]:
    """Tell which colors stay with which alphas (k, 256): the most visible of each alpha, and of all."""
    kept = pairs > 0
    if np.count_nonzero(kept) <= room:
        return kept
    visible = pairs * np.arange(256)
    first = np.zeros_like(kept)
    first[visible.argmax(axis=0), np.arange(256)] = True
    first &= kept
    visible[~kept | first] = -1
    others = np.argsort(-visible, axis=None, kind="stable")[: room - np.count_nonzero(first)]
    kept = first
    kept.reshape(-1)[others] = True
    return kept
