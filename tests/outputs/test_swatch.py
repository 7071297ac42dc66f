"""The output `swatch`: chips where they should be, and something to read on each."""

import dataclasses
import io
from collections.abc import Callable
from itertools import groupby
from typing import Any, Literal

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.palette import Palette, Swatch
from cvpalette.extraction import Extraction
from cvpalette.outputs.swatch import SwatchPicture
from cvpalette.result import Result
from cvpalette.settings.settings import Settings
from cvpalette.testing import OutputContract, make_result

Labels = Literal["all", "hex", "share", "none"]


class TestSwatchPicture(OutputContract):
    """What every output promises."""

    output = SwatchPicture()


def _pixels(output: SwatchPicture, result: Result) -> np.ndarray:
    with PIL.Image.open(io.BytesIO(output.render(result))) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB"))


def _many(count: int) -> Result:
    # 7 and 256 have no factor in common: no red comes twice.
    return make_result([f"#{7 * n % 256:02x}{13 * n % 256:02x}{29 * n % 256:02x}" for n in range(count)])


def _with_shares(result: Result, *shares: float) -> Result:
    swatches = [Swatch(s.color, share) for s, share in zip(result.palette, shares, strict=True)]
    return dataclasses.replace(result, palette=Palette(tuple(swatches)))


def _chips(row: np.ndarray) -> list[tuple[tuple[int, ...], int, int]]:
    """Return the color of each chip that a row or column of pixels crosses, from where, and to where."""
    chips, at = [], 0
    for color, run in groupby(tuple(pixel) for pixel in row.tolist()):
        width = len(list(run))
        chips.append((color, at, at + width))
        at += width
    return chips


@pytest.mark.parametrize(
    ("count", "layout", "labels"),
    [
        (1, "shares", "all"),
        (6, "shares", "all"),
        (6, "even", "all"),
        (6, "shares", "hex"),
        (6, "even", "share"),
        (16, "shares", "all"),
        (64, "shares", "all"),
        (64, "even", "hex"),
        (256, "shares", "all"),
        (256, "even", "none"),
    ],
)
def test_every_swatch_is_a_chip_that_can_be_read(
    layout: Literal["shares", "even"], labels: Labels, count: int
) -> None:
    """In order, up to 16 in a row, each in its exact color, with ink on it that contrasts."""
    whole = count * (count + 1) / 2
    result = _with_shares(_many(count), *((count - n) / whole for n in range(count)))
    pixels = _pixels(SwatchPicture(layout=layout, labels=labels), result)
    found = []
    # Text keeps clear of the edges: a chip's last column and its first row are its color alone.
    for _, top, bottom in _chips(pixels[:, -1]):
        for color, left, right in _chips(pixels[top]):
            found.append(color)
            chip = pixels[top:bottom, left:right].reshape(-1, 3)
            is_ground = (chip == color).all(axis=1)
            ink = result.palette[len(found) - 1].color.ink.rgb
            is_ink = (np.abs(chip.astype(int) - ink) < 60).all(axis=1) & ~is_ground
            assert is_ground.mean() > 0.5
            assert is_ink.any() == (labels != "none")
    assert found == [color.rgb for color in result.palette.colors]


def _widths(output: SwatchPicture, result: Result) -> list[int]:
    return [right - left for _, left, right in _chips(_pixels(output, result)[0])]


def test_chips_are_as_wide_as_their_shares(extraction: Extraction) -> None:
    """Half the image is half the picture."""
    uneven = _with_shares(extraction.result, 0.5, 0.25, 0.15, 0.1)
    assert _widths(SwatchPicture(width=1000), uneven) == [500, 250, 150, 100]


def test_even_chips_are_all_alike(extraction: Extraction) -> None:
    """Whatever their shares."""
    uneven = _with_shares(extraction.result, 0.5, 0.25, 0.15, 0.1)
    assert _widths(SwatchPicture(width=1000, layout="even"), uneven) == [250, 250, 250, 250]


def test_chips_of_picked_colors_are_even(extraction: Extraction) -> None:
    """A wide chip would claim that the picture has so much of the color: its paper is nearest to it."""
    uneven = _with_shares(extraction.result, 0.76, 0.12, 0.08, 0.04)
    picked = dataclasses.replace(uneven, settings=Settings(pick="colors"))
    assert _widths(SwatchPicture(width=1000), picked) == [250, 250, 250, 250]
    assert _widths(SwatchPicture(width=1000, layout="shares"), picked) == [760, 120, 80, 40]
    given = dataclasses.replace(picked, given="brand.gpl")
    assert _widths(SwatchPicture(width=1000), given) == [760, 120, 80, 40]


@pytest.mark.parametrize("labels", ["all", "none"])
def test_a_tiny_share_is_still_a_chip(extraction: Extraction, labels: Labels) -> None:
    """Wide enough for what is written on it, and one pixel at least."""
    tiny = _with_shares(extraction.result, 1 - 3e-7, 1e-7, 1e-7, 1e-7)
    widths = _widths(SwatchPicture(labels=labels), tiny)
    assert len(widths) == 4
    assert min(widths) >= (15 if labels == "all" else 1)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({}, (1200, 320)),
        ({"width": 600}, (600, 320)),
        ({"height": 200}, (1200, 200)),
        ({"width": 1, "height": 1, "labels": "none"}, None),
        ({"width": 4, "height": 1, "labels": "none"}, (4, 1)),
    ],
    ids=repr,
)
def test_the_picture_is_of_the_size_asked_for(
    extraction: Extraction, options: dict[str, Any], size: tuple[int, int] | None
) -> None:
    """Or an error that says what would work."""
    output = SwatchPicture(**options)
    if size is None:
        with pytest.raises(ValueError, match=r"do not fit into 1 x 1 pixels.*; ask for a larger width"):
            output.render(extraction.result)
    else:
        assert _pixels(output, extraction.result).shape == (size[1], size[0], 3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 0}, "option 'width' is 1 to 16384, not '0'"),
        ({"width": 16385}, "option 'width'"),
        ({"height": -1}, "option 'height' is 0 to 16384, not '-1'"),
    ],
    ids=repr,
)
def test_a_size_that_is_none_is_an_error(options: dict[str, Any], message: str) -> None:
    """Before anything is drawn."""
    with pytest.raises(ValueError, match=message):
        SwatchPicture(**options)


@pytest.mark.parametrize("layout", ["shares", "even"])
def test_bare_chips_are_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None], layout: Literal["shares", "even"]
) -> None:
    """As decoded pixels, in a PPM: how a PNG is packed depends on zlib."""
    uneven = _with_shares(extraction.result, 0.5, 0.25, 0.15, 0.1)
    pixels = _pixels(SwatchPicture(layout=layout, labels="none", width=48, height=8), uneven)
    golden(f"swatch/{layout}.ppm", b"P6\n48 8\n255\n" + pixels.tobytes())
