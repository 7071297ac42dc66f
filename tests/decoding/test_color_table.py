"""read_cells(): strips, and the tables of indexed pictures."""

import io
import struct
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

from cvpalette.decoding.color_table import read_cells, read_table
from cvpalette.decoding.reading import read_image

RED, BLUE, SAND, SEA, BLACK = (255, 0, 0), (0, 0, 255), (233, 196, 106), (42, 157, 143), (0, 0, 0)
TABLE = (SEA, RED, BLUE, SAND)
Level = tuple[int, int, int]


def _file(
    indices: list[list[int]], table: tuple[Level, ...] = TABLE, kind: str = "PNG", **more: Any
) -> bytes:
    picture = PIL.Image.fromarray(np.array(indices, np.uint8))
    picture.putpalette([level for color in table for level in color])
    file = io.BytesIO()
    options = {"optimize": False} if kind == "GIF" else {}
    picture.save(file, kind, **options, **more)
    return file.getvalue()


def _read(data: bytes) -> tuple[list[Level | None], str] | None:
    found = read_cells(read_image(data), data)
    return ([cell.color.rgb if cell else None for cell in found[0]], found[1]) if found else None


# A picture of 4 by 3 pixels with every color of the table.
SPRITE = [[1, 1, 0, 0], [1, 2, 3, 0], [1, 1, 0, 0]]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP"])
def test_a_sprite_gives_its_table_in_order(kind: str) -> None:
    """And not its pixels, though they are a grid of few colors."""
    assert _read(_file(SPRITE, kind=kind)) == ([*TABLE], "")


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP"])
def test_colors_that_no_pixel_has_are_there_and_told(kind: str) -> None:
    """A palette may have more colors than a picture."""
    data = _file([[1, 0, 1], [0, 1, 0], [1, 1, 0]], kind=kind)
    assert _read(data) == ([*TABLE], "2 of the 4 colors of its table are not used in the picture")


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
@pytest.mark.parametrize("filling", [[BLACK] * 9, [SEA], [RED, SEA, RED]])
def test_what_only_fills_a_table_is_left_out(kind: str, filling: list[Level]) -> None:
    """One color again and again, or one that is in the table already."""
    assert _read(_file(SPRITE, (*TABLE, *filling), kind)) == ([*TABLE], "")


def test_a_single_color_at_the_end_does_not_fill() -> None:
    """It may be meant."""
    found = _read(_file(SPRITE, (*TABLE, BLACK)))
    assert found == ([*TABLE, BLACK], "1 of the 5 colors of its table is not used in the picture")


def test_a_strip_is_read_in_its_own_order() -> None:
    """A row, a column, and a grid of different colors: what one sees counts."""
    assert _read(_file([[3, 2, 1, 0]])) == ([SAND, BLUE, RED, SEA], "")
    assert _read(_file([[3], [2]])) == ([SAND, BLUE], "")
    assert _read(_file([[3, 2], [1, 0]])) == ([SAND, BLUE, RED, SEA], "")


def test_a_strip_of_all_the_table_may_have_a_color_twice() -> None:
    """In squares of any size; another picture of that shape is a strip like any other."""
    table = (SEA, RED, RED, SAND)
    data = _file([[0, 0, 1, 1, 2, 2, 3, 3]] * 2, table)
    assert _read(data) == ([*table], "")
    assert _read(_file([[3, 3, 1, 1, 2, 2, 0, 0]] * 2, table)) == ([SAND, RED, SEA], "")


def test_transparent_colors_are_none() -> None:
    """By alpha in PNG, by number in GIF."""
    expected = [SEA, None, BLUE, SAND]
    assert _read(_file(SPRITE, transparency=1)) == (expected, "")
    assert _read(_file(SPRITE, kind="GIF", transparency=1)) == (expected, "")
    alphas = read_cells(read_image(data := _file(SPRITE, transparency=b"\x80")), data)
    assert alphas is not None
    assert [cell.alpha for cell in alphas[0] if cell] == [128 / 255, 1, 1, 1]


def test_the_profile_of_a_picture_applies_to_its_table() -> None:
    """As it does to its pixels, so that all colors count as used."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    assert _read(_file(SPRITE, icc_profile=profile)) == ([*TABLE], "")


def test_a_gif_may_have_a_table_for_its_first_frame() -> None:
    """It counts, and not that of the file."""
    data = _file(SPRITE, kind="GIF")
    # The table of the file goes behind the head of the frame.
    assert data[10] & 0x80
    start = 13 + 3 * len(TABLE)
    own = data[:10] + bytes([data[10] & 0x7F]) + data[11:13] + data[start:]
    at = own.index(b",", 13)
    own = own[: at + 9] + b"\x81" + data[13:start] + own[at + 10 :]
    assert _read(own) == ([*TABLE], "")


def test_an_old_bmp_has_three_bytes_a_color() -> None:
    """As OS/2 wrote it."""
    colors = b"".join(bytes(color[::-1]) for color in TABLE).ljust(3 * 16, b"\0")
    start = 26 + len(colors)
    head = struct.pack("<2sI4xI", b"BM", start + 8, start) + struct.pack("<I4H", 12, 2, 2, 1, 4)
    assert [cell.color.rgb for cell in read_table(head + colors + bytes(8)) if cell][:4] == [*TABLE]


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "RGBA"])
@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_other_pictures_have_no_table(mode: str, kind: str) -> None:
    """A photo is no palette."""
    noise = PIL.Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8))
    file = io.BytesIO()
    noise.convert(mode).save(file, kind)
    if kind == "BMP" and mode in {"L", "1"}:
        # A BMP of grays has a table like any other.
        assert len(read_table(file.getvalue())) == (256 if mode == "L" else 2)
        return
    assert read_table(file.getvalue()) == []
    assert _read(file.getvalue()) is None


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP"])
def test_a_table_that_is_cut_short_is_none_or_shorter(kind: str) -> None:
    """Its picture was refused before, or was read as far as it goes."""
    data = _file(SPRITE, kind=kind)
    for length in range(len(data)):
        assert len(read_table(data[:length])) <= 256


def test_an_icon_is_no_grid_of_colors() -> None:
    """Each of its pixels could be a block, but they repeat a few colors."""
    ones = np.indices((13, 14)).sum(axis=0) % 2 * 255
    file = io.BytesIO()
    PIL.Image.fromarray(np.repeat(ones[..., None], 3, axis=2).astype(np.uint8)).save(file, "PNG")
    assert _read(file.getvalue()) is None
