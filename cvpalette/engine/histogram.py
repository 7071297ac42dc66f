"""Count how often each color occurs in one image or in many: ColorHistogram."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cvpalette.color.color import Color, require_color
from cvpalette.decoding.image import Image
from cvpalette.engine.cells import average_runs, cell_numbers, run_starts
from cvpalette.engine.counting import FEW, SPARSE, count_pixels
from cvpalette.errors import ColorError, SettingsError
from cvpalette.messages import quote

if TYPE_CHECKING:
    import PIL.Image

    from cvpalette.engine.present import PresentColors
    from cvpalette.engine.spreads import Spreads

__all__ = ["ColorHistogram", "take_histogram"]

_EXACT = 8
_OPAQUE = 255
_FINEST_CELLS = 7
_NO_HISTOGRAM = "a histogram has colors (n, 3) of 0 to 255 and counts (n,) above 0, whose sum is finite"
_CELLS = range(5, _FINEST_CELLS + 1)


@dataclass(frozen=True, eq=False, repr=False)
class ColorHistogram:
    """How many pixels each color stands for, in one image or in many.

    `colors` (n, 3), float32, are colors of sRGB, from 0 to 255. `counts` (n,), float64, are the pixels of
    each, all above 0. With 8 `bits`, the colors are exact. With fewer, each row is the mean color of a cell,
    which is 2 ** (8 - bits) wide in each channel. The rows are sorted by cell, so the order of the pixels
    does not matter. Histograms can be added.

    All pixels are counted. But in coarse cells, and in large images, the mean colors come from a sample. Then
    `steady` (n, 3) are colors near these means that do not depend on the order of the pixels either.

    `flat` is the exact flat colors of flat art. `accents` is small parts of images that stand out. Both are
    among what this histogram counts, and they add up with it. `present` is the set of colors that the images
    have. `spreads` tells how far apart the pixels of a color lie. Each is None if nobody asked for it, and
    `flat` if there is none. of_colors() makes a histogram of colors that were counted elsewhere.

    Example:
        >>> histogram = cvpalette.ColorHistogram.of_image(cvpalette.load_image("logo.png"))
        >>> for color, count in zip(histogram.colors, histogram.counts):
        ...     print(color.tolist(), count)
        [38.0, 70.0, 83.0] 5724.0
        [231.0, 111.0, 81.0] 1024.0
        [233.0, 196.0, 106.0] 3072.0
        >>> print(histogram.total)
        9820.0
    """

    colors: NDArray[np.float32]
    counts: NDArray[np.float64]
    bits: int = _EXACT
    steady: NDArray[np.float32] | None = None
    flat: ColorHistogram | None = None
    accents: ColorHistogram | None = None
    present: PresentColors | None = None
    spreads: Spreads | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that are no histogram, and make the arrays read-only."""
        if not _is_sound(self.colors, self.counts):
            raise SettingsError(_NO_HISTOGRAM)
        for array in (self.colors, self.counts, self.anchors):
            array.flags.writeable = False

    @property
    def anchors(self) -> NDArray[np.float32]:
        """Colors (n, 3) at or near the rows' own; they do not depend on the order of the pixels."""
        return self.colors if self.steady is None else self.steady

    @classmethod
    def of_image(
        cls,
        image: Image | NDArray[Any] | PIL.Image.Image,
        *,
        bits: int = 6,
        accents: bool = False,
        present: bool = False,
        spreads: bool = False,
    ) -> ColorHistogram:
        """Count the pixels of an image, weighted by alpha / 255; pixels of alpha 0 do not count.

        `image` is an Image, an array or an image of Pillow, as `extract` takes them.
        With `accents`, small parts that stand out are found, with `present` the set of the image's colors,
        with `spreads` where the pixels of each color lie.

        An image with at most 1,024 colors is counted exactly. Other images are counted in cells of `bits`
        bits per channel, 5 to 7, or in finer cells if there are few. Raises SettingsError for other bits, and
        for what is no image.

        Example:
            >>> image = cvpalette.load_image("photo.jpg")
            >>> histogram = cvpalette.ColorHistogram.of_image(image)
            >>> histogram.total == image.width * image.height
            True
            >>> cvpalette.ColorHistogram.of_image(np.zeros((4, 6, 3), np.uint8)).total
            24.0
        """
        if not isinstance(image, Image):
            from cvpalette.sources.loading import take_pixels  # noqa: PLC0415 -- few callers have no Image

            image = take_pixels(image)
        if bits not in _CELLS:
            message = f"cells have 5 to 7 bits a channel, not {bits}"
            raise SettingsError(message)
        alpha = image.alpha
        if alpha is not None and not alpha.any():
            return cls(np.empty((0, 3), dtype=np.float32), np.empty(0))
        # Whatever leaves out nothing must change nothing.
        alpha = None if alpha is None or alpha.min() == _OPAQUE else alpha
        counted = count_pixels(image.pixels, alpha, bits, present=present)
        flat = None if counted.flat is None else cls(*counted.flat)
        found = None
        if accents:
            from cvpalette.engine.accents import find_parts  # noqa: PLC0415 -- few runs ask for them

            colors, counts = find_parts(image.pixels, alpha)
            found = cls(colors, counts)
        histogram = cls(*counted.cells, flat=flat, accents=found, present=counted.present)
        if not spreads:
            return histogram
        from cvpalette.engine.spreads import Spreads  # noqa: PLC0415 -- as above

        return replace(histogram, spreads=Spreads.of(image.pixels, alpha, histogram.total))

    @classmethod
    def of_colors(
        cls, colors: ArrayLike | Iterable[Color | str], counts: ArrayLike | None = None
    ) -> ColorHistogram:
        """Return the histogram of colors (n, 3) that were counted elsewhere, with their pixels (n,).

        The colors are levels of sRGB, 0 to 255, in any order, and may repeat. Each may also be a Color, or a
        text such as '#264653'. Without counts, each row is one pixel. Raises ColorError for what is no color,
        and SettingsError for other shapes, for levels that are not 0 to 255, for fractions 0 to 1,
        and for counts that are not above 0.

        Example:
            >>> histogram = cvpalette.ColorHistogram.of_colors([[38, 70, 83], [233, 196, 106]], [30, 10])
            >>> print(cvpalette.cluster(histogram, 2))
            #264653 75.0%, #e9c46a 25.0%
        """
        no_colors = f"{quote(type(colors).__name__)} has no colors; {_NO_HISTOGRAM}"
        try:
            levels = np.asarray(_levels_of(colors))
            found = levels.astype(np.float32)
        except ColorError:
            raise
        except (TypeError, ValueError) as error:
            raise SettingsError(no_colors) from error
        if not levels.ndim:
            raise SettingsError(no_colors)
        try:
            pixels = np.asarray(np.ones(len(levels)) if counts is None else counts, dtype=np.float64)
        except (TypeError, ValueError) as error:
            message = f"{quote(type(counts).__name__)} has no counts; {_NO_HISTOGRAM}"
            raise SettingsError(message) from error
        if pixels.shape != levels.shape[:1]:
            message = f"there are {len(levels)} colors, but counts of {pixels.shape}; {_NO_HISTOGRAM}"
            raise SettingsError(message)
        if levels.dtype.kind == "f" and levels.size and 0 < found.max() <= 1:
            message = "colors are levels of 0 to 255, and these are 0 to 1; multiply them by 255"
            raise SettingsError(message)
        return _merge([cls(found, pixels.copy())], _EXACT) if len(found) else cls(found, pixels.copy())

    def __repr__(self) -> str:
        """Return one short line, without the arrays."""
        return f"<ColorHistogram of {len(self):,} colors, {self.total:,.10g} pixels>"

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.counts)

    @property
    def total(self) -> float:
        """The number of counted pixels, weighted by their alpha."""
        return float(self.counts.sum())

    def coarsen(self, bits: int) -> ColorHistogram:
        """Return the same pixels in cells of at most `bits` bits per channel."""
        return self if bits >= self.bits else _merge([self], bits)

    def only(self, rows: NDArray[np.bool_]) -> ColorHistogram:
        """Return a histogram of the rows (n,) that are True."""
        steady = None if self.steady is None else self.steady[rows]
        return ColorHistogram(self.colors[rows], self.counts[rows], self.bits, steady)

    def scaled(self, factor: float) -> ColorHistogram:
        """Return the same colors with their counts times `factor`, which must be above 0."""
        flat = None if self.flat is None else self.flat.scaled(factor)
        accents = None if self.accents is None else self.accents.scaled(factor)
        spreads = None if self.spreads is None else self.spreads.scaled(factor)
        return replace(self, counts=self.counts * factor, flat=flat, accents=accents, spreads=spreads)

    @classmethod
    def sum_of(cls, histograms: Sequence[ColorHistogram]) -> ColorHistogram:
        """Return the sum of one or more histograms; it is exact if they are exact and have few colors.

        Example:
            >>> images = [cvpalette.load_image(name) for name in ("photo.jpg", "shoe.jpg")]
            >>> parts = [cvpalette.ColorHistogram.of_image(image) for image in images]
            >>> print(cvpalette.cluster(cvpalette.ColorHistogram.sum_of(parts), 4))
            #fefcfa 42.3%, #c17645 25.6%, #a4261c 20.7%, #2b120e 11.5%
        """
        flat = [each.flat for each in histograms if each.flat is not None]
        asked = [each.accents for each in histograms if each.accents is not None]
        accents, found = [each for each in asked if len(each)], asked[0] if asked else None
        return replace(
            cls._sum_of_cells(histograms),
            flat=cls._sum_of_cells(flat) if flat else None,
            accents=cls._sum_of_cells(accents) if accents else found,
            present=_union([each.present for each in histograms if len(each)]),
            spreads=_together([each.spreads for each in histograms if each.spreads is not None]),
        )

    @classmethod
    def _sum_of_cells(cls, histograms: Sequence[ColorHistogram]) -> ColorHistogram:
        # The order of a sum changes its rounding. So sort first.
        ordered = sorted(histograms, key=_contents)
        total = _merge(ordered, min(histogram.bits for histogram in histograms))
        if total.bits < _EXACT or len(total) <= FEW:
            return total
        # Colors close together may lie in fewer cells than a palette needs. Then keep the exact colors.
        cells = total.coarsen(_FINEST_CELLS)
        return cells if len(cells) >= SPARSE else total

    def __radd__(self, other: int) -> ColorHistogram:
        """Return the histogram itself for 0, with which `sum` begins."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __add__(self, other: ColorHistogram) -> ColorHistogram:
        """Return the sum of both histograms."""
        return self.sum_of([self, other])


def _levels_of(colors: object) -> Any:
    """Return colors as rows of levels; Color values and texts become rows, and anything else stays."""
    if isinstance(colors, np.ndarray | str) or not isinstance(colors, Iterable):
        return colors
    several: list[Any] = list(colors)
    if not any(isinstance(each, str | Color) or hasattr(each, "color") for each in several):
        return several
    return [
        Color.from_hex(each).rgb if isinstance(each, str) else require_color(each).rgb for each in several
    ]


def _is_sound(colors: NDArray[Any], counts: NDArray[Any]) -> bool:
    if counts.ndim != 1 or colors.shape != (len(counts), 3):
        return False
    if not len(counts):
        return True
    with np.errstate(over="ignore"):
        total = counts.sum()
    # NaN fails each of these comparisons.
    return bool(colors.min() >= 0 and colors.max() <= 255 and counts.min() > 0 and total < np.inf)


def _union(some: Sequence[PresentColors | None]) -> PresentColors | None:
    """Return the colors of all images; None if one did not tell its own, as photos do not unless asked."""
    known = [each for each in some if each is not None]
    return type(known[0]).union(known) if known and len(known) == len(some) else None


def _together(some: Sequence[Spreads]) -> Spreads | None:
    return type(some[0]).sum_of(some) if some else None


def _contents(histogram: ColorHistogram) -> tuple[bytes, ...]:
    arrays = histogram.counts, histogram.colors, histogram.anchors
    return tuple(array.tobytes() for array in arrays)


def _merge(parts: Sequence[ColorHistogram], bits: int) -> ColorHistogram:
    """Join the rows of each cell into one row: their mean color, weighted by their counts."""
    colors = np.concatenate([part.colors for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    anchors = np.concatenate([part.anchors for part in parts])
    numbers = cell_numbers(colors, bits)
    if len(parts) > 1 or (numbers[1:] < numbers[:-1]).any():
        order = np.argsort(numbers, kind="stable")
        colors, counts, anchors, numbers = colors[order], counts[order], anchors[order], numbers[order]
    starts = run_starts(numbers)
    totals = np.add.reduceat(counts, starts)
    estimated = any(part.steady is not None for part in parts)
    steady = average_runs(anchors, counts, totals, starts) if estimated else None
    return ColorHistogram(average_runs(colors, counts, totals, starts), totals, bits, steady)


def take_histogram(function: str, value: object) -> ColorHistogram:
    """Return a histogram that is not empty, or that of an extraction; raises SettingsError for others."""
    held = value if isinstance(value, ColorHistogram) else getattr(value, "histogram", None)
    if not isinstance(held, ColorHistogram):
        kind = quote(type(value).__name__)
        message = f"{function} takes a ColorHistogram, not {kind}; {_tell_maker(value)} makes one"
        raise SettingsError(message)
    if not len(held):
        message = f"{function} takes a histogram that is not empty; every pixel of this one is transparent"
        raise SettingsError(message)
    return held


def _tell_maker(value: object) -> str:
    """Return the call that makes a histogram of a value."""
    if hasattr(value, "colors"):
        return "ColorHistogram.of_colors(palette.colors)"
    is_rows = isinstance(value, np.ndarray) and value.ndim == 2 and value.shape[1:] == (3,)
    if is_rows or isinstance(value, list | tuple):
        return "ColorHistogram.of_colors(colors)"
    return "ColorHistogram.of_image()"
