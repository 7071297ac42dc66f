"""extract_many(): the palettes of any number of images, in order, by as many workers as there are."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Final, Generic, NoReturn, TypeVar

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.processes import Workers
from cvpalette.errors import CvpaletteError, WorkerError
from cvpalette.extraction import Recipe, taking_options
from cvpalette.result import Result
from cvpalette.settings.settings import Options
from cvpalette.sources.loading import Source

__all__ = ["ManyOptions", "Outcome", "extract_many", "flow", "run_here", "share_out"]

Item = TypeVar("Item")
Returned = TypeVar("Returned")


def flow(
    items: Iterable[Item],
    submit: Callable[[Item], Future[Returned]],
    rescue: Callable[[Item], Returned],
    window: int,
) -> Iterator[tuple[Item, Returned | CvpaletteError]]:
    """Submit items, at most `window` before the first of them is done; give each with its result or error.

    An item is taken only when there is room for it, so that there may be any number of them. What was in
    flight when an executor broke goes to `rescue`, one by one.
    """
    pending: deque[_InFlight[Item, Returned]] = deque()
    try:
        for item in items:
            try:
                pending.append(_InFlight(item, submit(item)))
            except BrokenExecutor:
                yield from (each.settle(rescue) for each in pending)
                raise
            while pending and (len(pending) >= window or pending[0].future.done()):
                yield pending.popleft().settle(rescue)
        while pending:
            yield pending.popleft().settle(rescue)
    finally:
        for each in pending:
            each.future.cancel()


@dataclass(frozen=True, slots=True)
class _InFlight(Generic[Item, Returned]):
    item: Item
    future: Future[Returned]

    def settle(self, rescue: Callable[[Item], Returned]) -> tuple[Item, Returned | CvpaletteError]:
        """Wait for what becomes of the item."""
        try:
            try:
                return self.item, self.future.result()
            except BrokenExecutor:
                return self.item, rescue(self.item)
        except CvpaletteError as error:
            return self.item, error


def run_here(function: Callable[[Item], Returned], item: Item) -> Future[Returned]:
    """Run a function at once, in this thread, as if somebody else had."""
    future: Future[Returned] = Future()
    try:
        future.set_result(function(item))
    except Exception as error:  # noqa: BLE001 -- whoever asks for the result gets it
        future.set_exception(error)
    return future


# Processes take as long to start as so many photos do; and the first results come before they have.
_FEW: Final = 16
# In flight for each worker: one that it is at, and some to go on with while an earlier one takes long.
_IN_FLIGHT: Final = 4


def share_out(
    function: Callable[[Item], Returned],
    items: Iterable[Item],
    *,
    jobs: int,
    executor: Executor | None = None,
    must_stay: Callable[[Item], bool] = lambda _: False,
) -> Iterator[tuple[Item, Returned | CvpaletteError]]:
    """Give each item, in order, with what the function makes of it or the CvpaletteError that it raises.

    The first few are done in this process; the others by `jobs` processes, or all by an executor of that many
    workers. What `must_stay` is done here in any case. What was at work when a worker died is done once more.
    """
    rest = iter(items)
    here = partial(run_here, function)

    def choose(submit: Callable[[Item], Future[Returned]]) -> Callable[[Item], Future[Returned]]:
        return lambda item: here(item) if must_stay(item) else submit(item)

    if executor is not None:
        outer = choose(lambda item: executor.submit(function, item))
        yield from flow(rest, outer, _give_up, _IN_FLIGHT * jobs)
        return
    few = rest if jobs == 1 else islice(rest, _FEW)
    yield from flow(few, here, function, 1)
    for item in rest:
        with Workers(jobs) as workers:
            ours = choose(partial(workers.submit, function))
            retry = partial(_retry, workers, function)
            yield from flow(chain([item], rest), ours, retry, _IN_FLIGHT * jobs)


def _retry(workers: Workers, function: Callable[[Item], Returned], item: Item) -> Returned:
    try:
        return workers.submit_alone(function, item).result()
    except BrokenExecutor as error:
        reason = (
            "the process that read it died, and so did another one; is memory short, or the file hostile?"
        )
        raise WorkerError(str(item), reason) from error


def _give_up(item: object) -> NoReturn:
    raise WorkerError(str(item), "was at work when the executor broke")


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came of a source: its result, or the error that says why there is none."""

    source: Source
    result: Result | None = None
    error: CvpaletteError | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class ManyOptions(Options):
    """All keywords of `extract_many`: those of `extract`, and who does the work."""

    #: Does all the work, if there is one: any executor of the interface of `concurrent.futures`.
    executor: Executor | None = None
    #: How many processes work at a time, or how many workers the executor has; by default one a core.
    jobs: int | None = None


@taking_options(ManyOptions)
def extract_many(sources: Iterable[Source], options: ManyOptions) -> Iterator[Outcome]:
    """Find the colors of many images; outcomes come one by one, in the order of the sources.

    The keywords are those of `extract`, and two more: `jobs` processes, by default one a core, share the work
    from the seventeenth source on. An `executor` of the interface of `concurrent.futures` does all of it
    instead, and `jobs` says how many workers it has.

    A source is taken from `sources` only when there is room for it, four for each job: they may have no end.
    Raises SettingsError at once, TypeError for an unknown keyword, and ImageError for a mask that cannot be
    read. What is wrong with a source is its outcome.
    """
    return _outcomes(Recipe.of(options), sources, options.executor, count_jobs(options.jobs))


def _outcomes(
    recipe: Recipe, sources: Iterable[Source], executor: Executor | None, jobs: int
) -> Iterator[Outcome]:
    for source, result in share_out(recipe.find, sources, jobs=jobs, executor=executor):
        if isinstance(result, CvpaletteError):
            yield Outcome(source, error=result)
        else:
            yield Outcome(source, result)
