"""The output `gpl`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.extraction import Extraction
from cvpalette.naming import display_name, percent, summary, swatch_names

__all__ = ["GimpPalette"]

_MOST_COLUMNS: Final = 256


@dataclass(frozen=True)
class GimpPalette:
    """GIMP palette, read by GIMP, Inkscape, Krita, LibreOffice and Aseprite."""

    suffix: ClassVar[str] = ".gpl"
    columns: Annotated[int, "Columns that the editor shows, up to 256; 0 lets it choose."] = 0

    def __post_init__(self) -> None:
        """Refuse a number of columns that GIMP would not take."""
        if not 0 <= self.columns <= _MOST_COLUMNS:
            message = f"option 'columns' is 0 to {_MOST_COLUMNS}, not '{self.columns}'"
            raise ValueError(message)

    def render(self, extraction: Extraction, /) -> str:
        """Write GIMP's header in the one order that it reads, then a line a swatch."""
        # GIMP and Krita tell palettes apart by this name, and want it on line 2; comments only follow
        # the columns (app/core/gimppalette-load.c).
        header = ["GIMP Palette", f"Name: {display_name(extraction.image.stem)}", f"Columns: {self.columns}"]
        named = list(zip(swatch_names(extraction.palette), extraction.palette, strict=True))
        colors = [
            f"{swatch.color.red:3d} {swatch.color.green:3d} {swatch.color.blue:3d}\t{name}"
            for name, swatch in named
        ]
        # Behind the colors: Pillow reads 259 lines after the first, and a palette may have 256.
        shares = [f"# {name}: {percent(swatch.share)}" for name, swatch in named]
        return "\n".join([*header, f"# {summary(extraction)}", *colors, *shares]) + "\n"
