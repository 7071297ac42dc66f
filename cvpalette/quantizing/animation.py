"""Draw an animation in one palette: what each frame changes is a patch, which a file format encodes."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.quantizing.indexed import count_pairs, find_table
from cvpalette.quantizing.mapping import ALL_COLORS, Bytes, codes, find_nearest

__all__ = ["KEEP", "Animation", "Drawing", "Nearest", "Painter", "Patch", "Screen", "Times", "Writer"]

Bools: TypeAlias = NDArray[np.bool_]
Box: TypeAlias = tuple[int, int, int, int]
#: What gives the number of each pixel's swatch (height, width).
Painter: TypeAlias = Callable[[Image], Bytes]

_MOST_ENTRIES: Final = 256
# Browsers show a frame of 10 ms or less for 100 ms, so no frame is written with less than this.
_LEAST_SECONDS: Final = 0.02
# A pixel keeps its swatch if the square of its error grows by no more than this part of the mean square. With
# this, a film with noise has half the bytes, and its PSNR falls by 0.2 dB.
_GROWTH: Final = 0.25
# A pixel of a dither keeps its swatch if the square of its change is at most this part of the mean square of
# the errors.
_CHANGE: Final = 0.25
# So many pixels that stay, side by side, are a row. OpenCV shifts what it opens by an even number.
_ROW: Final = 7
# CIEDE2000 is measured on about so many pixels of each frame.
_MEASURED: Final = 1000

# How a format disposes of a frame before the next one, by the numbers of GIF.
KEEP, CLEAR, RESTORE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Times:
    """How a format tells time: `unit` units make a second, and a frame lasts `most` of them at most."""

    unit: int
    most: int


@dataclass(frozen=True, eq=False, slots=True)
class Screen:
    """What a writer knows before the first patch.

    `width` and `height` are in pixels, `entries` (n, 4) uint8 are sRGB and alpha, and `loops` is how often to
    play, 0 for ever. `hole` is the transparent entry, or None if there is no room for one.
    """

    width: int
    height: int
    entries: Bytes
    hole: int | None
    loops: int


@dataclass(frozen=True, eq=False, slots=True)
class Patch:
    """What a frame changes: the numbers of entries (height, width) uint8 at `left` and `top`.

    `time` is how long it is shown, in units of the format. `same` (height, width) tells which pixels stay as
    they are; None if they must be painted. `disposal` is what a GIF does after it.
    """

    left: int
    top: int
    indices: Bytes
    time: int
    same: Bools | None
    disposal: int = KEEP

    def list_ways(self, hole: int | None) -> list[Bytes]:
        """Return pixels that show the same: none that stays is a hole, or all are, or only rows of them.

        Which of them is the smallest when it is compressed depends on the picture.
        """
        if hole is None or self.same is None or not self.same.any():
            return [self.indices]
        kernel = np.ones((1, _ROW), np.uint8)
        rows = np.asarray(cv2.morphologyEx(self.same.astype(np.uint8), cv2.MORPH_OPEN, kernel))
        return [self.indices, *(np.where(some, np.uint8(hole), self.indices) for some in (self.same, rows))]


@dataclass(frozen=True, slots=True)
class Writer:
    """A file format: how it tells time, and what encodes patches with an effort of 0 to 9.

    With `disposes`, pixels become transparent only where a whole box is disposed of, as in a GIF. Otherwise a
    patch whose `same` is None replaces all pixels under it. With `even`, patches are at even places.
    """

    times: Times
    write: Callable[[Screen, Iterator[Patch], int], Iterator[bytes]]
    disposes: bool = False
    even: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Animation:
    """An encoded animation, and how near it is to its frames.

    `frames` is how many frames the file has, and `seconds` how long it plays. `psnr` is that of all visible
    pixels in dB, None if none changed. `delta_e_mean` is a sample's mean of CIEDE2000. `colors` is how many
    colors are in use.
    """

    contents: bytes
    width: int
    height: int
    frames: int
    seconds: float
    colors: int
    psnr: float | None
    delta_e_mean: float

    def __len__(self) -> int:
        return len(self.contents)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How frames become an animation in `colors`.

    `painter` gives the swatches of a frame, and `dithered` says that the swatch of a pixel depends on other
    pixels. With `binary`, a pixel is there or not. `level` is the effort of the compression, 0 to 9.
    """

    colors: Sequence[Color]
    painter: Painter
    writer: Writer
    dithered: bool = False
    binary: bool = False
    level: int = 6

    def draw(self, frames: Callable[[], Iterator[Image]]) -> Animation:
        """Draw the frames; one of them is in memory at a time, and what is written.

        `frames` gives them. It is called again if alpha needs a table of its own. All frames get the size of
        the first: others are cut off, or are transparent beyond. Raises ValueError if no entry is left for
        transparency.
        """
        first = next(frames())
        table, entries = self._find_table(frames, first)
        hole = len(self.colors) if len(self.colors) < _MOST_ENTRIES else None
        screen = Screen(first.width, first.height, entries, hole, first.loops or 0)
        tally = _Tally(entries)
        numbered = self._number(frames(), screen, table, tally)
        patches = tally.count(_make_patches(numbered, screen, self.writer))
        contents = b"".join(self.writer.write(screen, patches, self.level))
        seconds = tally.time / self.writer.times.unit
        return Animation(
            *(contents, screen.width, screen.height, tally.frames, seconds),
            *(tally.colors, tally.psnr, tally.delta_e_mean),
        )

    def _find_table(self, frames: Callable[[], Iterator[Image]], first: Image) -> tuple[Bytes, Bytes]:
        """Return the entry (k, 256) of each color with each alpha, and the entries (n, 4)."""
        pairs = np.zeros((len(self.colors), 256), np.int64)
        binary = self.binary or first.alpha is None
        if not binary:
            for frame in frames():
                pairs += count_pairs(self.painter(frame), _alpha_of(frame), len(self.colors))
        pairs[:, 255] += 1
        pairs[0, 0] += len(self.colors) < _MOST_ENTRIES
        return find_table(pairs, self.colors, binary=binary)

    def _number(
        self, frames: Iterator[Image], screen: Screen, table: Bytes, tally: "_Tally"
    ) -> Iterator[tuple[Bytes | None, int]]:
        """Give the entries (height, width) of each frame, and its time."""
        settler = _Settler(screen.entries[: len(self.colors), :3], self.painter, dithered=self.dithered)
        for frame, time in _take_time(frames, self.writer.times):
            if frame is None:
                yield None, time
                continue
            fitted = _fit(frame, screen)
            shown = settler.settle(fitted)
            if fitted.alpha is not None:
                if screen.hole is None and fitted.alpha.min() < 255:
                    message = "transparency takes one of the 256 colors of an animation; ask for at most 255"
                    raise ValueError(message)
                shown = table[shown, fitted.alpha]
            tally.add(fitted, shown)
            yield shown, time


