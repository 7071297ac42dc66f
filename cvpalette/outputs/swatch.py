"""The output `swatch`."""

from dataclasses import dataclass, replace
from typing import ClassVar

from cvpalette.extraction import Extraction
from cvpalette.rendering.chips import ChipLayout
from cvpalette.rendering.drawing import draw_sheet, drawable, measure_text

__all__ = ["SwatchPicture"]


@dataclass(frozen=True)
class SwatchPicture(ChipLayout):
    """A picture of the palette, each chip with its name, color and share written on it."""

    suffix: ClassVar[str] = ".swatch.png"

    def render(self, extraction: Extraction, /) -> bytes:
        """Draw the chips as PNG; of names, what can be written in ASCII."""
        swatches = (replace(swatch, name=drawable(swatch.name)) for swatch in extraction.palette)
        palette = replace(extraction.palette, swatches=tuple(swatches))
        return draw_sheet(self.arrange(palette, measure_text))
