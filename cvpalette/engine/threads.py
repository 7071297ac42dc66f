"""map_in_two(): does work in two threads; OpenCV and NumPy leave the interpreter free meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["map_in_two"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_two(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return the function's result for each item, in order, computed in two threads.

    An exception of the function is raised here. A single item is computed in this thread alone. The executors
    of `concurrent.futures` would do as well, but importing them takes as long as counting a photo.
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
        except BaseException as error:  # noqa: BLE001 -- raised again in the waiting thread
            raised.append(error)

    other = threading.Thread(target=work)
    other.start()
    work()
    other.join()
    if raised:
        raise raised[0]
    return [found[number] for number in sorted(found)]
