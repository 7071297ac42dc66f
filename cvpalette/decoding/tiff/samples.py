"""Unpacks the samples of a page, of any depth and layout: read_samples()."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.tiff.codecs import decompress, decompress_picture
from cvpalette.decoding.tiff.directory import Tag
from cvpalette.decoding.tiff.page import FLOAT, PICTURE_CODECS, SIGNED, YCBCR, Page

__all__ = ["Samples", "read_samples"]

Array: TypeAlias = NDArray[Any]
Bools: TypeAlias = NDArray[np.bool_]

# Strips and tiles are decompressed together up to this size, since each call of a decoder takes a while.
_TOGETHER: Final = 1 << 24
# This many samples of odd depth are unpacked at a time: each bit takes a byte meanwhile.
_UNPACKED: Final = 1 << 20
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, eq=False, slots=True)
class Samples:
    """The samples of a page.

    `levels` is (height, width, channels): the colors, then alpha if there is one. They are unsigned, signed,
    or float32. `bits` is the depth of whole numbers, at most 16. `present` (height, width) tells which pixels
    are there; it is None if all are.
    """

    levels: Array
    bits: int
    present: Bools | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a strip or tile belongs: its top left pixel, its rows as stored, and its sample if planar."""

    top: int
    left: int
    rows: int
    sample: int

    def area(self, page: Page) -> tuple[slice, slice]:
        """Return the rows and columns of the page that it has; it may reach beyond the page."""
        return slice(self.top, self.top + self.rows), slice(self.left, self.left + page.chunk[0])


def read_samples(page: Page, *, allow_missing: bool) -> Samples:
    """Return the samples of the colors, and of alpha if the page has it.

    Raises EOFError for a strip or tile that is not there, unless some may be missing. Raises also what
    decoders raise.
    """
    wanted = [*range(page.colors), *([] if page.alpha is None else [page.alpha])]
    # A slice is copied faster than a list of samples.
    chosen = slice(len(wanted)) if wanted[-1] == len(wanted) - 1 else wanted
    levels = np.zeros((page.height, page.width, len(wanted)), _reduced_type(page))
    # How many of the planes of each pixel are there.
    planes = np.zeros((page.height, page.width), np.uint8) if allow_missing else None
    for places in _together(page, wanted):
        for place, samples in _decode(page, places, allow_missing=allow_missing):
            at = wanted.index(place.sample) if page.is_planar else slice(None)
            rows, columns = place.area(page)
            target = levels[rows, columns, at]
            found = samples[: target.shape[0], : target.shape[1]]
            target[...] = found[..., 0] if page.is_planar else found[..., chosen]
            if planes is not None:
                planes[rows, columns] += 1
    present = None if planes is None else planes == (len(wanted) if page.is_planar else 1)
    is_whole = present is None or bool(present.all())
    return Samples(levels, min(page.bits, 16), None if is_whole else present)


def _reduced_type(page: Page) -> "np.dtype[Any]":
    if page.kind == FLOAT:
        return np.dtype(np.float32)
    return np.dtype(f"{'i' if page.kind == SIGNED else 'u'}{1 if page.bits <= 8 else 2}")


def _places(page: Page, wanted: list[int], count: int) -> Iterator[tuple[int, _Place]]:
    """Give each strip or tile that is needed, by its number in the file, which has `count` of them.

    Raises EOFError after those that are there if there are too few.
    """
    across = math.ceil(page.width / page.chunk[0])
    each = across * math.ceil(page.height / page.chunk[1])
    for sample in wanted if page.is_planar else [0]:
        for number in range(each):
            if sample * each + number >= count:
                raise EOFError
            top, left = number // across * page.chunk[1], number % across * page.chunk[0]
            rows = page.chunk[1] if page.is_tiled else min(page.chunk[1], page.height - top)
            yield sample * each + number, _Place(top, left, rows, sample)


