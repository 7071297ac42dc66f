"""Turn the frames of an animation into patches: what each changes of the frame before, in one palette."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import Bytes

__all__ = ["Patch", "Rules", "Settler", "Timed", "make_patches", "take_time"]

Bools: TypeAlias = NDArray[np.bool_]
Box: TypeAlias = tuple[int, int, int, int]

# Browsers show a frame of 10 ms or less for 100 ms, so no frame is written with less than this.
_LEAST_SECONDS: Final = 0.02
# Pixels whose alpha is lower are transparent in a file that knows no other alpha.
_VISIBLE: Final = 128
# How much farther in sRGB, in levels, the old swatch of a pixel may be than the nearest one.
_INVISIBLE: Final = 2.0
# A dithered pixel keeps its swatch if none of its channels changed by more levels than this.
_UNCHANGED: Final = 3
# The disposals of a GIF.
KEEP, CLEAR, RESTORE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What a file format can do with frames.

    `unit` is how many of its units of time make a second, and `most` is the longest time of a frame, in these
    units. With `disposes`, a pixel becomes transparent only if a whole box is cleared, as in a GIF. Otherwise
    a patch may replace pixels by transparent ones.
    """

    unit: int
    most: int
    disposes: bool = False
    even: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Patch:
    """What a frame changes: the numbers of entries (height, width) uint8 at `left` and `top`.

    `time` is how long it is shown, in units of the format. `hole` is the entry for pixels that stay as they
    are; None if there are none. `disposal` is what a GIF does after it. If `replaces` is true, transparent
    pixels replace those under them.
    """

    left: int
    top: int
    indices: Bytes
    time: int
    hole: int | None
    disposal: int = KEEP
    replaces: bool = False


Timed: TypeAlias = tuple[Image, int]


def take_time(frames: Iterable[Image], rules: Rules) -> Iterator[tuple[Image | None, int]]:
    """Give frames with their times in units of the format; the sum of the times is never off by more than one.

    A frame that would be shown too shortly is left out, and the next is shown so much longer. The time that
    is left at the end comes last, without a frame.
    """
    least = math.ceil(_LEAST_SECONDS * rules.unit)
    seconds, start, end = 0.0, 0, 0
    kept, last = False, None
    for frame in frames:
        seconds += frame.seconds or 0
        end = round(seconds * rules.unit)
        last = frame
        if end - start >= least:
            yield frame, end - start
            start, kept = end, True
    if not kept and last is not None:
        yield last, max(least, end)
    elif end > start:
        yield None, end - start


class Settler:
    """Keeps the swatch of each pixel that does not change visibly, so that nothing flickers."""

    def __init__(self, swatches: Bytes, quantize: Callable[[Image], Bytes], *, dithered: bool) -> None:
        """Take the swatches (k, 3), and what gives each pixel's swatch."""
        self._swatches = swatches.astype(np.int16)
        self._quantize = quantize
        self._dithered = dithered
        self._indices: Bytes | None = None
        self._seen: NDArray[np.int16] | None = None

    def settle(self, image: Image) -> Bytes:
        """Return the number of each pixel's swatch (height, width)."""
        found = self._quantize(image)
        pixels = image.pixels.astype(np.int16)
        before = self._indices
        if before is None or self._seen is None or before.shape != found.shape:
            self._indices, self._seen = found, pixels
            return found
        if self._dithered:
            same = (np.abs(pixels - self._seen) <= _UNCHANGED).all(axis=2)
        else:
            same = self._distances(pixels, before) <= self._distances(pixels, found) + _INVISIBLE
        found = np.where(same, before, found)
        # What was seen when a pixel got its swatch is what later frames are compared with: small changes add up.
        np.copyto(self._seen, pixels, where=~same[:, :, None])
        self._indices = found
        return found

    def _distances(self, pixels: NDArray[np.int16], indices: Bytes) -> NDArray[np.float32]:
        off = (pixels - self._swatches[indices]).astype(np.float32)
        return np.sqrt(np.einsum("ijk,ijk->ij", off, off))


