"""decode(): colors are sRGB, whatever profile the file embeds."""

import io
import struct
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

from cvpalette.decoding.reading import decode

# Red, green and blue as XYZ under D50, and the curve: what the profiles of these names hold.
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
D50 = (0.96420, 1.0, 0.82491)
PRIMARIES = np.array([[(255, 0, 0), (0, 255, 0), (0, 0, 255)]], np.uint8)
# The same three colors as numbers of the other space: every editor shows these.
IN_ADOBE_RGB = np.array([[(219, 0, 0), (144, 255, 60), (0, 0, 250)]], np.uint8)
IN_DISPLAY_P3 = np.array([[(234, 51, 35), (117, 251, 76), (0, 0, 245)]], np.uint8)


def _srgb_curve() -> list[float]:
    levels = np.linspace(0, 1, 1024)
    return list(np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4))


def _profile(
    primaries: tuple[tuple[float, ...], ...],
    curve: float | list[float],
    name: str = "test",
    illuminant: bytes = b"",
) -> bytes:
    """Build a matrix profile of ICC version 2; `curve` is a gamma, or the points of one."""
    points = [round(curve * 256)] if isinstance(curve, float) else [round(at * 65535) for at in curve]
    trc = b"curv" + struct.pack(f">II{len(points)}H", 0, len(points), *points)
    text = name.encode() + b"\0"
    description = b"desc" + struct.pack(">II", 0, len(text)) + text + bytes(78)
    tags = {b"desc": description, b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": _xyz(D50)}
    for letter, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([letter]) + b"XYZ"] = _xyz(primary)
        tags[bytes([letter]) + b"TRC"] = trc
    table, body = struct.pack(">I", len(tags)), b""
    for name_of_tag, data in tags.items():
        table += name_of_tag + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    illuminant = illuminant or _xyz(D50)[8:]
    header = struct.pack(
        ">I4sI4s4s4s12s4s28s12s48s",
        128 + len(table) + len(body),
        *(b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ", bytes(12), b"acsp", b"", illuminant, b""),
    )
    return header + table + body


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _encode(pixels: np.ndarray, format_name: str, profile: bytes) -> bytes:
    file = io.BytesIO()
    how: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 100, "subsampling": 0},
        "WEBP": {"lossless": True, "exact": True},
    }
    picture = PIL.Image.fromarray(np.ascontiguousarray(pixels))
    picture.save(file, format_name, icc_profile=profile, **how.get(format_name, {}))
    return file.getvalue()


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("profile", "stored"),
    [(_profile(ADOBE_RGB, 563 / 256), IN_ADOBE_RGB), (_profile(DISPLAY_P3, _srgb_curve()), IN_DISPLAY_P3)],
    ids=["adobe rgb", "display p3"],
)
def test_an_embedded_profile_is_converted(format_name: str, profile: bytes, stored: np.ndarray) -> None:
    """The primaries of sRGB, as numbers of a wider space, are themselves again."""
    blocks = stored.repeat(16, axis=0).repeat(16, axis=1)
    pixels, _ = decode(_encode(blocks, format_name, profile), "a")
    expected = PRIMARIES.repeat(16, axis=0).repeat(16, axis=1)
    assert np.abs(pixels.astype(int) - expected).max() <= 8


@pytest.mark.parametrize("orders", ["rgba", "gray alpha"])
def test_alpha_is_kept_where_a_profile_is_converted(orders: str) -> None:
    """A profile is about colors."""
    alpha = np.array([[10, 128, 255]], np.uint8)
    gray = np.array([[0, 128, 255]], np.uint8)
    stored = np.dstack([IN_ADOBE_RGB, alpha]) if orders == "rgba" else np.dstack([gray, alpha])
    pixels, found = decode(_encode(stored, "PNG", _profile(ADOBE_RGB, 563 / 256)), "a")
    assert np.array_equal(np.asarray(found), alpha)
    expected = PRIMARIES if orders == "rgba" else np.dstack([gray] * 3)
    assert np.abs(pixels.astype(int) - expected).max() <= 8


def test_a_profile_of_srgb_changes_nothing() -> None:
    """Not by one level."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    noise = np.random.default_rng(0).integers(0, 256, (16, 16, 3), np.uint8)
    pixels, _ = decode(_encode(noise, "PNG", profile), "a")
    assert np.array_equal(pixels, noise)


def test_an_odd_profile_of_srgb_is_read_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """Half the PNGs of the web have one; libpng's warnings would stand among our words on stderr."""
    profile = _profile(SRGB, _srgb_curve(), name="sRGB", illuminant=bytes(range(12)))
    decode(_encode(PRIMARIES, "PNG", profile), "a")
    assert capfd.readouterr().err == ""


def test_a_linear_profile_is_converted_though_its_name_says_srgb() -> None:
    """GIMP embeds 'GIMP built-in Linear sRGB': half the light is level 188."""
    profile = _profile(SRGB, 1.0, name="GIMP built-in Linear sRGB")
    pixels, _ = decode(_encode(np.full((4, 4, 3), 128, np.uint8), "PNG", profile), "a")
    assert np.abs(pixels.astype(int) - 188).max() <= 2


@pytest.mark.parametrize(
    "profile", [b"no profile", _profile(ADOBE_RGB, 2.2)[:200]], ids=["garbage", "cut short"]
)
def test_a_broken_profile_is_as_good_as_none(profile: bytes) -> None:
    """The picture is what people want."""
    pixels, _ = decode(_encode(PRIMARIES, "PNG", profile), "a")
    assert np.array_equal(pixels, PRIMARIES)
