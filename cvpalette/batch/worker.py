"""Worker: runs another Python process that does one item at a time. This file has the code of both sides.

The worker reads frames from its stdin and answers each on its stdout. It never imports the caller's
`__main__`, so a script needs no `if __name__ == "__main__":`.
"""

import _thread
import atexit
import ctypes
import gc
import io
import math
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from cvpalette.decoding.noise import keep_from_user, lend_stderr
from cvpalette.errors import WorkerError
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
    "blocking_interrupts",
    "end_spares",
    "keep_freed_memory",
    "serve",
    "spares",
    "start_spares",
]


class StartError(Exception):
    """A worker cannot be started; the text says why."""


class DiedError(Exception):
    """A worker has died."""


# A frame is one of these bytes, the length of the data in eight bytes, and the data.
# The first four are sent to a worker, after a pickled sys.path and the function.
ITEM, _HAND_OVER, _JOIN, _END = b"I", b"H", b"J", b"."
_READY, _FAILED = b"R", b"F"  # the first answer; the data of a failure are its reason
VALUE, ERROR, UNFIT = b"V", b"E", b"U"
_HEAD: Final = 9

# The worker runs only this before it knows the caller's sys.path. Anything that it prints goes to stderr.
_BOOT: Final = """\
def cvpalette_worker():
    import gc, os, pickle, sys
    gc.disable()
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

# The numbers are from glibc's malloc.h. By default, glibc approaches these limits by itself as a program
# runs; an environment variable such as MALLOC_TRIM_THRESHOLD_ keeps it from that.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MOST_KEPT: Final = 64 << 20
_LARGEST_KEPT: Final = 32 << 20


@cache
def keep_freed_memory() -> bool:
    """Make this process keep up to 64 MiB of freed memory; returns whether its C library can do so.

    Without it, each array of each image is requested from the system and returned, and the system fills it
    with zeros each time. Dask sets up its workers like that (MALLOC_TRIM_THRESHOLD_); a photo then takes
    nearly twice as long.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc, or Windows
        return False
    return all((mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT), mallopt(_TRIM_THRESHOLD, _MOST_KEPT)))


def begin() -> None:
    """Make this process a worker: it uses one thread, and its parent handles Ctrl-C."""
    if not hasattr(signal, "pthread_sigmask"):
        # Only on Windows: elsewhere the parent blocks the signal, and workers inherit that.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    import cv2  # noqa: PLC0415 -- only workers need it here

    cv2.setNumThreads(1)
    keep_from_user()
    keep_freed_memory()


def serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Answer the parent's frames until it says to end; end at once if the parent is gone."""
    frames: SimpleQueue[tuple[bytes, bytes]] = SimpleQueue()
    # `threading` must not know this thread: the noise of libraries on stderr is discarded only in a process
    # that has no other threads.
    _thread.start_new_thread(_receive, (incoming, frames))
    _respond(outgoing, _READY)
    try:
        function = pickle.loads(frames.get()[1])  # noqa: S301 -- from our parent
    except Exception:  # noqa: BLE001 -- a class of the caller that exists only in the parent
        function = None
    # As in the command: what is imported by now stays, and is not searched for garbage.
    gc.freeze()
    gc.enable()
    while (frame := frames.get())[0] != _END:
        _respond(outgoing, *_answer(function, *frame))
    _leave()


def _leave() -> NoReturn:
    """End this process as the command does: nothing is freed, which would take a while."""
    atexit._run_exitfuncs()  # noqa: SLF001
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(0)


def _receive(incoming: IO[bytes], frames: "SimpleQueue[tuple[bytes, bytes]]") -> None:
    kind = b""
    while kind != _END:
        head = incoming.read(_HEAD)
        data = incoming.read(_length(head)) if len(head) == _HEAD else b""
        if len(head) < _HEAD or len(data) < _length(head):
            os._exit(1)  # the parent is gone, and nobody waits for an answer
        kind = head[:1]
        frames.put((kind, data))


def _respond(outgoing: IO[bytes], kind: bytes, data: bytes = b"") -> None:
    try:
        outgoing.write(_frame(kind, data))
        outgoing.flush()
    except OSError:
        os._exit(1)  # the parent is gone, as in _receive


def _answer(function: Any, kind: bytes, data: bytes) -> tuple[bytes, bytes]:
    if function is None:
        return UNFIT, b""
    try:
        item = pickle.loads(data) if data else None  # noqa: S301 -- from our parent
    except Exception:  # noqa: BLE001 -- a class that exists only in the parent, as in serve()
        return UNFIT, b""
    answer = VALUE
    try:
        if kind == ITEM:
            value = function(item)
        else:
            value = function.hand_over() if kind == _HAND_OVER else function.join(item)
    except BaseException as error:  # noqa: BLE001 -- the parent raises it again
        answer, value = ERROR, (error, traceback.format_exc())
    try:
        return answer, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 -- the caller's class may raise anything
        return UNFIT, b""


def _frame(kind: bytes, data: bytes) -> bytes:
    return b"".join((kind, len(data).to_bytes(8, "little"), data))


def _length(head: bytes) -> int:
    return int.from_bytes(head[1:], "little")


# ---- In the parent ----

# Seconds to wait until a worker is ready. A program that takes longer is not a worker.
_PATIENCE: Final = 180.0
_BUFFER: Final = 1 << 16
# One start at a time: on Windows, a process started meanwhile would inherit this one's pipes and keep them
# open.
_starting = threading.Lock()


