"""JPEG 2000 of any depth: Pillow reads white of 16 bits as black, and white of 4 bits as gray."""

import io
import struct
from typing import Any, Final

import cv2
import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from cvpalette import ImageError, read_image

SIDE: Final = 64
LEVELS: Final = np.repeat(np.array([0, 64, 128, 255], np.uint8), 16)[None].repeat(SIDE, 0)
PIXELS: Final = np.dstack([LEVELS, LEVELS[:, ::-1], LEVELS])
# Where the marker SIZ has the number of channels, and the bits less 1 of the first.
_CHANNELS, _BITS = 40, 42


def _stream(pixels: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, "JPEG2000", no_jp2=True)
    return file.getvalue()


def _declare(stream: bytes, bits: int) -> bytes:
    """Say that the levels have fewer bits: the levels of the stream must be so low."""
    data = bytearray(stream)
    channels = int.from_bytes(data[_CHANNELS : _CHANNELS + 2], "big")
    data[_BITS : _BITS + 3 * channels : 3] = bytes([bits - 1] * channels)
    return bytes(data)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _file(stream: bytes, channels: int, bits: int, *boxes: bytes) -> bytes:
    header = _box(b"ihdr", struct.pack(">IIHBBBB", SIDE, SIDE, channels, bits - 1, 7, 0, 0))
    colors = _box(b"colr", struct.pack(">BBBI", 1, 0, 0, 16))
    start = _box(b"jP  ", b"\r\n\x87\n") + _box(b"ftyp", b"jp2 ", bytes(4), b"jp2 ")
    return start + _box(b"jp2h", header, colors, *boxes) + _box(b"jp2c", stream)


@pytest.mark.parametrize("channels", [3, 4])
def test_white_of_16_bits_is_white(channels: int) -> None:
    """Alpha too."""
    stored = PIXELS if channels == 3 else np.dstack([PIXELS, LEVELS])
    is_encoded, data = cv2.imencode(".jp2", stored.astype(np.uint16) * 257)
    assert is_encoded
    image = read_image(data.tobytes())
    assert np.abs(image.pixels.astype(int) - PIXELS).max() <= 1
    assert (image.alpha is None) == (channels == 3)
    if image.alpha is not None:
        assert np.abs(image.alpha.astype(int) - LEVELS).max() <= 1


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_white_of_few_bits_is_white(bits: int) -> None:
    """The stream is as if of 8 bits, around its middle: a shift moves black to 0."""
    white = 2**bits - 1
    few = np.rint(LEVELS / 255 * white).astype(np.uint8)
    # Levels are coded as differences from half the number of levels.
    stream = _declare(_stream(few + np.uint8(128 - 2 ** (bits - 1))), bits)
    expected = np.rint(few * (255 / white)).astype(int)
    assert np.abs(read_image(stream).pixels[:, :, 0] - expected).max() <= 1


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_the_indices_of_a_palette_may_have_few_bits(bits: int) -> None:
    """Pillow shifts the indices as if they were levels."""
    indices = (np.arange(SIDE) % 4).astype(np.uint8)[None].repeat(SIDE, 0)
    colors = np.array([(220, 30, 40), (40, 160, 70), (30, 70, 200), (250, 240, 210)], np.uint8)
    stream = _declare(_stream(indices + np.uint8(128 - 2 ** (bits - 1))), bits)
    palette = _box(b"pclr", struct.pack(">HB3B", 4, 3, 7, 7, 7), colors.tobytes())
    mapped = _box(b"cmap", *[struct.pack(">HBB", 0, 1, n) for n in range(3)])
    image = read_image(_file(stream, 1, bits, palette, mapped))
    assert np.array_equal(image.pixels, colors[indices])


def _definition(kind: int) -> bytes:
    colors = [struct.pack(">HHH", n, 0, n + 1) for n in range(3)]
    return _box(b"cdef", struct.pack(">H", 4), *colors, struct.pack(">HHH", 3, kind, 0))


def test_a_fourth_channel_that_is_not_opacity_is_no_transparency() -> None:
    """The header says what it is."""
    stream = _stream(np.dstack([PIXELS, LEVELS]))
    assert read_image(_file(stream, 4, 8, _definition(1))).alpha is not None
    image = read_image(_file(stream, 4, 8, _definition(65535)))
    assert image.alpha is None or image.alpha.all()


def test_what_is_not_read_is_named() -> None:
    """Colors that are multiplied by alpha, and depths that no decoder gets right."""
    stream = _stream(np.dstack([PIXELS, LEVELS]))
    gray = _stream(np.dstack([LEVELS, LEVELS]))
    for data in (_file(stream, 4, 8, _definition(2)), _declare(gray, 12)):
        with pytest.raises(ImageError, match="a JPEG 2000 file of") as caught:
            read_image(data)
        assert caught.value.problem == "unsupported"
