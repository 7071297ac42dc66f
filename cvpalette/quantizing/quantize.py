"""quantize(): every pixel to a swatch, the nearest or by a dither."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.quantizing.mapping import codes, map_pixels
from cvpalette.settings.settings import MOST_COLORS

__all__ = ["DEFAULT_STRENGTH", "DITHERS", "quantize"]

Bytes: TypeAlias = NDArray[np.uint8]

DITHERS: Final = ("none", "floyd-steinberg", "ordered")
# At full strength, errors run far before they find their colour. So much, and photos are nearer to what they
# were than pngquant's, pixel by pixel as well as from afar; see benchmarks/.
DEFAULT_STRENGTH: Final = 0.7
# Every so many rows and columns are looked at first.
_GLANCE: Final = 16


def quantize(
    image: Image,
    palette: Palette,
    *,
    space: str = "lab",
    dither: str = "none",
    strength: float = DEFAULT_STRENGTH,
) -> Bytes:
    """Return for each pixel (height, width) the index of a swatch: without a dither, the nearest in `space`.

    'floyd-steinberg' carries `strength` of each pixel's error, 0 to 1, on to the next; 'ordered' mixes
    swatches by blue noise. Both look for the nearest in sRGB, and leave an image alone that has no colours
    but the palette's. Raises SettingsError for another dither or strength, and for more than 256 swatches.
    """
    if dither not in DITHERS:
        message = f"there is no dither {quote(dither)}; choose {listed(list(DITHERS))}"
        raise SettingsError(message)
    if not 0 <= strength <= 1:
        message = f"the strength of a dither is 0 to 1, not {quote(str(strength))}"
        raise SettingsError(message)
    if len(palette) > MOST_COLORS:
        message = f"an indexed image has at most {MOST_COLORS} colors, not {len(palette)}"
        raise SettingsError(message)
    swatches = np.array([color.rgb for color in palette.colors], np.uint8)
    if dither == "none" or not strength or _has_only(image.pixels, swatches):
        return map_pixels(image, swatches, space)
    if dither == "ordered":
        from cvpalette.quantizing.ordered import mix  # noqa: PLC0415 -- what only some runs need

        return mix(image, swatches, strength)
    from cvpalette.quantizing.diffusion import diffuse  # noqa: PLC0415

    return diffuse(image, swatches, strength)


def _has_only(pixels: Bytes, swatches: Bytes) -> bool:
    """Tell whether all pixels (h, w, 3) have the colours of swatches (k, 3); a glance tells that few do."""
    own = codes(swatches[np.newaxis])
    glances = (pixels[::_GLANCE, ::_GLANCE], pixels)
    return all(np.isin(codes(seen), own).all() for seen in glances)
