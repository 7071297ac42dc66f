"""Counted: how often each colour occurs in a source, before anyone has looked for a palette."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.decoding.strip import Column, squeeze_each
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.scope.exclusion import NothingCountsError, lay_upon, leave_out
from cvpalette.settings.scope import LeftOut, Scope

__all__ = ["Counted", "Share", "count_frames", "sum_left_out"]


@dataclass(frozen=True, eq=False)
class Counted:
    """A source's first frame, upon its background if it was given one, and what counts of all its frames.

    `columns` (frames, 64, 3) uint8 sRGB is each of the frames squeezed into one column, where there are more
    than one.
    """

    image: Image
    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    columns: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Share:
    """What one source adds to a sum: its colours, what was left out, and what is to be known of it."""

    histogram: ColorHistogram
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def count_frames(frames: Iterable[Image], scope: Scope, *, bits: int) -> Counted:
    """Count all frames together, in cells of at least so many bits a channel.

    There is at least one frame; the scope's mask is read already. Raises ImageError where nothing counts.
    """
    first: Image | None = None
    histogram: ColorHistogram | None = None
    empty: NothingCountsError | None = None
    left_out: tuple[LeftOut, ...] = ()
    columns: list[Column] = []
    for frame in squeeze_each(frames, columns):
        whole = lay_upon(frame, scope.background)
        first = first or whole
        try:
            counted, records = leave_out(whole, scope)
        except NothingCountsError as error:
            empty, records = empty or error, error.left_out
        else:
            found = ColorHistogram.of_image(counted, bits=bits)
            histogram = found if histogram is None else histogram + found
        left_out = sum_left_out([*left_out, *records])
    if first is None or histogram is None:
        raise empty or ImageError("image", "has no frames")
    return Counted(first, histogram, left_out, np.array(columns) if columns else None)


def sum_left_out(records: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Add the pixels that were left out for one reason, and because of one colour."""
    sums: dict[tuple[str, Color | None], float] = {}
    for record in records:
        key = record.reason, record.color
        sums[key] = sums.get(key, 0) + record.pixels
    return tuple(LeftOut(reason, pixels, color) for (reason, color), pixels in sums.items())
