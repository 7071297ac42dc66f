"""ColorSum: adds up histograms; the sum is the same to the last bit in any order and grouping."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from cvpalette.engine.cells import cell_numbers, run_starts
from cvpalette.engine.counting import FEW, SPARSE
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.present import PresentColors
from cvpalette.engine.spreads import Spreads

__all__ = ["ColorSum"]

_EXACT_BITS: Final = 8
_FINEST_CELLS: Final = 7
# Whole numbers add up the same in any order. So an amount is two whole numbers: of 1, and of 1 / _FINE.
_FINE: Final = 1 << 44
# After so many additions, the parts below 1 are carried. Their int64 would overflow after 1 << 19.
_ADDITIONS: Final = 1 << 17


@dataclass(frozen=True, eq=False)
class _Cells:
    """Cells: their numbers (n,), sorted and without duplicates, and their amounts (n, 14).

    The first 7 amounts are whole numbers, the other 7 their parts below 1, in units of 1 / _FINE. The 7 are:
    pixels, pixels times the 3 channels of the color, and pixels times the 3 channels of the anchor.
    """

    bits: int
    numbers: NDArray[np.uint32]
    amounts: NDArray[np.int64]
    is_estimated: bool

    @classmethod
    def of(cls, histogram: ColorHistogram) -> Self:
        """Make cells of the rows of a histogram."""
        amounts = np.ones((len(histogram), 7))
        amounts[:, 1:4], amounts[:, 4:] = histogram.colors, histogram.anchors
        amounts *= histogram.counts[:, np.newaxis]
        fixed = np.empty((len(histogram), 14), np.int64)
        fixed[:, :7] = whole = np.floor(amounts)
        fixed[:, 7:] = np.rint((amounts - whole) * _FINE)
        numbers = cell_numbers(histogram.colors, histogram.bits)
        return cls(histogram.bits, numbers, fixed, histogram.steady is not None)

    @classmethod
    def sum_of(cls, some: "list[_Cells]") -> "_Cells":
        """Add up cells, as ColorHistogram.sum_of does."""
        bits = min(each.bits for each in some)
        total = cls(
            bits,
            np.concatenate([each.numbers_at(bits) for each in some]),
            np.concatenate([each.amounts for each in some]),
            any(each.is_estimated for each in some),
        ).joined()
        if bits < _EXACT_BITS or len(total.numbers) <= FEW:
            return total
        # Colors close together may fall into fewer cells than there are swatches: then they stay exact.
        cells = total.at(_FINEST_CELLS)
        return cells if len(cells.numbers) >= SPARSE else total

    def at(self, bits: int) -> "_Cells":
        """Return the same amounts in cells of so many bits: as wide as these, or wider."""
        return self if bits == self.bits else replace(self, bits=bits, numbers=self.numbers_at(bits)).joined()

    def numbers_at(self, bits: int) -> NDArray[np.uint32]:
        """Return the numbers of the wider cells that hold these cells."""
        return self.numbers >> np.uint32(3 * (self.bits - bits))

    def histogram(self) -> ColorHistogram:
        """Return a histogram of the mean color and the pixels of each cell."""
        amounts = self.amounts[:, :7] + self.amounts[:, 7:] / _FINE
        counts = amounts[:, 0].copy()
        means = (amounts[:, 1:] / counts[:, np.newaxis]).astype(np.float32)
        steady = means[:, 3:].copy() if self.is_estimated else None
        return ColorHistogram(means[:, :3].copy(), counts, self.bits, steady)

    def pack(self) -> tuple[Any, ...]:
        """Return the cells without the bytes of the amounts that are always 0, which are the half.

        The parent process keeps a packed sum for each worker. Compressing would halve it once more, but takes
        twenty times as long.
        """
        parts = self.amounts.view(np.uint8).reshape(len(self.amounts), -1)
        used = parts.any(axis=0)
        return self.bits, self.numbers, used, parts[:, used], self.is_estimated

    @classmethod
    def unpack(
        cls,
        bits: int,
        numbers: NDArray[np.uint32],
        used: NDArray[np.bool_],
        parts: NDArray[np.uint8],
        is_estimated: bool,
    ) -> Self:
        """Return the cells that `pack` packed."""
        amounts = np.zeros((len(numbers), len(used)), np.uint8)
        amounts[:, used] = parts
        return cls(bits, numbers, amounts.view(np.int64), is_estimated)

    def joined(self) -> Self:
        """Return the cells in order, with the amounts of equal numbers added up."""
        order = np.argsort(self.numbers, kind="stable")
        numbers = self.numbers[order]
        starts = run_starts(numbers)
        amounts = _carried(np.add.reduceat(self.amounts[order], starts))
        return replace(self, numbers=numbers[starts], amounts=amounts)


def _carried(amounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Carry in place, and return the amounts: half a million of them can then be added up."""
    amounts[:, :7] += amounts[:, 7:] // _FINE
    amounts[:, 7:] %= _FINE
    return amounts


