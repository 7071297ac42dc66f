"""MatrixProfile: the same colors as littlecms, from curves of every kind."""

import io
import struct

import cv2
import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

from cvpalette.decoding import matrix_profile as matrixprofile
from cvpalette.decoding.matrix_profile import MatrixProfile

# Display P3's red, green and blue as XYZ under D50.
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
GAMMA = b"curv" + struct.pack(">IIH", 0, 1, round(2.2 * 256)) + bytes(2)
LINEAR = b"curv" + struct.pack(">II", 0, 0)


def _points(count: int, gamma: float) -> bytes:
    points = [round((at / (count - 1)) ** gamma * 65535) for at in range(count)]
    return b"curv" + struct.pack(f">II{count}H", 0, count, *points) + bytes(-2 * count % 4)


def _parametric(kind: int, *numbers: float) -> bytes:
    return b"para" + struct.pack(f">IHH{len(numbers)}i", 0, kind, 0, *(round(at * 65536) for at in numbers))


CURVES = {
    "linear": LINEAR,
    "gamma": GAMMA,
    "points": _points(33, 1.8),
    "many points": _points(1024, 2.4),
    "parametric 0": _parametric(0, 2.2),
    "parametric 1": _parametric(1, 2.4, 0.9, 0.1),
    "parametric 2": _parametric(2, 2.4, 0.9, 0.05, 0.02),
    "parametric 3": _parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    "parametric 4": _parametric(4, 2.4, 0.94, 0.05, 0.08, 0.04, 0.01, 0.005),
}


def _profile(curve: bytes, **more: bytes) -> bytes:
    tags = {b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)}
    for letter, primary in zip(b"rgb", DISPLAY_P3, strict=True):
        tags[bytes([letter]) + b"XYZ"] = (
            b"XYZ " + bytes(4) + struct.pack(">3i", *(round(at * 65536) for at in primary))
        )
        tags[bytes([letter]) + b"TRC"] = curve
    tags |= {name.encode(): data for name, data in more.items()}
    index, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        index += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s28s12s48s",
        128 + len(index) + len(body),
        *(b"", 0x04000000, b"mntr", b"RGB ", b"XYZ ", bytes(12), b"acsp", b""),
        *(struct.pack(">3i", 63190, 65536, 54061), b""),
    )
    return header + index + body


def _noise() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("is_wide", [True, False], ids=["tables of OpenCV", "tables of NumPy"])
def test_it_converts_as_littlecms_does(curve: str, is_wide: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one level, whether or not this OpenCV looks 16 bits up."""
    if not is_wide:
        monkeypatch.setattr(matrixprofile, "_has_wide_tables", lambda: False)
    data = _profile(CURVES[curve])
    found = MatrixProfile.parse(data)
    assert found is not None
    source = PIL.ImageCms.ImageCmsProfile(io.BytesIO(data))
    srgb, intent = PIL.ImageCms.createProfile("sRGB"), PIL.ImageCms.Intent.RELATIVE_COLORIMETRIC
    transform = PIL.ImageCms.buildTransform(source, srgb, "RGB", "RGB", intent)
    right = np.asarray(transform.apply(PIL.Image.fromarray(_noise())))
    assert int(cv2.absdiff(found.convert(_noise()), right).max()) <= 1


def test_curves_may_differ_by_channel() -> None:
    """Each its own."""
    found = MatrixProfile.parse(_profile(GAMMA, gTRC=LINEAR))
    assert found is not None
    assert found.curves.shape == (1, 256, 3)
    assert found.curves[0, 128, 0] < found.curves[0, 128, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no profile",
        bytes(200),
        _profile(GAMMA)[:200],
        _profile(b"curv" + struct.pack(">II", 0, 0xFFFFFFFF)),
        _profile(b"none" + bytes(8)),
        _profile(_parametric(1, 2.4, 0.0, 0.1)),
        _profile(struct.pack(">4sIHH", b"para", 0, 9, 0)),
        _profile(GAMMA, A2B0=b"mft1"),
        _profile(GAMMA, rXYZ=b"text" + bytes(20)),
    ],
    ids=[
        *("empty", "text", "zeros", "cut short", "endless curve", "no curve"),
        *("division by zero", "unknown curve", "tables", "no color"),
    ],
)
def test_what_it_is_not_right_about_is_left_to_littlecms(data: bytes) -> None:
    """No exception, no guess."""
    assert MatrixProfile.parse(data) is None
