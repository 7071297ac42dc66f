"""find_positions(): says where each swatch of a palette is in an image."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.areas import Area, Labels, find_area, label_pixels
from cvpalette.result import Position, Positions
from cvpalette.scope.exclusion import place_region, weigh
from cvpalette.settings.settings import Scope

__all__ = ["find_positions"]

Bytes: TypeAlias = NDArray[np.uint8]

# In a larger picture, only every second, third … row and column is looked at: a box that is right to a few
# pixels of thousands is as good, and takes a tenth of the time.
_MOST: Final = 1 << 19


class _Side(NamedTuple):
    """The rows or the columns of a region, from `start` to `stop`, in squares of `step` pixels.

    One pixel of each square is looked at, and stands for the square. `length` is the length of the side, and
    `whole` is the length of that side of the whole image; the two differ only in a draft.
    """

    start: int
    stop: int
    step: int
    length: int
    whole: int

    @property
    def picked(self) -> slice:
        """The rows or columns that are looked at, in the middle of the squares."""
        return slice(self._first, self.stop, self.step)

    @property
    def _first(self) -> int:
        return self.start + min(self.step // 2, self.stop - self.start - 1)

    def place(self, number: int) -> int:
        """Return which pixel of the whole image is picked for a square; in a draft, one in the middle."""
        return (2 * (self._first + number * self.step) + 1) * self.whole // (2 * self.length)

    def span(self, first: int, count: int) -> tuple[int, int]:
        """Return where `count` squares begin in the whole image, and their length."""
        is_last = first + count == len(range(self._first, self.stop, self.step))
        start = self.start + first * self.step
        # The last square may be larger or smaller than the others.
        stop = self.stop if is_last else start + count * self.step
        begin, end = start * self.whole // self.length, -(-stop * self.whole // self.length)
        return begin, end - begin


def find_positions(image: Image, scope: Scope, palette: Palette, space: str) -> Positions:
    """Return where each swatch is in an image, or None for a swatch that no pixel is nearest to.

    Nearest means in `space`. Only the pixels that the scope counts are looked at; its mask must be an Image.
    A pixel that counts less than half as much as another is part of an area only if its swatch has no others.
    In an image of more than half a megapixel, one pixel stands for a square, and areas are made of squares. A
    swatch that none of these pixels has is searched for in all of them. Raises ImageError as `place_region`
    does.
    """
    swatches = np.array([color.rgb for color in palette.colors], np.uint8)
    rows, columns = place_region(image, scope)
    (width, height), step = image.whole_size, 1
    while -(-(rows.stop - rows.start) // step) * -(-(columns.stop - columns.start) // step) > _MOST:
        step += 1
    found: dict[int, Position] = {}
    for each in dict.fromkeys((step, 1)):
        missing = [number for number in range(len(palette)) if number not in found]
        if missing:
            down = _Side(rows.start, rows.stop, each, image.height, height)
            across = _Side(columns.start, columns.stop, each, image.width, width)
            part = down.picked, across.picked
            wanted = missing if found else None
            labels = label_pixels(image.pixels[part], swatches, space, wanted=wanted)
            for number, area in _find_areas(labels, weigh(image, scope, part), missing):
                found[number] = _place(area, down, across)
    return tuple(map(found.get, range(len(palette))))


def _find_areas(labels: Labels, weights: Bytes | None, numbers: Iterable[int]) -> Iterator[tuple[int, Area]]:
    """Give the area of each of these numbers that labels (h, w) have where weights (h, w) are not 0."""
    seen = None if weights is None else (weights >= weights.max() / 2).view(np.uint8)
    for number in numbers:
        own = (labels == number).view(np.uint8)
        if weights is not None:
            own *= weights > 0
        area = find_area(own, weights, seen=seen) or find_area(own, weights)
        if area:
            yield number, area


def _place(area: Area, down: _Side, across: _Side) -> Position:
    (left, width), (top, height) = across.span(area.left, area.width), down.span(area.top, area.height)
    return Position(across.place(area.x), down.place(area.y), left, top, width, height, area.share)