@dataclass(eq=False, slots=True)
class _Pending:
    """A frame that waits for what comes next: what the screen shows before it, and with it."""

    under: Bytes
    shown: Bytes
    time: int
    first: bool = False


def make_patches(frames: Iterable[tuple[Bytes | None, int]], hole: int | None, rules: Rules) -> Iterator[Patch]:
    """Give the patches of frames, each of numbers of entries (height, width) and its time.

    `hole` is the transparent entry, or None if there is no room for one. All frames have the same size. Frames
    that change nothing make the one before longer.
    """
    pending: _Pending | None = None
    for shown, time in frames:
        if pending is None:
            if shown is not None:
                empty = np.full_like(shown, 0 if hole is None else hole)
                pending = _Pending(empty, shown, time, first=True)
            continue
        if shown is None or np.array_equal(shown, pending.shown):
            pending.time += time
            continue
        disposal, box, under = _dispose(pending, shown, hole, rules)
        yield from _cut(pending, box, hole, disposal, rules)
        pending = _Pending(under, shown, time)
    if pending is not None:
        yield from _cut(pending, _find_box(pending), hole, KEEP, rules)


def _find_box(pending: _Pending) -> Box:
    """Return the box (left, top, right, bottom) of the pixels that change; the first frame is whole."""
    if pending.first:
        return 0, 0, pending.shown.shape[1], pending.shown.shape[0]
    return _box_of(pending.under != pending.shown)


def _box_of(changed: Bools) -> Box:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _dispose(pending: _Pending, coming: Bytes, hole: int | None, rules: Rules) -> tuple[int, Box, Bytes]:
    """Return how to dispose of a frame before the coming one, the box of the frame, and what is left of it.

    A GIF paints no pixel transparent. So where pixels become transparent, the box of the frame is cleared, or
    what was there before it comes back. Of the ways that are possible, the one is taken after which the fewest
    pixels change.
    """
    box = _find_box(pending)
    if not rules.disposes or hole is None:
        return KEEP, box, pending.shown
    vanishing = (coming == hole) & (pending.shown != hole)
    ways: list[tuple[int, int, Box, Bytes]] = []
    if not vanishing.any():
        ways.append((np.count_nonzero(pending.shown != coming), KEEP, box, pending.shown))
    else:
        left, top, right, bottom = _box_of(vanishing)
        wide = min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)
        cleared = pending.shown.copy()
        cleared[wide[1] : wide[3], wide[0] : wide[2]] = hole
        ways.append((np.count_nonzero(cleared != coming), CLEAR, wide, cleared))
    if not pending.first and not ((coming == hole) & (pending.under != hole)).any():
        ways.append((np.count_nonzero(pending.under != coming), RESTORE, box, pending.under))
    _, disposal, box, under = min(ways, key=lambda way: way[:2])
    return disposal, box, under


def _cut(pending: _Pending, box: Box, hole: int | None, disposal: int, rules: Rules) -> Iterator[Patch]:
    """Give the patch of a frame, and further ones that change nothing if it is shown too long for one."""
    left, top, right, bottom = box
    if rules.even:
        left, top = left - left % 2, top - top % 2
    under, shown = pending.under[top:bottom, left:right], pending.shown[top:bottom, left:right]
    replaces = not rules.disposes and hole is not None and bool(((shown == hole) & (under != hole)).any())
    indices = shown
    holes = None if replaces else hole
    if holes is not None:
        indices = np.where(shown == under, np.uint8(holes), shown)
    first = min(pending.time, rules.most)
    yield Patch(left, top, indices, first, holes, disposal, replaces)
    left_over = pending.time - first
    while left_over > 0:
        time = min(left_over, rules.most)
        dot = pending.shown[:1, :1]
        yield Patch(0, 0, dot, time, None, disposal, replaces=True)
        left_over -= time
