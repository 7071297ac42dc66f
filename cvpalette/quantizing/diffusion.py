"""Error diffusion: each pixel takes a near swatch and passes its error on to the pixels that follow."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.quantizing.dithers import Kernel
from cvpalette.quantizing.mapping import Bytes
from cvpalette.quantizing.mixing import Mixing

__all__ = ["diffuse", "diffuse_by_rows"]

Floats: TypeAlias = NDArray[np.float32]

# With the errors of others, a pixel may want values this far outside of the palette, as a part of the
# greatest range of a channel. The errors of grays between two grays need that much room, and none is lost.
# Colors outside of the palette have errors that would grow without end. They stop there.
_GRAY_MARGIN: Final = 0.5
# With less room for colors, photos are nearer to what they were. A ramp of gray in colors is within 1 %
# of its light with most kernels; a gray in eight primary colors is off by 2.4 % with sierra-lite. Levels of
# sRGB in many colors need the least; Mixing.nearest() relies on that.
_LIGHT_MARGIN: Final = 0.2
_LEVELS_MARGIN: Final = 0.05
# A picture with fewer rows is faster pixel by pixel, because few of its pixels can be computed at once.
_SHORT: Final = 24
# Pixels of a row that are held as numbers of Python at once.
_PIECE: Final = 1 << 16


def diffuse(image: Image, mixing: Mixing, kernel: Kernel, strength: float) -> Bytes:
    """Return each pixel's swatch index (height, width); `strength`, 0 to 1, of its error is passed on.

    The result is the same as pixel by pixel, row by row. A pixel needs the errors of pixels with a smaller
    x + n y, where n is the kernel's slope. So one step computes all pixels with the same x + n y at once.
    With rows of w pixels, they lie w - n apart in memory.
    """
    width, height, slope = image.width, image.height, kernel.slope
    if width <= slope or height < _SHORT:
        return diffuse_by_rows(image, mixing, kernel, strength)
    pixels = image.pixels.reshape(-1, 3)
    # A fully transparent pixel has no color, so it has no error.
    exists = None if image.alpha is None else image.alpha.reshape(-1) > 0
    low, high = _limits(mixing)
    weights = _by_weight(kernel, strength)
    indices = np.empty(width * height, np.uint8)
    # The errors of the last steps, by row. The first rows lie above the image.
    above, kept = kernel.rows, 1 + max(tap.right + slope * tap.below for tap in kernel.taps)
    errors = np.zeros((kept, len(mixing.colors), height + above), np.float32)
    sums = np.empty((len(mixing.colors), height), np.float32)
    for step in range(width + slope * (height - 1)):
        top, bottom = max(0, (step - width + slope) // slope), min(height, step // slope + 1)
        start, rows = top * width + step - slope * top, bottom - top
        line = slice(start, start + (rows - 1) * (width - slope) + 1, width - slope)
        wanted = mixing.values(pixels[line])
        total = sums[:, :rows]
        for weight, places in weights:
            first, *others = (
                errors[(step - delay) % kept][:, top + above - below : bottom + above - below]
                for delay, below in places
            )
            if others:
                np.add(first, others[0], out=total)
                for other in others[1:]:
                    total += other
                total *= weight
            else:
                np.multiply(first, weight, out=total)
            wanted += total
        np.clip(wanted, low, high, out=wanted)
        found = mixing.nearest(wanted, are_near=True)
        indices[line] = found
        wanted -= mixing.colors.take(found, axis=1)
        if exists is not None:
            wanted *= exists[line]
        here = errors[step % kept]
        here[:, top + above : bottom + above] = wanted
        # Rows that have ended since this place was last in use pass no error on.
        here[:, max(0, top + above - kept) : top + above] = 0
    return indices.reshape(height, width)


def _limits(mixing: Mixing) -> tuple[Floats, Floats]:
    """Return the least and the greatest value (channels, 1) that a pixel may want; they are whole numbers."""
    low, high = mixing.colors.min(axis=1, keepdims=True), mixing.colors.max(axis=1, keepdims=True)
    margin = _LIGHT_MARGIN if mixing.is_linear else _LEVELS_MARGIN
    if len(mixing.colors) == 1:
        margin = _GRAY_MARGIN
    room = np.float32(margin) * (high - low).max()
    return np.floor(low - room), np.ceil(high + room)


def _by_weight(kernel: Kernel, strength: float) -> list[tuple[np.float32, list[tuple[int, int]]]]:
    """Return each weight, with the places (steps before, rows above) of the errors that it is for."""
    places: dict[float, list[tuple[int, int]]] = {}
    for right, below, weight in kernel.taps:
        places.setdefault(weight, []).append((right + kernel.slope * below, below))
    return [(np.float32(strength * weight), found) for weight, found in places.items()]


def diffuse_by_rows(
    image: Image, mixing: Mixing, kernel: Kernel, strength: float, *, serpentine: bool = False
) -> Bytes:
    """Return what diffuse() does, computed pixel by pixel; with `serpentine`, every second row goes left.

    A row that goes left begins where the row above it ended, so no two pixels can be computed at once. This
    takes 1.2 to 1.6 microseconds per pixel. What goes to the rows below is computed for a whole row.
    """
    height, width, channels = image.height, image.width, len(mixing.colors)
    reach = max(abs(tap.right) for tap in kernel.taps)
    scan = _Scan(mixing, [strength * tap.weight for tap in kernel.taps if not tap.below])
    below = [tap for tap in kernel.taps if tap.below]
    indices = np.empty((height, width), np.uint8)
    # What is passed on to this row and to those below it; a margin takes what goes beyond the sides.
    passed = np.zeros((kernel.rows + 1, channels, width + 2 * reach), np.float32)
    for y in range(height):
        way = slice(None, None, -1 if serpentine and y % 2 else 1)
        row = passed[y % len(passed)]
        wanted = mixing.values(image.pixels[y]) + row[:, reach : reach + width]
        row[:] = 0
        exists = None if image.alpha is None else image.alpha[y] > 0
        found, errors = scan.take(wanted[:, way], None if exists is None else exists[way])
        indices[y] = found[way]
        errors = errors[:, way]
        for tap in below:
            start = reach + tap.right * (way.step or 1)
            passed[(y + tap.below) % len(passed)][:, start : start + width] += (
                np.float32(strength * tap.weight) * errors
            )
    return indices


class _Scan:
    """Chooses swatches along a row, where each pixel needs the errors of those before."""

    def __init__(self, mixing: Mixing, weights: list[float]) -> None:
        """Take the weights of the errors of the last pixel and of the one before."""
        self._near, self._far = [*weights, 0.0][:2]
        low, high = _limits(mixing)
        # Grays have one channel. The others are then 0.
        missing = 3 - len(mixing.colors)
        self._low, self._high = ([*side[:, 0].tolist(), 0.0, 0.0][:3] for side in (low, high))
        self._colors = np.pad(mixing.colors, ((0, missing), (0, 0))).T.tolist()
        self._table = mixing.table.tobytes()
        self._places = [
            mixing.find_places(channel, np.arange(least, most + 1)).tolist()
            for channel, (least, most) in enumerate(zip(self._low, self._high, strict=True))
        ]
        self._missing = missing

    def take(self, wanted: Floats, exists: NDArray[np.bool_] | None) -> tuple[Bytes, Floats]:
        """Return the index (n,) and the error (channels, n) of each pixel that wants values (channels, n)."""
        found, errors = np.empty(wanted.shape[1], np.uint8), np.empty_like(wanted)
        before = np.zeros((3, 2), np.float32)
        for start in range(0, wanted.shape[1], _PIECE):
            some = slice(start, start + _PIECE)
            found[some], every = self._take_piece(
                wanted[:, some], None if exists is None else exists[some], before
            )
            errors[:, some] = every[:, 2:][: len(wanted)]
            before = every[:, -2:]
        return found, errors

    def _take_piece(  # noqa: C901 -- comparisons in place take less time than calls
        self, wanted: Floats, exists: NDArray[np.bool_] | None, before: Floats
    ) -> tuple[Bytes, Floats]:
        """Return the indices (n,) of pixels, and the errors (3, 2 + n) of the two `before` and of these."""
        near, far, table, colors = self._near, self._far, self._table, self._colors
        (low_red, low_green, low_blue), (high_red, high_green, high_blue) = self._low, self._high
        reds, greens, blues = self._places
        found = bytearray()
        errors: list[tuple[float, ...]] = [tuple(each) for each in before.T.tolist()]
        add, add_error = found.append, errors.append
        # Plain numbers are quicker than tuples here.
        (old_red, old_green, old_blue), (last_red, last_green, last_blue) = errors
        channels = np.pad(wanted, ((0, self._missing), (0, 0))).tolist()
        seen = [True] * wanted.shape[1] if exists is None else exists.tolist()
        for own_red, own_green, own_blue, is_there in zip(*channels, seen, strict=True):
            red = own_red + near * last_red + far * old_red
            green = own_green + near * last_green + far * old_green
            blue = own_blue + near * last_blue + far * old_blue
            if red < low_red:
                red = low_red
            elif red > high_red:
                red = high_red
            if green < low_green:
                green = low_green
            elif green > high_green:
                green = high_green
            if blue < low_blue:
                blue = low_blue
            elif blue > high_blue:
                blue = high_blue
            index = table[
                reds[int(red - low_red)] | greens[int(green - low_green)] | blues[int(blue - low_blue)]
            ]
            add(index)
            old_red, old_green, old_blue = last_red, last_green, last_blue
            if is_there:
                color_red, color_green, color_blue = colors[index]
                last_red, last_green, last_blue = red - color_red, green - color_green, blue - color_blue
            else:
                last_red = last_green = last_blue = 0.0
            add_error((last_red, last_green, last_blue))
        return np.frombuffer(bytes(found), np.uint8), np.array(errors, np.float32).T
