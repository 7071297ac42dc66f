"""The output `latex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes

__all__ = ["LatexColors"]


@dataclass(frozen=True)
class LatexColors:
    r"""LaTeX package of xcolor's colors: \usepackage it, then \textcolor{color-1}."""

    suffix: ClassVar[str] = ".sty"
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that xcolor would read as part of an expression."""
        require_identifier("prefix", self.prefix)

    def render(self, extraction: Extraction, /) -> str:
        """Write a color a swatch, its name and share in a comment."""
        palette = extraction.palette
        described = zip(identifiers(palette, self.prefix), palette.colors, swatch_notes(palette), strict=True)
        lines = [
            rf"\definecolor{{{name}}}{{HTML}}{{{color.hex[1:].upper()}}} {line_comment('%', note)}".rstrip()
            for name, color, note in described
        ]
        return "\n".join([line_comment("%", summary(extraction)), r"\RequirePackage{xcolor}", *lines]) + "\n"
