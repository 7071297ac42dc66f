"""Chip, Pen and Sheet: how much room text takes."""

from cvpalette.color.color import Color
from cvpalette.rendering.chips import Chip, Pen


def _length(text: str, size: int) -> float:
    return len(text) * size / 2


PEN = Pen(20, _length)
RED = Color(255, 0, 0)


def test_text_needs_its_lines_and_room_around_them() -> None:
    """27 pixels a line of 20, and 10 on each side; turned, all stands in one line."""
    assert PEN.measure(["red", "#ff0000"]) == (70 + 20 + 1, 2 * 27 + 20)
    assert PEN.measure_turned(["red", "#ff0000"]) == (27 + 20, 110 + 20 + 1)


def test_text_is_turned_only_where_it_does_not_fit() -> None:
    """The lines become one."""
    wide = Chip(RED, (0, 0, 91, 74), ("red", "#ff0000"))
    assert PEN.write(wide) == wide
    for box in ((0, 0, 90, 74), (0, 0, 91, 73)):
        narrow = PEN.write(Chip(RED, box, ("red", "#ff0000")))
        assert (narrow.lines, narrow.is_turned) == (("red #ff0000",), True)


def test_a_chip_without_text_has_none_to_turn() -> None:
    """However narrow."""
    bare = Chip(RED, (0, 0, 1, 1))
    assert PEN.write(bare) == bare
