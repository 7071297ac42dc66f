"""Two threads: the same results in the same order, and the errors of both."""

import pytest

from cvpalette.engine.counting import map_in_two


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_results_are_in_the_order_of_the_items(count: int) -> None:
    """Whichever thread came to them."""
    assert map_in_two(lambda number: number * number, range(count)) == [n * n for n in range(count)]


@pytest.mark.parametrize("bad", [0, 1, 5])
def test_what_a_thread_raises_is_raised(bad: int) -> None:
    """None is lost in the other thread."""

    def work(number: int) -> int:
        if number == bad:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(bad)):
        map_in_two(work, range(6))
