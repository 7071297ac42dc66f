"""Rules of style sheets, matched with the elements of a document."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from cvpalette.parsing.selectors import Rules


def _path(document: str) -> list[Element]:
    """Return an element in which each element has one child, and all those in it."""
    path = [fromstring(document)]
    while len(path[-1]):
        path.append(path[-1][0])
    return path


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        (".a > .b rect", True),
        (".a > .b .b > rect", True),
        (".a > .b .b .b rect", True),
        (".a > .b > .b > .b rect", True),
        ("svg .a > .b rect", True),
        ("svg > .a > .b .b rect", True),
        (".a .a > .b rect", False),
        (".b > .a rect", False),
        (".a > .b > rect", False),
        (".a > rect", False),
        ("svg > .b rect", False),
        (".b .b .b .b rect", False),
    ],
)
def test_a_parent_that_does_not_fit_is_looked_for_further_up(selector: str, matches: bool) -> None:
    """As an ancestor may be any of several that are alike."""
    path = _path('<svg><g class="a"><g class="b"><g class="b"><g class="b"><rect/></g></g></g></g></svg>')
    assert bool(Rules([f"{selector} {{ fill: red }}"]).find(path)) is matches


def test_tries_are_counted() -> None:
    """A deep document with long rules ends soon."""
    path = _path("<g>" * 60 + "<rect/>" + "</g>" * 60)
    rules = Rules([" ".join(["x > g g > g g"] * 3) + " rect {fill: red}\n"] * 200)

    def find_often() -> None:
        for _ in range(100):
            rules.find(path)

    with pytest.raises(ValueError, match=r"^it has too many rules of style for its elements$"):
        find_often()
