"""The output `tps`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal
from xml.sax.saxutils import quoteattr  # it only writes

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.messages import quote
from cvpalette.parsing.entries import Entry, join_groups, make_palette
from cvpalette.parsing.markup import local_name, read_comments, read_xml
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.groups import gather_groups, read_group, tell_lost_order, tell_lost_ungrouped
from cvpalette.rendering.names import comment_lines
from cvpalette.result import Result

__all__ = ["TableauPalettes"]

_KINDS: Final = {"regular": "regular", "sequential": "ordered-sequential", "diverging": "ordered-diverging"}


@dataclass(frozen=True)
class TableauPalettes:
    """Tableau's preferences, with a palette for each group of colors.

    Tableau Desktop reads them from the file Preferences.tps in the folder My Tableau Repository: put the
    palettes there, and start it again. It has no names of colors. Colors of a group are put together. The
    format is that of its help, "Create Custom Color Palettes".
    """

    suffix: ClassVar[str] = ".tps"
    family: ClassVar[str] = "office"
    holds: ClassVar[frozenset[str]] = frozenset({"groups", "comment"})
    kind: Annotated[
        Literal["regular", "sequential", "diverging"],
        "What the palette is for: categories, values from low to high, or values around a middle.",
    ] = "regular"

    def render(self, result: Result, /) -> str:
        """Write a palette for each group of colors."""
        lines = [
            "<?xml version='1.0'?>",
            "<workbook>",
            *(f"  {xml_comment(line)}" for line in comment_lines(result)),
            "  <preferences>",
        ]
        for group, swatches in gather_groups(result).items():
            lines.append(f'    <color-palette name={quoteattr(group)} type="{_KINDS[self.kind]}">')
            lines += [f"      <color>{swatch.color.hex}</color>" for swatch in swatches]
            lines.append("    </color-palette>")
        return "\n".join([*lines, "  </preferences>", "</workbook>"]) + "\n"

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say what groups lose."""
        return tell_lost_order(palette) + tell_lost_ungrouped(palette)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read all palettes of the preferences; other settings do not count. Raises ValueError."""
        root = read_xml(data)
        if local_name(root.tag) != "workbook":
            message = (
                f"it is no file of Tableau's preferences: it begins with {quote(local_name(root.tag)[:60])}"
            )
            raise ValueError(message)
        palettes = root.findall("preferences/color-palette")
        found, name = join_groups(
            entry
            for palette in palettes
            for entry in _read(palette.get("name", ""), [each.text or "" for each in palette.iter("color")])
        )
        return make_palette(found, name, comment=read_comments(data))


def _read(group: str, colors: list[str]) -> Iterator[Entry]:
    for number, text in enumerate(colors, 1):
        try:
            yield Entry(Color.from_hex(text), group=read_group(group))
        except ValueError as error:
            message = f"color {number} of {quote(group[:60])}, {quote(text.strip()[:60])}, is no '#rrggbb'"
            raise ValueError(message) from error
