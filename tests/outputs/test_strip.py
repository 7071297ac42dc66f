"""The output `strip`: a picture of one row."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.strip import StripPicture
from cvpalette.plugins.reading import read_palette
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_result

_COLORS = ("#264653", "#e76f51", "#e76f51", "#ffffff")


class TestStripPicture(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = StripPicture()
    holds_names = False


class TestStripGif(OutputContract, ReaderContract):
    """And as a GIF, with larger squares."""

    output = StripPicture(format="gif", scale=8)
    holds_names = False


def _many(count: int) -> Result:
    colors = [Color.from_hex(f"#{number:06x}") for number in range(0, 997 * count, 997)]
    return Result.of_palette(Palette.of_colors(colors), "many.gpl")


def _draw(result: Any, **options: Any) -> PIL.Image.Image:
    picture = PIL.Image.open(io.BytesIO(StripPicture(**options).render(result)))
    picture.load()
    return picture


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """As decoded pixels, in a PPM: how a PNG is packed depends on zlib."""
    picture = _draw(extraction.result).convert("RGB")
    golden("strip/default.ppm", b"P6\n%d 1\n255\n" % picture.width + picture.tobytes())


@pytest.mark.parametrize("file_format", ["png", "gif", "bmp"])
@pytest.mark.parametrize("scale", [1, 8, 32])
def test_each_color_is_a_square_and_the_table_has_all_in_order(file_format: Any, scale: int) -> None:
    """Also a color that is there twice; all of them come back."""
    data = StripPicture(format=file_format, scale=scale).render(make_result(_COLORS))
    picture = PIL.Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == (file_format.upper(), (4 * scale, scale))
    rgb = np.array(picture.convert("RGB"))[0, ::scale]
    assert ["#" + bytes(pixel).hex() for pixel in rgb] == [*_COLORS]
    if file_format != "gif" or scale == 1:
        assert picture.mode == "P"
    assert [color.hex for color in read_palette(data).palette.colors] == [*_COLORS]


@pytest.mark.parametrize("count", [1, 256, 257, 300])
def test_many_colors_are_not_indexed(count: int) -> None:
    """257 are more than a table has."""
    formats: tuple[Literal["png", "bmp"], ...] = ("png", "bmp")
    for file_format in formats:
        data = StripPicture(format=file_format).render(_many(count))
        assert read_palette(data).palette.colors == _many(count).palette.colors


@pytest.mark.parametrize("count", [3, 300])
def test_a_png_keeps_alpha(count: int) -> None:
    """Indexed or not; an alpha of almost nothing is not nothing."""
    result = _many(count)
    swatches = (
        replace(result.palette[0], alpha=0.5),
        replace(result.palette[1], alpha=0.0001),
        *result.palette.swatches[2:],
    )
    data = StripPicture().render(replace(result, palette=replace(result.palette, swatches=swatches)))
    read = read_palette(data).palette
    assert [swatch.alpha for swatch in read][:3] == [128 / 255, 1 / 255, 1.0]
    assert StripPicture().holds == {"alpha"}
    assert not StripPicture(format="bmp").holds


@pytest.mark.parametrize("scale", [0, 65])
def test_a_scale_that_nobody_reads_is_an_error(scale: int) -> None:
    """Before anything is drawn."""
    with pytest.raises(ValueError, match=f"option 'scale' is 1 to 64, not '{scale}'"):
        StripPicture(scale=scale)


def test_more_than_a_strip_holds_is_an_error() -> None:
    """Never a color less in silence."""
    with pytest.raises(ValueError, match="a strip as gif holds up to 256 colors, not 257"):
        StripPicture(format="gif").render(_many(257))
    with pytest.raises(ValueError, match="a strip as png holds up to 4096 colors, not 4097"):
        StripPicture().render(_many(4097))


def test_what_is_no_palette_is_one_clear_error() -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match="it is no picture that can be read"):
        StripPicture.parse(b"GIMP Palette")
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)
    file = io.BytesIO()
    PIL.Image.fromarray(noise).save(file, "PNG")
    with pytest.raises(ValueError, match="it is a picture, but no palette"):
        StripPicture.parse(file.getvalue())


@pytest.mark.parametrize("scale", [1, 8])
def test_a_color_that_comes_again_at_the_end_is_read(scale: int) -> None:
    """It is no filling of the table, since the picture shows it there."""
    colors = [Color.from_hex(text) for text in ("#000000", "#ffffff", "#000000")]
    data = StripPicture(scale=scale).render(Result.of_palette(Palette.of_colors(colors), "x"))
    assert list(StripPicture.parse(data).colors) == colors
