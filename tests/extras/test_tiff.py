"""With the extras, the compressions of TIFF that Pillow lacks are read, and raw photos are developed."""

import struct
from typing import Any

import numpy as np
import pytest

from cvpalette.decoding.reading import decode, decode_frames
from cvpalette.errors import ImageError

COLORS = np.array([(220, 30, 40), (40, 160, 70), (30, 70, 200), (250, 240, 210)], np.uint8)
PICTURE = COLORS[np.arange(32) // 8][None].repeat(32, axis=0)


def _tiff(size: tuple[int, int], content: bytes, tags: dict[int, list[int]]) -> bytes:
    """Write a TIFF of one strip; the values of its tags are LONG."""
    whole = {
        256: [size[0]], 257: [size[1]], 273: [8], 278: [size[1]], 279: [len(content)], **tags,
    }  # fmt: skip
    start = 8 + len(content)
    after = start + 2 + 12 * len(whole) + 4
    entries, values = b"", b""
    for tag, numbers in sorted(whole.items()):
        packed = struct.pack(f"<{len(numbers)}I", *numbers)
        at = packed
        if len(packed) > 4:
            at, values = struct.pack("<I", after + len(values)), values + packed
        entries += struct.pack("<HHI", tag, 4, len(numbers)) + at
    directory = struct.pack("<H", len(whole)) + entries + bytes(4) + values
    return b"II*\0" + struct.pack("<I", start) + content + directory


def _picture(code: int, content: bytes, bits: int = 8) -> bytes:
    return _tiff((32, 32), content, {258: [bits] * 3, 259: [code], 262: [2], 277: [3]})


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (22610, "jpegxr"), (34934, "jpegxr"), (34887, "lerc"), (34933, "png"), (50002, "jpegxl"),
        (34712, "jpeg2k"), (50000, "zstd"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("bits", [8, 16])
def test_compressions_of_the_extra_are_read(code: int, name: str, bits: int) -> None:
    """At the depths that they have."""
    imagecodecs = pytest.importorskip("imagecodecs")
    samples = PICTURE if bits == 8 else PICTURE.astype(np.uint16) * 257
    encode: Any = getattr(imagecodecs, f"{name}_encode")
    content = encode(samples.tobytes() if name == "zstd" else samples)
    pixels, alpha = decode(_picture(code, content, bits), "a")
    assert np.abs(pixels.astype(int) - PICTURE)[:, 3::8].max() <= 3
    assert alpha is None


def test_a_picture_of_another_size_inside_a_tiff_is_refused() -> None:
    """It would be decoded beyond the size that was checked."""
    imagecodecs = pytest.importorskip("imagecodecs")
    content = imagecodecs.jpegxr_encode(PICTURE[:16])
    with pytest.raises(ImageError, match="of another kind than the TIFF says"):
        decode(_picture(34934, content), "a")


def test_damage_inside_a_compression_of_the_extra_is_an_image_error() -> None:
    """Never another exception."""
    imagecodecs = pytest.importorskip("imagecodecs")
    for name, code in (("jpegxr", 34934), ("lerc", 34887), ("jpegxl", 50002)):
        content = getattr(imagecodecs, f"{name}_encode")(PICTURE)
        with pytest.raises(ImageError):
            decode(_picture(code, content[: len(content) // 3]), "a")


def _raw() -> bytes:
    """Write a DNG of a mosaic whose red samples are bright."""
    mosaic = np.full((64, 64), 200, "<u2")
    mosaic[::2, ::2] = 4000
    tags = {
        254: [0], 258: [16], 259: [1], 262: [32803], 277: [1], 33421: [2, 2], 33422: [0x02010100],
        50706: [0x00000401], 50717: [4095], 50778: [21],
    }  # fmt: skip
    data = bytearray(_tiff((64, 64), mosaic.tobytes(), tags))
    for tag, kind, count in ((33422, 1, 4), (50706, 1, 4)):
        at = data.index(struct.pack("<HHI", tag, 4, 1))
        struct.pack_into("<HHI", data, at, tag, kind, count)
    return bytes(data)


def test_a_raw_photo_is_developed() -> None:
    """Its red is red, and there is nothing to warn of."""
    pytest.importorskip("rawpy")
    (frame,) = decode_frames(_raw(), "a")
    assert frame.pixels.shape == (64, 64, 3)
    red, green, blue = frame.pixels.reshape(-1, 3).mean(axis=0)
    assert red > green + 60
    assert red > blue + 60
    assert frame.warning is None


def test_a_raw_photo_that_cannot_be_developed_is_refused() -> None:
    """The extra is there already: the message does not ask for it."""
    pytest.importorskip("rawpy")
    with pytest.raises(ImageError, match=r"is a raw photo \(Canon CR3\), which is not developed: export it"):
        next(decode_frames(struct.pack(">I", 24) + b"ftypcrx \0\0\0\1crx isom" + bytes(500), "a"))
