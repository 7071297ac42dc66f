"""Defines StreamView: a second position in a stream, and other bytes in place of some."""

import io
from typing import BinaryIO, Final

__all__ = ["StreamView"]

# OpenCV passes positions as 32-bit numbers with a sign, so those from 2 GiB on are negative.
_WRAPPED: Final = 1 << 32


class StreamView(io.BufferedIOBase):
    """A stream with a position of its own, in which some bytes are read as others of the same number.

    It is made for OpenCV, which crashes if `seek` raises an exception.
    """

    def __init__(self, stream: BinaryIO, patches: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        """Take the stream, and pairs of what is there and what is read in its place, wherever it is."""
        self._stream = stream
        self._patches = patches
        self._margin = max((len(there) for there, _ in patches), default=1) - 1
        self._at = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most `size` bytes, or to the end."""
        before = min(self._at, self._margin)
        self._stream.seek(self._at - before)
        wanted = -1 if size is None or size < 0 else before + size + self._margin
        data = self._stream.read(wanted)
        for there, instead in self._patches:
            data = data.replace(there, instead)
        data = data[before:] if wanted < 0 else data[before : wanted - self._margin]
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a position, and return it; -1 if there is no such position."""
        if whence == io.SEEK_SET and offset < 0:
            offset += _WRAPPED
        start = self._at if whence == io.SEEK_CUR else 0
        try:
            self._at = self._stream.seek(
                start + offset, io.SEEK_END if whence == io.SEEK_END else io.SEEK_SET
            )
        except (OSError, ValueError):
            return -1
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read at any position."""
        return True
