"""The output `gpl`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from cvpalette.color.palette import Palette
from cvpalette.parsing.gimp import read_gimp
from cvpalette.rendering.names import comment_lines, cut_name, palette_name, share_note, swatch_names
from cvpalette.result import Result

__all__ = ["GimpPalette"]

_MOST_COLUMNS: Final = 256
# Pillow refuses lines of colors of more than 100 bytes. With the numbers, this leaves a margin.
_LONGEST_NAME: Final = 60
_MAGIC: Final = "GIMP Palette"


@dataclass(frozen=True)
class GimpPalette:
    """GIMP palette, read by GIMP, Inkscape, Krita, LibreOffice and Aseprite.

    GIMP and Inkscape show it once it is in the folder `palettes` of their settings; GIMP also takes it by
    Import Palette, in the menu of its Palettes dialog. It has no alpha: only Aseprite writes and reads a
    fourth number, which other programs take for a name.
    """

    suffix: ClassVar[str] = ".gpl"
    family: ClassVar[str] = "palettes"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "comment"))
    columns: Annotated[int, "Columns that the editor shows, up to 256; 0 lets it choose."] = 0

    def __post_init__(self) -> None:
        """Refuse a number of columns that GIMP does not accept."""
        if not 0 <= self.columns <= _MOST_COLUMNS:
            message = f"option 'columns' is 0 to {_MOST_COLUMNS}, not '{self.columns}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write GIMP's header in the only order that GIMP reads, then one line for each swatch."""
        # GIMP and Krita identify palettes by this name and need it on line 2. Comments may only come after
        # the columns. Source: GIMP's app/core/gimppalette-load.c.
        header = [_MAGIC, f"Name: {palette_name(result)}", f"Columns: {self.columns}"]
        palette = result.palette
        names = [cut_name(name, _LONGEST_NAME) for name in swatch_names(palette)]
        colors = [
            f"{color.red:3d} {color.green:3d} {color.blue:3d}\t{name}"
            for name, color in zip(names, palette.colors, strict=True)
        ]
        # Shares come after the colors: Pillow reads only 259 lines after the first, and 256 may be colors.
        notes = [(name, share_note(palette, index)) for index, name in enumerate(names)]
        shares = [f"# {name}: {note}" for name, note in notes if note]
        comments = [f"# {line}" for line in comment_lines(result)]
        return "\n".join([*header, *comments, *colors, *shares]) + "\n"

    def tell_losses(self, palette: Palette, /) -> list[str]:
        """Say whether names are cut, for Pillow."""
        names = swatch_names(palette)
        is_long = any(cut_name(name, _LONGEST_NAME) != name for name in names)
        return [f"names of more than {_LONGEST_NAME} bytes"] if is_long else []

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read a palette of GIMP, Inkscape, Krita or Aseprite, with any line ends, comments and blank lines.

        Raises ValueError, worded for the user.
        """
        return read_gimp(data)
