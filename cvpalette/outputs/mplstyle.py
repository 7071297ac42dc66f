"""The output `mplstyle`."""

from dataclasses import dataclass
from typing import ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.escaping import line_comment
from cvpalette.rendering.names import summary, swatch_notes

__all__ = ["MatplotlibStyle"]


@dataclass(frozen=True)
class MatplotlibStyle:
    """Matplotlib style: the colors of lines, in order."""

    suffix: ClassVar[str] = ".mplstyle"

    def render(self, extraction: Extraction, /) -> str:
        """Write the cycle of colors, and what is known of each in comments."""
        palette = extraction.palette
        notes = [
            line_comment("#", f"{color.hex}: {note}")
            for color, note in zip(palette.colors, swatch_notes(palette), strict=True)
            if note
        ]
        # Behind a # all would be comment: matplotlib would keep its own colors.
        colors = ", ".join(f"'{color.hex[1:]}'" for color in palette.colors)
        comment = line_comment("#", summary(extraction))
        return "\n".join([comment, *notes, f"axes.prop_cycle: cycler('color', [{colors}])"]) + "\n"
