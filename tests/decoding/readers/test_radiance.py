"""Radiance HDR: light of 1 is white, and brighter light keeps its hue."""

import re
from typing import Any, Final

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cvpalette import ImageError, read_image
from cvpalette.decoding.formats import begins_image

# Light, and the sRGB of it.
LIGHT: Final = [(1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.5, 0.25, 0.125), (4.0, 2.0, 1.0)]
SHOWN: Final = [(255, 255, 255), (0, 0, 0), (188, 137, 99), (255, 188, 137)]


def _hdr(light: NDArray[Any], size: str = "", fields: str = "") -> bytes:
    """Encode light (height, width, 3), with other lines in the header."""
    data = cv2.imencode(".hdr", light[:, :, ::-1].astype(np.float32))[1].tobytes()
    _, _, rest = data.partition(b"\n\n")
    own, _, samples = rest.partition(b"\n")
    kind = fields or "FORMAT=32-bit_rle_rgbe"
    return b"#?RADIANCE\n# a comment\n" + kind.encode() + b"\n\n" + (size.encode() or own) + b"\n" + samples


def _picture(colors: list[tuple[float, float, float]]) -> NDArray[np.float64]:
    return np.array(colors)[None].repeat(10, axis=0).repeat(10, axis=1)


def test_light_is_shown_as_srgb() -> None:
    """Light above white is reduced until its brightest primary is that of white."""
    data = _hdr(_picture(LIGHT))
    assert begins_image(data[:64])
    image = read_image(data)
    assert image.pixels.shape == (10, 40, 3)
    assert np.abs(image.pixels[5, 5::10].astype(int) - SHOWN).max() <= 1
    assert (image.alpha, image.warning) == (None, None)


def test_an_exposure_is_already_in_the_pixels() -> None:
    """So it is not applied again; and the older name in the first line is known too."""
    data = _hdr(_picture(LIGHT), fields="EXPOSURE=8\nFORMAT=32-bit_rle_rgbe")
    assert np.array_equal(read_image(data).pixels, read_image(_hdr(_picture(LIGHT))).pixels)
    old = data.replace(b"#?RADIANCE", b"#?RGBE")
    assert np.array_equal(read_image(old).pixels, read_image(data).pixels)


def test_a_picture_that_is_mostly_brighter_than_white_has_a_warning() -> None:
    """All its colors are then as bright as can be."""
    image = read_image(_hdr(_picture([(4, 2, 1), (2, 2, 2), (9, 0, 0), (0.5, 0.5, 0.5)])))
    assert image.warning == "is brighter than white in 75% of its pixels, which are shown as bright as white"


def test_primaries_are_converted() -> None:
    """White stays white; the green of Display P3 is outside of sRGB."""
    p3 = "PRIMARIES=.68 .32 .265 .69 .15 .06 .3127 .329\nFORMAT=32-bit_rle_rgbe"
    shown = read_image(_hdr(_picture([(1, 1, 1), (0.5, 0.1, 0.1)]), fields=p3)).pixels[5, 5::10]
    assert np.abs(shown.astype(int) - [(255, 255, 255), (202, 81, 86)]).max() <= 2
    broken = "PRIMARIES=1 2\nFORMAT=32-bit_rle_rgbe"
    assert (
        np.abs(read_image(_hdr(_picture(LIGHT), fields=broken)).pixels[5, 5::10].astype(int) - SHOWN).max()
        <= 1
    )


def test_xyz_is_converted() -> None:
    """Its white is that of equal energy, which becomes white."""
    data = _hdr(_picture([(1, 1, 1), (0.5, 0.5, 0.5)]), fields="FORMAT=32-bit_rle_xyze")
    assert np.abs(read_image(data).pixels[5, 5::10].astype(int) - [(255,) * 3, (188,) * 3]).max() <= 1


@pytest.mark.parametrize(
    ("size", "turn"),
    [
        ("-Y 10 +X 20", lambda rows: rows),
        ("+Y 10 +X 20", lambda rows: rows[::-1]),
        ("-Y 10 -X 20", lambda rows: rows[:, ::-1]),
        ("+Y 10 -X 20", lambda rows: rows[::-1, ::-1]),
        ("+X 10 -Y 20", lambda rows: rows.swapaxes(0, 1)),
        ("+X 10 +Y 20", lambda rows: rows.swapaxes(0, 1)[::-1]),
        ("-X 10 -Y 20", lambda rows: rows.swapaxes(0, 1)[:, ::-1]),
    ],
)
def test_rows_may_run_in_any_direction(size: str, turn: Any) -> None:
    """The axis of the rows comes first; Y points up, so -Y begins at the top."""
    light = np.random.default_rng(0).uniform(0, 1, (10, 20, 3))
    upright = read_image(_hdr(light)).pixels
    assert np.array_equal(read_image(_hdr(light, size)).pixels, turn(upright))


@pytest.mark.parametrize(
    ("data", "reason", "problem"),
    [
        (b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n", "its header has no size", "damaged"),
        (b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 5 +Y 5\n", "its header has no size", "damaged"),
        (
            b"#?RADIANCE\nFORMAT=spectral\n\n-Y 5 +X 5\n",
            "in another format than RGBE and XYZE",
            "unsupported",
        ),
        (b"#?RADIANCE\n\n-Y 99999 +X 99999\n", "has 9,999,800,001 pixels", "too-large"),
        (_hdr(_picture(LIGHT))[:-50], "it cannot be decoded, or is cut short", "damaged"),
    ],
)
def test_what_is_not_read_is_told(data: bytes, reason: str, problem: str) -> None:
    """A text that begins like a picture too."""
    with pytest.raises(ImageError, match=re.escape(reason)) as caught:
        read_image(data)
    assert caught.value.problem == problem