def _together(page: Page, wanted: list[int]) -> Iterator[list[tuple[bytes | None, _Place]]]:
    """Give strips or tiles with their bytes, several at a time; the bytes are None if they are not there.

    A last group without any place stands for strips or tiles that the directory lacks.
    """
    directory, data = page.directory, page.directory.data
    offsets = directory.array(Tag.TILE_OFFSETS if page.is_tiled else Tag.STRIP_OFFSETS)
    counts = directory.array(Tag.TILE_BYTES if page.is_tiled else Tag.STRIP_BYTES)
    group: list[tuple[bytes | None, _Place]] = []
    size = 0
    try:
        for number, place in _places(page, wanted, len(offsets)):
            start = int(offsets[number])
            length = int(counts[number]) if number < len(counts) else 0
            is_known = length > 0
            if not is_known:  # some programs leave the length out where it follows from the size
                length = _row_bytes(page) * _stored_rows(page, place) if page.compression == 1 else len(data)
            is_there = start < len(data) and (start + length <= len(data) or not is_known)
            group.append((data[start : start + length] if is_there else None, place))
            # Strips may share their bytes, and each has a copy of them here.
            size += _row_bytes(page) * place.rows + (length if is_there else 0)
            # The last strip of a plane may be lower than the others: it ends a group.
            if size >= _TOGETHER or not is_there or place.rows < page.chunk[1]:
                yield group
                group, size = [], 0
    except EOFError:
        yield group
        group = []
        yield []
    if group:
        yield group


def _decode(
    page: Page, group: list[tuple[bytes | None, _Place]], *, allow_missing: bool
) -> Iterator[tuple[_Place, Array]]:
    """Give the samples of strips or tiles; some may be missing or damaged if that is allowed."""
    found = [(chunk, place) for chunk, place in group if chunk is not None]
    if not allow_missing and (len(found) < len(group) or not group):
        raise EOFError
    if not found:
        return
    places = [place for _, place in found]
    try:
        decoded = _decode_all(page, [chunk for chunk, _ in found], places)
    except (EOFError, OSError, ValueError):
        if not allow_missing:
            raise
        if len(found) > 1:
            for one in found:
                yield from _decode(page, [one], allow_missing=True)
        return
    yield from zip(places, decoded, strict=True)


def _decode_all(page: Page, chunks: list[bytes], places: list[_Place]) -> list[Array]:
    samples = 1 if page.is_planar else page.samples
    if page.compression in PICTURE_CODECS:
        shapes = [(place.rows, page.chunk[0], samples) for place in places]
        kind = _stored_type(page).newbyteorder("=")
        return [
            _reduce(page, decompress_picture(page.compression, chunk, np.empty(shape, kind)))
            for chunk, shape in zip(chunks, shapes, strict=True)
        ]
    if page.is_reversed:
        chunks = [chunk.translate(_REVERSED) for chunk in chunks]
    stored = [_stored_rows(page, place) for place in places]
    blobs = decompress(page.compression, chunks, _row_bytes(page), stored)
    return [_unpack(page, blob, place.rows) for blob, place in zip(blobs, places, strict=True)]


def _is_subsampled(page: Page) -> bool:
    return page.photometric == YCBCR and page.subsampling != (1, 1)


def _stored_rows(page: Page, place: _Place) -> int:
    return math.ceil(place.rows / page.subsampling[1]) if _is_subsampled(page) else place.rows


def _row_bytes(page: Page) -> int:
    """Return the bytes of a row, or of a row of blocks of subsampled YCbCr."""
    if _is_subsampled(page):
        across, down = page.subsampling
        return math.ceil(page.chunk[0] / across) * (across * down + 2)
    return math.ceil(page.chunk[0] * (1 if page.is_planar else page.samples) * page.bits / 8)


