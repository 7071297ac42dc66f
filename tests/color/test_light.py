"""Amounts of light: what pixels are when they are averaged."""

import numpy as np

from cvpalette.color.light import mean_rows, to_levels, to_light


def test_every_level_comes_back() -> None:
    """Conversion to light and back changes nothing."""
    levels = np.arange(256, dtype=np.uint8).reshape(2, 128)
    assert (to_levels(to_light(levels)) == levels).all()


def test_light_is_that_of_the_standard() -> None:
    """IEC 61966-2-1: level 188 is half of the light of white, and level 10 lies on the straight part."""
    light = to_light(np.array([[0, 10, 188, 255]], np.uint8))[0]
    np.testing.assert_allclose(light, [0, 10 / 255 / 12.92, 0.50289, 1], atol=1e-5)


def test_the_nearest_level_is_found() -> None:
    """Also outside of the range, and beside the middle between two levels."""
    half = ((0.5 / 255 + 100 / 255 + 0.055) / 1.055) ** 2.4
    light = np.array([-1, 0, half - 1e-6, half + 1e-6, 0.5, 1, 2])
    assert to_levels(light).tolist() == [0, 0, 100, 101, 188, 255, 255]


def test_rows_of_any_number_are_averaged() -> None:
    """Each on its own, however many are converted at a time."""
    pixels = np.zeros((300, 1000, 3), np.uint8)
    pixels[:, ::2, 0] = 255
    pixels[150:, :, 2] = 50
    means = mean_rows(pixels)
    assert means.shape == (300, 1, 3)
    assert (to_levels(means[:150]) == (188, 0, 0)).all()
    assert (to_levels(means[150:]) == (188, 0, 50)).all()
