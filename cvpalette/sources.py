"""What a person may name as a source, as single images: files, the images in a folder, stdin."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cvpalette.errors import ImageError
from cvpalette.image import Image, read_frames
from cvpalette.paths import is_folder
from cvpalette.reading import Reading

__all__ = ["STDIN", "find_sources", "read_source"]

STDIN: Final = "-"
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# How the files begin that cvpalette reads; a folder's other files are passed over.
_SIGNATURES: Final = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0\0\0\0|P[1-6]\s"
    rb"|....ftyp(avif|avis|mif1)|\0\0\0\x0cjP  |\xff\x4f\xff\x51",
    re.DOTALL,
)
_SIGNATURE_LENGTH: Final = 12


def find_sources(argument: str) -> Iterator[str]:
    """Give the sources that an argument stands for: a folder's images in order of name, else itself.

    Raises ImageError for a folder without images, and for a URL.
    """
    if argument == STDIN:
        yield argument
        return
    if _URL.match(argument):
        raise ImageError(argument, "is a URL; download it first, or pipe it to 'cvpalette -'")
    folder = Path(argument)
    if not is_folder(folder):
        yield argument
        return
    try:
        images = sorted(str(path) for path in folder.iterdir() if path.is_file() and _is_image(path))
    except OSError as error:
        raise ImageError(argument, f"cannot be listed: {error.strerror}") from error
    if not images:
        raise ImageError(argument, "is a folder without images")
    yield from images


def read_source(source: str, reading: Reading) -> Iterator[Image]:
    """Read the frames of one source that are asked for: of a file, or stdin as a whole; raises ImageError."""
    if source != STDIN:
        return read_frames(source, reading=reading)
    if sys.stdin is None:
        raise ImageError("stdin", "is closed")
    return read_frames(sys.stdin.buffer.read(), "stdin", reading)


def _is_image(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _SIGNATURES.match(file.read(_SIGNATURE_LENGTH)) is not None
    except OSError:
        # A file that cannot be opened may be an image: reading it says what is wrong.
        return True
