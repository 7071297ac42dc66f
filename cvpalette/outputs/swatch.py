"""The output `swatch`."""

from dataclasses import dataclass, replace
from typing import ClassVar

from cvpalette.rendering.chips import ChipLayout
from cvpalette.rendering.drawing import draw_sheet, drawable, measure_text
from cvpalette.result import Result

__all__ = ["SwatchPicture"]


@dataclass(frozen=True)
class SwatchPicture(ChipLayout):
    """A picture of the palette, each chip with its name, color and share written on it."""

    suffix: ClassVar[str] = ".swatch.png"
    family: ClassVar[str] = "pictures"

    def render(self, result: Result, /) -> bytes:
        """Draw the chips as PNG; names keep only what ASCII can write."""
        swatches = (replace(swatch, name=drawable(swatch.name)) for swatch in result.palette)
        palette = replace(result.palette, swatches=tuple(swatches))
        return draw_sheet(self.arrange_result(replace(result, palette=palette), measure_text))
