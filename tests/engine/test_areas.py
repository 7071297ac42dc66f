"""The area of a color: the largest part of a picture that has it, and its deepest pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cvpalette.color.spaces import to_space
from cvpalette.engine.areas import Area, find_area, label_pixels

Bytes = NDArray[np.uint8]


def _draw(*rows: str) -> Bytes:
    """Return the rows of a drawing, where # is the color."""
    return np.array([[each == "#" for each in row] for row in rows], np.uint8)


def _flood(own: Bytes) -> list[list[tuple[int, int]]]:
    """Return the pixels (y, x) of each part, in the order of their first pixels."""
    left = [(int(y), int(x)) for y, x in np.argwhere(own)]
    parts = []
    while left:
        part, reached = [], [left[0]]
        while reached:
            y, x = reached.pop()
            if (y, x) in left:
                left.remove((y, x))
                part.append((y, x))
                reached += [(y + down, x + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        parts.append(sorted(part))
    return parts


def _find_slowly(own: Bytes, weights: Bytes) -> Area | None:
    """Return what find_area() does, by its words alone."""
    parts = _flood(own)
    if not parts:
        return None
    sums = [sum(int(weights[each]) for each in part) for part in parts]
    part = parts[sums.index(max(sums))]
    height, width = own.shape
    around = {(y, x) for y in range(-1, height + 1) for x in range(-1, width + 1)} - set(part)
    depths = [min((y - other) ** 2 + (x - right) ** 2 for other, right in around) for y, x in part]
    y, x = part[depths.index(max(depths))]
    top, left = min(each[0] for each in part), min(each[1] for each in part)
    bottom, right = max(each[0] for each in part), max(each[1] for each in part)
    return Area(x, y, left, top, right - left + 1, bottom - top + 1, max(sums) / sum(sums))


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.2, 0.5, 0.8, 0.95]))
def test_any_area_is_that_of_a_slow_search(seed: int, density: float) -> None:
    """By weights, and without any."""
    random = np.random.default_rng(seed)
    own = (random.random((int(random.integers(1, 10)), int(random.integers(1, 10)))) < density).view(np.uint8)
    weights = random.integers(1, 4, own.shape, np.uint8)
    assert find_area(own, weights) == pytest.approx(_find_slowly(own, weights))
    assert find_area(own) == pytest.approx(_find_slowly(own, np.ones_like(own)))


def test_a_large_disc_with_a_hole_is_deepest_beside_the_hole() -> None:
    """Exactly: fast distances alone would be off by a pixel or more."""
    y, x = np.mgrid[:151, :201]
    own = ((y - 75) ** 2 + (x - 100) ** 2 <= 70**2) & ((y - 65) ** 2 + (x - 85) ** 2 > 15**2)
    found = find_area(own.view(np.uint8))
    outside = np.argwhere(np.pad(~own, 1, constant_values=True)) - 1
    assert found is not None
    some = np.argwhere(own)
    best = max(int(((outside - each) ** 2).sum(axis=1).min()) for each in some)
    assert ((outside - (found.y, found.x)) ** 2).sum(axis=1).min() >= best
    assert found[2:] == (30, 5, 141, 141, 1)


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        (_draw("##....", "##.###", "...###", "...###"), Area(4, 2, 3, 1, 3, 3, 9 / 13)),
        (_draw("#....#", "##..##"), Area(0, 0, 0, 0, 2, 2, 0.5)),
        (_draw(".#", "#."), Area(1, 0, 0, 0, 2, 2, 1)),
        (_draw("......", ".####.", "......"), Area(1, 1, 1, 1, 4, 1, 1)),
        (_draw("#####", "#...#", "#.#.#", "#...#", "#####"), Area(0, 0, 0, 0, 5, 5, 16 / 17)),
        (_draw("###", "###"), Area(0, 0, 0, 0, 3, 2, 1)),
    ],
    ids=["larger", "equals", "corner", "line", "ring", "whole"],
)
def test_what_is_where(drawing: Bytes, expected: Area) -> None:
    """Of equals, the first from the top, and then from the left."""
    assert find_area(drawing) == expected


def test_no_pixel_is_no_area() -> None:
    """Whether none has the color, or none that is seen."""
    assert find_area(_draw("...", "...")) is None
    assert find_area(_draw("#..", "..."), seen=_draw(".##", "###")) is None


def test_what_is_not_seen_parts_an_area_and_counts_all_the_same() -> None:
    """The two seen parts are apart; the share is of all five."""
    found = find_area(_draw("#####"), seen=_draw("##..#"))
    assert found == Area(0, 0, 0, 0, 2, 1, 0.4)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@pytest.mark.parametrize("count", [1, 2, 6, 300])
def test_labels_are_of_the_nearest(space: str, count: int) -> None:
    """Each color of noise is compared with each swatch; more than 256 swatches need more than a byte."""
    random = np.random.default_rng(count)
    pixels = random.integers(0, 256, (30, 40, 3), np.uint8)
    swatches = random.integers(0, 256, (count, 3), np.uint8)
    gaps = to_space(pixels.reshape(-1, 3), space)[:, np.newaxis] - to_space(swatches, space)
    nearest = (gaps**2).sum(axis=2).argmin(axis=1).reshape(30, 40)
    assert np.array_equal(label_pixels(pixels, swatches, space), nearest)


@pytest.mark.parametrize("space", ["lab", "oklab", "rgb"])
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(2, 20))
def test_labels_of_wanted_swatches_miss_no_pixel(space: str, seed: int, count: int) -> None:
    """Whatever else is skipped: in noise around one color, where many cells are on a border."""
    random = np.random.default_rng(seed)
    middle, spread = random.integers(0, 256, 3), random.integers(5, 200)
    pixels, swatches = (
        random.normal(middle, spread, size).clip(0, 255).astype(np.uint8)
        for size in ((40, 50, 3), (count, 3))
    )
    wanted = random.choice(count, int(random.integers(1, count)), replace=False).tolist()
    all_labels, some = (
        label_pixels(pixels, swatches, space),
        label_pixels(pixels, swatches, space, wanted=wanted),
    )
    is_wanted = np.isin(all_labels, wanted)
    assert np.array_equal(some[is_wanted], all_labels[is_wanted])
    assert not np.isin(some[~is_wanted], wanted).any()


def test_pixels_far_from_wanted_swatches_are_skipped() -> None:
    """That is what makes it fast."""
    swatches = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    pixels = np.array([[[10, 10, 10], [240, 240, 240]]], np.uint8)
    assert label_pixels(pixels, swatches, "lab", wanted=[1]).tolist() == [[2, 1]]


def test_of_swatches_of_one_color_the_first_has_the_pixels() -> None:
    """Steady, whatever the rest is."""
    swatches = np.array([[9, 9, 9], [200, 0, 0], [200, 0, 0]], np.uint8)
    assert label_pixels(np.full((2, 2, 3), (200, 0, 0), np.uint8), swatches, "lab").tolist() == [[1, 1]] * 2
