"""What the tests of TIFF share: a writer of TIFFs by hand, which knows nothing of libraries."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pytest

#: The values of a tag: whole numbers, which are written as LONG; fractions as pairs; or bytes.
Values: TypeAlias = Sequence[int] | Sequence[tuple[int, int]] | bytes
#: A page: its tags, its strips or tiles, and the pages below it.
Page: TypeAlias = tuple[Mapping[int, Values], Sequence[bytes], Sequence["Page"]]
Write: TypeAlias = Callable[..., bytes]

_STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES, _TILE_WIDTH, _BELOW = 273, 279, 324, 325, 322, 330


class _Writer:
    def __init__(self, order: str, *, is_big: bool) -> None:
        self.order = order
        self.is_big = is_big
        self.file = bytearray(16 if is_big else 8)

    def put(self, content: bytes) -> int:
        at = len(self.file)
        self.file += content + bytes(len(content) % 2)
        return at

    def pack(self, values: Values) -> tuple[int, int, bytes]:
        if isinstance(values, bytes):
            return 7, len(values), values
        pairs = [number for value in values for number in (value if isinstance(value, tuple) else (value,))]
        kind = 5 if len(pairs) > len(values) else 4
        return kind, len(values), struct.pack(f"{self.order}{len(pairs)}I", *pairs)

    def page(self, page: Page, following: int) -> int:
        """Write a page and those below it; return where its directory is."""
        tags, chunks, below = page
        places = [self.put(chunk) for chunk in chunks]
        is_tiled = _TILE_WIDTH in tags
        whole: dict[int, Values] = {
            (_TILES if is_tiled else _STRIPS): places,
            (_TILE_BYTES if is_tiled else _STRIP_BYTES): [len(chunk) for chunk in chunks],
            **tags,
        }
        if below:
            whole[_BELOW] = [self.page(one, 0) for one in below]
        inline = 8 if self.is_big else 4
        entries = b""
        for tag, values in sorted(whole.items()):
            kind, count, packed = self.pack(values)
            value = packed.ljust(inline, b"\0")
            if len(packed) > inline:
                value = struct.pack(self.order + "IQ"[self.is_big], self.put(packed))
            entries += struct.pack(self.order + ("HHQ" if self.is_big else "HHI"), tag, kind, count) + value
        length = struct.pack(self.order + ("Q" if self.is_big else "H"), len(whole))
        return self.put(length + entries + struct.pack(self.order + "IQ"[self.is_big], following))

    def write(self, pages: Sequence[Page]) -> bytes:
        first = 0
        for page in reversed(pages):
            first = self.page(page, first)
        mark = b"II" if self.order == "<" else b"MM"
        if self.is_big:
            self.file[:16] = mark + struct.pack(f"{self.order}HHHQ", 43, 8, 0, first)
        else:
            self.file[:8] = mark + struct.pack(f"{self.order}HI", 42, first)
        return bytes(self.file)


def _write(*pages: Page, order: str = "<", is_big: bool = False) -> bytes:
    return _Writer(order, is_big=is_big).write(pages)


@pytest.fixture
def write() -> Write:
    """Return a function that writes pages as a TIFF, with any byte order, classic or BigTIFF."""
    return _write


@pytest.fixture
def page() -> Callable[..., Page]:
    """Return a function that makes a page of one strip from bytes; more tags by their numbers."""

    def make(  # noqa: PLR0913, PLR0917 -- what a page has
        size: tuple[int, int],
        content: bytes,
        photometric: int,
        bits: int = 8,
        samples: int = 1,
        tags: Mapping[int, Values] | None = None,
        below: Sequence[Page] = (),
    ) -> Page:
        width, height = size
        own: dict[int, Values] = {
            256: [width], 257: [height], 258: [bits] * samples, 259: [1], 262: [photometric],
            277: [samples], 278: [height],
        }  # fmt: skip
        return {**own, **(tags or {})}, [content], below

    return make


@pytest.fixture
def colors() -> np.ndarray:
    """Return 6 x 4 pixels that differ in every channel."""
    levels = [(255, 0, 0), (0, 160, 60), (20, 40, 220), (250, 200, 10), (128, 128, 128), (0, 0, 0)]
    row = np.array([levels], np.uint8)
    return np.concatenate([row, row[:, ::-1], np.roll(row, 2, axis=1), 255 - row])
