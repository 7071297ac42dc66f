"""ColorMove: moves any color smoothly toward a palette, for pictures and for LUTs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.css_spaces import LINEAR_TO_LMS, LMS_TO_OKLAB
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import from_space, to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.finding import cluster
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.quantizing.mapping import ALL_COLORS, Bytes, chunks, codes

__all__ = ["ColorMove"]

Floats: TypeAlias = NDArray[np.float64]

# The picture's own colors that are matched to those of the palette.
_OWN: Final = 16
# A picture keeps at least this part of its contrast, even if the palette has less.
_LEAST_CONTRAST: Final = 0.6
# So much of the picture, 0 to 1, is darker or lighter than the range that is fitted into the palette's.
_BESIDE: Final = 0.001
# Chroma counts twice as much as lightness: its numbers in OKLab are smaller for the same difference.
_CHROMA: Final = 2.0
# With so many colors more than two, hues count in full. Two colors make a duotone, which lightness alone rules.
_HUES: Final = 4
# How soft the matching is, and how much all of the palette's colors are used: 0 not at all, 1 equally.
_SOFTNESS: Final = 0.015
_USE: Final = 0.35
_ROUNDS: Final = 100
# The least and the greatest width of what a color's move has influence on.
_WIDTHS: Final = (0.1, 0.25)
_RIDGE: Final = 0.05
_CURVE: Final = 1025
_BISECTIONS: Final = 14
_BLOCK: Final = 1 << 15
# Ottosson (2021): "Two new color spaces for color picking", the toe of the lightness estimate of OKLab.
_K1, _K2 = 0.206, 0.03
_K3: Final = (1 + _K1) / (1 + _K2)


@dataclass(frozen=True, eq=False)
class ColorMove:
    anchors: Floats
    goals: Floats
    curve: Floats
    width: float
    scale: float
    reach: float
    amount: float = 1.0

    @classmethod
    def of_picture(
        cls, histogram: ColorHistogram, palette: Palette, *, keep_lightness: bool = False, amount: float = 1.0
    ) -> Self:
        goal = _toned(np.array([color.rgb for color in palette.colors], np.float64))
        points = _toned(histogram.colors.astype(np.float64))
        own_palette = cluster(histogram, _OWN, space="oklab")
        own = _toned(np.array([color.rgb for color in own_palette.colors], np.float64))
        shares = np.array([swatch.share for swatch in own_palette])
        low, high = _quantiles(points[:, 0], histogram.counts, (_BESIDE, 1 - _BESIDE))
        curve = _make_curve(low, high, goal[:, 0].min(), goal[:, 0].max())
        scale = _CHROMA * min(1.0, (len(np.unique(goal, axis=0)) - 2) / _HUES) if len(goal) > 2 else 0.0
        fitted = own.copy()
        fitted[:, 0] = _follow(curve, own[:, 0])
        chroma, most = np.hypot(*own[:, 1:].T).max(), np.hypot(*goal[:, 1:].T).max()
        fitted[:, 1:] *= min(1.0, most / max(chroma, 1e-6))
        goals = _match(fitted, shares / shares.sum(), goal, max(scale,0))
        if keep_lightness:
            curve = np.linspace(0, 1, _CURVE)
        own[:, 0] = _follow(curve, own[:, 0])
        return cls._solved(own, goals[:, 1:], curve, max(scale, 0), amount)

    @classmethod
    def of_palette(cls, palette: Palette, *, keep_lightness: bool = False, amount: float = 1.0) -> Self:
        goal = _toned(np.array([color.rgb for color in palette.colors], np.float64))
        curve = _make_curve(0, 1, goal[:, 0].min(), goal[:, 0].max())
        if keep_lightness:
            curve = np.linspace(0, 1, _CURVE)
        scale = _CHROMA * max(0.0, min(1.0, (len(np.unique(goal, axis=0)) - 2) / _HUES))
        return cls._solved(goal, goal[:, 1:], curve, scale, amount)

    @classmethod
    def _solved(cls, anchors, goals, curve, scale, amount):
        metric = np.array([1, scale, scale])
        points = anchors * metric
        gaps = _squares(points, points)
        np.fill_diagonal(gaps, np.inf)
        width = float(np.clip(np.median(np.sqrt(gaps.min(axis=1))) if len(points) > 1 else 1, *_WIDTHS))
        weights = _weigh(points, points, width)
        ridge = _RIDGE * np.eye(len(points))
        solved = np.linalg.solve(weights.T @ weights + ridge, weights.T @ goals + ridge @ goals)
        reach = 1.2 * max(float(np.hypot(*anchors[:, 1:].T).max()), 0.03)
        return cls(points, solved, curve, width, scale, reach, amount)

    def move(self, rgb: Floats) -> Floats:
        moved = np.empty((len(rgb), 3))
        for start in range(0, len(rgb), _BLOCK):
            block = slice(start, start + _BLOCK)
            moved[block] = self._move(np.asarray(rgb[block], np.float64))
        return moved

    def _move(self, rgb: Floats) -> Floats:
        points = _toned(rgb)
        lightness = _follow(self.curve, points[:, 0])
        chroma = np.hypot(points[:, 1], points[:, 2])
        limited = points[:, 1:] / (1 + (chroma / self.reach) ** 4)[:, None] ** 0.25
        placed = np.column_stack([lightness, self.scale * limited])
        moved = np.column_stack([lightness, _weigh(placed, self.anchors, self.width) @ self.goals])
        moved = points + self.amount * (moved - points)
        return _levels(moved)

    def make_grid(self, size: int) -> Floats:
        levels = np.linspace(0, 255, size)
        blue, green, red = np.meshgrid(levels, levels, levels, indexing="ij")
        return self.move(np.stack([red, green, blue], axis=-1).reshape(-1, 3)) / 255

    def paint(self, image: Image) -> Bytes:
        rows = list(chunks(image))
        table = np.zeros(ALL_COLORS, np.uint32)
        pixels = np.empty_like(image.pixels)

        def mark(some: slice) -> None:
            table[codes(image.pixels[some])] = 1

        def fill(some: NDArray[np.intp]) -> None:
            rgb = np.stack([some & 255, some >> 8 & 255, some >> 16], axis=1)
            moved = np.rint(self.move(rgb)).astype(np.uint32)
            table[some] = moved[:, 0] | moved[:, 1] << 8 | moved[:, 2] << 16

        def look_up(some: slice) -> None:
            found = np.take(table, codes(image.pixels[some]), mode="clip")
            pixels[some] = found.astype("<u4", copy=False).view(np.uint8).reshape(*found.shape, 4)[:, :, :3]

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(mark, rows))
            present = np.flatnonzero(table)
            list(threads.map(fill, np.array_split(present, 1 + len(present) // _BLOCK)))
            list(threads.map(look_up, rows))
        return pixels


def _toned(rgb: Floats) -> Floats:
    oklab = to_space(rgb, "oklab") / 100
    lightness = oklab[:, :1]
    toned = _K3 * lightness - _K1
    toned = (toned + np.sqrt(toned * toned + 4 * _K2 * _K3 * lightness)) / 2
    ratio = toned / np.maximum(lightness, 1e-9)
    return np.hstack([toned, oklab[:, 1:] * ratio])


def _untoned(points: Floats) -> Floats:
    toned = np.clip(points[:, :1], 0, 1)
    lightness = (toned * toned + _K1 * toned) / (_K3 * (toned + _K2))
    ratio = lightness / np.maximum(toned, 1e-9)
    return np.hstack([lightness, points[:, 1:] * ratio])


_TO_LMS = np.linalg.inv(np.array(LMS_TO_OKLAB)).T
_TO_LINEAR = np.linalg.inv(np.array(LINEAR_TO_LMS)).T


def _levels(points: Floats) -> Floats:
    oklab = _untoned(points)
    low = _factor(oklab)
    oklab[:, 1:] *= low[:, None]
    return from_space(oklab * 100, "oklab")


def _factor(oklab: Floats) -> Floats:
    factor = np.ones(len(oklab))
    out = np.flatnonzero(~_fits(oklab))
    if len(out):
        low, high = np.zeros(len(out)), np.ones(len(out))
        some = oklab[out]
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            fits = _fits(some * np.column_stack([np.ones(len(out)), middle, middle]))
            low, high = np.where(fits, middle, low), np.where(fits, high, middle)
        factor[out] = low
    return factor


def _fits(oklab: Floats) -> NDArray[np.bool_]:
    linear = (oklab @ _TO_LMS) ** 3 @ _TO_LINEAR
    return (linear > -1e-4).all(axis=1) & (linear < 1 + 1e-4).all(axis=1)


def _quantiles(values, counts, parts):
    order = np.argsort(values)
    sums = np.cumsum(counts[order])
    return values[order][np.minimum(np.searchsorted(sums, np.array(parts) * sums[-1]), len(values) - 1)]


def _make_curve(low, high, darkest, lightest):
    width = high - low
    wanted = min(width, max(lightest - darkest, _LEAST_CONTRAST * width))
    # fit [low', high'] of length wanted: as near to the picture's own range as the palette's allows
    if wanted >= lightest - darkest:
        middle = (darkest + lightest) / 2
        start = middle - wanted / 2
    else:
        start = np.clip(low, darkest, lightest - wanted)
    start = float(np.clip(start, 0, 1 - wanted))
    stop = start + wanted
    if width < 1e-6:
        return np.clip(np.linspace(0, 1, _CURVE) + start - low, 0, 1)
    middle = (low + high) / 2
    goal = np.clip(middle, start + 0.35 * wanted, stop - 0.35 * wanted)
    before, after = (goal - start) / (middle - low), (stop - goal) / (high - middle)
    steep = min(1.0, 1.5 * before, 1.5 * after)
    x = np.linspace(0, 1, _CURVE)
    first, last = 2 * before - steep, 2 * after - steep
    u, v = np.clip(x, low, middle) - low, high - np.clip(x, middle, high)
    half = width / 2
    left = start + first * u + (steep - first) * u * u / (2 * half)
    right = stop - last * v - (steep - last) * v * v / (2 * half)
    y = np.where(x < middle, left, right)
    y = y - first * np.maximum(low - x, 0) + last * np.maximum(x - high, 0)
    return np.clip(y, 0, 1)


def _follow(curve, lightness):
    return np.interp(lightness, np.linspace(0, 1, len(curve)), curve)


def _match(own, shares, goal, scale):
    metric = np.array([1, scale, scale])
    kernel = np.exp(-_squares(own * metric, goal * metric) / _SOFTNESS) + 1e-30
    use = np.ones(len(goal))
    equal = 1 / len(goal)
    for _ in range(_ROUNDS):
        taken = shares / (kernel @ use)
        use = (equal / (kernel.T @ taken)) ** _USE
    plan = taken[:, None] * kernel * use
    return plan / plan.sum(axis=1, keepdims=True) @ goal


def _squares(first, second):
    return (first**2).sum(axis=1)[:, None] + (second**2).sum(axis=1) - 2 * first @ second.T


def _weigh(points, anchors, width):
    scores = _squares(points, anchors) / (-2 * width * width)
    scores -= scores.max(axis=1, keepdims=True)
    weights = np.exp(scores)
    return weights / weights.sum(axis=1, keepdims=True)
