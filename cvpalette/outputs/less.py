"""The output `less`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["LessVariables"]


@dataclass(frozen=True)
class LessVariables:
    """Less variables, one for each swatch."""

    suffix: ClassVar[str] = ".less"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset()
    prefix: Annotated[str, "What the names begin with: @PREFIX-1."] = "color"
    text: Text = False

    def __post_init__(self) -> None:
        """Refuse a prefix that Less cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, text=self.text)
        variables = [
            f"@{name}: {color.hex}; {line_comment('//', note)}".rstrip()
            for name, color, note, *_ in flatten(swatches)
        ]
        return "\n".join([line_comment("//", summary(result)), *variables]) + "\n"
