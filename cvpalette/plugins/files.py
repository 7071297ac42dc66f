"""Writes files so that nothing is lost: a new file is written beside its target and then renamed."""

import io
import os
import shutil
import stat
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, Final

from cvpalette.errors import CvpaletteError, WriteError
from cvpalette.messages import quote, reason_of

__all__ = [
    "ZIP",
    "encode",
    "growing",
    "place_file",
    "placing",
    "replace_file",
    "replacing",
    "require_no_archive",
    "worded",
    "write_set",
    "zip_set",
]

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


def place_file(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file whose name the user did not choose; raises WriteError if the name is taken.

    With `force`, a file or link of that name is replaced. A link is never followed.
    """
    with worded(path), _staged(path, data) as temporary:
        _place(temporary, path, force=force)


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes pieces; they replace the file when the `with` ends; raises WriteError.

    If the path is a link, the file that it leads to is replaced.
    """
    with worded(path):
        if path.is_dir():
            raise WriteError(str(path), "is a folder")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb", buffering=0) as file:  # a device or a pipe, such as /dev/null
                yield partial(_write_whole, file)
            return
        if path.exists() and not os.access(path, os.W_OK):
            raise WriteError(str(path), "is read-only, and kept")
        real = Path(os.path.realpath(path))
        with _temporary_for(real) as (temporary, file):
            yield file.write
            _finish(file)
            _place(temporary, real, force=True)


@contextmanager
def placing(path: Path, *, force: bool) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes pieces of a file whose name the user did not choose, as `place_file`."""
    with worded(path), _temporary_for(path) as (temporary, file):
        yield file.write
        _finish(file)
        _place(temporary, path, force=force)


@contextmanager
def _staged(path: Path, data: bytes) -> Iterator[Path]:
    """Give a complete temporary file beside a path; it is removed at the end, unless it was renamed."""
    with _temporary_for(path) as (temporary, file):
        file.write(data)
        _finish(file)
        yield temporary


@contextmanager
def _temporary_for(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give an empty temporary file beside a path, open for writing; it is removed at the end if it is left.

    A process that is killed leaves its file. The next process that writes to the folder removes it.
    """
    _sweep(path.parent)
    # The name is not made of the target's: that may already be as long as names can be.
    temporary = path.with_name(f"{_PREFIX}{os.urandom(4).hex()}{_SUFFIX}")
    try:
        with temporary.open("xb") as file:
            _lock(file)
            yield temporary, file
    finally:  # also after Ctrl-C: no temporary file stays behind
        temporary.unlink(missing_ok=True)


def _write_whole(file: RawIOBase, data: bytes) -> None:
    """Write all of the data: without a buffer, a pipe may take only a part at a time."""
    while data:
        data = data[file.write(data) or 0 :]


def _finish(file: BinaryIO) -> None:
    """Bring a file to the disk and close it: Windows renames no open file, and a set may have many."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _place(temporary: Path, path: Path, *, force: bool) -> None:
    """Give a temporary file its name; raises WriteError if the name is taken, unless `force` is given.

    A link of that name is replaced, and not followed.
    """
    if force:
        if path.is_file() and not path.is_symlink():
            shutil.copymode(path, temporary)
        temporary.replace(path)
        return
    try:
        _rename_to_free(temporary, path)
    except FileExistsError as error:
        raise WriteError(str(path), "exists and is kept") from error


def _rename_to_free(temporary: Path, path: Path) -> None:
    """Rename a file; raises FileExistsError if there is anything at the new name."""
    if os.name == "nt":
        temporary.rename(path)
        return
    try:
        # Unlike a renamed file, a hard link never replaces anything.
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: take the name first, then replace our own file
        path.open("xb").close()
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


# ---- Temporary files of processes that were killed ----

_PREFIX: Final = ".cvpalette-"
_SUFFIX: Final = ".tmp"
# Seconds. A younger file may be one that another process has made but not locked yet.
_YOUNG: Final = 60.0
_swept: Final[set[str]] = set()


def _lock(file: BinaryIO) -> None:
    """Mark a temporary file as in use; the system removes the mark when the process ends."""
    with suppress(ImportError, OSError):  # Windows has no fcntl; there, open files cannot be removed
        import fcntl  # noqa: PLC0415 -- only runs that write a file need it

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sweep(folder: Path) -> None:
    """Remove temporary files that a killed process left in a folder; once for each folder."""
    if str(folder) in _swept:
        return
    _swept.add(str(folder))
    with suppress(OSError), os.scandir(folder) as entries:
        old = [Path(each.path) for each in entries if each.name.startswith(_PREFIX)]
        for path in old:
            if path.name.endswith(_SUFFIX) and _is_abandoned(path):
                path.unlink(missing_ok=True)


def _is_abandoned(path: Path) -> bool:
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or time.time() - found.st_mtime < _YOUNG:
            return False
        if os.name == "nt":
            return True
        import fcntl  # noqa: PLC0415 -- as above

        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):  # its owner is alive, or it is not ours
        return False
    return True


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
                _write_whole(file, data)
            except BaseException:
                file.truncate(start)
                raise

        yield write


def require_no_archive(path: str | os.PathLike[str]) -> None:
    """Raise WriteError if a single file would have the name of an archive."""
    if os.fspath(path).lower().endswith(ZIP):
        reason = "names an archive, and this is a single file; give it its own suffix"
        raise WriteError(os.fspath(path), reason)


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
    """Write a set of files into a folder, all or none, and return their paths; raises WriteError.

    If one of the files exists, nothing is written, unless `force` is given. Then a failure midway removes the
    new files, but does not bring back those that were replaced. Links are replaced, not followed.
    """
    paths = [folder / name for name in contents]
    made: list[Path] = []
    with worded(folder), ExitStack() as staged:
        for path in paths:
            _require_free(path, folder, force=force)
        try:
            for path in paths:
                made += _make_folders(path.parent)
            # A full disk is noticed here, before any file has its name.
            pairs = zip(paths, contents.values(), strict=True)
            whole = [(staged.enter_context(_staged(path, encode(data))), path) for path, data in pairs]
            for temporary, path in whole:
                is_new = not os.path.lexists(path)
                _place(temporary, path, force=force)
                if is_new:
                    made.append(path)
        except BaseException:  # also Ctrl-C: what is new goes, in reverse order
            staged.close()
            for each in reversed(made):
                with suppress(OSError):
                    each.rmdir() if each.is_dir() and not each.is_symlink() else each.unlink()
            raise
    return paths


def _require_free(path: Path, folder: Path, *, force: bool) -> None:
    """Raise WriteError if a file of a set cannot have its place in the folder."""
    if os.path.lexists(path) and not force:
        raise WriteError(str(path), f"exists and is kept; nothing was written to {quote(folder)}")
    if path.is_dir() and not path.is_symlink():
        raise WriteError(str(path), f"is a folder; nothing was written to {quote(folder)}")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder with its parents, and return those that are new, the outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
