"""Choose the colors of a palette: their number, their order and their names."""

from dataclasses import replace
from typing import Final

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.clustering import cell_bits, find_palette
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.settings.settings import Settings

__all__ = ["bits_for", "choose_palette", "complete_settings", "find_image_palette", "finish_palette"]

# 'auto' stops here: nobody reads a palette of more colors.
_MOST_AUTO_COLORS: Final = 32


def bits_for(settings: Settings, palette: Palette | None = None) -> int:
    """Return the bits per channel for counting images, by the settings or by the size of a given palette."""
    if palette is not None:
        return cell_bits(len(palette))
    return cell_bits(settings.colors if isinstance(settings.colors, int) else _MOST_AUTO_COLORS)


def find_image_palette(image: Image, settings: Settings) -> Palette:
    """Find a new palette of all pixels of an image, the most common color first."""
    return choose_palette(ColorHistogram.of_image(image, bits=bits_for(settings)), settings)


def complete_settings(settings: Settings, palette: Palette | None) -> Settings:
    """Return the settings with an order; the default is 'given' for a given palette, else 'share'."""
    return settings if settings.sort else replace(settings, sort="given" if palette else "share")


def finish_palette(palette: Palette, settings: Settings) -> Palette:
    """Return the palette with the order and the names that the settings ask for."""
    ordered = palette.sorted(settings.sort or "given")
    if not settings.names:
        return ordered
    from cvpalette.color.naming import name_swatches  # noqa: PLC0415 -- only some runs need names

    return name_swatches(ordered, settings.names)


def choose_palette(histogram: ColorHistogram, settings: Settings) -> Palette:
    """Find the palette of a histogram, with the number of colors that the settings ask for.

    For 'auto', it has the fewest colors whose mean error is within the tolerance, but not more than 32.
    """

    def find(colors: int) -> Palette:
        return find_palette(histogram, colors, settings)

    if isinstance(settings.colors, int):
        return find(settings.colors)
    from cvpalette.engine.error import measure_error  # noqa: PLC0415 -- only 'auto' needs it

    # More colors are never worse, except for the noise of clustering. So a binary search finds the fewest.
    fewest, most = 1, _MOST_AUTO_COLORS
    palette = find(most)
    while fewest < most:
        middle = (fewest + most) // 2
        candidate = find(middle)
        if measure_error(histogram, candidate, space=settings.space).delta_e_mean <= settings.tolerance:
            palette, most = candidate, middle
        else:
            fewest = middle + 1
    return palette
