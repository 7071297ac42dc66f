"""The output `hex`."""

from collections.abc import Callable

import pytest

from cvpalette.errors import PaletteFileError
from cvpalette.extraction import Extraction
from cvpalette.outputs.hex import HexLines
from cvpalette.plugins.reading import read_palette
from cvpalette.testing import OutputContract, ReaderContract


class TestHexLines(OutputContract, ReaderContract):
    """What every output promises."""

    output = HexLines()
    holds_names = False


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("hex/default.hex", HexLines().render(extraction.result))


def test_without_hash_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """-O hex.hash=no, as Lospec has it."""
    golden("hex/no-hash.hex", HexLines(hash=False).render(extraction.result))


def test_what_others_write_is_read() -> None:
    """Lospec's lines and coolors'; with blank lines, a mark of byte order, and the line ends of Windows."""
    palette = HexLines.parse("\ufeff264653\r\n\r\n#2A9D8F\r\n e9c46a \nabc\n#e76f51ff\nwhite".encode())
    colors = ["#264653", "#2a9d8f", "#e9c46a", "#aabbcc", "#e76f51", "#ffffff"]
    assert [color.hex for color in palette.colors] == colors


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"264653\n\nx\n", "line 3: 'x' is no color"),
        (b"FF264653\n", "line 1: 'FF264653' is no color"),
        (b"\n\n", "it holds no color"),
    ],
    ids=["word", "Paint.NET", "blank"],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    """With the line; Paint.NET's alpha comes first, and would be taken for red."""
    with pytest.raises(ValueError, match=message):
        HexLines.parse(data)


@pytest.mark.parametrize(
    "text",
    [
        "264653,2a9d8f,e9c46a\n",
        "#264653, #2a9d8f, #e9c46a",
        "#264653 #2a9d8f\n#e9c46a\n",
        "264653;2A9D8F;E9C46A\r\n",
        "264653\t2a9d8f\te9c46a\n",
        "\"#264653\",\n'#2a9d8f',\n'#e9c46a',\n",
        "0x264653\n0x2a9d8f\n0xE9C46A\n",
    ],
    ids=["commas", "hashes", "blanks", "semicolons", "tabs", "quotes", "0x"],
)
def test_rows_of_colors_are_read(text: str) -> None:
    """As sites for colors export them."""
    assert [color.hex for color in HexLines.parse(text.encode()).colors] == ["#264653", "#2a9d8f", "#e9c46a"]


@pytest.mark.parametrize(
    "text",
    [
        "#264653, sea\n",
        "264653,#2a9d8f\n",
        "264653,2a9d8f,e9c46\n",
        "Use #264653 for text, and #2a9d8f else.\n",
        "const colors = [\n  '#264653', // 0\n];\n",
        "primary: #264653\n",
    ],
)
def test_prose_and_programs_are_refused(text: str) -> None:
    """No half of a line is a color."""
    with pytest.raises(ValueError, match=r"line 1: .* is no color"):
        HexLines.parse(text.encode())


@pytest.mark.parametrize("text", ["tan\nplum\n", "add\nbad\nfed\n", "100000\n200000\n", "facade\ndecade\n"])
def test_words_and_numbers_need_the_suffix(text: str) -> None:
    """They are colors in a .hex file, and anything in another."""
    assert len(read_palette(text.encode(), "a.hex").palette) >= 2
    with pytest.raises(PaletteFileError, match="is no palette that cvpalette reads"):
        read_palette(text.encode(), "a.txt")
