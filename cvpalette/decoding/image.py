"""Image and read_image(): the only reader of image files."""

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.film import Film, begins_film
from cvpalette.decoding.formats import HEAD_LENGTH, begins_image
from cvpalette.decoding.frames import decode_frames
from cvpalette.errors import ImageError
from cvpalette.messages import readable, reason_of
from cvpalette.settings.reading import DEFAULT, Reading
from cvpalette.sources.arrays import split_array

__all__ = ["Image", "read_frames", "read_image"]

Bytes: TypeAlias = NDArray[np.uint8]

# What a source is that no `open` should wait for: opening a FIFO without a writer never returns.
_SPECIAL_FILES: Final = {
    stat.S_ISFIFO: "a named pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


@dataclass(frozen=True, eq=False)
class Image:
    """The pixels that count: upright, sRGB, never written to again.

    `pixels` is (height, width, 3) uint8 sRGB; `alpha` is (height, width) uint8 or None: a pixel counts by
    its alpha, and the colour under alpha 0 does not exist. `name` is the source's, for people;
    `source_bytes` is how large its file is, where it was one; `warning` says what a file lacks that is
    cut short, where that is allowed.
    """

    pixels: Bytes
    alpha: Bytes | None = None
    name: str = "image"
    source_bytes: int | None = None
    warning: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no picture, and close the arrays for writing."""
        shape = self.pixels.shape[:2]
        for array, expected in ((self.pixels, (*shape, 3)), (self.alpha, shape)):
            if array is None:
                continue
            if array.dtype != np.uint8 or array.shape != expected or len(shape) != 2 or not array.size:
                reason = f"pixels are uint8 of {expected}, not {array.dtype} of {array.shape}"
                raise ImageError(self.name, reason)
            array.flags.writeable = False

    @classmethod
    def from_array(cls, array: NDArray[Any], name: str = "image") -> Self:
        """Take sRGB pixels of (height, width) grey, or with 1 to 4 channels, alpha last; they are copied.

        The levels are uint8, uint16, float 0 to 1, or bool; raises ImageError for anything else.
        """
        return cls(*split_array(array, name), name)

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    @property
    def stem(self) -> str:
        """The name without its suffix: what files made from this image are named after."""
        return Path(self.name).stem


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
