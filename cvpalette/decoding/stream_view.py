"""Defines StreamView: a second position in a stream, and other bytes in place of some."""

import io
from typing import BinaryIO

__all__ = ["StreamView"]


class StreamView(io.BufferedIOBase):
    """A stream with a position of its own, in which some bytes are read as others of the same number."""

    def __init__(self, stream: BinaryIO, patches: tuple[tuple[bytes, bytes], ...]) -> None:
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
        """Go to a position, and return it."""
        start = self._at if whence == io.SEEK_CUR else 0
        self._at = self._stream.seek(start + offset, io.SEEK_END if whence == io.SEEK_END else io.SEEK_SET)
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
