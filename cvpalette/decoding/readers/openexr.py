"""Reads OpenEXR with the library of its authors, which an extra installs."""

import re
from typing import Any, Final

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.encoding import Encoding
from cvpalette.decoding.light import show_light
from cvpalette.decoding.noise import without_noise

__all__ = ["OpenExrFile"]

_TYPES: Final[dict[str, np.dtype[Any]]] = {"HALF": np.dtype("<f2"), "FLOAT": np.dtype("<f4")}
_RED: Final = re.compile(r"((?:.*\.)?)R")
_MOST_NAMED: Final = 8


class OpenExrFile(ArrayFile):
    """The first part of an OpenEXR file: its layer without a name, or else the first one in colors.

    Light is linear, and its colors are multiplied by alpha. What is outside of the display window is cut off.
    """

    format = "EXR"
    format_description = "OpenEXR"

    def _open(self) -> None:
        with without_noise():
            # This class reads only the channels that are asked for, and writes nothing to stdout.
            self._file = OpenEXR.InputFile(self.fp)
            header: dict[str, Any] = self._file.header()
        channels = header["channels"]
        self._names = _choose(channels)
        kinds = {str(channels[name].type) for name in self._names}
        if not kinds <= _TYPES.keys():
            raise NotImplementedError("an OpenEXR file of whole numbers, which are no colors")
        if any((channels[name].xSampling, channels[name].ySampling) != (1, 1) for name in self._names):
            raise NotImplementedError("an OpenEXR file whose channels differ in size")
        self._kinds: list[np.dtype[Any]] = [_TYPES[str(channels[name].type)] for name in self._names]
        window, shown = header["dataWindow"], header["displayWindow"]
        width, height = window.max.x - window.min.x + 1, window.max.y - window.min.y + 1
        if width < 1 or height < 1:
            raise SyntaxError("its window is empty")
        self._mode, self._size = "RGB", (width, height)
        self._shown = (
            _overlap(window.min.y, window.max.y, shown.min.y, shown.max.y),
            _overlap(window.min.x, window.max.x, shown.min.x, shown.max.x),
        )
        self._encoding = _find_encoding(header.get("chromaticities"))

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the light, and show it as sRGB; a truncated file raises an error."""
        del partly
        with without_noise():
            samples = self._file.channels(self._names)
        planes = [self._plane(each, kind) for each, kind in zip(samples, self._kinds, strict=True)]
        has_alpha = self._names[-1].endswith("A")
        alpha = planes.pop().clip(0, 1) if has_alpha else None
        light = np.dstack(planes if len(planes) == 3 else planes * 3)
        if alpha is None:
            levels, self.warning = show_light(light, self._encoding)
            return Pixels(levels)
        alpha = np.nan_to_num(alpha)
        light /= np.where(alpha > 0, alpha, 1)[:, :, None]
        levels, self.warning = show_light(light, self._encoding)
        return Pixels(levels, np.rint(alpha * 255).astype(np.uint8))

    def _plane(self, samples: bytes, kind: "np.dtype[Any]") -> NDArray[np.float32]:
        width, height = self.size
        plane = np.frombuffer(samples, kind).reshape(height, width)
        return plane[self._shown].astype(np.float32)


def _choose(channels: dict[str, Any]) -> list[str]:
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


def _find_encoding(named: Any) -> Encoding:
    if named is None:
        return Encoding.linear()
    red, green, blue, white = (
        (point.x, point.y) for point in (named.red, named.green, named.blue, named.white)
    )
    return Encoding.linear((red, green, blue, white))
