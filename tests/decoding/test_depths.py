"""Pixels of odd kinds come out as the colors that a person sees: TIFF by hand, the rest by Pillow."""

import io
import struct
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.depths import scale_floats, scale_integers
from cvpalette.decoding.reading import decode
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

# Levels of gray, a color each for the RGB cases, and alpha.
GRAYS = np.array([[0, 60, 128, 200, 255]], np.uint8)
COLORS = np.array([[(255, 0, 0), (0, 160, 60), (20, 40, 220), (250, 200, 10), (128, 128, 128)]], np.uint8)
ALPHA = np.array([[255, 128, 64, 192, 255]], np.uint8)
SHORT, LONG = 3, 4
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, EXTRA, FORMAT = 256, 257, 258, 259, 262, 338, 339
STRIP_AT, SAMPLES, STRIP_ROWS, STRIP_BYTES = 273, 277, 278, 279
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, CIELAB = 0, 1, 2, 8
UNSIGNED, SIGNED, FLOAT = 1, 2, 3


def _tiff(samples: np.ndarray, photometric: int = BLACK_IS_ZERO, **more: int) -> bytes:
    """Write samples (height, width) or (height, width, channels) as a TIFF of one strip."""
    height, width, *rest = samples.shape
    channels = rest[0] if rest else 1
    kind = {"u": UNSIGNED, "i": SIGNED, "f": FLOAT}[samples.dtype.kind]
    bits = 8 * samples.dtype.itemsize
    tags: dict[int, tuple[int, ...]] = {
        WIDTH: (width,),
        HEIGHT: (height,),
        BITS: (bits,) * channels,
        COMPRESSION: (1,),
        PHOTOMETRIC: (photometric,),
        STRIP_AT: (8,),
        SAMPLES: (channels,),
        STRIP_ROWS: (height,),
        STRIP_BYTES: (samples.nbytes,),
        FORMAT: (kind,) * channels,
    }
    if "extra" in more:
        tags[EXTRA] = (more["extra"],)
    pixels = samples.tobytes() + bytes(samples.nbytes % 2)
    directory = 8 + len(pixels)
    values_at = directory + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, numbers in sorted(tags.items()):
        packed = struct.pack(f"<{len(numbers)}H", *numbers)
        if len(packed) > 4:
            entries += struct.pack("<HHII", tag, SHORT, len(numbers), values_at + len(values))
            values += packed
        else:
            entries += struct.pack("<HHI4s", tag, SHORT, len(numbers), packed)
    ending = struct.pack("<H", len(tags)) + entries + bytes(4) + values
    return b"II*\0" + struct.pack("<I", directory) + pixels + ending


def _encode(picture: PIL.Image.Image, format_name: str, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, **how)
    return file.getvalue()


def _assert_near(pixels: np.ndarray, expected: np.ndarray, tolerance: float = 2) -> None:
    """Compare (height, width, 3) as a person would: by CIE76."""
    assert pixels.shape == expected.shape
    lab = [cv2.cvtColor(one.astype(np.float32) / 255, cv2.COLOR_RGB2Lab) for one in (pixels, expected)]
    assert float(np.linalg.norm(lab[0] - lab[1], axis=2).max()) <= tolerance


def _gray(levels: np.ndarray) -> np.ndarray:
    return np.dstack([levels] * 3)


