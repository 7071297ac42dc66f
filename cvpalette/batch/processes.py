"""Workers: processes that share work; a thread drives each of them, and replaces it when it dies."""

import atexit
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from cvpalette.batch.worker import ERROR, ITEM, VALUE, DiedError, StartError, Worker
from cvpalette.errors import CvpaletteError, WorkerError

__all__ = ["UnfitError", "Workers"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker that dies without a word before it is ready may have been killed by chance; three are none.
_STARTS: Final = 3
# So many items, or so many bytes of them, are remembered until a worker hands over the sum that they are in.
# For a large sum there are more, so that it costs this process so many bytes for each item.
_REMEMBERED: Final = 32
_BYTES_FOR_EACH: Final = 1 << 14
_REMEMBERED_BYTES: Final = 64 << 20


class UnfitError(BrokenExecutor):
    """Something cannot be pickled, or not be unpickled in another process: it is to be done in this one."""


class _RemoteError(Exception):
    """Where in a worker an error comes from: a traceback as text."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


@dataclass(slots=True, eq=False)
class _Task(Generic[Item, Result]):
    item: Item
    future: Future[Result] = field(default_factory=Future)


class Workers(Generic[Item, Result]):
    """Up to `jobs` processes that call one function; to be used in a `with`, whose end ends them.

    An item whose worker dies is done once more by a new one, while no other works: memory may be short. Other
    items go on as if nothing had happened.

    With `is_summing`, the function keeps a sum in each worker, and `hand_over()` returns it. What died with a
    worker is done again.
    """

    def __init__(self, function: bytes, jobs: int, *, is_summing: bool = False) -> None:
        """Take the pickled function, and how many processes there may be."""
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
        self._wanting_quiet = 0
        self._is_finished = False
        self._is_over = False
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        # Threads stand still while Python takes itself apart: nobody could wait for them then.
        atexit.register(self._leave)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        atexit.unregister(self._leave)
        if error is not None:
            self._kill()
        self._finish()

    def submit(self, item: Item) -> Future[Result]:
        """Have an item done by one of them; raises StartError.

        The future raises what the function raises, WorkerError where two workers died of the item, UnfitError
        where it cannot be done in another process, and StartError.
        """
        task: _Task[Item, Result] = _Task(item)
        with self._lock:
            if self._failure:
                raise self._failure
            self._waiting.append(task)
            if self._idle < len(self._waiting) and len(self._threads) < self._jobs:
                # A daemon: whoever never takes the last result can leave all the same.
                thread = threading.Thread(target=self._drive, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._work.notify()
        return task.future

    def collect(self) -> list[Any]:
        """Wait until all is done, end the workers, and return what their functions hand over.

        Raises WorkerError where an item that died with a worker cannot be done again, and StartError.
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
        return [pickle.loads(part) for part in self._parts]  # noqa: S301 -- of our workers

    def _leave(self) -> None:
        self._kill()
        self._finish()

    def _finish(self) -> None:
        with self._lock:
            self._is_finished = True
            self._work.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():  # where a generator is thrown away by chance
                thread.join()

    def _kill(self) -> None:
        with self._lock:
            self._is_over = True
            self._waiting.clear()
            for worker in self._workers:
                worker.kill()
            self._quiet.notify_all()

    # ---- In the threads ----

    def _drive(self) -> None:
        """Give one worker after the other what there is to do."""
        if hasattr(signal, "pthread_sigmask"):
            # Processes inherit it: they never see Ctrl-C.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        worker: Worker | None = None
        task: _Task[Item, Result] | None = None
        try:
            while True:
                task = self._take()
                if task:
                    worker = self._do(task, worker)
                    self._rest()
                elif worker is None or self._is_over or self._hand_over(worker):
                    break
                else:
                    worker = None
        except BaseException as error:  # noqa: BLE001 -- whoever waits gets it
            self._fail(error, [task] if task else [])
        if worker:
            worker.end()
            self._close(worker)

    def _take(self) -> _Task[Item, Result] | None:
        """Wait for something to do; returns nothing where there will be nothing more."""
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
    def _alone(self) -> Iterator[None]:
        """Wait until no other thread's worker is at work, and let none begin meanwhile."""
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

    def _do(self, task: _Task[Item, Result], worker: Worker | None) -> Worker | None:
        """Have a task done by a worker or a new one; returns the one that is left."""
        if not task.future.set_running_or_notify_cancel():
            return worker
        try:
            data = pickle.dumps(task.item, pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 -- somebody else's class
            task.future.set_exception(UnfitError())
            return worker
        for turn in (nullcontext, self._alone):
            with turn():
                if self._is_over:
                    task.future.set_exception(self._failure or UnfitError())
                    return worker
                try:
                    worker = worker or self._start()
                    answer = worker.ask(ITEM, data)
                except DiedError:
                    self._lose(worker)
                    worker = None
                else:
                    if self._is_summing and answer[0] == VALUE:
                        worker = self._remember(worker, task.item, len(data))
                    _settle(task.future, *answer)
                    return worker
        reason = (
            "the process that read it died, and so did another one; is memory short, or the file hostile?"
        )
        task.future.set_exception(WorkerError(str(task.item), reason))
        return None

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

    def _remember(self, worker: Worker, item: Item, size: int) -> Worker | None:
        """Note that an item is in a worker's sum, and have the sum handed over from time to time."""
        worker.items.append(item)
        worker.bytes += size
        most = max(_REMEMBERED, len(worker.part or b"") // _BYTES_FOR_EACH)
        if len(worker.items) < most and worker.bytes < _REMEMBERED_BYTES:
            return worker
        try:
            worker.hand_over()
        except DiedError:
            self._lose(worker)
            return None
        return worker

    def _hand_over(self, worker: Worker) -> bool:
        """Take a worker's sum, as nothing is left to do; tells whether that is so."""
        if self._is_summing:
            try:
                if worker.items:
                    worker.hand_over()
            except DiedError:
                self._lose(worker)
                return False
            self._keep(worker)
        return True

    def _keep(self, worker: Worker) -> None:
        if worker.part is not None:
            with self._lock:
                self._parts.append(worker.part)

    def _lose(self, worker: Worker | None) -> None:
        """Clear a dead worker away, and have done again what was lost with it."""
        if worker is None:
            return
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
        """End all work, as no other thread would come further; whoever waits for it gets the error."""
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
    """Give a future what a worker answered."""
    try:
        value = pickle.loads(data) if kind in {VALUE, ERROR} else None  # noqa: S301 -- of our workers
    except Exception:  # noqa: BLE001 -- somebody else's class
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
