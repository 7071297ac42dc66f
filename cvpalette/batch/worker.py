"""Worker: a Python that does one thing at a time; both ends of it, as its parent and as it sees them.

It reads frames from its stdin and answers each on its stdout. It never imports the caller's `__main__`: a
script needs no `if __name__ == "__main__":`.
"""

import _thread
import ctypes
import os
import pickle
import signal
import sys
import threading
import traceback
from contextlib import suppress
from functools import cache
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final

from cvpalette.decoding.noise import keep_from_user, lend_stderr
from cvpalette.messages import cause_of, quote

if TYPE_CHECKING:
    import subprocess

__all__ = [
    "ERROR",
    "ITEM",
    "UNFIT",
    "VALUE",
    "DiedError",
    "StartError",
    "Worker",
    "begin",
    "keep_freed_memory",
    "serve",
]


class StartError(Exception):
    """No worker can be started; the text says why."""


class DiedError(Exception):
    """A worker is gone."""


# A frame is one byte of these, the length of its data in eight bytes, and the data.
ITEM, _HAND_OVER, _END = b"I", b"H", b"."  # to a worker, after a pickled sys.path and the function
_READY, _FAILED = b"R", b"F"  # its first answer; a failure has its reason
VALUE, ERROR, UNFIT = b"V", b"E", b"U"
_HEAD: Final = 9

# Only this is run before the caller's sys.path is known. What a worker prints goes to stderr.
_BOOT: Final = """\
def cvpalette_worker():
    import os, pickle, sys
    incoming, outgoing = open(os.dup(0), "rb"), open(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        sys.path[:] = pickle.load(incoming)
        from cvpalette.batch.worker import begin, serve
        begin()
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}".encode(errors="replace")
        outgoing.write(b"F" + len(reason).to_bytes(8, "little") + reason)
        outgoing.flush()
    else:
        serve(incoming, outgoing)
cvpalette_worker()
"""

# ---- In a worker ----

# From glibc's malloc.h; it comes near these values by itself, where no variable of the environment keeps it.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MOST_KEPT: Final = 64 << 20
_LARGEST_KEPT: Final = 32 << 20


@cache
def keep_freed_memory() -> bool:
    """Have up to 64 MiB of freed memory kept by this process; tells whether its C library can.

    Else each array of each image is asked for and given back anew, filled with zeros by the system. Dask's
    workers are told to do so (MALLOC_TRIM_THRESHOLD_), and a photo takes them nearly twice as long.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc, or Windows
        return False
    return all((mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT), mallopt(_TRIM_THRESHOLD, _MOST_KEPT)))


def begin() -> None:
    """Make this process a worker: it uses one thread, and leaves Ctrl-C to its parent."""
    if not hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # elsewhere it is inherited, and holds from the start
    import cv2  # noqa: PLC0415 -- only workers need it here

    cv2.setNumThreads(1)
    keep_from_user()
    keep_freed_memory()


def serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Do what the parent asks for, and end when it says so; end at once when the parent is gone."""
    frames: SimpleQueue[tuple[bytes, bytes]] = SimpleQueue()
    # None of `threading`'s: what a library says on stderr is thrown away only where there is no other thread.
    _thread.start_new_thread(_receive, (incoming, frames))
    _respond(outgoing, _READY)
    try:
        function = pickle.loads(frames.get()[1])  # noqa: S301 -- of our parent
    except Exception:  # noqa: BLE001 -- somebody else's class, which there is only in the parent
        function = None
    while (frame := frames.get())[0] != _END:
        _respond(outgoing, *_answer(function, *frame))


def _receive(incoming: IO[bytes], frames: "SimpleQueue[tuple[bytes, bytes]]") -> None:
    kind = b""
    while kind != _END:
        head = incoming.read(_HEAD)
        data = incoming.read(_length(head)) if len(head) == _HEAD else b""
        if len(head) < _HEAD or len(data) < _length(head):
            os._exit(1)  # the parent is gone, and nobody waits for what is being done
        kind = head[:1]
        frames.put((kind, data))


def _respond(outgoing: IO[bytes], kind: bytes, data: bytes = b"") -> None:
    try:
        outgoing.write(_frame(kind, data))
        outgoing.flush()
    except OSError:
        os._exit(1)  # as above


