"""Workers: processes that share work, and are replaced when one of them dies."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from cvpalette.batch.worker import begin

__all__ = ["Workers"]

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
    with _holding_interrupts():
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
