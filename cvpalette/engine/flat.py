"""Find the flat colors of an image: the exact colors that its areas, lines and letters are drawn in.

Flat art, such as a screenshot, a logo or pixel art, has few of them, and they cover most of its pixels. The
other colors of flat art lie at edges: smoothing mixes two flat colors, and JPEG adds noise. Gradients and
photos in a page have many colors too, but no flat ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import cell_numbers, gathered

__all__ = ["LEAST_FLAT", "find_flat_colors", "is_on_line"]

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Pixels: TypeAlias = NDArray[np.uint8]

#: An image is flat if its flat colors cover at least this part of its pixels.
LEAST_FLAT: Final = 0.5
# Rows of about this many pixels are looked at to find out what is solid.
_SAMPLE = 1 << 17
# At most so many colors are looked at. Each has at least this share of the pixels.
_MOST = 384
_LEAST_SHARE = 0.0004
# A color is solid if at least this part of its pixels is the corner of a square of 2 x 2 pixels of the color.
# Edges and noise have no such squares. A color that is not solid may be the color of thin lines, of small
# letters or of a dither, but it needs a greater share.
_SOLID = 0.08
_LEAST_THIN = 0.0008
# A flat color is a peak: it has at least this part of all pixels whose color is within so many levels of it.
# The colors of gradients and of photos are not, nor is noise beside a flat color.
_PEAK = 0.4
_NEAR = 4
# What is not solid is noise of a flat color that is so near, if it has less than this part of its share.
_NOISE_REACH = 18
_NOISE = 0.1
# A mix of two colors lies on the line between them, give or take so many levels.
_OFF_LINE = 3.0
# With more exact colors than these, edges are smoothed. Then a thin color between two others is a mix, unless
# it has this share.
_ALIASED = 64
_LEAST_MIX = 0.01
_ENDS = 0.04
_OPAQUE = 255
# Colors whose neighbors are looked up at once, and pairs of colors whose lines are.
_AT_ONCE = 32
_PAIRS_AT_ONCE = 256


def find_flat_colors(
    pixels: Pixels, alpha: Pixels | None, numbers: NDArray[np.uint32], weights: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]] | None:
    """Return the flat colors (n, 3) and their weights (n,), the heaviest first.

    Returns None if the image is no flat art. The pixels are (h, w, 3), the alpha (h, w). `numbers` (m,) are
    the exact colors of the image in Z-order, `weights` (m,) the sums of their alphas.
    """
    total = float(weights.sum())
    order = np.argsort(-weights, kind="stable")[:_MOST]
    chosen = np.sort(order[weights[order] >= _LEAST_SHARE * total])
    if not len(chosen):
        return None
    candidates = _Candidates(
        gathered(numbers[chosen]).astype(np.float64),
        weights[chosen] / total,
        _solid_parts(pixels, alpha, numbers[chosen]),
        len(numbers) > _ALIASED,
    )
    kept = candidates.kept()
    kept[kept] = _peaks(gathered(numbers[chosen[kept]]), numbers, weights) >= _PEAK
    flat = kept & ~candidates.fringes(kept)
    shares = candidates.shares[flat]
    if shares.sum() < LEAST_FLAT:
        return None
    if len(shares) == 1 and not candidates.is_simple(flat, numbers, weights / total):
        return None
    order = np.argsort(-shares, kind="stable")
    colors = candidates.colors[flat][order].astype(np.uint8)
    return colors, shares[order] * total


def _solid_parts(pixels: Pixels, alpha: Pixels | None, numbers: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Return for each color, by its number (n,) in Z-order, the part of its pixels that is solid.

    In a large image only some rows are looked at, each with the row below.
    """
    height, width = pixels.shape[:2]
    step = max(1, height * width // _SAMPLE)
    rows = np.arange(0, height - 1, step)
    if not len(rows) or width < 2:
        return np.zeros(len(numbers))
    upper, lower = _packed(pixels[rows]), _packed(pixels[rows + 1])
    corners = upper[:, :-1]
    is_solid = (corners == upper[:, 1:]) & (corners == lower[:, :-1]) & (corners == lower[:, 1:])
    counts = np.ones(corners.shape, dtype=bool)
    if alpha is not None:
        counts = alpha[rows, :-1] > 0
        is_solid &= counts & (alpha[rows + 1, :-1] > 0) & (alpha[rows, 1:] > 0) & (alpha[rows + 1, 1:] > 0)
    levels = gathered(numbers)
    all_counts = _counts_of(levels, corners[counts])
    return _counts_of(levels, corners[is_solid]) / np.maximum(all_counts, 1)


def _packed(pixels: Pixels) -> NDArray[np.uint32]:
    """Return each color of pixels (..., 3) as one number (...)."""
    red, green, blue = np.moveaxis(pixels, -1, 0).astype(np.uint32)
    return np.asarray(red << np.uint32(16) | green << np.uint32(8) | blue)


def _counts_of(levels: Pixels, packed: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Return how often each color (n, 3) occurs among packed ones (m,)."""
    found = np.sort(packed)
    wanted = _packed(levels)
    ends = np.searchsorted(found, wanted, "right") - np.searchsorted(found, wanted, "left")
    return ends.astype(np.float64)


def _peaks(colors: Pixels, numbers: NDArray[np.uint32], weights: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the part (n,) that each color (n, 3) has of the weight of all colors near it."""
    steps = np.stack(np.meshgrid(*[np.arange(-_NEAR, _NEAR + 1)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    peaks = np.empty(len(colors))
    own = weights[np.searchsorted(numbers, cell_numbers(colors, 8))]
    for start in range(0, len(colors), _AT_ONCE):
        near = colors[start : start + _AT_ONCE, np.newaxis].astype(np.int16) + steps.astype(np.int16)
        is_color = ((near >= 0) & (near <= _OPAQUE)).all(axis=2)
        wanted = cell_numbers(near.reshape(-1, 3), 8)
        places = np.searchsorted(numbers, wanted).clip(max=len(numbers) - 1)
        is_found = (numbers[places] == wanted).reshape(is_color.shape) & is_color
        sums = np.where(is_found, weights[places].reshape(is_color.shape), 0).sum(axis=1)
        peaks[start : start + _AT_ONCE] = own[start : start + _AT_ONCE] / sums
    return peaks


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Exact colors (n, 3) that may be flat, with their shares (n,).

    `solid` (n,) is the part of each that is solid. `is_smooth` tells whether the image has so many colors
    that its edges must be smooth.
    """

    colors: Floats
    shares: Floats
    solid: Floats
    is_smooth: bool

    def kept(self) -> Bools:
        """Return which colors (n,) are solid, or common enough for thin lines, and no noise."""
        gaps = np.abs(self.colors[:, np.newaxis] - self.colors).max(axis=2)
        ratios = self.shares[:, np.newaxis] / self.shares
        is_noise = ((gaps <= _NOISE_REACH) & (ratios < _NOISE)).any(axis=1)
        is_solid = self.solid >= _SOLID
        return np.asarray(is_solid | ~is_noise & (self.shares >= _LEAST_THIN))

    def fringes(self, is_kept: Bools) -> Bools:
        """Return which of the kept colors (n,) are mixes of two others, one of many such mixes."""
        is_solid = self.solid >= _SOLID
        is_thin = self.is_smooth & ~is_solid & (self.shares < _LEAST_MIX)
        found = np.zeros(len(self.colors), dtype=bool)
        ends = np.flatnonzero(is_kept)
        first, second = np.triu_indices(len(ends), 1)
        for start in range(0, len(first), _PAIRS_AT_ONCE):
            pair = ends[first[start : start + _PAIRS_AT_ONCE]], ends[second[start : start + _PAIRS_AT_ONCE]]
            places, gaps = _places_on(self.colors[ends], self.colors[pair[0]], self.colors[pair[1]])
            mixes = (places > _ENDS) & (places < 1 - _ENDS) & (gaps <= _OFF_LINE**2)
            mixes &= ~found[ends]
            found[ends[mixes.any(axis=0) & is_thin[ends]]] = True
            mixes &= ~found[ends]
            # What is on the line matters only if something is a mix there.
            rows = np.flatnonzero(mixes.any(axis=1))
            if not len(rows):
                continue
            one, other = pair[0][rows], pair[1][rows]
            places, gaps = _places_on(self.colors, self.colors[one], self.colors[other])
            on = (places > 0) & (places < 1) & (gaps <= _OFF_LINE**2)
            every = np.arange(len(rows))
            on[every, one] = on[every, other] = False
            masses = np.einsum("pn,n->p", on, np.where(is_solid, 0, self.shares))
            counts = np.count_nonzero(on, axis=1)
            for row, number in np.argwhere(mixes[rows]).tolist():
                place = int(ends[number])
                found[place] |= self._is_fringe(place, float(masses[row]), int(counts[row]))
        return found

    def _is_fringe(self, place: int, mass: float, count: int) -> bool:
        """Tell whether a color is one of many mixes on a line: flat art has at most a few there.

        `mass` is the share of all colors on the line that are not solid, `count` is how many colors are.
        """
        share = float(self.shares[place])
        if self.solid[place] >= _SOLID:
            return mass > 4 * share and count - 1 > 4
        return mass - share > share / 3

    def is_simple(self, flat: Bools, numbers: NDArray[np.uint32], shares: Floats) -> bool:
        """Tell whether all else is little: a photo upon one flat color is a photo."""
        gaps = np.abs(gathered(numbers) - self.colors[flat][0]).max(axis=1)
        return float(shares[gaps > _NOISE_REACH].sum()) < 0.2


def _places_on(colors: Floats, one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return where each color (n, 3) lies along each line, and its squared gap from the line, each (p, n).

    Lines are from `one` (p, 3), which is at 0, to `other` (p, 3), which is at 1.
    """
    lines = other - one
    lengths = np.maximum(np.einsum("px,px->p", lines, lines), 1e-9)[:, np.newaxis]
    # Levels are whole numbers, so these products are exact.
    along = np.einsum("px,nx->pn", lines, colors) - np.einsum("px,px->p", lines, one)[:, np.newaxis]
    squares = np.einsum("nx,nx->n", colors, colors) + np.einsum("px,px->p", one, one)[:, np.newaxis]
    squares -= 2 * np.einsum("px,nx->pn", one, colors)
    return along / lengths, squares - along * along / lengths


def is_on_line(colors: NDArray[Any], one: Floats, other: Floats, reach: float = _OFF_LINE) -> Bools:
    """Tell which colors (n, 3) lie between two others (3,), within `reach` levels of their line."""
    line = other - one
    offsets = colors - one
    places = offsets @ line / max(float(line @ line), 1e-9)
    gaps = offsets - places[:, np.newaxis] * line
    is_between = (places > 0) & (places < 1)
    return np.asarray(is_between & (np.einsum("ij,ij->i", gaps, gaps) <= reach**2))
