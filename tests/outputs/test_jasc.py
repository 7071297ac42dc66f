"""The output `jasc`: as we write it and as others do."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.jasc import JascPalette
from cvpalette.testing import OutputContract, ReaderContract


class TestJascPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = JascPalette()
    holds_names = False


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("jasc/default.pal", JascPalette().render(extraction.result))


@pytest.mark.parametrize(
    "text",
    [
        "JASC-PAL\r\n0100\r\n2\r\n255 0 0\r\n0 0 255\r\n",
        "JASC-PAL\n0100\n2\n255 0 0\n0 0 255",
        "\ufeffJASC-PAL\r0100\r2\r255\t0\t0\r\r  0   0 255 \r\x1a",
        "JASC-PAL\n0100\n2\n255 0 0 255\n0 0 255 128\n",
    ],
    ids=["Windows", "Unix", "Mac", "alpha"],
)
def test_files_are_read_as_others_write_them(text: str) -> None:
    """With any line ends and blanks."""
    palette = JascPalette.parse(text.encode())
    assert [color.hex for color in palette.colors] == ["#ff0000", "#0000ff"]
    assert palette.notes == ()


def test_what_is_left_out_is_said() -> None:
    """Programs read as many colors as the file counts."""
    palette = JascPalette.parse(b"JASC-PAL\n0100\n1\n1 2 3\n4 5 6\n7 8 9\n")
    assert len(palette) == 1
    assert palette.notes == ("2 colors are left out: the file counts only the first 1",)
    assert JascPalette.parse(b"JASC-PAL\n0100\n2\n1 2 3 0\n4 5 6 255\n").notes == (
        "1 transparent color is left out",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("GIMP Palette\n", "line 1: a JASC palette begins with 'JASC-PAL'"),
        ("JASC-PAL\n", "lines 2 and 3: a JASC palette goes on with '0100'"),
        ("JASC-PAL\n0200\n1\n1 2 3\n", "lines 2 and 3"),
        ("JASC-PAL\n0100\nmany\n1 2 3\n", "lines 2 and 3"),
        ("JASC-PAL\n0100\n2\n1 2 3\n", "it says that it has 2 colors, but it has 1"),
        ("JASC-PAL\n0100\n1\n1 2 256\n", "line 4: '1 2 256' is no color"),
        ("JASC-PAL\n0100\n1\nred\n", "line 4: 'red' is no color"),
        ("JASC-PAL\n0100\n0\n", "it holds no color"),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    """With the line."""
    with pytest.raises(ValueError, match=f"^{message}"):
        JascPalette.parse(text.encode())
