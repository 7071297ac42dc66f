"""A histogram's colors as points in CIELAB."""

import numpy as np
import pytest

from cvpalette.extraction import Extraction, extract
from cvpalette.rendering.page.points import list_points, place


def test_few_colors_are_points_of_their_own(extraction: Extraction) -> None:
    """Each with its place, share and swatch."""
    points = list_points(extraction, [extraction.palette])
    assert {point[3] for point in points} == {color.hex for color in extraction.palette.colors}
    for *lab, color, share, swatch in points:
        assert extraction.palette[swatch].color.hex == color
        assert lab == place([extraction.palette[swatch].color.rgb])[0]
        assert share == 0.25


def test_many_colors_are_some_hundred_points() -> None:
    """Together they are all pixels, and each belongs to a swatch of each palette."""
    pixels = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    six, two = extract(pixels, colors=6), extract(pixels, colors=2)
    points = list_points(six, [six.palette, two.palette])
    assert 100 < len(points) <= 600
    assert sum(point[4] for point in points) == pytest.approx(1, abs=1e-3)
    assert [{point[at] for point in points} for at in (5, 6)] == [set(range(6)), {0, 1}]


def test_places_are_those_of_cielab() -> None:
    """White, black, and sRGB's red as it is commonly given (L 53.2, a 80.1, b 67.2 at D65)."""
    assert place([(255, 255, 255), (0, 0, 0), (255, 0, 0)]) == [
        pytest.approx([100, 0, 0], abs=0.1),
        pytest.approx([0, 0, 0], abs=0.1),
        pytest.approx([53.2, 80.1, 67.2], abs=0.1),
    ]
