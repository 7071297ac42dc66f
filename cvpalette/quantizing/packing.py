"""Pack the pixels of an indexed image into bytes, as the drivers of panels take them, and write them in C."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import Bytes

__all__ = ["BITS", "fewest_bits", "pack", "write_header"]

#: The numbers of bits that a pixel may take.
BITS: Final = (1, 2, 4, 8)
# So many bytes go into a line of C.
_IN_A_LINE: Final = 16


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


def write_header(picture: IndexedImage, name: str, notes: Sequence[str] = (), *, planes: int = 1) -> bytes:
    """Return a header for C and C++ with the packed pixels, and with macros of their size.

    `name` is an identifier in lower case. `notes` are lines for the comment at the top, without '*/' in them.
    `planes` is how many planes of a picture lie one below the other.
    On a microcontroller the pixels stay in the flash memory.
    """
    height, width = picture.indices.shape
    height //= planes
    bits = fewest_bits(len(picture.entries))
    rows = pack(picture.indices, bits)
    upper = name.upper()
    entries = [f"{number:3}: #{bytes(entry[:3]).hex()}" for number, entry in enumerate(picture.entries)]
    unit = "bit" if bits == 1 else "bits"
    comment = [
        *notes,
        f"{width} x {height} pixels of {bits} {unit} in rows of {rows.shape[1]} bytes,",
        "the leftmost pixel in the highest bits. A pixel is the number of a color:",
        *entries,
        *([f"{planes} planes of this kind follow each other."] if planes > 1 else []),
    ]
    hexes = [f"0x{byte:02x}" for byte in range(256)]
    numbers = [hexes[byte] for byte in rows.tobytes()]
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
        f"#define {upper}_COLORS {len(picture.entries)}",
        *([f"#define {upper}_PLANES {planes}"] if planes > 1 else []),
        "",
        f"static const unsigned char {name}_pixels[] PROGMEM = {{",
        *(f"  {', '.join(numbers[at : at + _IN_A_LINE])}," for at in range(0, len(numbers), _IN_A_LINE)),
        "};",
        "",
        "#endif",
        "",
    ]
    return "\n".join(lines).encode()
