"""The reader `clr`: color lists of macOS, in both kinds of archives, built here by the public notes."""

import plistlib
import struct
from collections.abc import Mapping
from typing import Any, ClassVar

import PIL.ImageCms
import pytest

from cvpalette.color.palette import Palette, Values
from cvpalette.readers.clr import AppleColors
from cvpalette.testing import ReadingContract

_HEAD = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01i\x01"


def _level(level: float) -> bytes:
    return bytes([int(level)]) if level in (0, 1) else b"\x83" + struct.pack("<f", level)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return b"\x84\x01+" + bytes([len(encoded)]) + encoded + b"\x86"


def _values(space: int, *levels: float) -> bytes:
    types = b"f" * len(levels)
    return (
        b"\x84\x01c" + bytes([space]) + b"\x84" + bytes([len(types)]) + types + b"".join(map(_level, levels))
    )


def _typed(*colors: tuple[str, bytes], count: int | None = None) -> bytes:
    """Return a list of colors with their values; each class is written out each time."""
    data = _HEAD + b"\x84\x02@i\x85" + bytes([len(colors) if count is None else count])
    for name, values in colors:
        color = b"\x84\x84\x84\x07NSColor\x00\x84\x84\x08NSObject\x00\x85" + values + b"\x86"
        string = b"\x84\x84\x84\x08NSString\x01\x85" + _text(name)
        data += b"\x84\x02@@" + color + string
    return data


def _color(space: int, levels: str, **more: Any) -> dict[str, Any]:
    key = {1: "NSRGB", 2: "NSRGB", 3: "NSWhite", 4: "NSWhite", 5: "NSCMYK"}.get(space, "NSName")
    return {"NSColorSpace": space, key: levels.encode() + b"\0", **more}


def _keyed(colors: dict[str, Any], spaces: tuple[Any, ...] = (), named: str = "NSColor") -> bytes:
    """Return an archive of a dictionary; a color refers to the first of `spaces` as UID 4."""
    names = [*colors]
    start = 4 + len(spaces)
    objects: list[Any] = [
        "$null",
        {
            "$class": plistlib.UID(2),
            "NS.keys": [plistlib.UID(start + 2 * at) for at in range(len(names))],
            "NS.objects": [plistlib.UID(start + 2 * at + 1) for at in range(len(names))],
        },
        {"$classname": "NSMutableDictionary"},
        {"$classname": named, "$classes": [named, "NSObject"]},
        *spaces,
    ]
    for name in names:
        objects += [name, {"$class": plistlib.UID(3), **colors[name]}]
    archive = {"$archiver": "NSKeyedArchiver", "$version": 100000, "$top": {"root": plistlib.UID(1)}}
    return plistlib.dumps({**archive, "$objects": objects}, fmt=plistlib.FMT_BINARY)


class TestAppleColors(ReadingContract):
    """What every reader promises."""

    reader = AppleColors
    examples: ClassVar[Mapping[str, bytes]] = {
        "typed": _typed(("Red", _values(1, 1, 0, 0, 1)), ("Half", _values(2, 0.5, 0.25, 1, 0.5))),
        "keyed": _keyed({"Red": _color(1, "1 0 0"), "Gray": _color(3, "0.5 1")}),
    }


def _show(palette: Palette) -> list[tuple[str, str, float]]:
    return [(swatch.color.hex, swatch.name, round(swatch.alpha, 3)) for swatch in palette]


def test_each_color_space_is_read() -> None:
    """Calibrated RGB, which is Apple's Generic RGB, device RGB, white, and CMYK, each with alpha."""
    palette = AppleColors.parse(
        _typed(
            ("Sea", _values(1, 0, 0.5, 1, 1)),
            ("Maraschino", _values(1, 1, 0, 0, 1)),
            ("Device", _values(2, 0, 0.5, 1, 1)),
            ("Half", _values(2, 1, 0, 0, 0.5)),
            ("Gray", _values(3, 0.2, 1)),
            ("White", _values(4, 1, 1)),
            ("Ink", _values(5, 1, 0, 0, 0.5, 1)),
            ("Caf\u00e9", _values(1, 1, 1, 0, 1)),
        )
    )
    assert _show(palette) == [
        ("#0095ff", "Sea", 1),
        ("#ff2700", "Maraschino", 1),
        ("#0080ff", "Device", 1),
        ("#ff0000", "Half", 0.5),
        ("#333333", "Gray", 1),
        ("#ffffff", "White", 1),
        ("#008080", "Ink", 1),
        ("#fffc00", "Caf\u00e9", 1),
    ]
    assert palette[6].values == Values("cmyk", (1, 0, 0, 0.5))


