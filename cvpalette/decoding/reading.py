"""read_image() and read_frames(): image files to Images, whoever decodes them."""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.container import STORED_RGB, Container, Decoded, decode_quietly, turn
from cvpalette.decoding.film import Film, begins_film
from cvpalette.decoding.formats import HEAD_LENGTH, begins_image
from cvpalette.decoding.image import Image
from cvpalette.decoding.jpeg import JpegHeader, has_end
from cvpalette.decoding.profiles import convert_rgb
from cvpalette.errors import ImageError
from cvpalette.messages import readable, reason_of
from cvpalette.settings.settings import ALL, DEFAULT, FIRST, Reading

__all__ = ["decode", "decode_frames", "read_frames", "read_image"]

Bytes: TypeAlias = NDArray[np.uint8]

# What a source is that no `open` should wait for: opening a FIFO without a writer never returns.
_SPECIAL_FILES: Final = {
    stat.S_ISFIFO: "a named pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}
# What may be asked of a file of one frame.
_ONLY: Final = {FIRST, ALL, 1}


def read_image(
    source: str | os.PathLike[str] | bytes, name: str | None = None, reading: Reading = DEFAULT
) -> Image:
    """Read an image file, or the bytes of one; `name` is what to call it, by default the file's name.

    Of many frames it is the first, or the one that `reading` asks for. Raises ImageError, with the reason,
    for whatever cannot be read.
    """
    return next(read_frames(source, name, reading))


def read_frames(
    source: str | os.PathLike[str] | bytes, name: str | None = None, reading: Reading = DEFAULT
) -> Iterator[Image]:
    """Read the frames, or pages, that `reading` asks for, one at a time, composed as they are shown.

    Of a film they are evenly spaced. There is at least one. Raises ImageError, with the reason, for whatever
    cannot be read.
    """
    if isinstance(source, bytes):
        yield from _read_stream(io.BytesIO(source), len(source), name or "image", reading)
    else:
        path = Path(source)
        with _open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            yield from _read_stream(file, size, name or readable(path.name), reading)


def _read_stream(file: BinaryIO, size: int, name: str, reading: Reading) -> Iterator[Image]:
    try:
        head = file.read(HEAD_LENGTH)
        is_film = begins_film(head) and not begins_image(head)
        # A film may be larger than memory, and little of it is looked at.
        data = b"" if is_film else head + file.read()
    except OSError as error:
        raise ImageError(name, reason_of(error)) from error
    if not head:
        raise ImageError(name, "is empty: there are no bytes to read")
    if is_film:
        file.seek(0)
        yield from _read_film(Film(file, name, reading), size, name, reading)
        return
    for frame in decode_frames(data, name, reading):
        yield Image(frame.pixels, frame.alpha, name, len(data), frame.warning)


def _read_film(film: Film, size: int, name: str, reading: Reading) -> Iterator[Image]:
    for pixels in film.frames():
        yield Image(pixels, None, name, size)
    if not film.missing:
        return
    reason = f"is cut short: {film.missing:.0%} of the film is missing"
    if not reading.allow_truncated:
        raise ImageError(name, f"{reason}; take what is there with --allow-truncated")
    # There is nothing visible in it.
    yield Image(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.uint8), name, size, reason)


def _open_file(path: Path) -> BinaryIO:
    """Open a regular file; OpenCV never sees a path, since some names crash it."""
    try:
        mode = path.stat().st_mode
        for is_special, what in _SPECIAL_FILES.items():
            if is_special(mode):
                raise ImageError(str(path), f"is {what}, not a file; pipe its content to 'cvpalette -'")
        if stat.S_ISDIR(mode):
            raise ImageError(str(path), "is a folder, not a file")
        return path.open("rb")
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        raise ImageError(str(path), reason_of(error)) from error


def decode(data: bytes, name: str, reading: Reading = DEFAULT) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) sRGB and alpha (height, width) or None; raises ImageError."""
    frame = next(decode_frames(data, name, reading))
    return frame.pixels, frame.alpha


def decode_frames(data: bytes, name: str, reading: Reading = DEFAULT) -> Iterator[Decoded]:
    """Give the frames that are asked for, composed as they are shown: at least one, or raises ImageError."""
    file = Container.of(data, name, reading)
    plain = _decode_plain_jpeg(file) if file.format.name == "JPEG" and reading.frames in _ONLY else None
    if plain is not None:
        yield Decoded(plain, None)
        return
    from cvpalette.decoding.pillow import decode_opened  # noqa: PLC0415 -- 15 ms, and most photos are plain

    yield from decode_opened(file)


def _decode_plain_jpeg(file: Container) -> Bytes | None:
    """Decode what nearly every photo is; None for what is odd, cut or damaged."""
    header = JpegHeader.parse(file.data)
    if header is None:
        return None
    file.reading.refuse_too_large(file.name, header.width, header.height)
    with file.explained():
        found = decode_quietly(file, STORED_RGB) if has_end(file.data) else None
        if found is None:
            return None
        return turn(convert_rgb(np.asarray(found, np.uint8), header.profile), header.orientation)
