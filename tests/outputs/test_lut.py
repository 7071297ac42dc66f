"""The output `lut`: the move to a palette's colors as a table for other programs."""

import io
from collections.abc import Callable

import numpy as np
import PIL.Image
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction, extract
from cvpalette.outputs.lut import ColorLookUp
from cvpalette.quantizing.moving import ColorMove
from cvpalette.result import Result
from cvpalette.testing import ImageContract, OutputContract

DUOTONE = Palette.of_colors([Color(27, 20, 100), Color(255, 209, 102)], name="Dusk")


class TestColorLookUp(OutputContract, ImageContract):
    """What every output promises."""

    output = ColorLookUp(size=2)


def _read_cube(text: str | bytes) -> tuple[list[str], np.ndarray]:
    """Return the lines of a .cube before its numbers, and the numbers."""
    lines = str(text).splitlines()
    count = sum(not line[:1].isdigit() for line in lines)
    return lines[:count], np.array([line.split() for line in lines[count:]], np.float64)


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """With few colors a side."""
    golden("lut/default.cube", ColorLookUp(size=3).render_image(extraction))


def test_a_cube_has_the_moved_grid() -> None:
    """Red varies fastest, and numbers go from 0 to 1."""
    head, numbers = _read_cube(ColorLookUp(size=5).render(Result.of_palette(DUOTONE, "dusk.gpl")))
    assert head == [
        "# 2 colors of dusk.gpl, by cvpalette",
        'TITLE "Dusk"',
        "LUT_3D_SIZE 5",
        "DOMAIN_MIN 0.0 0.0 0.0",
        "DOMAIN_MAX 1.0 1.0 1.0",
    ]
    assert numbers == pytest.approx(ColorMove.toward(DUOTONE).make_grid(5), abs=1e-6)


def test_no_amount_is_the_identity() -> None:
    """The third row is pure red, and the last but two has blue and green."""
    _, numbers = _read_cube(ColorLookUp(size=3, amount=0.0).render(Result.of_palette(DUOTONE, "a")))
    assert numbers[2] == pytest.approx([1, 0, 0], abs=1e-3)
    assert numbers[-3] == pytest.approx([0, 1, 1], abs=1e-3)


def test_a_hald_clut_is_the_grid_row_by_row() -> None:
    """Level 3 is a picture of 27 pixels a side, with 9 colors a channel."""
    contents = ColorLookUp(format="hald", level=3).render(Result.of_palette(DUOTONE, "a"))
    assert isinstance(contents, bytes)
    picture = PIL.Image.open(io.BytesIO(contents))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (27, 27))
    expected = np.rint(255 * ColorMove.toward(DUOTONE).make_grid(9)).astype(np.uint8)
    assert np.array_equal(np.asarray(picture).reshape(-1, 3), expected)


def test_a_table_for_a_picture_fits_its_contrast() -> None:
    """If a palette is given for it: then the table does what `recolored` does."""
    array = np.linspace(80, 120, 30 * 3).reshape(1, 30, 3).astype(np.uint8)
    extraction = extract(array, palette=DUOTONE)
    _, numbers = _read_cube(ColorLookUp(size=4).render_image(extraction))
    assert numbers == pytest.approx(ColorMove.toward(DUOTONE, extraction.histogram).make_grid(4), abs=1e-6)


def test_a_table_of_a_picture_alone_is_for_any_picture() -> None:
    """It moves others to the colors that were found in this one."""
    extraction = extract(np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8), colors=3)
    output = ColorLookUp(size=4)
    assert output.render_image(extraction) == output.render(extraction.result)
    _, numbers = _read_cube(output.render_image(extraction))
    assert numbers == pytest.approx(ColorMove.toward(extraction.palette).make_grid(4), abs=1e-6)


@pytest.mark.parametrize("name", ['a" \nLUT_3D_SIZE 9\n"', "b\\", "\u2028 c", "x" * 5000, "\u7d05" * 500])
def test_no_name_breaks_the_title(name: str) -> None:
    """It is one line in quotes, short enough for every program."""
    result = Result.of_palette(Palette.of_colors([Color(1, 2, 3)], name=name), f"{name}.gpl")
    lines = str(ColorLookUp(size=2).render(result)).split("\n")
    title = next(line for line in lines if line.startswith("TITLE"))
    assert title.count('"') == 2
    assert title.endswith('"')
    assert max(len(line.encode()) for line in lines) <= 250
    assert [line for line in lines if line.startswith("LUT_3D_SIZE")] == ["LUT_3D_SIZE 2"]


@pytest.mark.parametrize("size", [1, 66])
def test_a_size_that_cannot_be_is_refused(size: int) -> None:
    """Before any memory is taken."""
    with pytest.raises(ValueError, match=f"option 'size' is 2 to 65, not '{size}'"):
        ColorLookUp(size=size)


@pytest.mark.parametrize("level", [1, 13])
def test_a_level_that_cannot_be_is_refused(level: int) -> None:
    """As above."""
    with pytest.raises(ValueError, match=f"option 'level' is 2 to 12, not '{level}'"):
        ColorLookUp(level=level)


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_that_cannot_be_is_refused(amount: float) -> None:
    """It is a part of the way."""
    with pytest.raises(ValueError, match="option 'amount' is 0 to 1, not"):
        ColorLookUp(amount=amount)
