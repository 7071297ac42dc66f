"""Reads OpenEXR with the library of its authors, which an extra installs."""

import io
import re
from typing import Any, Final

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.encoding import Encoding
from cvpalette.decoding.exr_header import Channel, ExrHeader
from cvpalette.decoding.light import show_light
from cvpalette.decoding.noise import without_noise

__all__ = ["OpenExrFile"]

# By the numbers of OpenEXR: whole numbers are 0.
_TYPES: Final[dict[int, np.dtype[Any]]] = {1: np.dtype("<f2"), 2: np.dtype("<f4")}
_RED: Final = re.compile(r"((?:.*\.)?)R")
_MOST_NAMED: Final = 8


class OpenExrFile(ArrayFile):
    """The first part of an OpenEXR file: its layer without a name, or else the first one in colors.

    Light is linear, and its colors are multiplied by alpha. What is outside of the display window is cut off.
    """

    format = "EXR"
    format_description = "OpenEXR"

    def _open(self) -> None:
        header = ExrHeader.parse(self.fp.read())  # type: ignore[union-attr]
        self._data = header.data
        self._names = _choose(header.channels)
        channels = [header.channels[name] for name in self._names]
        if any(channel.kind not in _TYPES for channel in channels):
            raise NotImplementedError("an OpenEXR file of whole numbers, which are no colors")
        if any(channel.step != (1, 1) for channel in channels):
            raise NotImplementedError("an OpenEXR file whose channels differ in size")
        self._kinds = [_TYPES[channel.kind] for channel in channels]
        left, top, right, bottom = header.window
        if right < left or bottom < top:
            raise SyntaxError("its window is empty")
        self._mode, self._size = "RGB", (right - left + 1, bottom - top + 1)
        shown_left, shown_top, shown_right, shown_bottom = header.shown
        self._shown = (
            _overlap(top, bottom, shown_top, shown_bottom),
            _overlap(left, right, shown_left, shown_right),
        )
        self._encoding = _find_encoding(header.primaries)

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the light, and show it as sRGB; a truncated file raises an error."""
        del partly
        with without_noise():
            # This class reads only the channels that are asked for, and writes nothing to stdout.
            samples = OpenEXR.InputFile(io.BytesIO(self._data)).channels(self._names)
        planes = [self._plane(each, kind) for each, kind in zip(samples, self._kinds, strict=True)]
        has_alpha = self._names[-1].endswith("A")
        alpha = np.nan_to_num(planes.pop()).clip(0, 1) if has_alpha else None
        light = np.dstack(planes if len(planes) == 3 else planes * 3)
        if alpha is None:
            levels, self.warning = show_light(light, self._encoding)
            return Pixels(levels)
        with np.errstate(all="ignore"):  # of what is no number
            light /= np.where(alpha > 0, alpha, 1)[:, :, None]
        levels, self.warning = show_light(light, self._encoding)
        return Pixels(levels, np.rint(alpha * 255).astype(np.uint8))

    def _plane(self, samples: bytes, kind: "np.dtype[Any]") -> NDArray[np.float32]:
        width, height = self.size
        plane = np.frombuffer(samples, kind).reshape(height, width)
        return plane[self._shown].astype(np.float32)


def _choose(channels: dict[str, Channel]) -> list[str]:
    """Return the names of red, green and blue, or of gray, and of alpha if there is any."""
    layers = sorted(found[1] for name in channels if (found := _RED.fullmatch(name)))
    for layer in layers:
        colors = [f"{layer}{letter}" for letter in "RGB"]
        if all(name in channels for name in colors):
            return [*colors, *([f"{layer}A"] if f"{layer}A" in channels else [])]
    if "Y" in channels and not {"RY", "BY"} & channels.keys():
        return ["Y", *(["A"] if "A" in channels else [])]
    names = ", ".join(sorted(channels)[:_MOST_NAMED])
    raise NotImplementedError(f"an OpenEXR file without red, green and blue; its channels are {names}")


def _overlap(first: int, last: int, shown_first: int, shown_last: int) -> slice:
    """Return what of a window is shown, from its beginning; all, if nothing is."""
    start, stop = max(first, shown_first), min(last, shown_last) + 1
    return slice(start - first, stop - first) if start < stop else slice(None)


def _find_encoding(primaries: tuple[float, ...] | None) -> Encoding:
    if primaries is None:
        return Encoding.linear()
    red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y = primaries
    return Encoding.linear(((red_x, red_y), (green_x, green_y), (blue_x, blue_y), (white_x, white_y)))
