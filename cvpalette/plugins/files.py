"""Files that are written so that nothing is lost: beside their target, and then renamed."""

import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from cvpalette.errors import CvpaletteError, WriteError
from cvpalette.messages import quote, reason_of

__all__ = ["ZIP", "encode", "growing", "replace_file", "replacing", "worded", "write_set", "zip_set"]

#: A set of files goes into one archive where the target ends in this.
ZIP: Final = ".zip"
_UNIX: Final = 3


@contextmanager
def worded(name: str | os.PathLike[str]) -> Iterator[None]:
    """Word what the system has against writing to a name; raises WriteError."""
    try:
        yield
    except (CvpaletteError, BrokenPipeError):
        raise  # worded already; and a reader that has what it wanted is no failure
    except (OSError, ValueError) as error:
        raise WriteError(os.fspath(name), f"cannot be written: {reason_of(error)}") from error


def encode(contents: str | bytes) -> bytes:
    """Return text in UTF-8, and bytes as they are."""
    return contents.encode() if isinstance(contents, str) else contents


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


def zip_set(contents: Mapping[str, str | bytes]) -> bytes:
    """Return a set of files as a ZIP archive: the same bytes for the same files, since it has no dates."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, encode(data))
    return file.getvalue()


def write_set(folder: Path, contents: Mapping[str, str | bytes], *, force: bool) -> list[Path]:
    """Write a set of files into a folder, and return their paths; raises WriteError.

    Unless `force`, nothing is written if one of the files exists.
    """
    paths = [folder / name for name in contents]
    with worded(folder):
        for path in paths:
            if os.path.lexists(path) and not force:
                raise WriteError(str(path), f"exists and is kept, and with it all of {quote(folder)}")
        for path, data in zip(paths, contents.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, encode(data))
    return paths
