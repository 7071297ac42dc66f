"""Pack the pixels of an indexed image into bytes, as the drivers of panels take them, and write them in C."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes

__all__ = ["BITS", "Layout", "fewest_bits", "pack", "pack_as", "write_header"]

#: The numbers of bits that a pixel may take.
BITS: Final = (1, 2, 4, 8)
# So many bytes go into a line of C.
_IN_A_LINE: Final = 16
# So many bytes are written at a time.
_PART: Final = 1 << 16
# So many colors are listed in the comment of a header.
_MOST_LISTED: Final = 16
_TILE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the pixels of a picture lie in bytes: row by row, unless a device wants them otherwise.

    If there are `planes`, planes of one bit lie one below the other, and each of them is the number of the
    color whose pixels are 0 in it. `colors` (k, 3) are then all colors. With `is_tiled`, pixels of 2 bits lie
    in tiles of 8 x 8, row by row of tiles. Each
    row of a tile is a byte of its low bits and one of its high bits.
    """

    planes: tuple[int, ...] = ()
    colors: tuple[tuple[int, int, int], ...] = ()
    is_tiled: bool = False


_BY_ROWS: Final = Layout()


def fewest_bits(entries: int) -> int:
    """Return how many bits a pixel takes that is the number of one of so many entries: 1, 2, 4 or 8."""
    return next(bits for bits in BITS if entries <= 1 << bits)


def pack(indices: Bytes, bits: int) -> Bytes:
    """Return rows of bytes (height, bytes of a row) of pixels (height, width), each less than 2**`bits`.

    The leftmost pixel is in the highest bits. Zeros fill the last byte of each row.
    """
    height, width = indices.shape
    each = 8 // bits
    rows = np.zeros((height, -(-width // each)), np.uint8)
    for place in range(each):
        part = indices[:, place::each]
        rows[:, : part.shape[1]] |= part << 8 - bits * (place + 1)
    return rows


def pack_as(picture: IndexedImage, layout: Layout) -> Bytes:
    """Return the bytes of a picture in rows: of pixels, or of the pixels of a tile (16 bytes)."""
    if not layout.is_tiled:
        return pack(picture.indices, fewest_bits(len(picture.entries)))
    height, width = picture.indices.shape
    tiles = picture.indices.reshape(height // _TILE, _TILE, width // _TILE, _TILE).swapaxes(1, 2)
    # Each row of a tile gets its low bits first, then its high bits.
    planes = np.stack([tiles & 1, tiles >> 1], axis=3)
    return np.packbits(planes, axis=4).reshape(-1, 2 * _TILE)


def write_header(picture: IndexedImage, name: str, *, layout: Layout = _BY_ROWS) -> bytes:
    """Return a header for C and C++ with the packed pixels, and with macros of their size.

    `name` is an identifier in lower case.
    On a microcontroller the pixels and the palette stay in the flash memory.
    """
    height, width = picture.indices.shape
    planes = max(1, len(layout.planes))
    height //= planes
    bits = fewest_bits(len(picture.entries))
    rows = pack_as(picture, layout)
    upper = name.upper()
    colors = layout.colors or tuple((int(r), int(g), int(b)) for r, g, b, _ in picture.entries)
    comment = [*_describe(layout, colors, (width, height), bits, rows.shape[1])]
    if len(colors) > _MOST_LISTED:
        comment.append(f"A pixel is the number of a color of {name}_palette.")
    elif not layout.planes:
        comment.append("A pixel is the number of a color:")
        comment += [f"{number:3}: #{bytes(color).hex()}" for number, color in enumerate(colors)]
    lines = [
        f"/* {comment[0]}",
        *(f" * {line}" for line in comment[1:]),
        " */",
        f"#ifndef {upper}_H",
        f"#define {upper}_H",
        "",
        "#if defined(ARDUINO)",
        "#include <Arduino.h>",
        "#elif defined(__AVR__)",
        "#include <avr/pgmspace.h>",
        "#endif",
        "#ifndef PROGMEM",
        "#define PROGMEM",
        "#endif",
        "",
        f"#define {upper}_WIDTH {width}",
        f"#define {upper}_HEIGHT {height}",
        f"#define {upper}_BITS {bits}",
        f"#define {upper}_COLORS {len(colors)}",
        *(
            [f"#define {upper}_PLANES {planes}", f"#define {upper}_PLANE_BYTES {rows.size // planes}"]
            if planes > 1
            else []
        ),
        "",
        f"static const unsigned char {name}_palette[][3] PROGMEM = {{",
        *(f"  {{{', '.join(f'0x{level:02x}' for level in color)}}}," for color in colors),
        "};",
        "",
        f"static const unsigned char {name}_pixels[] PROGMEM = {{",
        *_write_lines(rows.tobytes()),
        "};",
        "",
        "#endif",
        "",
    ]
    return "\n".join(lines).encode()


def _describe(
    layout: Layout, colors: tuple[tuple[int, int, int], ...], size: tuple[int, int], bits: int, row: int
) -> Iterator[str]:
    """Give lines about the bytes of a picture."""
    unit = "bit" if bits == 1 else "bits"
    pixels = f"{size[0]} x {size[1]} pixels of {bits} {unit}"
    if layout.is_tiled:
        yield f"{pixels} in tiles of 8 x 8, of {row} bytes each,"
        yield "by rows of tiles: for each row of a tile, a byte of the low bits, then one of"
        yield "the high bits, the leftmost pixel in the highest bit."
        return
    yield f"{pixels} in rows of {row} bytes,"
    yield "the leftmost pixel in the highest bits."
    if layout.planes:
        yield f"{len(layout.planes)} planes of this kind follow each other:"
        for number, ink in enumerate(layout.planes):
            yield f"plane {number}: 0 is #{bytes(colors[ink]).hex()} ink"
        others = [color for at, color in enumerate(colors) if at not in layout.planes]
        yield f"Where all planes are 1, it is #{bytes(others[0]).hex()}."


def _write_lines(contents: bytes) -> Iterator[str]:
    """Write bytes as lines of C, many lines at a time."""
    texts = np.array([f"0x{byte:02x}, " for byte in range(256)], "S6")
    width = 6 * _IN_A_LINE
    for start in range(0, len(contents), _PART):
        numbers = texts[np.frombuffer(contents[start : start + _PART], np.uint8)].tobytes().decode()
        yield "\n".join(f"  {numbers[at : at + width - 1]}".rstrip() for at in range(0, len(numbers), width))
