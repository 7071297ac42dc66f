"""The output `android`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import xml_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["AndroidColors"]


@dataclass(frozen=True)
class AndroidColors:
    """Android color resources for res/values, used as R.color.color_1."""

    suffix: ClassVar[str] = ".colors.xml"
    prefix: Annotated[str, "What the names begin with: PREFIX_1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that Java names cannot begin with."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one resource for each swatch, with its name and share in a comment."""
        palette = result.palette
        # The underscore keeps names apart from Java's keywords, which would break R.java.
        names = identifiers(palette, self.prefix, "_")
        described = zip(names, palette.colors, swatch_notes(palette), strict=True)
        lines = [
            f'  <color name="{name}">#FF{color.hex[1:].upper()}</color> {xml_comment(note)}'.rstrip()
            for name, color, note in described
        ]
        header = ['<?xml version="1.0" encoding="utf-8"?>', xml_comment(summary(result)), "<resources>"]
        return "\n".join([*header, *lines, "</resources>"]) + "\n"