def test_the_same_spaces_are_read_of_a_keyed_archive() -> None:
    """The levels are text there."""
    palette = AppleColors.parse(
        _keyed(
            {
                "Sea": _color(1, "0 0.5 1"),
                "Half": _color(2, "1 0 0 0.5"),
                "Gray": _color(4, "0.2"),
                "Ink": _color(5, "1 0 0 0.5 1"),
            }
        )
    )
    assert _show(palette) == [
        ("#0095ff", "Sea", 1),
        ("#ff0000", "Half", 0.5),
        ("#333333", "Gray", 1),
        ("#008080", "Ink", 1),
    ]


def test_levels_in_another_color_space_count_before_those_beside_them() -> None:
    """By its number, or by its profile."""
    srgb = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    spaces = ({"NSID": 7}, {"NSSpaceID": 12}, {"NSICC": srgb}, {"NSICC": plistlib.UID(8)}, {"NS.data": srgb})
    components = {"NSComponents": b"1 0.5 0 0.5"}
    colors = {
        str(at): _color(1, "0 0 0", NSCustomColorSpace=plistlib.UID(4 + at), **components) for at in range(4)
    }
    palette = AppleColors.parse(_keyed(colors, spaces))
    assert _show(palette) == [
        ("#ff8000", "0", 0.5),
        ("#ff7600", "1", 0.5),
        ("#ff8000", "2", 0.5),
        ("#ff8000", "3", 0.5),
    ]


def test_a_catalogs_color_is_the_one_in_it() -> None:
    """What has no levels, and a pattern, is told."""
    inner = b"\x84\x84\x84\x07NSColor\x00\x85" + _values(1, 1, 0, 0, 1) + b"\x86"
    catalog = b"\x84\x01c\x06\x84\x03@@@\x85\x85"
    palette = AppleColors.parse(
        _typed(("In", catalog + inner), ("Out", catalog + b"\x85"), ("Pattern", b"\x84\x01c\x0a"))
    )
    assert _show(palette) == [("#ff2700", "In", 1)]
    assert palette.notes == (
        "2 colors are left out: it is a pattern, only a name, or in a color space that is unknown",
    )
    keyed = AppleColors.parse(
        _keyed(
            {
                "In": _color(6, "", NSColor=plistlib.UID(4)),
                "Out": _color(6, ""),
                "Loop": _color(6, "", NSColor=plistlib.UID(10)),
            },
            ({"$class": plistlib.UID(3), **_color(1, "1 0 0")},),
        )
    )
    assert _show(keyed) == [("#ff2700", "In", 1)]


def test_colors_of_ios_are_read() -> None:
    """UIColor has a number for each channel."""
    data = _keyed({"Sea": {"UIRed": 0.0, "UIGreen": 0.5, "UIBlue": 1, "UIAlpha": 0.5}}, named="UIColor")
    assert _show(AppleColors.parse(data)) == [("#0080ff", "Sea", 0.5)]


def test_a_clear_color_is_left_out() -> None:
    """A swatch has alpha above 0."""
    palette = AppleColors.parse(_typed(("Clear", _values(1, 1, 1, 1, 0)), ("Red", _values(1, 1, 0, 0, 1))))
    assert _show(palette) == [("#ff2700", "Red", 1)]
    assert palette.notes == ("1 transparent color is left out",)


def _lists(count: int) -> bytes:
    """Return an archive with many objects that have the same long list."""
    many = [plistlib.UID(0)] * 5_000
    objects = ["$null", many, *({"NS.objects": plistlib.UID(1), "at": at} for at in range(count))]
    archive = {"$archiver": "NSKeyedArchiver", "$objects": objects}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x04\x0bstreamtype", "it is no archive of NSArchiver"),
        (_HEAD, "it is an archive of NSArchiver, but no list of colors"),
        (_typed(("Red", _values(1, 1, 0, 0, 1)), count=2), "it says that it has 2 colors, but it has 1"),
        (_typed(("Nan", _values(1, float("nan"), 0, 0, 1))), "one of its levels is no number"),
        (_typed(("Red", _values(1, 1, 0))), "it holds no color"),
        (b"bplist00" + bytes(40), "it is a binary property list that is broken"),
        (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "no archive of NSKeyedArchiver"),
        (_keyed({"Red": {"NSColorSpace": 10}}), "it holds no color"),
        (_keyed({}), "it is an archive of NSKeyedArchiver, but no list of colors"),
        (_keyed({"Red": _color(1, "nan 0 0")}), "one of its levels is no number"),
        (_keyed({"Red": _color(1, "a b c")}), "it holds no color"),
        (_lists(500), "it has too many lists for a list of colors"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        AppleColors.parse(data)
