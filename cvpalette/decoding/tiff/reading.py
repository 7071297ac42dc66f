"""Reads the pages of a TIFF: decode_tiff() finds which count, and decodes each the way that is right."""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from cvpalette.decoding.container import Container, Decoded
from cvpalette.decoding.formats import Format
from cvpalette.decoding.noise import without_noise
from cvpalette.decoding.pillow import decode_frame
from cvpalette.decoding.tiff.directory import Directory, Tag, directories
from cvpalette.decoding.tiff.embedded import decode_jpeg, find_jpeg
from cvpalette.decoding.tiff.page import BYTE_CODECS, COMPRESSIONS, MASK, OLD_JPEG, Page, refuse
from cvpalette.decoding.tiff.raw import RawPhoto, decode_raw
from cvpalette.errors import ImageError
from cvpalette.settings.settings import ALL, MOST_FRAMES

__all__ = ["count_pages", "decode_tiff"]

Bytes: TypeAlias = NDArray[np.uint8]

_REDUCED, _MASKING = 1, 4
# Pages are looked for below this many smaller copies.
_KEPT: Final = 64
# The older tag for the same has another number.
_OLD_REDUCED: Final = 2


def decode_tiff(file: Container) -> Iterator[Decoded]:
    """Give the pages that `reading` asks for; raises ImageError for none.

    A page counts if it is no smaller copy of another and no mask. If the file has no other pages, the pages
    below them count, and if there are none, the first page does. A raw photo is a single page.
    """
    with file.explained():
        photo = RawPhoto.find(file)
    if photo is not None:
        if file.reading.frames not in ("first", ALL, 1):
            raise ImageError(file.name, f"has 1 frame; there is no frame {file.reading.frames}", "invalid")
        yield decode_raw(file, photo, _decode_page)
        return
    if file.reading.frames == ALL:
        yield from _decode_all(file)
        return
    index = 0 if isinstance(file.reading.frames, str) else file.reading.frames - 1
    with file.explained():
        found = next(islice(_pages(file.data), index, None), None)
        if found is None:
            count = sum(1 for _ in _pages(file.data))
            frames = "1 frame" if count == 1 else f"{count} frames"
            raise ImageError(file.name, f"has {frames}; there is no frame {index + 1}", "invalid")
    yield _decode_counted(file, found, index)


def _decode_all(file: Container) -> Iterator[Decoded]:
    _refuse_too_many(file)
    pages = _pages(file.data)
    index = 0
    while True:
        try:
            with file.explained():
                found = next(pages, None)
        except ImageError:
            if not file.reading.allow_truncated or not index:
                raise
            yield Decoded(*_nothing(), f"is cut short after frame {index}: the others do not count")
            return
        if found is None:
            return
        yield _decode_counted(file, found, index)
        index += 1


def _refuse_too_many(file: Container) -> None:
    """Raise ImageError if the pages are more than are allowed, or have more pixels, before one is decoded."""
    sizes: list[int] = []
    # What is wrong with a page is told when it is read.
    with suppress(EOFError, NotImplementedError, ValueError):
        for page, _ in islice(_pages(file.data), MOST_FRAMES + 1):
            sizes.append(page.number(Tag.WIDTH, 0) * page.number(Tag.HEIGHT, 0))
    file.reading.refuse_too_many(file.name, len(sizes), sum(sizes))


def count_pages(data: bytes) -> int:
    """Return the number of pages that count; no more than one beyond those that are allowed."""
    return sum(1 for _ in islice(_pages(data), MOST_FRAMES + 1))


def _nothing() -> tuple[Bytes, Bytes]:
    """Return one transparent pixel, which carries a warning."""
    return np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.uint8)


def _pages(data: bytes) -> Iterator[tuple[Directory, Directory | None]]:
    """Give the directories of the pages that count, each with that of its mask, if it has one.

    Raises EOFError if the file ends inside a directory, after the pages before.
    """
    reduced: list[Directory] = []
    waiting: Directory | None = None  # for the mask that may follow
    is_any = False
    for directory in _chain(data):
        if isinstance(directory, Directory) and _is_reduced(directory):
            if len(reduced) < _KEPT:
                reduced.append(directory)
            continue
        is_mask = isinstance(directory, Directory) and _is_mask(directory)
        if waiting is not None:
            yield waiting, directory if isinstance(directory, Directory) and is_mask else None
            is_any = True
        if isinstance(directory, Exception):
            raise directory
        waiting = None if is_mask else directory
    if not is_any:
        yield from _pages_below(data, reduced)


def _chain(data: bytes) -> Iterator[Directory | Exception | None]:
    """Give the directories, and at last None, or what is wrong with the next one."""
    try:
        yield from directories(data)
        yield None
    except (EOFError, NotImplementedError, ValueError) as error:
        yield error


def _is_reduced(directory: Directory) -> bool:
    return bool(_subfile_of(directory) & _REDUCED) and not _is_mask(directory)


def _is_mask(directory: Directory) -> bool:
    return bool(_subfile_of(directory) & _MASKING) or directory.number(Tag.PHOTOMETRIC, -1) == MASK


