"""Labels: names beside dots, each where it covers no dot and no other name."""

from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

Alignment: TypeAlias = Literal["left", "center", "right"]

PASSES = 4
# In points from the dot's middle: near is better, and right of the dot before all else.
DISTANCES = (9, 15, 24, 36)
SIDES: tuple[tuple[Alignment, int], ...] = (("left", 1), ("center", 0), ("right", -1))
HEIGHTS = (0, 0.7, -0.7, 1, -1)
DOT_RADIUS = 8
NEAR = 3


@dataclass(frozen=True)
class Place:
    """Where a label may stand, and how much worse that is than the best place."""

    offset: tuple[float, float]
    alignment: Alignment
    cost: float


def place_labels(figure: Figure, axes: Axes, labels: list[Annotation]) -> None:
    """Move each label in turn to where it overlaps least, a few times over."""
    # Drawing once lays the figure out; before that nothing has its size.
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    dots = [_around(tuple(axes.transData.transform(label.xy)), DOT_RADIUS * scale) for label in labels]
    sizes = [(box.width, box.height) for box in (label.get_window_extent() for label in labels)]
    places = _places()
    chosen = [places[0]] * len(labels)
    boxes = [_box(dot, size, places[0], scale) for dot, size in zip(dots, sizes, strict=True)]
    around = [dot.padded(NEAR * scale) for dot in dots]
    inside = axes.get_window_extent()
    for _ in range(PASSES):
        for i, (dot, size) in enumerate(zip(dots, sizes, strict=True)):
            # Not even near another dot: it would seem to be that one's name.
            others = [*boxes[:i], *boxes[i + 1 :], *around[:i], dot, *around[i + 1 :]]
            tried = [(place, _box(dot, size, place, scale)) for place in places]
            costs = [place.cost + _overlap(box, others, inside) for place, box in tried]
            chosen[i], boxes[i] = tried[costs.index(min(costs))]
    for label, place in zip(labels, chosen, strict=True):
        label.set_position(place.offset)
        label.set_horizontalalignment(place.alignment)
        if max(map(abs, place.offset)) > DISTANCES[1] and label.arrow_patch is not None:
            label.arrow_patch.set_alpha(1)


def _places() -> list[Place]:
    places = []
    for (alignment, side), height, distance in product(SIDES, HEIGHTS, DISTANCES):
        if side or height in {1, -1}:
            cost = distance + 3 * (side < 0) + 4 * (side == 0) + 2 * abs(height)
            places.append(Place((side * distance, height * (distance + 2)), alignment, cost))
    return sorted(places, key=lambda place: place.cost)


def _around(point: tuple[float, ...], radius: float) -> Bbox:
    x, y = point
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)


def _box(dot: Bbox, size: tuple[float, float], place: Place, scale: float) -> Bbox:
    x = (dot.x0 + dot.x1) / 2 + place.offset[0] * scale
    y = (dot.y0 + dot.y1) / 2 + place.offset[1] * scale
    width, height = size
    left = {"left": x, "center": x - width / 2, "right": x - width}[place.alignment]
    return Bbox.from_bounds(left, y - height / 2, width, height)


def _overlap(box: Bbox, others: list[Bbox], inside: Bbox) -> float:
    covered = 0.0
    for other in others:
        width = min(box.x1, other.x1) - max(box.x0, other.x0)
        height = min(box.y1, other.y1) - max(box.y0, other.y0)
        covered += max(width, 0) * max(height, 0)
    outside: float = max(inside.x0 - box.x0, 0) + max(box.x1 - inside.x1, 0)
    outside += max(box.y1 - inside.y1, 0) + max(inside.y0 - box.y0, 0)
    return covered + 100 * outside
