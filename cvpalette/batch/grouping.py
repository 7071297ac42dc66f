"""Grouping: items done by a cluster in groups, since each task costs its scheduler some milliseconds."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final, Generic, TypeVar

from cvpalette.batch.flow import flow
from cvpalette.errors import CvpaletteError, WorkerError

__all__ = ["Group", "do_groups"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# Groups in flight for each thread of a worker.
_IN_FLIGHT: Final = 3


@dataclass(slots=True)
class Group(Generic[Item]):
    """Items that are one task, and what is to be kept of them where it is."""

    items: list[Item]
    kept: list[Any] = field(default_factory=list)


def do_groups(  # noqa: PLR0913 -- what a kind of work is made of
    items: Iterable[Item],
    submit: Callable[[Group[Item]], Future[list[Result | CvpaletteError]]],
    *,
    size: int,
    threads: int,
    must_stay: Callable[[Item], bool],
    keep: Callable[[list[Any]], object] = lambda _: None,
) -> Generator[tuple[Item, Result | CvpaletteError], None, None]:
    """Give each item, in order, with its result or error; `keep` takes what a group keeps, once it is done.

    The first groups are smaller than `size`, so that few items are work for all threads and the first results
    come soon. What `must_stay` is a group of its own. A group whose workers died is done once more, item by
    item. Raises what else a group raises.
    """

    def rescue(group: Group[Item]) -> list[Result | CvpaletteError]:
        group.kept.clear()
        return [_rescue(item, group) for item in group.items]

    def _rescue(item: Item, group: Group[Item]) -> Result | CvpaletteError:
        alone = Group([item])
        try:
            (result,) = submit(alone).result()
        except BrokenExecutor:
            reason = "the workers that read it died; is memory short, or the file hostile?"
            return WorkerError(str(item), reason)
        group.kept += alone.kept
        return result

    groups = _divide(items, _grow(size, threads), must_stay)
    for group, results in flow(groups, submit, rescue, _IN_FLIGHT * threads):
        if isinstance(results, CvpaletteError):
            raise results
        keep(group.kept)
        yield from zip(group.items, results, strict=True)


def _grow(most: int, threads: int) -> Iterator[int]:
    """Give the sizes of groups, twice as large once each thread has had one."""
    size = 1
    while size < most:
        yield from repeat(size, threads)
        size *= 2
    yield from repeat(most)


def _divide(
    items: Iterable[Item], sizes: Iterator[int], must_stay: Callable[[Item], bool]
) -> Iterator[Group[Item]]:
    some: list[Item] = []
    size = next(sizes)
    for item in items:
        stays = must_stay(item)
        if some and stays:
            yield Group(some)
            some = []
        if stays:
            yield Group([item])
            continue
        some.append(item)
        if len(some) == size:
            yield Group(some)
            some, size = [], next(sizes)
    if some:
        yield Group(some)
