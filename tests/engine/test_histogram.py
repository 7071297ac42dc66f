"""ColorHistogram: counts every pixel that counts, and adds."""

import math
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.error import measure_error
from cvpalette.engine.finding import cluster
from cvpalette.engine.histogram import ColorHistogram, take_histogram
from cvpalette.errors import ColorError, SettingsError
from cvpalette.extraction import extract


def _noise(height: int, width: int, low: int = 0, high: int = 256, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(low, high, (height, width, 3), np.uint8)


def _of(array: np.ndarray) -> ColorHistogram:
    return ColorHistogram.of_image(Image.from_array(array))


def _mean(histogram: ColorHistogram) -> np.ndarray:
    return np.asarray(np.average(histogram.colors.astype(np.float64), axis=0, weights=histogram.counts))


def _assert_same(one: ColorHistogram, other: ColorHistogram) -> None:
    # A sum keeps what its parts knew, which may be finer than one look at both pictures.
    bits = min(one.bits, other.bits)
    one, other = one.coarsen(bits), other.coarsen(bits)
    assert len(one) == len(other)
    assert one.total == pytest.approx(other.total)
    assert one.colors == pytest.approx(other.colors, abs=1e-3)
    assert one.counts == pytest.approx(other.counts)


def _assert_equal(one: ColorHistogram, other: ColorHistogram) -> None:
    for name in ("colors", "counts", "anchors", "bits"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


# Pairs of one width: few colors, as many as no list of them holds, and many that are near each other.
PAIRS = {
    "few": (_noise(20, 30, 0, 3), _noise(10, 30, 1, 4, seed=1)),
    "many": (_noise(130, 130), _noise(70, 130, seed=1)),
    "few and many": (_noise(20, 130, 0, 3), _noise(130, 130)),
    "many alike": (_noise(300, 200, 0, 64), _noise(300, 200, 96, 160, seed=1)),
    "alike": (_noise(100, 200, 0, 40), _noise(100, 200, 0, 40, seed=1)),
    "dark": (_noise(60, 100, 0, 11), _noise(60, 100, 1, 12, seed=1)),
}
both = pytest.mark.parametrize(("one", "other"), PAIRS.values(), ids=PAIRS)


@both
def test_addition_is_the_histogram_of_both_images(one: np.ndarray, other: np.ndarray) -> None:
    """What all of batches and films stand on: summing costs no truth."""
    _assert_same(_of(one) + _of(other), _of(np.concatenate([one, other])))


@both
def test_addition_is_commutative(one: np.ndarray, other: np.ndarray) -> None:
    """Which worker comes first is chance."""
    _assert_equal(_of(one) + _of(other), _of(other) + _of(one))


@pytest.mark.parametrize("bits", [5, 6])
def test_not_a_bit_depends_on_which_comes_first(bits: int) -> None:
    """Not where cells of two widths, or counts that are no whole numbers, are added up."""
    clear = np.dstack([_noise(300, 300), np.random.default_rng(2).integers(0, 256, (300, 300), np.uint8)])
    one = ColorHistogram.of_image(Image.from_array(clear), bits=6)
    other = ColorHistogram.of_image(Image.from_array(_noise(300, 300, seed=1)), bits=bits).scaled(1 / 3)
    _assert_equal(one + other, other + one)
    three = [one, other, _of(_noise(30, 30, 0, 4))]
    _assert_equal(ColorHistogram.sum_of(three), ColorHistogram.sum_of(three[::-1]))


def test_a_sum_of_colors_close_together_keeps_them_apart() -> None:
    """Over a thousand dark ones are 216 cells: too few for a palette of 256."""
    one, other = _of(_noise(60, 100, 0, 11)), _of(_noise(60, 100, 1, 12, seed=1))
    total = one + other
    assert total.bits == 8
    assert len(cluster(total, 256)) == 256


def test_a_sum_of_many_colors_is_cells() -> None:
    """Or a sum of millions of images would have a row for each color that there is."""
    parts = [_of(_noise(30, 30, seed=seed)) for seed in range(4)]
    assert [part.bits for part in parts] == [8] * 4
    assert ColorHistogram.sum_of(parts).bits == 7


@both
def test_addition_keeps_the_total_and_the_mean(one: np.ndarray, other: np.ndarray) -> None:
    """No pixel is lost, and none changes its color on the way."""
    first, second = _of(one), _of(other)
    result = first + second
    assert result.total == first.total + second.total
    expected = (_mean(first) * first.total + _mean(second) * second.total) / result.total
    assert _mean(result) == pytest.approx(expected, abs=1e-3)


def test_addition_changes_neither() -> None:
    """Histograms are values."""
    first, second = _of(_noise(5, 5)), _of(_noise(5, 5, seed=1))
    colors, counts = first.colors.copy(), first.counts.copy()
    first + second
    assert np.array_equal(first.colors, colors)
    assert np.array_equal(first.counts, counts)


def test_a_sum_of_many_is_the_histogram_of_all() -> None:
    """A large scan, tile by tile."""
    image = _noise(120, 100)
    tiles = [_of(image[top : top + 10]) for top in range(0, 120, 10)]
    _assert_same(sum(tiles[1:], start=tiles[0]), _of(image))


@pytest.mark.parametrize("count", [1, 2, 6, 256])
def test_few_colors_are_exact(count: int) -> None:
    """As many as the largest palette holds: each color, and how many pixels it has."""
    colors = np.unique(_noise(1, 2000), axis=1)[0][:count]
    pixels = colors.repeat(np.arange(1, count + 1), axis=0)[None]
    result = _of(pixels)
    order = np.lexsort(result.colors.T[::-1])
    assert np.array_equal(result.colors[order], colors)
    assert np.array_equal(result.counts[order], np.arange(1, count + 1))


def test_the_order_of_pixels_does_not_matter() -> None:
    """Shuffled, the same rows come out in the same order."""
    pixels = _noise(50, 40)
    shuffled = np.random.default_rng(1).permutation(pixels.reshape(-1, 3)).reshape(pixels.shape)
    one, other = _of(pixels), _of(shuffled)
    assert one.colors == pytest.approx(other.colors, abs=1e-3)
    assert np.array_equal(one.counts, other.counts)


@pytest.mark.parametrize("size", [(1, 1), (30, 40), (400, 300)], ids=str)
def test_every_pixel_counts(size: tuple[int, int]) -> None:
    """The total is height times width, and the mean that of the pixels."""
    pixels = _noise(*size)
    histogram = _of(pixels)
    assert histogram.total == size[0] * size[1]
    assert _mean(histogram) == pytest.approx(pixels.reshape(-1, 3).mean(axis=0), abs=1e-3)


@pytest.mark.parametrize("high", [3, 256], ids=["few colors", "many colors"])
def test_a_pixel_counts_by_its_alpha(high: int) -> None:
    """One of alpha 51 is a fifth of a pixel."""
    pixels = _noise(200, 200, 0, high)
    alpha = np.random.default_rng(1).integers(0, 256, (200, 200), np.uint8)
    histogram = _of(np.dstack([pixels, alpha]))
    weights = alpha.reshape(-1) / 255
    assert histogram.total == pytest.approx(weights.sum())
    assert _mean(histogram) == pytest.approx(
        np.average(pixels.reshape(-1, 3), axis=0, weights=weights), abs=1e-3
    )


def test_the_color_under_alpha_0_does_not_exist() -> None:
    """Whatever a program left there."""
    histogram = _of(np.array([[(10, 20, 30, 255), (200, 100, 0, 0)]], np.uint8))
    assert np.array_equal(histogram.colors, [[10, 20, 30]])
    assert np.array_equal(histogram.counts, [1])


def test_nothing_visible_is_an_empty_histogram() -> None:
    """It adds like any other, and changes nothing."""
    empty = _of(np.zeros((3, 3, 4), np.uint8))
    assert (len(empty), empty.total) == (0, 0)
    few = _of(_noise(5, 5))
    _assert_same(few + empty, few)
    _assert_same(empty + empty, empty)


def test_a_histogram_is_small_whatever_the_image() -> None:
    """A million random pixels are fewer rows than pixels, of the types promised."""
    histogram = _of(_noise(1000, 1000))
    assert len(histogram) == len(histogram.colors) == len(histogram.counts) <= 64**3
    assert histogram.colors.dtype == np.float32
    assert histogram.counts.min() > 0


@pytest.mark.parametrize("bits", [-1, 4, 8])
def test_cells_are_of_5_to_7_bits(bits: int) -> None:
    """Others are refused at once, and not only on large images."""
    with pytest.raises(SettingsError, match=f"5 to 7 bits a channel, not {bits}"):
        ColorHistogram.of_image(Image.from_array(_noise(3, 3)), bits=bits)


GREEN = [0.0, 255.0, 0.0]


@pytest.mark.parametrize(
    ("colors", "counts"),
    [
        ([GREEN, [0, 0, 256]], [1, 1]),
        ([GREEN, [0, -1, 0]], [1, 1]),
        ([GREEN, [0, math.nan, 0]], [1, 1]),
        ([GREEN, GREEN], [1, 0]),
        ([GREEN, GREEN], [1, math.nan]),
        ([GREEN, GREEN], [1, math.inf]),
        ([GREEN, GREEN], [1e308, 1e308]),
        ([GREEN, GREEN], [1]),
        ([GREEN[:2]], [1]),
        ([GREEN], [[1]]),
    ],
)
def test_what_counts_nothing_is_refused(colors: list[list[float]], counts: list[float]) -> None:
    """A histogram made by hand fails where it is made, and not as NaN in a palette."""
    with pytest.raises(SettingsError, match="a histogram has colors"):
        ColorHistogram(np.array(colors, np.float32), np.array(counts, np.float64))


def test_a_histogram_cannot_be_scaled_to_nothing() -> None:
    """It would count no pixel."""
    with pytest.raises(SettingsError, match="a histogram has colors"):
        _of(_noise(3, 3)).scaled(0)


@pytest.mark.parametrize("factor", [1e-300, 1 / 3, 1e290])
def test_scaled_is_the_same_palette(factor: float) -> None:
    """Whatever one pixel weighs."""
    histogram = _of(_noise(40, 40))
    one, other = cluster(histogram, 6), cluster(histogram.scaled(factor), 6)
    assert one.colors == other.colors
    assert [swatch.share for swatch in one] == pytest.approx([swatch.share for swatch in other])


def test_an_array_is_counted_as_an_image() -> None:
    """As extract() takes it."""
    array = np.array([[[250, 0, 0], [0, 0, 250]]], np.uint8)
    expected = ColorHistogram.of_image(Image(array.copy()))
    for given in (array, array / 255, PIL.Image.fromarray(array)):
        found = ColorHistogram.of_image(given)
        assert np.array_equal(found.colors, expected.colors)
        assert np.array_equal(found.counts, expected.counts)


@pytest.mark.parametrize("function", [measure_error, cluster])
def test_what_is_no_histogram_is_refused(function: Any) -> None:
    """It says what makes one; an extraction has one."""
    array = np.array([[[250, 0, 0], [0, 0, 250]]], np.uint8)
    second = ["#fa0000", "#0000fa"] if function is measure_error else 2
    told = rf"{function.__name__}\(\) takes a ColorHistogram, not '(ndarray|str)'; ColorHistogram\.of_"
    for given in (array, "photo.jpg"):
        with pytest.raises(SettingsError, match=told):
            function(given, second)
    clear = ColorHistogram.of_image(np.zeros((1, 1, 4), np.uint8))
    with pytest.raises(SettingsError, match="takes a histogram that is not empty"):
        function(clear, second)
    histogram = ColorHistogram.of_image(array)
    assert function(extract(array), second) == function(histogram, second)


def test_an_error_is_measured_to_whatever_has_a_palette() -> None:
    """And to a list of colors."""
    found = extract(np.array([[[250, 0, 0], [0, 0, 250]]], np.uint8))
    for palette in (found, found.result, found.palette, [*found.palette.colors]):
        assert measure_error(found.histogram, palette).delta_e_mean == 0
    number: Any = 5
    with pytest.raises(SettingsError, match="'int' is no palette"):
        measure_error(found.histogram, number)


def test_auto_is_for_extract() -> None:
    """cluster() does not choose the number."""
    histogram = ColorHistogram.of_image(np.zeros((1, 1, 3), np.uint8))
    colors: Any = "auto"
    with pytest.raises(SettingsError, match=r"a whole number of colors, 1 to 256; 'auto' is for extract\(\)"):
        cluster(histogram, colors)
    colors = 0
    with pytest.raises(SettingsError, match="'0' is no number of colors"):
        cluster(histogram, colors)


def test_colors_counted_elsewhere_may_come_in_any_order() -> None:
    """They are sorted by cell, and those that repeat are one row."""
    random = np.random.default_rng(1)
    colors, counts = random.integers(0, 256, (18, 3)), random.integers(1, 99, 18)
    one = ColorHistogram.of_colors(colors, counts)
    for _ in range(4):
        order = random.permutation(18)
        _assert_equal(ColorHistogram.of_colors(colors[order], counts[order]), one)
    assert one.total == counts.sum()
    assert cluster(one, 18).colors != cluster(one, 5).colors
    twice = ColorHistogram.of_colors(np.concatenate([colors, colors]), np.concatenate([counts, counts]))
    _assert_equal(twice, one.scaled(2))
    assert ColorHistogram.of_colors([[1, 2, 3], [9, 9, 9], [1, 2, 3]]).counts.tolist() == [2, 1]
    assert len(ColorHistogram.of_colors(np.empty((0, 3)))) == 0


@pytest.mark.parametrize(
    ("colors", "counts", "message"),
    [
        ([[0.2, 0.5, 1.0]], [1], "these are 0 to 1; multiply them by 255"),
        ([[300, 0, 0]], [1], "of 0 to 255"),
        ([[1, 2]], [1], r"colors \(n, 3\)"),
        ([[1, 2, 3]], [1, 2], r"counts \(n,\) above 0"),
        ([[1, 2, 3]], [0], r"counts \(n,\) above 0"),
        ("red", None, r"colors \(n, 3\)"),
        (3, None, r"colors \(n, 3\)"),
    ],
    ids=["fractions", "level", "shape", "length", "count", "text", "number"],
)
def test_colors_that_are_none_are_refused(colors: object, counts: object, message: str) -> None:
    """Fractions would be four blacks, without a word."""
    with pytest.raises(SettingsError, match=message):
        ColorHistogram.of_colors(colors, counts)  # type: ignore[arg-type]


def test_colors_may_be_colors_or_texts() -> None:
    """As people have them; what is none is quoted."""
    colors: list[Color | str] = [Color(1, 2, 3), "#010203", "#fa0"]
    mixed = ColorHistogram.of_colors(colors, [1, 2, 3])
    _assert_equal(mixed, ColorHistogram.of_colors([[1, 2, 3], [255, 170, 0]], [3, 3]))
    with pytest.raises(ColorError, match="'mud' is no color"):
        ColorHistogram.of_colors(["#010203", "mud"])
    with pytest.raises(ColorError, match="'Swatch' is no color, but has one"):
        ColorHistogram.of_colors(Palette.of_colors(["#010203"]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("colors", "counts", "told"),
    [
        (5, None, "'int' has no colors; a histogram has colors"),
        ([[1, 2, 3]], ["many"], "'list' has no counts; a histogram has colors"),
        ([[1, 2, 3]], [1, 2], r"there are 1 colors, but counts of \(2,\); a histogram has"),
    ],
)
def test_the_part_that_is_wrong_is_named(colors: Any, counts: Any, told: str) -> None:
    """Colors, counts, or that they do not fit."""
    with pytest.raises(SettingsError, match=told):
        ColorHistogram.of_colors(colors, counts)


def test_histograms_are_summed() -> None:
    """As Python sums: it begins with 0."""
    parts = [ColorHistogram.of_colors([[level, 0, 0]]) for level in (10, 200)]
    total = sum(parts)
    assert isinstance(total, ColorHistogram)
    _assert_equal(total, parts[0] + parts[1])
    with pytest.raises(TypeError):
        sum(parts, start=1)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.zeros((5, 3), np.uint8), r"ColorHistogram\.of_colors\(colors\) makes one"),
        ([Color(1, 2, 3)], r"ColorHistogram\.of_colors\(colors\) makes one"),
        (Palette.of_colors(["#010203"]), r"ColorHistogram\.of_colors\(palette\.colors\) makes one"),
        (np.zeros((5, 4, 3), np.uint8), r"ColorHistogram\.of_image\(\) makes one"),
    ],
    ids=["rows", "list", "palette", "image"],
)
def test_what_is_no_histogram_can_become_one(value: Any, told: str) -> None:
    """It says how."""
    with pytest.raises(SettingsError, match=f"f\\(\\) takes a ColorHistogram, not .*; {told}"):
        take_histogram("f()", value)
