"""Reads all bytes of an open file, up to a limit: the file may be a pipe that never ends."""

import io
from typing import Any, Final

from cvpalette.errors import ImageError, problem_of
from cvpalette.messages import reason_of

__all__ = ["ADVICE", "FETCH", "MOST_BYTES", "gather", "read_stream", "too_large"]

#: What to do about a stream that is too large, and about a file elsewhere.
ADVICE: Final = "save it as a file, and name that"
FETCH: Final = "download it with another program, and name the file"
#: The most bytes that are read of a stream: no photo is that large, and it fits into memory.
MOST_BYTES: Final = 1 << 28
_PIECE: Final = 1 << 16
_TEXT: Final = "is open as text; open it with mode 'rb'"


def read_stream(file: Any, name: str, most: int = MOST_BYTES) -> bytes:
    """Read a binary file from its position to its end; every failure is an ImageError."""
    try:
        return gather(file, name, most)
    except io.UnsupportedOperation as error:
        raise ImageError(name, "is not open for reading; open it with mode 'rb'", "invalid") from error
    except (OSError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        # A closed file raises a ValueError.
        raise ImageError(name, f"cannot be read: {reason_of(error)}", problem_of(error)) from error


def gather(file: Any, name: str, most: int, advice: str = ADVICE) -> bytes:
    """Read to the end; raises what the file raises, and ImageError for a text file or too many bytes."""
    data = bytearray()
    if isinstance(file, io.TextIOBase):
        raise ImageError(name, _TEXT, "invalid")
    while piece := file.read(_PIECE):
        if not isinstance(piece, bytes):
            raise ImageError(name, _TEXT, "invalid")
        data += piece
        if len(data) > most:
            raise too_large(name, most, advice)
    return bytes(data)


def too_large(name: str, most: int, advice: str = ADVICE) -> ImageError:
    """Return the error for a source of more than `most` bytes that is no file of this machine."""
    return ImageError(name, f"has more than {most >> 20} MiB; {advice}", "too-large")
