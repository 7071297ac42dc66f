"""The output `scss`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import identifiers, require_identifier, summary, swatch_notes
from cvpalette.result import Result

__all__ = ["ScssVariables"]


@dataclass(frozen=True)
class ScssVariables:
    """Sass variables, and a map of them all."""

    suffix: ClassVar[str] = ".scss"
    prefix: Annotated[str, "What the names begin with: $PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that Sass cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment, then the map."""
        palette = result.palette
        names = identifiers(palette, self.prefix)
        variables = [
            f"${name}: {color.hex}; {line_comment('//', note)}".rstrip()
            for name, color, note in zip(names, palette.colors, swatch_notes(palette), strict=True)
        ]
        # Without quotes, Sass would read names such as `red` as colors.
        entries = [f'  "{name}": ${name},' for name in names]
        comment = line_comment("//", summary(result))
        return "\n".join([comment, *variables, "", "$palette: (", *entries, ");"]) + "\n"
