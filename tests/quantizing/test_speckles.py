"""despeckle() and count_regions(): small regions become part of a neighbor."""

import tracemalloc
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvpalette.quantizing.speckles import count_regions, despeckle


def _read(*rows: str) -> np.ndarray:
    return np.array([[int(sign) for sign in row] for row in rows], np.uint8)


def test_a_small_region_takes_the_swatch_with_most_border() -> None:
    """Here 2, which is to its right, below it and above it."""
    before = _read("11222", "11322", "11222")
    assert despeckle(before, 2).tolist() == _read("11222", "11222", "11222").tolist()


def test_of_two_equal_borders_the_larger_region_wins() -> None:
    """The pixel in the middle has one side with each."""
    assert despeckle(_read("11322222"), 2).tolist() == _read("11222222").tolist()


@pytest.mark.parametrize(("least", "regions"), [(0, 3), (2, 3), (3, 2), (7, 1), (99, 1)])
def test_only_smaller_regions_merge(least: int, regions: int) -> None:
    """The three have 6, 2 and 10 pixels; a region of as many as are asked for stays."""
    before = _read("111111", "223333", "333333")
    assert count_regions(before) == 3
    assert count_regions(despeckle(before, least)) == regions


def test_neighbors_of_one_size_do_not_exchange_their_swatches() -> None:
    """A checkerboard has 81 regions of one pixel each."""
    board = (np.indices((9, 9)).sum(axis=0) % 2).astype(np.uint8)
    assert count_regions(board) == 81
    assert min(_list_sizes(despeckle(board, 2))) >= 2
    assert count_regions(despeckle(board, 82)) == 1


def test_hidden_pixels_are_no_region() -> None:
    """They stay as they are, and nothing merges into them."""
    before = _read("1121", "1111", "3333")
    hidden = np.array([[False] * 4, [False] * 4, [True] * 4])
    assert count_regions(before, hidden) == 2
    assert despeckle(before, 5, hidden).tolist() == _read("1111", "1111", "3333").tolist()
    alone = np.array([[False, True, False]])
    assert despeckle(_read("123"), 9, alone).tolist() == [[1, 2, 3]]


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 25), st.integers(1, 25), st.integers(1, 5), st.integers(1, 40), st.integers(0, 99))
def test_no_region_is_left_that_is_too_small(
    height: int, width: int, colors: int, least: int, seed: int
) -> None:
    """Unless the picture is one region; and no new color appears."""
    before = np.random.default_rng(seed).integers(0, colors, (height, width), np.uint8)
    after = despeckle(before, least)
    assert set(np.unique(after)) <= set(np.unique(before))
    sizes = _list_sizes(after)
    assert len(sizes) == count_regions(after)
    assert min(sizes) >= least or len(sizes) == 1


def test_regions_are_found_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of them wait for each other: here, each strip waits for the next one, which is larger."""
    strips = np.repeat(np.arange(120) % 7, 2).astype(np.uint8)[np.newaxis]
    find = Mock(side_effect=cv2.connectedComponents)
    monkeypatch.setattr(cv2, "connectedComponents", find)
    assert min(_list_sizes(despeckle(strips, 5))) >= 5
    assert find.call_count == 1


def test_noise_takes_little_memory() -> None:
    """There are about as many regions as pixels."""
    noise = np.random.default_rng(0).integers(0, 64, (500, 500), np.uint8)
    tracemalloc.start()
    try:
        despeckle(noise, 10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200 * noise.size


def _list_sizes(levels: np.ndarray) -> list[int]:
    """Return the sizes of regions, found pixel by pixel."""
    left, sizes = {*np.ndindex(*levels.shape)}, []
    while left:
        waiting, size = [left.pop()], 0
        while waiting:
            row, column = waiting.pop()
            size += 1
            for near in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if near in left and levels[near] == levels[row, column]:
                    left.remove(near)
                    waiting.append(near)
        sizes.append(size)
    return sizes
