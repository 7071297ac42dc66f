"""The output `less`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes

__all__ = ["LessVariables"]


@dataclass(frozen=True)
class LessVariables:
    """Less variables."""

    suffix: ClassVar[str] = ".less"
    prefix: Annotated[str, "What the names begin with: @PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that Less would not read."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write a variable a swatch, its name and share in a comment."""
        palette = extraction.palette
        described = zip(identifiers(palette, self.prefix), palette.colors, swatch_notes(palette), strict=True)
        variables = [
            f"@{name}: {color.hex}; {line_comment('//', note)}".rstrip() for name, color, note in described
        ]
        return "\n".join([line_comment("//", summary(extraction)), *variables]) + "\n"
