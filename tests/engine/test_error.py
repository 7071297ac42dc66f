"""The error of a palette: how far the colors of a histogram are from their swatches."""

from typing import get_args

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.engine.error import measure_error, weighted_percentile
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.settings.settings import Space


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1.0), (10, 1.0), (50, 1.0), (51, 2.0), (90, 2.0), (91, 3.0), (100, 3.0)]
)
def test_a_percentile_counts_weights(percent: float, expected: float) -> None:
    """5 pixels of 1, 4 of 2 and one of 3, in any order."""
    actual = weighted_percentile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 5.0, 4.0]), percent)
    assert actual == expected


def _histogram(counts: dict[str, float]) -> ColorHistogram:
    colors = np.array([Color.from_hex(text).rgb for text in counts], np.float32)
    return ColorHistogram(colors, np.array(list(counts.values()), np.float64))


def _palette(*texts: str) -> Palette:
    return Palette(tuple(Swatch(Color.from_hex(text), 1 / len(texts)) for text in texts))


@pytest.mark.parametrize("space", get_args(Space))
def test_a_palette_of_all_the_colors_has_no_error(space: Space) -> None:
    """Every pixel is its swatch."""
    error = measure_error(
        _histogram({"#264653": 3, "#e76f51": 1}), _palette("#e76f51", "#264653"), space=space
    )
    assert (error.delta_e_mean, error.delta_e_p95, error.mse) == pytest.approx((0, 0, 0), abs=1e-9)


def test_mse_is_the_mean_squared_distance_in_srgb() -> None:
    """Three pixels of four are 10 levels off in one channel: 100 x 3 / 4."""
    error = measure_error(_histogram({"#646464": 1, "#6e6464": 3}), _palette("#646464"))
    assert error.mse == pytest.approx(75)


def test_delta_e_is_weighted_by_pixels() -> None:
    """White is 100 from black; one pixel in 25 is white, so the 95th percentile is still black's."""
    error = measure_error(_histogram({"#000000": 24, "#ffffff": 1}), _palette("#000000"))
    assert error.delta_e_mean == pytest.approx(100 / 25, abs=0.01)
    assert error.delta_e_p95 == pytest.approx(0, abs=1e-6)
