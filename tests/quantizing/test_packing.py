"""pack() and write_header(): pixels as the drivers of panels take them."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.packing import BITS, fewest_bits, pack, write_header


@pytest.mark.parametrize(
    ("bits", "rows"),
    [
        (1, [[0b10110000, 0b10000000], [0b01001111, 0b00000000]]),
        (2, [[0b01000101, 0b00000000, 0b01000000], [0b00010000, 0b01010101, 0b00000000]]),
        (4, [[0x10, 0x11, 0x00, 0x00, 0x10], [0x01, 0x00, 0x11, 0x11, 0x00]]),
        (8, [[1, 0, 1, 1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 1, 1, 0]]),
    ],
)
def test_the_leftmost_pixel_is_in_the_highest_bits(bits: int, rows: list[list[int]]) -> None:
    """Nine pixels a row: zeros fill the last byte."""
    indices = np.array([[1, 0, 1, 1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 1, 1, 0]], np.uint8)
    assert pack(indices, bits).tolist() == rows


@settings(deadline=None)
@given(st.sampled_from(BITS), st.integers(1, 20), st.integers(1, 20))
def test_packed_pixels_can_be_unpacked(bits: int, height: int, width: int) -> None:
    """Bit by bit, in the order of NumPy's unpackbits, which is that of the highest bit first."""
    indices = np.random.default_rng(width).integers(0, 1 << bits, (height, width), np.uint8)
    rows = pack(indices, bits)
    assert rows.shape == (height, -(-width * bits // 8))
    spread = np.unpackbits(rows, axis=1)[:, : width * bits].reshape(height, width, bits)
    assert np.array_equal(spread @ (1 << np.arange(bits)[::-1]), indices)


def test_a_pixel_takes_as_many_bits_as_entries_need() -> None:
    """No panel has pixels of three bits."""
    assert [fewest_bits(entries) for entries in (1, 2, 3, 4, 5, 7, 16, 17, 256)] == [
        1,
        1,
        2,
        2,
        4,
        4,
        4,
        8,
        8,
    ]


def test_a_header_says_size_colors_and_pixels() -> None:
    """The palette is a comment and an array, and pixels are bytes that may stay in flash memory."""
    indices = np.arange(35, dtype=np.uint8).reshape(5, 7) % 3
    entries = np.array([(0, 0, 0, 255), (255, 0, 9, 255), (255, 255, 255, 255)], np.uint8)
    text = write_header(IndexedImage(indices, entries), "a_photo").decode("ascii")
    macros = dict(re.findall(r"#define A_PHOTO_(\w+) (\d+)", text))
    assert macros == {"WIDTH": "7", "HEIGHT": "5", "BITS": "2", "COLORS": "3"}
    assert re.findall(r"^ \* +(\d+): (#\w+)$", text, re.MULTILINE) == [
        ("0", "#000000"),
        ("1", "#ff0009"),
        ("2", "#ffffff"),
    ]
    found = re.search(r"static const unsigned char a_photo_pixels\[\] PROGMEM = \{([^}]*)\};", text)
    assert found
    assert (
        bytes(int(byte, 16) for byte in re.findall("0x[0-9a-f]{2}", found[1])) == pack(indices, 2).tobytes()
    )
    assert (
        "static const unsigned char a_photo_palette[][3] PROGMEM = {\n"
        "  {0x00, 0x00, 0x00},\n  {0xff, 0x00, 0x09},\n  {0xff, 0xff, 0xff},\n};\n"
    ) in text
    assert text.endswith("#endif\n")
    assert not text.endswith("\n\n")


def test_many_colors_are_in_the_array_alone() -> None:
    """A comment of 256 lines helps nobody."""
    entries = np.array([(level, 0, 0, 255) for level in range(17)], np.uint8)
    text = write_header(IndexedImage(np.zeros((1, 1), np.uint8), entries), "a").decode("ascii")
    assert " * A pixel is the number of a color of a_palette.\n" in text
    assert "#0f0000" not in text
    assert "  {0x0f, 0x00, 0x00},\n" in text


def test_a_long_header_takes_little_more_memory_than_its_text() -> None:
    """Its lines are written in parts; each has sixteen bytes, and the last one what is left."""
    indices = np.random.default_rng(0).integers(0, 256, (300, 1001), np.uint8)
    entries = np.full((256, 4), 255, np.uint8)
    tracemalloc.start()
    try:
        contents = write_header(IndexedImage(indices, entries), "a")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    pixels = contents.decode().split("a_pixels[] PROGMEM = {\n")[1].split("\n};")[0]
    lines = re.findall("^  (0x.*),$", pixels, re.MULTILINE)
    assert [len(line.split(", ")) for line in lines] == [16] * (indices.size // 16) + [indices.size % 16]
    assert bytes(int(byte, 16) for byte in ", ".join(lines).split(", ")) == indices.tobytes()
    assert peak < 4 * len(contents)
