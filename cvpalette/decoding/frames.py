"""decode(): an image file's bytes to upright sRGB pixels."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.container import Container
from cvpalette.decoding.jpeg import JpegHeader, has_end
from cvpalette.decoding.opencv import STORED_RGB, Decoded, decode_quietly
from cvpalette.decoding.orientation import turn
from cvpalette.decoding.profiles import convert_rgb
from cvpalette.settings.reading import ALL, DEFAULT, FIRST, Reading

__all__ = ["decode", "decode_frames"]

Bytes: TypeAlias = NDArray[np.uint8]

# What may be asked of a file of one frame.
_ONLY: Final = {FIRST, ALL, 1}


def decode(data: bytes, name: str, reading: Reading = DEFAULT) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) sRGB and alpha (height, width) or None; raises ImageError."""
    frame = next(decode_frames(data, name, reading))
    return frame.pixels, frame.alpha


def decode_frames(data: bytes, name: str, reading: Reading = DEFAULT) -> Iterator[Decoded]:
    """Give the frames that are asked for, composed as they are shown: at least one, or raises ImageError."""
    file = Container.of(data, name, reading)
    plain = _decode_plain_jpeg(file) if file.format.name == "JPEG" and reading.frames in _ONLY else None
    if plain is not None:
        yield Decoded(plain, None)
        return
    from cvpalette.decoding.pillow import decode_opened  # noqa: PLC0415 -- 15 ms, and most photos are plain

    yield from decode_opened(file)


def _decode_plain_jpeg(file: Container) -> Bytes | None:
    """Decode what nearly every photo is; None for what is odd, cut or damaged."""
    header = JpegHeader.parse(file.data)
    if header is None:
        return None
    file.reading.refuse_too_large(file.name, header.width, header.height)
    with file.explained():
        found = decode_quietly(file, STORED_RGB) if has_end(file.data) else None
        if found is None:
            return None
        return turn(convert_rgb(np.asarray(found, np.uint8), header.profile), header.orientation)
