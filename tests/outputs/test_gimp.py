"""The output `gpl`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL.GimpPaletteFile import GimpPaletteFile

from cvpalette.extraction import Extraction
from cvpalette.outputs.gimp import GimpPalette
from cvpalette.testing import OutputContract, make_extraction


class TestGimpPalette(OutputContract):
    """What every output promises."""

    output = GimpPalette()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("gpl/default.gpl", GimpPalette().render(extraction))


def test_columns_are_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O gpl.columns=4."""
    golden("gpl/columns.gpl", GimpPalette(columns=4).render(extraction))


@pytest.mark.parametrize("columns", [-1, 257])
def test_columns_that_gimp_refuses_are_an_error(columns: int) -> None:
    """It takes up to 256."""
    with pytest.raises(ValueError, match=f"option 'columns' is 0 to 256, not '{columns}'"):
        GimpPalette(columns=columns)


@pytest.mark.parametrize(
    "name", ["plain.png", "a\r\nb\tc.png", "#.png", "n" * 250, "漢" * 100, " .png"], ids=ascii
)
def test_a_file_is_what_gimp_reads(name: str) -> None:
    """The header in its one order, no blank line, no CR, one tab before the name, lines under 100 bytes."""
    text = GimpPalette().render(make_extraction(["#264653", "#e76f51"], name))
    lines = text.removesuffix("\n").split("\n")
    assert lines[0] == "GIMP Palette"
    assert lines[1].startswith("Name: ")
    assert lines[1].removeprefix("Name: ").strip()
    assert lines[2] == "Columns: 0"
    assert [line for line in lines[3:] if not line.startswith("#")] == [
        " 38  70  83\tcolor-1",
        "231 111  81\tcolor-2",
    ]
    assert all(line.isprintable() or "\t" in line for line in lines)
    assert max(len(line.encode()) for line in lines) < 100


def test_pillow_reads_the_same_colors(tmp_path: Path) -> None:
    """256 of them, by a program that is not ours; it reads no more than 259 lines behind the first."""
    colors = [f"#{level:02x}{255 - level:02x}07" for level in range(256)]
    path = tmp_path / "many.gpl"
    path.write_text(GimpPalette().render(make_extraction(colors)), encoding="utf-8", newline="\n")
    with path.open("rb") as file:
        data, _ = GimpPaletteFile(file).getpalette()
    expected = b"".join(bytes.fromhex(color[1:]) for color in colors)
    assert data == expected
