"""Small colors that are far from all others, and as few colors as will do."""

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space

BUOY = (230, 40, 30)


@pytest.fixture
def sea() -> np.ndarray:
    """Make a sea of blues and greens of 200 x 200 pixels."""
    random = np.random.default_rng(0)
    rows, columns = np.mgrid[0:200, 0:200]
    water = np.stack([rows // 8, 60 + columns // 3, 120 + rows // 3], axis=-1)
    return np.asarray((water + random.integers(0, 12, water.shape)).clip(0, 255), np.uint8)


def test_a_buoy_keeps_its_color(sea: np.ndarray) -> None:
    """A thousandth of the pixels is a swatch, where its color is like nothing else."""
    sea[100:108, 50:55] = BUOY
    palette = cvpalette.extract(sea, colors=6, accents=True).palette
    assert Color(*BUOY) in palette.colors
    assert palette[-1].share == pytest.approx(0.001)
    assert len(palette) == 6


def test_without_accents_nothing_changes(sea: np.ndarray) -> None:
    """What has none is clustered as ever."""
    plain, asked = (cvpalette.extract(sea, accents=accents).palette for accents in (False, True))
    assert asked == plain


@pytest.mark.parametrize("tolerance", [2.0, 4.0, 8.0])
def test_auto_takes_no_more_than_it_must(sea: np.ndarray, tolerance: float) -> None:
    """Its palette is near enough, and one of a color fewer is not."""
    found = cvpalette.extract(sea, colors="auto", tolerance=tolerance)
    fewer = cvpalette.extract(sea, colors=max(1, len(found.palette) - 1))
    assert found.error.delta_e_mean <= tolerance
    assert len(found.palette) == 1 or fewer.error.delta_e_mean > tolerance


def test_auto_takes_32_where_nothing_will_do(sea: np.ndarray) -> None:
    """The most that anyone reads."""
    assert len(cvpalette.extract(sea, colors="auto", tolerance=0.01).palette) == 32


def test_other_vivid_colors_do_not_take_an_accents_place() -> None:
    """On a chart of many colors, the one that is over 40 dE from all of them is kept, however small."""
    levels = np.linspace(60, 180, 4).astype(np.uint8)
    patches = np.stack(np.meshgrid(levels, levels, levels[:2]), axis=-1).reshape(4, 8, 3)
    chart = patches.repeat(50, axis=0).repeat(25, axis=1)
    noise = np.random.default_rng(0).integers(-6, 7, chart.shape)
    chart = (chart + noise).clip(0, 255).astype(np.uint8)
    accent = (0, 255, 0)
    chart[90:95, 40:48] = accent
    others = to_space(np.unique(chart.reshape(-1, 3), axis=0), "lab")
    gaps = np.linalg.norm(others - to_space(np.array([accent]), "lab"), axis=1)
    assert np.sort(gaps)[1] > 40
    found = cvpalette.extract(chart, colors=6, accents=True).palette
    assert Color(*accent) in found.colors
    assert len(found) == 6
    assert Color(*accent) not in cvpalette.extract(chart, colors=6).palette.colors
