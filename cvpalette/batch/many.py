"""extract_many(): the palettes of any number of images, in order, by as many workers as there are."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any, Final, Generic, NoReturn, TypeVar

from cvpalette.batch.jobs import count_jobs
from cvpalette.batch.processes import Workers
from cvpalette.batch.recipe import Recipe
from cvpalette.errors import CvpaletteError, WorkerError
from cvpalette.result import Found
from cvpalette.sources.loading import Source

__all__ = ["Outcome", "extract_many", "flow", "run_here", "share_out"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def flow(
    items: Iterable[Item],
    submit: Callable[[Item], Future[Result]],
    rescue: Callable[[Item], Result],
    window: int,
) -> Iterator[tuple[Item, Result | CvpaletteError]]:
    """Submit items, at most `window` before the first of them is done; give each with its result or error.

    An item is taken only when there is room for it, so that there may be any number of them. What was in
    flight when an executor broke goes to `rescue`, one by one.
    """
    pending: deque[_InFlight[Item, Result]] = deque()
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
class _InFlight(Generic[Item, Result]):
    item: Item
    future: Future[Result]

    def settle(self, rescue: Callable[[Item], Result]) -> tuple[Item, Result | CvpaletteError]:
        """Wait for what becomes of the item."""
        try:
            try:
                return self.item, self.future.result()
            except BrokenExecutor:
                return self.item, rescue(self.item)
        except CvpaletteError as error:
            return self.item, error


def run_here(function: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Run a function at once, in this thread, as if somebody else had."""
    future: Future[Result] = Future()
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
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    executor: Executor | None = None,
    must_stay: Callable[[Item], bool] = lambda _: False,
) -> Iterator[tuple[Item, Result | CvpaletteError]]:
    """Give each item, in order, with what the function makes of it or the CvpaletteError that it raises.

    The first few are done in this process; the others by `jobs` processes, or all by an executor of that many
    workers. What `must_stay` is done here in any case. What was at work when a worker died is done once more.
    """
    rest = iter(items)
    here = partial(run_here, function)

    def choose(submit: Callable[[Item], Future[Result]]) -> Callable[[Item], Future[Result]]:
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


def _retry(workers: Workers, function: Callable[[Item], Result], item: Item) -> Result:
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
    """What came of a source: what was found in it, or the error that says why nothing was."""

    source: Source
    found: Found | None = None
    error: CvpaletteError | None = None


def extract_many(
    sources: Iterable[Source],
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    **keywords: Any,
) -> Iterator[Outcome]:
    """Find the colours of many images; outcomes come one by one, in the order of the sources.

    The keywords are those of `extract`. By default `jobs` processes, one for each core, share the work, from
    the seventeenth source on: a script that calls this needs `if __name__ == "__main__":`. An `executor` of
    the interface of `concurrent.futures` does all of it instead, and `jobs` says how many workers it has.

    A source is taken from `sources` only when there is room for it, four for each job: they may have no end.
    Raises SettingsError at once, TypeError for an unknown keyword, and ImageError for a mask that cannot be
    read; what is wrong with a source is its outcome.
    """
    recipe = Recipe.of(**keywords)
    return _outcomes(recipe, sources, executor, count_jobs(jobs))


def _outcomes(
    recipe: Recipe, sources: Iterable[Source], executor: Executor | None, jobs: int
) -> Iterator[Outcome]:
    for source, found in share_out(recipe.find, sources, jobs=jobs, executor=executor):
        if isinstance(found, CvpaletteError):
            yield Outcome(source, error=found)
        else:
            yield Outcome(source, found)
