"""Lists the dithers by name: kernels of error diffusion with their sources, and masks of thresholds."""

from typing import Final, NamedTuple

__all__ = ["DITHERS", "KERNELS", "MASKS", "SYNONYMS", "Kernel", "Tap"]


class Tap(NamedTuple):
    """The part of a pixel's error that goes to the pixel `right` of it in the row `below` it."""

    right: int
    below: int
    weight: float


class Kernel(NamedTuple):
    """How a pixel's error is shared out among the pixels that follow."""

    taps: tuple[Tap, ...]

    @property
    def slope(self) -> int:
        """The least n for which each tap goes to a pixel with a greater x + n y."""
        return max([1, *(1 - tap.right for tap in self.taps if tap.below)])

    @property
    def rows(self) -> int:
        """The number of rows below that take a part."""
        return max(tap.below for tap in self.taps)

    @property
    def passed_on(self) -> float:
        """The part of the error that is passed on, 0 to 1."""
        return sum(tap.weight for tap in self.taps)


def _kernel(divisor: int, *rows: str) -> Kernel:
    """Read a kernel as it is printed in books: a row for each row, where * is the pixel itself."""
    origin = rows[0].split().index("*")
    taps = [
        Tap(column - origin, below, int(weight) / divisor)
        for below, row in enumerate(rows)
        for column, weight in enumerate(row.split())
        if weight not in ".*"
    ]
    return Kernel(tuple(taps))


#: How each error diffusion shares out an error.
KERNELS: Final = {
    # Floyd and Steinberg, "An adaptive algorithm for spatial greyscale", Proceedings of the Society for
    # Information Display 17 (1976).
    "floyd-steinberg": _kernel(16, ". * 7", "3 5 1"),
    # Bill Atkinson, for the Macintosh (about 1984). Two eighths of the error are dropped.
    "atkinson": _kernel(8, ". * 1 1", "1 1 1 .", ". 1 . ."),
    # Jarvis, Judice and Ninke, "A survey of techniques for the display of continuous tone pictures on bilevel
    # displays", Computer Graphics and Image Processing 5 (1976).
    "jarvis-judice-ninke": _kernel(48, ". . * 7 5", "3 5 7 5 3", "1 3 5 3 1"),
    # Stucki, "MECCA: a multiple-error correction computation algorithm for bi-level image hardcopy
    # reproduction", IBM research report RZ1060 (1981).
    "stucki": _kernel(42, ". . * 8 4", "2 4 8 4 2", "1 2 4 2 1"),
    # Burkes, "Presentation of the Burkes error filter" (1988): Stucki's without its last row.
    "burkes": _kernel(32, ". . * 8 4", "2 4 8 4 2"),
    # Sierra, in the library of CIS Graphics Support Forum (1989 and 1990): with three rows, with two, and
    # "filter lite".
    "sierra": _kernel(32, ". . * 5 3", "2 4 5 4 2", ". 2 3 2 ."),
    "sierra-2": _kernel(16, ". . * 4 3", "1 2 3 2 1"),
    "sierra-lite": _kernel(4, ". * 2", "1 1 ."),
}
#: The sides of the ordered dithers' masks.
MASKS: Final = {"bayer-2": 2, "bayer-4": 4, "bayer-8": 8, "bayer-16": 16, "blue-noise": 32}
#: Other names of dithers, and the names that they stand for.
SYNONYMS: Final = {"ordered": "blue-noise"}
#: The names of all dithers.
DITHERS: Final = ("none", *KERNELS, *MASKS, *SYNONYMS)