def _pages_below(data: bytes, reduced: list[Directory]) -> Iterator[tuple[Directory, None]]:
    whole = [
        one for above in reduced for one in above.below() if not _subfile_of(one) & (_REDUCED | _MASKING)
    ]
    first = reduced[:1] or list(islice(directories(data), 1))
    if not first:
        raise ValueError("it has no pages")
    yield from ((one, None) for one in whole or first)


def _subfile_of(directory: Directory) -> int:
    old = _REDUCED if directory.number(Tag.SUBFILE_TYPE, 0) == _OLD_REDUCED else 0
    return directory.number(Tag.NEW_SUBFILE_TYPE, old)


def _decode_counted(file: Container, found: tuple[Directory, Directory | None], index: int) -> Decoded:
    directory, mask = found
    frame = _decode_page(file, directory)
    if mask is not None:
        frame = _hide(frame, file, mask)
    if frame.warning and index:
        return replace(frame, warning=f"in frame {index + 1} {frame.warning}")
    return frame


def _decode_page(file: Container, directory: Directory) -> Decoded:
    """Decode a page; raises ImageError if it is refused, too large or damaged."""
    with file.explained():
        width, height = directory.number(Tag.WIDTH, 0), directory.number(Tag.HEIGHT, 0)
        file.reading.refuse_too_large(file.name, width, height)
        if directory.number(Tag.COMPRESSION, 1) == OLD_JPEG:
            jpeg = find_jpeg(directory)
            if jpeg is None:
                refuse("compression old-style JPEG (6) in pieces")
            return decode_jpeg(file, jpeg, directory.number(Tag.ORIENTATION, 1))
        page = Page.parse(directory)
    frame = _decode_with_pillow(file, page) if page.is_for_pillow else _decode_samples(file, page)
    if not page.unread or frame.warning:
        return frame
    ignored = "a sample a pixel that is neither color nor alpha: it does not count"
    if page.unread > 1:
        ignored = f"{page.unread} samples a pixel that are neither color nor alpha: they do not count"
    return replace(frame, warning=f"has {ignored}")


def _hide(frame: Decoded, file: Container, mask: Directory) -> Decoded:
    """Give alpha 0 to the pixels that are outside a mask: white is inside."""
    inside = _decode_mask(file, mask)
    if inside.shape != frame.pixels.shape[:2]:
        # A mask may be finer than its picture.
        size = frame.pixels.shape[1], frame.pixels.shape[0]
        inside = np.asarray(PIL.Image.fromarray(inside).resize(size, PIL.Image.Resampling.BOX))
    return replace(frame, alpha=inside if frame.alpha is None else np.minimum(frame.alpha, inside))


def _decode_mask(file: Container, directory: Directory) -> Bytes:
    with file.explained():
        size = directory.number(Tag.WIDTH, 0), directory.number(Tag.HEIGHT, 0)
        file.reading.refuse_too_large(file.name, *size)
        page = Page.parse(directory, is_mask=True)
        if page.compression not in BYTE_CODECS:
            refuse(f"a transparency mask with compression {COMPRESSIONS[page.compression]}")
    return np.ascontiguousarray(_decode_samples(file, page).pixels[..., 0])


def _decode_samples(file: Container, page: Page) -> Decoded:
    # Pillow decodes most TIFFs.
    from cvpalette.decoding.tiff.colors import convert  # noqa: PLC0415 -- as above
    from cvpalette.decoding.tiff.samples import read_samples  # noqa: PLC0415 -- as above

    with file.explained(), without_noise():
        samples = read_samples(page, allow_missing=file.reading.allow_truncated)
        if samples.present is not None and not samples.present.any():
            raise ImageError(file.name, "is cut short before its first pixel", "empty")
        frame = convert(page, samples)
    if samples.present is None:
        return frame
    missing = 100 - 100 * samples.present.mean()
    return replace(
        frame, warning=f"is cut short: {missing:.0f} % of its pixels are missing, and do not count"
    )


def _decode_with_pillow(file: Container, page: Page) -> Decoded:
    directory = page.directory
    alone = replace(
        file, format=_PageFormat(file.format.name, file.format.signature, "", directory=directory)
    )
    return decode_frame(alone, alone.open_frame(), 0)


@dataclass(frozen=True, slots=True)
class _PageFormat(Format):
    """TIFF, opened at one of its directories as if that were the first."""

    directory: Directory | None = None

    def open(self, data: bytes, name: str) -> ImageFile:  # noqa: ARG002 -- as Format has it
        """Read the directory, but no pixels."""
        assert self.directory is not None  # noqa: S101 -- fields after those of Format need a default
        return TiffImageFile(_Elsewhere(data, self.directory), "")


class _Elsewhere(io.BytesIO):
    """A TIFF whose header links to another directory than the file's first; nothing is copied."""

    def __init__(self, data: bytes, directory: Directory) -> None:
        super().__init__(data)
        link = struct.pack(directory.order + ("Q" if directory.is_big else "I"), directory.at)
        start = len(link)
        self._header = data[:start] + link

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most `size` bytes, or to the end; the header is the changed one."""
        at = self.tell()
        found = super().read(size)
        return self._header[at : at + len(found)] + found[max(0, len(self._header) - at) :]
