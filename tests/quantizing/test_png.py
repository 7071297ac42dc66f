"""encode_png(): an indexed PNG of the fewest bits."""

import io
import struct
import zlib

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.png import encode_png


def _picture(height: int, width: int, entries: int, seed: int = 0) -> IndexedImage:
    random = np.random.default_rng(seed)
    colors = random.integers(0, 256, (entries, 4), np.uint8)
    return IndexedImage(random.integers(0, entries, (height, width), np.uint8), colors)


def _chunks(contents: bytes) -> dict[bytes, bytes]:
    """Return the chunks by kind; each has its right checksum."""
    found, place = {}, 8
    while place < len(contents):
        (length,) = struct.unpack_from(">I", contents, place)
        kind, data = contents[place + 4 : place + 8], contents[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", contents, place + 8 + length) == (zlib.crc32(kind + data),)
        found[kind], place = data, place + 12 + length
    return found


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 256), st.integers(0, 9))
def test_what_is_written_is_read_back(height: int, width: int, entries: int, level: int) -> None:
    """Of any size, with any number of entries, at any level: the same pixels and alphas."""
    picture = _picture(height, width, entries)
    with PIL.Image.open(io.BytesIO(encode_png(picture, level))) as file:
        assert (file.format, file.mode) == ("PNG", "P")
        assert np.array_equal(np.asarray(file.convert("RGBA")), picture.entries[picture.indices])


@pytest.mark.parametrize(
    ("entries", "bits"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)]
)
def test_a_pixel_takes_the_fewest_bits(entries: int, bits: int) -> None:
    """The entries stay as they are, in their order, used or not."""
    picture = _picture(3, 5, entries)
    chunks = _chunks(encode_png(picture, 6))
    assert chunks[b"IHDR"][8] == bits
    assert chunks[b"PLTE"] == picture.entries[:, :3].tobytes()
    assert chunks[b"tRNS"] == picture.entries[:, 3].tobytes()


def test_opaque_entries_at_the_end_need_no_alpha() -> None:
    """And where all are opaque there is no chunk for it."""
    indices = np.zeros((2, 2), np.uint8)
    some = np.array([[1, 2, 3, 255], [4, 5, 6, 9], [7, 8, 9, 255]], np.uint8)
    assert _chunks(encode_png(IndexedImage(indices, some), 6))[b"tRNS"] == b"\xff\x09"
    assert b"tRNS" not in _chunks(encode_png(IndexedImage(indices, some[:1]), 6))


@pytest.mark.parametrize("level", [0, 6, 9])
def test_many_strips_are_one_stream(level: int) -> None:
    """A large picture, which threads compress, is as one: the same pixels, and hardly a byte more."""
    random = np.random.default_rng(0)
    smooth = np.cumsum(random.integers(0, 2, (700, 1000), np.uint8), axis=1, dtype=np.uint8)
    picture = IndexedImage(smooth, _picture(1, 1, 256).entries)
    contents = encode_png(picture, level)
    packed = _chunks(contents)[b"IDAT"]
    raw = zlib.decompress(packed)
    assert np.array_equal(np.frombuffer(raw, np.uint8).reshape(700, 1001)[:, 1:], smooth)
    assert len(packed) < len(zlib.compress(raw, level)) * 1.005
    assert encode_png(picture, level) == contents
