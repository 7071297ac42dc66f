"""Write an animated PNG of indexed pixels."""

import struct
from collections.abc import Iterator
from typing import Final

from cvpalette.quantizing.animation import Patch, Screen, Times, Writer
from cvpalette.quantizing.packing import fewest_bits
from cvpalette.quantizing.png import begin_png, chunk, compress, scanlines

__all__ = ["APNG"]

# How a patch is put on what is there: in its place, or over it.
_SOURCE, _OVER = 0, 1
_MILLISECONDS: Final = 1000


def _write(screen: Screen, patches: Iterator[Patch], level: int) -> Iterator[bytes]:
    """Give the parts of an animated PNG (PNG, third edition): the first frame is also the still picture."""
    depth = fewest_bits(len(screen.entries))
    parts: list[bytes] = []
    frames = number = 0
    for patch in patches:
        height, width = patch.indices.shape
        place = struct.pack(">IIII", width, height, patch.left, patch.top)
        blend = _SOURCE if patch.same is None else _OVER
        how = struct.pack(">HHBB", patch.time, _MILLISECONDS, 0, blend)
        parts.append(chunk(b"fcTL", struct.pack(">I", number) + place + how))
        ways = (compress(scanlines(way, depth), level) for way in patch.list_ways(screen.hole))
        pixels = min(ways, key=len)
        if frames:
            number += 1
            parts.append(chunk(b"fdAT", struct.pack(">I", number) + pixels))
        else:
            parts.append(chunk(b"IDAT", pixels))
        number += 1
        frames += 1
    header, table = begin_png(screen.width, screen.height, screen.entries)
    # The head tells how many frames there are.
    yield header + chunk(b"acTL", struct.pack(">II", frames, screen.loops)) + table
    yield from parts
    yield chunk(b"IEND", b"")


#: An animated PNG: times are milliseconds, in 16 bits.
APNG: Final = Writer(Times(unit=_MILLISECONDS, most=65535), _write)
