"""Quantize an image: give each pixel a swatch, either the nearest or the one that a dither chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, take_palette
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.quantizing.mapping import codes, map_pixels
from cvpalette.settings.settings import MOST_COLORS
from cvpalette.sources.loading import take_pixels

if TYPE_CHECKING:
    import PIL.Image

    from cvpalette.extraction import Extraction
    from cvpalette.result import Result

__all__ = ["DEFAULT_STRENGTH", "DITHERS", "quantize"]

Bytes: TypeAlias = NDArray[np.uint8]

DITHERS: Final = ("none", "floyd-steinberg", "ordered")
# At full strength, an error is passed on far before a color makes up for it. With this strength, photos are
# nearer to the original than with pngquant, both pixel by pixel and from a distance; see benchmarks/.
DEFAULT_STRENGTH: Final = 0.7
# A first look takes only one row and one column in this many.
_GLANCE: Final = 16


def quantize(
    image: Image | NDArray[Any] | PIL.Image.Image | Extraction,
    palette: Palette | Result | Extraction | Sequence[Color | str],
    *,
    space: str = "lab",
    dither: str = "none",
    strength: float = DEFAULT_STRENGTH,
) -> Bytes:
    """Return the index of a swatch for each pixel of an image, as an array (height, width) of uint8.

    `image` is an Image, an array or an image of Pillow, as `extract` takes them, or what `extract` returned.
    `palette` is a Palette, or what has one, such as the return value of `extract` or `read_palette`, or a
    list of colors. Alpha does not matter.

    Without a dither, it is the swatch nearest to the pixel in `space`: 'lab', 'oklab' or 'rgb'.
    'floyd-steinberg' passes on `strength`, 0 to 1, of each pixel's error to the next pixels. 'ordered' mixes
    swatches by blue noise; `strength` is how far a mixture may reach. Both measure distances in sRGB. They do
    not change an image that has only colors of the palette. Raises SettingsError for another dither or
    strength, for more than 256 swatches, and for what is no image or no palette.

    Example:
        >>> found = cvpalette.extract("photo.jpg", colors=6)
        >>> indices = cvpalette.quantize(found, found, dither="ordered")
        >>> colors = np.array([color.rgb for color in found.palette.colors], np.uint8)
        >>> pixels = colors[indices]
        >>> pixels.shape
        (160, 240, 3)
    """
    if dither not in DITHERS:
        message = f"there is no dither {quote(str(dither))}; choose {listed(list(DITHERS))}"
        raise SettingsError(message)
    if not isinstance(strength, int | float) or not 0 <= strength <= 1:
        message = f"the strength of a dither is 0 to 1, not {quote(str(strength))}"
        raise SettingsError(message)
    image, palette = take_pixels(image), take_palette(palette)
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
    """Tell whether all pixels (h, w, 3) have colors of the swatches (k, 3).

    A first look at some pixels is enough for most images that have other colors.
    """
    own = codes(swatches[np.newaxis])
    glances = (pixels[::_GLANCE, ::_GLANCE], pixels)
    return all(np.isin(codes(seen), own).all() for seen in glances)
