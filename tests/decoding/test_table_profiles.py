"""decode(): profiles of tables, as printers and scanners have them, and of one gray."""

import io
import struct
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.reading import decode

# CIELAB (L 0..100, a and b around 0) under D50, of sRGB's colors (Lindbloom's CIE color calculator).
WHITE, BLACK = (100.0, 0.0, 0.0), (0.0, 0.0, 0.0)
RED, GREEN, BLUE = (54.29, 80.81, 69.89), (87.82, -79.27, 80.99), (29.57, 68.30, -112.03)


def _table_profile(space: bytes, corners: Mapping[tuple[int, ...], tuple[float, ...]]) -> bytes:
    """Build an ICC profile of version 2: the CIELAB of each corner of its colors' cube, in 8 bits."""
    inputs = len(next(iter(corners)))
    lab = [corners[corner] for corner in product((0, 1), repeat=inputs)]
    cube = bytes(round(at) for light, a, b in lab for at in (light * 2.55, a + 128, b + 128))
    ramp = bytes(range(256))
    identity = struct.pack(">9i", *(65536 * (row == column) for row in range(3) for column in range(3)))
    table = b"mft1" + bytes(4) + bytes([inputs, 3, 2, 0]) + identity + ramp * inputs + cube + ramp * 3
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, 5) + b"test\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": table,
        b"A2B1": table,
    }
    index, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        index += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s28s12s48s",
        128 + len(index) + len(body),
        *(b"", 0x02400000, b"prtr", space, b"Lab ", bytes(12), b"acsp", b""),
        *(struct.pack(">3i", 63190, 65536, 54061), b""),
    )
    return header + index + body


def _encode(picture: PIL.Image.Image, format_name: str, profile: bytes, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, icc_profile=profile, **how)
    return file.getvalue()


def _assert_near(pixels: np.ndarray, expected: Sequence[tuple[int, ...]], tolerance: float) -> None:
    both = [np.array([colors], np.float32) / 255 for colors in (pixels.tolist(), expected)]
    lab = [cv2.cvtColor(one, cv2.COLOR_RGB2Lab) for one in both]
    assert float(np.linalg.norm(lab[0] - lab[1], axis=2).max()) <= tolerance


# Inks that no formula would guess: the first prints green, the second red, the third blue.
_INKS: dict[tuple[int, ...], tuple[float, ...]] = {
    (0, 0, 0): WHITE,
    (1, 0, 0): GREEN,
    (0, 1, 0): RED,
    (0, 0, 1): BLUE,
}
INKS = {
    (*inks, black): BLACK if black else _INKS.get(inks, BLACK)
    for inks in product((0, 1), repeat=3)
    for black in (0, 1)
}


@pytest.mark.parametrize("format_name", ["JPEG", "TIFF"])
def test_cmyk_is_what_its_profile_says(format_name: str) -> None:
    """It differs from press to press."""
    inks = np.zeros((16, 80, 4), np.uint8)
    for number, channel in enumerate((0, 1, 2, 3)):
        inks[:, 16 * number : 16 * number + 16, channel] = 255
    picture = PIL.Image.frombytes("CMYK", (80, 16), inks.tobytes())
    how = {"quality": 100, "subsampling": 0} if format_name == "JPEG" else {}
    pixels, alpha = decode(_encode(picture, format_name, _table_profile(b"CMYK", INKS), **how), "a")
    expected = [(0, 255, 0), (255, 0, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)]
    _assert_near(pixels[8, 8::16], expected, 5)
    assert alpha is None


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "TIFF"])
def test_rgb_is_what_its_table_says(format_name: str) -> None:
    """OpenCV decodes it, littlecms converts it: red and green change places."""
    corners = dict.fromkeys(product((0, 1), repeat=3), BLACK)
    corners |= {(1, 0, 0): GREEN, (0, 1, 0): RED, (0, 0, 1): BLUE, (1, 1, 1): WHITE}
    stored = np.array([[(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]], np.uint8)
    picture = PIL.Image.fromarray(stored.repeat(16, axis=1).repeat(16, axis=0))
    how = {"lossless": True} if format_name == "WEBP" else {}
    pixels, _ = decode(_encode(picture, format_name, _table_profile(b"RGB ", corners), **how), "a")
    _assert_near(pixels[8, 8::16], [(0, 255, 0), (255, 0, 0), (0, 0, 255), (255, 255, 255)], 2)


def test_a_profile_for_other_pixels_says_nothing() -> None:
    """Programs forget to drop one."""
    colors = np.array([[(200, 30, 90), (1, 2, 3)]], np.uint8)
    data = _encode(PIL.Image.fromarray(colors), "PNG", _table_profile(b"CMYK", INKS))
    assert np.array_equal(decode(data, "a")[0], colors)


def _gray_profile(gamma: float) -> bytes:
    """Build a profile of one curve."""
    curve = b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    tags = {b"wtpt": white, b"kTRC": curve}
    index, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        index += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data
    header = struct.pack(
        ">I4sI4s4s4s12s4s28s12s48s",
        128 + len(index) + len(body),
        *(b"", 0x02400000, b"mntr", b"GRAY", b"XYZ ", bytes(12), b"acsp", b"", white[8:], b""),
    )
    return header + index + body


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "TIFF"])
def test_gray_is_what_its_profile_says(format_name: str) -> None:
    """Linear light: 20 % is level 124, and white is white."""
    picture = PIL.Image.fromarray(np.array([[0, 51, 255]], np.uint8).repeat(16, axis=1).repeat(16, axis=0))
    how = {"quality": 100} if format_name == "JPEG" else {}
    pixels, _ = decode(_encode(picture, format_name, _gray_profile(1.0), **how), "a")
    _assert_near(pixels[8, 8::16], [(0,) * 3, (124,) * 3, (255,) * 3], 2)
