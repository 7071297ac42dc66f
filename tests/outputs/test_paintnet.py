"""The output `paintnet`: as we write it and as others do."""

from collections.abc import Callable

import pytest

from cvpalette.errors import PaletteFileError
from cvpalette.extraction import Extraction
from cvpalette.outputs.paintnet import PaintNetPalette
from cvpalette.plugins.reading import read_palette
from cvpalette.testing import OutputContract, ReaderContract


class TestPaintNetPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = PaintNetPalette()
    holds_names = False
    most_colors = 96


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("paintnet/default.paintnet.txt", PaintNetPalette().render(extraction.result))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("; paint.net Palette File\r\n; by hand\r\nFFFF0000\r\n\r\nff0000ff\r\n", ""),
        (";paint.net Palette File\n;Palette Name: Brand\n;Colors: 2\nFFFF0000\n800000FF", "Brand"),
        ("FFFF0000\nFF0000FF\n", ""),
        ("; Paint.NET palette\nFF0000\n0000FF\n", ""),
    ],
    ids=["Paint.NET", "Lospec", "no comment", "no alpha"],
)
def test_files_are_read_by_content_as_others_write_them(text: str, name: str) -> None:
    """Alpha comes first."""
    palette = read_palette(text.encode(), "palette.txt").palette
    assert [color.hex for color in palette.colors] == ["#ff0000", "#0000ff"]
    assert palette.name == name


def test_a_transparent_color_is_left_out() -> None:
    """A note tells of it."""
    palette = PaintNetPalette.parse(b"; paint.net Palette File\n00FFFFFF\nFF000000\n")
    assert (len(palette), palette.notes) == (1, ("1 transparent color is left out",))


@pytest.mark.parametrize("text", ["FF0000FF\n", "264653FF\n2A9D8FFF\n", "80264653\n802A9D8F\n"])
def test_alpha_that_may_come_last_needs_the_suffix(text: str) -> None:
    """Eight digits alone do not say where their alpha is."""
    assert PaintNetPalette.parse(text.encode())
    with pytest.raises(PaletteFileError, match="is no palette that cvpalette reads"):
        read_palette(text.encode(), "palette.txt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("; a\n\nred\n", "line 3: 'red' is no color"),
        ("#264653\n", "line 1: "),
        ("; a\n", "it holds no color"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """With the line."""
    with pytest.raises(ValueError, match=f"^{message}"):
        PaintNetPalette.parse(text.encode())
