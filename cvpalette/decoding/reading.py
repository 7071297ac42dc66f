"""Reads files as Images: read_image(), read_frames() and open_file() choose the decoder."""

import io
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.container import STORED_RGB, Container, Decoded, decode_quietly, turn
from cvpalette.decoding.formats import (
    ARCHIVED,
    HEAD_LENGTH,
    begins_film,
    find_format,
    is_image,
    refuse_unread,
)
from cvpalette.decoding.image import Image
from cvpalette.decoding.jpeg import JpegHeader, is_whole
from cvpalette.errors import ImageError, problem_of
from cvpalette.messages import readable, reason_of
from cvpalette.settings.kinds import FILM, kind_of
from cvpalette.settings.settings import ALL, DEFAULT, FIRST, Reading

__all__ = ["Opened", "decode", "decode_frames", "open_file", "read_frames", "read_image"]

Bytes: TypeAlias = NDArray[np.uint8]

# Kinds of files that are refused before they are opened: opening a FIFO without a writer never returns.
_SPECIAL_FILES: Final = {
    stat.S_ISFIFO: "a named pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
    stat.S_ISDIR: "a folder",
}
# The formats that have TIFF's directories, or are raw photos as some TIFFs are.
_OF_TIFF: Final = ("TIFF", "raw photo")
# The formats whose picture is a file in them.
_DOCUMENTS: Final = {*ARCHIVED, "Affinity", "Clip Studio Paint", "ICNS"}
# A draft has at least so many pixels. Below that, the palette differs more, and hardly any time is saved.
_DRAFT_PIXELS: Final = 1_000_000
# By the part of the size. With the flag for RGB, the flags for gray give color.
_REDUCED: Final = {
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
# The values of `Reading.frames` that a file with one frame can fulfill.
_ONLY: Final = {FIRST, ALL, 1}


@dataclass(frozen=True, eq=False, slots=True)
class Opened:
    """A source whose first bytes were read: its names, its bytes, and whether it is an image or a film.

    `name` is the name in messages. `short` is the name of the file; its suffix may tell the format. `data` is
    empty for a film in a file, since a film may be larger than memory. If `is_image` is false, the file may
    be a palette, and `group` is the name of the group in it that the source names.
    """

    name: str
    short: str
    data: bytes
    is_image: bool
    read: Callable[[], Iterator[Image]]
    group: str = ""

    def frames(self) -> Iterator[Image]:
        """Give the frames that were asked for, one at a time; raises ImageError if there is none."""
        try:
            yield from self.read()
        except ImageError as error:
            error.rename(self.name)
            raise


def open_file(
    source: str | os.PathLike[str] | bytes, name: str | None = None, reading: Reading = DEFAULT
) -> Opened:
    """Read a file, or take its bytes, and find out whether it is an image, without decoding it.

    Raises ImageError for a file that is empty or cannot be read, and for formats that cvpalette recognizes
    but does not read.
    """
    if isinstance(source, bytes):
        short = name or "image"
        is_film = begins_film(source[:HEAD_LENGTH])
        film = partial(_read_film, io.BytesIO(source), len(source), short, reading)
        data = source
    else:
        path = Path(source)
        short = name or readable(path.name)
        film = partial(_read_film_file, path, short, reading)
        data, is_film = _read_file(path, short)
    if is_film:
        return Opened(short, short, data, is_image=True, read=film)
    if not data:
        raise ImageError(short, "is empty: there are no bytes to read", "empty")
    refuse_unread(data, short)
    image = partial(_read_image, data, short, reading)
    return Opened(short, short, data, is_image(data), image)


def _read_file(path: Path, name: str) -> tuple[bytes, bool]:
    """Return the bytes of a file, and whether it is a film; for a film the bytes are empty."""
    with _open_path(path) as file:
        try:
            head = file.read(HEAD_LENGTH)
            is_film = begins_film(head)
            return (b"" if is_film else head + file.read()), is_film
        except OSError as error:
            raise ImageError(name, reason_of(error), problem_of(error)) from error


def read_image(
    source: str | os.PathLike[str] | bytes, name: str | None = None, reading: Reading = DEFAULT
) -> Image:
    """Read an image file, or the bytes of one.

    `name` is its name in messages, by default the file's name. If there are many frames, it reads the first,
    or the one that `reading` asks for. It reads files and bytes only: `load_image` takes any source. Raises
    ImageError, with the reason, if the file cannot be read.

    Example:
        >>> cvpalette.read_image("photo.jpg").width
        240
        >>> with open("logo.png", "rb") as file:
        ...     data = file.read()
        >>> cvpalette.read_image(data, name="logo").name
        'logo'
    """
    return next(read_frames(source, name, reading))


def read_frames(
    source: str | os.PathLike[str] | bytes, name: str | None = None, reading: Reading = DEFAULT
) -> Iterator[Image]:
    """Read the frames, or pages, that `reading` asks for, one at a time, composed as they are shown.

    By default it reads the first. There is at least one frame. The frames of a film are evenly spaced, unless
    `reading` names one by its number. It reads files and bytes only: `load_frames` takes any source. Raises
    ImageError, with the reason, if a frame cannot be read.

    Example:
        >>> every = cvpalette.Reading(frames="all")
        >>> [frame.width for frame in cvpalette.read_frames("animation.gif", reading=every)]
        [64, 64, 64, 64]
    """
    yield from open_file(source, name, reading).frames()


def _read_image(data: bytes, name: str, reading: Reading) -> Iterator[Image]:
    if reading.only is not None:
        reading.refuse_kind(name, kind_of(find_format(data, name).name))
    pixels = 0
    for number, frame in enumerate(decode_frames(data, name, reading), 1):
        pixels += frame.pixels.size // 3
        if reading.frames == ALL:
            reading.refuse_too_many(name, number, pixels)
        yield Image(
            *(frame.pixels, frame.alpha, name, len(data), frame.warning, frame.draft_of),
            *(frame.seconds, frame.loops),
        )
        del frame  # it must not stay while the next one is decoded


def _read_film_file(path: Path, name: str, reading: Reading) -> Iterator[Image]:
    with _open_path(path) as file:
        yield from _read_film(file, os.fstat(file.fileno()).st_size, name, reading)


def _read_film(file: BinaryIO, size: int, name: str, reading: Reading) -> Iterator[Image]:
    reading.refuse_kind(name, FILM)
    from cvpalette.decoding.film import Film  # noqa: PLC0415 -- few sources are films

    film = Film(file, name, reading)
    total = 0
    for number, pixels in enumerate(film.frames(), 1):
        total += pixels.size // 3
        if reading.every is None:
            reading.refuse_too_many(name, number, total)
        yield Image(pixels, None, name, size, seconds=film.seconds)
    if not film.missing:
        return
    reason = f"is cut short: {film.missing:.0%} of the film is missing"
    if not reading.allow_truncated:
        raise ImageError(name, reason, "truncated")
    # One transparent pixel carries the warning.
    yield Image(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.uint8), name, size, reason)


