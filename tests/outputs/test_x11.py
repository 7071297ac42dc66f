"""The output `x11`: as we write it, and as X.Org and Emacs do."""

from collections.abc import Callable

import pytest

from cvpalette.extraction import Extraction
from cvpalette.outputs.x11 import X11Names
from cvpalette.testing import OutputContract, ReaderContract


class TestX11Names(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = X11Names()


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("x11/default.rgb.txt", X11Names().render(extraction.result))


def test_files_are_read_as_others_write_them() -> None:
    """With comments of X.Org and of Emacs, and a color under two names."""
    palette = X11Names.parse(
        b"! $Xorg\r\n# of Emacs\r\n\r\n248 248 255\t\tghost white\r\n248 248 255 GhostWhite"
    )
    assert [(swatch.color.hex, swatch.name) for swatch in palette] == [
        ("#f8f8ff", "ghost white"),
        ("#f8f8ff", "GhostWhite"),
    ]
    assert palette.comment == "$Xorg\nof Emacs"


def test_without_its_signs_it_may_be_any_table() -> None:
    """Then only a file's name tells."""
    assert X11Names.needs_suffix(b"255 0 0 red\n")
    assert not X11Names.needs_suffix(b"! names\n255 0 0 red\n")
    assert not X11Names.needs_suffix(b"# of Emacs\n255   0   0\t\tred\n")


@pytest.mark.parametrize("line", ["256 0 0 red", "1 2 3", "1 2 red", "GIMP Palette", "1 2 3 \t"])
def test_what_is_no_color_is_said(line: str) -> None:
    """Worded for the user."""
    with pytest.raises(
        ValueError, match=r"^line 2: '.*' is no color; write red, green and blue, 0 to 255, and"
    ):
        X11Names.parse(f"!\n{line}\n".encode())
