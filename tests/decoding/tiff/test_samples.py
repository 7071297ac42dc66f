"""Samples of any depth, layout and compression come out as the colors that were put in."""

import lzma
import zlib
from typing import Any

import numpy as np
import pytest

from cvpalette.decoding.reading import decode
from cvpalette.decoding.tiff import codecs
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

RGB, GRAY, UNASSOCIATED = 2, 1, 2
EXTRA, FORMAT, PLANES, PREDICTOR, COMPRESSION, FILL = 338, 339, 284, 317, 259, 266
SIGNED, FLOAT = 2, 3
DEFLATE, LZMA, ZSTANDARD, PACKBITS = 8, 34925, 50000, 32773


def _pack(levels: np.ndarray, bits: int) -> bytes:
    """Pack rows of levels, the highest bit first; each row begins at a byte."""
    shifts = np.arange(bits - 1, -1, -1, dtype=np.uint64)
    rows = levels.reshape(len(levels), -1).astype(np.uint64)
    ones = (rows[..., None] >> shifts & np.uint64(1)).astype(np.uint8)
    return np.packbits(ones.reshape(len(levels), -1), axis=1).tobytes()


def _scaled(colors: np.ndarray, bits: int) -> np.ndarray:
    return np.asarray(np.rint(colors / 255 * (2**bits - 1)), np.uint64)


def _differs(pixels: np.ndarray, expected: np.ndarray) -> int:
    assert pixels.shape == expected.shape
    return int(np.abs(pixels.astype(int) - expected).max())


@pytest.mark.parametrize("bits", [5, 6, 9, 10, 11, 12, 13, 14, 15, 17, 20, 31])
@pytest.mark.parametrize("is_planar", [False, True])
def test_samples_of_odd_depth_are_unpacked(
    bits: int, is_planar: bool, colors: np.ndarray, write: Any, page: Any
) -> None:
    """10, 12 and 14 bits come from cameras and scanners; libraries read them as 16."""
    levels = _scaled(colors, bits)
    tags, chunks, below = page((6, 4), _pack(levels, bits), RGB, bits, 3)
    if is_planar:
        chunks = [_pack(levels[..., channel], bits) for channel in range(3)]
        tags = {**tags, PLANES: [2]}
    pixels, alpha = decode(write((tags, chunks, below)), "a")
    assert _differs(pixels, colors) <= (0 if bits >= 9 else 255 >> bits)
    assert alpha is None


