"""The reader `acb`: color books of Photoshop."""

import struct
from collections.abc import Mapping, Sequence
from typing import ClassVar

import pytest

from cvpalette.color.palette import Palette, Values
from cvpalette.readers.acb import ColorBook
from cvpalette.testing import ReadingContract

_RGB, _CMYK, _LAB, _GRAY = 0, 2, 7, 8
_RED: tuple[tuple[str, bytes], ...] = (("Red", b"\xff\0\0"),)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return struct.pack(">I", len(encoded) // 2) + encoded


def _book(
    colors: Sequence[tuple[str, bytes]] = _RED,
    space: int = _RGB,
    texts: Sequence[str] = ("Book", "", "", ""),
    end: bytes = b"",
) -> bytes:
    """Return a book; its texts are title, prefix, suffix and description."""
    head = b"8BCB" + struct.pack(">2H", 1, 3000) + b"".join(map(_text, texts))
    records = [_text(name) + (b"CODE01" if name else b"      ") + levels for name, levels in colors]
    return head + struct.pack(">4H", len(colors), 7, 3, space) + b"".join(records) + end


class TestColorBook(ReadingContract):
    """What every reader promises."""

    reader = ColorBook
    examples: ClassVar[Mapping[str, bytes]] = {
        "rgb": _book(),
        "cmyk": _book([("a", b"\xff\x80\0\xff"), ("", bytes(4))], _CMYK),
        "lab, spot": _book([("a", b"\x80\x80\xff")], _LAB, end=b"spflspot"),
    }


def _show(palette: Palette) -> list[tuple[str, str]]:
    return [(swatch.color.hex, swatch.name) for swatch in palette]


def test_the_title_names_the_palette_and_names_are_made_of_three_parts() -> None:
    """As the color picker of Photoshop shows them."""
    texts = (
        "$$$/colorbook/HKS/title=HKS^R E",
        "$$$/colorbook/HKS/prefix=HKS ",
        '"$$$/colorbook/HKS/postfix= E"',
        "$$$/colorbook/HKS/description=Copyright^C 1999, =HKS",
    )
    palette = ColorBook.parse(_book([("1", b"\xff\xff\0"), ("2", b"\0\0\xff")], texts=texts))
    assert palette.name == "HKS\u00ae E"
    assert palette.comment == "Copyright\u00a9 1999, =HKS"
    assert _show(palette) == [("#ffff00", "HKS 1 E"), ("#0000ff", "HKS 2 E")]
    assert {swatch.kind for swatch in palette} == {""}


def test_inks_are_kept_in_percent() -> None:
    """A byte is what is missing of an ink: 0 is all of it."""
    palette = ColorBook.parse(_book([("a", bytes([0, 255, 128, 230]))], _CMYK))
    assert palette[0].values == Values("cmyk", (1.0, 0.0, 0.5, 0.1))
    assert palette[0].color.hex == "#00e673"


def test_lab_is_kept() -> None:
    """L in parts of 255, a and b from -128."""
    palette = ColorBook.parse(_book([("a", bytes([255, 128, 128])), ("b", bytes([102, 178, 28]))], _LAB))
    assert palette[0].color.hex == "#ffffff"
    assert palette[1].values is not None
    assert palette[1].values.components == pytest.approx((40, 50, -100))


def test_gray_is_read() -> None:
    """One byte a color."""
    assert _show(ColorBook.parse(_book([("a", b"\x80")], _GRAY))) == [("#808080", "a")]


def test_the_end_says_whether_colors_are_spots() -> None:
    """Older books have no end."""
    kinds = {end: ColorBook.parse(_book(end=end))[0].kind for end in (b"", b"spflspot", b"spflproc", b"spfl")}
    assert kinds == {b"": "", b"spflspot": "spot", b"spflproc": "", b"spfl": ""}


def test_empty_places_are_no_colors() -> None:
    """They only fill a page."""
    palette = ColorBook.parse(_book([("", bytes(3)), *_RED, ("", bytes(3))]))
    assert _show(palette) == [("#ff0000", "Red")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"8BPS" + _book()[4:], "it is not a color book of Photoshop"),
        (b"8BCB\0\2" + _book()[6:], "a color book of version 2, and only version 1 is known"),
        (_book(space=5), "color space 5, which no color book has"),
        (_book()[:-1], "it is cut short"),
        (b"8BCB\0\1\0\0\xff\xff\xff\xff", "it is cut short"),
        (_book([("", bytes(3))]), "it holds no color"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        ColorBook.parse(data)
