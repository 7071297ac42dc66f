"""Write an animated WebP without loss; Pillow compresses each patch."""

import struct
from collections.abc import Iterator
from typing import Final

from cvpalette.quantizing.animation import Patch, Screen, Times, Writer
from cvpalette.quantizing.encoding import encode
from cvpalette.quantizing.indexed import IndexedImage

__all__ = ["WEBP"]

_ANIMATED, _HAS_ALPHA = 0x02, 0x10
_REPLACE: Final = 0x02
_MOST_LOOPS: Final = 65535
# Where the chunk of the pixels begins in a WebP of one picture.
_PIXELS: Final = 12


def _write(screen: Screen, patches: Iterator[Patch], level: int) -> Iterator[bytes]:
    """Give the parts of a WebP (RFC 9649), whose head tells its length."""
    frames = b"".join(_write_frame(screen, patch, level) for patch in patches)
    flags = _ANIMATED | (_HAS_ALPHA if screen.hole is not None else 0)
    extended = bytes([flags, 0, 0, 0]) + _u24(screen.width - 1) + _u24(screen.height - 1)
    loops = struct.pack("<IH", 0, min(screen.loops, _MOST_LOOPS))
    body = b"WEBP" + _chunk(b"VP8X", extended) + _chunk(b"ANIM", loops) + frames
    yield b"RIFF" + struct.pack("<I", len(body)) + body


def _write_frame(screen: Screen, patch: Patch, level: int) -> bytes:
    ways = patch.list_ways(screen.hole)
    # To compress takes long here, and many pixels of one color cost next to nothing.
    chosen = ways[1] if len(ways) > 1 else ways[0]
    pixels = encode(IndexedImage(chosen, screen.entries), "webp", level)[_PIXELS:]
    height, width = chosen.shape
    place = b"".join(map(_u24, (patch.left // 2, patch.top // 2, width - 1, height - 1, patch.time)))
    return _chunk(b"ANMF", place + bytes([_REPLACE if patch.same is None else 0]) + pixels)


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


#: An animated WebP: times are milliseconds, in 24 bits, and patches are at even places.
WEBP: Final = Writer(Times(unit=1000, most=(1 << 24) - 1), _write, even=True)