def _alpha_of(frame: Image) -> Bytes:
    return np.full(frame.pixels.shape[:2], 255, np.uint8) if frame.alpha is None else frame.alpha


def _fit(frame: Image, screen: Screen) -> Image:
    """Return a frame in the size of the screen, with its upper left corner where it was."""
    rows, columns = screen.height - frame.height, screen.width - frame.width
    if not (rows or columns):
        return frame
    pad = ((0, max(0, rows)), (0, max(0, columns)))
    place = slice(0, screen.height), slice(0, screen.width)
    pixels = np.pad(frame.pixels, (*pad, (0, 0)))[place]
    return Image(np.ascontiguousarray(pixels), np.ascontiguousarray(np.pad(_alpha_of(frame), pad)[place]))


def _take_time(frames: Iterable[Image], times: Times) -> Iterator[tuple[Image | None, int]]:
    """Give frames with their times in units of the format; the sum of the times is rounded, and not each.

    A frame that would be shown too shortly is left out, and the next is shown so much longer. The time that
    is left at the end comes last, without a frame.
    """
    least = math.ceil(_LEAST_SECONDS * times.unit)
    seconds, start, end = 0.0, 0, 0
    last: Image | None = None
    for frame in frames:
        seconds += frame.seconds or 0
        end = round(seconds * times.unit)
        last = frame
        if end - start >= least:
            yield frame, end - start
            start = end
    if not start and last is not None:
        yield last, least
    elif end > start:
        yield None, end - start


