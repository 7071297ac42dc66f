"""choose_subset(): the colors of a given palette that serve a histogram best.

They lower the mean squared distance of all pixels to the nearest of them, as clusters do. To find the best
for certain would take too long: a palette of 450 colors has 10^16 subsets of 8. So several starts are
improved by exchanges of one color for another, first on coarse cells, and the best of them on fine cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.engine.clustering import space_points, working
from cvpalette.engine.counting import chances
from cvpalette.engine.error import assign_shares, measure_error
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.medoids import exchanged, greedy, seeded
from cvpalette.errors import SettingsError, naming
from cvpalette.messages import quote
from cvpalette.settings.settings import MOST_AUTO_COLORS, Settings

if TYPE_CHECKING:
    from cvpalette.color.color import Color

__all__ = ["choose_subset", "require_kept"]

Floats: TypeAlias = NDArray[np.float64]
Reals: TypeAlias = NDArray[np.float32]

# One start is greedy, and so many are random.
_STARTS: Final = 6
# The starts are compared on cells of which there are at least so many, if they are not too narrow.
_FEWEST_ROWS: Final = 512
_COARSEST: Final = 3
# So many of the best starts are compared on fine cells.
_FINISHED: Final = 3
# Distances from cells to colors that are held at once: 8 MB.
_DISTANCES: Final = 1 << 21
# Of more colors than these, only so many can be chosen: those that are of most use.
_MANY: Final = 1 << 10
# Cells times colors that are compared to find them.
_COMPARED: Final = 1 << 26
# Each seed has so many random numbers of its own, as a power of two.
_SEED_BITS: Final = 20


def choose_subset(histogram: ColorHistogram, palette: Palette, settings: Settings) -> Palette:
    """Return the palette of those of its colors that serve the histogram best, with their shares.

    Their number is that of the settings, or for 'auto' the fewest, up to 32, whose mean error is within the
    tolerance. The colors to keep are among them. Swatches keep their order and what they have; of swatches of
    the same color, only the first can be chosen. There are fewer if no pixel is nearest to the others.
    """
    palette = replace(palette, roles=(), variables={})
    choice = _Choice.of(histogram, palette, settings)
    if settings.number is not None:
        return choice.palette(settings.number)
    fewest = max(1, len(choice.keep))
    most = max(fewest, min(MOST_AUTO_COLORS, len(palette)))
    found = choice.palette(most)
    most = len(found)
    # More colors are never worse, except for the noise of the search. So a binary search finds the fewest.
    while fewest < most:
        middle = (fewest + most) // 2
        candidate = choice.palette(middle)
        if measure_error(histogram, candidate, space=settings.space).delta_e_mean <= settings.tolerance:
            found, most = candidate, middle
        else:
            fewest = middle + 1
    return found


def require_kept(palette: Palette, kept: Sequence[Color], name: str) -> None:
    """Raise SettingsError if a color to keep is none of the palette's; `name` is that of the palette."""
    colors = set(palette.colors)
    for color in kept:
        if color not in colors:
            nearest = min(palette, key=lambda swatch: color.difference(swatch.color))
            called = f", {quote(nearest.name)}" if nearest.name else ""
            message = (
                f"{color} cannot be kept: it is not in the palette {quote(name)}; "
                f"the nearest of its colors is {nearest.color}{called}"
            )
            with naming("keep"):
                raise SettingsError(message)


@dataclass(frozen=True, eq=False)
class _Level:
    """Rows and how far they are from the candidates: squared distances `gaps` (n, c), and `weights` (n,).

    `there` (n,) is the squared distance of each row from the nearest color to keep.
    """

    gaps: Reals
    weights: Floats
    there: Reals

    @classmethod
    def of(cls, histogram: ColorHistogram, space: str, candidates: Floats, kept: Floats) -> _Level:
        """Compare the rows of a histogram with candidates (c, 3), and with the colors to keep (f, 3)."""
        rows = to_space(histogram.anchors, space)
        there = _squares(rows, kept).min(axis=1, initial=np.inf)
        return cls(_squares(rows, candidates), histogram.counts / histogram.total, there)

    def cost(self, found: list[int]) -> float:
        """Return the mean squared distance to the nearest of the chosen candidates."""
        nearest = np.minimum(self.gaps[:, found].min(axis=1, initial=np.inf), self.there)
        return float((self.weights * nearest).sum())

    def improved(self, found: list[int]) -> list[int]:
        """Exchange chosen candidates while that lowers the cost."""
        return exchanged(self.gaps, self.weights, self.there, found) if found else found