def _open_path(path: Path) -> BinaryIO:
    """Open a regular file; OpenCV never gets a path, since some names crash it."""
    try:
        mode = path.stat().st_mode
        for is_special, what in _SPECIAL_FILES.items():
            if is_special(mode):
                raise ImageError(str(path), f"is {what}, not a file", "not-a-file")
        return path.open("rb")
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        # The error of the system says the same once more.
        raise ImageError(str(path), reason_of(error), problem_of(error)) from None


def decode(data: bytes, name: str, reading: Reading = DEFAULT) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) sRGB and alpha (height, width) or None; raises ImageError."""
    frame = next(decode_frames(data, name, reading))
    return frame.pixels, frame.alpha


def decode_frames(data: bytes, name: str, reading: Reading = DEFAULT) -> Iterator[Decoded]:
    """Give the frames that `reading` asks for, composed as they are shown; raises ImageError for none."""
    file = Container.of(data, name, reading)
    plain = _decode_plain_jpeg(file) if file.format.name == "JPEG" and reading.frames in _ONLY else None
    if plain is not None:
        yield plain
        return
    if file.format.name in _OF_TIFF:
        from cvpalette.decoding.tiff.reading import decode_tiff  # noqa: PLC0415 -- as below

        yield from decode_tiff(file)
        return
    if file.format.name in _DOCUMENTS:
        from cvpalette.decoding.documents import decode_document  # noqa: PLC0415 -- few images are documents

        yield from decode_document(file)
        return
    from cvpalette.decoding.pillow import decode_opened  # noqa: PLC0415 -- 15 ms, and most photos are plain

    yield from decode_opened(file)


def _decode_plain_jpeg(file: Container) -> Decoded | None:
    """Decode a plain JPEG, as nearly every photo is; None for any other, truncated or damaged one."""
    header = JpegHeader.parse(file.data)
    if header is None:
        return None
    file.reading.refuse_too_large(file.name, header.width, header.height)
    with file.explained():
        reduced = _find_draft(header.width, header.height) if file.reading.draft else 0
        found = decode_quietly(file, STORED_RGB | reduced) if is_whole(file.data) else None
        if found is None:
            return None
        pixels = np.asarray(found, np.uint8)
        if header.profile:
            from cvpalette.decoding.profiles import convert_rgb  # noqa: PLC0415 -- many photos have none

            pixels = convert_rgb(pixels, header.profile)
        elif header.is_adobe_rgb:
            from cvpalette.decoding.encoding import ADOBE_RGB  # noqa: PLC0415 -- few photos are
            from cvpalette.decoding.profiles import convert_rgb  # noqa: PLC0415 -- as above

            pixels = convert_rgb(pixels, ADOBE_RGB)
        upright = turn(pixels, header.orientation)
        if not reduced:
            return Decoded(upright, None)
        is_turned = header.orientation >= 5
        size = (header.height, header.width) if is_turned else (header.width, header.height)
        return Decoded(upright, None, draft_of=size)


def _find_draft(width: int, height: int) -> int:
    """Return the flag that makes OpenCV decode a JPEG at the least size that is enough; 0 for its whole size.

    libjpeg computes each block of 8 x 8 pixels at 4 x 4, 2 x 2 or 1 x 1, from fewer coefficients.
    """
    scales = (scale for scale in _REDUCED if -(-width // scale) * -(-height // scale) >= _DRAFT_PIXELS)
    return _REDUCED.get(max(scales, default=1), 0)
