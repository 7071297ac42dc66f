"""BMP and icons: every header, depth and mask; padding is no transparency, and pixels that runs skip are."""

import io
import struct
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray
from PIL import ImageCms

from cvpalette import ImageError, Reading, read_image

Bytes = NDArray[np.uint8]

MAGENTA, RED, GREEN, BLUE, SAND = (255, 0, 255), (220, 30, 40), (40, 160, 70), (30, 70, 200), (250, 240, 210)
SIDE: Final = 16
# Four fields of 8 x 8 pixels.
INDICES: Final = np.kron(np.array([[0, 1], [2, 3]], np.uint8), np.ones((8, 8), np.uint8))
PIXELS: Final = np.array([RED, GREEN, BLUE, SAND], np.uint8)[INDICES]
# The upper half is opaque.
ALPHA: Final = np.where(INDICES < 2, 255, 0).astype(np.uint8)
STANDARD: Final = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
RAW, RLE8, RLE4, FIELDS, JPEG, PNG, ALPHA_FIELDS = range(7)


def _equal(alpha: Bytes | None, expected: NDArray[Any]) -> bool:
    return alpha is not None and np.array_equal(alpha, expected)


def _rows(array: NDArray[Any]) -> bytes:
    """From the bottom to the top; each is padded to 4 bytes."""
    lines = [row.tobytes() for row in array[::-1]]
    return b"".join(line + bytes(-len(line) % 4) for line in lines)


def _bmp(  # noqa: PLR0913 -- as many as a bitmap has
    bits: int,
    body: bytes,
    *,
    header: int = 40,
    compression: int = RAW,
    masks: tuple[int, ...] = (),
    palette: tuple[tuple[int, ...], ...] = (),
    height: int = SIDE,
    rest: bytes = b"",
) -> bytes:
    info = struct.pack("<IiiHHIIiiII", header, SIDE, height, 1, bits, compression, 0, 0, 0, len(palette), 0)
    info += struct.pack(f"<{len(masks)}I", *masks)
    if header > 40:
        info = (info + rest).ljust(header, b"\0")
    colors = b"".join(bytes(color[::-1]) + b"\0" for color in palette)
    at = 14 + len(info) + len(colors)
    return struct.pack("<2sIHHI", b"BM", at + len(body), 0, 0, at) + info + colors + body


def _pack(masks: tuple[int, ...], kind: str, alpha: Bytes | None = None) -> bytes:
    """Pixels as numbers: each channel fills the bits of its mask."""
    channels = [*np.moveaxis(PIXELS, 2, 0), np.zeros_like(INDICES) if alpha is None else alpha]
    values = np.zeros(INDICES.shape, np.uint64)
    for channel, mask in zip(channels, masks, strict=False):
        shift = (mask & -mask).bit_length() - 1
        values |= np.rint(channel.astype(float) * (mask >> shift) / 255).astype(np.uint64) << np.uint64(shift)
    return _rows(values.astype(kind))


@pytest.mark.parametrize("header", [56, 108, 124])
def test_an_alpha_that_is_0_everywhere_is_padding(header: int) -> None:
    """Programs write such a mask for pixels without alpha."""
    image = read_image(_bmp(32, _pack(STANDARD, "<u4"), header=header, compression=FIELDS, masks=STANDARD))
    assert image.alpha is None
    assert np.array_equal(image.pixels, PIXELS)


@pytest.mark.parametrize("header", [56, 108, 124])
def test_a_mask_for_alpha_is_transparency(header: int) -> None:
    """If any pixel is not 0."""
    body = _pack(STANDARD, "<u4", ALPHA)
    image = read_image(_bmp(32, body, header=header, compression=FIELDS, masks=STANDARD))
    assert _equal(image.alpha, ALPHA)
    assert np.array_equal(image.pixels, PIXELS)


def test_four_masks_may_follow_a_short_header() -> None:
    """Windows CE writes them so."""
    image = read_image(_bmp(32, _pack(STANDARD, "<u4", ALPHA), compression=ALPHA_FIELDS, masks=STANDARD))
    assert _equal(image.alpha, ALPHA)


def test_the_fourth_byte_without_masks_is_padding() -> None:
    """Whatever its value."""
    image = read_image(_bmp(32, _pack(STANDARD, "<u4", ALPHA)))
    assert image.alpha is None
    assert np.array_equal(image.pixels, PIXELS)


