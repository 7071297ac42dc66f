"""The output `cpt`: as we write it, and as GMT and others do."""

from collections.abc import Callable

import pytest

from cvpalette.color.palette import Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.cpt import ColorPaletteTable
from cvpalette.testing import OutputContract, ReaderContract


class TestColorPaletteTable(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = ColorPaletteTable()


class TestDiscreteTable(OutputContract, ReaderContract):
    """Bands are read back as well."""

    output = ColorPaletteTable(kind="discrete")


class TestContinuousTable(OutputContract, ReaderContract):
    """And so are runs."""

    output = ColorPaletteTable(kind="continuous")


@pytest.mark.parametrize("kind", ["categorical", "discrete", "continuous"])
def test_it_is_the_golden_file(
    kind: str, extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden(f"cpt/{kind}.cpt", ColorPaletteTable(kind=kind).render(extraction.result))  # type: ignore[arg-type]


def _hexes(text: str) -> list[str]:
    return [color.hex for color in ColorPaletteTable.parse(text.encode()).colors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 255/0/0 1 #00FF00\n1 #00ff00 2 blue\n", ["#ff0000", "#00ff00", "#0000ff"]),
        # GMT has X11's green, gray and shades.
        ("0 green\n1 gray\n2 DarkOrange3\n3 gray50\n", ["#00ff00", "#bebebe", "#cd6600", "#7f7f7f"]),
        ("# COLOR_MODEL = HSV\n0 0 1 1 1 120 1 1\n", ["#ff0000", "#00ff00"]),
        ("#COLOR_MODEL=+hsv\n0 0-1-1 1 120-1-1\n", ["#ff0000", "#00ff00"]),
        ("-1.5e2 0 255 0.4 2.0 255 0 0 L ;a\n", ["#00ff00", "#ff0000"]),
        ("0 0 1 255\n", ["#000000", "#ffffff"]),
        ("a 100/0/100/0 ;x\nb 0/0/0/100\n", ["#00ff00", "#000000"]),
        ("0 0 0 0 100 1 100 0 0 0\n", ["#000000", "#00ffff"]),
        ("0 red U\n1 blue B\n", ["#ff0000", "#0000ff"]),
        ("0\tred\t1\tred\n1\tred\t2\tred\n", ["#ff0000", "#ff0000"]),
    ],
    ids=range(10),
)
def test_colors_are_read_in_every_model(text: str, expected: list[str]) -> None:
    """In words, digits and columns, of RGB, HSV, CMYK and gray."""
    assert _hexes(text) == expected


def test_names_comments_and_inks_are_kept() -> None:
    """A label is a name; a title and comments stand before the colors."""
    text = (
        "#\n# Name: Rocks\n# Made by Ada, CC0\n#------\n# COLOR_MODEL = CMYK\n"
        "0 10/20/30/40@25 L ;granite; A\n"
        "1 - ;hole\n2 p20/7 ;bricks\n# more\nB black\nF 255 255 255\nN -\n"
    )
    palette = ColorPaletteTable.parse(text.encode())
    (swatch,) = palette
    assert (swatch.name, swatch.alpha, swatch.values) == (
        "granite; A",
        0.75,
        Values("cmyk", (0.1, 0.2, 0.3, 0.4)),
    )
    assert (palette.name, palette.comment) == ("Rocks", "Made by Ada, CC0")
    assert palette.notes == (
        "1 transparent color is left out",
        "3 colors are left out: B, F and N are beside the range of values",
        "1 pattern is left out",
    )


@pytest.mark.parametrize(
    "text",
    [
        "0 256/0/0",
        "0 1/2",
        "0 mauvish",
        "0 400-1-1",
        "0 101/0/0/0",
        "0 0 0 0 1",
        "0 1 2 3 4 5 6 x",
        "x 1 2 3 y 4 5 6",
        "0 red@x",
        "0 1e999",
        "0 9.9.9",
        "B mauvish",
        "B",
        "a,b,c",
        "- - - -",
    ],
)
def test_what_is_no_color_is_said(text: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=r"^line 2: '.*' is no value with its color$"):
        ColorPaletteTable.parse(f"# COLOR_MODEL = RGB\n{text}\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        "0 1 2 3 5 6 7 8\n9 1 2 3 10 6 7 8",
        "48 200 49 210\n40 2 48 3",
        "2 0 1 255",
        "1 0 1 255",
        "0 9 2 9\n3 9 2 9",
    ],
    ids=["a gap", "before", "falling", "empty", "back"],
)
def test_ranges_rise_and_join(text: str) -> None:
    """Otherwise the numbers are those of something else."""
    with pytest.raises(ValueError, match=r"^its ranges of values do not rise, each from the end of the one"):
        ColorPaletteTable.parse(f"# COLOR_MODEL = RGB\n{text}\n".encode())


def test_rounded_ranges_join() -> None:
    """As other programs write them; a range may also be empty, as a jump of colors."""
    text = "0 red 33.333 red\n33.334 blue 66.667 blue\n66.667 blue 66.667 lime\n66.667 lime 100 lime\n"
    assert _hexes(text) == ["#ff0000", "#0000ff", "#00ff00"]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("# COLOR_MODEL = RGB\n0 red\n", False),
        ("0 red 1 blue\r\nB black\r\nN 127.5\r\n", False),
        ("0 red 1 blue\nB black\n", True),
        ("apples 12\npears 30\n", True),
        ("48 200 49 210\n", True),
    ],
)
def test_a_table_without_a_sign_needs_the_suffix(text: str, needs: bool) -> None:
    """A color model, or the colors beside the range."""
    assert ColorPaletteTable.needs_suffix(text.encode()) is needs


def test_a_table_without_colors_is_none() -> None:
    """Comments alone are no palette."""
    with pytest.raises(ValueError, match=r"^it holds no color$"):
        ColorPaletteTable.parse(b"# COLOR_MODEL = RGB\n")
