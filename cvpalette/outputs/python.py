"""The output `python`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.members import PYTHON, list_members
from cvpalette.rendering.names import comment_lines
from cvpalette.result import Result

__all__ = ["PythonModule"]


@dataclass(frozen=True)
class PythonModule:
    """Python module with the colors as a dict: from palette import PALETTE.

    Names become keys such as 'navy_blue'. RGB has the same colors as numbers.
    """

    suffix: ClassVar[str] = ".py"
    family: ClassVar[str] = "code"
    holds: ClassVar[frozenset[str]] = frozenset({"comment", "names"})

    def render(self, result: Result, /) -> str:
        """Write one item for each swatch, with its name and share in a comment, and then the numbers."""
        swatches, _ = list_members(result, PYTHON)
        items = [
            f'    "{each.name}": "{each.color.hex}",  {line_comment("#", each.note)}'.rstrip()
            for each in swatches
        ]
        rows = [f"    {each.color.rgb}," for each in swatches]
        head = [*(line_comment("#", line) for line in comment_lines(result)), "PALETTE: dict[str, str] = {"]
        numbers = ["RGB: tuple[tuple[int, int, int], ...] = (", *rows, ")"]
        return "\n".join([*head, *items, "}", "", *numbers]) + "\n"
