"""Reads Radiance HDR with OpenCV: light without a limit, in any primaries and any order of rows."""

import re
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.array_file import ArrayFile, Pixels
from cvpalette.decoding.encoding import Encoding
from cvpalette.decoding.light import show_light
from cvpalette.decoding.noise import without_noise

__all__ = ["RadianceFile"]

# The lines of a header have some hundred bytes, and a history of commands.
_LONGEST_HEADER: Final = 1 << 16
_SIZE: Final = re.compile(rb"([+-])([XY]) +(\d{1,9}) +([+-])([XY]) +(\d{1,9})")
_RGB, _XYZ = b"32-bit_rle_rgbe", b"32-bit_rle_xyze"
# The corners of CIE XYZ, with equal energy as white.
_XYZ_PRIMARIES: Final = ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (1 / 3, 1 / 3))


class RadianceFile(ArrayFile):
    """A picture of Radiance; Ward describes the file in "The RADIANCE Picture File Format".

    The exposure in the header is that which the pixels already have, so it is not applied.
    """

    format = "HDR"
    format_description = "Radiance HDR"

    def _open(self) -> None:
        data = self.fp.read()  # type: ignore[union-attr]
        head, separator, rest = data[:_LONGEST_HEADER].partition(b"\n\n")
        line = rest.partition(b"\n")[0]
        size = _SIZE.fullmatch(line.strip())
        if not separator or size is None or size[2] == size[5]:
            raise SyntaxError("its header has no size")
        fields = dict(line.strip().partition(b"=")[::2] for line in head.split(b"\n") if b"=" in line)
        kind = fields.get(b"FORMAT", _RGB).strip()
        if kind not in {_RGB, _XYZ}:
            raise NotImplementedError("a Radiance HDR in another format than RGBE and XYZE")
        # The first axis is that of the rows in the file.
        self._turns = size[2] == b"X", size[1] + size[2], size[4] + size[5]
        self._stored = int(size[3]), int(size[6])
        self._mode, self._size = "RGB", self._stored if self._turns[0] else self._stored[::-1]
        self._encoding = _find_encoding(kind, fields.get(b"PRIMARIES", b""))
        self._samples = data[len(head) + 2 + len(line) + 1 :]

    def decode(self, *, partly: bool) -> Pixels:
        """Decode the light, and show it as sRGB; a truncated file raises an error."""
        del partly
        rows, columns = self._stored
        # OpenCV reads rows from the top only, and no other header than this one.
        header = b"#?RADIANCE\nFORMAT=%b\n\n-Y %d +X %d\n" % (_RGB, rows, columns)
        try:
            with without_noise():
                found = cv2.imdecode(np.frombuffer(header + self._samples, np.uint8), cv2.IMREAD_UNCHANGED)
        except cv2.error:
            found = None
        if found is None or found.shape != (rows, columns, 3):
            raise OSError("it cannot be decoded, or is cut short")
        light = np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), np.float32)
        levels, self.warning = show_light(self._upright(light), self._encoding)
        return Pixels(levels)

    def _upright(self, light: NDArray[np.float32]) -> NDArray[np.float32]:
        is_transposed, *directions = self._turns
        if b"+Y" in directions:  # Y points up
            light = np.flip(light, 1 if is_transposed else 0)
        if b"-X" in directions:
            light = np.flip(light, 0 if is_transposed else 1)
        return np.ascontiguousarray(light.swapaxes(0, 1) if is_transposed else light)


def _find_encoding(kind: bytes, primaries: bytes) -> Encoding:
    if kind == _XYZ:
        return Encoding.linear(_XYZ_PRIMARIES)
    try:
        x, y, *rest = (float(number) for number in primaries.split())
        green_x, green_y, blue_x, blue_y, white_x, white_y = rest
    except ValueError:
        return Encoding.linear()
    return Encoding.linear(((x, y), (green_x, green_y), (blue_x, blue_y), (white_x, white_y)))
