"""distribute() and add_on_cluster(): have the workers of a cluster do items, or sum them up, in groups."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any, Final, Generic, TypeVar

import cv2

from cvpalette.batch.cluster import Cluster, Remote
from cvpalette.batch.many import flow, run_here
from cvpalette.batch.merging import Added, Adder, Sum
from cvpalette.batch.sums import ColorSum
from cvpalette.batch.worker import keep_freed_memory
from cvpalette.errors import ClusterError, CvpaletteError, WorkerError
from cvpalette.extraction import Share

__all__ = ["Group", "add_on_cluster", "distribute", "do_groups"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# Groups in flight for each thread of a worker.
_IN_FLIGHT: Final = 3


@dataclass(slots=True)
class Group(Generic[Item]):
    """Items that one task does, and handles to results that stay on the cluster."""

    items: list[Item]
    kept: list[Any] = field(default_factory=list)


def do_groups(  # noqa: PLR0913 -- two kinds of work share it
    items: Iterable[Item],
    submit: Callable[[Group[Item]], Future[list[Result | CvpaletteError]]],
    *,
    size: int,
    threads: int,
    must_stay: Callable[[Item], bool],
    keep: Callable[[list[Any]], object] = lambda _: None,
) -> Generator[tuple[Item, Result | CvpaletteError], None, None]:
    """Give each item, in order, with its result or error; call `keep` with the handles of each group done.

    The first groups are smaller than `size`: few items then keep all threads busy, and the first results come
    soon. An item for which `must_stay` is true is a group of its own. If the workers of a group die, its
    items are done once more, one by one. Any other error of a group is raised.
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
    """Give the sizes of groups: they double each time that every thread has had one, up to `most`."""
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


# Photos in a group. A task costs the scheduler and this process some milliseconds, which is little for 8
# photos; and 8 photos are soon done.
_FEW: Final = 8
# Images that one task sums up, and sums that another task joins.
_MANY: Final = 16
_BRANCHES: Final = 8


def distribute(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    cluster: Cluster,
    must_stay: Callable[[Item], bool] = lambda _: False,
) -> Generator[tuple[Item, Result | CvpaletteError], None, None]:
    """Give each item, in order, with the function's result or the CvpaletteError that it raises.

    The function is sent to the cluster once. An item for which `must_stay` is true is done in this process.
    Raises ClusterError.
    """
    held = cluster.submit(_hold, function)

    def submit(group: Group[Item]) -> Future[list[Result | CvpaletteError]]:
        if must_stay(group.items[0]):
            return run_here(partial(_do_each, function), group.items)
        return cluster.fetch(cluster.submit(_do_each_there, held, group.items))

    return do_groups(items, submit, size=_FEW, threads=cluster.threads, must_stay=must_stay)


def add_on_cluster(
    total: Sum,
    count: Callable[[Item], Share],
    items: Iterable[Item],
    *,
    cluster: Cluster,
    must_stay: Callable[[Item], bool] = lambda _: False,
) -> Generator[tuple[Item, Added | CvpaletteError], None, None]:
    """Count each item and add it to a sum, as `Sum.add_each` does. Raises ClusterError."""
    tree = _Tree(cluster)
    adder = Adder(count, total.by)
    held = cluster.submit(_hold, adder)

    def submit(group: Group[Item]) -> Future[list[Added | CvpaletteError]]:
        if must_stay(group.items[0]):
            return run_here(partial(_do_each, adder), group.items)
        part = cluster.submit(_sum_each, held, group.items)
        group.kept.append(part)
        return cluster.fetch(cluster.submit(_tell, part))

    for item, added in do_groups(
        items, submit, size=_MANY, threads=cluster.threads, must_stay=must_stay, keep=tree.grow
    ):
        yield item, total.note(added)
    total.join(tree.fetch())
    total.join(adder.hand_over())


class _Tree:
    """A sum whose parts stay on the workers: they add up eight parts at a time, and then eight such sums."""

    def __init__(self, cluster: Cluster) -> None:
        """Take the cluster that holds the parts."""
        self._cluster = cluster
        self._levels: list[list[Remote]] = []

    def grow(self, parts: list[Remote], level: int = 0) -> None:
        """Add parts, given as the handles of tasks, to a level of the tree."""
        if len(self._levels) == level:
            self._levels.append([])
        here = self._levels[level]
        here += parts
        if len(here) >= _BRANCHES:
            self._levels[level] = []
            self.grow([self._cluster.submit(_join, *here)], level + 1)

    def fetch(self) -> ColorSum:
        """Return the sum of all parts; raises ClusterError."""
        parts = [part for level in self._levels for part in level]
        while len(parts) > _BRANCHES:
            parts = [*parts[_BRANCHES:], self._cluster.submit(_join, *parts[:_BRANCHES])]
        try:
            part: _Part = self._cluster.fetch(self._cluster.submit(_join, *parts)).result()
        except BrokenExecutor as error:
            raise ClusterError(self._cluster.address, "its workers died one after the other") from error
        return part[0]


_Part = tuple[ColorSum, list[Added | CvpaletteError]]


def _sum_each(adder: Adder[Item], items: list[Item]) -> _Part:
    _prepare()
    alone = copy(adder)  # other threads of this worker share the adder
    told = _do_each(alone, items)
    return alone.hand_over(), told


def _join(*parts: _Part) -> _Part:
    total = ColorSum()
    for part, _ in parts:
        total.join(part)
    return total, []


def _tell(part: _Part) -> list[Added | CvpaletteError]:
    return part[1]


def _do_each_there(function: Callable[[Item], Result], items: list[Item]) -> list[Result | CvpaletteError]:
    _prepare()
    return _do_each(function, items)


def _prepare() -> None:
    """Set up a worker of the cluster for image work."""
    cv2.setNumThreads(1)  # dask already runs a task in each thread of the worker
    keep_freed_memory()


def _do_each(function: Callable[[Item], Result], items: list[Item]) -> list[Result | CvpaletteError]:
    return [_do(function, item) for item in items]


def _do(function: Callable[[Item], Result], item: Item) -> Result | CvpaletteError:
    try:
        return function(item)
    except CvpaletteError as error:
        return error


def _hold(value: Result) -> Result:
    return value
