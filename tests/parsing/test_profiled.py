"""convert_color(): colors under an ICC profile of their file."""

import struct

import PIL.ImageCms
import pytest

from cvpalette.parsing.profiled import convert_color


def _linear() -> bytes:
    """Return an ICC profile of sRGB's colorants and linear levels."""
    values = {
        b"rXYZ": (0.43607, 0.22249, 0.01392),
        b"gXYZ": (0.38515, 0.71687, 0.09708),
        b"bXYZ": (0.14307, 0.06061, 0.71410),
    }
    blocks = {
        tag: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in each))
        for tag, each in values.items()
    }
    blocks |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\x00\x00\x00\x00\x00\x00\x00\x00")
    table, body = struct.pack(">I", len(blocks)), b""
    for tag, block in blocks.items():
        table += struct.pack(">4sII", tag, 132 + 12 * len(blocks) + len(body), len(block))
        body += block
    return bytes(16) + b"RGB XYZ " + bytes(104) + table + body


def test_linear_levels_keep_all_their_digits() -> None:
    """A level of 0.001 is 12.92 times that in sRGB (IEC 61966-2-1), and less than half of 1/255."""
    assert convert_color("RGB", (0.001, 0.002, 0.5), _linear()).rgb == (3, 7, 188)
    assert convert_color("RGB", (1.5, -1, 0), _linear()).rgb == (255, 0, 0)


def test_a_profile_of_another_model_is_refused() -> None:
    """Its numbers would be read wrongly."""
    lab = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("LAB")).tobytes()
    for model, values in (("RGB", (0, 0, 0)), ("CMYK", (0, 0, 0, 0)), ("GRAY", (0,))):
        with pytest.raises(ValueError, match="the profile is of another color model"):
            convert_color(model, values, lab)


def test_a_profile_of_tables_is_converted_by_littlecms() -> None:
    """Ours reads only curves and a matrix; a gray profile has one curve."""
    srgb = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    assert convert_color("RGB", (38 / 255, 70 / 255, 83 / 255), srgb).rgb == (38, 70, 83)
    blocks = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        b"kTRC": b"curv\0\0\0\0\0\0\0\0",
    }
    table, body = struct.pack(">I", len(blocks)), b""
    for tag, block in blocks.items():
        table += struct.pack(">4sII", tag, 132 + 12 * len(blocks) + len(body), len(block))
        body += block
    head = bytearray(128)
    head[8:12], head[12:24], head[36:40] = b"\2\x40\0\0", b"mntrGRAYXYZ ", b"acsp"
    head[68:80] = struct.pack(">3i", 63190, 65536, 54061)
    whole = bytes(head) + table + body
    gray = struct.pack(">I", len(whole)) + whole[4:]
    level = convert_color("GRAY", (0.5,), gray).rgb
    assert max(level) - min(level) <= 1
    assert abs(level[0] - 188) <= 1