def _answer(function: Any, kind: bytes, data: bytes) -> tuple[bytes, bytes]:
    if function is None:
        return UNFIT, b""
    try:
        item = pickle.loads(data) if kind == ITEM else None  # noqa: S301 -- of our parent
    except Exception:  # noqa: BLE001 -- as the function
        return UNFIT, b""
    answer = VALUE
    try:
        value = function(item) if kind == ITEM else function.hand_over()
    except BaseException as error:  # noqa: BLE001 -- it is raised again where somebody waits for it
        answer, value = ERROR, (error, traceback.format_exc())
    try:
        return answer, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 -- as the function
        return UNFIT, b""


def _frame(kind: bytes, data: bytes) -> bytes:
    return b"".join((kind, len(data).to_bytes(8, "little"), data))


def _length(head: bytes) -> int:
    return int.from_bytes(head[1:], "little")


# ---- In the parent ----

# Seconds in which a worker is ready: what takes longer is another program.
_PATIENCE: Final = 180.0
# On Windows, a process that is started meanwhile would keep this one's pipes open.
_starting = threading.Lock()


class Worker:
    """A process that does one thing at a time; `items` are in its sum and not yet handed over in `part`."""

    def __init__(self, function: bytes) -> None:
        """Start it and give it its function; raises StartError, and DiedError if it says nothing."""
        self.items: list[Any] = []
        self.bytes = 0
        self.part: bytes | None = None
        self._process = _open_process()
        is_late = threading.Event()

        def give_up() -> None:
            is_late.set()
            self.kill()

        limit = threading.Timer(_PATIENCE, give_up)
        limit.daemon = True
        limit.start()
        try:
            self._write(pickle.dumps(sys.path))
            kind, data = self._read()
            if kind != _READY:
                reason = data.decode(errors="replace") if kind == _FAILED else "it is no Python"
                raise StartError(reason)
            self._write(_frame(ITEM, function))
        except BaseException:
            self.kill()
            self.close()
            if is_late.is_set():
                raise StartError(f"it says nothing in {_PATIENCE:g} seconds") from None
            raise
        finally:
            limit.cancel()

    def ask(self, kind: bytes, data: bytes = b"") -> tuple[bytes, bytes]:
        """Have it do something; raises DiedError."""
        self._write(_frame(kind, data))
        return self._read()

    def hand_over(self) -> None:
        """Have its sum so far kept in this process; raises DiedError."""
        kind, data = self.ask(_HAND_OVER)
        if kind == VALUE:
            self.part = data
            self.items.clear()
            self.bytes = 0

    def end(self) -> None:
        """Tell it to end, as a program does that has done its work."""
        with suppress(DiedError):
            self._write(_frame(_END, b""))

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def close(self) -> int:
        """Wait for its end, and return its exit code."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        return self._process.wait()

    def _write(self, data: bytes) -> None:
        pipe, rest = self._process.stdin, memoryview(data)
        try:
            while rest and pipe:
                rest = rest[pipe.write(rest) :]
        except (OSError, ValueError) as error:  # it is gone, or was closed
            raise DiedError from error

    def _read(self) -> tuple[bytes, bytes]:
        head = bytes(self._read_exactly(_HEAD))
        if head[:1] not in {_READY, _FAILED, VALUE, ERROR, UNFIT}:
            return b"", b""
        return head[:1], bytes(self._read_exactly(_length(head)))

    def _read_exactly(self, length: int) -> bytearray:
        pipe: Any = self._process.stdout
        data = bytearray(length)
        rest = memoryview(data)
        try:
            while rest:
                count = pipe.readinto(rest)
                if not count:
                    raise DiedError
                rest = rest[count:]
        except OSError as error:
            raise DiedError from error
        return data


def _open_process() -> "subprocess.Popen[bytes]":
    """Start a Python that waits for its sys.path; raises StartError."""
    import subprocess  # noqa: PLC0415 -- whoever has one image does without

    if not sys.executable:
        raise StartError("this Python does not know its own program (sys.executable)")
    # Those of this process, such as -I and -W; multiprocessing asks for them by the same name.
    flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined] # noqa: SLF001
    try:
        os.fstat(2)
        stderr = None
    except OSError:  # it is closed, and something else would take its place
        stderr = subprocess.DEVNULL
    try:
        with _starting, lend_stderr():
            return subprocess.Popen(  # noqa: S603 -- the Python that runs this
                [sys.executable, *flags, "-c", _BOOT],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                # NumPy reads it when it is loaded.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                # On Windows, Ctrl-C goes to a group.
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
    except (OSError, ValueError) as error:
        raise StartError(f"{quote(sys.executable)}: {cause_of(error)}") from error