@pytest.mark.parametrize(
    ("masks", "kind", "step"),
    [
        ((0xF800, 0x7E0, 0x1F), "<u2", 5),
        ((0x7C00, 0x3E0, 0x1F), "<u2", 5),
        ((0x1F, 0x3E0, 0x7C00), "<u2", 5),
        ((0xF00, 0xF0, 0xF), "<u2", 9),
        ((0xE0, 0x1C, 0x3), "<u2", 43),
        ((0x3FF << 20, 0x3FF << 10, 0x3FF), "<u4", 0),
        ((0xFF, 0xFF00, 0xFF0000), "<u4", 0),
        ((0xFF000000, 0xFF0000, 0xFF00), "<u4", 0),
        ((0x1FFFFF, 0xFFC00000, 0x200000), "<u4", 128),
    ],
    ids=["565", "555", "BGR 555", "444", "332", "10 bits", "BGR", "RGBX", "21 bits, 10 and 1"],
)
def test_any_bit_fields_are_read(masks: tuple[int, ...], kind: str, step: int) -> None:
    """The levels are at most half a step away."""
    image = read_image(_bmp(8 * int(kind[-1]), _pack(masks, kind), compression=FIELDS, masks=masks))
    assert np.abs(image.pixels.astype(int) - PIXELS).max() <= step
    assert image.alpha is None


def test_16_bits_without_masks_have_5_a_channel() -> None:
    """White is white."""
    image = read_image(_bmp(16, _rows(np.full((SIDE, SIDE), 0x7FFF, "<u2"))))
    assert (image.pixels == 255).all()


