"""Choose the colors of a palette: their number, their order and their names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.clustering import cell_bits
from cvpalette.engine.finding import find_palette, kept_swatches, seen_spreads
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.settings.settings import MOST_AUTO_COLORS, Settings

if TYPE_CHECKING:
    from cvpalette.engine.flat_palette import FlatArt

__all__ = [
    "bits_for",
    "choose_palette",
    "complete_settings",
    "count_image",
    "find_image_palette",
    "finish_palette",
]

# A flat color is needed if it differs from all that are chosen by more than this part of the tolerance. By
# default that is a CIEDE2000 of 2, which is hardly visible.
_HARDLY: Final = 1 / 3
# With the colors that a person would pick, 'auto' finds so many that no strong color is farther from all of
# them than so many times the tolerance. A color is strong if it has this part of the weight.
_STRONG_REACH: Final = 2.5
_STRONG: Final = 0.02


def bits_for(settings: Settings, palette: Palette | None = None) -> int:
    """Return the bits per channel for counting images, by the settings or by the size of a given palette."""
    colors = MOST_AUTO_COLORS if settings.number is None else settings.number
    if palette is not None:
        colors = len(palette) if settings.colors is None else min(colors, len(palette))
    return cell_bits(colors, settings.space)


def count_image(image: Image, settings: Settings, palette: Palette | None = None) -> ColorHistogram:
    """Count the pixels of an image, and find what else the settings need to find a palette."""
    is_search = palette is None
    return ColorHistogram.of_image(
        image,
        bits=bits_for(settings, palette),
        accents=is_search and settings.accents,
        present=is_search and (settings.snap or settings.pick == "colors"),
        spreads=is_search and settings.pick == "colors",
    )


def find_image_palette(image: Image, settings: Settings) -> Palette:
    """Find a new palette of all pixels of an image, the most common color first."""
    return choose_palette(count_image(image, settings), settings)


def complete_settings(settings: Settings, palette: Palette | None) -> Settings:
    """Return the settings with an order and a number of colors, for a given palette or for none.

    The order is 'given' for a given palette, else 'share'. All colors of a given palette have no number.
    """
    colors = settings.number or settings.colors if palette is None else settings.colors
    return replace(settings, colors=colors, sort=settings.sort or ("given" if palette else "share"))


def finish_palette(palette: Palette, settings: Settings) -> Palette:
    """Return the palette with the order and the names that the settings ask for."""
    ordered = palette.sorted(settings.sort or "given")
    vocabulary = settings.vocabulary
    if vocabulary is None:
        return ordered
    from cvpalette.color.naming import name_swatches  # noqa: PLC0415 -- only some runs need names

    return name_swatches(ordered, vocabulary)


def choose_palette(histogram: ColorHistogram, settings: Settings) -> Palette:
    """Find the palette of a histogram, with the number of colors that the settings ask for.

    For 'auto', it has the fewest colors whose mean error is within the tolerance, but not more than 32,
    unless more are kept. If it has the colors that a person would pick, it has the fewest with which no
    strong color of the picture is farther than 2.5 times the tolerance from all of them. For flat art it
    has the flat colors that are needed, and others only if these are not enough. Accents come in addition.
    """
    if settings.number is not None:
        return find_palette(histogram, settings.number, settings)
    kept, art = kept_swatches(settings), _flat_art(histogram)
    fixed = art.cover(_HARDLY * settings.tolerance, MOST_AUTO_COLORS, kept) if art else kept
    spreads = seen_spreads(histogram, art) if settings.pick == "colors" else None
    if spreads is not None:
        from cvpalette.engine.picking import count_strong  # noqa: PLC0415 -- only some runs need it

        most = max(0, MOST_AUTO_COLORS - len(fixed))
        more = count_strong(spreads, fixed, _STRONG_REACH * settings.tolerance, _STRONG, most)
        return find_palette(histogram, max(1, len(fixed) + more), settings, fixed=fixed, grows=True)
    plain = replace(settings, accents=False, snap=False)
    palette = _fewest(histogram, plain, fixed)
    if plain == settings:
        return palette
    return find_palette(histogram, len(palette), settings, fixed=fixed, grows=True)


def _flat_art(histogram: ColorHistogram) -> FlatArt | None:
    if histogram.flat is None:
        return None
    from cvpalette.engine.flat_palette import FlatArt  # noqa: PLC0415 -- photos do not need it

    return FlatArt.of(histogram)


def _fewest(histogram: ColorHistogram, settings: Settings, fixed: NDArray[np.uint8]) -> Palette:
    """Return the palette of the fewest colors, the fixed ones among them, that is within the tolerance."""
    from cvpalette.engine.error import measure_error  # noqa: PLC0415 -- only 'auto' needs it

    def find(colors: int) -> Palette:
        return find_palette(histogram, colors, settings, fixed=fixed)

    # More colors are never worse, except for the noise of clustering. So a binary search finds the fewest.
    fewest, most = max(1, len(fixed)), max(MOST_AUTO_COLORS, len(fixed))
    palette = find(most)
    while fewest < most:
        middle = (fewest + most) // 2
        candidate = find(middle)
        if measure_error(histogram, candidate, space=settings.space).delta_e_mean <= settings.tolerance:
            palette, most = candidate, middle
        else:
            fewest = middle + 1
    return palette
