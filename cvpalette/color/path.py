"""Find a short way through colors in CIELAB that ends at the darkest one, in pure Python."""

import math
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.css_spaces import LINEAR_TO_XYZ, Vector, multiply

__all__ = ["order_by_path"]

# Held and Karp's method takes 30 ms for so many colors, and twice as long for each one more.
_MOST_EXACT: Final = 12
# So many colors take a second, and their distances 40 MB. More of them are laid in a serpentine.
_MOST_SEARCHED: Final = 1024
# New neighbors of a color are looked for among its nearest.
_NEAR: Final = 8
# Kicks out of a local optimum for each color, the most of them, and how far apart the parts are that one
# exchanges. More kicks hardly help.
_KICKS: Final = 5
_MOST_KICKS: Final = 150
_REACH: Final = 30
# A gain below this is rounding: without it, a search might go in circles.
_LEAST_GAIN: Final = 1e-9
# The bands of lightness of a serpentine, and the lanes in each of them.
_BAND, _LANE = 5.0, 10.0

# The color before the start of the way: the last row of the table.
_NONE: Final = -1
# How many colors a part that is moved has before and after a color.
_PARTS: Final = ((0, 0), (0, 1), (1, 0), (0, 2), (2, 0))

_WHITE: Final = tuple(sum(row) for row in LINEAR_TO_XYZ)
_Table: TypeAlias = list[list[float]]


def order_by_path(colors: Sequence[Color]) -> list[int]:
    """Return the indices of colors in the order of a short way through CIELAB that ends at the darkest.

    For up to 12 colors the way is the shortest (Held and Karp, 1962). For up to 1,024 it is the best that an
    iterated search by 2-opt and Or-opt finds. More colors are laid in a serpentine. The same colors in the
    same order give the same way.
    """
    points = [_lab(color) for color in colors]
    last = min(range(len(points)), key=lambda at: points[at][0])
    if len(points) > _MOST_SEARCHED:
        return _lay(points, last)
    table = [[math.dist(one, other) for other in points] for one in points]
    return _solve(table, last) if len(points) <= _MOST_EXACT else _Way(table, last).improved()


