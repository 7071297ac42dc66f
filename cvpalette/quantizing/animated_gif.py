"""Write an animated GIF of patches, with one color table; Pillow compresses the pixels."""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import PIL.Image

from cvpalette.quantizing.animation import Patch, Rules
from cvpalette.quantizing.mapping import Bytes

__all__ = ["GIF_RULES", "write_gif"]

#: Times are hundredths of a second, in 16 bits.
GIF_RULES: Final = Rules(unit=100, most=65535, disposes=True)
_TRANSPARENT: Final = 1


def write_gif(
    patches: Iterable[Patch], size: tuple[int, int], entries: Bytes, loops: int
) -> Iterator[bytes]:
    """Give the parts of a GIF89a: `entries` (n, 3 or 4) are its colors, and 0 `loops` are endless.

    `size` is the width and height of the screen.
    """
    bits = max(1, (len(entries) - 1).bit_length())
    table = np.zeros((1 << bits, 3), np.uint8)
    table[: len(entries)] = entries[:, :3]
    yield b"GIF89a" + struct.pack("<HHBBB", *size, 0x80 | 0x70 | (bits - 1), 0, 0) + table.tobytes()
    if loops != 1:
        # The extension counts the repetitions after the first time.
        repetitions = min(loops - 1, 65535) if loops else 0
        yield b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", repetitions, 0)
    for patch in patches:
        yield _control(patch) + _describe(patch) + _compress(patch, max(2, bits))
    yield b";"


def _control(patch: Patch) -> bytes:
    flags = patch.disposal << 2 | (_TRANSPARENT if patch.hole is not None else 0)
    return b"!\xf9\x04" + struct.pack("<BHBB", flags, patch.time, patch.hole or 0, 0)


def _describe(patch: Patch) -> bytes:
    height, width = patch.indices.shape
    return b"," + struct.pack("<HHHHB", patch.left, patch.top, width, height, 0)


def _compress(patch: Patch, bits: int) -> bytes:
    """Return the compressed pixels: without holes where that is smaller."""
    return bytes([bits]) + _pack(patch.indices, bits) + b"\0"


def _pack(indices: Bytes, bits: int) -> bytes:
    # Pillow's encoder of a GIF's pixels gives them in blocks, each after its length.
    return PIL.Image.fromarray(np.ascontiguousarray(indices)).tobytes("gif", "L", bits, 0)
