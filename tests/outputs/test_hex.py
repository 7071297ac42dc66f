"""The output `hex`."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.hex import HexLines
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
