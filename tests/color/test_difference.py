"""ciede2000(): the published differences, of one pair or many."""

from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.errors import SettingsError

# Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test
# Data, and Mathematical Observations" (2005), table 1: L, a, b of two colors, and their difference.
PAIRS = np.array(
    [
        (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
        (50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615),
        (50.0, 2.8361, -74.0200, 50.0, 0.0, -82.7485, 3.4412),
        (50.0, -1.3802, -84.2814, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, -1.1848, -84.8006, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, -0.9009, -85.5211, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669),
        (50.0, -1.0, 2.0, 50.0, 0.0, 0.0, 2.3669),
        (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0009, 7.1792),
        (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0010, 7.1792),
        (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0011, 7.2195),
        (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0012, 7.2195),
        (50.0, -0.0010, 2.4900, 50.0, 0.0009, -2.4900, 4.8045),
        (50.0, -0.0010, 2.4900, 50.0, 0.0010, -2.4900, 4.8045),
        (50.0, -0.0010, 2.4900, 50.0, 0.0011, -2.4900, 4.7461),
        (50.0, 2.5, 0.0, 50.0, 0.0, -2.5, 4.3065),
        (50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492),
        (50.0, 2.5, 0.0, 61.0, -5.0, 29.0, 22.8977),
        (50.0, 2.5, 0.0, 56.0, -27.0, -3.0, 31.9030),
        (50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535),
        (50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 3.2972, 0.0, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 1.8634, 0.5757, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 3.2592, 0.3350, 1.0000),
        (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
        (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
        (61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
        (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
        (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
        (36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
        (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
        (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
        (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
        (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
    ]
)


@pytest.mark.parametrize("pair", PAIRS, ids=range(1, 35))
def test_ciede2000_gives_the_published_difference(pair: np.ndarray) -> None:
    """To the four decimals printed, whichever of the two comes first."""
    assert ciede2000(pair[:3], pair[3:6]) == pytest.approx(pair[6], abs=5.1e-5)
    assert ciede2000(pair[3:6], pair[:3]) == pytest.approx(pair[6], abs=5.1e-5)


def test_ciede2000_takes_arrays_and_pairs_them() -> None:
    """All at once is one by one."""
    first, second = PAIRS[:, :3].reshape(2, 17, 3), PAIRS[:, 3:6].reshape(2, 17, 3)
    assert ciede2000(first, second) == pytest.approx(PAIRS[:, 6].reshape(2, 17), abs=5.1e-5)


def test_a_color_does_not_differ_from_itself() -> None:
    """Grays, black and white included: 0 and never NaN."""
    colors = np.concatenate([PAIRS[:, :3], [[0, 0, 0], [100, 0, 0], [50, 0, 0]]])
    assert np.array_equal(ciede2000(colors, colors), np.zeros(len(colors)))


def test_single_precision_is_enough() -> None:
    """Of colors as far apart as those of a photo are from their swatches."""
    random = np.random.default_rng(7)
    first = random.uniform([0, -90, -90], [100, 90, 90], (20_000, 3))
    second = first + random.normal(0, 6, first.shape)
    exact = ciede2000(first, second)
    single = ciede2000(first.astype(np.float32), second.astype(np.float32))
    chroma = np.minimum(np.hypot(*first[:, 1:].T), np.hypot(*second[:, 1:].T))
    assert np.abs(single - exact)[chroma > 20].max() < 0.001
    assert single.mean() == pytest.approx(exact.mean(), abs=1e-5)


def test_lists_and_tuples_are_taken() -> None:
    """As `Color.lab` gives them."""
    assert float(ciede2000((50.0, 2.5, 0.0), (50.0, 0.0, -2.5))) == pytest.approx(4.3065, abs=1e-4)
    assert ciede2000([[50, 0, 0], [0, 0, 0]], (50, 0, 0)).shape == (2,)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Color(0, 0, 0), "not 'Color'"),
        ("#fff", "not 'str'"),
        ([[1, 2, 3], [1, 2]], "not 'list'"),
        (np.zeros((4, 2)), "not float64 of (4, 2)"),
        (5.0, "not float64 of ()"),
        (None, "not 'NoneType'"),
    ],
    ids=str,
)
def test_what_is_no_array_of_colors_is_an_error(given: Any, told: str) -> None:
    """It says how two Color values are compared."""
    with pytest.raises(SettingsError) as caught:
        ciede2000(given, np.zeros(3))
    assert told in str(caught.value)
    assert "first.difference(second)" in str(caught.value)


def test_arrays_that_do_not_go_together_are_an_error() -> None:
    """It says how each is compared with each."""
    with pytest.raises(SettingsError, match=r"\(5, 3\) does not go with \(4, 3\); give first\[:, None\]"):
        ciede2000(np.zeros((5, 3)), np.zeros((4, 3)))
