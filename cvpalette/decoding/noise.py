"""Hides the noise of C libraries on stderr from the user of the command.

When cvpalette is used as a library, it does none of this: stderr belongs to the program that uses it.
"""

import atexit
import faulthandler
import io
import os
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final

__all__ = ["is_kept", "keep_from_user", "lend_stderr", "without_noise"]

# What the lines of libjpeg, libpng, libtiff, FFmpeg and OpenCV begin with or contain.
_NOISE: Final = re.compile(
    rb"JPEG|JFIF|TIFF|libpng|tempfile\.tif|OpenCV|\[ *(?:WARN|ERROR|INFO)[:@]"
    rb"|\(EXR_ERR_|^\[[\w,]++ @ 0x|^(?=\w*(?:TIFF|Decode|Setup|Fill|Strip|Tile|Codec))\w++: ",
)
_STDERR: Final = 2
# The file is emptied at this size: a run over a million photos must not keep the messages of all.
_MOST_KEPT: Final = 1 << 20


class _Sink:
    """A file that replaces stderr; it is read after C libraries have written to it."""

    def __init__(self, file: IO[bytes], user: int | None) -> None:
        """Take the file, and the descriptor of the user's stderr, if there is one."""
        self.file = file
        self.user = user
        self._at = 0

    def take(self) -> bytes:
        """Return the bytes written since the last call."""
        self.file.seek(self._at)
        said = self.file.read()
        self._at += len(said)
        if self._at > _MOST_KEPT:
            self.file.truncate(0)
            # Where nothing appends, as on Windows, the next message would stand behind a megabyte of zeros.
            self.file.seek(0)
            self._at = 0
        return said

    def pass_on(self) -> None:
        """Write the lines since the last call to the user's stderr, without noise."""
        lines = self.take().splitlines(keepends=True)
        words = b"".join(line for line in lines if not _NOISE.search(line))
        with suppress(OSError):
            while words and self.user is not None:
                words = words[os.write(self.user, words) :]


# The file that replaces the stderr of this process, if any: at most one.
_sinks: Final[list[_Sink]] = []


def keep_from_user() -> None:
    """Hide the messages of C libraries on stderr, and Pillow's warnings, for the rest of this process.

    Call it only in processes of our own: the command, and workers. The user still sees everything that Python
    itself writes, errors and crashes included. Other lines that are not noise reach the user a little later.
    """
    if _sinks:
        return
    warnings.filterwarnings("ignore", module=r"PIL\b|pillow_(?:heif|jxl)\b")
    user: int | None = None
    with suppress(OSError):  # stderr may be closed
        user = os.dup(_STDERR)
    sink = _Sink(_open_file(), user)
    if user is not None and _is_stderr(sys.stderr):
        sys.stderr.flush()
        # Both are replaced: code that asks for the size of the terminal uses sys.__stderr__.
        sys.stderr = sys.__stderr__ = open(  # type: ignore[misc]  # noqa: SIM115 -- open to the end
            user, "w", 1, encoding=sys.stderr.encoding, errors=sys.stderr.errors, closefd=False
        )
        if faulthandler.is_enabled():
            faulthandler.enable(user)
    os.dup2(sink.file.fileno(), _STDERR)
    _sinks.append(sink)
    atexit.register(sink.pass_on)


def _is_stderr(stream: object) -> bool:
    # sys.stderr is None if the process started with a closed stderr, and tests replace it.
    return isinstance(stream, io.TextIOWrapper) and stream.fileno() == _STDERR


def _open_file() -> IO[bytes]:
    try:
        if hasattr(os, "memfd_create"):  # a file in memory saves a tenth of a millisecond
            file: IO[bytes] = os.fdopen(os.memfd_create("stderr"), "r+b", buffering=0)
        else:
            import tempfile  # noqa: PLC0415 -- only where there is no memfd

            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 -- open to the end
    except OSError:  # no place to write: everything is thrown away
        return open(os.devnull, "r+b", buffering=0)  # noqa: PTH123 -- as above
    with suppress(ImportError):  # Windows has no fcntl
        import fcntl  # noqa: PLC0415 -- as above

        # Reading moves the position in the file, which writers share. Appending ignores the position.
        fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
    return file


def is_kept() -> bool:
    """Tell whether this process hides noise from the user."""
    return bool(_sinks)


@contextmanager
def without_noise() -> Iterator[None]:
    """Throw away everything that is written to stderr meanwhile, if this process hides noise.

    If other threads run, only lines that are noise are thrown away.
    """
    for sink in _sinks:
        sink.pass_on()
    try:
        yield
    finally:
        for sink in _sinks:
            if threading.active_count() > 1:
                sink.pass_on()
            else:
                sink.take()


@contextmanager
def lend_stderr() -> Iterator[None]:
    """Let processes that start meanwhile inherit the user's stderr."""
    users = [sink.user for sink in _sinks if sink.user is not None]
    for user in users:
        os.dup2(user, _STDERR)
    try:
        yield
    finally:
        for sink in _sinks[: len(users)]:
            os.dup2(sink.file.fileno(), _STDERR)