class Nearest:
    """Gives the nearest swatch of each pixel, and remembers it for the colors of the frames that follow."""

    def __init__(self, colors: Sequence[Color], space: str) -> None:
        """Take the swatches, and the space that distances are measured in."""
        self._swatches = to_space(np.array([color.rgb for color in colors], np.uint8), space)
        self._space = space
        self._table = np.zeros(ALL_COLORS, np.uint8)
        self._known = np.zeros(ALL_COLORS, np.bool_)

    def __call__(self, image: Image) -> Bytes:
        """Return the number of each pixel's swatch (height, width)."""
        found = codes(image.pixels)
        new = np.unique(found[~self._known[found]]).astype(np.intp)
        if len(new):
            self._table[new] = find_nearest(new, self._swatches, self._space)
            self._known[new] = True
        return self._table[found]


class _Settler:
    """Keeps the swatch of each pixel that does not change visibly, so that nothing flickers."""

    def __init__(self, swatches: Bytes, painter: Painter, *, dithered: bool) -> None:
        self._swatches = swatches.astype(np.int16)
        self._paint = painter
        self._dithered = dithered
        self._before: Bytes | None = None
        self._seen = np.zeros(0, np.int16)

    def settle(self, image: Image) -> Bytes:
        """Return the number of each pixel's swatch (height, width)."""
        found = self._paint(image)
        pixels = image.pixels.astype(np.int16)
        before = self._before
        self._before = found
        if before is None:
            self._seen = pixels
            return found
        errors = _squares(pixels, self._swatches[found])
        # A hidden pixel has no color, so it has no error.
        visible = None if image.alpha is None else (image.alpha > 0).astype(np.uint8)
        mean = cv2.mean(errors, visible)[0]
        if self._dithered:
            # What was seen when a pixel got its swatch is compared: many small changes add up to a large one.
            same = _squares(pixels, self._seen) <= _CHANGE * mean
            np.copyto(self._seen, pixels, where=~same[:, :, None])
        else:
            same = _squares(pixels, self._swatches[before]) <= errors + np.float32(_GROWTH * mean)
        self._before = np.where(same, before, found)
        return self._before


