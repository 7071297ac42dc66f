"""Frames and colormaps with pandas, polars and Matplotlib themselves; skipped where these are missing."""

from typing import Any

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch

NAMED = Palette((Swatch(Color(38, 70, 83), 0.75, "sea", 1.5), Swatch(Color(233, 196, 106), 0.25, alpha=0.5)))
BARE = Palette.of_colors([Color(0, 0, 0)])


def _require(library: str) -> Any:
    return pytest.importorskip(library, reason=f"{library} is not installed; .ci/docs.txt has it")


def test_a_frame_of_pandas_has_numbers_where_nothing_is_known() -> None:
    """So that frames of several palettes are one."""
    pandas = _require("pandas")
    frame = pandas.concat([NAMED.to_frame(), BARE.to_frame("pandas")])
    assert list(frame["hex"]) == ["#264653", "#e9c46a", "#000000"]
    assert frame["share"].sum() == 1
    assert frame["share"].isna().tolist() == [False, False, True]
    assert [str(kind) for kind in frame[["share", "red", "alpha", "name_distance"]].dtypes] == [
        "float64",
        "int64",
        "float64",
        "float64",
    ]
    assert frame["name"].isna().tolist() == [False, True, True]


def test_a_frame_of_polars_has_the_same_types_whatever_is_known() -> None:
    """Polars joins frames only then."""
    polars = _require("polars")
    frame = polars.concat([NAMED.to_frame("polars"), BARE.to_frame("polars")])
    assert frame["hex"].to_list() == ["#264653", "#e9c46a", "#000000"]
    assert frame["share"].to_list() == [0.75, 0.25, None]
    assert frame.columns == list(BARE.records()[0])
    assert frame.to_dicts() == NAMED.records() + BARE.records()


def test_a_colormap_has_the_colors_themselves() -> None:
    """For categories: number 1 is the second color."""
    colors = _require("matplotlib.colors")
    colormap = NAMED.to_colormap("coast")
    assert isinstance(colormap, colors.ListedColormap)
    assert (colormap.name, colormap.N, BARE.to_colormap().name) == ("coast", 2, "palette")
    assert [colors.to_hex(colormap(number), keep_alpha=True) for number in (0, 1)] == [
        "#264653ff",
        "#e9c46a80",
    ]


def test_a_smooth_colormap_goes_through_the_colors_in_oklab() -> None:
    """From black to white, its middle is Oklab's gray, and not that of sRGB; both ends are exact."""
    colors = _require("matplotlib.colors")
    ramp = Palette.of_colors([Color(0, 0, 0), Color(255, 255, 255)], name="ramp").to_colormap(smooth=True)
    assert isinstance(ramp, colors.LinearSegmentedColormap)
    assert (ramp.name, ramp.N) == ("ramp", 256)
    assert [colors.to_hex(ramp(at)) for at in (0.0, 1.0)] == ["#000000", "#ffffff"]
    # L = 128/255 of Oklab is the light (128/255)**3, which sRGB writes as 100.
    assert colors.to_hex(ramp(128)) == "#646464"
    three = Palette.of_colors([Color(255, 0, 0), Color(0, 255, 0), Color(0, 0, 255)]).to_colormap(smooth=True)
    assert [colors.to_hex(three(at)) for at in (0, 255)] == ["#ff0000", "#0000ff"]
    assert three(127)[1] > 0.98


def test_a_smooth_colormap_of_one_color_is_that_color() -> None:
    """There is nothing between."""
    _require("matplotlib.colors")
    assert BARE.to_colormap(smooth=True)(0.7) == (0.0, 0.0, 0.0, 1.0)
