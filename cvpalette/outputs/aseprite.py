"""The output `aseprite`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.alpha import alpha_level
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.rendering.adobe import Fields
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result

__all__ = ["AsepriteSprite"]

# Source: "Aseprite File Format Specifications" in Aseprite's docs. All numbers are little-endian.
_FILE: Final = 0xA5E0
_FRAME: Final = 0xF1FA
_LAYER, _CEL, _PROFILE, _PALETTE = 0x2004, 0x2005, 0x2007, 0x2019
# Palettes of older files, whose colors have 8 or 6 bits a channel.
_OLD: Final = {0x0004: 255, 0x0011: 63}
_MOST_COLORS: Final = 256
_HEADER: Final = 128
_FRAME_HEADER: Final = 16
_VISIBLE_BACKGROUND: Final = 1 | 2 | 8
_HAS_NAME: Final = 1
_MANY: Final = 0xFFFF
# Aseprite itself has no palette that is larger.
_MOST_READ: Final = 4096


@dataclass(frozen=True)
class AsepriteSprite:
    """Sprite of Aseprite and LibreSprite that has the palette: one row, a pixel for each color.

    It keeps names and alpha, and loses groups and kinds. Reading takes the palette of the first frame of any
    sprite, with unused colors. The facts are Aseprite's own specification of its files.
    """

    suffix: ClassVar[str] = ".aseprite"
    # Adobe's swatches have this suffix too. The two are told apart by their content.
    read_suffixes: ClassVar[tuple[str, ...]] = (".ase",)
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"names", "alpha"})

    def render(self, result: Result, /) -> bytes:
        """Write an indexed sprite of one frame, with one layer that shows all colors in order."""
        palette = result.palette
        count = len(palette)
        if count > _MOST_COLORS:
            message = f"an indexed sprite holds up to {_MOST_COLORS} colors, not {count}; ask for fewer"
            raise ValueError(message)
        entries = b"".join(
            _pack_entry(swatch.color, swatch.alpha, plain_name(swatch.name)) for swatch in palette
        )
        layer = struct.pack("<6HB3x", _VISIBLE_BACKGROUND, 0, 0, 0, 0, 0, 255) + _pack_text("Background")
        cel = struct.pack("<HhhBHh5x2H", 0, 0, 0, 255, 0, 0, count, 1) + bytes(range(count))
        chunks = [
            # The levels of the palette are sRGB.
            _pack_chunk(_PROFILE, struct.pack("<HHi8x", 1, 0, 0)),
            _pack_chunk(_PALETTE, struct.pack("<3I8x", count, 0, count - 1) + entries),
            _pack_chunk(_LAYER, layer),
            _pack_chunk(_CEL, cel),
        ]
        body = b"".join(chunks)
        size = _FRAME_HEADER + len(body)
        frame = struct.pack("<IHHH2xI", size, _FRAME, len(chunks), 100, len(chunks)) + body
        header = struct.pack(
            "<I5HIH8xB3xH2B4H", _HEADER + size, _FILE, 1, count, 1, 8, 1, 100, 0, count, 1, 1, 0, 0, 16, 16
        )
        return header.ljust(_HEADER, b"\0") + frame

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the palette of the first frame. Raises ValueError."""
        if len(data) < _HEADER or struct.unpack_from("<H", data, 4) != (_FILE,):
            raise ValueError("it is not a sprite of Aseprite")
        table: dict[int, Entry] = {}
        older: dict[int, Entry] = {}
        for kind, chunk in _list_chunks(data):
            if kind == _PALETTE:
                table |= dict(_read_palette(chunk))
            elif kind in _OLD:
                older |= dict(_read_old(chunk, _OLD[kind]))
        found = table or older
        if not found:
            raise ValueError("it is a sprite of Aseprite without a palette")
        return make_palette(found[index] for index in sorted(found))


def _pack_entry(color: Color, alpha: float, name: str) -> bytes:
    # A swatch is never wholly transparent.
    level = alpha_level(alpha)
    return struct.pack("<H4B", _HAS_NAME * bool(name), *color.rgb, level) + (
        _pack_text(name) if name else b""
    )


def _pack_text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<H", len(encoded)) + encoded


def _pack_chunk(kind: int, contents: bytes) -> bytes:
    return struct.pack("<IH", 6 + len(contents), kind) + contents


def _list_chunks(data: bytes) -> Iterator[tuple[int, Fields]]:
    """Give the kind and the contents of each chunk of the first frame."""
    fields = Fields(data, _HEADER, is_little=True)
    size, magic, few, _, many = fields.read("IHHH2xI")
    if magic != _FRAME:
        raise ValueError("it is damaged: its first frame does not begin where it should")
    if size - _FRAME_HEADER > fields.left:
        raise ValueError("it is cut short: its first frame goes on after the end of the file")
    for _ in range(many if many and few == _MANY else few or many):
        length, kind = fields.read("IH")
        if length < 6:
            raise ValueError("it is damaged: a part of it is shorter than its own head")
        yield kind, Fields(fields.read_bytes(length - 6), is_little=True)


def _read_palette(fields: Fields) -> Iterator[tuple[int, Entry]]:
    count, first, last = fields.read("3I8x")
    if not first <= last < count <= _MOST_READ:
        message = (
            f"its palette says that it has {count:,} colors, and then gives those from {first} to {last}"
        )
        raise ValueError(message)
    for index in range(first, last + 1):
        flags, red, green, blue, alpha = fields.read("H4B")
        name = ""
        if flags & _HAS_NAME:
            name = fields.read_bytes(*fields.read("H")).decode("utf-8", "replace")
        yield index, Entry(Color(red, green, blue) if alpha else None, name, alpha=(alpha or 255) / 255)


def _read_old(fields: Fields, most: int) -> Iterator[tuple[int, Entry]]:
    index = 0
    (packets,) = fields.read("H")
    for _ in range(packets):
        skipped, count = fields.read("2B")
        index += skipped
        for _ in range(count or _MOST_COLORS):
            levels = fields.read("3B")
            if max(levels) > most or index >= _MOST_COLORS:
                raise ValueError("it is damaged: its palette has levels or colors that no palette has")
            red, green, blue = (round(level * 255 / most) for level in levels)
            yield index, Entry(Color(red, green, blue))
            index += 1
