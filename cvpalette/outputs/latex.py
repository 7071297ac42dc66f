"""The output `latex`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import require_identifier, summary
from cvpalette.rendering.variables import Text, flatten, list_variables
from cvpalette.result import Result

__all__ = ["LatexColors"]


@dataclass(frozen=True)
class LatexColors:
    r"""LaTeX package that defines xcolor colors: \usepackage it, then write \textcolor{color-1}."""

    suffix: ClassVar[str] = ".sty"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset()
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"
    text: Text = False

    def __post_init__(self) -> None:
        """Refuse a prefix that xcolor would read as part of an expression."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one color for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, text=self.text)
        lines = [
            rf"\definecolor{{{name}}}{{HTML}}{{{color.digits.upper()}}} {line_comment('%', note)}".rstrip()
            for name, color, note, *_ in flatten(swatches)
        ]
        return "\n".join([line_comment("%", summary(result)), r"\RequirePackage{xcolor}", *lines]) + "\n"
