"""read_stream(): open files and pipes, to the end or to the limit."""

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from cvpalette.errors import ImageError
from cvpalette.sources.stream import MOST_BYTES, read_stream


class Dripping(io.RawIOBase):
    """A pipe that gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        """Take what is to be given."""
        self._bytes: Iterator[int] = iter(data)

    def read(self, _size: int = -1) -> bytes:
        """Give one byte, whatever is asked."""
        return bytes(islice(self._bytes, 1))


class Endless(io.RawIOBase):
    """A pipe that never ends."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        """Give as much as is asked."""
        self.given += size
        return bytes(size)


@pytest.mark.parametrize("data", [b"", b"a", bytes(range(256)) * 1000], ids=["none", "one", "many"])
def test_a_stream_is_read_to_its_end(data: bytes) -> None:
    """In however small pieces it comes."""
    assert read_stream(io.BytesIO(data), "stdin") == data
    assert read_stream(Dripping(data[:3000]), "stdin") == data[:3000]


def test_a_stream_is_read_from_where_it_stands() -> None:
    """What is before that may be somebody's header."""
    file = io.BytesIO(b"headbody")
    file.seek(4)
    assert read_stream(file, "stdin") == b"body"


def test_a_stream_without_end_is_an_error() -> None:
    """After little more than the limit."""
    stream = Endless()
    with pytest.raises(ImageError, match="'stdin': has more than 3 MiB; save it as a file, and name that"):
        read_stream(stream, "stdin", 3 << 20)
    assert stream.given <= (3 << 20) + (1 << 16)


def test_a_stream_of_just_the_limit_is_read() -> None:
    """It has no more than that."""
    assert len(read_stream(io.BytesIO(bytes(1 << 20)), "stdin", 1 << 20)) == 1 << 20
    assert MOST_BYTES == 256 << 20


def test_a_text_file_is_an_error() -> None:
    """It would decode the pixels."""
    with pytest.raises(ImageError, match="is open as text; open it with mode 'rb'"):
        read_stream(io.StringIO("text"), "a.txt")


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Open for writing, or closed."""
    with (
        (tmp_path / "a").open("wb") as file,
        pytest.raises(ImageError, match="is not open for reading; open it with"),
    ):
        read_stream(file, "a")
    closed = io.BytesIO(b"data")
    closed.close()
    with pytest.raises(ImageError, match=r"'a': cannot be read: .*closed"):
        read_stream(closed, "a")


@pytest.mark.parametrize("text", ["abc", "\ud800"])
def test_a_file_that_is_open_as_text_is_told(tmp_path: Path, text: str) -> None:
    """Its bytes may be no text, which would be a message about code points."""
    path = tmp_path / "a.png"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with (
        path.open(encoding="utf-8") as file,
        pytest.raises(ImageError, match="is open as text; open it with mode 'rb'"),
    ):
        read_stream(file, "a.png")
