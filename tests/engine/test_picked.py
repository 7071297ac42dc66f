"""Palettes as people pick them, from one image or many: colors that the image has."""

from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import cvpalette
from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import count_image, find_image_palette
from cvpalette.engine.finding import cluster
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Settings, Space

Pixels = NDArray[np.uint8]
SAMPLES = Path(__file__).parents[2] / "samples"
PHOTOS = ["chelsea.png", "coffee.png", "rocket.jpg"]
SPACES: list[Space] = ["lab", "oklab", "rgb"]
PICKED = Settings(pick="colors")


@cache
def _decode(name: str) -> Pixels:
    return cvpalette.extract(SAMPLES / name, colors=1).image.pixels


def _read(name: str) -> Pixels:
    return _decode(name).copy()


def _colors(pixels: Pixels) -> set[tuple[int, ...]]:
    return set(map(tuple, pixels.reshape(-1, pixels.shape[-1])[:, :3].tolist()))


def _farthest(palette: cvpalette.Palette, other: cvpalette.Palette) -> int:
    """Return how many levels a color of one palette differs at most from the nearest color of the other."""
    one, two = (np.array([color.rgb for color in each.colors]) for each in (palette, other))
    return int(np.abs(one[:, np.newaxis] - two).max(axis=2).min(axis=1).max())


def _extract(source: Any, **options: Any) -> cvpalette.Palette:
    return cvpalette.extract(source, pick="colors", **options).palette


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("colors", [1, 6, 40])
def test_each_color_is_one_that_the_image_has(name: str, colors: int) -> None:
    """All are different, and their shares sum to 1."""
    pixels = _read(name)
    palette = _extract(pixels, colors=colors)
    assert {color.rgb for color in palette.colors} <= _colors(pixels)
    assert len(set(palette.colors)) == colors
    assert sum(swatch.share for swatch in palette) == pytest.approx(1)


def test_it_is_more_colorful_than_the_means() -> None:
    """Not one of the photos has a duller palette than k-means gives."""
    for name in PHOTOS:
        means, picked = (
            np.mean([color.oklch[1] for color in cvpalette.extract(SAMPLES / name, pick=pick).palette.colors])
            for pick in ("pixels", "colors")
        )
        assert picked > 1.1 * means


@pytest.mark.parametrize("space", SPACES)
def test_the_space_is_for_the_shares(space: Space) -> None:
    """The same colors are picked; each pixel counts for the nearest one in the space."""
    pixels = _read("coffee.png")
    palette = _extract(pixels, space=space)
    assert _farthest(palette, _extract(pixels)) < 12
    given = cvpalette.extract(pixels, palette=palette, space=space).palette
    assert {swatch.color: swatch.share for swatch in given} == pytest.approx(
        {swatch.color: swatch.share for swatch in palette}, abs=0.01
    )


def test_colors_to_keep_are_among_them() -> None:
    """The others are picked around them, and are still of the image."""
    pixels, brand = _read("coffee.png"), Color(0, 90, 255)
    palette = _extract(pixels, keep=[brand, "#f0d5bb"], colors=5)
    assert {brand, Color.from_hex("f0d5bb")} <= set(palette.colors)
    assert len(set(palette.colors)) == 5
    assert {color.rgb for color in palette.colors if color != brand} <= _colors(pixels)


def test_auto_finds_more_with_less_tolerance() -> None:
    """And one color where there is one."""
    counts = [len(_extract(SAMPLES / "coffee.png", colors="auto", tolerance=each)) for each in (2, 6, 12)]
    assert 32 >= counts[0] > counts[1] > counts[2] >= 1
    assert len(_extract(np.full((30, 30, 3), 90, np.uint8), colors="auto")) == 1
    kept = _extract(SAMPLES / "coffee.png", colors="auto", keep="#0050ff")
    assert Color.from_hex("0050ff") in kept.colors


def test_flat_art_has_its_own_colors() -> None:
    """Small bright shapes on white come before the white's shades; nothing that only blurred edges have."""
    pixels = np.full((400, 400, 3), 250, np.uint8)
    shapes = [(230, 57, 70), (29, 53, 87), (69, 123, 157), (42, 157, 143), (244, 162, 97)]
    for place, color in enumerate(shapes):
        cv2.circle(pixels, (60 + 70 * place, 200), 22, color, -1, cv2.LINE_AA)
    palette = _extract(pixels, colors=6)
    assert {color.rgb for color in palette.colors} == {(250, 250, 250), *shapes}
    assert len(_extract(pixels, colors="auto")) == 6
    assert {color.rgb for color in _extract(pixels, colors=4).colors} <= {(250, 250, 250), *shapes}


def test_few_colors_are_all_there() -> None:
    """As with means: there is nothing to choose."""
    pixels = np.repeat(np.array([[[255, 0, 0], [0, 0, 255], [9, 9, 9]]], np.uint8), 20, axis=0)
    assert _extract(pixels).colors == cvpalette.extract(pixels).palette.colors


