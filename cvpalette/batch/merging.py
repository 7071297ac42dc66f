"""merge(): one palette for many images; their histograms are summed as they come."""

import pickle
import zlib
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from typing import Any, Final, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from cvpalette.batch.many import do_source, each_source, share_out, share_with
from cvpalette.batch.recipe import Recipe
from cvpalette.batch.request import EQUAL, PIXELS, count_jobs, require_weight
from cvpalette.decoding.image import Image
from cvpalette.engine.cells import cell_numbers, run_starts
from cvpalette.engine.counting import FEW, SPARSE
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import CvpaletteError, ImageError
from cvpalette.extraction import Counted, Extraction, Share, paint, sum_left_out
from cvpalette.settings.settings import LeftOut
from cvpalette.sources.loading import Source

__all__ = ["Added", "Adder", "ColorSum", "Sum", "merge"]

Item = TypeVar("Item")

# Summing few large histograms is faster than many small ones: so many rows wait for each other.
_ROWS: Final = 1 << 17
_EXACT_BITS: Final = 8
_FINEST_CELLS: Final = 7
# What is added up are whole numbers of 1 and of 1 / _FINE: whole numbers add up the same in any order.
_FINE: Final = 1 << 44
# Images that weigh the same are parts of a pixel: so many times as many keep their digits. A power of two.
_EQUAL_PIXELS: Final = 1 << 20
# Left out records that wait to be added up.
_RECORDS: Final = 1 << 10
_NOWHERE: Final = Image(np.zeros((1, 1, 3), np.uint8))


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells by their numbers (n,), each once, and amounts (4 or 7, n): whole ones, and parts of 1 / _FINE.

    They are of pixels, of pixels times red, green and blue, and if there are steady colors, times those.
    """

    bits: int
    numbers: NDArray[np.uint32]
    whole: NDArray[np.int64]
    parts: NDArray[np.int64]

    @classmethod
    def of(cls, histogram: ColorHistogram) -> Self:
        """Take the rows of a histogram."""
        steady = () if histogram.steady is None else histogram.steady.T
        counts = histogram.counts
        amounts = np.stack([counts, *(color * counts for color in (*histogram.colors.T, *steady))])
        whole = np.floor(amounts)
        parts = np.rint((amounts - whole) * _FINE)
        numbers = cell_numbers(histogram.colors, histogram.bits)
        return cls(histogram.bits, numbers, whole.astype(np.int64), parts.astype(np.int64))

    @classmethod
    def sum_of(cls, some: "list[_Cells]") -> Self:
        """Add up cells, as ColorHistogram.sum_of does."""
        bits, kinds = min(each.bits for each in some), max(len(each.whole) for each in some)
        total = cls(
            bits,
            np.concatenate([each.numbers_at(bits) for each in some]),
            np.concatenate([_widen(each.whole, kinds) for each in some], axis=1),
            np.concatenate([_widen(each.parts, kinds) for each in some], axis=1),
        ).joined()
        if bits < _EXACT_BITS or len(total.numbers) <= FEW:
            return total
        # Colors close together may share fewer cells than swatches are asked for.
        cells = replace(total, bits=_FINEST_CELLS, numbers=total.numbers_at(_FINEST_CELLS)).joined()
        return cells if len(cells.numbers) >= SPARSE else total

    def numbers_at(self, bits: int) -> NDArray[np.uint32]:
        """Return the numbers of the cells of so many bits, which are no narrower."""
        return self.numbers >> np.uint32(3 * (self.bits - bits))

    def joined(self) -> Self:
        """Return the cells with the amounts of equal numbers added up."""
        order = np.argsort(self.numbers, kind="stable")
        numbers = self.numbers[order]
        starts = run_starts(numbers)
        whole = np.add.reduceat(self.whole[:, order], starts, axis=1)
        parts = np.add.reduceat(self.parts[:, order], starts, axis=1)
        # All parts are below 1 again: sums of half a million rows at a time fit.
        return replace(self, numbers=numbers[starts], whole=whole + parts // _FINE, parts=parts % _FINE)

    def histogram(self) -> ColorHistogram:
        """Return the mean color of each cell, and its pixels."""
        counts, *amounts = self.whole + self.parts / _FINE
        means = [np.stack(amounts[at : at + 3], axis=1) / counts[:, None] for at in range(0, len(amounts), 3)]
        colors, *steady = (mean.astype(np.float32) for mean in means)
        return ColorHistogram(colors, counts, self.bits, *steady)


def _widen(amounts: NDArray[np.int64], kinds: int) -> NDArray[np.int64]:
    """Return amounts with those of steady colors: where there are none, the colors are steady themselves."""
    return amounts if len(amounts) == kinds else np.concatenate([amounts, amounts[1:]])


class ColorSum:
    """A sum of histograms, the same to the last bit in whatever order and groups they are added.

    It is as large as the histograms of a few images, however many there are, and can be pickled.
    """

    def __init__(self) -> None:
        self._total: list[_Cells] = []  # one, or none yet
        self._waiting: list[_Cells] = []
        self._rows = 0

    def add(self, histogram: ColorHistogram) -> None:
        """Add the colors of an image."""
        self._wait([_Cells.of(histogram)])

    def join(self, other: "ColorSum") -> None:
        """Add all that is in another sum."""
        self._wait(other.total())

    def total(self) -> list[_Cells]:
        """Return the cells of all that was added, or nothing."""
        if self._waiting:
            self._total = [_Cells.sum_of(self._total + self._waiting)]
            self._waiting, self._rows = [], 0
        return self._total

    def histogram(self) -> ColorHistogram:
        """Return the histogram of all that was added, one at least."""
        (cells,) = self.total()
        return cells.histogram()

    def __reduce__(self) -> tuple[Callable[[bytes], "ColorSum"], tuple[bytes]]:
        # A fifth of the size, in a tenth of a second: parents keep one for each worker.
        return _unpack, (zlib.compress(pickle.dumps(self.total(), pickle.HIGHEST_PROTOCOL), 1),)

    def _wait(self, some: list[_Cells]) -> None:
        self._waiting += some
        self._rows += sum(len(each.numbers) for each in some)
        if self._rows > max([_ROWS, *(2 * len(each.numbers) for each in self._total)]):
            self.total()


def _unpack(data: bytes) -> ColorSum:
    colors = ColorSum()
    colors._wait(pickle.loads(zlib.decompress(data)))  # noqa: S301, SLF001 -- of our own processes
    return colors


@dataclass(frozen=True, slots=True)
class Added:
    """What there is to say of a source whose colors are in a sum, wherever that is."""

    pixels: float
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Adder(Generic[Item]):
    """Counts sources and adds up their colors, in whichever process it is; it travels without its sum."""

    def __init__(self, count: Callable[[Item], Share], by: str) -> None:
        """Take what counts a source, and what an image weighs by."""
        self._count = count
        self._by = by
        self._colors = ColorSum()

    def __reduce__(self) -> tuple[type[Self], tuple[Callable[[Item], Share], str]]:
        return type(self), (self._count, self._by)

    def __call__(self, item: Item) -> Added:
        """Count a source and add it; raises what counting raises."""
        return self.take(self._count(item))

    def take(self, share: Share) -> Added:
        """Add what was counted."""
        pixels = share.histogram.total
        equal = self._by == EQUAL
        self._colors.add(share.histogram.scaled(_EQUAL_PIXELS / pixels) if equal else share.histogram)
        return Added(pixels, share.left_out, share.warnings, share.notes)

    def hand_over(self) -> ColorSum:
        """Return the sum of all so far."""
        return self._colors


class Sum:
    """The colors of many images together."""

    def __init__(self, by: str = PIXELS) -> None:
        """Weigh every image by its pixels, or all as 'equal'; raises SettingsError."""
        self.by = require_weight(by)
        self._images = 0
        self._pixels = 0.0
        self._colors = ColorSum()
        self._left_out: list[LeftOut] = []
        self._most_records = _RECORDS

    def add_each(
        self,
        count: Callable[[Item], Share],
        items: Iterable[Item],
        *,
        jobs: int,
        executor: Executor | None = None,
        must_stay: Callable[[Item], bool] = lambda _: False,
    ) -> Generator[tuple[Item, Added | CvpaletteError], None, None]:
        """Count each item and add it, as `share_out` or an executor does; give what there is to say of it.

        The sum is complete when there is nothing more to give.
        """
        adder = Adder(count, self.by)
        if executor is None:
            for item, added in share_out(adder, items, jobs=jobs, must_stay=must_stay, collect=self.join):
                yield item, self.note(added)
        else:
            for item, share in share_with(executor, count, items, jobs=jobs):
                yield item, self.note(share if isinstance(share, CvpaletteError) else adder.take(share))
        self.join(adder.hand_over())

    def note(self, added: Added | CvpaletteError) -> Added | CvpaletteError:
        """Count an image whose colors are in a sum that is joined later, and return what was said of it."""
        if isinstance(added, Added):
            self._images += 1
            self._pixels += added.pixels
            self._left_out += added.left_out
            if len(self._left_out) > self._most_records:
                self._left_out = [*sum_left_out(self._left_out)]
                self._most_records = _RECORDS + 2 * len(self._left_out)
        return added

    def join(self, colors: ColorSum) -> None:
        """Add the colors of images that are noted."""
        self._colors.join(colors)

    def complete(self, recipe: Recipe) -> Extraction:
        """Find the palette of all; raises ImageError where there is none."""
        if not self._images:
            raise ImageError("images", "there is none to merge")
        histogram = self._colors.histogram()
        if self.by == EQUAL:
            histogram = histogram.scaled(self._pixels / self._images / _EQUAL_PIXELS)
        extraction = recipe.complete(Counted(_NOWHERE, histogram, sum_left_out(self._left_out)))
        name = "1 image" if self._images == 1 else f"{self._images:,} images"
        return replace(extraction, image=paint(extraction.palette, name))


def merge(
    sources: str | PathLike[str] | Iterable[Source],
    *,
    by: str = PIXELS,
    executor: Executor | None = None,
    jobs: int | None = None,
    **keywords: Any,
) -> Extraction:
    """Find one palette for many images; each weighs by its pixels, or all are 'equal'.

    `sources`, `executor`, `jobs` and the keywords are those of `extract_many`. Of the whole there is no
    picture: its image is a row of the palette's colors. Raises SettingsError, and the first source's error.
    """
    recipe, total = Recipe.of(**keywords), Sum(by)
    count = partial(do_source, partial(_share, recipe))
    with closing(
        total.add_each(count, each_source(sources), jobs=count_jobs(jobs), executor=executor)
    ) as results:
        for _, result in results:
            if isinstance(result, CvpaletteError):
                raise result
    return total.complete(recipe)


def _share(recipe: Recipe, source: Source) -> Share:
    counted = recipe.count(source)
    return Share(counted.histogram, counted.left_out)
