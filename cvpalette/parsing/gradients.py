"""The stops of a gradient that a file gives as segments, each with a color at its left and its right end."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from cvpalette.parsing.entries import Entry

__all__ = ["Segment", "find_stops"]

#: The colors at the ends of a segment; where a segment has a name, it is that of its left end.
Segment: TypeAlias = tuple[Entry, Entry]


def find_stops(segments: Sequence[Segment]) -> list[Entry]:
    """Return the colors of a gradient in order: what it was made of, as far as the segments tell.

    If each segment has one color, these are the colors. Otherwise they are those of the stops: where one
    segment ends as the next begins, there is one stop. In a gradient that jumps between segments, a color
    that follows itself counts once.
    """
    if all(_same(left, right) for left, right in segments):
        return [left for left, _ in segments]
    ends = [left for left, _ in segments[:1]]
    jumps = False
    for (_, right), (left, _) in pairwise(segments):
        ends.append(right)
        if not _same(right, left):
            jumps = True
            ends.append(left)
    ends.append(segments[-1][1])
    if not jumps:
        return ends
    return ends[:1] + [after for before, after in pairwise(ends) if not _same(before, after)]


def _same(one: Entry, other: Entry) -> bool:
    return (one.color, one.alpha) == (other.color, other.alpha)
