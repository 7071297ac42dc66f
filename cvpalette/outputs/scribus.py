"""The output `scribus`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, make_palette, tell_left_out
from cvpalette.parsing.markup import local_name, read_comments, read_xml
from cvpalette.rendering.adobe import color_of
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import comment_lines, distinct_names, palette_name, swatch_names
from cvpalette.result import Result

__all__ = ["ScribusColors"]

_ROOT: Final = "SCRIBUSCOLORS"
_INKS: Final = re.compile(r"#([0-9a-fA-F]{8})")
_RGB: Final = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class ScribusColors:
    """Scribus color set, read by Scribus 1.3 to 1.6; Krita 5.1 swaps red and blue in it.

    CMYK and Lab stay as they were given, and spot colors stay spot colors. It has no groups, and one color of
    each name, so a name that repeats gets a number. Gradients are left out. The format is that of
    importColorsFromFile in Scribus's util_color.cpp.
    """

    suffix: ClassVar[str] = ".scribus.xml"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset({"names", "spots", "values", "comment"})

    def render(self, result: Result, /) -> str:
        """Write an element for each swatch, as hex digits where all versions read them."""
        palette = result.palette
        lines = [
            f'  <COLOR NAME={quoteattr(name)} {_describe(swatch)} Spot="{int(swatch.kind == "spot")}"'
            ' Register="0"/>'
            for name, swatch in zip(distinct_names(swatch_names(palette)), palette, strict=True)
        ]
        head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{_ROOT} Name={quoteattr(palette_name(result))}>"]
        comments = [f"  {xml_comment(line)}" for line in comment_lines(result)]
        return "\n".join([*head, *comments, *lines, f"</{_ROOT}>"]) + "\n"

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether a name gets a number."""
        names = swatch_names(palette)
        return ["names that repeat"] if len(set(names)) < len(names) else []

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of any version. Raises ValueError."""
        root = read_xml(data)
        if local_name(root.tag) != _ROOT:
            message = f"it is no color set of Scribus: it begins with {quote(local_name(root.tag)[:60])}"
            raise ValueError(message)
        colors = [element for element in root if local_name(element.tag) == "COLOR"]
        found = [_read(number, element) for number, element in enumerate(colors, 1)]
        notes = []
        marks = sum(element.get("Register") == "1" for element in colors)
        if marks:
            notes.append("the registration color is read as an ordinary one")
        if len(colors) < len(root):
            notes.append(tell_left_out(len(root) - len(colors), "gradient"))
        name = root.get("Name") or root.get("NAME") or ""
        return make_palette(found, name, notes, read_comments(data))


def _describe(swatch: Swatch) -> str:
    space, components = swatch.values or ("", ())
    if space == "cmyk":
        digits = "".join(f"{int(ink * 255 + 0.5):02x}" for ink in components)
        # Versions before 1.5 read only the digits.
        return f'SPACE="CMYK" CMYK="#{digits}" {_list("CMYK", [ink * 100 for ink in components])}'
    if space == "lab":
        return f'SPACE="Lab" {_list("LAB", components)}'
    return f'RGB="{swatch.color.hex}"'


def _list(keys: str, values: tuple[float, ...] | list[float]) -> str:
    return " ".join(f'{key}="{round(value, 6):g}"' for key, value in zip(keys, values, strict=True))


def _read(number: int, element: Element) -> Entry:
    fields = element.attrib
    name = fields.get("NAME", "")
    kind = "spot" if fields.get("Spot") == "1" else ""
    try:
        color, values = _read_color(fields)
    except (KeyError, ValueError, OverflowError) as error:
        message = f"color {number}, {quote(name[:60])}, is neither RGB, CMYK nor Lab"
        raise ValueError(message) from error
    return Entry(color, name, kind=kind, values=values)


def _read_color(fields: Mapping[str, str]) -> tuple[Color, Values | None]:
    space = fields.get("SPACE", "").lower()
    numbers = {key: float(fields[key]) for key in "RGBCMYKLA" if key in fields and space}
    if space == "lab" or "L" in fields:
        lightness, a, b = (float(fields[key]) for key in "LAB")
        _require(0 <= lightness <= 100 and abs(a) <= 200 and abs(b) <= 200)
        return color_of("LAB", (lightness, a, b)), Values("lab", (lightness, a, b))
    hex_inks = _INKS.fullmatch(fields.get("CMYK", ""))
    if space == "cmyk" or hex_inks:
        digits = bytes.fromhex(hex_inks[1]) if hex_inks else bytes(4)
        cyan, magenta, yellow, black = (
            numbers[key] / 100 if key in numbers else digit / 255
            for key, digit in zip("CMYK", digits, strict=True)
        )
        inks = (cyan, magenta, yellow, black)
        _require(bool(hex_inks or numbers) and all(0 <= ink <= 1 for ink in inks))
        return color_of("CMYK", inks), Values("cmyk", inks)
    if _RGB.fullmatch(fields.get("RGB", "")):
        return Color.from_hex(fields["RGB"]), None
    _require(space == "rgb")
    return Color(*(_level(float(fields[key])) for key in "RGB")), None


def _level(value: float) -> int:
    return int(value + 0.5)


def _require(is_right: bool) -> None:
    if not is_right:
        raise ValueError("not of its color model")
