"""encode(): each format of an indexed image, read back by Pillow and OpenCV."""

import io
import struct

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.reading import read_image
from cvpalette.quantizing.encoding import FORMATS, decode_jpeg, encode
from cvpalette.quantizing.indexed import IndexedImage

_INDEXED = ("png", "gif", "bmp", "tiff", "pcx", "ico", "xpm")


def _picture(height: int, width: int, entries: int) -> IndexedImage:
    """Return a picture of noise that has all of the entries; no two of them are equal."""
    random = np.random.default_rng(entries)
    codes = random.choice(1 << 24, entries, replace=False)
    colors = np.stack([codes & 255, codes >> 8 & 255, codes >> 16, np.full(entries, 255)], axis=1)
    indices = random.permutation(np.arange(height * width) % entries).reshape(height, width)
    return IndexedImage(indices.astype(np.uint8), colors.astype(np.uint8))


def _open(contents: bytes) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(contents))
    picture.load()
    return picture


@pytest.mark.parametrize("entries", [1, 2, 3, 7, 16, 17, 100, 256])
@pytest.mark.parametrize("file_format", _INDEXED)
def test_a_format_holds_the_same_pixels(file_format: str, entries: int) -> None:
    """Of a size that no number of bits fills whole bytes with."""
    picture = _picture(19, 23, entries)
    read = _open(encode(picture, file_format))
    assert read.size == (23, 19)
    assert np.array_equal(np.asarray(read.convert("RGB")), picture.entries[:, :3][picture.indices])


@pytest.mark.parametrize("entries", [2, 3, 16, 256])
@pytest.mark.parametrize("file_format", ["png", "gif", "bmp", "tiff", "pcx"])
def test_entries_keep_their_order(file_format: str, entries: int) -> None:
    """A pixel has the same number as before, and the table the same colors."""
    picture = _picture(19, 23, entries)
    read = _open(encode(picture, file_format))
    if read.mode == "1":  # Pillow tells a bitmap of black and white by its two colors alone
        read = read.convert("L")
    assert read.mode == "P"
    assert np.array_equal(np.asarray(read), picture.indices)
    table = np.array(read.getpalette(), np.uint8).reshape(-1, 3)
    assert np.array_equal(table[:entries], picture.entries[:, :3])


@pytest.mark.parametrize("file_format", ["png", "bmp", "tiff", "webp", "gif"])
def test_opencv_reads_the_same_pixels(file_format: str) -> None:
    """It is another reader than Pillow."""
    picture = _picture(19, 23, 16)
    contents = np.frombuffer(encode(picture, file_format), np.uint8)
    read = cv2.imdecode(contents, cv2.IMREAD_COLOR_RGB)
    assert np.array_equal(np.asarray(read), picture.entries[:, :3][picture.indices])


@pytest.mark.parametrize(("entries", "bits"), [(1, 1), (2, 1), (3, 4), (16, 4), (17, 8), (256, 8)])
def test_a_bitmap_takes_1_4_or_8_bits(entries: int, bits: int) -> None:
    """These are the depths of Windows; the header says how large the file is and where the pixels begin."""
    contents = encode(_picture(19, 23, entries), "bmp")
    assert struct.unpack_from("<H", contents, 28) == (bits,)
    assert struct.unpack_from("<I", contents, 2) == (len(contents),)
    assert struct.unpack_from("<I", contents, 10) == (54 + 4 * entries,)
    assert struct.unpack_from("<I", contents, 46) == (entries,)
    icon = encode(_picture(19, 23, entries), "ico")
    assert struct.unpack_from("<HHHBB", icon) == (0, 1, 1, 23, 19)
    assert struct.unpack_from("<H", icon, 12) == (bits,)
    assert struct.unpack_from("<II", icon, 14) == (len(icon) - 22, 22)


