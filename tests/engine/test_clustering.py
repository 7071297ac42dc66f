"""cluster(): the colors of a histogram to a palette."""

from typing import get_args

import cv2
import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.finding import cluster
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import SettingsError
from cvpalette.settings.settings import Space

spaces = pytest.mark.parametrize("space", get_args(Space))


def _histogram(colors: np.ndarray, counts: np.ndarray) -> ColorHistogram:
    return ColorHistogram(colors.astype(np.float32), counts.astype(np.float64))


def _noise(seed: int = 0) -> ColorHistogram:
    pixels = np.random.default_rng(seed).integers(0, 256, (40, 50, 3), np.uint8)
    return ColorHistogram.of_image(Image.from_array(pixels))


@spaces
def test_two_clouds_are_two_swatches_at_their_means(space: Space) -> None:
    """Each swatch is the mean of what it stands for; shares are those of pixels, not of colors."""
    around = np.random.default_rng(0).integers(-4, 5, (200, 3))
    dark, light = np.unique(around + 60, axis=0), np.unique(around + 190, axis=0)
    histogram = _histogram(
        np.concatenate([dark, light]), np.concatenate([np.full(len(dark), 3), np.full(len(light), 1)])
    )
    palette = cluster(histogram, 2, space=space)
    assert [swatch.share for swatch in palette] == pytest.approx([0.75, 0.25])
    assert palette[0].color.rgb == pytest.approx(dark.mean(axis=0), abs=1)
    assert palette[1].color.rgb == pytest.approx(light.mean(axis=0), abs=1)


@spaces
def test_one_color_asked_for_is_the_mean(space: Space) -> None:
    """A swatch of black and white in equal parts is a gray, with the whole share."""
    palette = cluster(_histogram(np.array([[0] * 3, [255] * 3]), np.array([1, 1])), 1, space=space)
    red, green, blue = palette[0].color.rgb
    assert max(red, green, blue) - min(red, green, blue) <= 1
    assert 90 < red < 140
    assert palette[0].share == 1


@spaces
@pytest.mark.parametrize("colors", [1, 2, 5, 16, 64, 256])
def test_there_are_as_many_swatches_as_asked_for(space: Space, colors: int) -> None:
    """No two alike, none empty, the most common first."""
    palette = cluster(_noise(), colors, space=space)
    shares = [swatch.share for swatch in palette]
    assert len(set(palette.colors)) == len(palette) == colors
    assert shares == sorted(shares, reverse=True)


@spaces
def test_as_many_colors_as_asked_for_are_exact(space: Space) -> None:
    """No clustering at all: the colors themselves and their shares."""
    colors = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 1], [255, 255, 254]])
    palette = cluster(_histogram(colors, np.array([1, 2, 3, 4])), 4, space=space)
    assert [(swatch.color.rgb, swatch.share) for swatch in palette] == [
        ((255, 255, 254), 0.4),
        ((0, 0, 1), 0.3),
        ((1, 0, 0), 0.2),
        ((0, 0, 0), 0.1),
    ]


@pytest.mark.parametrize("count", [1e-3, 1, 1e12], ids=str)
def test_one_cell_is_one_swatch(count: float) -> None:
    """Whatever it weighs, and however many colors are asked for."""
    palette = cluster(_histogram(np.array([[38.0, 70, 83]]), np.array([count])), 6)
    assert [(swatch.color, swatch.share) for swatch in palette] == [(Color(38, 70, 83), 1.0)]


@spaces
def test_cells_that_round_to_one_color_are_one_swatch(space: Space) -> None:
    """Means of cells are no whole numbers: a palette never repeats a color."""
    colors = np.array([[10.1, 20, 30], [9.9, 20, 30], [200, 0, 0]])
    palette = cluster(_histogram(colors, np.array([1, 1, 2])), 3, space=space)
    assert sorted(color.rgb for color in palette.colors) == [(10, 20, 30), (200, 0, 0)]
    assert [swatch.share for swatch in palette] == [0.5, 0.5]


