"""Which colours a palette has: as many as are asked for or as few as will do, in order, and named."""

from dataclasses import replace
from typing import Final

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.clustering import cell_bits, cluster
from cvpalette.engine.error import measure_error
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.settings.settings import Settings

__all__ = ["bits_for", "choose_palette", "complete_settings", "find_palette", "finish_palette"]

# 'auto' looks no further: a palette of more is one that nobody reads.
_MOST_AUTO_COLORS: Final = 32


def bits_for(settings: Settings) -> int:
    """Return the bits a channel with which images are counted for these settings."""
    return cell_bits(settings.colors if isinstance(settings.colors, int) else _MOST_AUTO_COLORS)


def find_palette(image: Image, settings: Settings) -> Palette:
    """Find the colours of all pixels of an image, whatever else was found in it, the most common first."""
    return choose_palette(ColorHistogram.of_image(image, bits=bits_for(settings)), settings)


def complete_settings(settings: Settings, palette: Palette | None) -> Settings:
    """Return the settings with the order that is used where none is asked for."""
    return settings if settings.sort else replace(settings, sort="given" if palette else "share")


def finish_palette(palette: Palette, settings: Settings) -> Palette:
    """Return the palette in the order that is asked for, with the names that are."""
    ordered = palette.sorted(settings.sort or "given")
    if not settings.names:
        return ordered
    from cvpalette.color.names import name_swatches  # noqa: PLC0415 -- only some runs need names

    return name_swatches(ordered, settings.names)


def choose_palette(histogram: ColorHistogram, settings: Settings) -> Palette:
    """Cluster into as many colours as are asked for, or as few as will do."""

    def find(colors: int) -> Palette:
        return cluster(histogram, colors, space=settings.space, seed=settings.seed, accents=settings.accents)

    if isinstance(settings.colors, int):
        return find(settings.colors)
    # More colours are never worse by more than the noise of clustering: halve the range.
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
