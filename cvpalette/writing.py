"""Writes contents so that nothing is lost: to stdout whole, to a file beside its target, then renamed."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cvpalette.errors import WriteError, reason_of

__all__ = ["replace_file", "worded", "write_to_stdout"]


@contextmanager
def worded(name: str | os.PathLike[str]) -> Iterator[None]:
    """Word what the system has against writing to a name; raises WriteError."""
    try:
        yield
    except (WriteError, BrokenPipeError):
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
    with worded(path):
        if path.is_dir():
            raise WriteError(str(path), "is a folder")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(data)  # a device or a pipe, such as /dev/null: nothing to replace
            return
        if path.exists() and not os.access(path, os.W_OK):
            raise WriteError(str(path), "is read-only, and kept")
        _rename_over(Path(os.path.realpath(path)), data)


def _rename_over(path: Path, data: bytes) -> None:
    # A name of its own, and a short one: the target's may be as long as names can be.
    temporary = path.with_name(f".cvpalette-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:  # interrupted too: no temporary file stays behind
        temporary.unlink(missing_ok=True)
        raise
