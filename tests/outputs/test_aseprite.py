"""The output `aseprite`: sprites, as we write them and as Aseprite does."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from cvpalette.color.palette import Palette
from cvpalette.extraction import Extraction
from cvpalette.outputs.aseprite import AsepriteSprite
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_extraction, make_result

_RED, _BLUE = (255, 0, 0, 255), (0, 0, 255, 255)
_NEW, _OLD, _OLDEST, _LAYER = 0x2019, 0x0004, 0x0011, 0x2004


class TestAsepriteSprite(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = AsepriteSprite()


def _sprite(*chunks: tuple[int, bytes], many: int | None = None, size: int | None = None) -> bytes:
    """Return a sprite of one frame; by default the frame counts its chunks as older files do."""
    body = b"".join(struct.pack("<IH", 6 + len(contents), kind) + contents for kind, contents in chunks)
    length = 16 + len(body) if size is None else size
    few = len(chunks) if many is None else 0xFFFF
    frame = struct.pack("<IHHH2xI", length, 0xF1FA, few, 100, many or 0)
    return struct.pack("<IH", 144 + len(body), 0xA5E0).ljust(128, b"\0") + frame + body


def _palette(*entries: tuple[int, ...], first: int = 0, names: Sequence[str] = (), count: int = 0) -> bytes:
    called = [*names, *[""] * len(entries)]
    head = struct.pack("<3I8x", count or first + len(entries), first, first + len(entries) - 1)
    for entry, name in zip(entries, called, strict=False):
        head += struct.pack("<H4B", bool(name), *entry)
        head += struct.pack("<H", len(name.encode())) + name.encode() if name else b""
    return head


def _old(*packets: tuple[int, list[tuple[int, int, int]]]) -> bytes:
    """Return an old palette: packets of colors, each with the number of places before it."""
    data = struct.pack("<H", len(packets))
    for skipped, colors in packets:
        data += bytes([skipped, len(colors) % 256, *(level for color in colors for level in color)])
    return data


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in AsepriteSprite.parse(data).colors]


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("aseprite/default.aseprite", AsepriteSprite().render(extraction.result))


def test_the_picture_shows_each_color_once() -> None:
    """One row, on a background, in which no index is transparent."""
    data = AsepriteSprite().render(make_result(["#ff0000", "#00ff00", "#0000ff"]))
    size, magic, frames, width, height, depth = struct.unpack_from("<I5H", data)
    assert (size, magic, frames, width, height, depth) == (len(data), 0xA5E0, 1, 3, 1, 8)
    assert data.endswith(b"\3\0\1\0\0\1\2")


def test_alpha_and_names_come_back() -> None:
    """An alpha of almost nothing is not nothing."""
    result = make_result(["#ff0000", "#0000ff"], names=["R\u00f6t", ""])
    swatches = (replace(result.palette[0], alpha=0.5), replace(result.palette[1], alpha=0.0001))
    read = AsepriteSprite.parse(
        AsepriteSprite().render(replace(result, palette=replace(result.palette, swatches=swatches)))
    )
    assert [(swatch.name, swatch.alpha) for swatch in read] == [("R\u00f6t", 128 / 255), ("", 1 / 255)]


def test_the_new_palette_counts_before_the_old_one() -> None:
    """Older versions of Aseprite write both."""
    old = (_OLD, _old((0, [(1, 1, 1)])))
    assert _hexes(_sprite(old, (_NEW, _palette(_RED, _BLUE)), (_LAYER, b"\0"))) == ["#ff0000", "#0000ff"]
    assert _hexes(_sprite(old)) == ["#010101"]


def test_old_palettes_have_packets_with_gaps() -> None:
    """Of 8 or 6 bits a channel; a count of 0 is 256."""
    assert _hexes(_sprite((_OLD, _old((0, [(1, 2, 3)]), (2, [(4, 5, 6)]))))) == ["#010203", "#040506"]
    assert _hexes(_sprite((_OLDEST, _old((0, [(63, 32, 0)]))))) == ["#ff8200"]
    assert len(_hexes(_sprite((_OLD, _old((0, [(1, 2, 3)] * 256)))))) == 256


def test_a_palette_may_be_changed_in_parts() -> None:
    """The last change of a color counts; a frame may count its chunks in two ways."""
    parts = ((_NEW, _palette(_RED, _RED)), (_NEW, _palette(_BLUE, first=1, names=["Sea"])))
    palette = AsepriteSprite.parse(_sprite(*parts, many=2))
    assert [(swatch.color.hex, swatch.name) for swatch in palette] == [("#ff0000", ""), ("#0000ff", "Sea")]


def test_only_the_first_frame_counts_and_clear_colors_are_left_out() -> None:
    """A note tells of them."""
    data = _sprite((_NEW, _palette(_RED, (0, 0, 0, 0)))) + _sprite((_NEW, _palette(_BLUE)))[128:]
    palette = AsepriteSprite.parse(data)
    assert [color.hex for color in palette.colors] == ["#ff0000"]
    assert palette.notes == ("1 transparent color is left out",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ASEF" + bytes(200), "it is not a sprite of Aseprite"),
        (_sprite()[:130], "it is cut short"),
        (_sprite()[:128] + bytes(16), "its first frame does not begin where it should"),
        (_sprite(size=1 << 30), "its first frame goes on after the end of the file"),
        (_sprite(), "it is a sprite of Aseprite without a palette"),
        (_sprite((_NEW, _palette(_RED)), many=1 << 31), "it is cut short"),
        (_sprite((_NEW, _palette(_RED)[:-1])), "it is cut short"),
        (_sprite((_NEW, _palette(_RED, count=1 << 30))), "it has 1,073,741,824 colors"),
        (_sprite((_NEW, _palette(_RED, _RED, count=1))), "it has 1 colors, and then gives those from 0 to 1"),
        (_sprite((_OLDEST, _old((0, [(64, 0, 0)])))), "levels or colors that no palette has"),
        (_sprite((_OLD, _old((255, [(1, 1, 1)] * 2)))), "levels or colors that no palette has"),
        (_sprite()[:134] + b"\1\0" + _sprite()[136:] + bytes(6), "shorter than its own head"),
        (_sprite((_NEW, _palette((0, 0, 0, 0)))), "it holds no color"),
    ],
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=message):
        AsepriteSprite.parse(data)


def test_more_than_an_indexed_sprite_holds_is_an_error() -> None:
    """Never a color less in silence."""
    palette = Palette.of_colors(make_extraction(["#264653"]).palette.colors * 257)
    with pytest.raises(ValueError, match="holds up to 256 colors, not 257"):
        AsepriteSprite().render(Result.of_palette(palette, "many.gpl"))
