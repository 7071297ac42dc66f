"""Find a short way through colors in CIELAB that ends at the darkest one, in pure Python."""

import math
import random
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from cvpalette.color.color import Color
from cvpalette.color.css_spaces import LINEAR_TO_XYZ, Vector, multiply

__all__ = ["order_by_path"]

# Held and Karp's method takes 30 ms for so many colors, and twice as long for each one more.
_MOST_EXACT: Final = 12
# The distances of so many colors fit in 8 MB. More of them are laid in a serpentine.
_MOST_SEARCHED: Final = 1024
# New neighbors of a color are looked for among its nearest.
_NEAR: Final = 8
# Kicks out of a local optimum, and how far apart the parts are that one exchanges. More kicks hardly help.
_KICKS: Final = 300
_REACH: Final = 30
# A gain below this is rounding: without it, a search might go in circles.
_LEAST_GAIN: Final = 1e-9
# The bands of lightness of a serpentine, and the lanes in each of them.
_BAND, _LANE = 5.0, 10.0

_WHITE: Final = tuple(sum(row) for row in LINEAR_TO_XYZ)
_Table: TypeAlias = list[list[float]]


def order_by_path(colors: Sequence[Color]) -> list[int]:
    """Return the indices of colors in the order of a short way through CIELAB that ends at the darkest.

    The way is the shortest for up to 12 colors (Held and Karp, 1962). For up to 1,024 it is a local optimum of
    2-opt and Or-opt, with kicks out of others. More colors are laid in a serpentine. The same colors in the
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
        self._table = table
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
        for _ in range(_KICKS):
            order, at = self._order[:], self._at[:]
            gain = self._kick(chance)
            if gain < -_LEAST_GAIN:
                self._order, self._at = order, at
        return self._order

    def _walk(self, last: int) -> list[int]:
        """Return the way that goes to the nearest color each time, found from its end."""
        rest = [at for at in range(len(self._table)) if at != last]
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
        lengths = self._length(first, third)
        order[first : third + 1] = order[second + 1 : third + 1] + order[first : second + 1]
        self._renumber(first, third + 1)
        return lengths - self._length(first, third) + self._settle(ends)

    def _length(self, start: int, stop: int) -> float:
        """Return the length from the color before `start` to the color after `stop`."""
        part = self._order[max(0, start - 1) : stop + 2]
        return sum(self._table[one][other] for one, other in zip(part, part[1:], strict=False))

    def _settle(self, colors: Iterable[int]) -> float:
        """Improve the way at these colors, and wherever that changes it; return the total gain."""
        waiting, gain = list(dict.fromkeys(colors)), 0.0
        while waiting:
            color = waiting.pop()
            found, touched = self._turn(color)
            if not touched:
                found, touched = self._move(color)
            gain += found
            waiting += touched
        return gain

    def _turn(self, color: int) -> tuple[float, list[int]]:
        """Turn a part of the way round (2-opt) so that a near color follows this one, or precedes it."""
        order, at, row, table = self._order, self._at, self._table[color], self._table
        place, end = at[color], len(order) - 1
        after = order[place + 1] if place < end else -1
        before = order[place - 1] if place else -1
        # The way has no neighbor before its start: the length there is 0.
        to_after = row[after] if after >= 0 else 0.0
        to_before = row[before] if before >= 0 else math.inf
        for near in self._near[color]:
            length = row[near]
            if length >= to_after and length >= to_before and place:
                break
            other = at[near]
            # The last color cannot be turned away from its place.
            if after >= 0 and length < to_after and other < end:
                next_one = order[other + 1]
                gain = to_after + table[near][next_one] - length - table[after][next_one]
                if gain > _LEAST_GAIN:
                    self._reverse(min(place, other) + 1, max(place, other))
                    return gain, [color, near, after, next_one]
            if place < end and other:
                previous = order[other - 1]
                saved = table[near][previous] - length
                gain = saved + (row[before] - table[before][previous] if before >= 0 else 0.0)
                if gain > _LEAST_GAIN:
                    self._reverse(min(place, other), max(place, other) - 1)
                    return gain, [color, near, previous, *([before] if before >= 0 else [])]
        return 0.0, []

    def _reverse(self, start: int, stop: int) -> None:
        """Turn round the part from `start` to `stop`, both of them included."""
        self._order[start : stop + 1] = self._order[start : stop + 1][::-1]
        self._renumber(start, stop + 1)

    def _move(self, color: int) -> tuple[float, list[int]]:
        """Move a part of up to three colors that begins or ends here next to a near color (Or-opt)."""
        order, at, table = self._order, self._at, self._table
        place, end = at[color], len(order) - 1
        for size in (1, 2, 3):
            for start in {place, place - size + 1}:
                stop = start + size - 1
                if start < 0 or stop >= end:
                    continue
                before = order[start - 1] if start else -1
                after = order[stop + 1]
                far = order[stop] if start == place else order[start]
                joined = table[before][after] if before >= 0 else 0.0
                saved = (table[before][order[start]] if before >= 0 else 0.0) + table[order[stop]][after]
                saved -= joined
                for near in self._near[color]:
                    length = table[color][near]
                    if length >= saved:
                        break
                    other = at[near]
                    if start <= other <= stop:
                        continue
                    found = self._insert(start, stop, color, far, near, saved - length)
                    if found:
                        touched = [each for each in (color, far, near, before, after) if each >= 0]
                        return found, touched
        return 0.0, []

    def _insert(self, start: int, stop: int, color: int, far: int, near: int, saved: float) -> float:
        """Put a part between a near color and the one before or after it, if that gains; return the gain.

        Its end `color` comes next to `near`.
        """
        order, table, other = self._order, self._table, self._at[near]
        for side in (-1, 1):
            beside = other + side
            if start <= beside <= stop:
                beside = start - 1 if side < 0 else stop + 1
            if beside >= len(order):
                continue
            neighbor = order[beside] if beside >= 0 else -1
            gain = saved - (table[far][neighbor] - table[near][neighbor] if neighbor >= 0 else 0.0)
            if gain <= _LEAST_GAIN:
                continue
            part = order[start : stop + 1]
            # Before the near color, the part must end with `color`; after it, the part must begin with it.
            if (part[-1] if side < 0 else part[0]) != color:
                part.reverse()
            del order[start : stop + 1]
            goal = other - len(part) * (other > stop) + (side > 0)
            order[goal:goal] = part
            self._renumber(min(start, goal), max(stop, goal + len(part) - 1) + 1)
            return gain
        return 0.0
