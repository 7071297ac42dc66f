"""Encoding: levels of other primaries and curves become the sRGB that other programs show."""

import numpy as np
import pytest

from cvpalette.decoding.encoding import ADOBE_RGB, ROMM_RGB, Encoding, UnknownEncodingError

SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290))


def _convert(encoding: Encoding | None, *color: int, dtype: type = np.uint8) -> list[int]:
    assert encoding is not None
    return [int(level) for level in encoding.convert(np.array([[color]], dtype))[0, 0]]


@pytest.mark.parametrize(
    ("primaries", "transfer", "stored", "shown"),
    [
        (12, 13, (204, 76, 51), (221, 63, 37)),  # Display P3, as CSS color(display-p3 0.8 0.3 0.2) is
        (12, 13, (255, 0, 0), (255, 0, 0)),  # outside sRGB: clipped
        (9, 13, (153, 102, 76), (178, 93, 71)),
        (1, 8, (55, 55, 55), (128, 128, 128)),
        (1, 4, (186, 186, 186), (187, 187, 187)),
        (1, 5, (199, 199, 199), (188, 188, 188)),
        (1, 7, (128, 128, 128), (142, 142, 142)),
        (1, 9, (178, 178, 178), (137, 137, 137)),
        (1, 10, (178, 178, 178), (115, 115, 115)),
        (1, 17, (247, 247, 247), (255, 255, 255)),
        (9, 16, (148, 148, 148), (255, 255, 255)),  # 203 cd/m2
        (9, 16, (255, 255, 255), (255, 255, 255)),  # 10,000 cd/m2
        (9, 18, (191, 191, 191), (255, 255, 255)),  # 75 %
        (9, 18, (157, 76, 48), (200, 60, 40)),
    ],
)
def test_levels_are_what_their_code_points_say(
    primaries: int, transfer: int, stored: tuple[int, ...], shown: tuple[int, ...]
) -> None:
    """H.273's numbers; the values are those of ColorAide, or of the formulas in the standards."""
    found = _convert(Encoding.named(primaries, transfer), *stored)
    assert np.abs(np.subtract(found, shown)).max() <= 1


@pytest.mark.parametrize("primaries", [4, 5, 6, 7, 8, 9, 10, 11, 12, 22])
def test_white_and_gray_stay_in_all_primaries(primaries: int) -> None:
    """The white of film and of cinemas is adapted to that of sRGB."""
    for level in (0, 128, 255):
        assert np.abs(np.subtract(_convert(Encoding.named(primaries, 13), *[level] * 3), level)).max() <= 1


@pytest.mark.parametrize("transfer", [1, 2, 6, 11, 12, 13, 14, 15])
def test_curves_of_cameras_are_shown_as_srgb(transfer: int) -> None:
    """As browsers and players show them."""
    assert Encoding.named(1, transfer) is None
    assert Encoding.named(2, transfer) is None


@pytest.mark.parametrize(
    ("points", "said"), [((99, 13), "primaries 99"), ((1, 19), "transfer 19"), ((3, 1), "primaries 3")]
)
def test_unknown_code_points_are_named(points: tuple[int, int], said: str) -> None:
    """Guessing would be silent."""
    with pytest.raises(UnknownEncodingError, match=said):
        Encoding.named(*points)


def test_light_above_white_keeps_its_hue() -> None:
    """An orange of 1,000 cd/m2 is the brightest orange of that hue, and neither yellow nor white."""
    encoding = Encoding.named(1, 16)
    low, high = _convert(encoding, 148, 133, 106), _convert(encoding, 190, 174, 144)
    assert low[0] == high[0] == 255
    assert np.abs(np.subtract(low, high)).max() <= 6


def test_sixteen_bits_tell_dark_levels_apart() -> None:
    """Linear light of 1/1000 is level 3; its first 8 bits are 0."""
    assert _convert(Encoding.named(1, 8), 66, 66, 655, dtype=np.uint16) == [3, 3, 25]


def test_a_narrow_range_is_widened() -> None:
    """Black is at 16, and white at 235."""
    narrow = Encoding.named(1, 13, is_narrow=True)
    assert _convert(narrow, 16, 235, 255) == [0, 255, 255]
    assert _convert(narrow, 16 << 8, 235 << 8, 126 << 8, dtype=np.uint16) == [0, 255, 128]


def test_measured_primaries_and_exponents() -> None:
    """What PNG's gAMA and cHRM hold; near sRGB is sRGB."""
    assert Encoding.measured(2.2, SRGB_PRIMARIES) is None
    assert Encoding.measured(None, SRGB_PRIMARIES) is None
    assert _convert(Encoding.measured(1.0, SRGB_PRIMARIES), 55, 55, 55) == [128, 128, 128]
    assert Encoding.measured(1.0, ((0.3, 0.3),) * 4) is None, "primaries on one spot mean nothing"
    adobe = (ADOBE_RGB.primaries[0], ADOBE_RGB.primaries[1], ADOBE_RGB.primaries[2], ADOBE_RGB.primaries[3])
    assert _convert(Encoding.measured(563 / 256, adobe), 219, 0, 0) == _convert(ADOBE_RGB, 219, 0, 0)


def test_romm_rgb_is_adapted_from_d50() -> None:
    """ProPhoto's gray is gray; its exponent is 1.8."""
    assert np.abs(np.subtract(_convert(ROMM_RGB, 118, 118, 118), 137)).max() <= 1