def test_what_does_not_count_is_not_picked() -> None:
    """Neither what is transparent nor what is ignored."""
    pixels = np.dstack([_read("coffee.png"), np.full((400, 600), 255, np.uint8)])
    pixels[100:200, 100:200] = (0, 255, 0, 0)
    pixels[220:300, 100:200] = (255, 0, 255, 255)
    palette = _extract(pixels, ignore="#ff00ff", colors=8)
    assert all(color.oklch[1] < 0.2 for color in palette.colors)
    assert Color(255, 0, 255) in _extract(pixels, colors=8).colors


def test_accents_and_snap_may_be_asked_for_too() -> None:
    """Both are still colors of the image."""
    pixels = _read("rocket.jpg")
    for options in ({"accents": True}, {"snap": True}, {"accents": True, "snap": True, "colors": "auto"}):
        palette = _extract(pixels, **options)
        assert {color.rgb for color in palette.colors} <= _colors(pixels)


def test_many_images_are_weighed_together() -> None:
    """In any order, and in one process or two."""
    photos = [SAMPLES / name for name in PHOTOS]
    found = {
        tuple(cvpalette.merge(list(order), pick="colors").palette.colors) for order in permutations(photos)
    }
    assert len(found) == 1
    assert found == {tuple(cvpalette.merge(photos * 6, jobs=2, pick="colors").palette.colors)}
    (palette,) = found
    assert {color.rgb for color in palette} <= set.union(*(_colors(_read(name)) for name in PHOTOS))


def test_a_sum_of_histograms_has_spreads() -> None:
    """As frames of a film are added up."""
    histograms = [count_image(Image(_read(name)), PICKED) for name in PHOTOS[:2]]
    one, other = histograms[0] + histograms[1], histograms[1] + histograms[0]
    assert one.spreads is not None
    assert cluster(one, 6, pick="colors") == cluster(other, 6, pick="colors")
    twice = histograms[0].scaled(2)
    assert cluster(twice, 6, pick="colors") == cluster(histograms[0], 6, pick="colors")


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ({"pick": "colors"}, {"spreads": True, "present": True}),
        ({"accents": True}, {"accents": True}),
        ({"snap": True}, {"present": True}),
    ],
    ids=str,
)
def test_cluster_says_what_a_histogram_lacks(asked: dict[str, Any], made: dict[str, bool]) -> None:
    """It must not do less than it was asked for, without a word; what it says works, also without accents."""
    image = Image(np.random.default_rng(0).integers(100, 120, (40, 40, 3), np.uint8))
    needed = ", ".join(f"{name}=True" for name in made)
    with pytest.raises(SettingsError, match=rf"make it with ColorHistogram.of_image\(image, {needed}\)"):
        cluster(ColorHistogram.of_image(image), 3, **asked)
    histogram = ColorHistogram.of_image(image, **made)
    assert len(cluster(histogram, 3, **asked)) == 3
    assert len(cluster(histogram + histogram, 3, **asked)) == 3


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_starts_differently(seed: int) -> None:
    """And nearly always finds the same."""
    image = Image(_read("coffee.png"))
    first = find_image_palette(image, PICKED)
    assert find_image_palette(image, PICKED) == first
    other = find_image_palette(image, Settings(pick="colors", seed=seed))
    assert _farthest(first, other) < 12


def test_auto_finds_a_color_even_if_none_is_strong() -> None:
    """A cloud of noise, of which no small part has much weight."""
    noise = np.random.default_rng(4).integers(0, 256, (50, 50, 3)).astype(np.uint8)
    counts = [len(_extract(noise, colors="auto", tolerance=tolerance)) for tolerance in (0.05, 0.3, 2, 6, 40)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] >= 1


@pytest.mark.parametrize("colors", [9, 60, 200, 256])
def test_flat_art_with_soft_edges_gives_no_more_than_asked_for(colors: int) -> None:
    """Even if it has fewer flat colors, and nearly all others are of edges."""
    pixels = np.full((120, 160, 3), 245, np.uint8)
    for place in range(12):
        pixels[10 + 8 * place : 17 + 8 * place, 10 + 10 * place : 50 + 9 * place] = (
            20 * place,
            255 - 20 * place,
            40 + 15 * place,
        )
    soft = np.asarray(cv2.resize(pixels, None, fx=3.3, fy=3.3, interpolation=cv2.INTER_CUBIC), np.uint8)
    palette = _extract(soft, colors=colors)
    assert len(set(palette.colors)) == len(palette) <= colors
    assert {color.rgb for color in palette.colors} <= _colors(soft)


def test_images_of_very_different_sizes_weigh_the_same() -> None:
    """Cells of which nothing is left are gone."""
    random = np.random.default_rng(5)
    images = [random.integers(0, 256, (side, side, 3)).astype(np.uint8) for side in (100, 8, 8, 8, 8)]
    assert len(cvpalette.merge(images, by="equal", pick="colors").palette) == 6


def test_accents_are_colors_of_the_image_too() -> None:
    """Also beside colors that were picked, and those that were snapped."""
    pixels = _read("chelsea.png")
    pixels = pixels.copy()
    pixels[40:60, 50:70] = np.random.default_rng(0).integers((0, 60, 215), (40, 100, 255), (20, 20, 3))
    asked: list[dict[str, Any]] = [{"pick": "colors"}, {"snap": True}]
    for options in asked:
        found = cvpalette.extract(pixels, accents=True, colors=5, **options).palette
        assert {color.rgb for color in found.colors} <= _colors(pixels)
