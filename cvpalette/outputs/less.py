"""The output `less`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cvpalette.color.palette import Palette
from cvpalette.parsing.entries import decode_text
from cvpalette.rendering.escaping import css_string, line_comment
from cvpalette.rendering.names import comment_lines, require_identifier
from cvpalette.rendering.variables import Text, Variable, list_lines, list_variables
from cvpalette.result import Result

__all__ = ["LessVariables"]


@dataclass(frozen=True)
class LessVariables:
    """Less variables, one for each swatch.

    Any style sheet in Less is read: variables, maps and lists of colors, and references to other variables.
    Nothing is computed. Names become identifiers, and stand in comments, as groups do. The facts are those
    of Less's documentation.
    """

    suffix: ClassVar[str] = ".less"
    family: ClassVar[str] = "styles"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "groups", "names"})
    prefix: Annotated[str, "What the names begin with: @PREFIX-1."] = "color"
    text: Text = False

    def __post_init__(self) -> None:
        """Refuse a prefix that Less cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write one variable for each swatch, with its name and share in a comment."""
        swatches, _ = list_variables(result, self.prefix, text=self.text, write=css_string)
        variables = list_lines(swatches, _write, lambda text: line_comment("//", text))
        comments = [line_comment("//", line) for line in comment_lines(result)]
        return "\n".join([*comments, *variables]) + "\n"

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not begin like a style sheet in Less."""
        from cvpalette.parsing.preprocessed import begins_like  # noqa: PLC0415 -- only readers need it

        return not begins_like(decode_text(data), "@")

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of variables, maps and lists. Raises ValueError."""
        from cvpalette.parsing.own import find_own  # noqa: PLC0415 -- as above
        from cvpalette.parsing.preprocessed import read_sheet  # noqa: PLC0415

        text = decode_text(data)
        own = find_own(text)
        return read_sheet(text, "@", own, own.text if own else text)


def _write(each: Variable) -> str:
    return f"@{each.name}: {each.hex}; {line_comment('//', each.note)}".rstrip()
