"""decode(): the right colors, alpha and orientation of every format and pixel type."""

import io
import struct
import zlib
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.reading import decode
from cvpalette.errors import ImageError

RED, GREEN, BLUE, WHITE, BLACK, GRAY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255,) * 3, (0,) * 3, (90,) * 3
# Six blocks of 16 x 16, no two alike: no flip or turn looks like another, and lossy formats keep them.
BLOCKS = np.array([[RED, GREEN, BLUE], [WHITE, BLACK, GRAY]], np.uint8)
UPRIGHT = BLOCKS.repeat(16, axis=0).repeat(16, axis=1)
ALPHA = np.array([[0, 64, 128], [192, 254, 255]], np.uint8).repeat(16, axis=0).repeat(16, axis=1)
GRAYS = np.array([[0, 50, 100], [150, 200, 255]], np.uint8).repeat(16, axis=0).repeat(16, axis=1)

FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {},
    "WEBP": {"lossless": True, "exact": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "GIF": {},
    "TIFF": {"compression": "tiff_lzw"},
    "BMP": {},
    "PPM": {},
    "JPEG2000": {},
}
LOSSY = {"JPEG": 6, "AVIF": 6}


def _encode(picture: PIL.Image.Image, format_name: str, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, **FORMATS[format_name] | how)
    return file.getvalue()


def _picture(array: np.ndarray) -> PIL.Image.Image:
    return PIL.Image.fromarray(np.ascontiguousarray(array))


def _with_alpha() -> np.ndarray:
    return np.dstack([UPRIGHT, ALPHA])


def _differs(pixels: np.ndarray, expected: np.ndarray) -> int:
    assert pixels.dtype == np.uint8
    assert pixels.shape == expected.shape
    return int(np.abs(pixels.astype(int) - expected).max())


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_colors_are_those_of_the_picture(format_name: str) -> None:
    """RGB and never BGR, in every format that the README names."""
    pixels, alpha = decode(_encode(_picture(UPRIGHT), format_name), "a")
    assert _differs(pixels, UPRIGHT) <= LOSSY.get(format_name, 0)
    assert alpha is None


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "AVIF", "TIFF", "JPEG2000"])
def test_alpha_is_kept_beside_the_colors(format_name: str) -> None:
    """The colors are as stored, not multiplied by it."""
    pixels, alpha = decode(_encode(_picture(_with_alpha()), format_name), "a")
    assert alpha is not None
    assert _differs(alpha, ALPHA) <= LOSSY.get(format_name, 0)
    seen = ALPHA > 0
    assert _differs(pixels[seen], UPRIGHT[seen]) <= LOSSY.get(format_name, 0)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "GIF", "TIFF", "BMP", "PPM", "JPEG2000"])
def test_gray_is_three_equal_channels(format_name: str) -> None:
    """Whatever follows sees color images only."""
    pixels, alpha = decode(_encode(_picture(GRAYS), format_name), "a")
    assert _differs(pixels, np.dstack([GRAYS] * 3)) <= LOSSY.get(format_name, 0)
    assert alpha is None


def _indexed() -> PIL.Image.Image:
    picture = _picture(np.arange(6, dtype=np.uint8).reshape(2, 3).repeat(16, axis=0).repeat(16, axis=1))
    picture.putpalette(BLOCKS.tobytes())
    return picture


@pytest.mark.parametrize("format_name", ["PNG", "GIF", "TIFF", "BMP"])
def test_an_indexed_picture_has_its_palettes_colors(format_name: str) -> None:
    """An index is no level of gray."""
    pixels, alpha = decode(_encode(_indexed(), format_name), "a")
    assert np.array_equal(pixels, UPRIGHT)
    assert alpha is None


@pytest.mark.parametrize(
    ("format_name", "transparency", "expected"),
    [
        ("PNG", bytes([0, 64, 128, 192, 254, 255]), ALPHA),
        ("PNG", 0, np.where((UPRIGHT == RED).all(axis=2), 0, 255)),
        ("GIF", 0, np.where((UPRIGHT == RED).all(axis=2), 0, 255)),
    ],
    ids=["png many", "png one", "gif"],
)
def test_a_transparent_index_is_alpha(
    format_name: str, transparency: bytes | int, expected: np.ndarray
) -> None:
    """PNG has one for each entry, GIF one entry."""
    pixels, alpha = decode(_encode(_indexed(), format_name, transparency=transparency), "a")
    assert np.array_equal(np.asarray(alpha), expected)
    assert np.array_equal(pixels[expected > 0], UPRIGHT[expected > 0])


def test_a_transparent_level_of_gray_is_alpha() -> None:
    """PNG's tRNS for gray: level 100 is clear, all others are whole."""
    pixels, alpha = decode(_encode(_picture(GRAYS), "PNG", transparency=100), "a")
    assert np.array_equal(np.asarray(alpha), np.where(GRAYS == 100, 0, 255))
    assert np.array_equal(pixels[GRAYS != 100], np.dstack([GRAYS] * 3)[GRAYS != 100])


def test_a_transparent_color_is_alpha() -> None:
    """PNG's tRNS for RGB: blue is clear, all others are whole."""
    pixels, alpha = decode(_encode(_picture(UPRIGHT), "PNG", transparency=BLUE), "a")
    clear = (UPRIGHT == BLUE).all(axis=2)
    assert np.array_equal(np.asarray(alpha), np.where(clear, 0, 255))
    assert np.array_equal(pixels[~clear], UPRIGHT[~clear])


