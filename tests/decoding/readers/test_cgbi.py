"""The PNGs of iPhone apps: CgBI, no zlib header, blue before red, colors multiplied by alpha."""

import struct
import zlib
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette import ImageError, Reading, read_image

SIDE: Final = 16
COLORS: Final = np.array([(220, 30, 40), (40, 160, 70), (30, 70, 200), (250, 240, 210)], np.uint8)
INDICES: Final = np.kron(np.array([[0, 1], [2, 3]], np.uint8), np.ones((8, 8), np.uint8))
PIXELS: Final = COLORS[INDICES]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(kind: int, rows: NDArray[Any], *, bits: int = 8, before: bytes = b"", pieces: int = 1) -> bytes:
    # Each row begins with its filter: 1 stores differences from the pixel to the left.
    flat = rows.reshape(SIDE, -1).view(np.uint8)
    step = flat.shape[1] // SIDE
    filtered = flat - np.pad(flat, ((0, 0), (step, 0)))[:, : flat.shape[1]] if step else flat
    lines = np.insert(filtered, 0, 1 if step else 0, axis=1)
    packed = zlib.compress(lines.tobytes())[2:-4]
    cuts = [len(packed) * n // pieces for n in range(pieces + 1)]
    header = struct.pack(">IIBBBBB", SIDE, SIDE, bits, kind, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + _chunk(b"CgBI", b"\x50\0\x20\2") + _chunk(b"IHDR", header) + before
    parts = [_chunk(b"IDAT", packed[start:end]) for start, end in pairwise(cuts)]
    return data + b"".join(parts) + _chunk(b"IEND", b"")


def _rgba(alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    multiplied = np.rint(PIXELS * (alpha[:, :, None] / 255)).astype(np.uint8)
    return np.dstack([multiplied[:, :, ::-1], alpha])


@pytest.mark.parametrize("pieces", [1, 3])
def test_colors_are_in_order_and_not_multiplied(pieces: int) -> None:
    """Where alpha is 0 there is no color."""
    alpha = np.choose(INDICES, [255, 128, 255, 0]).astype(np.uint8)
    image = read_image(_png(6, _rgba(alpha), pieces=pieces))
    assert image.alpha is not None
    assert np.array_equal(image.alpha, alpha)
    visible = alpha > 0
    assert np.abs(image.pixels[visible].astype(int) - PIXELS[visible]).max() <= 1


def test_pixels_without_alpha() -> None:
    """Blue comes first here too."""
    image = read_image(_png(2, PIXELS[:, :, ::-1].copy()))
    assert np.array_equal(image.pixels, PIXELS)


def test_palettes_and_gray_are_as_in_any_png() -> None:
    """Only pixels of several channels are changed."""
    palette = _chunk(b"PLTE", COLORS.tobytes())
    assert np.array_equal(read_image(_png(3, INDICES, before=palette)).pixels, PIXELS)
    assert np.array_equal(read_image(_png(0, INDICES)).pixels[:, :, 0], INDICES)


@pytest.mark.parametrize(("kind", "bits"), [(4, 8), (6, 16), (0, 4)])
def test_other_kinds_are_refused_by_name(kind: int, bits: int) -> None:
    """Nobody knows what their bytes mean."""
    channels = {4: 2, 6: 8, 0: 1}[kind]
    with pytest.raises(ImageError, match=f"a PNG of iPhone apps with {bits} bits") as caught:
        read_image(_png(kind, np.zeros((SIDE, SIDE, channels), np.uint8), bits=bits))
    assert caught.value.problem == "unsupported"


def test_the_part_of_a_truncated_file_that_is_there_counts() -> None:
    """Also in several pieces."""
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 4), np.uint8)
    data = _png(6, noise, pieces=2)[:-300]
    with pytest.raises(ImageError, match="is cut short"):
        read_image(data)
    image = read_image(data, reading=Reading(allow_truncated=True))
    assert image.alpha is not None
    assert not image.alpha[-1].any()
    assert image.alpha[0].any()
