"""Write an animated GIF, with one color table; Pillow compresses the pixels."""

import struct
from collections.abc import Iterator
from typing import Final

import numpy as np
import PIL.Image

from cvpalette.quantizing.animation import Patch, Screen, Times, Writer
from cvpalette.quantizing.mapping import Bytes

__all__ = ["GIF"]

_HAS_TABLE: Final = 0x80
_TRANSPARENT: Final = 1
_MOST_REPETITIONS: Final = 65535


def _write(screen: Screen, patches: Iterator[Patch], _level: int) -> Iterator[bytes]:
    """Give the parts of a GIF89a (CompuServe, 1990); there is one effort."""
    bits = max(1, (len(screen.entries) - 1).bit_length())
    table = np.zeros((1 << bits, 3), np.uint8)
    table[: len(screen.entries)] = screen.entries[:, :3]
    flags = _HAS_TABLE | bits - 1 << 4 | bits - 1
    yield b"GIF89a" + struct.pack("<HHBBB", screen.width, screen.height, flags, 0, 0) + table.tobytes()
    if screen.loops != 1:
        # Netscape's extension counts the repetitions after the first time.
        repetitions = min(screen.loops - 1, _MOST_REPETITIONS) if screen.loops else 0
        yield b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", repetitions, 0)
    for patch in patches:
        hole = screen.hole
        # A dot that only takes time has no hole, and stays what it is.
        control = patch.disposal << 2 | (0 if hole is None else _TRANSPARENT)
        height, width = patch.indices.shape
        yield b"!\xf9\x04" + struct.pack("<BHBB", control, patch.time, hole or 0, 0)
        yield b"," + struct.pack("<HHHHB", patch.left, patch.top, width, height, 0)
        least = max(2, bits)
        yield bytes([least]) + min((_pack(way, least) for way in patch.list_ways(hole)), key=len) + b"\0"
    yield b";"


def _pack(indices: Bytes, bits: int) -> bytes:
    # Pillow's encoder of a GIF's pixels gives them in blocks, each after its length.
    return PIL.Image.fromarray(np.ascontiguousarray(indices)).tobytes("gif", "L", bits, 0)


#: An animated GIF: times are hundredths of a second, in 16 bits.
GIF: Final = Writer(Times(unit=100, most=65535), _write, disposes=True)
