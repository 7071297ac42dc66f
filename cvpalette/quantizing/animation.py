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
from cvpalette.quantizing.mapping import ALL_COLORS, Bytes, chunks, codes, find_nearest

__all__ = ["KEEP", "Animation", "Drawing", "Nearest", "Painter", "Patch", "Screen", "Times", "Writer"]

Bools: TypeAlias = NDArray[np.bool_]
Box: TypeAlias = tuple[int, int, int, int]
#: What gives the number of each pixel's swatch (height, width).
Painter: TypeAlias = Callable[[Image], Bytes]

_MOST_ENTRIES: Final = 256
# Browsers show a frame of 10 ms or less for 100 ms, so no frame is written with less than this.
_LEAST_SECONDS: Final = 0.02
# A pixel keeps its swatch if the square of its error grows by no more than this part of the mean square. On
# the clips `pan` and `noisy` of benchmarks/animations.py, 0.25, 0.5 and 1 saved up to 16, 30 and 50 % of the
# bytes, and cost up to 0.02, 0.1 and 0.5 dB. That was before _MOST_CHANGE limited the change itself.
_GROWTH: Final = 0.5
# A pixel of a dither keeps its swatch if the square of its change is at most this part of the mean square of
# the errors.
_CHANGE: Final = 0.25
# With few colors the errors are large, and what moves would leave a trail. So the change is at most this too,
# a sum of squares of three channels: 8 levels in each, or 3 with a dither, which would show the edges of what
# stays.
_MOST_CHANGE: Final = 192.0
_MOST_CHANGE_OF_DITHER: Final = 32.0
# So many pixels that stay, side by side, are a row. OpenCV shifts what it opens by an even number.
_ROW: Final = 7
# CIEDE2000 is measured on about so many pixels of each frame.
_MEASURED: Final = 1000

_SUM: Final = np.ones((1, 3), np.float32)

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
        size, loops, is_opaque = (first.width, first.height), first.loops or 0, first.alpha is None
        del first  # its pixels must not stay while the others are drawn
        table, entries = self._find_table(frames, binary=self.binary or is_opaque)
        hole = len(self.colors) if len(self.colors) < _MOST_ENTRIES else None
        screen = Screen(*size, entries, hole, loops)
        tally = _Tally(entries)
        numbered = self._number(frames(), screen, table, tally)
        patches = tally.count(_make_patches(numbered, screen, self.writer))
        contents = b"".join(self.writer.write(screen, patches, self.level))
        seconds = tally.time / self.writer.times.unit
        return Animation(
            *(contents, screen.width, screen.height, tally.frames, seconds),
            *(tally.colors, tally.psnr, tally.delta_e_mean),
        )

    def _find_table(self, frames: Callable[[], Iterator[Image]], *, binary: bool) -> tuple[Bytes, Bytes]:
        """Return the entry (k, 256) of each color with each alpha, and the entries (n, 4)."""
        pairs = np.zeros((len(self.colors), 256), np.int64)
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
        settler = _Settler(screen.entries, self.painter, dithered=self.dithered)
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
                for rows in chunks(fitted):
                    shown[rows] = table[shown[rows], fitted.alpha[rows]]
            tally.add(fitted, shown)
            del frame, fitted  # its pixels must not stay while the next one is decoded
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
        if end - start >= least:
            last = None
            yield frame, end - start
            start = end
        elif not start:
            last = frame
        del frame  # its pixels must not stay while the next one is decoded
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
        numbers = np.empty(image.pixels.shape[:2], np.uint8)
        for rows in chunks(image):
            found = codes(image.pixels[rows])
            unknown = found[~self._known[found]]
            if len(unknown):
                new = np.unique(unknown).astype(np.intp)
                self._table[new] = find_nearest(new, self._swatches, self._space)
                self._known[new] = True
            np.take(self._table, found, out=numbers[rows], mode="clip")
        return numbers


