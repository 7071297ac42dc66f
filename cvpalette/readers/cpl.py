"""The reader `cpl`."""

import colorsys
from collections.abc import Iterator
from typing import ClassVar, Final, NamedTuple

from cvpalette.color.color import Color, clip_color
from cvpalette.color.palette import Palette, Values
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.rendering.adobe import Fields, color_of

__all__ = ["CorelPalette"]

# The first two bytes of a file tell its version. If the second is 0xDC, names have one byte a character.
_PLAIN: Final = (b"\xcc\xbc", b"\xcc\xdc")
_NAMED: Final = (b"\xdc\xbc", b"\xdc\xdc")
_INDEXED: Final = (b"\xcd\xbc", b"\xcd\xdc", b"\xcd\xdd")
_PLACED: Final = b"\xcd\xdd"
# Sections of an indexed file: its name, its type, its colors.
_SECTIONS: Final = 3
_MOST_SECTIONS: Final = 16
# Types of palettes: those of PANTONE, HKS, TOYO, DIC and other makers of inks.
_SPOTS: Final = frozenset((3, *range(8, 12), 16, 17, 18, *range(20, 24), *range(26, 33), 35, 36, 37))
_REGISTRATION: Final = 20
# Color models of inks: the number of inks, and the level that is all of one.
_INKS: Final = {2: (4, 100), 3: (4, 255), 4: (3, 255), 17: (4, 255)}
# YIQ and Hexachrome, which has six inks.
_UNREAD: Final = frozenset((11, 15, _REGISTRATION))


class _Form(NamedTuple):
    """How the colors of a file are written."""

    is_wide: bool
    #: Whether each color has a second one, for other devices.
    is_double: bool = False
    has_places: bool = False


class CorelPalette:
    """Palette of CorelDRAW and PHOTO-PAINT up to version X4, with names, spot inks, CMYK and Lab.

    Colors in YIQ and Hexachrome are left out. CorelDRAW X5 and later write XML. The facts come from Scribus'
    notes on the format, from libcdr and from UniConvertor.
    """

    suffix: ClassVar[str] = ".cpl"
    family: ClassVar[str] = "palettes"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a file of any version. Raises ValueError."""
        mark, fields = data[:2], Fields(data, 2, is_little=True)
        is_wide = mark[1:] != b"\xdc"
        if mark in _PLAIN:
            return _make("", _read_all(fields, _Form(is_wide)))
        if mark in _NAMED:
            name = _read_text(fields, is_wide=is_wide)
            return _make(name, _read_all(fields, _Form(is_wide)))
        if mark in _INDEXED:
            return _read_indexed(data, fields, is_wide=is_wide)
        raise ValueError("it is no binary palette of CorelDRAW")


def _make(name: str, found: list[Entry | None], kind: str = "") -> Palette:
    lost = found.count(None)
    note = tell_left_out(lost, "color", "its color space is YIQ, Hexachrome or that of registration")
    entries = [entry._replace(kind=kind) for entry in found if entry]
    return make_palette(entries, name, left_out=[note] if lost else ())


def _read_indexed(data: bytes, fields: Fields, *, is_wide: bool) -> Palette:
    (count,) = fields.read("I")
    if not _SECTIONS <= count <= _MOST_SECTIONS:
        raise ValueError("it is no binary palette of CorelDRAW: it has too few or too many sections")
    places = dict(fields.read("2I") for _ in range(count))
    if not {0, 1, 2} <= places.keys() or max(places.values()) > len(data):
        raise ValueError("it is no binary palette of CorelDRAW: one of its sections is not there")
    name = _read_text(Fields(data, places[0], is_little=True), is_wide=is_wide)
    (kind,) = Fields(data, places[1], is_little=True).read("H")
    is_double = kind < 38 and kind not in (5, 16)
    form = _Form(is_wide, is_double, data.startswith(_PLACED))
    found = _read_either(data, places[2], form)
    return _make(name, found, "spot" if kind in _SPOTS else "")


def _read_either(data: bytes, at: int, form: _Form) -> list[Entry | None]:
    """Read the colors: the type of a palette does not always tell whether they are double."""
    try:
        return _read_all(Fields(data, at, is_little=True), form)
    except ValueError as error:
        try:
            other = form._replace(is_double=not form.is_double)
            return _read_all(Fields(data, at, is_little=True), other)
        except ValueError:
            raise error from None


def _read_all(fields: Fields, form: _Form) -> list[Entry | None]:
    (count,) = fields.read("H")
    return list(_read_colors(fields, count, form))


def _read_text(fields: Fields, *, is_wide: bool) -> str:
    (size,) = fields.read("B")
    return fields.read_text(size) if is_wide else fields.read_bytes(size).decode("cp1252", "replace")


def _read_colors(fields: Fields, count: int, form: _Form) -> Iterator[Entry | None]:
    """Give the colors; None stands for one that is left out."""
    for _ in range(count):
        if form.is_double:
            fields.read("I")
        model, _ = fields.read("2H")
        found = _convert(model, fields.read_bytes(8)[4:])
        if form.is_double:
            (model,) = fields.read("H")
            second = _convert(model, fields.read_bytes(8)[4:])
            found = found or second
        name = _read_text(fields, is_wide=form.is_wide)
        if form.has_places:
            fields.read("3I")
        yield found._replace(name=name) if found else None


def _convert(model: int, levels: bytes) -> Entry | None:
    """Return the color of four bytes; raises ValueError for a color model that no palette has."""
    if model in _INKS:
        parts, most = _INKS[model]
        if max(levels[:parts]) > most:
            raise ValueError("it is damaged: a color has more than 100% of an ink")
        inks = tuple(level / most for level in levels[:parts]) + (0.0,) * (4 - parts)
        return Entry(color_of("CMYK", inks), values=Values("cmyk", inks))
    match model:
        case 5 | 21:
            return Entry(Color(levels[2], levels[1], levels[0]))
        case 6 | 7:
            hue = int.from_bytes(levels[:2], "little") / 360
            convert = colorsys.hsv_to_rgb if model == 6 else colorsys.hls_to_rgb
            return Entry(clip_color("srgb", convert(hue, levels[2] / 255, levels[3] / 255)))
        case 9:
            return Entry(color_of("GRAY", (1 - levels[0] / 255,)))
        case 12 | 18:
            # The older model has a and b as signed bytes, the newer one adds 128 to them.
            first, second = ((level - 128 if model == 18 else (level ^ 128) - 128) for level in levels[1:3])
            lab = (levels[0] / 2.55, float(first), float(second))
            return Entry(color_of("LAB", lab), values=Values("lab", lab))
        case _:
            if model in _UNREAD:
                return None
            message = f"it is damaged: a color is in the color model {model}, which is unknown"
            raise ValueError(message)
