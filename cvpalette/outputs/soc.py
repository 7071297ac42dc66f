"""The output `soc`."""

from dataclasses import dataclass
from typing import ClassVar, Final
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.parsing.markup import local_name, read_xml
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import summary, swatch_names
from cvpalette.result import Result

__all__ = ["OfficeColors"]

_TABLE: Final = "color-table"
_SPACES: Final = {
    "ooo": "http://openoffice.org/2004/office",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}


@dataclass(frozen=True)
class OfficeColors:
    """LibreOffice and OpenOffice color table; the palette is called as its file."""

    suffix: ClassVar[str] = ".soc"
    family: ClassVar[str] = "office"
    holds: ClassVar[frozenset[str]] = frozenset(("names",))

    def render(self, result: Result, /) -> str:
        """Write an element for each swatch, with its name."""
        palette = result.palette
        spaces = " ".join(f'xmlns:{key}="{space}"' for key, space in _SPACES.items())
        lines = [
            f'  <draw:color draw:name={quoteattr(name)} draw:color="{color.hex}"/>'
            for name, color in zip(swatch_names(palette), palette.colors, strict=True)
        ]
        head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<ooo:{_TABLE} {spaces}>"]
        return "\n".join([*head, f"  {xml_comment(summary(result))}", *lines, f"</ooo:{_TABLE}>"]) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of any version of the format, back to StarOffice's. Raises ValueError."""
        root = read_xml(data)
        if local_name(root.tag) != _TABLE:
            message = (
                f"it is no color table of LibreOffice: it begins with {quote(local_name(root.tag)[:60])}"
            )
            raise ValueError(message)
        found = []
        for number, element in enumerate(root, 1):
            fields = {local_name(key): value for key, value in element.attrib.items()}
            try:
                if local_name(element.tag) != "color" or not fields["color"].startswith("#"):
                    raise ValueError(element.tag)
                found.append(Entry(Color.from_hex(fields["color"]), fields.get("name", "")))
            except (KeyError, ValueError) as error:
                message = f'entry {number} is no color; write it as <draw:color draw:color="#264653"/>'
                raise ValueError(message) from error
        return make_palette(found)
