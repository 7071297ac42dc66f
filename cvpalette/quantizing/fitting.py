"""Read a size in bytes as people write it, and find the most colors whose file fits into it."""

import re
from collections.abc import Callable, Sized
from typing import Final, TypeVar

from cvpalette.messages import quote

__all__ = ["make_fitting", "parse_size"]

Made = TypeVar("Made", bound=Sized)

_SIZE: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?) ?([kM]i?)?B?", re.IGNORECASE)
# The search also tries numbers of colors this far beyond its result. On photos, one or two more colors fit.
_STEPS_BEYOND: Final = 5
_UNITS: Final = {"": 1, "k": 1000, "ki": 1024, "m": 1000**2, "mi": 1024**2}


def parse_size(text: str) -> int:
    """Return the bytes that a text such as '20000', '20kB' or '1.5 MiB' stands for; raises ValueError."""
    found = _SIZE.fullmatch(text)
    size = int(float(found[1]) * _UNITS[(found[2] or "").lower()]) if found else 0
    if not size:
        message = f"a size is a number of bytes such as '20000', '20kB' or '1.5MB', not {quote(text)}"
        raise ValueError(message)
    return size


def make_fitting(make: Callable[[int], Made], fewest: int, most: int, size: int) -> Made:
    """Return the file with the most colors, from `fewest` to `most`, that has at most `size` bytes.

    `make` returns the file for a number of colors, or what has the length of one. A binary search finds the
    number. Then a few larger numbers are tried, because more colors usually take more bytes, but not always.
    Raises ValueError if nothing that was tried fits.
    """
    contents = make(most)
    if len(contents) <= size:
        return contents
    least = len(contents)
    too_few, too_many = fewest - 1, most
    fitting: Made | None = None
    while too_many - too_few > 1:
        middle = (too_few + too_many) // 2
        contents = make(middle)
        least = min(least, len(contents))
        if len(contents) <= size:
            too_few, fitting = middle, contents
        else:
            too_many = middle
    if fitting is None:
        message = f"{size:,} bytes cannot hold the image: the smallest that was tried takes {least:,}"
        raise ValueError(message)
    for more in range(too_many + 1, min(too_many + _STEPS_BEYOND, most)):
        contents = make(more)
        if len(contents) <= size:
            fitting = contents
    return fitting