@pytest.mark.parametrize(
    "samples",
    [
        GRAYS.astype(np.uint16) * 257,
        GRAYS.astype(np.uint32) * 16_843_009,
        GRAYS.astype(np.float32) / 255,
        GRAYS.astype(np.float32),
        GRAYS.astype(np.float32) * 257,
        (GRAYS.astype(np.int32) * 257 - 32768).astype(np.int16),
        (GRAYS.astype(np.int32) * 32767 // 255).astype(np.int16),
        (GRAYS.astype(np.int64) * 16_843_009 - 2**31).astype(np.int32),
        (GRAYS.astype(np.int16) - 128).astype(np.int8),
    ],
    ids=[
        "16",
        "32",
        "float 1",
        "float 255",
        "float 65535",
        "signed 16",
        "positive 16",
        "signed 32",
        "signed 8",
    ],
)
def test_a_gray_tiff_of_any_depth_is_scaled_to_eight_bits(samples: np.ndarray) -> None:
    """Black is black and white is white, whatever the numbers."""
    pixels, alpha = decode(_tiff(samples), "a")
    _assert_near(pixels, _gray(GRAYS))
    assert alpha is None


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_white_may_be_zero(dtype: Any) -> None:
    """As in scans of print: the file says so."""
    scale = {"u1": 1, "u2": 257, "f4": 1 / 255}[np.dtype(dtype).str[1:]]
    samples = ((255 - GRAYS.astype(np.float64)) * scale).astype(dtype)
    _assert_near(decode(_tiff(samples, WHITE_IS_ZERO), "a")[0], _gray(GRAYS))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_tiffs_colors_of_16_bits_are_scaled(dtype: Any) -> None:
    """The high byte is near enough, and is not the low one."""
    samples = COLORS.astype(dtype) * (257 if dtype is np.uint16 else 1)
    _assert_near(decode(_tiff(samples, RGB), "a")[0], COLORS)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_tiffs_colors_of_floats_are_scaled(dtype: Any) -> None:
    """Pillow has no mode for them."""
    pixels, alpha = decode(_tiff((COLORS / 255).astype(dtype), RGB), "a")
    _assert_near(pixels, COLORS)
    assert alpha is None
    _assert_near(decode(_tiff((GRAYS / 255).astype(dtype)), "a")[0], _gray(GRAYS))


@pytest.mark.parametrize("dtype", [np.uint32, np.int16])
def test_a_tiffs_colors_of_odd_depth_are_scaled(dtype: Any) -> None:
    """Signed ones without a negative level have black at 0."""
    scale = {"u4": 16_843_009, "i2": 32767 / 255}[np.dtype(dtype).str[1:]]
    data = _tiff((COLORS.astype(np.float64) * scale).astype(dtype), RGB)
    _assert_near(decode(data, "a")[0], COLORS)


def test_a_deep_tiff_is_measured_before_it_is_decoded() -> None:
    """As every other file."""
    with pytest.raises(ImageError, match=r"has 5 pixels \(5 x 1\), more than max_pixels=4"):
        decode(_tiff(COLORS.astype(np.float32), RGB), "a", Reading(max_pixels=4))


def test_a_tiff_of_floats_may_have_alpha() -> None:
    """It is not multiplied in once more."""
    samples = np.dstack([COLORS / 255, ALPHA / 255]).astype(np.float32)
    pixels, alpha = decode(_tiff(samples, RGB, extra=2), "a")
    _assert_near(pixels, COLORS)
    assert np.array_equal(np.asarray(alpha), ALPHA)


def test_nan_and_infinity_are_black_and_white() -> None:
    """They would crash what counts."""
    samples = np.array([[np.nan, np.inf, -np.inf, 0.5]], np.float32)
    _assert_near(decode(_tiff(samples), "a")[0], _gray(np.array([[0, 255, 0, 128]], np.uint8)))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("extra", [1, 2], ids=["premultiplied", "straight"])
def test_a_tiffs_alpha_may_be_multiplied_into_its_colors(extra: int, dtype: Any) -> None:
    """Soft edges would be dark."""
    premultiplied = np.rint(COLORS * (ALPHA[..., None] / 255)) if extra == 1 else COLORS
    samples = np.dstack([premultiplied, ALPHA]).astype(dtype) * (257 if dtype is np.uint16 else 1)
    pixels, alpha = decode(_tiff(samples, RGB, extra=extra), "a")
    _assert_near(pixels, COLORS)
    assert alpha is not None
    assert np.abs(alpha.astype(int) - ALPHA).max() <= 1


def test_a_lab_tiff_is_converted() -> None:
    """As a scanner writes it: a and b are signed, and white is that of D50."""
    samples = np.array([[(255, 0, 0), (0, 0, 0), (138, 81, 70), (140, 201, 52)]], np.uint8)
    pixels, _ = decode(_tiff(samples, CIELAB), "a")
    # L 100, 0, 54.1, 54.9 with a and b of sRGB's red and of a green, from their CIELAB under D50.
    _assert_near(pixels, np.array([[(255, 255, 255), (0, 0, 0), (254, 0, 0), (0, 153, 29)]], np.uint8), 5)


@pytest.mark.parametrize("adobe", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile_is_what_inks_leave_of_white(adobe: str) -> None:
    """0 is no ink in TIFF, and 255 is in JPEG: both come out the same."""
    cmyk = np.array([[(0, 0, 0, 0), (255, 0, 0, 0), (0, 255, 255, 0), (0, 0, 0, 128)]], np.uint8)
    picture = PIL.Image.frombytes("CMYK", (4, 1), cmyk.tobytes()).resize(
        (64, 16), PIL.Image.Resampling.NEAREST
    )
    how = {"quality": 100, "subsampling": 0} if adobe == "JPEG" else {}
    pixels, _ = decode(_encode(picture, adobe, **how), "a")
    expected = np.array([[(255, 255, 255), (0, 255, 255), (255, 0, 0), (127, 127, 127)]], np.uint8)
    _assert_near(pixels[8:9, 8::16], expected, 5)


def _png(depth: int, color_type: int, rows: bytes, width: int, **chunks: bytes) -> bytes:
    """Write a PNG of any depth and one row of pixels, with more chunks before these."""
    import zlib  # noqa: PLC0415

    header = struct.pack(">IIBBBBB", width, 1, depth, color_type, 0, 0, 0)
    parts = [(b"IHDR", header), *((name.encode(), data) for name, data in chunks.items())]
    parts += [(b"IDAT", zlib.compress(b"\0" + rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@pytest.mark.parametrize(
    ("depth", "row", "hidden", "grays"),
    [
        (1, b"\x60", 1, [0, 255, 255, 0]),
        (2, b"\x1b", 2, [0, 85, 170, 255]),
        (4, b"\x0c\x3f", 12, [0, 204, 51, 255]),
        (8, b"\x00\x0c\x3f\xff", 12, [0, 12, 63, 255]),
        (16, b"\0\0\x80\x01\x80\0\xff\xff", 0x8001, [0, 128, 128, 255]),
    ],
)
@pytest.mark.parametrize("stands", [b"", b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\1\0\0\0\0\0\0"])
def test_a_hidden_level_of_gray_is_of_the_files_own_depth(
    depth: int, row: bytes, hidden: int, grays: list[int], stands: bytes
) -> None:
    """2 of 2 bits is level 170; of 16 bits only the very level is hidden. With EXIF, Pillow decodes."""
    chunks = {"tRNS": struct.pack(">H", hidden)} | ({"eXIf": stands} if stands else {})
    pixels, alpha = decode(_png(depth, 0, row, 4, **chunks), "a")
    _assert_near(pixels, _gray(np.array([grays], np.uint8)), 1)
    assert np.asarray(alpha).tolist() == [[0 if at in _hidden_at(depth) else 255 for at in range(4)]]


def _hidden_at(depth: int) -> set[int]:
    return {1: {1, 2}, 2: {2}}.get(depth, {1})


def test_an_indexed_jpeg_2000_has_its_palettes_colors() -> None:
    """The boxes 'pclr' and 'cmap' around gray: OpenCV gives the indices."""
    indices = np.arange(4, dtype=np.uint8).repeat(8)[None].repeat(32, axis=0)
    stream = _encode(PIL.Image.fromarray(indices), "JPEG2000", no_jp2=True)
    palette = np.array([(255, 0, 0), (0, 160, 60), (20, 40, 220), (250, 200, 10)], np.uint8)

    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", 8 + len(content)) + name + content

    header = box(b"ihdr", struct.pack(">IIHBBBB", 32, 32, 1, 7, 7, 0, 0))
    header += box(b"colr", struct.pack(">BBBI", 1, 0, 0, 16))
    header += box(b"pclr", struct.pack(">HB3B", 4, 3, 7, 7, 7) + palette.tobytes())
    header += box(b"cmap", b"".join(struct.pack(">HBB", 0, 1, channel) for channel in range(3)))
    data = (
        box(b"jP  ", b"\r\n\x87\n")
        + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
        + box(b"jp2h", header)
        + box(b"jp2c", stream)
    )
    _assert_near(decode(data, "a")[0][:1, 4::8], palette[None])


def test_a_portable_float_map_is_scaled() -> None:
    """PFM, bottom row first."""
    data = b"Pf\n5 1\n-1.0\n" + (GRAYS.astype("<f4") / 255).tobytes()
    _assert_near(decode(data, "a")[0], _gray(GRAYS))


def test_a_portable_gray_map_of_12_bits_is_scaled() -> None:
    """Its header says which level is white."""
    levels = np.rint(GRAYS * (4095 / 255)).astype(">u2")
    _assert_near(decode(b"P5\n5 1\n4095\n" + levels.tobytes(), "a")[0], _gray(GRAYS))


def test_gray_avif_is_gray() -> None:
    """Limited range expanded: black is 0, white 255."""
    picture = PIL.Image.fromarray(GRAYS.repeat(32, axis=1).repeat(32, axis=0))
    pixels, _ = decode(_encode(picture, "AVIF", quality=100, range="limited"), "a")
    _assert_near(pixels[16:17, 16::32], _gray(GRAYS))


def test_scaled_integers_are_rounded() -> None:
    """Not cut off: 65407 of 65535 is 254.5."""
    assert scale_integers(np.array([0, 128, 129, 65407, 65535], np.uint16), 16).tolist() == [
        0,
        0,
        1,
        255,
        255,
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([0.0, 0.5, 1.0], [0, 128, 255]), ([0.2, 0.5, 0.6, 7.0], [51, 128, 153, 255]), ([0.0, 0.0], [0, 0])],
    ids=["unit", "brighter than white", "black"],
)
def test_scaled_floats_are_of_what_most_levels_say(levels: list[float], expected: list[int]) -> None:
    """A few lights above 1 do not make the rest black."""
    assert scale_floats(np.array(levels, np.float32)).tolist() == expected
