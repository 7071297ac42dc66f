"""do_groups(): gives results in order, even if groups are lost on the way."""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from typing import Any

import pytest

from cvpalette.batch.many import run_here
from cvpalette.batch.on_cluster import Group, do_groups
from cvpalette.errors import ClusterError, CvpaletteError, WorkerError


def run(
    items: list[int], *, deadly: int = -1, stays: int = -1
) -> tuple[list[Any], list[Any], list[list[int]]]:
    """Do items in groups of up to three; some kill their workers. Returns results, handles and groups."""
    kept: list[Any] = []
    groups: list[list[int]] = []

    def work(group: Group[int]) -> list[int | CvpaletteError]:
        if deadly in group.items:
            raise BrokenExecutor
        return [item * item for item in group.items]

    def submit(group: Group[int]) -> Future[list[int | CvpaletteError]]:
        groups.append(group.items)
        group.kept.append(tuple(group.items))
        return run_here(work, group)

    results = do_groups(
        items, submit, size=3, threads=2, must_stay=lambda item: item == stays, keep=kept.extend
    )
    return list(results), kept, groups


@pytest.mark.parametrize("number", [0, 1, 3, 4, 30])
def test_each_item_has_its_result(number: int) -> None:
    """Results come in order, and the handles of each group are kept once."""
    items = list(range(number))
    results, kept, groups = run(items)
    assert results == [(item, item * item) for item in items]
    assert [item for group in groups for item in group] == items
    assert kept == [tuple(group) for group in groups]


def test_groups_grow() -> None:
    """The first groups are small, so that all threads have work; later groups grow to the full size."""
    _, _, groups = run(list(range(13)))
    assert [len(group) for group in groups] == [1, 1, 2, 2, 3, 3, 1]


def test_a_full_group_does_not_wait_for_the_next_item() -> None:
    """The next item may take long to come."""
    groups: list[list[int]] = []

    def submit(group: Group[int]) -> Future[list[int | CvpaletteError]]:
        groups.append(group.items)
        return run_here(lambda each: [*each.items], group)

    def items() -> Iterator[int]:
        yield 5
        assert groups == [[5]]
        yield 6

    results = do_groups(items(), submit, size=9, threads=1, must_stay=lambda _: False)
    assert list(results) == [(5, 5), (6, 6)]


def test_what_must_stay_is_alone() -> None:
    """The items around it keep their order."""
    results, _, groups = run(list(range(8)), stays=3)
    assert groups == [[0], [1], [2], [3], [4, 5], [6, 7]]
    assert [item for item, _ in results] == list(range(8))


def test_a_lost_group_is_done_item_by_item() -> None:
    """An item that kills its workers is an error; the others have results and are kept once."""
    results, kept, _ = run(list(range(9)), deadly=7)
    error = results[7][1]
    assert isinstance(error, WorkerError)
    assert str(error) == "'7': the workers that read it died; is memory short, or the file hostile?"
    assert [result for _, result in results if result is not error] == [0, 1, 4, 9, 16, 25, 36, 64]
    assert kept == [(0,), (1,), (2, 3), (4, 5), (6,), (8,)]


def test_a_cluster_that_is_gone_ends_it() -> None:
    """No item is to blame for that."""

    def submit(group: Group[int]) -> Future[list[int | CvpaletteError]]:
        raise_gone = ClusterError("tcp://a:1", "the scheduler is gone")

        def work(_: Group[int]) -> list[int | CvpaletteError]:
            raise raise_gone

        return run_here(work, group)

    with pytest.raises(ClusterError, match="is gone"):
        list(do_groups([1, 2], submit, size=1, threads=1, must_stay=lambda _: False))
