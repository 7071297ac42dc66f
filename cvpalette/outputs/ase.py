"""The output `ase`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.messages import listed, quote
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.rendering.adobe import Fields, color_of, pack_text
from cvpalette.rendering.names import palette_name, swatch_names
from cvpalette.result import Result

__all__ = ["SwatchExchange"]

# Adobe published no specification. Programs follow what cyotek.com and selapa.net found out.
_MAGIC: Final = b"ASEF"
_COLOR: Final = b"\0\1"
_GROUP_START: Final = b"\xc0\1"
_GROUP_END: Final = b"\xc0\2"
_KINDS: Final = {_COLOR, _GROUP_START, _GROUP_END}
# The color type for a color that is neither a document's global color nor a spot color.
_NORMAL: Final = 2
_VALUES: Final = {"RGB": 3, "CMYK": 4, "LAB": 3, "GRAY": 1}
_SPRITE: Final = b"\xe0\xa5"


@dataclass(frozen=True)
class SwatchExchange:
    """Adobe Swatch Exchange, read by Adobe's programs, Affinity, Krita and LibreOffice."""

    suffix: ClassVar[str] = ".ase"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names",))

    def render(self, result: Result, /) -> bytes:
        """Write a group with the palette's name, and in it one block for each swatch."""
        # GIMP refuses a file with a single block, so there is always a group.
        blocks = [_block(_GROUP_START, _pack_name(palette_name(result)))]
        for name, color in zip(swatch_names(result.palette), result.palette.colors, strict=True):
            levels = struct.pack(">4s3fH", b"RGB ", *(channel / 255 for channel in color.rgb), _NORMAL)
            blocks.append(_block(_COLOR, _pack_name(name) + levels))
        blocks.append(_block(_GROUP_END))
        return _MAGIC + struct.pack(">2HI", 1, 0, len(blocks)) + b"".join(blocks)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all groups in order; the name of a single group names the palette.

        Raises ValueError.
        """
        if not data.startswith(_MAGIC):
            sprite = ": Aseprite's sprites end in .ase too" if data[4:6] == _SPRITE else ""
            message = f"it is not an Adobe Swatch Exchange file{sprite}"
            raise ValueError(message)
        groups: list[str] = []
        left_out: list[str] = []
        found = list(_read_colors(Fields(data, len(_MAGIC)), groups, left_out))
        named = [group for group in groups if group]
        if len(groups) > 1 and named:
            left_out.append(f"the names of its groups, {listed(named, 'and')}, are left out")
        return make_palette(found, groups[0] if len(groups) == 1 else "", left_out)


def _block(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack(">I", len(body)) + body


def _pack_name(name: str) -> bytes:
    text = pack_text(name)
    return struct.pack(">H", len(text) // 2) + text


def _read_colors(fields: Fields, groups: list[str], left_out: list[str]) -> Iterator[Entry]:
    """Yield the colors, and append the names of the groups to `groups`, and notes to `left_out`.

    Some programs do not count the groups as blocks, and some files end in NULs.
    """
    _, _, count = fields.read("2HI")
    number = unknown = 0
    while number < count or fields.peek(2) in _KINDS:
        number += 1
        kind, length = fields.read("2sI")
        body = Fields(fields.read_bytes(length))
        if kind == _GROUP_START:
            # Paint makers' files have groups without names, of no bytes at all.
            groups.append(body.read_text(*body.read("H")) if body.left else "")
        elif kind == _COLOR:
            yield _read_color(body)
        elif kind != _GROUP_END:
            unknown += 1
    if unknown:
        left_out.append(tell_left_out(unknown, "block", "unknown kind"))


def _read_color(body: Fields) -> Entry:
    name = body.read_text(*body.read("H"))
    model = body.read_bytes(4).decode("latin-1").strip().upper()
    if model not in _VALUES:
        message = f"{quote(name)} has the color model {quote(model)}, which is unknown"
        raise ValueError(message)
    values = body.read(f"{_VALUES[model]}f")
    # Adobe's programs write lightness as 0 to 1, some others as 0 to 100.
    if model == "LAB" and values[0] <= 1:
        values = (values[0] * 100, *values[1:])
    return Entry(color_of(model, values), name)
