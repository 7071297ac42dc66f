"""Writes files so that nothing is lost: a new file is written beside its target and then renamed."""

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

#: If the name of the target ends in this, a set of files goes into one archive.
ZIP: Final = ".zip"
# Entries of the archive get permissions as on Unix, whichever system writes it.
_UNIX: Final = 3


@contextmanager
def worded(name: str | os.PathLike[str]) -> Iterator[None]:
    """Turn a system error from writing to a name into a WriteError in words for the user."""
    try:
        yield
    except (CvpaletteError, BrokenPipeError):
        raise  # a CvpaletteError is worded already; and a reader that closes its pipe is not a failure
    except (OSError, ValueError) as error:
        raise WriteError(os.fspath(name), f"cannot be written: {reason_of(error)}") from error


def encode(contents: str | bytes) -> bytes:
    """Return text as UTF-8, and bytes unchanged."""
    return contents.encode() if isinstance(contents, str) else contents


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file by the data at once: no reader ever sees half of it; raises WriteError."""
    with replacing(path) as write:
        write(data)


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes pieces; they replace the file when the `with` ends; raises WriteError."""
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
    # The name is not made of the target's: that may already be as long as names can be.
    temporary = path.with_name(f".cvpalette-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:  # also Ctrl-C: no temporary file stays behind
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def growing(path: Path, size: int) -> Iterator[Callable[[bytes], object]]:
    """Give a function that appends data to a file, whole or not at all; raises WriteError.

    The file is first cut to `size` bytes.
    """
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
    """Return a set of files as a ZIP archive; it has no dates, so the same files give the same bytes."""
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

    If one of the files exists, nothing is written, unless `force` is given.
    """
    paths = [folder / name for name in contents]
    with worded(folder):
        for path in paths:
            if os.path.lexists(path) and not force:
                raise WriteError(str(path), f"exists and is kept; nothing was written to {quote(folder)}")
        for path, data in zip(paths, contents.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, encode(data))
    return paths
