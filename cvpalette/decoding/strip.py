"""Images that are palettes: read_strip() reads a row, a column or a grid of colors in its order."""

import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image

__all__ = ["Cell", "Strip", "read_strip"]

Cells: TypeAlias = NDArray[np.uint8]

_MOST_BLOCKS: Final = 256
# A gradient of one row is a palette too, but a photo scaled to one row is none that anyone could use.
_MOST_IN_LINE: Final = 4096
# A line of so few pixels is a palette of single pixels if one of them differs from both of its neighbors.
_FEW: Final = 64


class Cell(NamedTuple):
    """A color of an image, and its alpha, above 0 to 1."""

    color: Color
    alpha: float


class Strip(NamedTuple):
    """The colors of an image that is a palette, None for a transparent one; whether they are in one line."""

    cells: list[Cell | None]
    is_line: bool


def read_strip(image: Image) -> Strip | None:
    """Return the colors of an image that is a palette, in reading order; None if it is another image.

    A palette is one row or column of pixels, up to 256 stripes of any width, or up to 256 blocks of equal
    size in a grid. Equal neighbors are one color, unless each color is a single pixel.
    """
    cells = _cells_of(image)
    rows, columns = _runs(cells), _runs(cells.swapaxes(0, 1))
    if len(rows) == 1 or len(columns) == 1:
        line, runs = (cells[0], columns) if len(rows) == 1 else (cells[:, 0], rows)
        singles = int((runs == 1).sum())
        # Stripes of which some are a single pixel wide are noise of a lossy file, or blends of a scaled one.
        is_thick = min(cells.shape[:2]) > 1
        if is_thick and (len(runs) > _MOST_BLOCKS or 0 < singles < len(runs)):
            return None
        is_single = singles > 0 and (2 * singles >= len(runs) or len(line) <= _FEW)
        found = line if is_single else line[np.cumsum(runs) - 1]
        return None if len(found) > _MOST_IN_LINE else Strip(_list_cells(found), is_line=True)
    height, width = math.gcd(*rows.tolist()), math.gcd(*columns.tolist())
    grid = cells[::height, ::width].reshape(-1, cells.shape[2])
    if len(grid) > _MOST_BLOCKS:
        return None
    if height > 1 or width > 1:
        is_new = np.append(True, (grid[1:] != grid[:-1]).any(axis=1))
        grid = grid[is_new]
    return Strip(_list_cells(grid), is_line=False)


def _cells_of(image: Image) -> Cells:
    """Return the pixels (height, width, 4), the last of which is alpha; a transparent one is all noughts."""
    pixels = image.pixels
    alpha = np.full(pixels.shape[:2], 255, np.uint8) if image.alpha is None else image.alpha
    return np.dstack([pixels * (alpha > 0)[:, :, None], alpha])


def _runs(lines: Cells) -> NDArray[np.intp]:
    """Return how many equal lines follow each other."""
    changes = 1 + np.flatnonzero((lines[1:] != lines[:-1]).any(axis=(1, 2)))
    return np.diff(changes, prepend=0, append=len(lines))


def _list_cells(cells: Cells) -> list[Cell | None]:
    return [Cell(Color(*cell[:3]), cell[3] / 255) if cell[3] else None for cell in cells.tolist()]