@spaces
@pytest.mark.parametrize("colors", [2, 6, 16])
def test_the_same_seed_gives_the_same_palette(space: Space, colors: int) -> None:
    """Whatever others did to OpenCV's random numbers in between, and on any number of threads."""
    before = cluster(_noise(), colors, space=space, seed=3)
    cv2.setRNGSeed(99)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        assert cluster(_noise(), colors, space=space, seed=3) == before
    finally:
        cv2.setNumThreads(threads)


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_every_seed_is_good(seed: int) -> None:
    """The clouds are found from any start."""
    centers = np.array([[30, 30, 30], [220, 40, 40], [40, 200, 60], [240, 240, 200]])
    around = np.random.default_rng(0).integers(-5, 6, (100, 3))
    histogram = _histogram(np.concatenate([around + center for center in centers]), np.ones(400))
    palette = cluster(histogram, 4, seed=seed)
    found = np.array(sorted(color.rgb for color in palette.colors))
    assert np.abs(found - np.array(sorted(centers.tolist()))).max() <= 2


@spaces
@pytest.mark.parametrize("count", [6, 16, 60, 200])
def test_no_bad_optimum_is_kept(space: Space, count: int) -> None:
    """One swatch for each of as many clouds leaves little; what is found leaves no more, but for rounding."""
    levels = np.array([20, 62, 104, 146, 188, 230])
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    random = np.random.default_rng(count)
    clouds = random.permutation(grid)[:count, np.newaxis] + random.integers(-3, 4, (30, 3))
    palette = cluster(_histogram(clouds.reshape(-1, 3), np.ones(30 * count)), count, space=space)
    points = to_space(clouds.reshape(-1, 3), space)
    found = to_space(np.array([color.rgb for color in palette.colors]), space)
    error = ((points[:, np.newaxis] - found) ** 2).sum(axis=2).min(axis=1).mean()
    assert error <= 1.06 * points.reshape(count, 30, 3).var(axis=1).sum(axis=1).mean()


def test_another_seed_is_another_search() -> None:
    """Noise has no one best palette."""
    assert len({str(cluster(_noise(), 16, seed=seed)) for seed in range(4)}) > 1


@spaces
def test_a_rare_color_beside_very_many_pixels(space: Space) -> None:
    """The error of the best palette rounds to nothing, and may round below it."""
    colors = np.array([[0, 0, 0], [255, 255, 255], [99, 98, 97], [100, 98, 97]])
    for counts in ([1e11, 7e10, 1, 1], [1e12, 1e12, 1, 1], [1e15, 1e15, 1, 1]):
        palette = cluster(_histogram(colors, np.array(counts)), 3, space=space)
        assert {"#000000", "#ffffff"} < {color.hex for color in palette.colors}


@spaces
def test_a_rare_color_far_from_all_others_is_worth_a_swatch(space: Space) -> None:
    """Few colors hold nearly all the pixels; the rest still decide where the last swatches go."""
    grays = np.arange(100, 110)[:, None].repeat(3, axis=1)
    histogram = _histogram(np.concatenate([grays, [[255, 0, 0]]]), np.array([100.0] * 10 + [50]))
    assert Color(255, 0, 0) in cluster(histogram, 3, space=space).colors


@spaces
def test_colors_next_to_each_other_are_never_repeated(space: Space) -> None:
    """Asked for nearly as many as there are: rounding must not make two of them one."""
    levels = np.arange(6)
    colors = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    palette = cluster(_histogram(colors, np.ones(len(colors))), len(colors) - 1, space=space)
    assert len(set(palette.colors)) == len(palette) == len(colors) - 1


@pytest.mark.parametrize(
    ("histogram", "colors"),
    [(_histogram(np.empty((0, 3)), np.empty(0)), 6), (_noise(), "auto"), (_noise(), 0), (_noise(), 257)],
    ids=["empty", "auto", "none", "too many"],
)
def test_what_cannot_be_is_a_settings_error(histogram: ColorHistogram, colors: int) -> None:
    """Nothing to cluster, or no number of swatches to cluster it into."""
    with pytest.raises(SettingsError):
        cluster(histogram, colors)