@pytest.mark.parametrize("kind", ["u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("is_big", [False, True])
def test_whole_numbers_and_floats_of_any_size_are_scaled(  # noqa: PLR0913, PLR0917 -- fixtures
    kind: str, order: str, is_big: bool, colors: np.ndarray, write: Any, page: Any
) -> None:
    """With alpha, which is not multiplied in, and in either byte order."""
    above = np.where(np.arange(6) < 3, 255, 51).astype(np.uint8) * np.ones((4, 1), np.uint8)
    shown = np.dstack([colors, above]) / 255
    dtype = np.dtype(order + kind)
    bits = 8 * dtype.itemsize
    if dtype.kind == "f":
        samples, sample_format = shown.astype(dtype), FLOAT
    else:
        # In Python's numbers, since 64 bits are more than a float has.
        most = 2**bits - 1
        lowest = 2 ** (bits - 1) if dtype.kind == "i" else 0
        exact = [round(level * 255) * most // 255 - lowest for level in shown.ravel().tolist()]
        samples = np.array(exact, dtype).reshape(shown.shape)
        sample_format = SIGNED if dtype.kind == "i" else 1
    tags = {EXTRA: [UNASSOCIATED], FORMAT: [sample_format] * 4}
    data = write(page((6, 4), samples.tobytes(), RGB, bits, 4, tags), order=order, is_big=is_big)
    pixels, alpha = decode(data, "a")
    assert _differs(pixels, colors) <= 1
    assert alpha is not None
    assert _differs(alpha, above) <= 1


@pytest.mark.parametrize("bits", [8, 12])
def test_the_bits_of_a_byte_may_be_reversed(bits: int, colors: np.ndarray, write: Any, page: Any) -> None:
    """FillOrder 2, as fax machines have it."""
    content = bytes(int(f"{byte:08b}"[::-1], 2) for byte in _pack(_scaled(colors, bits), bits))
    pixels, _ = decode(write(page((6, 4), content, RGB, bits, 3, {FILL: [2]})), "a")
    assert np.array_equal(pixels, colors)


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_differences_are_added_up(bits: int, colors: np.ndarray, write: Any, page: Any) -> None:
    """Predictor 2, which needs the file's byte order and goes round at the highest level."""
    samples = (colors.astype(np.uint64) * ((2**bits - 1) // 255)).astype(f">u{bits // 8}")
    differences = np.diff(samples, axis=1, prepend=np.zeros((4, 1, 3), samples.dtype)).astype(samples.dtype)
    tags = {PREDICTOR: [2], COMPRESSION: [DEFLATE], PLANES: [1]}
    content = zlib.compress(differences.tobytes())
    pixels, _ = decode(write(page((6, 4), content, RGB, bits, 3, tags), order=">"), "a")
    assert np.array_equal(pixels, colors)


@pytest.mark.parametrize("size", [2, 4, 8])
def test_differences_of_floats_are_added_up(size: int, colors: np.ndarray, write: Any, page: Any) -> None:
    """Predictor 3: the highest bytes of a row come first, in either byte order."""
    floats = (colors / 255).astype(f">f{size}")
    planes = (
        np.frombuffer(floats.tobytes(), np.uint8).reshape(4, 18, size).transpose(0, 2, 1).reshape(4, -1, 3)
    )
    differences = np.diff(planes, axis=1, prepend=np.zeros((4, 1, 3), np.uint8)).astype(np.uint8)
    tags = {PREDICTOR: [3], COMPRESSION: [DEFLATE], FORMAT: [FLOAT] * 3}
    content = zlib.compress(differences.tobytes())
    pixels, _ = decode(write(page((6, 4), content, RGB, 8 * size, 3, tags)), "a")
    assert _differs(pixels, colors) <= (0 if size > 2 else 1)


def _tiles(samples: np.ndarray, side: int) -> list[bytes]:
    """Cut planes (height, width, channels) into tiles, which reach beyond the edges."""
    height, width, channels = samples.shape
    padded = np.zeros((-(-height // side) * side, -(-width // side) * side, channels), samples.dtype)
    padded[:height, :width] = samples
    return [
        padded[top : top + side, left : left + side, channel].tobytes()
        for channel in range(channels)
        for top in range(0, height, side)
        for left in range(0, width, side)
    ]


@pytest.mark.parametrize("code", [1, DEFLATE, LZMA])
def test_tiles_of_separate_planes_are_put_together(
    code: int, colors: np.ndarray, write: Any, page: Any
) -> None:
    """Each channel has its own tiles, and the last ones reach beyond the picture."""
    wide = np.tile(colors, (6, 5, 1)).astype(np.uint16) * 257
    compress: Any = {1: bytes, DEFLATE: zlib.compress, LZMA: lzma.compress}[code]
    tags, _, _ = page((30, 24), b"", RGB, 16, 3, {PLANES: [2], COMPRESSION: [code], 322: [16], 323: [16]})
    data = write((tags, [compress(tile) for tile in _tiles(wide, 16)], ()))
    pixels, _ = decode(data, "a")
    assert np.array_equal(pixels, np.tile(colors, (6, 5, 1)))


@pytest.mark.parametrize("code", [DEFLATE, PACKBITS])
def test_the_last_strip_of_a_plane_may_be_lower(code: int, colors: np.ndarray, write: Any, page: Any) -> None:
    """In strips of 3 rows, 4 rows are 3 and 1, for each of the planes."""

    def compress(content: bytes) -> bytes:
        return zlib.compress(content) if code == DEFLATE else bytes([len(content) - 1]) + content

    tags, _, _ = page((6, 4), b"", RGB, 16, 3, {PLANES: [2], COMPRESSION: [code], 278: [3]})
    planes = np.moveaxis(colors.astype("<u2") * 257, 2, 0)
    strips = [compress(rows.tobytes()) for plane in planes for rows in (plane[:3], plane[3:])]
    pixels, _ = decode(write((tags, strips, ())), "a")
    assert np.array_equal(pixels, colors)


def _raw_zstandard(content: bytes) -> bytes:
    """Make a frame of Zstandard of one block that is not compressed (RFC 8878)."""
    return (
        b"\x28\xb5\x2f\xfd\x20"
        + bytes([len(content)])
        + (len(content) << 3 | 1).to_bytes(3, "little")
        + content
    )


def test_zstandard_is_read_or_names_the_extra(
    colors: np.ndarray, write: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older versions of Pillow lack it: then it is not damaged."""
    content = _raw_zstandard((colors.astype("<u2") * 257).tobytes())
    data = write(page((6, 4), content, RGB, 16, 3, {COMPRESSION: [ZSTANDARD]}))
    if codecs._knows_zstandard():  # noqa: SLF001 -- only Pillow's libtiff knows
        assert np.array_equal(decode(data, "a")[0], colors)
    monkeypatch.setattr(codecs, "_knows_zstandard", lambda: False)
    monkeypatch.setitem(__import__("sys").modules, "imagecodecs", None)
    with pytest.raises(ImageError, match=r"compression Zstandard \(50000\).*pip install 'cvpalette\[tiff\]'"):
        decode(data, "a")


def test_what_is_missing_of_a_truncated_file_does_not_count(
    colors: np.ndarray, write: Any, page: Any
) -> None:
    """It is an error, unless the user allows it: then the rows that are there count."""
    tags, _, _ = page((6, 4), b"", RGB, 16, 3, {278: [1]})
    strips = [row.tobytes() for row in colors.astype("<u2") * 257]
    data = bytearray(write((tags, strips, ())))
    # As if the directory had been written before the strips, and the last of them never was.
    places = b"".join(data.index(strip).to_bytes(4, "little") for strip in strips)
    data[data.index(places) + 12 : data.index(places) + 16] = (1 << 20).to_bytes(4, "little")
    with pytest.raises(ImageError) as caught:
        decode(bytes(data), "a")
    assert caught.value.problem == "truncated"
    pixels, alpha = decode(bytes(data), "a", Reading(allow_truncated=True))
    assert np.array_equal(pixels[:3], colors[:3])
    assert np.asarray(alpha).tolist() == [[255] * 6] * 3 + [[0] * 6]


@pytest.mark.parametrize("is_planar", [False, True])
def test_strips_that_the_directory_lacks_are_missing(
    is_planar: bool, colors: np.ndarray, write: Any, page: Any
) -> None:
    """A pixel of which a plane is missing does not count."""
    tags, _, _ = page((6, 4), b"", RGB, 16, 3, {278: [2], PLANES: [2 if is_planar else 1]})
    planes = np.moveaxis(colors.astype("<u2") * 257, 2, 0) if is_planar else [colors.astype("<u2") * 257]
    strips = [plane[top : top + 2].tobytes() for plane in planes for top in (0, 2)]
    data = write((tags, strips[:-1], ()))
    with pytest.raises(ImageError) as caught:
        decode(data, "a")
    assert caught.value.problem == "truncated"
    pixels, alpha = decode(data, "a", Reading(allow_truncated=True))
    assert np.array_equal(pixels[:2], colors[:2])
    assert np.asarray(alpha).tolist() == [[255] * 6] * 2 + [[0] * 6] * 2


def test_a_strip_is_not_decompressed_beyond_its_rows(
    colors: np.ndarray, write: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousandfold longer strip is a bomb."""
    seen: list[int] = []
    inflate = codecs._DECOMPRESS[DEFLATE]  # noqa: SLF001 -- what it is asked for is the promise

    def watch(chunk: bytes, size: int) -> bytes:
        found = inflate(chunk, size)
        seen.append(len(found))
        return found

    monkeypatch.setitem(codecs._DECOMPRESS, DEFLATE, watch)  # noqa: SLF001 -- as above
    content = zlib.compress((colors.astype("<u2") * 257).tobytes() + bytes(1 << 20))
    pixels, _ = decode(write(page((6, 4), content, RGB, 16, 3, {COMPRESSION: [DEFLATE]})), "a")
    assert np.array_equal(pixels, colors)
    assert seen == [6 * 4 * 3 * 2]