def test_5551_with_alpha() -> None:
    """One bit of alpha."""
    masks = (0x7C00, 0x3E0, 0x1F, 0x8000)
    image = read_image(_bmp(16, _pack(masks, "<u2", ALPHA), header=124, compression=FIELDS, masks=masks))
    assert _equal(image.alpha, ALPHA)


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_palettes_of_few_bits(bits: int) -> None:
    """A byte holds several pixels."""
    stored = np.zeros((SIDE, SIDE * bits // 8), np.uint8)
    for n in range(8 // bits):
        stored |= INDICES[:, n :: 8 // bits] << np.uint8(8 - bits * (n + 1))
    image = read_image(_bmp(bits, _rows(stored), palette=(RED, GREEN, BLUE, SAND)))
    assert np.array_equal(image.pixels, PIXELS)


def test_rows_may_come_from_the_top() -> None:
    """The height is negative then."""
    image = read_image(_bmp(24, _rows(PIXELS[::-1, :, ::-1]), header=124, height=-SIDE))
    assert np.array_equal(image.pixels, PIXELS)


def test_an_embedded_profile_is_applied() -> None:
    """A profile with a linear curve, whose middle is much brighter in sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = profile.index(b"para")
    profile[at : at + 16] = b"curv" + bytes(12)
    body = _rows(np.full((SIDE, SIDE, 3), 128, np.uint8))
    # After the masks: MBED as a number, points, gammas, the intent, and where the profile is.
    rest = b"DEBM" + bytes(48) + struct.pack("<III", 4, 124 + len(body), len(profile))
    data = _bmp(24, body, header=124, masks=(0, 0, 0, 0), rest=rest) + bytes(profile)
    assert np.abs(read_image(data).pixels[0, 0].astype(int) - 188).max() <= 1


def test_a_header_of_os2() -> None:
    """It has 12 bytes, and 3 for each color."""
    header = struct.pack("<2sIHHIIHHHH", b"BM", 0, 0, 0, 26 + 12, 12, SIDE, SIDE, 1, 8)
    palette = b"".join(bytes(color[::-1]) for color in (RED, GREEN, BLUE, SAND))
    assert np.array_equal(read_image(header + palette + _rows(INDICES)).pixels, PIXELS)


@pytest.mark.parametrize("compression", [RLE8, RLE4])
def test_pixels_that_runs_skip_are_transparent(compression: int) -> None:
    """Whether a code skips them, a row ends early, or the bitmap does."""
    scale = 17 if compression == RLE4 else 1
    runs = bytes([16, 1 * scale, 0, 0])  # a whole row
    runs += bytes([0, 2, 4, 0, 2, 2 * scale, 0, 0])  # skips 4 pixels, paints 2, skips the rest
    runs += b"\0\3" + (b"\x33\x30" if compression == RLE4 else b"\3\3\3\0") + b"\0\0"  # 3 pixels as they are
    runs += b"\0\1"
    image = read_image(
        _bmp(
            8 if compression == RLE8 else 4,
            runs,
            compression=compression,
            palette=(MAGENTA, RED, GREEN, BLUE),
        )
    )
    painted = np.zeros((SIDE, SIDE), np.uint8)
    painted[15], painted[14, 4:6], painted[13, :3] = 255, 255, 255
    assert _equal(image.alpha, painted)
    assert image.pixels[[15, 14, 13], [0, 4, 0]].tolist() == [list(RED), list(GREEN), list(BLUE)]


def test_runs_that_end_without_an_end_marker_are_truncated() -> None:
    """What they painted counts, if that is allowed."""
    data = _bmp(8, bytes([16, 1, 0, 0]) * 4, compression=RLE8, palette=(MAGENTA, RED))
    with pytest.raises(ImageError, match="is cut short"):
        read_image(data)
    image = read_image(data, reading=Reading(allow_truncated=True))
    assert image.alpha is not None
    assert np.count_nonzero(image.alpha) == 4 * SIDE


def test_a_truncated_bitmap_has_its_lower_rows() -> None:
    """These come first."""
    data = _bmp(24, _rows(PIXELS[:, :, ::-1]))[: -48 * 4 - 10]
    image = read_image(data, reading=Reading(allow_truncated=True))
    assert image.alpha is not None
    assert np.flatnonzero(image.alpha[:, 0]).tolist() == list(range(5, 16))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_bmp(0, b"\xff\xd8\xff", compression=JPEG), "which holds a JPEG"),
        (_bmp(0, b"\x89PNG", compression=PNG), "which holds a PNG"),
        (_bmp(64, bytes(SIDE * SIDE * 8)), "64 bits"),
        (_bmp(1, bytes(64), header=64, compression=FIELDS), "Huffman"),
        (_bmp(24, bytes(64), header=64, compression=JPEG), "runs of 24 bits"),
    ],
    ids=["JPEG", "PNG", "64 bits", "Huffman", "OS/2's runs"],
)
def test_what_is_not_read_is_named(data: bytes, kind: str) -> None:
    """It is not called damaged."""
    with pytest.raises(ImageError, match=kind) as caught:
        read_image(data)
    assert caught.value.problem == "unsupported"


def _icon(*pictures: bytes, kind: int = 1) -> bytes:
    entries, at = b"", 6 + 16 * len(pictures)
    for picture in pictures:
        entries += struct.pack("<BBBBHHII", SIDE, SIDE, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, kind, len(pictures)) + entries + b"".join(pictures)


def _bitmap_of_icon(bits: int, body: bytes, mask: Bytes) -> bytes:
    # A row of the mask has 16 bits, and is padded to 32.
    bitmap = _bmp(bits, body, height=2 * SIDE)[14:]
    return bitmap + _rows(np.packbits(mask, axis=1))


@pytest.mark.parametrize("kind", [1, 2], ids=["icon", "pointer"])
@pytest.mark.parametrize("bits", [24, 32])
def test_the_mask_of_an_icon_is_transparency(bits: int, kind: int) -> None:
    """It also counts for 32 bits whose alpha is 0 everywhere."""
    body = _rows(PIXELS[:, :, ::-1]) if bits == 24 else _pack(STANDARD, "<u4")
    image = read_image(_icon(_bitmap_of_icon(bits, body, ALPHA == 0), kind=kind))
    assert np.array_equal(image.pixels, PIXELS)
    assert _equal(image.alpha, ALPHA)


def test_the_alpha_of_an_icon_comes_before_its_mask() -> None:
    """Here the mask says the opposite."""
    image = read_image(_icon(_bitmap_of_icon(32, _pack(STANDARD, "<u4", ALPHA), ALPHA != 0)))
    assert _equal(image.alpha, ALPHA)


def test_the_largest_picture_of_an_icon_counts() -> None:
    """It may be a PNG."""
    file = io.BytesIO()
    PIL.Image.new("RGBA", (32, 32), (*RED, 255)).save(file, "PNG")
    image = read_image(_icon(_bitmap_of_icon(32, _pack(STANDARD, "<u4", ALPHA), ALPHA == 0), file.getvalue()))
    assert (image.width, image.pixels[0, 0].tolist()) == (32, list(RED))


def test_an_icon_of_thousands_of_pictures_is_refused() -> None:
    """Entries may share a picture. So a small file could ask for gigabytes."""
    file = io.BytesIO()
    PIL.Image.new("RGBA", (32, 32), (*RED, 255)).save(file, "PNG")
    count, png = 300, file.getvalue()
    first = 6 + 16 * count
    entries = [struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 32, len(png), first) for _ in range(count)]
    head = struct.pack("<HHH", 0, 1, count)
    assert read_image(head + b"".join(entries) + png).width == 32
    several = [entry[:12] + struct.pack("<I", first + number) for number, entry in enumerate(entries)]
    with pytest.raises(ImageError, match="more than 256 pictures") as caught:
        read_image(head + b"".join(several) + png + bytes(count))
    assert caught.value.problem == "unsupported"