def _squares(first: NDArray[np.int16], second: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return the squares of distances in sRGB (height, width)."""
    off = cv2.subtract(first, second).astype(np.float32)
    return np.asarray(np.einsum("ijk,ijk->ij", off, off), np.float32)


class _Tally:
    """Adds up how far the drawn frames are from the frames."""

    def __init__(self, entries: Bytes) -> None:
        self.frames = 0
        self.time = 0
        self._entries = entries
        self._squares = 0.0
        self._count = 0
        self._differences: list[float] = []
        self._used = np.zeros(len(entries), np.bool_)

    def count(self, patches: Iterator[Patch]) -> Iterator[Patch]:
        for patch in patches:
            self.frames += 1
            self.time += patch.time
            yield patch

    def add(self, image: Image, shown: Bytes) -> None:
        after = self._entries[shown]
        self._used |= np.bincount(shown.reshape(-1), minlength=len(self._entries)) > 0
        before, drawn = image.pixels.reshape(-1, 3), after[:, :, :3].reshape(-1, 3)
        if image.alpha is not None:
            visible = ((image.alpha > 0) & (after[:, :, 3] > 0)).reshape(-1)
            before, drawn = before[visible], drawn[visible]
        if not len(before):
            return
        self._squares += cv2.norm(before, drawn, cv2.NORM_L2SQR)
        self._count += before.size
        step = max(1, len(before) // _MEASURED)
        some = ciede2000(to_space(before[::step], "lab"), to_space(drawn[::step], "lab"))
        self._differences.append(float(some.mean()))

    @property
    def colors(self) -> int:
        shown = self._entries[self._used & (self._entries[:, 3] > 0), :3]
        return len(np.unique(shown, axis=0))

    @property
    def psnr(self) -> float | None:
        return 10 * math.log10(255**2 * self._count / self._squares) if self._squares else None

    @property
    def delta_e_mean(self) -> float:
        return sum(self._differences) / max(1, len(self._differences))


@dataclass(eq=False, slots=True)
class _Pending:
    """A frame that waits for what comes next: what the screen shows before it, and with it."""

    under: Bytes
    shown: Bytes
    time: int
    first: bool = False

    @property
    def box(self) -> Box:
        """The box (left, top, right, bottom) of the pixels that change; the first frame is whole."""
        if self.first:
            return 0, 0, self.shown.shape[1], self.shown.shape[0]
        return _box_of(self.under != self.shown)


def _make_patches(
    frames: Iterable[tuple[Bytes | None, int]], screen: Screen, writer: Writer
) -> Iterator[Patch]:
    """Give the patches of frames, each of numbers of entries (height, width) and its time.

    Frames that change nothing make the one before longer.
    """
    pending: _Pending | None = None
    for shown, time in frames:
        if pending is None:
            if shown is not None:
                under = np.full_like(shown, 0 if screen.hole is None else screen.hole)
                pending = _Pending(under, shown, time, first=True)
        elif shown is None or np.array_equal(shown, pending.shown):
            pending.time += time
        else:
            disposal, box, under = _dispose(pending, shown, screen, writer)
            yield from _cut(pending, box, disposal, screen, writer)
            pending = _Pending(under, shown, time)
    if pending is not None:
        yield from _cut(pending, pending.box, KEEP, screen, writer)


def _box_of(changed: Bools) -> Box:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _dispose(pending: _Pending, coming: Bytes, screen: Screen, writer: Writer) -> tuple[int, Box, Bytes]:
    """Return how to dispose of a frame before the coming one, the box of the frame, and what is left of it.

    A GIF paints no pixel transparent. So where pixels become transparent, the box of the frame is cleared,
    or what was there before it comes back. Of the ways that are possible, the one is taken after which the
    fewest pixels change.
    """
    box, hole = pending.box, screen.hole
    if not writer.disposes or hole is None:
        return KEEP, box, pending.shown
    vanishing = (coming == hole) & (pending.shown != hole)
    if vanishing.any():
        left, top, right, bottom = _box_of(vanishing)
        box_to_clear = min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)
        cleared = pending.shown.copy()
        cleared[_slices(box_to_clear)] = hole
        best = CLEAR, box_to_clear, cleared
    else:
        best = KEEP, box, pending.shown
    can_restore = not pending.first and not ((coming == hole) & (pending.under != hole)).any()
    if can_restore and np.count_nonzero(pending.under != coming) < np.count_nonzero(best[2] != coming):
        return RESTORE, box, pending.under
    return best


def _slices(box: Box) -> tuple[slice, slice]:
    left, top, right, bottom = box
    return slice(top, bottom), slice(left, right)


def _cut(pending: _Pending, box: Box, disposal: int, screen: Screen, writer: Writer) -> Iterator[Patch]:
    """Give the patch of a frame, and further ones that change nothing if it is shown too long for one."""
    if writer.even:
        box = box[0] - box[0] % 2, box[1] - box[1] % 2, box[2], box[3]
    place = _slices(box)
    under, shown = pending.under[place], pending.shown[place]
    same: Bools | None = under == shown
    if screen.hole is None or not (writer.disposes or _covers(screen.entries, under, shown)):
        same = None
    first = min(pending.time, writer.times.most)
    yield Patch(box[0], box[1], shown, first, same, disposal)
    rest = pending.time - first
    while rest > 0:
        time = min(rest, writer.times.most)
        yield Patch(0, 0, pending.shown[:1, :1], time, None, KEEP)
        rest -= time


def _covers(entries: Bytes, under: Bytes, shown: Bytes) -> bool:
    """Tell whether all pixels that change are opaque afterwards: then nothing shines through a patch."""
    return bool((entries[shown[under != shown], 3] == 255).all())
