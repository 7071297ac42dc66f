"""Noise: what C libraries say on stderr, which the command keeps from its user.

In a library's use nothing of this happens: stderr belongs to the process, and the process to somebody else.
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

# How the lines of libjpeg, libpng, libtiff, FFmpeg and OpenCV begin, or what stands in them.
_NOISE: Final = re.compile(
    rb"JPEG|JFIF|TIFF|libpng|tempfile\.tif|OpenCV|\[ *(?:WARN|ERROR|INFO)[:@]"
    rb"|^\[[\w,]+ @ 0x|^\w*(?:TIFF|Decode|Setup|Fill|Strip|Tile|Codec)\w*: ",
)
_STDERR: Final = 2
# A run over a million photos must not keep what is said of each.
_MOST_KEPT: Final = 1 << 20


class _Sink:
    """What stands in for stderr: a file that is read after C libraries have written to it."""

    def __init__(self, file: IO[bytes], user: int | None) -> None:
        """Take the file, and the descriptor of the user's stderr, if there is one."""
        self.file = file
        self.user = user
        self._at = 0

    def take(self) -> bytes:
        """Return what was written since the last time."""
        self.file.seek(self._at)
        said = self.file.read()
        self._at += len(said)
        if self._at > _MOST_KEPT:
            self.file.truncate(0)
            self._at = 0
        return said

    def pass_on(self) -> None:
        """Write to the user what was said since the last time and is no noise."""
        lines = self.take().splitlines(keepends=True)
        words = b"".join(line for line in lines if not _NOISE.search(line))
        with suppress(OSError):
            while words and self.user is not None:
                words = words[os.write(self.user, words) :]


# One or none: what a process has done to its stderr.
_sinks: Final[list[_Sink]] = []


def keep_from_user() -> None:
    """Keep from the user, for the rest of this process, what C libraries say on stderr and Pillow warns of.

    For processes of our own only: the command, and workers. What Python itself writes, errors and crashes
    included, still reaches the user; so does, a little later, what others write that is no noise.
    """
    if _sinks:
        return
    warnings.filterwarnings("ignore", module=r"PIL\b|pillow_heif\b")
    user: int | None = None
    with suppress(OSError):  # it may be closed
        user = os.dup(_STDERR)
    sink = _Sink(_open_file(), user)
    if user is not None and _is_stderr(sys.stderr):
        sys.stderr.flush()
        # Both, as whoever asks for the size of the terminal looks at the second.
        sys.stderr = sys.__stderr__ = open(  # type: ignore[misc]  # noqa: SIM115 -- open to the end
            user, "w", 1, encoding=sys.stderr.encoding, errors=sys.stderr.errors, closefd=False
        )
        if faulthandler.is_enabled():
            faulthandler.enable(user)
    os.dup2(sink.file.fileno(), _STDERR)
    _sinks.append(sink)
    atexit.register(sink.pass_on)


def _is_stderr(stream: object) -> bool:
    # Python has none where it was started with a closed one; and tests put others there.
    return isinstance(stream, io.TextIOWrapper) and stream.fileno() == _STDERR


def _open_file() -> IO[bytes]:
    try:
        if hasattr(os, "memfd_create"):  # in memory: a tenth of a millisecond less
            file: IO[bytes] = os.fdopen(os.memfd_create("stderr"), "r+b", buffering=0)
        else:
            import tempfile  # noqa: PLC0415 -- only where there is no memfd

            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 -- open to the end
    except OSError:  # nowhere to write: then it is all thrown away
        return open(os.devnull, "r+b", buffering=0)  # noqa: PTH123 -- as above
    with suppress(ImportError):  # not on Windows
        import fcntl  # noqa: PLC0415 -- as above

        # Who writes to it and who reads it share one place in it: writing must not go by that.
        fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
    return file


def is_kept() -> bool:
    """Tell whether noise is kept from the user in this process."""
    return bool(_sinks)


@contextmanager
def without_noise() -> Iterator[None]:
    """Throw away what is said meanwhile, where noise is kept; with other threads about, the noise of it."""
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
    """Let processes that are started meanwhile inherit the user's stderr."""
    users = [sink.user for sink in _sinks if sink.user is not None]
    for user in users:
        os.dup2(user, _STDERR)
    try:
        yield
    finally:
        for sink in _sinks[: len(users)]:
            os.dup2(sink.file.fileno(), _STDERR)
