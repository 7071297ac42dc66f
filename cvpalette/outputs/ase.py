"""The output `ase`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Final

from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, join_groups, make_palette, tell_left_out
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
# The color types by kind.
_KIND_NUMBERS: Final = {"global": 0, "spot": 1, "": 2}
_VALUES: Final = {"RGB": 3, "CMYK": 4, "LAB": 3, "GRAY": 1}
_SPRITE: Final = b"\xe0\xa5"


@dataclass(frozen=True)
class SwatchExchange:
    """Adobe Swatch Exchange, read by Adobe's programs, Affinity, Krita and LibreOffice.

    Photoshop loads it by Import Swatches, in the menu of its Swatches panel; Illustrator by Open Swatch
    Library > Other Library; InDesign by Load Swatches; Affinity by Import Palette. Colors given in CMYK or
    Lab are written as they were given, all others as RGB.
    """

    suffix: ClassVar[str] = ".ase"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "kinds", "values"))

    def render(self, result: Result, /) -> bytes:
        """Write the groups of the palette, or else one with the palette's name; a block for each swatch."""
        palette = result.palette
        named = zip(palette, swatch_names(palette), strict=True)
        blocks = []
        for group, members in groupby(named, lambda each: each[0].group):
            written = [_block(_COLOR, _write_color(swatch, name)) for swatch, name in members]
            # GIMP refuses a file with a single block, so there is always a group.
            title = group if palette.groups else palette_name(result)
            blocks += (
                [_block(_GROUP_START, _pack_name(title)), *written, _block(_GROUP_END)] if title else written
            )
        return _MAGIC + struct.pack(">2HI", 1, 0, len(blocks)) + b"".join(blocks)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors with their groups, in order; the name of the only group names the palette.

        Raises ValueError.
        """
        if not data.startswith(_MAGIC):
            sprite = ": Aseprite's sprites end in .ase too" if data[4:6] == _SPRITE else ""
            message = f"it is not an Adobe Swatch Exchange file{sprite}"
            raise ValueError(message)
        left_out: list[str] = []
        found, name = join_groups(_read_colors(Fields(data, len(_MAGIC)), left_out))
        return make_palette(found, name, left_out)


def _write_color(swatch: Swatch, name: str) -> bytes:
    """Return a color's name, its model, its values as the palette's file gave them, and its kind."""
    match swatch.values:
        case ("cmyk", values):
            model = b"CMYK"
        case ("lab", (lightness, a, b)):
            model, values = b"LAB ", (lightness / 100, a, b)
        case _:
            model, values = b"RGB ", tuple(channel / 255 for channel in swatch.color.rgb)
    return _pack_name(name) + model + struct.pack(f">{len(values)}fH", *values, _KIND_NUMBERS[swatch.kind])


def _block(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack(">I", len(body)) + body


def _pack_name(name: str) -> bytes:
    text = pack_text(name)
    return struct.pack(">H", len(text) // 2) + text


def _read_colors(fields: Fields, left_out: list[str]) -> Iterator[Entry]:
    """Yield the colors with their groups, and append notes to `left_out`.

    Some programs do not count the groups as blocks, and some files end in NULs.
    """
    _, _, count = fields.read("2HI")
    number = unknown = 0
    groups: list[str] = []
    while number < count or fields.peek(2) in _KINDS:
        number += 1
        kind, length = fields.read("2sI")
        body = Fields(fields.read_bytes(length))
        if kind == _GROUP_START:
            # Paint makers' files have groups without names, of no bytes at all.
            groups.append(body.read_text(*body.read("H")) if body.left else "")
        elif kind == _GROUP_END:
            del groups[-1:]
        elif kind == _COLOR:
            yield _read_color(body)._replace(group="/".join(filter(None, groups)))
        else:
            unknown += 1
    if unknown:
        left_out.append(tell_left_out(unknown, "block", "unknown kind"))


def _read_color(body: Fields) -> Entry:
    name = body.read_text(*body.read("H"))
    model = body.read_bytes(4).decode("latin-1").strip().upper()
    if model not in _VALUES:
        message = f"{quote(name)} has the color model {quote(model)}, which is unknown"
        raise ValueError(message)
    values = tuple(round(value, 6) for value in body.read(f"{_VALUES[model]}f"))
    # Adobe's programs write lightness as 0 to 1, some others as 0 to 100.
    if model == "LAB" and values[0] <= 1:
        values = (round(values[0] * 100, 6), *values[1:])
    # Files of other programs may end before the kind.
    number = body.read("H")[0] if body.left >= struct.calcsize("H") else _KIND_NUMBERS[""]
    kind = next((kind for kind, each in _KIND_NUMBERS.items() if each == number), "")
    given = Values(model.lower(), values) if model in {"CMYK", "LAB"} else None
    return Entry(color_of(model, values), name, kind=kind, values=given)
