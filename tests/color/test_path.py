"""The order `path`: the shortest way through the colors, or nearly, with the darkest at its end."""

import math
import random
from itertools import pairwise, permutations

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.color.path import order_by_path
from cvpalette.color.spaces import to_space


def _colors(number: int, seed: int = 0) -> list[Color]:
    chance = random.Random(seed)
    return [Color(*(chance.randrange(256) for _ in range(3))) for _ in range(number)]


def _points(colors: list[Color]) -> list[list[float]]:
    points: list[list[float]] = to_space([color.rgb for color in colors], "lab").tolist()
    return points


def _measure(points: list[list[float]], order: list[int]) -> float:
    return sum(math.dist(points[one], points[other]) for one, other in pairwise(order))


@pytest.mark.parametrize("number", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("seed", range(5))
def test_few_colors_have_the_shortest_way(number: int, seed: int) -> None:
    """None of all other ways that end at the darkest colour is shorter."""
    colors = _colors(number, seed)
    points = _points(colors)
    darkest = min(range(number), key=lambda at: points[at][0])
    rest = [at for at in range(number) if at != darkest]
    shortest = min(_measure(points, [*way, darkest]) for way in permutations(rest))
    found = order_by_path(colors)
    assert found[-1] == darkest
    assert sorted(found) == list(range(number))
    assert _measure(points, found) == pytest.approx(shortest)


@pytest.mark.parametrize("number", [12, 13, 60, 256, 1500])
def test_each_color_has_one_place_and_the_darkest_is_last(number: int) -> None:
    """However the way is looked for: 12 exactly, 1,500 not at all."""
    colors = _colors(number)
    points = _points(colors)
    found = order_by_path(colors)
    assert sorted(found) == list(range(number))
    assert points[found[-1]][0] == min(lightness for lightness, _, _ in points)
    assert _measure(points, found) < _measure(points, list(range(number))) / 2


@pytest.mark.parametrize(("number", "least"), [(24, 702.62), (96, 1588.63), (256, 2883.52)])
def test_many_colors_have_nearly_the_shortest_way(number: int, least: float) -> None:
    """Within 2 % of what LKH, a solver of this problem, finds in five runs."""
    colors = _colors(number, seed=number)
    assert _measure(_points(colors), order_by_path(colors)) < 1.02 * least


@pytest.mark.parametrize("number", [12, 200])
def test_a_gradient_stays_a_gradient(number: int) -> None:
    """Grays from white to black have only one shortest way."""
    levels = np.linspace(255, 0, number).round().astype(int).tolist()
    colors = [Color(level, level, level) for level in levels]
    shuffled = random.Random(1).sample(colors, number)
    assert [shuffled[at] for at in order_by_path(shuffled)] == colors


@pytest.mark.parametrize("number", [3, 20, 1100])
def test_equal_colors_keep_together(number: int) -> None:
    """A way between them has no length, and nothing is divided by it."""
    white, black = Color(255, 255, 255), Color(0, 0, 0)
    colors = [white, black] * number
    assert [colors[at] for at in order_by_path(colors)] == [white] * number + [black] * number


def test_the_order_before_does_not_matter() -> None:
    """Also where the way is not known to be the shortest."""
    palette = Palette.of_colors(_colors(40))
    backwards = Palette.of_colors(palette.colors[::-1])
    assert palette.sorted("path") == backwards.sorted("path")
