"""Reads formats of bare samples after a short header: PAM and farbfeld."""

import re
import struct
from typing import Final

import numpy as np

from cvpalette.decoding.array_file import ArrayFile, Pixels, scale_levels

__all__ = ["FarbfeldFile", "PamFile"]

_LINE: Final = re.compile(rb"[ \t]*+(?:#[^\n]*+|([A-Z]++)(?:[ \t]++([^\n]*+))?)?[ \t\r]*+\n")
# The number of color channels by the type of a pixel, with and without alpha.
_TYPES: Final = {"BLACKANDWHITE": 1, "GRAYSCALE": 1, "RGB": 3, "CMYK": 4}
_ALPHA: Final = "_ALPHA"
# What pixels without a type are, by the number of channels.
_UNNAMED: Final = {1: "GRAYSCALE", 2: "GRAYSCALE_ALPHA", 3: "RGB", 4: "RGB_ALPHA"}


class _SamplesFile(ArrayFile):
    """Rows from top to bottom, the channels of a pixel side by side, alpha last, not multiplied."""

    _samples: bytes
    _depth: int
    _most: int
    _has_alpha: bool

    def decode(self, *, partly: bool) -> Pixels:
        """Scale the samples; a truncated file raises EOFError, or has missing pixels if `partly` is true."""
        width, height = self.size
        kind = np.dtype(">u2" if self._most > 255 else "u1")
        step = kind.itemsize * self._depth
        length, whole = step * width * height, len(self._samples) // step
        if len(self._samples) < length and not partly:
            raise EOFError("truncated")
        stored = np.frombuffer(self._samples[:length].ljust(length, b"\0"), kind)
        samples = stored.reshape(height, width, self._depth)
        levels = scale_levels(samples.astype(kind.newbyteorder("=")), self._most)
        alpha = np.ascontiguousarray(levels[:, :, -1]) if self._has_alpha else None
        levels = levels[:, :, :-1] if self._has_alpha else levels
        present = np.arange(width * height).reshape(height, width) < whole
        merged = levels[:, :, 0] if self.mode == "L" else levels
        return Pixels(merged, alpha, None if present.all() else present)


class PamFile(_SamplesFile):
    """Netpbm's portable arbitrary map, P7; described in its manual, pam(5)."""

    format = "PAM"
    format_description = "Portable arbitrary map"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        fields: dict[bytes, bytes] = {}
        at = data.index(b"\n") + 1
        while b"ENDHDR" not in fields:
            line = _LINE.match(data, at)
            if line is None:
                raise SyntaxError("its header is no list of names and values")
            at = line.end()
            if line[1]:
                fields[line[1]] = (line[2] or b"").rstrip(b" \t\r")
        width, height, self._depth, self._most = (
            int(fields[name]) for name in (b"WIDTH", b"HEIGHT", b"DEPTH", b"MAXVAL")
        )
        kind = fields.get(b"TUPLTYPE", b"").decode("ascii", "replace") or _UNNAMED.get(self._depth, "")
        channels = _TYPES.get(kind.removesuffix(_ALPHA))
        self._has_alpha = kind.endswith(_ALPHA)
        if channels is None or channels + self._has_alpha != self._depth:
            raise NotImplementedError(f"a PAM of type {kind!r} with {self._depth} channels")
        if not 0 < self._most < 65536:
            raise SyntaxError(f"its highest level is {self._most}")
        self._mode, self._size = {1: "L", 3: "RGB", 4: "CMYK"}[channels], (width, height)
        self._samples = data[at:]


class FarbfeldFile(_SamplesFile):
    """Farbfeld of suckless.org: RGB with alpha, 16 bits."""

    format = "farbfeld"
    format_description = "farbfeld"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        self._mode, self._size = "RGB", struct.unpack_from(">II", data, 8)
        self._depth, self._most, self._has_alpha = 4, 65535, True
        self._samples = data[16:]