class Worker:
    """A process that does one item at a time, as its parent sees it; `seconds` is how long the last one took.

    `part` is the pickled sum that the process handed over last. `items` were added to its sum since then, and
    `bytes` is their size; `joined` are the sums of other processes that were added since then. `is_lost` says
    that the process died and all this was saved.
    """

    def __init__(self, function: bytes) -> None:
        """Start the process, or take a spare one, and send it the pickled function.

        Raises StartError, or DiedError if it dies.
        """
        self.seconds = math.inf
        self.items: list[Any] = []
        self.bytes = 0
        self.part: bytes | None = None
        self.joined: list[bytes] = []
        self.is_lost = False
        self._given: deque[bytes] = deque()
        self._process = _take_spare() or _open_process()
        # With a buffer, a short answer takes one call of the system. The other end of the pipe has none.
        out: Any = self._process.stdout
        self._answers = io.BufferedReader(out, _BUFFER)
        is_late = threading.Event()

        def give_up() -> None:
            is_late.set()
            self.kill()

        limit = threading.Timer(_PATIENCE, give_up)
        limit.daemon = True
        limit.start()
        try:
            kind, data = self._read()
            if kind != _READY:
                reason = data.decode(errors="replace") if kind == _FAILED else "it is no Python"
                raise StartError(reason)
            self._write(_frame(ITEM, function))
        except BaseException:
            self.kill()
            self.close()
            if is_late.is_set():
                raise StartError(f"it gave no answer in {_PATIENCE:g} seconds") from None
            raise
        finally:
            limit.cancel()

    def give(self, item: bytes) -> None:
        """Send a pickled item, unless the process has it already; raises DiedError."""
        if not any(item is each for each in self._given):
            self._given.append(item)
            self._write(_frame(ITEM, item))

    def answer(self) -> tuple[bytes, bytes]:
        """Wait for the answer to the first item that has none, kind and data; raises DiedError."""
        start = time.monotonic()
        found = self._read()
        self._given.popleft()
        self.seconds = time.monotonic() - start
        return found

    def hand_over(self) -> None:
        """Bring the process's sum so far to this process, as `part`; raises DiedError, WorkerError."""
        self.part = self._ask_for_sum(_HAND_OVER)
        self.items.clear()
        self.joined.clear()
        self.bytes = 0

    def join(self, part: bytes) -> None:
        """Add the sum of another process to the sum of this one; raises DiedError, WorkerError."""
        self.joined.append(part)
        self._ask_for_sum(_JOIN, part)

    def _ask_for_sum(self, kind: bytes, data: bytes = b"") -> bytes:
        self._write(_frame(kind, data))
        found, answer = self._read()
        if found != VALUE:
            raise WorkerError("a process", "cannot add up what it counted; is memory short?")
        return answer

    def end(self) -> None:
        """Tell the process to end normally."""
        with suppress(DiedError):
            self._write(_frame(_END, b""))

    def kill(self) -> None:
        """Kill the process at once."""
        self._process.kill()

    def close(self) -> int:
        """Close the pipes, wait for the end of the process, and return its exit code."""
        for pipe in (self._process.stdin, self._answers):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        return self._process.wait()

    def _write(self, data: bytes) -> None:
        pipe, rest = self._process.stdin, memoryview(data)
        try:
            while rest and pipe:
                rest = rest[pipe.write(rest) :]
        except (OSError, ValueError) as error:  # the process is gone, or the pipe is closed
            raise DiedError from error

    def _read(self) -> tuple[bytes, bytes]:
        try:
            head = self._answers.read(_HEAD)
            if head[:1] not in {_READY, _FAILED, VALUE, ERROR, UNFIT}:
                if head:
                    return b"", b""
                raise DiedError
            length = _length(head)
            data = self._answers.read(length)
        except OSError as error:
            raise DiedError from error
        if len(head) < _HEAD or len(data) < length:
            raise DiedError
        return head[:1], data


def _open_process() -> "subprocess.Popen[bytes]":
    """Start a Python process that waits for its sys.path; raises StartError."""
    import subprocess  # noqa: PLC0415 -- a run with one image does not need it

    if not sys.executable:
        raise StartError("this Python does not know its own program (sys.executable)")
    # The flags of this process, such as -I and -W. multiprocessing calls the same private function.
    flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined] # noqa: SLF001
    try:
        os.fstat(2)
        stderr = None
    except OSError:  # stderr is closed, and the next file that the worker opens would take its number
        stderr = subprocess.DEVNULL
    try:
        with _starting, lend_stderr():
            process = subprocess.Popen(  # noqa: S603 -- the Python that runs this
                [sys.executable, *flags, "-c", _BOOT],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                # NumPy's OpenBLAS reads the variable when it is loaded.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                # On Windows, Ctrl-C reaches a whole process group.
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
    except (OSError, ValueError) as error:
        raise StartError(f"{quote(sys.executable)}: {cause_of(error)}") from error
    with suppress(OSError):  # it has ended already, as will be seen when it does not answer
        process.stdin.write(pickle.dumps(sys.path))  # type: ignore[union-attr]
    return process


#: Processes that wait for a function.
spares: "Final[list[subprocess.Popen[bytes]]]" = []


def start_spares(count: int) -> None:
    """Start processes that workers will use later; so they load NumPy and OpenCV while this process does."""
    if not spares:
        atexit.register(end_spares)
    with blocking_interrupts(), suppress(StartError):  # it is told when a worker is needed
        spares.extend(_open_process() for _ in range(count))


def _take_spare() -> "subprocess.Popen[bytes] | None":
    # Several threads may take the last one at once.
    try:
        return spares.pop()
    except IndexError:
        return None


def end_spares() -> None:
    """End the processes of `start_spares` that no worker uses."""
    while spares:
        spare = spares.pop()
        spare.kill()
        with suppress(OSError), spare:  # this closes its pipes
            spare.wait()


@contextmanager
def blocking_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from this thread, and for good from the processes that it starts: they inherit the mask."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
