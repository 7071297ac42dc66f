"""The output `less`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["LessVariables"]


@dataclass(frozen=True)
class LessVariables:
    """Less variables, one for each swatch."""

    suffix: ClassVar[str] = ".less"
    prefix: Annotated[str, "What the names begin with: @PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that Less cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment."""
        palette = result.palette
        described = zip(identifiers(palette, self.prefix), palette.colors, swatch_notes(palette), strict=True)
        variables = [
            f"@{name}: {color.hex}; {line_comment('//', note)}".rstrip() for name, color, note in described
        ]
        return "\n".join([line_comment("//", summary(result)), *variables]) + "\n"
