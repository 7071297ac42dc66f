"""The output `scss`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes

__all__ = ["ScssVariables"]


@dataclass(frozen=True)
class ScssVariables:
    """Sass variables, and a map of them all."""

    suffix: ClassVar[str] = ".scss"
    prefix: Annotated[str, "What the names begin with: $PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that Sass would not read."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write a variable a swatch, its name and share in a comment, then the map."""
        palette = extraction.palette
        names = identifiers(palette, self.prefix)
        variables = [
            f"${name}: {color.hex}; {line_comment('//', note)}".rstrip()
            for name, color, note in zip(names, palette.colors, swatch_notes(palette), strict=True)
        ]
        # Without their quotes, names such as `red` would be colors.
        entries = [f'  "{name}": ${name},' for name in names]
        comment = line_comment("//", summary(extraction))
        return "\n".join([comment, *variables, "", "$palette: (", *entries, ");"]) + "\n"
