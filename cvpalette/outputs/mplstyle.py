"""The output `mplstyle`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import summary, swatch_notes
from cvpalette.result import Result

__all__ = ["MatplotlibStyle"]


@dataclass(frozen=True)
class MatplotlibStyle:
    """Matplotlib style that sets the cycle of line colors."""

    suffix: ClassVar[str] = ".mplstyle"
    family: ClassVar[str] = "maps"
    holds: ClassVar[frozenset[str]] = frozenset()

    def render(self, result: Result, /) -> str:
        """Write the cycle of colors, with the name and share of each in comments."""
        palette = result.palette
        notes = [
            line_comment("#", f"{color.hex}: {note}")
            for color, note in zip(palette.colors, swatch_notes(palette), strict=True)
            if note
        ]
        # The colors have no #, which would begin a comment: matplotlib would keep its own colors.
        colors = ", ".join(f"'{color.digits}'" for color in palette.colors)
        comment = line_comment("#", summary(result))
        return "\n".join([comment, *notes, f"axes.prop_cycle: cycler('color', [{colors}])"]) + "\n"
