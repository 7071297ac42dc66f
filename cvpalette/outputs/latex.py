"""The output `latex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["LatexColors"]


@dataclass(frozen=True)
class LatexColors:
    r"""LaTeX package that defines xcolor colors: \usepackage it, then write \textcolor{color-1}."""

    suffix: ClassVar[str] = ".sty"
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that xcolor would read as part of an expression."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment."""
        palette = result.palette
        described = zip(identifiers(palette, self.prefix), palette.colors, swatch_notes(palette), strict=True)
        lines = [
            rf"\definecolor{{{name}}}{{HTML}}{{{color.hex[1:].upper()}}} {line_comment('%', note)}".rstrip()
            for name, color, note in described
        ]
        return "\n".join([line_comment("%", summary(result)), r"\RequirePackage{xcolor}", *lines]) + "\n"
