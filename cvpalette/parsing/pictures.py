"""Pictures that are palettes, or have one: read_picture()."""

from dataclasses import replace

from cvpalette.color.palette import Palette
from cvpalette.decoding.color_table import read_cells
from cvpalette.decoding.image import Image
from cvpalette.parsing.entries import Entry, make_palette

__all__ = ["read_picture"]


def read_picture(image: Image, data: bytes) -> Palette | None:
    """Return the palette of an image that was read from the bytes of a file; notes tell what is unusual.

    It is None for an image that is no palette and has no color table. Raises ValueError if all is
    transparent.
    """
    found = read_cells(image, data)
    if found is None:
        return None
    cells, note = found
    entries = (Entry(cell.color, alpha=cell.alpha) if cell else Entry(None) for cell in cells)
    palette = make_palette(entries, left_out=[note] if note else ())
    return replace(palette, notes=(image.warning, *palette.notes)) if image.warning else palette