@pytest.mark.parametrize("file_format", ["gif", "ico", "xpm", "png", "webp"])
def test_what_is_transparent_is_clear(file_format: str) -> None:
    """Each of these formats keeps full transparency."""
    picture = _picture(19, 23, 7)
    picture.entries[3] = 0
    contents = encode(picture, file_format)
    if file_format == "xpm":  # Pillow 11 fails at its transparency
        image = read_image(contents)
        assert image.alpha is not None
        read = np.dstack([image.pixels, image.alpha])
    else:
        read = np.asarray(_open(contents).convert("RGBA"))
    wanted = picture.entries[picture.indices]
    assert np.array_equal(read[..., 3], wanted[..., 3])
    shown = wanted[..., 3] > 0
    assert np.array_equal(read[shown], wanted[shown])


def test_an_icon_of_256_pixels_is_one() -> None:
    """Its size is written as 0, and no icon is larger."""
    picture = _picture(256, 256, 16)
    contents = encode(picture, "ico")
    assert contents[6:8] == b"\0\0"
    assert _open(contents).size == (256, 256)
    with pytest.raises(ValueError, match="an ico has at most 256 pixels a side, not 257; ask for a smaller"):
        encode(_picture(1, 257, 2), "ico")


def test_an_xpm_is_c() -> None:
    """Its pixels are signs that need no escape in strings; many colors take two signs a pixel."""
    text = encode(_picture(19, 23, 92), "xpm", name="a_photo").decode("ascii")
    mark, head, *strings, end = text.splitlines()
    assert (mark, head, end) == ("/* XPM */", "static char *a_photo_xpm[] = {", "};")
    assert strings[0] == '"23 19 92 1",'
    assert all(string.rstrip(",").count('"') == 2 and not set(string) & {"\\", "?"} for string in strings)
    assert [string[-1] for string in strings] == [*"," * (92 + 19), '"']
    assert encode(_picture(19, 23, 93), "xpm").splitlines()[2] == b'"23 19 93 2",'


def test_raw_bytes_are_the_packed_pixels() -> None:
    """And nothing else."""
    picture = IndexedImage(np.array([[3, 0, 1], [2, 2, 0]], np.uint8), _picture(1, 4, 4).entries)
    assert encode(picture, "bin") == bytes([0b11000100, 0b10100000])
    assert b"0xc4, 0xa0," in encode(picture, "h", name="x")


def test_a_jpeg_is_near_the_colors() -> None:
    """It has no table, and more colors than there were."""
    picture = IndexedImage(np.repeat([[0, 1]], 32, axis=1).repeat(32, axis=0).astype(np.uint8), np.array(
        [(200, 30, 40, 255), (20, 120, 200, 255)], np.uint8))  # fmt: skip
    pixels = decode_jpeg(encode(picture, "jpeg"))
    off = np.abs(pixels.astype(int) - picture.entries[:, :3][picture.indices])
    assert 0 < off.max() < 60
    assert off.mean() < 3


def test_every_format_has_an_encoder() -> None:
    """A picture of one pixel is possible in all of them."""
    for file_format in FORMATS:
        assert encode(_picture(1, 1, 1), file_format)


@pytest.mark.parametrize("file_format", ["gif", "webp", "pcx", "ico", "jpeg"])
@pytest.mark.parametrize("is_wide", [True, False])
def test_a_picture_may_be_as_long_as_the_format_says(file_format: str, is_wide: bool) -> None:
    """And no longer: that is told, before the library that writes the file fails."""
    longest = FORMATS[file_format].most
    row = np.zeros((1, longest + 1), np.uint8)
    indices, entries = (row if is_wide else row.T), np.array([[9, 9, 9, 255]], np.uint8)
    fits = IndexedImage(np.ascontiguousarray(indices[:longest, :longest]), entries)
    assert max(_open(encode(fits, file_format)).size) == longest
    with pytest.raises(ValueError, match=f"has at most {longest} pixels a side, not {longest + 1}"):
        encode(IndexedImage(np.ascontiguousarray(indices), entries), file_format)
