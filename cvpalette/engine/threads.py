"""map_in_two(): the same work on several items, by this thread and another."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["map_in_two"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_two(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what the function makes of each item, in order; raises what it raises.

    One item is done by this thread alone. The executors of `concurrent.futures` would do, but importing them
    takes as long as counting a photo.
    """
    if len(items) == 1:
        return [function(items[0])]
    found: dict[int, Result] = {}
    raised: list[BaseException] = []
    waiting = enumerate(items)

    def work() -> None:
        try:
            for number, item in waiting:
                found[number] = function(item)
        except BaseException as error:  # noqa: BLE001 -- raised in the thread that waits for it
            raised.append(error)

    other = threading.Thread(target=work)
    other.start()
    work()
    other.join()
    if raised:
        raise raised[0]
    return [found[number] for number in sorted(found)]
