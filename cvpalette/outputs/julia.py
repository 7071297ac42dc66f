"""The output `julia`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.rendering.escaping import line_comment, quoted_string
from cvpalette.rendering.members import write_hex
from cvpalette.rendering.names import comment_lines, require_variable, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["JuliaColors"]

_KEYWORDS: Final = frozenset(
    "baremodule begin break catch const continue do else elseif end export false finally for function global"  # noqa: SIM905
    " if import let local macro module quote return struct true try using while".split()
)


@dataclass(frozen=True)
class JuliaColors:
    """Julia vector of Colors.jl, for Plots and Makie: include() it.

    The facts are those of Julia's documentation of strings and of Colors.jl.
    """

    suffix: ClassVar[str] = ".jl"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"alpha", "comment", "names"})
    name: Annotated[str, "What the vector is called; the names are in NAME_names."] = "palette"

    def __post_init__(self) -> None:
        """Refuse a name that Julia cannot read."""
        require_variable("name", self.name, _KEYWORDS)

    def render(self, result: Result, /) -> str:
        """Write one vector of colors, with the share of each in a comment, and one of names."""
        palette = result.palette
        colors = [
            f'    colorant"{write_hex(swatch)}", {line_comment("#", share_note(palette, at))}'.rstrip()
            for at, swatch in enumerate(palette)
        ]
        names = [f"    {quoted_string(name, '$')}," for name in swatch_names(palette)]
        head = [
            *(line_comment("#", line) for line in comment_lines(result)),
            "using Colors",
            "",
            f"const {self.name} = [",
        ]
        return "\n".join([*head, *colors, "]", "", f"const {self.name}_names = [", *names, "]"]) + "\n"
