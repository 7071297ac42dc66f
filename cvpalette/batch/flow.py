"""flow(): results in the order of what they are of, while only a few are in flight."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from cvpalette.errors import CvpaletteError

__all__ = ["flow", "run_here"]

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
