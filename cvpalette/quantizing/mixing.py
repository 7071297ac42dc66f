"""What a dither computes with: colors as light or as levels of sRGB, and a near swatch for each."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.light import to_levels, to_light
from cvpalette.color.spaces import to_space
from cvpalette.quantizing.mapping import Bytes, find_nearest
from cvpalette.quantizing.shades import are_shades

__all__ = ["Mixing"]

Floats: TypeAlias = NDArray[np.float32]

# A table finds a near swatch with one look-up. It need not be the nearest, because a dither makes up for the
# error. It has a cell for each combination of this many steps of red, green and blue.
_BITS: Final = 6
_STEPS: Final = 1 << _BITS
_BLOCK_BITS: Final = 5
# The table of levels is repeated at its edges by this many steps. So levels as far out need not be clipped.
_EDGE: Final = 4
_WIDE: Final = _STEPS + 2 * _EDGE
# Cells of a palette with little contrast are narrower, down to one level.
_NARROWEST: Final = 4
# Amounts of light are 0 to just below 4096, so that their root is the number of a step, 0 to 63.
_FULL: Final = 4095.75
_LEVELS: Final = 256
_LIGHT: Final = (to_light(np.arange(_LEVELS, dtype=np.uint8).reshape(1, -1)).reshape(-1) * _FULL).astype(
    np.float32
)
# ITU-R BT.709: how much of the luminance is of red, green and blue light.
_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)


class Mixing:
    """Colors as a dither adds them up, and a table that finds a near swatch for each.

    If it is linear, values are amounts of light, which is what the eye mixes from afar. Swatches are then
    compared in CIELAB. Else values are levels of sRGB, and distances are measured in them.

    Linear mixing with grays, or with other shades of one ink, has one channel: the luminance. So a color has
    as many whites as it is bright.
    """

    def __init__(self, swatches: Bytes, *, linear: bool, exact_grays: bool = False) -> None:
        """Take the swatches (k, 3), levels of sRGB.

        With `exact_grays`, the nearest gray is that of the nearest amount of light. This keeps the mean of
        mixtures of few dots right. Else it is the one that looks nearest, which keeps detail in shadows.
        """
        #: Whether values are amounts of light.
        self.is_linear = linear
        self._exact_grays = exact_grays
        self._is_gray = linear and are_shades(swatches)
        #: The values of the swatches (channels, k).
        self.colors = np.ascontiguousarray(self.values(swatches))
        self._top = np.float32(_FULL if linear else _LEVELS - 0.25)
        self._start, self._scale = np.zeros((3, 1), np.float32), np.float32(1)
        self._is_narrow = False
        if not self._is_gray:
            self._narrow()
        #: The index of a near swatch for each cell; find_places() tells the cell of a color.
        self.table = self._make_table(swatches)
        if not linear:
            cells = self.table.reshape(_STEPS, _STEPS, _STEPS)
            self._wide = np.pad(cells, _EDGE, mode="edge").reshape(-1)

    def values(self, pixels: Bytes) -> Floats:
        """Return the values (channels, n) of pixels (n, 3)."""
        if not self.is_linear:
            return pixels.T.astype(np.float32, order="C")
        light = _LIGHT.take(pixels.T)
        if not self._is_gray:
            return light
        # Not as a product of matrices, whose rounding depends on how many pixels there are.
        red, green, blue = light * _LUMINANCE[:, np.newaxis]
        return np.asarray(red + green + blue)[np.newaxis]

    def nearest(self, values: Floats, *, are_near: bool = False) -> Bytes:
        """Return the index (n,) of a near swatch for each of the values (channels, n).

        `are_near` says that no level is more than 16 below 0 or above 255. This saves time.
        """
        if self._is_narrow:
            places = self.find_places(0, values[0])
            places |= self.find_places(1, values[1])
            places |= self.find_places(2, values[2])
            return np.asarray(self.table.take(places))
        inside = values if are_near and not self.is_linear else np.clip(values, 0, self._top)
        if self._is_gray:
            return np.asarray(self.table.take(inside[0].astype(np.int32)))
        if self.is_linear:
            np.sqrt(inside, out=inside)
            red, green, blue = inside.astype(np.int32)
            green <<= _BITS
            blue <<= 2 * _BITS
            red |= green
            red |= blue
            return np.asarray(self.table.take(red))
        red, green, blue = (inside * np.float32(_STEPS / _LEVELS)).astype(np.int32)
        blue *= _WIDE
        blue += green
        blue *= _WIDE
        blue += red
        blue += _EDGE * (1 + _WIDE + _WIDE**2)
        return np.asarray(self._wide.take(blue))

    def find_places(self, channel: int, values: NDArray[Any]) -> NDArray[np.intp]:
        """Return what whole values (n,) of a channel add to the number of a cell in the table."""
        inside = np.clip(values, 0, int(self._top))
        if self._is_gray:
            return np.asarray(inside if channel == 0 else np.zeros_like(inside), np.intp)
        steps = np.sqrt(inside) if self.is_linear else inside * (_STEPS / _LEVELS)
        if self._is_narrow:
            steps = np.clip((steps - self._start[channel]) * self._scale, 0, _STEPS - 1)
        return np.asarray(steps, np.intp) << channel * _BITS

    def _narrow(self) -> None:
        """Let the cells span only what the palette does, if it has little contrast, so they are narrower."""
        steps = np.sqrt(self.colors) if self.is_linear else self.colors * np.float32(_STEPS / _LEVELS)
        low, high = steps.min(axis=1, keepdims=True), steps.max(axis=1, keepdims=True)
        middle, reach = (low + high) / 2, (high - low).max() / 2 + 1
        scale = min(_NARROWEST, int(_STEPS / 2 // reach))
        if scale > 1:
            self._is_narrow, self._scale = True, np.float32(scale)
            self._start = np.floor((middle - _STEPS / 2 / scale) * _NARROWEST) / np.float32(_NARROWEST)

    def _make_table(self, swatches: Bytes) -> Bytes:
        if self._is_gray:
            grays, values = self.colors[0], np.arange(int(_FULL) + 1) + np.float32(0.5)
            if not self._exact_grays:
                # The root of light is about what the eye sees as lightness.
                grays, values = np.sqrt(grays), np.sqrt(values)
            return np.asarray(np.abs(values[:, np.newaxis] - grays).argmin(axis=1), np.uint8)
        steps = (np.arange(_STEPS) + 0.5) / _STEPS
        if self._is_narrow:
            steps = np.clip(self._start / _STEPS + steps / self._scale, 0, 1 - 1e-6)
        middles = to_levels(steps**2) if self.is_linear else steps * _LEVELS
        red, green, blue = np.broadcast_to(middles.astype(np.intp), (3, _STEPS))
        codes = blue[:, None, None] << 16 | green[:, None] << 8 | red
        space = "lab" if self.is_linear else "rgb"
        table = find_nearest(codes.reshape(-1), to_space(swatches, space), space, block_bits=_BLOCK_BITS)
        # A swatch's own color is the swatch, though the middle of its cell may be nearer to another.
        places = [self.find_places(channel, values) for channel, values in enumerate(self.colors)]
        cells = np.sum(places, axis=0)
        for index, cell in enumerate(cells):
            if cells[table[cell]] != cell:
                table[cell] = index
        return table