def _unpack(page: Page, blob: bytes, rows: int) -> Array:
    """Return the samples (rows, width, samples) of a strip or tile that was decompressed."""
    if _is_subsampled(page):
        return _spread_chroma(page, blob, rows)
    width, samples = page.chunk[0], 1 if page.is_planar else page.samples
    if page.bits % 8:
        return _unpack_bits(blob, rows, width * samples, page).reshape(rows, width, samples)
    if page.differs == 3:
        return _add_floats(blob, rows, width, samples, page.bits // 8).astype(np.float32)
    stored = np.frombuffer(blob, _stored_type(page)).reshape(rows, width, samples)
    if page.differs == 2:
        # Also the differences of floats are those of their bytes, read as whole numbers.
        whole = np.dtype(f"u{page.bits // 8}")
        levels = stored.view(page.directory.order + whole.str[1:]).astype(whole)
        stored = np.cumsum(levels, axis=1, dtype=whole).view(stored.dtype.newbyteorder("="))
    return _reduce(page, stored)


def _stored_type(page: Page) -> "np.dtype[Any]":
    kind = {FLOAT: "f", SIGNED: "i"}.get(page.kind, "u")
    return np.dtype(f"{page.directory.order}{kind}{page.bits // 8}")


def _reduce(page: Page, stored: Array) -> Array:
    """Return samples of at most 16 bits: the upper ones of whole numbers; floats become float32."""
    if page.kind == FLOAT:
        with np.errstate(over="ignore"):  # beyond float32 is infinity
            return stored.astype(np.float32)
    above = stored >> (page.bits - 16) if page.bits > 16 else stored
    return above.astype(_reduced_type(page))


def _unpack_bits(blob: bytes, rows: int, count: int, page: Page) -> Array:
    """Return samples (rows, count) of any depth below 32: the highest bit first, rows begin at a byte."""
    bits, row_bytes = page.bits, _row_bytes(page)
    wide = 8 if bits <= 8 else 16 if bits <= 16 else 32
    packed = np.frombuffer(blob, np.uint8).reshape(rows, row_bytes)
    unpacked = np.empty((rows, count), _reduced_type(page))
    step = max(1, _UNPACKED // max(1, count))
    for top in range(0, rows, step):
        part = np.unpackbits(packed[top : top + step], axis=1, count=count * bits).reshape(-1, count, bits)
        # Samples are put at the upper end: so the sign is where it belongs.
        padded = np.zeros((*part.shape[:2], wide), np.uint8)
        padded[..., :bits] = part
        levels = np.packbits(padded, axis=2).view(f">u{wide // 8}")[..., 0].astype(f"u{wide // 8}")
        if page.kind == SIGNED:
            levels = levels.view(f"i{wide // 8}")
        unpacked[top : top + step] = levels >> (wide - min(bits, 16))
    return unpacked


def _add_floats(blob: bytes, rows: int, width: int, samples: int, size: int) -> Array:
    """Return floats (rows, width, samples) from differences of their bytes.

    Each row has first the highest bytes of all samples, then the next (TIFF Technical Note 3 of Adobe).
    """
    differences = np.frombuffer(blob, np.uint8).reshape(rows, size * width, samples)
    added = np.cumsum(differences, axis=1, dtype=np.uint8).reshape(rows, size, width * samples)
    whole = np.ascontiguousarray(added.transpose(0, 2, 1))
    return whole.view(f">f{size}").reshape(rows, width, samples)


def _spread_chroma(page: Page, blob: bytes, rows: int) -> Array:
    """Return YCbCr (rows, width, 3) from blocks: the levels of Y, then one of Cb and one of Cr."""
    across, down = page.subsampling
    wide, high = math.ceil(page.chunk[0] / across), math.ceil(rows / down)
    blocks = np.frombuffer(blob, np.uint8).reshape(high, wide, across * down + 2)
    lights = (
        blocks[..., :-2].reshape(high, wide, down, across).swapaxes(1, 2).reshape(high * down, wide * across)
    )
    chroma = blocks[..., -2:].repeat(down, axis=0).repeat(across, axis=1)
    return np.dstack([lights, chroma])[:rows, : page.chunk[0]]
