"""Colors to a space and back: published values, and round trips."""

import numpy as np
import pytest

from cvpalette.color.color import Color
from cvpalette.color.spaces import from_space, to_space
from cvpalette.errors import SettingsError

SPACES = ["lab", "oklab", "rgb"]


@pytest.mark.parametrize(
    ("text", "lab"),
    [
        ("#ff0000", (53.2408, 80.0925, 67.2032)),
        ("#00ff00", (87.7347, -86.1827, 83.1793)),
        ("#0000ff", (32.2970, 79.1875, -107.8602)),
        ("#ffff00", (97.1393, -21.5537, 94.4780)),
        ("#00ffff", (91.1132, -48.0875, -14.1312)),
        ("#ff00ff", (60.3242, 98.2343, -60.8249)),
        ("#ffffff", (100.0, 0.0, 0.0)),
        ("#808080", (53.5850, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
    ],
)
def test_lab_is_cielab_under_d65(text: str, lab: tuple[float, float, float]) -> None:
    """The corners of sRGB as Lindbloom's calculator has them."""
    actual = to_space(np.array([Color.from_hex(text).rgb]), "lab")
    assert actual[0] == pytest.approx(lab, abs=0.02)


@pytest.mark.parametrize(
    "text", ["#ff0000", "#00ff00", "#0000ff", "#264653", "#ffffff", "#000000", "#7f7f7f"]
)
def test_oklab_is_colors_times_100(text: str) -> None:
    """One Oklab in both modules; here its lightness runs to 100, as CIELAB's does."""
    color = Color.from_hex(text)
    actual = to_space(np.array([color.rgb]), "oklab")
    assert actual[0] == pytest.approx([100 * value for value in color.oklab], abs=0.01)


def test_rgb_is_left_as_it_is() -> None:
    """Distances in 'rgb' are those of the numbers in a file."""
    rgb = np.array([[0, 128, 255], [1.5, 2.5, 3.5]])
    assert np.array_equal(to_space(rgb, "rgb"), rgb)


def _grid() -> np.ndarray:
    levels = np.arange(0, 256, 15)
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)


@pytest.mark.parametrize("space", SPACES)
def test_a_round_trip_gives_the_same_color(space: str) -> None:
    """All over sRGB, black, white and the edges too."""
    grid = _grid()
    assert np.array_equal(np.rint(from_space(to_space(grid, space), space)), grid)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
def test_any_type_of_number_is_converted_alike(space: str, kind: type) -> None:
    """Pixels are uint8, a histogram's colors float32."""
    grid = _grid()
    assert to_space(grid.astype(kind), space) == pytest.approx(
        to_space(grid.astype(np.float64), space), abs=0.01
    )


@pytest.mark.parametrize("space", ["lab", "oklab"])
def test_a_gray_has_no_color(space: str) -> None:
    """Its a and b are 0, and its lightness rises with its level."""
    grays = to_space(np.repeat(np.arange(256)[:, None], 3, axis=1), space)
    assert grays[:, 1:] == pytest.approx(np.zeros((256, 2)), abs=0.01)
    assert (np.diff(grays[:, 0]) > 0).all()


@pytest.mark.parametrize("space", SPACES)
def test_what_lies_outside_srgb_is_cut_off_at_its_edge(space: str) -> None:
    """A mean in another space may fall out of the gamut; what comes back is a color."""
    wild = np.array([[50.0, 300, -300], [120, 0, 0], [-20, 0, 0], [50, -300, 300]])
    actual = from_space(wild, space)
    assert np.isfinite(actual).all()
    assert actual.min() >= 0
    assert actual.max() <= 255


@pytest.mark.parametrize("space", ["hsv", "LAB", ""])
def test_an_unknown_space_is_an_error(space: str) -> None:
    """Both ways; the message names those that there are."""
    for convert in (to_space, from_space):
        with pytest.raises(SettingsError, match="choose 'lab', 'oklab' or 'rgb'"):
            convert(_grid(), space)