class _Settler:
    """Keeps the swatch of each pixel that does not change visibly, so that nothing flickers."""

    def __init__(self, entries: Bytes, painter: Painter, *, dithered: bool) -> None:
        self._entries = entries
        self._paint = painter
        self._dithered = dithered
        self._before: Bytes | None = None
        # What was seen when a pixel got its swatch is compared: many small changes are a large one together.
        self._seen = np.zeros((0, 0, 3), np.uint8)

    def settle(self, image: Image) -> Bytes:
        """Return the number of each pixel's swatch (height, width), as an array of its own."""
        found = self._paint(image)
        before, seen = self._before, self._seen
        self._before = found
        if before is None:
            self._seen = image.pixels.copy()
            return found.copy()
        mean = self._find_mean(image, found)
        most = min(_CHANGE * mean, _MOST_CHANGE_OF_DITHER) if self._dithered else _MOST_CHANGE
        for rows in chunks(image):
            pixels, new, old = image.pixels[rows], found[rows], before[rows]
            same = _squares(pixels, seen[rows]) <= most
            if not self._dithered:
                errors = _squares(pixels, _look_up(self._entries, new))
                same &= _squares(pixels, _look_up(self._entries, old)) <= errors + np.float32(_GROWTH * mean)
            np.copyto(seen[rows], pixels, where=~same[:, :, None])
            np.copyto(new, old, where=same)
        return found.copy()

    def _find_mean(self, image: Image, found: Bytes) -> float:
        """Return the mean square of the errors; a hidden pixel has no color, so it has no error."""
        total, count = 0.0, 0
        for rows in chunks(image):
            errors = _squares(image.pixels[rows], _look_up(self._entries, found[rows]))
            if image.alpha is not None:
                errors = errors[image.alpha[rows] > 0]
            total += float(errors.sum(dtype=np.float64))
            count += errors.size
        return total / max(1, count)


def _squares(first: Bytes, second: Bytes) -> NDArray[np.float32]:
    """Return the squares of distances in sRGB (height, width)."""
    off = cv2.absdiff(first, second)
    return np.asarray(cv2.transform(cv2.multiply(off, off, dtype=cv2.CV_32F), _SUM), np.float32)


def _look_up(entries: Bytes, numbers: Bytes) -> Bytes:
    """Return the sRGB (height, width, 3) of entries (n, 4): a table of whole entries is the fastest."""
    whole = np.take(entries.view(np.uint32)[:, 0], numbers)
    return np.asarray(cv2.cvtColor(whole.view(np.uint8).reshape(*numbers.shape, 4), cv2.COLOR_RGBA2RGB))


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
        pixels = shown.size if image.alpha is None else np.count_nonzero(image.alpha)
        step = max(1, pixels // _MEASURED)
        samples = []
        for rows in chunks(image):
            numbers = shown[rows]
            self._used |= np.bincount(numbers.reshape(-1), minlength=len(self._entries)) > 0
            before, drawn = image.pixels[rows], _look_up(self._entries, numbers)
            if image.alpha is None:
                before, drawn = before.reshape(-1, 3), drawn.reshape(-1, 3)
            else:
                visible = (image.alpha[rows] > 0) & (self._entries[:, 3] > 0)[numbers]
                before, drawn = before[visible], drawn[visible]
            if len(before):
                self._squares += cv2.norm(before, drawn, cv2.NORM_L2SQR)
                self._count += before.size
                samples.append((before[::step], drawn[::step]))
        if samples:
            one, two = (to_space(np.concatenate(some), "lab") for some in zip(*samples, strict=True))
            self._differences.append(float(ciede2000(one, two).mean()))

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
    opaque = np.zeros(_MOST_ENTRIES, np.bool_)
    opaque[: len(entries)] = entries[:, 3] == 255
    return bool(opaque[: len(entries)].all() or not np.count_nonzero((under != shown) & ~opaque[shown]))
