"""ColorMove: moves any color smoothly toward a palette, for pictures and for look-up tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.css_spaces import LINEAR_TO_LMS, LMS_TO_OKLAB
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import from_space, to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.quantizing.mapping import ALL_COLORS, Bytes, chunks, codes

__all__ = ["ColorMove"]

Floats: TypeAlias = NDArray[np.float64]

# A picture keeps at least this part of its contrast, even if the palette has less.
_LEAST_CONTRAST: Final = 0.7
# The parts of a picture below and above which its lightness is an exception, such as a speck of light.
_ENDS: Final = (0.001, 0.999)
# The middle lightness stays where it is, unless it would come nearer to an end than this part of the range.
_NEAREST_END: Final = 0.35
# How much steeper than the mean the curve of lightness is in its middle. It is at most 1, and below 2.
_STEEPNESS: Final = 1.5
# Differences of hue and chroma have smaller numbers in OKLab than equal differences of lightness.
_CHROMA_WEIGHT: Final = 2.0
# With this many colors more than two, hue and chroma count in full. With two, lightness alone decides.
_COLORS_FOR_HUES: Final = 4
# The width of a color's influence, by the median distance from a color to the one nearest to it, and the
# limits of the width. Narrow influences give bands, and wide ones give grays.
_WIDTH: Final = 0.6
_WIDTHS: Final = (0.13, 0.4)
# How much exactness at the palette's colors is given up for weights that stay near 0 to 1.
_RIDGE: Final = 0.05
# Chroma beyond that of the palette is limited softly, to this multiple of the palette's largest.
_REACH: Final = 1.2
# A gray palette needs some room too.
_LEAST_CHROMA: Final = 0.03
_CURVE_POINTS: Final = 1025
# So often a color is brought into sRGB, and gets its lightness back between: the rest is 0.005 of 100.
_TURNS: Final = 2
# A color this little outside sRGB, in linear light, is inside: rounding puts white there.
_SLACK: Final = 1e-4
# Colors that are moved at once: the arrays stay in the processor's cache.
_BLOCK: Final = 1 << 14
# The constants of the lightness estimate in Ottosson, "Okhsv and Okhsl" (2021).
_K1: Final = 0.206
_K2: Final = 0.03
_K3: Final = (1 + _K1) / (1 + _K2)
_FROM_LINEAR: Final = np.array(LINEAR_TO_LMS).T
_FROM_LMS: Final = np.array(LMS_TO_OKLAB).T
_TO_LMS: Final = np.linalg.inv(np.array(LMS_TO_OKLAB)).T
_TO_LINEAR: Final = np.linalg.inv(np.array(LINEAR_TO_LMS)).T


@dataclass(frozen=True, eq=False, repr=False)
class ColorMove:
    """Moves colors toward those of a palette: dark to dark, light to light, and hues to hues like them.

    Lightness follows a curve that never falls, so no two colors change places from dark to light. The
    curve takes the range of lightness into that of the palette. Hue and chroma become a mean of the palette's
    colors. Their weights fall smoothly with the distance, so neighbors stay neighbors, and gradients stay
    smooth. A color of the palette nearly stays as it is: in a theme of 12 colors, within 3 on average and 7
    at most (CIEDE2000), and in six pure hues within 14. With two colors, lightness alone decides: that is a
    duotone. What leaves sRGB loses chroma, and no lightness.

    All of it happens in OKLab, with lightness and chroma reduced near black as in Okhsl. Without that,
    the noise in shadows would weigh as much as visible colors. The weights are those of normalized radial
    basis functions, as in Chang et al., "Palette-based Photo Recoloring" (2015). They hold the palette's own
    colors in place, not those of the picture: colors that are matched one to one may end far from their hues.
    """

    _anchors: Floats  # (n, 3): lightness, and a and b times the weight of hues
    _values: Floats  # (n, 2): what a and b are the means of
    _curve: Floats  # the lightness after the move, for lightness 0 to 1 in even steps
    _hue_weight: float
    _width: float
    _reach: float
    _amount: float

    @classmethod
    def toward(
        cls,
        palette: Palette,
        histogram: ColorHistogram | None = None,
        *,
        keep_lightness: bool = False,
        amount: float = 1.0,
    ) -> Self:
        """Return the move toward a palette; a histogram tells which range of lightness a picture has.

        Without one, the whole range from black to white is fitted into that of the palette. With
        `keep_lightness`, no lightness changes. `amount`, 0 to 1, is how far colors move.
        """
        goals = np.unique(_toned([color.rgb for color in palette.colors]), axis=0)
        curve: Floats = np.arange(_CURVE_POINTS) / (_CURVE_POINTS - 1)
        if not keep_lightness:
            low, high = (0.0, 1.0) if histogram is None else _find_range(histogram)
            curve = _fit(curve, low, high, goals[0, 0], goals[-1, 0])
        hue_weight = _CHROMA_WEIGHT * min(1.0, max(0, len(goals) - 2) / _COLORS_FOR_HUES)
        anchors = goals * [1, hue_weight, hue_weight]
        width = _find_width(anchors)
        weights = _weigh(anchors, anchors, width)
        ridge = _RIDGE * np.eye(len(goals))
        # The values are not the colors themselves, but those whose means give the colors back.
        solved = np.linalg.solve(weights.T @ weights + ridge, (weights.T + ridge) @ goals[:, 1:])
        values = np.asarray(solved, np.float64)
        reach = _REACH * max(float(np.hypot(goals[:, 1], goals[:, 2]).max()), _LEAST_CHROMA)
        return cls(anchors, values, curve, hue_weight, width, reach, amount)

    def move(self, rgb: NDArray[Any]) -> Floats:
        """Return where sRGB colors (n, 3) of 0..255 move to, (n, 3) in 0..255."""
        moved = np.empty((len(rgb), 3))
        for start in range(0, len(rgb), _BLOCK):
            block = slice(start, start + _BLOCK)
            moved[block] = self._move(np.asarray(rgb[block], np.float64))
        return moved

    def _move(self, rgb: Floats) -> Floats:
        points = _toned(rgb)
        lightness = np.interp(points[:, 0], np.linspace(0, 1, len(self._curve)), self._curve)
        chroma = np.hypot(points[:, 1], points[:, 2])
        limited = points[:, 1:] / ((1 + (chroma / self._reach) ** 4) ** 0.25)[:, None]
        placed = np.column_stack([lightness, self._hue_weight * limited])
        hues = _weigh(placed, self._anchors, self._width) @ self._values
        moved = np.column_stack([lightness, hues])
        return _levels(points + self._amount * (moved - points))

    def make_grid(self, size: int) -> Floats:
        """Return where the colors of an even grid move to, (size ** 3, 3) in 0..1, red varying fastest."""
        levels = np.linspace(0, 255, size)
        blue, green, red = np.meshgrid(levels, levels, levels, indexing="ij")
        return self.move(np.stack([red, green, blue], axis=-1).reshape(-1, 3)) / 255

    def paint(self, image: Image) -> Bytes:
        """Return the pixels (height, width, 3) of an image after the move.

        Each color that occurs is moved once, and exactly.
        """
        rows = list(chunks(image))
        table = np.zeros(ALL_COLORS, np.uint32)
        pixels = np.empty_like(image.pixels)

        def mark(some: slice) -> None:
            table[codes(image.pixels[some])] = 1

        def fill(some: NDArray[np.intp]) -> None:
            rgb = np.stack([some & 255, some >> 8 & 255, some >> 16], axis=1)
            red, green, blue = np.rint(self.move(rgb)).astype(np.uint32).T
            table[some] = red | green << 8 | blue << 16

        def look_up(some: slice) -> None:
            found = np.take(table, codes(image.pixels[some]), mode="clip").astype("<u4", copy=False)
            pixels[some] = found.view(np.uint8).reshape(*found.shape, 4)[:, :, :3]

        with ThreadPoolExecutor(2) as threads:
            # Threads may mark one color at the same time: both write the same 1.
            list(threads.map(mark, rows))
            present = np.flatnonzero(table)
            list(threads.map(fill, np.array_split(present, 1 + len(present) // _BLOCK)))
            list(threads.map(look_up, rows))
        return pixels


def _find_range(histogram: ColorHistogram) -> tuple[float, float]:
    """Return the lightness of a picture's darkest and lightest parts, without exceptions."""
    lightness = _toned(histogram.colors)[:, 0]
    order = np.argsort(lightness)
    sums = np.cumsum(histogram.counts[order])
    low, high = np.searchsorted(sums, np.array(_ENDS) * sums[-1])
    return float(lightness[order[low]]), float(lightness[order[min(high, len(order) - 1)]])


