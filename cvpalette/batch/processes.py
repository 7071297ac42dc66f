"""Workers: runs processes that share work. A thread drives each process, and replaces it if it dies."""

import atexit
import pickle
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from cvpalette.batch.worker import ERROR, VALUE, DiedError, StartError, Worker, blocking_interrupts
from cvpalette.errors import CvpaletteError, WorkerError

__all__ = ["UnfitError", "Workers"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# How often a start is tried. One worker may be killed by chance before it is ready; three in a row are not.
_STARTS: Final = 3
# A worker hands over its sum after 64 items, or after 64 MiB of pickled items. Until then, this process keeps
# the items, in order to do them again if the worker dies. A large sum is handed over less often, so that it
# costs this process 16 KiB for each item.
_REMEMBERED: Final = 64
_BYTES_FOR_EACH: Final = 1 << 14
_REMEMBERED_BYTES: Final = 64 << 20
# Seconds to wait for a thread after its worker was killed.
_GRACE: Final = 2.0
# A worker that took less than so many seconds for its last item gets the next one before it is done, so that
# it never waits for this process.
_QUICK: Final = 0.1


class UnfitError(BrokenExecutor):
    """Something cannot be pickled or unpickled: this process must do the item."""


class _RemoteError(Exception):
    """The traceback of an error in a worker, as text."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


@dataclass(slots=True, eq=False)
class _Task(Generic[Item, Result]):
    item: Item
    future: Future[Result] = field(default_factory=Future)
    data: bytes = b""

    def begin(self) -> bool:
        """Pickle the item; returns False if nobody wants the result, or this process must do the item."""
        if self.data:
            return True
        if not self.future.set_running_or_notify_cancel():
            return False
        try:
            self.data = pickle.dumps(self.item, pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 -- the caller's class may raise anything
            self.future.set_exception(UnfitError())
        return bool(self.data)


class Workers(Generic[Item, Result]):
    """Up to `jobs` processes that call one function. Use it in a `with`: the processes end with it.

    If a worker dies, a new one does its item once more. No other worker works meanwhile, since memory may be
    short. Other items are not affected.

    With `is_summing`, the function keeps a sum in each worker. Its `hand_over()` returns the sum, and its
    `join()` adds the sum of another worker. If a worker dies, the items that were only in its sum are done
    again.
    """

    def __init__(self, function: bytes, jobs: int, *, is_summing: bool = False) -> None:
        """Take the pickled function, and the largest number of processes."""
        self._function = function
        self._jobs = jobs
        self._is_summing = is_summing
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._quiet = threading.Condition(self._lock)
        self._threads: list[threading.Thread] = []
        self._workers: set[Worker] = set()
        self._waiting: deque[_Task[Item, Result]] = deque()
        self._again: list[_Task[Item, Result]] = []
        self._parts: list[bytes] = []
        self._idle = 0
        self._busy = 0
        self._takers: list[object] = []  # threads whose worker waits for the sum of another worker
        self._sharers = 0  # threads that may still have a sum
        self._wanting_quiet = 0
        self._is_finished = False
        self._is_over = False
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        # While Python shuts down, threads stand still and cannot be joined: the workers end before that.
        atexit.register(self._leave)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        atexit.unregister(self._leave)
        if error is not None:
            self._kill()
        self._finish()

    def start(self, jobs: int) -> None:
        """Start so many processes at once, at most `jobs` of this object; items need not wait for them."""
        with self._lock:
            while len(self._threads) < min(jobs, self._jobs):
                self._add_thread(is_eager=True)

    def submit(self, item: Item) -> Future[Result]:
        """Have a worker do an item; raises the error that ended all work, such as StartError.

        The future raises the function's error, WorkerError if the item killed two workers, UnfitError if
        another process cannot do the item, and StartError.
        """
        task: _Task[Item, Result] = _Task(item)
        with self._lock:
            if self._failure:
                raise self._failure
            self._waiting.append(task)
            if self._idle < len(self._waiting) and len(self._threads) < self._jobs:
                self._add_thread()
            self._work.notify()
        return task.future

    def _add_thread(self, *, is_eager: bool = False) -> None:
        # A daemon thread, so that the program can end even if the last result is never taken.
        thread = threading.Thread(target=self._drive, args=(is_eager,), daemon=True)
        self._threads.append(thread)
        self._sharers += 1
        with blocking_interrupts():  # half a start cannot be joined
            thread.start()

    def collect(self) -> list[Any]:
        """Wait until all items are done, end the workers, and return the sums that they hand over.

        The workers add up their sums in pairs, so there is one, or few if workers died.

        Raises WorkerError if an item that was lost with a worker cannot be done again, and StartError.
        """
        self._finish()
        for task in self._again:
            try:
                task.future.result()
            except CvpaletteError as error:
                reason = f"was counted; its worker died, and it cannot be read again: {error}"
                raise WorkerError(str(task.item), reason) from error
        if self._failure:
            raise self._failure
        return [pickle.loads(part) for part in self._parts]  # noqa: S301 -- from our workers

    def _leave(self) -> None:
        self._kill()
        self._finish()

    def _finish(self) -> None:
        with self._lock:
            self._is_finished = True
            self._work.notify_all()
        # Ctrl-C may come just when the caller's thread has locked a future. The future stays locked, and a
        # thread that sets its result waits for ever. The processes are dead then, so nothing is lost.
        limit = _GRACE if self._is_over else None
        for thread in self._threads:
            # The garbage collector may close the generator that owns this, in any thread: even one of these.
            if thread is not threading.current_thread():
                thread.join(limit)

    def _kill(self) -> None:
        with self._lock:
            self._is_over = True
            self._waiting.clear()
            for worker in self._workers:
                worker.kill()
            self._quiet.notify_all()

    # ---- In the threads ----

    def _drive(self, is_eager: bool) -> None:
        """Serve in a thread; neither the thread nor the processes that it starts see Ctrl-C."""
        with blocking_interrupts():
            self._serve(is_eager)

    def _serve(self, is_eager: bool) -> None:
        """Give items to a worker, and start a new worker when it dies."""
        worker: Worker | None = None
        task: _Task[Item, Result] | None = None
        ahead: _Task[Item, Result] | None = None
        try:
            if is_eager:
                worker = self._start()
            while (task := ahead or self._take()) or not self._is_done(worker):
                if task:
                    worker, ahead = self._do(task, worker)
                    if not ahead:
                        self._rest()
                elif worker and worker.is_lost:
                    worker = None
        except BaseException as error:  # noqa: BLE001 -- the futures raise it
            self._fail(error, [task] if task else [])
        with self._lock:
            self._sharers -= 1
            self._work.notify_all()
        if worker:
            worker.end()
            self._close(worker)

    def _is_done(self, worker: Worker | None) -> bool:
        """Tell whether nothing is left to do for a worker, and let it take or give a sum if one is left."""
        return worker is None or self._is_over or not self._is_summing or self._pass_on(worker)

    def _take(self) -> _Task[Item, Result] | None:
        """Wait for a task and return it; returns None when there will be no more."""
        with self._lock:
            self._idle += 1
            while not self._is_over and (self._wanting_quiet or not self._waiting):
                if self._is_finished and not self._waiting:
                    break
                self._work.wait()
            self._idle -= 1
            if self._is_over or not self._waiting:
                return None
            self._busy += 1
            return self._waiting.popleft()

    def _rest(self) -> None:
        with self._lock:
            self._busy -= 1
            if not self._busy:
                self._quiet.notify_all()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Let other workers work meanwhile."""
        yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other worker is busy, and keep the others from starting meanwhile."""
        with self._lock:
            self._wanting_quiet += 1
            self._busy -= 1
            self._quiet.notify_all()
            while self._busy and not self._is_over:
                self._quiet.wait()
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._wanting_quiet -= 1
                self._work.notify_all()

    def _do(
        self, task: _Task[Item, Result], worker: Worker | None
    ) -> tuple[Worker | None, _Task[Item, Result] | None]:
        """Have the worker do a task, or a new worker if there is none.

        Returns the worker that is alive, and the next task if the worker has it already.
        """
        if not task.begin():
            return worker, None
        for turn in (self._together, self._alone):
            with turn():
                if self._is_over:
                    task.future.set_exception(self._failure or UnfitError())
                    return worker, None
                ahead = None
                try:
                    worker = worker or self._start()
                    worker.give(task.data)
                    ahead = self._look_ahead(worker)
                    answer = worker.answer()
                    if self._is_summing and answer[0] == VALUE:
                        self._remember(worker, task, ahead)
                except DiedError:
                    self._lose(worker, ahead)
                    worker = None
                    continue
                except BaseException:
                    self._lose(None, ahead)
                    raise
                _settle(task.future, *answer)
                return worker, ahead
        reason = (
            "the process that read it died, and so did another one; is memory short, or the file hostile?"
        )
        task.future.set_exception(WorkerError(str(task.item), reason))
        return None, None

    def _look_ahead(self, worker: Worker) -> _Task[Item, Result] | None:
        """Give a quick worker the next task too, if there are enough for all, and return it."""
        is_due = worker.bytes >= _REMEMBERED_BYTES or len(worker.items) + 2 >= self._most_items(worker)
        if is_due or worker.seconds > _QUICK:
            return None
        with self._lock:
            is_scarce = len(self._waiting) < len(self._threads)
            if is_scarce or self._wanting_quiet or self._is_over:
                return None
            task = self._waiting.popleft()
        if not task.begin():
            return None
        try:
            worker.give(task.data)
        except DiedError:
            self._lose(None, task)
            raise
        return task

    def _start(self) -> Worker:
        """Start a worker; raises StartError."""
        for _ in range(_STARTS):
            with suppress(DiedError):
                return self._enlist(Worker(self._function))
        raise StartError("it ended before it was ready")

    def _enlist(self, worker: Worker) -> Worker:
        with self._lock:
            self._workers.add(worker)
            if self._is_over:
                worker.kill()
        return worker

    def _most_items(self, worker: Worker) -> int:
        """Return after how many items a worker hands over its sum."""
        if not self._is_summing:
            return sys.maxsize
        return max(_REMEMBERED, len(worker.part or b"") // _BYTES_FOR_EACH)

    def _remember(self, worker: Worker, task: _Task[Item, Result], ahead: _Task[Item, Result] | None) -> None:
        """Note that an item is in a worker's sum, and take over the sum from time to time.

        Raises DiedError if the worker dies meanwhile; the item is then done again.
        """
        is_due = len(worker.items) + 1 >= self._most_items(worker)
        is_large = worker.bytes + len(task.data) >= _REMEMBERED_BYTES
        if (is_due or is_large) and not ahead:
            worker.hand_over()
        else:
            worker.items.append(task.item)
            worker.bytes += len(task.data)

    def _pass_on(self, worker: Worker) -> bool:
        """Add another worker's sum to a worker's own, or hand over its sum; returns whether that is done.

        When several workers are done, every second one takes the sum of another: they add up as a tree.
        """
        part, is_giving = self._wait_for_part()
        try:
            if part is not None:
                worker.join(part)
            if not is_giving:
                return self._is_over
            worker.hand_over()
        except DiedError:
            self._lose(worker)
            return False
        self._keep(worker)
        return True

    def _wait_for_part(self) -> tuple[bytes | None, bool]:
        """Wait for the sum of another worker; returns it, and whether this thread is to give its own instead.

        It returns neither if there are items again, or all is over.
        """
        own = object()
        with self._lock:
            try:
                while not (self._waiting or self._is_over):
                    if self._parts:
                        return self._parts.pop(), False
                    others = [taker for taker in self._takers if taker is not own]
                    if others:
                        # The other thread will get this one's sum, so no third thread needs to give its own.
                        self._takers.remove(others[0])
                    if others or self._sharers == 1:
                        return None, True
                    # All who wait look again at each event: if one that would give its sum has died, and two
                    # wait for each other, one of them gives its own.
                    if own not in self._takers:
                        self._takers.append(own)
                    self._work.wait()
            finally:
                if own in self._takers:
                    self._takers.remove(own)
        return None, False

    def _keep(self, worker: Worker) -> None:
        """Keep what a worker handed over, and what it took from others since then."""
        with self._lock:
            self._parts += [part for part in (worker.part, *worker.joined) if part is not None]
            self._work.notify_all()

    def _lose(self, worker: Worker | None, ahead: _Task[Item, Result] | None = None) -> None:
        """Remove a dead worker, and queue again what it did not get to, and what was only in its sum."""
        if ahead:
            with self._lock:
                self._waiting.appendleft(ahead)
                self._work.notify_all()
        if worker is None:
            return
        worker.is_lost = True
        worker.kill()
        self._close(worker)
        self._keep(worker)
        lost: list[_Task[Item, Result]] = [_Task(item) for item in worker.items]
        with self._lock:
            self._again += lost
            if not self._is_over:
                self._waiting.extendleft(reversed(lost))
            self._work.notify_all()

    def _close(self, worker: Worker) -> None:
        worker.close()
        with self._lock:
            self._workers.discard(worker)

    def _fail(self, error: BaseException, tasks: list[_Task[Item, Result]]) -> None:
        """End all work after an error that would stop every thread; the futures of open tasks raise it."""
        with self._lock:
            self._failure = self._failure or error
            self._is_over = True
            left = [*tasks, *self._waiting]
            self._waiting.clear()
            for worker in self._workers:
                worker.kill()
            self._work.notify_all()
            self._quiet.notify_all()
        for task in left:
            if not task.future.done():
                task.future.set_exception(self._failure)


def _settle(future: Future[Any], kind: bytes, data: bytes) -> None:
    """Set a future to a worker's answer."""
    try:
        value = pickle.loads(data) if kind in {VALUE, ERROR} else None  # noqa: S301 -- from our workers
    except Exception:  # noqa: BLE001 -- the caller's class may raise anything
        future.set_exception(UnfitError())
        return
    if kind == VALUE:
        future.set_result(value)
    elif value:
        error, trace = value
        error.__cause__ = _RemoteError(trace)
        future.set_exception(error)
    else:
        future.set_exception(UnfitError())
