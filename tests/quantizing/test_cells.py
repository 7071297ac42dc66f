"""Tests for pictures with few colors in each cell."""

from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette.color.light import to_light
from cvpalette.quantizing.cells import choose_colors, draw_within, measure_cost, spread_out, to_oklab
from cvpalette.quantizing.devices import Cells

COLORS = to_light(
    np.array(
        [(0, 0, 0), (255, 255, 255), (200, 40, 40), (40, 160, 60), (40, 60, 200), (230, 200, 40)], np.uint8
    )
)
PAIRS = Cells(width=4, height=4)


@pytest.fixture(scope="module")
def light() -> NDArray[np.float32]:
    """Return a small picture with soft and hard parts."""
    generator = np.random.default_rng(7)
    coarse = generator.random((6, 6, 3))
    picture = np.kron(coarse, np.ones((4, 4, 1))) * np.linspace(0.3, 1, 24)[:, None, None]
    return picture.astype(np.float32)


def _judge(light: NDArray[np.float32], colors: tuple[int, ...]) -> float:
    """Return the cost of some pixels (n, 3) with these colors and no mixtures, by the definition."""
    wanted, ends = to_oklab(light), to_oklab(COLORS)[list(colors)]
    return float(((wanted[:, None] - ends) ** 2).sum(axis=2).min(axis=1).sum())


def _cut(light: NDArray[np.float32], side: int) -> list[NDArray[np.float32]]:
    rows = range(0, light.shape[0], side)
    return [light[y : y + side, x : x + side].reshape(-1, 3) for y, x in product(rows, rows)]


def test_pairs_are_the_best_of_all_pairs(light: NDArray[np.float32]) -> None:
    """Of each cell, no other two colors show the pixels better."""
    chosen = choose_colors(light, COLORS, PAIRS, mixed=False)
    assert chosen.shape == (6, 6, 2)
    every = list(combinations(range(len(COLORS)), 2))
    for cell, pair in zip(_cut(light, 4), chosen.reshape(-1, 2), strict=True):
        best = min(_judge(cell, each) for each in every)
        assert _judge(cell, tuple(pair)) == pytest.approx(best, rel=1e-4)


def test_colors_of_a_cell_are_of_one_group(light: NDArray[np.float32]) -> None:
    """As with the two brightnesses of the ZX Spectrum."""
    cells = Cells(width=4, height=4, groups=((0, 2, 3), (0, 1, 4, 5)))
    chosen = choose_colors(light, COLORS, cells, mixed=True)
    for pair in chosen.reshape(-1, 2):
        assert any(set(pair.tolist()) <= set(group) for group in cells.groups)


def test_a_shared_color_is_the_best_of_all(light: NDArray[np.float32]) -> None:
    """Every shared color is tried, and every set of own ones beside it."""
    chosen = choose_colors(light, COLORS, Cells(width=4, height=4, own=2, shared=1), mixed=False)
    sets = [set(each.tolist()) for each in chosen.reshape(-1, 3)]
    assert set.intersection(*sets)
    cost = sum(_judge(cell, tuple(each)) for cell, each in zip(_cut(light, 4), sets, strict=True))
    totals = []
    for shared in range(len(COLORS)):
        others = [each for each in combinations(range(len(COLORS)), 3) if shared in each]
        totals.append(sum(min(_judge(cell, each) for each in others) for cell in _cut(light, 4)))
    assert cost == pytest.approx(min(totals), rel=1e-4)


def test_few_palettes_are_nearly_the_best(light: NDArray[np.float32]) -> None:
    """The search is within 3 % of the best two palettes of two colors beside a shared one."""
    cells = Cells(width=8, height=8, own=2, shared=1, palettes=2)
    chosen = choose_colors(light, COLORS, cells, mixed=False)
    used = {tuple(sorted(each.tolist())) for each in chosen.reshape(-1, 3)}
    assert len(used) <= 2
    assert set.intersection(*map(set, used))
    parts = _cut(light, 8)
    costs = {each: [_judge(cell, each) for cell in parts] for each in combinations(range(len(COLORS)), 3)}
    best = min(
        float(np.minimum(costs[one], costs[other]).sum())
        for one, other in combinations(costs, 2)
        if set(one) & set(other)
    )
    cost = sum(_judge(cell, tuple(each)) for cell, each in zip(parts, chosen.reshape(-1, 3), strict=True))
    assert best <= cost * (1 + 1e-4)
    assert cost <= 1.03 * best


def test_the_cost_is_that_of_the_definition(light: NDArray[np.float32]) -> None:
    """What the search counts is what a plain loop counts."""
    chosen = choose_colors(light, COLORS, PAIRS, mixed=False)
    cost = sum(
        _judge(cell, tuple(pair)) for cell, pair in zip(_cut(light, 4), chosen.reshape(-1, 2), strict=True)
    )
    counted = measure_cost(light, COLORS, PAIRS, chosen, mixed=False)
    assert counted == pytest.approx(cost / light[..., 0].size, rel=1e-3)


def test_a_mixture_is_a_reason_to_choose_two_colors() -> None:
    """A flat orange is shown best by red with yellow dots; without a dither, one color is enough."""
    orange = np.broadcast_to((COLORS[2] + COLORS[5]) / 2, (4, 4, 3)).astype(np.float32)
    chosen = choose_colors(orange, COLORS, PAIRS, mixed=True)
    assert sorted(chosen.reshape(-1).tolist()) == [2, 5]


@pytest.mark.parametrize("dither", ["none", "bayer-4", "blue-noise", "floyd-steinberg", "stucki"])
def test_no_cell_has_another_color(light: NDArray[np.float32], dither: str) -> None:
    """Whatever the dither, each pixel has a color of its cell."""
    chosen = choose_colors(light, COLORS, PAIRS, mixed=dither != "none")
    allowed = spread_out(chosen, PAIRS, (24, 24))
    indices = draw_within(light, COLORS, allowed, dither, 1.0)
    for (row, column), _ in np.ndenumerate(chosen[..., 0]):
        cell = indices[4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
        assert set(cell.reshape(-1).tolist()) <= set(chosen[row, column].tolist())


@pytest.mark.parametrize("dither", ["bayer-8", "blue-noise", "floyd-steinberg", "sierra"])
def test_a_dithered_gray_keeps_its_light(dither: str) -> None:
    """Dots of black and white have the mean light of the gray that they stand for."""
    for level in (0.1, 0.25, 0.5, 0.8):
        gray = np.full((64, 64, 3), level, np.float32)
        allowed = np.broadcast_to(np.array([0, 1]), (64, 64, 2))
        shown = COLORS[draw_within(gray, COLORS, np.array(allowed), dither, 1.0)]
        assert float(shown.mean()) == pytest.approx(level, abs=0.04)