def _fit(lightness: Floats, low: float, high: float, darkest: float, lightest: float) -> Floats:
    """Return the lightness after the range `low` to `high` is fitted into `darkest` to `lightest`.

    A range that is small enough is only shifted, if it has to be. A larger one is squeezed, at its ends more
    than in its middle: on each side of the middle the curve is a parabola, and both meet with one slope. The
    contrast never grows.
    """
    length, room = high - low, lightest - darkest
    goal = min(length, max(room, _LEAST_CONTRAST * length))
    start = np.clip(low, darkest, lightest - goal) if goal < room else (darkest + lightest - goal) / 2
    start = float(np.clip(start, 0, 1 - goal))
    if length < 1 / _CURVE_POINTS:
        return np.clip(lightness + start - low, 0, 1)
    middle, half = (low + high) / 2, length / 2
    after = float(np.clip(middle, start + _NEAREST_END * goal, start + (1 - _NEAREST_END) * goal))
    means = (after - start) / half, (start + goal - after) / half
    slope = min(1.0, _STEEPNESS * min(means))
    parts = []
    for mean, side in zip(means, (-1, 1), strict=True):
        away = np.maximum(side * (lightness - middle), 0)
        inside, beyond = np.minimum(away, half), np.maximum(away - half, 0)
        end_slope = 2 * mean - slope
        parts.append(side * (slope * inside + (mean - slope) * inside**2 / half + end_slope * beyond))
    return np.clip(after + parts[0] + parts[1], 0, 1)