def test_gray_with_alpha_is_both() -> None:
    """PNG of mode LA."""
    pixels, alpha = decode(_encode(_picture(np.dstack([GRAYS, ALPHA])), "PNG"), "a")
    assert np.array_equal(pixels, np.dstack([GRAYS] * 3))
    assert np.array_equal(np.asarray(alpha), ALPHA)


@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "BMP", "PPM"])
def test_one_bit_is_black_and_white(format_name: str) -> None:
    """0 and 255, not 0 and 1."""
    bits = GRAYS > 120
    pixels, _ = decode(_encode(PIL.Image.fromarray(bits), format_name), "a")
    assert np.array_equal(pixels, np.dstack([np.where(bits, 255, 0)] * 3))


def test_sixteen_bits_of_gray_are_rounded_to_eight() -> None:
    """257 levels become one: 65535 is 255, not cut off at 255."""
    pixels, _ = decode(_encode(_picture(GRAYS.astype(np.uint16) * 257), "PNG"), "a")
    assert np.array_equal(pixels, np.dstack([GRAYS] * 3))


@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_of_color_are_rounded_to_eight(channels: int) -> None:
    """Written with OpenCV, which Pillow cannot: alpha stays too."""
    rgba = _with_alpha()[:, :, [2, 1, 0, 3][:channels]].astype(np.uint16) * 257
    _, data = cv2.imencode(".png", rgba)
    pixels, alpha = decode(data.tobytes(), "a")
    assert np.array_equal(pixels, UPRIGHT)
    assert np.array_equal(np.asarray(alpha), ALPHA) if channels == 4 else alpha is None


def test_cmyk_is_the_color_that_it_prints() -> None:
    """A JPEG from a print shop; without a profile, ink is what is missing from white."""
    pixels, _ = decode(_encode(_picture(UPRIGHT).convert("CMYK"), "JPEG"), "a")
    assert _differs(pixels, UPRIGHT) <= 12


# What is stored, of a picture whose orientation is this: EXIF 2.32 says where row 0 and column 0 belong.
STORED = {
    1: UPRIGHT,
    2: UPRIGHT[:, ::-1],
    3: UPRIGHT[::-1, ::-1],
    4: UPRIGHT[::-1],
    5: UPRIGHT.swapaxes(0, 1),
    6: UPRIGHT[:, ::-1].swapaxes(0, 1),
    7: UPRIGHT[::-1, ::-1].swapaxes(0, 1),
    8: UPRIGHT[::-1].swapaxes(0, 1),
}


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_upright(format_name: str, orientation: int) -> None:
    """However the camera was held, in every format that says so."""
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    pixels, _ = decode(_encode(_picture(STORED[orientation]), format_name, exif=exif), "a")
    assert _differs(pixels, UPRIGHT) <= LOSSY.get(format_name, 0)


@pytest.mark.parametrize("orientation", STORED)
def test_alpha_is_turned_with_the_colors(orientation: int) -> None:
    """The two stay on top of each other."""
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    stored = STORED[orientation]
    level = np.where((stored == RED).all(axis=2), 10, 250).astype(np.uint8)
    pixels, alpha = decode(_encode(_picture(np.dstack([stored, level])), "PNG", exif=exif), "a")
    assert np.array_equal(pixels, UPRIGHT)
    assert np.array_equal(np.asarray(alpha), np.where((UPRIGHT == RED).all(axis=2), 10, 250))


def test_an_orientation_that_is_none_is_upright() -> None:
    """Some programs write 0."""
    exif = PIL.Image.Exif()
    exif[0x0112] = 0
    pixels, _ = decode(_encode(_picture(UPRIGHT), "PNG", exif=exif), "a")
    assert np.array_equal(pixels, UPRIGHT)


def test_an_animation_is_its_first_frame() -> None:
    """GIF: what a person sees first."""
    frames = [_picture(np.full((4, 4, 3), color, np.uint8)) for color in (RED, BLUE)]
    data = _encode(frames[0], "GIF", save_all=True, append_images=frames[1:])
    pixels, _ = decode(data, "a")
    assert np.array_equal(pixels, np.full((4, 4, 3), RED))


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_short_is_an_image_error(
    format_name: str, keep: float, capfd: pytest.CaptureFixture[str]
) -> None:
    """Never a half picture, filled with gray; never another exception, nor a library's words on stderr."""
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = _encode(_picture(noise), format_name)
    with pytest.raises(ImageError, match=r"^'a': "):
        decode(data[: int(len(data) * keep)], "a")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_header_alone_is_an_image_error(format_name: str) -> None:
    """As much as tells the format, and garbage behind it."""
    data = _encode(_picture(UPRIGHT), format_name)[:24] + bytes(range(200)) * 4
    with pytest.raises(ImageError, match=r"^'a': "):
        decode(data, "a")


@pytest.mark.parametrize("data", [b"\0", b"text", b"\xff\xd8\xff", b"<svg></svg>", bytes(1000)], ids=repr)
def test_garbage_is_an_image_error(data: bytes) -> None:
    """The message says what cvpalette reads."""
    with pytest.raises(ImageError, match=r"^'a': "):
        decode(data, "a")


def test_a_bomb_is_refused_by_its_header() -> None:
    """33 bytes that say 65,000 x 65,000 pixels: nothing is decoded."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(b""), b"IEND"]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )
    with pytest.raises(ImageError, match="more than max_pixels="):
        decode(data, "a")
