"""Silence: what libraries say on stderr and as warnings while they decode does not reach the user."""

import os
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final

__all__ = ["without_noise", "without_warnings"]

# How the lines of libjpeg, libpng, libtiff and OpenCV begin, or what stands in them.
_NOISE: Final = re.compile(
    rb"JPEG|JFIF|TIFF|libpng|tempfile\.tif|OpenCV|\[ *(?:WARN|ERROR|INFO)[:@]"
    rb"|^\[[\w,]+ @ 0x|^\w*(?:TIFF|Decode|Setup|Fill|Strip|Tile|Codec)\w*: ",
)
_STDERR: Final = 2


def _do_nothing() -> None:
    """Restore what was not changed."""


class _Shared:
    """Something of the whole process that the first thread changes, and the last one restores."""

    def __init__(self, change: Callable[[], Callable[[], None]]) -> None:
        self._change = change
        self._lock = threading.Lock()
        self._users = 0
        self._restore: Callable[[], None] = _do_nothing

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._restore = self._change()
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._restore()


def _ignore_warnings() -> Callable[[], None]:
    import PIL.Image  # noqa: PLC0415 -- whoever asks for this needs it anyway

    caught, limit = warnings.catch_warnings(), PIL.Image.MAX_IMAGE_PIXELS
    caught.__enter__()
    warnings.simplefilter("ignore")
    PIL.Image.MAX_IMAGE_PIXELS = None

    def restore() -> None:
        caught.__exit__(None, None, None)
        PIL.Image.MAX_IMAGE_PIXELS = limit

    return restore


def _catch_stderr() -> Callable[[], None]:
    """Point the file descriptor that C writes to at a file; restoring writes again what was no noise."""
    with suppress(AttributeError, OSError, ValueError):  # no stderr at all, or a closed one
        sys.stderr.flush()
    try:
        kept = os.dup(_STDERR)
    except OSError:  # closed: whatever is said is lost anyway
        return _do_nothing
    file = _open_sink()
    _sinks.append(file)
    os.dup2(file.fileno(), _STDERR)

    def restore() -> None:
        with suppress(AttributeError, OSError, ValueError):
            sys.stderr.flush()
        os.dup2(kept, _STDERR)
        os.close(kept)
        _sinks.remove(file)
        said = _content(file)
        file.close()
        # Where there are other threads, what they say meanwhile is not ours to keep.
        lines = said.splitlines(keepends=True) if threading.active_count() > 1 else []
        others = b"".join(line for line in lines if not _NOISE.search(line))
        with suppress(OSError):
            while others:
                others = others[os.write(_STDERR, others) :]

    return restore


def _open_sink() -> IO[bytes]:
    try:
        if hasattr(os, "memfd_create"):  # in memory: a tenth of a millisecond less
            return os.fdopen(os.memfd_create("stderr"), "r+b", buffering=0)
        import tempfile  # noqa: PLC0415 -- only where there is no memfd

        return tempfile.TemporaryFile(buffering=0)
    except OSError:  # nowhere to write: then it is all thrown away
        return open(os.devnull, "r+b", buffering=0)  # noqa: PTH123 -- closed when restored


def _content(file: IO[bytes]) -> bytes:
    # Who writes shares the place in the file: reading to its end leaves it where it was.
    file.seek(0)
    return file.read()


_sinks: list[IO[bytes]] = []
_warnings: Final = _Shared(_ignore_warnings)
_stderr: Final = _Shared(_catch_stderr)


def without_warnings() -> _Shared:
    """Ignore Pillow's warnings meanwhile: they are about metadata, and about sizes, which we judge ourselves.

    So its own limit on sizes, which some formats look at, is lifted too.
    """
    return _warnings


@contextmanager
def without_noise() -> Iterator[Callable[[], bytes]]:
    """Keep what C libraries write from the user; gives a function that returns what they said so far.

    Threads share one stderr, so another's noise may be among it. What is no noise is written afterwards.
    """
    with _stderr:
        yield lambda: _content(_sinks[-1]) if _sinks else b""
