"""Colors to keep: in every palette, exactly, and the others are found around them."""

import numpy as np
import pytest
from numpy.typing import NDArray

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.engine.finding import cluster
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.engine.partition import Partition, Points

Pixels = NDArray[np.uint8]
BRAND = Color.from_hex("e63946")
SPACES = ["lab", "oklab", "rgb"]


@pytest.fixture
def meadow() -> Pixels:
    """Make a noisy slope of greens and blues of 300 x 300 pixels, without any red."""
    random = np.random.default_rng(0)
    rows, columns = np.mgrid[0:300, 0:300]
    slope = np.stack([rows // 4, 60 + columns // 3, 120 + rows // 3], axis=-1)
    return np.asarray((slope + random.normal(0, 12, slope.shape)).clip(0, 255), np.uint8)


@pytest.fixture
def poster() -> Pixels:
    """Make flat art of nine colors with a photo in it."""
    pixels = np.full((300, 300, 3), 245, np.uint8)
    for place in range(8):
        pixels[20 + 30 * place : 45 + 30 * place, 20:150] = (30 * place, 60 + 20 * place, 200 - 20 * place)
    noise = np.random.default_rng(1).integers(0, 60, (90, 90, 3))
    pixels[100:190, 180:270] = noise + (np.arange(90)[:, None, None] // 2)
    return pixels


def _error(image: Pixels, palette: Palette, space: str) -> float:
    places = to_space(image.reshape(-1, 3), space)
    colors = to_space(np.array([color.rgb for color in palette.colors]), space)
    return float(np.mean(((places[:, np.newaxis] - colors) ** 2).sum(axis=2).min(axis=1)))


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("colors", [1, 2, 6, 40])
def test_a_color_is_kept_that_the_image_does_not_have(meadow: Pixels, colors: int, space: str) -> None:
    """Its share is what is nearest to it, if anything is."""
    palette = cvpalette.extract(meadow, colors=colors, space=space, keep=BRAND).palette  # type: ignore[arg-type]
    assert BRAND in palette.colors
    assert len(set(palette.colors)) == colors
    share = next(swatch.share for swatch in palette if swatch.color == BRAND)
    assert share == 1 if colors == 1 else share < 0.5 if colors == 2 else share == 0


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("colors", [6, 16])
def test_the_others_are_the_best_beside_it(meadow: Pixels, colors: int, space: str) -> None:
    """What is found cannot be better than the best without a kept color; a far one costs one of k colors.

    A near one, in the middle of the image's colors, hardly costs anything.
    """
    fewer = cvpalette.extract(meadow, colors=colors - 1, space=space).palette  # type: ignore[arg-type]
    far = cvpalette.extract(meadow, colors=colors, space=space, keep=["#f00"]).palette  # type: ignore[arg-type]
    assert _error(meadow, far, space) < 1.01 * _error(meadow, fewer, space)
    free = cvpalette.extract(meadow, colors=colors, space=space).palette  # type: ignore[arg-type]
    ends = [free.colors[0], free.colors[-1]]
    near = cvpalette.extract(meadow, colors=colors, space=space, keep=ends).palette  # type: ignore[arg-type]
    assert _error(meadow, near, space) < 1.01 * _error(meadow, free, space)


def _lloyd(places: NDArray[np.float64], centers: NDArray[np.float64], fixed: int) -> float:
    """Return the error after many of Lloyd's steps that do not move the first centers."""
    squares = np.empty((0, 0))
    for _ in range(30):
        squares = ((places[:, None] - centers) ** 2).sum(axis=2)
        labels = squares.argmin(axis=1)
        for number in range(fixed, len(centers)):
            if (labels == number).any():
                centers[number] = places[labels == number].mean(axis=0)
    return float(squares.min(axis=1).mean())


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("kept", [["#ff0000"], ["#305080", "#ffffff"]], ids=str)
def test_no_start_finds_better_colors_beside_it(meadow: Pixels, kept: list[str], space: str) -> None:
    """Of 25 searches from random colors, the best is not one percent better."""
    pixels = meadow[::6, ::6].reshape(1, -1, 3)
    palette = cvpalette.extract(pixels, colors=7, space=space, keep=kept).palette  # type: ignore[arg-type]
    random, places = np.random.default_rng(4), to_space(pixels[0], space)
    fixed = to_space(np.array([Color.from_hex(each).rgb for each in kept]), space)
    starts = [places[random.integers(0, len(places), 7 - len(kept))] for _ in range(25)]
    least = min(_lloyd(places, np.concatenate([fixed, start]), len(kept)) for start in starts)
    assert _error(pixels, palette, space) < 1.01 * least


@pytest.mark.parametrize("seed", [0, 2])
@pytest.mark.parametrize("snap", [False, True])
def test_kept_colors_stay_beside_all_other_options(meadow: Pixels, seed: int, *, snap: bool) -> None:
    """As many as the palette has, twice the same, with accents and snapped."""
    meadow[100:112, 50:62] = (230, 220, 10)
    kept = [BRAND, Color(255, 255, 255), Color(254, 255, 255)]
    for colors in (3, 4, 9, "auto"):
        palette = cvpalette.extract(
            meadow,
            colors=colors,
            keep=[*kept, BRAND.hex],
            seed=seed,
            snap=snap,
            accents=colors != 3,
        ).palette
        assert set(kept) < set(palette.colors) or (colors == 3 and set(kept) == set(palette.colors))
        assert len(set(palette.colors)) == len(palette)
        assert colors == "auto" or len(palette) == colors
        if colors != 3:
            assert any(color.red > 200 and color.blue < 60 for color in set(palette.colors) - set(kept))
        if snap:
            present = {tuple(color) for color in meadow.reshape(-1, 3).tolist()}
            assert {color.rgb for color in set(palette.colors) - set(kept)} <= present


@pytest.mark.parametrize("colors", [1, 3, 9, 12, 20])
@pytest.mark.parametrize("kept", ["#e63946", "#f5f5f5", "#0102ff"])
def test_flat_art_keeps_colors(poster: Pixels, colors: int, kept: str) -> None:
    """All others are colors that it has."""
    palette = cvpalette.extract(poster, colors=colors, keep=kept).palette
    assert Color.from_hex(kept) in palette.colors
    assert len(set(palette.colors)) == colors
    present = {tuple(color) for color in poster.reshape(-1, 3).tolist()}
    assert {color.rgb for color in palette.colors if color.hex != kept} <= present


def test_flat_art_of_few_colors_has_all_of_them() -> None:
    """And the kept one in addition, if there is room. If not, the kept one takes a place."""
    pixels = np.full((40, 40, 3), 245, np.uint8)
    pixels[:10], pixels[10:15] = (20, 40, 60), (200, 30, 30)
    own = {Color(245, 245, 245), Color(20, 40, 60), Color(200, 30, 30)}
    for colors in (4, 9):
        palette = cvpalette.extract(pixels, colors=colors, keep=BRAND).palette
        assert set(palette.colors) == own | {BRAND}
        assert [swatch.share for swatch in palette] == [0.625, 0.25, 0.125, 0]
    assert set(cvpalette.extract(pixels, colors=3, keep="#f5f5f5").palette.colors) == own
    tight = cvpalette.extract(pixels, colors=3, keep=BRAND).palette
    assert set(tight.colors) == {Color(245, 245, 245), Color(20, 40, 60), BRAND}
    assert tight.colors[2] == BRAND
    assert tight[2].share == 0.125


@pytest.mark.parametrize("snap", [False, True])
def test_auto_counts_kept_colors(meadow: Pixels, poster: Pixels, *, snap: bool) -> None:
    """They may be all that is needed. More than 'auto' would find are in the palette, too."""
    near = cvpalette.extract(meadow, colors="auto", tolerance=9).palette
    kept = cvpalette.extract(meadow, colors="auto", tolerance=9, keep=near.colors, snap=snap).palette
    assert set(kept.colors) == set(near.colors)
    added = cvpalette.extract(meadow, colors="auto", tolerance=9, keep=BRAND, snap=snap).palette
    assert BRAND in added.colors
    assert len(added) == len(near) + 1
    many = [Color(255, level, 0) for level in range(40)]
    for image in (meadow, poster):
        assert set(cvpalette.extract(image, colors="auto", keep=many, snap=snap).palette.colors) >= set(many)


def test_merged_images_keep_a_color(meadow: Pixels, poster: Pixels) -> None:
    """And so do frames and batches, which take the same options."""
    merged = cvpalette.merge([meadow, 255 - meadow, poster], colors=5, keep=[BRAND], snap=True).palette
    assert BRAND in merged.colors
    for outcome in cvpalette.extract_many([meadow, poster], colors=5, keep=["#e63946"], jobs=1):
        assert outcome.result is not None
        assert BRAND in outcome.result.palette.colors


def test_clustering_a_histogram_keeps_colors() -> None:
    """The function for those who count by themselves."""
    colors = np.array([[10, 10, 10], [12, 12, 12], [200, 200, 200], [210, 210, 210]], np.float32)
    histogram = ColorHistogram(colors, np.array([5.0, 5.0, 1.0, 1.0]))
    palette = cluster(histogram, 3, space="rgb", keep="black")
    assert [color.rgb for color in palette.colors] == [(11, 11, 11), (205, 205, 205), (0, 0, 0)]
    assert len(cluster(histogram, 5, keep="black")) == 5
    assert len(cluster(histogram, 9, keep=["#0a0a0a", "#d2d2d2"])) == 4


def test_the_center_at_a_pin_stays() -> None:
    """All others move as if it were not heavy: the error is that of the points."""
    random = np.random.default_rng(3)
    points = Points.of(random.normal(0, 10, (500, 3)), np.ones(500))
    places = np.array([[30.0, 0, 0], [0, -8, 0]])
    pinned = points.pinned(places)
    partition = Partition.around(pinned, np.concatenate([places, random.normal(0, 5, (3, 3))])).refined(30)
    assert np.abs(partition.centers[:2] - places).max() < 0.01
    gaps = ((points.offsets[:, None] - partition.centers) ** 2).sum(axis=2).min(axis=1)
    assert partition.error == pytest.approx(float(points.weights @ gaps), rel=1e-3)
    assert points.pinned(places[:0]) is points


@pytest.mark.parametrize("space", SPACES)
def test_two_kept_colors_that_hardly_differ(meadow: Pixels, space: str) -> None:
    """Both are in the palette, however few colors it has."""
    kept = Color(255, 255, 255), Color(255, 255, 254)
    for colors in (2, 3, 6):
        palette = cvpalette.extract(meadow, colors=colors, space=space, keep=kept).palette  # type: ignore[arg-type]
        assert set(kept) <= set(palette.colors)
        assert len(set(palette.colors)) == colors