def _lab(color: Color) -> Vector:
    """Return CIELAB (CIE 15:2004) at the white of sRGB, as `cvpalette.color.spaces` does for arrays."""
    xyz = multiply(LINEAR_TO_XYZ, color.linear)
    x, y, z = (_root(value / white) for value, white in zip(xyz, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(ratio: float) -> float:
    return math.cbrt(ratio) if ratio > (6 / 29) ** 3 else ratio / (3 * (6 / 29) ** 2) + 4 / 29


def _lay(points: Sequence[Vector], last: int) -> list[int]:
    """Return a serpentine from light to dark: bands of lightness, lanes of a, and to and fro in b."""

    def place(at: int) -> Vector:
        lightness, a, b = points[at]
        band, lane = math.floor(lightness / _BAND), math.floor(a / _LANE)
        across = lane if band % 2 else -lane
        return -band, across, b if (band + lane) % 2 else -b

    return [*sorted((at for at in range(len(points)) if at != last), key=place), last]


def _solve(table: _Table, last: int) -> list[int]:
    """Return the shortest way through all that ends at `last`."""
    others = [at for at in range(len(table)) if at != last]
    # For each set of the others, as bits: the shortest way from each of its members through all of it to the
    # end, as the length and the next one.
    bits = [1 << place for place in range(len(others))]
    ways: list[dict[int, tuple[float, int]]] = [{} for _ in range(1 << len(others))]
    for place, at in enumerate(others):
        ways[bits[place]][place] = table[at][last], -1
    for members in range(1, len(ways)):
        known = [(place, length) for place, (length, _) in ways[members].items()]
        for place, at in enumerate(others):
            if not members & bits[place]:
                row = table[at]
                ways[members | bits[place]][place] = min(
                    (length + row[others[after]], after) for after, length in known
                )
                # Each set is reached once from each of its members, so nothing is overwritten.
    members, order = len(ways) - 1, []
    place = min(ways[members], key=lambda start: ways[members][start]) if others else -1
    while place >= 0:
        order.append(others[place])
        members, place = members ^ bits[place], ways[members][place][1]
    return [*order, last]


class _Way:
    """A way through all colors to `last`, and where in it each color is."""

    def __init__(self, table: _Table, last: int) -> None:
        # The color before the start is as near to all others: an open way needs no rule of its own.
        self._table = [*([*row, 0.0] for row in table), [0.0] * (len(table) + 1)]
        indices = range(len(table))
        self._near = [
            sorted((other for other in indices if other != at), key=table[at].__getitem__)[:_NEAR]
            for at in indices
        ]
        self._order = self._walk(last)
        self._at = [0] * len(table)
        self._renumber(0, len(table))

    def improved(self) -> list[int]:
        """Return the best way that is found."""
        self._settle(self._order)
        chance = random.Random(0)  # noqa: S311 -- the same colors shall give the same way
        for _ in range(min(_MOST_KICKS, _KICKS * len(self._order))):
            order, at = self._order[:], self._at[:]
            if self._kick(chance) < -_LEAST_GAIN:
                self._order, self._at = order, at
        return self._order

    def _walk(self, last: int) -> list[int]:
        """Return the way that goes to the nearest color each time, found from its end."""
        rest = [at for at in range(len(self._near)) if at != last]
        order = [last]
        while rest:
            order.append(min(rest, key=self._table[order[-1]].__getitem__))
            rest.remove(order[-1])
        return order[::-1]

    def _renumber(self, start: int, stop: int) -> None:
        for place in range(start, stop):
            self._at[self._order[place]] = place

    def _kick(self, chance: random.Random) -> float:
        """Exchange two parts that follow each other, settle what that touches, and return the total gain."""
        order = self._order
        # The last color stays where it is.
        first = chance.randrange(len(order) - 2)
        third = min(len(order) - 2, first + 1 + chance.randrange(_REACH))
        second = chance.randrange(first, third)
        ends = [*order[max(0, first - 1) : first + 1], *order[second : second + 2], *order[third : third + 2]]
        length = self._measure(first, third)
        order[first : third + 1] = order[second + 1 : third + 1] + order[first : second + 1]
        self._renumber(first, third + 1)
        return length - self._measure(first, third) + self._settle(ends)

    def _measure(self, start: int, stop: int) -> float:
        """Return the length from the color before `start` to the color after `stop`."""
        part = self._order[max(0, start - 1) : stop + 2]
        return sum(self._table[one][other] for one, other in pairwise(part))

    def _settle(self, colors: Iterable[int]) -> float:
        """Improve the way at these colors, and wherever that changes it; return the total gain."""
        waiting, gain = list(dict.fromkeys(colors)), 0.0
        while waiting:
            color = waiting.pop()
            if color == _NONE:
                continue
            found, touched = self._turn(color)
            if not touched:
                found, touched = self._move(color)
            gain += found
            waiting += touched
        return gain

    def _turn(self, color: int) -> tuple[float, list[int]]:
        """Turn a part of the way round (2-opt), so that a near color comes next to this one."""
        order, table, row = self._order, self._table, self._table[color]
        place, end = self._at[color], len(order) - 1
        # The last color cannot be turned away from its place.
        if place == end:
            return 0.0, []
        before, after = order[place - 1] if place else _NONE, order[place + 1]
        for near in self._near[color]:
            length, other = row[near], self._at[near]
            if other == end:
                continue
            if length >= row[before] and length >= row[after] and place:
                break
            beyond = order[other + 1]
            gain = row[after] + table[near][beyond] - length - table[after][beyond]
            if gain > _LEAST_GAIN:
                self._reverse(min(place, other) + 1, max(place, other))
                return gain, [color, near, after, beyond]
            previous = order[other - 1] if other else _NONE
            gain = row[before] + table[near][previous] - length - table[before][previous]
            if gain > _LEAST_GAIN:
                self._reverse(min(place, other), max(place, other) - 1)
                return gain, [color, near, before, previous]
        return 0.0, []

    def _reverse(self, start: int, stop: int) -> None:
        """Turn round the part from `start` to `stop`, both of them included."""
        self._order[start : stop + 1] = self._order[start : stop + 1][::-1]
        self._renumber(start, stop + 1)

    def _move(self, color: int) -> tuple[float, list[int]]:
        """Move a part of up to three colors that begins or ends here next to a near color (Or-opt)."""
        order, table, place = self._order, self._table, self._at[color]
        for ahead, behind in _PARTS:
            start, stop = place - ahead, place + behind + 1
            # The last color stays where it is.
            if start < 0 or stop >= len(order):
                continue
            before, after = order[start - 1] if start else _NONE, order[stop]
            saved = table[before][order[start]] + table[order[stop - 1]][after] - table[before][after]
            for near in self._near[color]:
                if table[color][near] >= saved:
                    break
                if start <= self._at[near] < stop:
                    continue
                part = order[start:stop][:: -1 if ahead else 1]
                gain, way = self._join(order[:start] + order[stop:], part, near)
                if saved + gain > _LEAST_GAIN:
                    self._order = way
                    self._renumber(0, len(way))
                    return saved + gain, [color, part[-1], near, before, after]
        return 0.0, []

    def _join(self, rest: list[int], part: list[int], near: int) -> tuple[float, list[int]]:
        """Put the start of a part next to a near color of the rest; return the gain, below 0, and the way."""
        at, far, table = rest.index(near), part[-1], self._table
        before = rest[at - 1] if at else _NONE
        gain = table[before][near] - table[far][before] - table[part[0]][near]
        if at + 1 < len(rest):
            after = rest[at + 1]
            other = table[near][after] - table[far][after] - table[part[0]][near]
            if other > gain:
                return other, [*rest[: at + 1], *part, *rest[at + 1 :]]
        return gain, [*rest[:at], *part[::-1], *rest[at:]]