@dataclass(frozen=True, eq=False)
class _Choice:
    """A choice of colors of a palette: the `places` in it of the candidates, and of the colors to `keep`."""

    histogram: ColorHistogram
    whole: Palette
    settings: Settings
    places: list[int]
    keep: list[int]
    levels: list[_Level]

    @classmethod
    def of(cls, histogram: ColorHistogram, palette: Palette, settings: Settings) -> _Choice:
        """Prepare the choice for any number of colors."""
        space = settings.space
        colors = to_space(np.array([color.rgb for color in palette.colors], np.float64), space)
        firsts = {color: place for place, color in reversed([*enumerate(palette.colors)])}
        keep = [firsts[color] for color in settings.kept]
        places = sorted(set(firsts.values()) - set(keep))
        fine = working(histogram, MOST_AUTO_COLORS, space)
        if len(places) > _MANY:
            places = [places[at] for at in _most_useful(fine, space, colors[places], _MANY)]
        while fine.bits > _COARSEST and len(fine) * len(places) > _DISTANCES:
            fine = fine.coarsen(fine.bits - 1)
        coarse = fine
        for bits in range(_COARSEST, fine.bits):
            coarse = fine.coarsen(bits)
            if len(coarse) >= _FEWEST_ROWS:
                break
        levels = [_Level.of(each, space, colors[places], colors[keep]) for each in (coarse, fine)]
        return cls(histogram, palette, settings, places, keep, levels)

    def palette(self, k: int) -> Palette:
        """Return the best palette of at most k colors that is found, with its shares."""
        chosen = sorted([*self.keep, *(self.places[at] for at in self._chosen(k - len(self.keep)))])
        swatches = [self.whole[place] for place in chosen]
        known = replace(Palette.of_swatches(swatches), name=self.whole.name)
        shared = assign_shares(self.histogram, known, self.settings.space)
        kept = set(self.settings.kept)
        used = tuple(swatch for swatch in shared if swatch.share or swatch.color in kept)
        return replace(self.whole, swatches=used, has_shares=True)

    def _chosen(self, k: int) -> list[int]:
        """Return the k candidates with the least cost."""
        if k >= len(self.places):
            return [*range(len(self.places))]
        coarse, fine = self.levels
        numbers = chances(_STARTS * k, self.settings.seed << _SEED_BITS).reshape(_STARTS, k) / (1 << 32)
        starts = [greedy(coarse.gaps, coarse.weights, coarse.there, k)]
        starts += [seeded(coarse.gaps, coarse.weights, coarse.there, each) for each in numbers]
        ends = {tuple(sorted(coarse.improved(start))) for start in starts}
        best = sorted(ends, key=lambda end: (coarse.cost([*end]), end))[:_FINISHED]
        found = [sorted(fine.improved([*end])) for end in best]
        return min(found, key=lambda end: (fine.cost(end), end))


def _most_useful(histogram: ColorHistogram, space: str, colors: Floats, count: int) -> list[int]:
    """Return the numbers, in their order, of the `count` colors (c, 3) that can be of most use.

    First come those that are the nearest to a coarse cell, so that all parts of the histogram have some, then
    those of finer cells; of cells of one width, the color with most pixels. The next ones are those with the
    least distance to a cell.
    """
    while histogram.bits > _COARSEST and len(histogram) * len(colors) > _COMPARED:
        histogram = histogram.coarsen(histogram.bits - 1)
    found = np.zeros(0, np.intp)
    for bits in range(_COARSEST, histogram.bits + 1):
        points = space_points(histogram.coarsen(bits), space)
        masses = np.bincount(points.nearest(colors - points.origin), points.weights, len(colors))
        masses[found] = 0
        order = np.argsort(-masses, kind="stable")
        found = np.append(found, order[: np.count_nonzero(masses)])[:count]
    if len(found) < count:
        rows, step = to_space(histogram.anchors, space), max(1, _DISTANCES // len(colors))
        parts = [_squares(rows[at : at + step], colors).min(axis=0) for at in range(0, len(rows), step)]
        gaps = np.min(parts, axis=0)
        gaps[found] = -1
        found = np.argsort(gaps, kind="stable")[:count]
    return sorted(map(int, found))


def _squares(rows: Floats, others: Floats) -> Reals:
    """Return the squared distances (n, m) from rows (n, 3) to others (m, 3)."""
    # A product of matrices would be faster, but would start threads that others may need more.
    squares = np.zeros((len(rows), len(others)), dtype=np.float32)
    for one, other in zip(rows.T.astype(np.float32), others.T.astype(np.float32), strict=True):
        gap = one[:, np.newaxis] - other
        gap *= gap
        squares += gap
    return squares