def _find_width(anchors: Floats) -> float:
    if len(anchors) == 1:
        return _WIDTHS[1]
    gaps = _squares(anchors, anchors)
    np.fill_diagonal(gaps, np.inf)
    return float(np.clip(_WIDTH * np.sqrt(np.median(gaps.min(axis=1))), *_WIDTHS))


def _weigh(points: Floats, anchors: Floats, width: float) -> Floats:
    """Return the weight (n, k) of each anchor at each point; those of a point add up to 1."""
    scores = _squares(points, anchors) / (-2 * width**2)
    scores -= scores.max(axis=1, keepdims=True)
    weights = np.exp(scores)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _squares(first: Floats, second: Floats) -> Floats:
    """Return the squared distance (n, k) of each point from each other point."""
    products = first @ second.T
    return np.asarray(np.maximum((first**2).sum(axis=1)[:, None] + (second**2).sum(axis=1) - 2 * products, 0))


def _toned(rgb: Any) -> Floats:
    """Return sRGB colors (n, 3) as OKLab (n, 3), lightness 0..1, with the lightness estimate of Okhsl.

    Its a and b are reduced as the lightness is.
    """
    oklab = to_space(rgb, "oklab") / 100
    lightness = oklab[:, :1]
    above = _K3 * lightness - _K1
    toned = (above + np.sqrt(above**2 + 4 * _K2 * _K3 * lightness)) / 2
    return np.hstack([toned, oklab[:, 1:] * (toned / np.maximum(lightness, 1e-9))])


def _levels(points: Floats) -> Floats:
    """Return what `_toned` gave as sRGB colors (n, 3) again; what is outside sRGB loses chroma."""
    toned = np.clip(points[:, :1], 0, 1)
    lightness = toned * (toned + _K1) / (_K3 * (toned + _K2))
    oklab = np.hstack([lightness, points[:, 1:] * (lightness / np.maximum(toned, 1e-9))])
    linear = (oklab @ _TO_LMS) ** 3 @ _TO_LINEAR
    outside = np.flatnonzero(((linear < -_SLACK) | (linear > 1 + _SLACK)).any(axis=1))
    if len(outside):
        oklab[outside] = _bring_inside(oklab[outside], linear[outside])
    return from_space(oklab * 100, "oklab")


def _bring_inside(oklab: Floats, linear: Floats) -> Floats:
    """Return colors outside sRGB, in OKLab and in linear light, where they enter it on their way to gray.

    The way is straight in linear light, where sRGB is a cube: it enters once, so neighbors stay neighbors.
    At a constant lightness in OKLab, a way may enter, leave and enter again, at blue. The mixture with gray
    is a little lighter, so its lightness is set back and it goes on from there.
    """
    gray = np.clip(oklab[:, :1], 0, 1) ** 3
    inside = oklab
    for turn in range(_TURNS):
        if turn:
            linear = (np.hstack([oklab[:, :1], inside[:, 1:]]) @ _TO_LMS) ** 3 @ _TO_LINEAR
        away = linear - gray
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = np.where(away > 0, (1 - gray) / away, np.where(away < 0, -gray / away, 1.0))
        mixed = gray + away * np.minimum(parts.min(axis=1, keepdims=True), 1)
        inside = np.cbrt(mixed @ _FROM_LINEAR) @ _FROM_LMS
    return np.asarray(inside)
