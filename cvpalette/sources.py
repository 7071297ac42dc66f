"""What a person may name as a source, as single images: files, the images in a folder, URLs, stdin."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cvpalette.errors import ImageError, reason_of
from cvpalette.formats import HEAD_LENGTH, begins_image
from cvpalette.image import Image, read_frames
from cvpalette.intake import is_url, load_frames
from cvpalette.paths import is_folder
from cvpalette.reading import DEFAULT, Reading
from cvpalette.stream import read_stream

__all__ = ["STDIN", "find_sources", "read_source"]

STDIN: Final = "-"
_OTHER_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def find_sources(argument: str, *, recursive: bool = False) -> Iterator[str]:
    """Give the sources that an argument stands for: a folder's images in order of name, else itself.

    With `recursive` the images in folders below it too; links to folders are not followed, so that none is
    gone through twice. Raises ImageError for a folder without images, and for a URL of another scheme.
    """
    if argument == STDIN or is_url(argument):
        yield argument
        return
    if not argument:
        raise ImageError(argument, "names no file")
    if _OTHER_URL.match(argument):
        raise ImageError(argument, "is no http or https URL, and only those are fetched")
    if not is_folder(argument):
        yield argument
        return
    failures: list[OSError] = []
    number = 0
    for path in _walk(argument, recursive=recursive, failures=failures):
        number += 1
        yield path
    if failures:
        folder = str(failures[0].filename or argument)
        raise ImageError(folder, f"cannot be listed: {reason_of(failures[0])}") from failures[0]
    if not number:
        below = "" if recursive else "; those in folders below it are found with --recursive"
        raise ImageError(argument, f"is a folder without images{below}")


def read_source(source: str, reading: Reading = DEFAULT) -> Iterator[Image]:
    """Read the frames that are asked for of one source: a file, what a URL names, or stdin as a whole.

    Raises ImageError. Whoever types a private address has business there: it is not refused.
    """
    if source != STDIN:
        return load_frames(source, reading=reading, allow_private=True)
    # Python has none where the process was started with it closed.
    if sys.stdin is None:
        raise ImageError("stdin", "is closed; there is nothing to read")
    return read_frames(read_stream(sys.stdin.buffer, "stdin"), "stdin", reading)


def _walk(folder: str, *, recursive: bool, failures: list[OSError]) -> Iterator[str]:
    """Give the images in a folder in order of name, and then those in each folder below it."""
    for current, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(folders) if recursive else []
        for name in sorted(files):
            path = Path(current, name)
            if path.is_file() and _is_image(path):
                yield str(path)


def _is_image(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return begins_image(file.read(HEAD_LENGTH))
    except OSError:
        # A file that cannot be opened may be an image: reading it says what is wrong.
        return True
