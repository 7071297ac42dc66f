"""Which colors a palette has: as many as are asked for or as few as will do, in order, and named."""

from typing import Any

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import (
    bits_for,
    choose_palette,
    complete_settings,
    find_image_palette,
    finish_palette,
)
from cvpalette.engine.error import measure_error
from cvpalette.engine.finding import cluster, find_palette
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.settings.settings import Settings, Space

RED, NAVY = Color(255, 0, 0), Color(0, 0, 128)


@pytest.fixture
def image() -> Image:
    """Give an image of noise: as many colors as pixels."""
    return Image(np.random.default_rng(2).integers(0, 256, (40, 50, 3), np.uint8), name="noise.png")


@pytest.mark.parametrize(
    "asked", [{}, {"space": "oklab", "seed": 3}, {"accents": True, "space": "rgb"}], ids=str
)
def test_a_number_of_colors_is_clustered(image: Image, asked: dict[str, Any]) -> None:
    """As cluster() does it with the same settings."""
    has_accents = "accents" in asked
    histogram = ColorHistogram.of_image(
        image, bits=bits_for(Settings(colors=5, **asked)), accents=has_accents
    )
    expected = cluster(histogram, 5, **asked)
    assert find_palette(histogram, 5, Settings(colors="auto", **asked)) == expected
    assert choose_palette(histogram, Settings(colors=5, **asked)) == expected
    assert find_image_palette(image, Settings(colors=5, **asked)) == expected


@pytest.mark.parametrize("space", ["lab", "rgb"])
@pytest.mark.parametrize("tolerance", [3.0, 12.0, 25.0])
def test_auto_is_as_few_as_will_do(image: Image, space: Space, tolerance: float) -> None:
    """One color fewer would be further off than that; 32 are the most."""
    histogram = ColorHistogram.of_image(image)
    settings = Settings(colors="auto", tolerance=tolerance, space=space)
    palette = choose_palette(histogram, settings)
    error = measure_error(histogram, palette, space=space).delta_e_mean
    fewer = find_palette(histogram, max(1, len(palette) - 1), settings)
    assert len(palette) <= 32
    assert error <= tolerance or len(palette) == 32
    assert len(palette) == 1 or measure_error(histogram, fewer, space=space).delta_e_mean > tolerance


def test_more_colors_are_counted_in_finer_cells() -> None:
    """Auto and a given palette as the number that they may need."""
    assert bits_for(Settings(colors=6)) <= bits_for(Settings(colors="auto")) <= bits_for(Settings(colors=256))
    many = Palette.of_colors([RED] * 256)
    assert bits_for(Settings(), many) == bits_for(Settings(colors=256))


def test_an_order_is_that_of_the_kind_where_none_is_asked_for() -> None:
    """By share where colors are found, as given where they are given."""
    given = Palette.of_colors([RED])
    assert complete_settings(Settings(), None).sort == "share"
    assert complete_settings(Settings(), given).sort == "given"
    for palette in (None, given):
        assert complete_settings(Settings(sort="hue"), palette).sort == "hue"


def test_a_palette_is_put_in_order_and_then_named() -> None:
    """So that what is called navy-2 comes after navy."""
    palette = Palette((Swatch(NAVY, 0.2), Swatch(RED, 0.5), Swatch(Color(0, 0, 127), 0.3)))
    finished = finish_palette(palette, Settings(sort="share", names="css"))
    assert [swatch.name for swatch in finished] == ["red", "navy", "navy-2"]
    assert finish_palette(palette, Settings(sort="given")) == palette
