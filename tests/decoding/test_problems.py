"""What is wrong with a file: what is not supported is not called damaged, nor the other way round."""

import io
import struct
from collections.abc import Callable
from typing import Any, Final

import PIL.AvifImagePlugin
import PIL.Image
import pytest

from cvpalette import ImageError, Reading, read_image


def _encode(format_name: str, mode: str = "RGB", **how: Any) -> bytes:
    file = io.BytesIO()
    PIL.Image.effect_noise((16, 16), 50).convert(mode).save(file, format_name, **how)
    return file.getvalue()


def _tiff(compression: int) -> bytes:
    data = _encode("TIFF")
    at = data.index(struct.pack("<HHI", 259, 3, 1)) + 8
    return data[:at] + struct.pack("<H", compression) + data[at + 2 :]


def _psd(mode: int, bits: int, channels: int) -> bytes:
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, channels, 16, 16, bits, mode)
    return header + bytes(14 + 16 * 16 * channels * bits // 8)


def _dds(flags: int, code: bytes) -> bytes:
    header = struct.pack("<IIIIIII44x", 124, 0x1007, 16, 16, 0, 0, 0)
    kind = struct.pack("<II4sIIIII", 32, flags, code, 0, 0, 0, 0, 0)
    return b"DDS " + header + kind + struct.pack("<IIIII", 0x1000, 0, 0, 0, 0) + bytes(1024)


def _jpeg(frame: bytes) -> bytes:
    return _encode("JPEG").replace(b"\xff\xc0\0\x11\x08", frame)


UNSUPPORTED: Final[dict[str, Callable[[], bytes]]] = {
    "TIFF of JPEG 2000": lambda: _tiff(34712),
    "TIFF of LERC": lambda: _tiff(34887),
    "TIFF of JBIG": lambda: _tiff(34661),
    "TIFF of WebP": lambda: _tiff(50001),
    "PSD of 32 bits": lambda: _psd(3, 32, 3),
    "DDS of a rare code": lambda: _dds(4, b"XXXX"),
    "DDS of rare flags": lambda: _dds(0x80000, bytes(4)),
    "DDS of linear light": lambda: (
        _dds(4, b"DX10")[:128] + struct.pack("<IIIII", 95, 3, 0, 1, 0) + bytes(1024)
    ),
    "JPEG of 12 bits": lambda: _jpeg(b"\xff\xc0\0\x11\x0c"),
    "JPEG without loss": lambda: _jpeg(b"\xff\xc3\0\x11\x08"),
    "hierarchical JPEG": lambda: _jpeg(b"\xff\xc5\0\x11\x08"),
    "SVG": lambda: b"<svg></svg>",
    "OpenEXR": lambda: b"\x76\x2f\x31\x01abcd",
    "no image": lambda: b"just text",
}


@pytest.mark.parametrize("kind", UNSUPPORTED)
def test_what_is_not_supported_is_not_called_damaged(kind: str) -> None:
    """Neither for programs nor for people, who would look for a better copy."""
    with pytest.raises(ImageError) as caught:
        read_image(UNSUPPORTED[kind](), "a")
    assert caught.value.problem == "unsupported"
    assert "damaged" not in str(caught.value)


def test_a_codec_that_is_missing_is_not_called_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow may be built without it."""
    jpeg_2000, avif = _encode("JPEG2000"), _encode("AVIF")
    monkeypatch.delattr("PIL.Image.core.jpeg2k_decoder")
    monkeypatch.setattr(PIL.AvifImagePlugin, "SUPPORTED", False)
    for data in (jpeg_2000, avif):
        with pytest.raises(ImageError, match="is of a kind that cvpalette does not read: ") as caught:
            read_image(data, "a")
        assert caught.value.problem == "unsupported"


def _flip(data: bytes) -> bytes:
    return data[:60] + bytes(40) + data[100:]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: _flip(_encode("PNG")), "damaged"),
        (lambda: _encode("PNG")[:200], "truncated"),
        (lambda: _encode("JPEG")[:-200], "truncated"),
        (lambda: _encode("BMP")[:-200], "truncated"),
        (lambda: b"", "empty"),
    ],
    ids=["damaged PNG", "cut PNG", "cut JPEG", "cut BMP", "empty"],
)
def test_a_problem_is_what_it_is(make: Callable[[], bytes], problem: str) -> None:
    """Damage, what is missing, and nothing at all."""
    with pytest.raises(ImageError) as caught:
        read_image(make(), "a")
    assert caught.value.problem == problem


def test_a_frame_that_is_not_there_is_no_fault_of_the_file() -> None:
    """Whoever asked for it was wrong."""
    with pytest.raises(ImageError, match="there is no frame 3") as caught:
        read_image(_encode("GIF", "L"), reading=Reading(frames=3))
    assert caught.value.problem == "invalid"
