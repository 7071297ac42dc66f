"""Workers: processes that share work, and are replaced when one of them dies."""

import _thread
import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from cvpalette.decoding.noise import keep_from_user, lend_stderr

__all__ = ["Workers", "begin", "keep_freed_memory"]

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
    """Use one thread, leave Ctrl-C to the parent, and end when the parent does, however that ends."""
    if not hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # elsewhere it is inherited, and holds from the start
    keep_from_user()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import cv2  # noqa: PLC0415 -- NumPy reads the line above when it is loaded

    cv2.setNumThreads(1)
    keep_freed_memory()
    # None of `threading`'s: what a library says on stderr is thrown away only where there is no other thread.
    _thread.start_new_thread(_end_with_parent, ())


def _end_with_parent() -> None:
    # A worker waits for work on a pipe that it holds open itself: it would wait for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


Result = TypeVar("Result")


class Workers:
    """A pool of processes, started when there is work; to be used in a `with`, whose end ends them.

    They are spawned and not forked, on every system: a fork copies the locks of OpenCV's threads.
    """

    def __init__(self, jobs: int) -> None:
        """Take how many processes there may be."""
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._spare: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._spare):
            if pool is None:
                continue
            if error is not None:
                _kill(pool)
            pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Have a function called by one of them; where the pool is broken, by one of a new pool."""
        self._pool, future = _submit(self._pool or _start(self.jobs), self.jobs, function, *arguments)
        return future

    def submit_alone(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Have a function called by a process that is given nothing else meanwhile."""
        self._spare, future = _submit(self._spare or _start(1), 1, function, *arguments)
        return future


def _start(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=begin)


def _submit(
    pool: ProcessPoolExecutor, jobs: int, function: Callable[..., Result], *arguments: Any
) -> tuple[ProcessPoolExecutor, Future[Result]]:
    """Return the future, and the pool: another where the one given is broken."""
    with _holding_interrupts(), lend_stderr():
        try:
            return pool, pool.submit(function, *arguments)
        except BrokenExecutor:
            pool.shutdown(wait=True)
            pool = _start(jobs)
            return pool, pool.submit(function, *arguments)


@contextmanager
def _holding_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile never see Ctrl-C, and this one see it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(pool: ProcessPoolExecutor) -> None:
    # Public from Python 3.14 on, as kill_workers(): nothing that they do is of use any more.
    for process in list((pool._processes or {}).values()):  # noqa: SLF001
        process.kill()
