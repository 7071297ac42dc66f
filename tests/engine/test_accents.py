"""Small colors that are far from all others, and as few colors as will do."""

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.errors import SettingsError

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


def _night(side: int, *, lamp: int = 0) -> np.ndarray:
    """Make a dark noisy square with a lamp of so many pixels a side."""
    noise = np.random.default_rng(4).normal(0, 4, (side, side, 3))
    night = (noise + np.array((14, 16, 26))).clip(0, 255)
    night[30 : 30 + lamp, 40 : 40 + lamp] = (255, 190, 60)
    return np.asarray(night, np.uint8)


LAMP = Color(255, 190, 60)


@pytest.mark.parametrize("side", [200, 900])
@pytest.mark.parametrize("colors", [2, 4, 16, "auto"])
def test_a_lamp_at_night_keeps_its_color(colors: int | str, side: int) -> None:
    """A part of 0.25 % of the pixels that hangs together, with any number of colors."""
    night = _night(side, lamp=side // 20)
    found = cvpalette.extract(night, colors=colors, accents=True).palette  # type: ignore[arg-type]
    assert LAMP in found.colors
    assert min(swatch.share for swatch in found) == pytest.approx(0.0025, rel=0.05)
    assert colors == "auto" or len(found) == colors


@pytest.mark.parametrize("kind", ["hot pixels", "noise", "edge", "line"])
def test_what_does_not_hang_together_is_no_accent(kind: str) -> None:
    """Hot pixels, noise of color, and what is as thin as the fringe of an edge."""
    random = np.random.default_rng(6)
    night = _night(300)
    if kind == "hot pixels":
        night[random.integers(0, 300, 250), random.integers(0, 300, 250)] = (255, 0, 0)
    elif kind == "noise":
        night = (128 + random.normal(0, 40, night.shape)).clip(0, 255).astype(np.uint8)
    else:
        night[150:] = (90, 120, 160)
        night[149 if kind == "edge" else 200] = (240, 60, 60)
    plain, asked = (cvpalette.extract(night, accents=accents).palette for accents in (False, True))
    assert asked == plain


def test_one_color_leaves_no_room() -> None:
    """It is refused, and 'auto' is not."""
    with pytest.raises(SettingsError, match="one color leaves no room for accents"):
        cvpalette.extract(_night(50), colors=1, accents=True)


def test_accents_of_merged_images_add_up() -> None:
    """A lamp in one of two images is a part of both."""
    merged = cvpalette.merge([_night(300), _night(300, lamp=20)], colors=4, accents=True)
    assert LAMP in merged.palette.colors


def test_an_accent_of_flat_art_is_exact() -> None:
    """Two flat colors would take both swatches."""
    pixels = np.full((300, 300, 3), 245, np.uint8)
    pixels[40:260, 40:200], pixels[40:260, 210:290] = (55, 71, 79), (144, 164, 174)
    pixels[270:284, 100:112] = (255, 87, 34)
    assert Color(255, 87, 34) in cvpalette.extract(pixels, colors=2, accents=True).palette.colors
    assert Color(255, 87, 34) not in cvpalette.extract(pixels, colors=2).palette.colors


def test_what_is_transparent_is_no_accent() -> None:
    """A lamp without opacity does not exist."""
    night = np.dstack([_night(300, lamp=20), np.full((300, 300), 255, np.uint8)])
    night[30:50, 40:60, 3] = 0
    assert LAMP not in cvpalette.extract(night, accents=True).palette.colors


@pytest.mark.parametrize("shape", [(1, 1), (2, 500), (500, 1), (3, 3)])
def test_small_images_may_be_asked(shape: tuple[int, int]) -> None:
    """They have no accents, and that is no error."""
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    plain, asked = (cvpalette.extract(pixels, accents=accents).palette for accents in (False, True))
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
