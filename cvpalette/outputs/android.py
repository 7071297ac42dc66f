"""The output `android`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes

__all__ = ["AndroidColors"]


@dataclass(frozen=True)
class AndroidColors:
    """Android color resources, for res/values: R.color.color_1."""

    suffix: ClassVar[str] = ".colors.xml"
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that is no name in Java."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write a resource a swatch, its name and share in a comment."""
        palette = extraction.palette
        # With a joint in it, none is a word of Java's, which would break R.java.
        names = identifiers(palette, self.prefix, "_")
        described = zip(names, palette.colors, swatch_notes(palette), strict=True)
        lines = [
            f'  <color name="{name}">#FF{color.hex[1:].upper()}</color> {xml_comment(note)}'.rstrip()
            for name, color, note in described
        ]
        header = ['<?xml version="1.0" encoding="utf-8"?>', xml_comment(summary(extraction)), "<resources>"]
        return "\n".join([*header, *lines, "</resources>"]) + "\n"
