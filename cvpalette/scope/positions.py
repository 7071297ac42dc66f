"""find_positions(): says where each swatch of a palette is in an image."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

import cv2
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

# Of a larger picture, only every second, third … row and column is looked at: a point that is right to a few
# pixels of thousands is as good, and takes a tenth of the time.
_MOST: Final = 1 << 19


class _Grid(NamedTuple):
    """Every `step`-th row and column of the region; each picked pixel stands for a square around it."""

    rows: slice
    columns: slice
    step: int

    @property
    def picked(self) -> tuple[slice, slice]:
        """The rows and columns that are looked at."""
        return self._pick(self.rows), self._pick(self.columns)

    def _pick(self, side: slice) -> slice:
        return slice(_first(side, self.step), side.stop, self.step)

    def place(self, area: Area, image: Image) -> Position:
        """Return an area of the picked pixels in pixels of the whole image."""
        width, height = image.whole_size
        rows, columns = self.picked
        left, right = self._span(area.left, area.width, self.columns)
        top, bottom = self._span(area.top, area.height, self.rows)
        # In a draft, each pixel stands for several of the whole image.
        left, right = left * width // image.width, -(-right * width // image.width)
        top, bottom = top * height // image.height, -(-bottom * height // image.height)
        return Position(
            x=_middle(columns.start + area.x * self.step, width, image.width),
            y=_middle(rows.start + area.y * self.step, height, image.height),
            left=left,
            top=top,
            width=right - left,
            height=bottom - top,
            share=area.share,
        )

    def _span(self, first: int, count: int, side: slice) -> tuple[int, int]:
        """Return where the squares of `count` picked rows or columns begin and end."""
        picked = self._pick(side)
        is_last = first + count == len(range(picked.start, picked.stop, picked.step))
        start = side.start + first * self.step
        return start, side.stop if is_last else start + count * self.step


def _first(side: slice, step: int) -> int:
    """Return the first row or column that is picked: the middle of the first square."""
    return side.start + min(step // 2, side.stop - side.start - 1)


def _middle(place: int, whole: int, length: int) -> int:
    """Return the middle of the pixels of the whole side that a pixel of a draft stands for."""
    return (2 * place + 1) * whole // (2 * length)


def find_positions(image: Image, scope: Scope, palette: Palette, space: str) -> Positions:
    """Return where each swatch is in an image, or None for a swatch that no pixel is nearest to.

    Nearest means in `space`. Only the pixels that the scope counts are looked at; its mask must be an Image.
    A pixel that counts less than half as much as another is part of an area only if its swatch has no others.
    In an image of more than half a megapixel, an area is made of the squares that picked pixels stand for. A
    swatch that none of them has is searched for in all pixels. Raises ImageError as `place_region` does.
    """
    swatches = np.array([color.rgb for color in palette.colors], np.uint8)
    rows, columns = place_region(image, scope)
    height, width = rows.stop - rows.start, columns.stop - columns.start
    step = 1
    while -(-height // step) * -(-width // step) > _MOST:
        step += 1
    found: dict[int, Position] = {}
    for each in dict.fromkeys((step, 1)):
        grid = _Grid(rows, columns, each)
        missing = [number for number in range(len(palette)) if number not in found]
        if missing:
            labels = label_pixels(image.pixels[grid.picked], swatches, space)
            weights = weigh(image, scope, grid.picked)
            areas = _find_areas(labels, weights, missing)
            found |= {number: grid.place(area, image) for number, area in areas}
    return tuple(map(found.get, range(len(palette))))


def _find_areas(
    labels: Labels, weights: Bytes | None, numbers: Iterable[int]
) -> Iterator[tuple[int, Area]]:
    """Give the area of each of these numbers that labels (h, w) have where weights (h, w) are not 0."""
    counting = None if weights is None else cv2.compare(weights, 0, cv2.CMP_GT)
    seen = None if weights is None else cv2.compare(weights, float(weights.max()) / 2, cv2.CMP_GE)
    for number in numbers:
        own = (labels == number).view(np.uint8)
        if counting is not None:
            own = cv2.bitwise_and(own, counting)
        area = find_area(own, weights, seen=seen) or find_area(own, weights)
        if area:
            yield number, area
