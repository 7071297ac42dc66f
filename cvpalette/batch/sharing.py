"""share_out(): the same work on many items, here or by workers, as their number asks for."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from itertools import chain, islice
from typing import Final, NoReturn, TypeVar

from cvpalette.batch.flow import flow, run_here
from cvpalette.batch.workers import Workers
from cvpalette.errors import CvpaletteError, WorkerError

__all__ = ["share_out"]

Item = TypeVar("Item")
Result = TypeVar("Result")

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
