"""Writes contents so that nothing is lost: to stdout whole, to a file beside its target, then renamed."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cvpalette.errors import CvpaletteError, WriteError
from cvpalette.messages import reason_of

__all__ = ["growing", "replace_file", "replacing", "worded", "write_to_stdout"]


@contextmanager
def worded(name: str | os.PathLike[str]) -> Iterator[None]:
    """Word what the system has against writing to a name; raises WriteError."""
    try:
        yield
    except (CvpaletteError, BrokenPipeError):
        raise  # worded already; and a reader that has what it wanted is no failure
    except (OSError, ValueError) as error:
        raise WriteError(os.fspath(name), f"cannot be written: {reason_of(error)}") from error


def write_to_stdout(contents: str | bytes) -> None:
    """Write text or bytes to stdout; raises WriteError, also for bytes to a terminal."""
    if sys.stdout is None:
        raise WriteError("stdout", "is closed")
    data = contents if isinstance(contents, bytes) else contents.encode()
    if sys.stdout.isatty():
        if isinstance(contents, bytes):
            raise WriteError("stdout", "is a terminal, and this is no text; name a file with --output")
        # A terminal of another encoding gets question marks, not mojibake.
        data = contents.encode(sys.stdout.encoding or "utf-8", "replace")
    with worded("stdout"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


def replace_file(path: Path, data: bytes) -> None:
    """Make a file hold the data: whoever looks sees the old file or the new, whole; raises WriteError."""
    with replacing(path) as write:
        write(data)


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes what a file is to hold once all is written; raises WriteError."""
    with worded(path):
        if path.is_dir():
            raise WriteError(str(path), "is a folder")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb", buffering=0) as file:  # a device or a pipe, such as /dev/null
                yield file.write
            return
        if path.exists() and not os.access(path, os.W_OK):
            raise WriteError(str(path), "is read-only, and kept")
        with _renaming_over(Path(os.path.realpath(path))) as file:
            yield file.write


@contextmanager
def _renaming_over(path: Path) -> Iterator[BinaryIO]:
    # A name of its own, and a short one: the target's may be as long as names can be.
    temporary = path.with_name(f".cvpalette-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:  # interrupted too: no temporary file stays behind
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def growing(path: Path, size: int) -> Iterator[Callable[[bytes], object]]:
    """Give a function that adds to the first `size` bytes of a file, all or nothing; raises WriteError."""
    with worded(path), path.open("r+b" if path.exists() else "xb", buffering=0) as file:
        file.truncate(size)

        def write(data: bytes) -> None:
            start = file.seek(0, os.SEEK_END)
            try:
                while data:
                    data = data[file.write(data) or 0 :]
            except BaseException:
                file.truncate(start)
                raise

        yield write
