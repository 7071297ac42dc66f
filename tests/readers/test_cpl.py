"""The reader `cpl`: binary palettes of CorelDRAW."""

import struct
from collections.abc import Mapping
from typing import ClassVar

import pytest

from cvpalette.color.palette import Palette, Values
from cvpalette.readers.cpl import CorelPalette
from cvpalette.testing import ReadingContract

_CMYK, _RGB = 2, 5


def _color(model: int, levels: bytes, name: str = "", *, is_wide: bool = False, second: bytes = b"") -> bytes:
    called = name.encode("utf-16-le" if is_wide else "cp1252")
    order = struct.pack("<I", 1) if second else b""
    return order + struct.pack("<2H4x", model, 0) + levels + second + bytes([len(name)]) + called


def _plain(*colors: bytes, mark: bytes = b"\xcc\xdc") -> bytes:
    return mark + struct.pack("<H", len(colors)) + b"".join(colors)


def _indexed(*colors: bytes, kind: int, mark: bytes = b"\xcd\xdc", name: bytes = b"\4Inks") -> bytes:
    start = 2 + 4 + 3 * 8
    places = (0, start, 1, start + len(name), 2, start + len(name) + 2)
    head = mark + struct.pack("<7I", 3, *places)
    return head + name + struct.pack("<2H", kind, len(colors)) + b"".join(colors)


_SECOND = struct.pack("<H4x", _RGB) + b"\3\2\1\0"
_DOUBLE = _color(_CMYK, b"\x64\0\0\0", "Cyan", second=_SECOND)
_WIDE = _color(_CMYK, b"\x64\0\0\0", "Cyan", is_wide=True, second=_SECOND)


class TestCorelPalette(ReadingContract):
    """What every reader promises."""

    reader = CorelPalette
    examples: ClassVar[Mapping[str, bytes]] = {
        "versions 5 to 8": _plain(_color(_RGB, b"\0\x80\xff\0", "Sky")),
        "versions 9 to 11": _indexed(_DOUBLE, _DOUBLE, kind=1),
        "with places": _indexed(_WIDE + bytes(12), kind=3, mark=b"\xcd\xdd", name=b"\1I\0"),
    }


def _show(palette: Palette) -> list[tuple[str, str]]:
    return [(swatch.color.hex, swatch.name) for swatch in palette]


def test_names_have_one_byte_or_two_a_character() -> None:
    """The second byte of the file tells."""
    one = _plain(_color(_RGB, b"\0\x80\xff\0", "Caf\u00e9"))
    two = _plain(_color(_RGB, b"\0\x80\xff\0", "\u6d77", is_wide=True), mark=b"\xcc\xbc")
    assert _show(CorelPalette.parse(one)) == [("#ff8000", "Caf\u00e9")]
    assert _show(CorelPalette.parse(two)) == [("#ff8000", "\u6d77")]


def test_some_files_have_a_name() -> None:
    """Right behind the version, or in a section."""
    colors = _color(_RGB, b"\1\2\3\0")
    named = CorelPalette.parse(b"\xdc\xdc\4Home" + _plain(colors)[2:])
    assert (named.name, _show(named)) == ("Home", [("#030201", "")])
    assert CorelPalette.parse(_indexed(colors, kind=5)).name == "Inks"


@pytest.mark.parametrize(
    ("model", "levels", "color"),
    [
        (_CMYK, bytes([0, 100, 100, 0]), "#ff0000"),
        (3, bytes([255, 0, 0, 0]), "#00ffff"),
        (17, bytes([0, 0, 0, 255]), "#000000"),
        (4, bytes([0, 255, 0, 99]), "#ff00ff"),
        (21, bytes([1, 2, 3, 0]), "#030201"),
        (6, struct.pack("<H2B", 120, 255, 255), "#00ff00"),
        (7, struct.pack("<H2B", 240, 51, 255), "#000066"),
        (9, bytes([255, 0, 0, 0]), "#000000"),
        (18, bytes([255, 128, 128, 0]), "#ffffff"),
        (12, bytes([255, 0, 0, 0]), "#ffffff"),
    ],
)
def test_each_color_model_is_read(model: int, levels: bytes, color: str) -> None:
    """Inks, red, green and blue, hue and others, gray, and Lab."""
    assert CorelPalette.parse(_plain(_color(model, levels)))[0].color.hex == color


def test_inks_and_lab_are_kept() -> None:
    """As the file gives them."""
    palette = CorelPalette.parse(
        _plain(
            _color(_CMYK, bytes([10, 20, 30, 40])),
            _color(18, bytes([51, 138, 118, 0])),
            _color(12, bytes([51, 10, 246, 0])),
        )
    )
    assert palette[0].values == Values("cmyk", (0.1, 0.2, 0.3, 0.4))
    for swatch in palette.swatches[1:]:
        assert swatch.values is not None
        assert swatch.values.components == pytest.approx((20, 10, -10))


def test_colors_of_makers_of_inks_are_spots_and_have_a_second_form() -> None:
    """Which counts where the first is in no color model that is read; the type tells of spots."""
    unread = _color(15, bytes(4), "Six inks", second=_SECOND)
    palette = CorelPalette.parse(_indexed(_DOUBLE, unread, kind=3))
    assert _show(palette) == [("#00ffff", "Cyan"), ("#010203", "Six inks")]
    assert [swatch.kind for swatch in palette] == ["spot", "spot"]
    assert [swatch.kind for swatch in CorelPalette.parse(_indexed(_DOUBLE, kind=1))] == [""]


def test_the_type_may_be_wrong_about_second_forms() -> None:
    """Then the other way is tried."""
    single = _color(_CMYK, b"\x64\0\0\0", "Cyan")
    assert _show(CorelPalette.parse(_indexed(single, single, kind=1))) == [("#00ffff", "Cyan")] * 2


def test_what_is_not_read_is_told() -> None:
    """YIQ, six inks, and the mark of registration."""
    palette = CorelPalette.parse(_plain(_color(_RGB, bytes(4)), _color(20, b"\x64" * 4, "All")))
    assert palette.notes == (
        "1 color is left out: its color space is YIQ, Hexachrome or that of registration",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xcc\xcd", "it is no binary palette of CorelDRAW"),
        (b"\xcd\xbc" + struct.pack("<I", 1 << 30), "too few or too many sections"),
        (b"\xcd\xbc" + struct.pack("<7I", 3, 0, 30, 1, 31, 2, 1 << 30), "one of its sections is not there"),
        (_plain(_color(_RGB, bytes(4)))[:-2], "it is cut short"),
        (_plain(_color(99, bytes(4))), "color model 99, which is unknown"),
        (_plain(_color(_CMYK, b"\x65\0\0\0")), "more than 100% of an ink"),
        (_plain(), "it holds no color"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        CorelPalette.parse(data)
