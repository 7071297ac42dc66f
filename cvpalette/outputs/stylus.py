"""The output `stylus`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["StylusVariables"]


@dataclass(frozen=True)
class StylusVariables:
    """Stylus variables, one for each swatch.

    Names become identifiers. The facts are those of Stylus's documentation of variables.
    """

    suffix: ClassVar[str] = ".styl"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    prefix: Annotated[str, "What the names begin with: $PREFIX-1."] = "color"
    text: Text = False

    def __post_init__(self) -> None:
        """Refuse a prefix that Stylus cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, text=self.text)
        variables = [
            f"${each.name} = {each.hex} {line_comment('//', each.note)}".rstrip()
            for each in flatten(swatches)
        ]
        comments = [line_comment("//", line) for line in comment_lines(result)]
        return "\n".join([*comments, *variables]) + "\n"
