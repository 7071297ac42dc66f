"""The output `matlab`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.color import Color
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import comment_lines, require_variable, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["MatlabColormap"]

_KEYWORDS: Final = frozenset(
    "break case catch classdef continue else elseif end for function global if otherwise parfor persistent"  # noqa: SIM905
    " return spmd switch try while do endfunction endif endwhile until unwind_protect".split()
)


@dataclass(frozen=True)
class MatlabColormap:
    """MATLAB and Octave function that returns a colormap: colormap(palette).

    MATLAB calls a function by the name of its file: call the file palette.m. The second value that it returns
    is the names. The facts are those of MATLAB's documentation of colormap and of function files.
    """

    suffix: ClassVar[str] = ".m"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"comment", "names"})
    name: Annotated[str, "Name of the function, and of its file without .m."] = "palette"

    def __post_init__(self) -> None:
        """Refuse a name that MATLAB or Octave cannot read."""
        require_variable("name", self.name, _KEYWORDS)

    def render(self, result: Result, /) -> str:
        """Write one row for each swatch, with its share in a comment, and its name in a cell array."""
        palette = result.palette
        rows = [
            f"    {_row(color)} {line_comment('%', share_note(palette, at))}".rstrip()
            for at, color in enumerate(palette.colors)
        ]
        names = [f"    {_string(name)}" for name in swatch_names(palette)]
        comments = [f"  {line_comment('%', line)}" for line in comment_lines(result)]
        head = [f"function [map, names] = {self.name}()", *comments]
        return (
            "\n".join([*head, "  map = [", *rows, "  ] / 255;", "  names = {", *names, "  };", "end"]) + "\n"
        )


def _row(color: Color) -> str:
    return " ".join(map(str, color.rgb))


def _string(text: str) -> str:
    """Return text in single quotes, in which only these are doubled."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
