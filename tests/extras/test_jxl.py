"""JPEG XL, with its extra: sizes are known before the pixels, and profiles count."""

import io
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest

from cvpalette import ImageError, Reading, read_image

pytest.importorskip("pillow_jxl")
PIXELS: Final = np.random.default_rng(0).integers(0, 256, (24, 40, 4), np.uint8)


def _encode(pixels: np.ndarray, **how: Any) -> bytes:
    import pillow_jxl.JpegXLImagePlugin  # noqa: F401, PLC0415 -- it tells Pillow of the format

    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, "JXL", lossless=True, **how)
    return file.getvalue()


@pytest.mark.parametrize("use_container", [False, True])
@pytest.mark.parametrize("channels", [[0], [0, 3], [0, 1, 2], [0, 1, 2, 3]], ids=["L", "LA", "RGB", "RGBA"])
def test_every_kind_of_pixels_is_read(channels: list[int], *, use_container: bool) -> None:
    """In boxes or without them."""
    stored = PIXELS[:, :, channels] if len(channels) > 1 else PIXELS[:, :, 0]
    image = read_image(_encode(np.ascontiguousarray(stored), use_container=use_container))
    expected = PIXELS[:, :, :3] if len(channels) > 2 else PIXELS[:, :, [0, 0, 0]]
    assert np.array_equal(image.pixels, expected)
    if 3 in channels:
        assert image.alpha is not None
        assert np.array_equal(image.alpha, PIXELS[:, :, 3])
    else:
        assert image.alpha is None


@pytest.mark.parametrize(
    "size", [(8, 8), (256, 256), (7, 5), (640, 480), (1000, 3), (3, 9000), (600, 500), (3840, 2160)]
)
def test_the_limit_holds_before_the_pixels_are_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way to write a size is read."""
    data = _encode(np.zeros((size[1], size[0]), np.uint8), effort=1)
    monkeypatch.setattr("cvpalette.decoding.readers.jpegxl.JXLImageFile", None)
    with pytest.raises(ImageError, match=rf"\({size[0]} x {size[1]}\), more than max_pixels=1 ") as caught:
        read_image(data, reading=Reading(max_pixels=1))
    assert caught.value.problem == "too-large"


def test_a_jpeg_inside_is_read() -> None:
    """It was packed without loss, and is turned upright once."""
    file = io.BytesIO()
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    PIL.Image.new("RGB", (16, 8), (200, 30, 60)).save(file, "JPEG", quality=95, exif=exif)
    encoder: Any = pytest.importorskip("pillow_jxl").Encoder(mode="RGB", lossless=True, quality=100)
    data = encoder(file.getvalue(), 16, 8, jpeg_encode=True)
    image = read_image(data)
    assert (image.width, image.height) == (8, 16)
    assert np.abs(image.pixels.astype(int) - (200, 30, 60)).max() <= 4


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.6])
def test_a_damaged_file_is_told(keep: float) -> None:
    """In one line, without the words of its library for programmers."""
    data = _encode(PIXELS)
    with pytest.raises(ImageError) as caught:
        read_image(b"\xff\x0a" + data[2 : int(keep * len(data))])
    assert "libjxl" not in caught.value.reason
    assert caught.value.problem in {"damaged", "too-large"}
