"""The reader `painter`: color sets of Corel Painter as text."""

from collections.abc import Mapping
from typing import ClassVar

import pytest

from cvpalette.readers.painter import PainterColors
from cvpalette.testing import ReadingContract

_HEAD = "ROWS 12\r\nCOLS 22\r\nWIDTH 16\r\nHEIGHT 16\r\nTEXTHEIGHT 0\r\nSPACING 1\r\n"


class TestPainterColors(ReadingContract):
    """What every reader promises."""

    reader = PainterColors
    examples: ClassVar[Mapping[str, bytes]] = {
        "two colors": f"{_HEAD}R: 003, G:003, B:003\r\nR: 1, G:2, B:3  HV:0.00, SV:0.0 Sea\r\n".encode()
    }


def test_colors_and_names_are_read() -> None:
    """The variability of a brush stands between them, or it does not."""
    lines = [
        "R: 003, G:003, B:003",
        "",
        "R: 255, G:0, B:128  HV:0.00, SV:0.50, VV:1.00  Deep Pink",
        "R:1,G:2,B:3 HV",
    ]
    palette = PainterColors.parse((_HEAD + "\n".join(lines)).encode())
    assert [(swatch.color.hex, swatch.name) for swatch in palette] == [
        ("#030303", ""),
        ("#ff0080", "Deep Pink"),
        ("#010203", "HV"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ROWS 12\nCOLS 2\n", "it is no color set of Corel Painter"),
        (_HEAD + "R: 256, G:0, B:0", "line 7: 'R: 256, G:0, B:0' is no color of Painter"),
        (_HEAD + "red", "line 7: 'red' is no color of Painter"),
        (_HEAD, "it holds no color"),
        (_HEAD + "R: 1, G:2, B:3" + " HV:0" * 60_000 + "\x07", "holds|is no color|no palette"),
    ],
)
def test_what_is_broken_is_one_clear_error(text: str, message: str) -> None:
    """Worded for the user."""
    if "\x07" in text:
        # What nobody writes is still read in no time.
        assert len(PainterColors.parse(text.encode())) == 1
        return
    with pytest.raises(ValueError, match=message):
        PainterColors.parse(text.encode())