class _Table:
    """A table that cells are added to. A new cell goes to the end; sorting waits for `cells`."""

    def __init__(self, cells: _Cells) -> None:
        """Begin with some cells, and keep their width."""
        self.bits = cells.bits
        self._is_estimated = False
        self._rows = np.full(1 << 3 * cells.bits, -1, np.int32)
        self._numbers = np.empty(0, np.uint32)
        self._amounts = np.empty((0, 14), np.int64)
        self._length = 0
        self._additions = 0
        self.add(cells)

    def add(self, other: _Cells) -> None:
        """Add cells that are as narrow as the table's, or narrower."""
        cells = other.at(self.bits)
        self._is_estimated |= cells.is_estimated
        rows = self._rows[cells.numbers]
        self._append(cells.numbers[rows < 0])
        rows = self._rows[cells.numbers]
        self._amounts[rows] += cells.amounts
        self._additions += 1
        if self._additions % _ADDITIONS == 0:
            _carried(self._amounts)

    def cells(self) -> _Cells:
        """Return the cells of the table, sorted."""
        order = np.argsort(self._numbers[: self._length])
        return _Cells(self.bits, self._numbers[order], _carried(self._amounts[order]), self._is_estimated)

    def _append(self, numbers: NDArray[np.uint32]) -> None:
        start, self._length = self._length, self._length + len(numbers)
        if self._length > len(self._numbers):
            more = max(self._length, 2 * len(self._numbers)) - start
            self._numbers = np.concatenate([self._numbers[:start], np.zeros(more, np.uint32)])
            self._amounts = np.concatenate([self._amounts[:start], np.zeros((more, 14), np.int64)])
        self._numbers[start : self._length] = numbers
        self._rows[numbers] = np.arange(start, self._length, dtype=np.int32)


class _CellSum:
    """A sum of cells; it can be pickled."""

    def __init__(self) -> None:
        # One element while all colors are exact, or if it was just unpickled; none if there is a table.
        self._cells: list[_Cells] = []
        self._table: _Table | None = None

    def add(self, histogram: ColorHistogram | None) -> None:
        """Add the cells of a histogram, if there is one."""
        if histogram is not None and len(histogram):
            self._add(_Cells.of(histogram))

    def join(self, other: "_CellSum") -> None:
        """Add another sum."""
        if not (self._table or self._cells):
            self._cells = other.total()
            return
        for cells in other.total():
            self._add(cells)

    def total(self) -> list[_Cells]:
        """Return a list of the summed cells; it is empty if nothing was added."""
        return [self._table.cells()] if self._table else self._cells

    def histogram(self) -> ColorHistogram | None:
        """Return the sum as a histogram; None if nothing was added."""
        found = [cells.histogram() for cells in self.total()]
        return found[0] if found else None

    def __reduce__(self) -> tuple[Callable[..., "_CellSum"], tuple[list[tuple[Any, ...]]]]:
        return _unpack, ([cells.pack() for cells in self.total()],)

    def _add(self, cells: _Cells) -> None:
        if self._table and self._table.bits <= cells.bits:
            self._table.add(cells)
            return
        total = _Cells.sum_of([*self.total(), cells])
        if total.bits == _EXACT_BITS:
            self._cells = [total]
        else:
            self._cells, self._table = [], _Table(total)


def _unpack(some: list[tuple[Any, ...]]) -> _CellSum:
    total = _CellSum()
    total._cells = [_Cells.unpack(*packed) for packed in some]  # noqa: SLF001 -- of this file
    return total


class ColorSum:
    """A sum of histograms; the sum is the same to the last bit in any order and grouping.

    However many images there are, the sum is as large as the histograms of a few. It can be pickled.
    """

    def __init__(self) -> None:
        self.colors, self.flat, self.accents = _CellSum(), _CellSum(), _CellSum()
        self.present: PresentColors | None = None
        # Whether each image told its colors. Photos do not, and those of flat art alone are not all.
        self.is_present_known = True
        self.spreads: Spreads | None = None

    def add(self, histogram: ColorHistogram) -> None:
        """Add the colors of an image."""
        self.colors.add(histogram)
        self.flat.add(histogram.flat)
        self.accents.add(histogram.accents)
        self._see(histogram.present, is_known=histogram.present is not None or not len(histogram))
        self._spread(histogram.spreads)

    def join(self, other: "ColorSum") -> None:
        """Add another sum."""
        self.colors.join(other.colors)
        self.flat.join(other.flat)
        self.accents.join(other.accents)
        self._see(other.present, is_known=other.is_present_known)
        self._spread(other.spreads)

    def histogram(self) -> ColorHistogram:
        """Return the sum as a histogram; at least one histogram must have been added."""
        found = self.colors.histogram()
        if found is None:
            message = "no histogram was added"
            raise ValueError(message)
        flat, accents = self.flat.histogram(), self.accents.histogram()
        return replace(found, flat=flat, accents=accents, present=self.present, spreads=self.spreads)

    def _see(self, present: PresentColors | None, *, is_known: bool) -> None:
        self.is_present_known &= is_known
        some = [each for each in (self.present, present) if each is not None]
        self.present = PresentColors.union(some) if self.is_present_known else None

    def _spread(self, spreads: Spreads | None) -> None:
        self.spreads = Spreads.sum_of([each for each in (self.spreads, spreads) if each is not None])
