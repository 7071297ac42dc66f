"""Quantize an image: give each pixel a swatch, either the nearest or the one that a dither chooses."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, take_palette
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.messages import guess, listed, quote
from cvpalette.quantizing.dithers import DITHERS, KERNELS, MASKS, SYNONYMS
from cvpalette.quantizing.mapping import codes, find_flat, map_pixels
from cvpalette.settings.settings import MOST_COLORS
from cvpalette.sources.loading import take_pixels

if TYPE_CHECKING:
    import PIL.Image

    from cvpalette.extraction import Extraction
    from cvpalette.result import Result

__all__ = ["check_dither", "quantize"]

Bytes: TypeAlias = NDArray[np.uint8]

# With many colors, an error at full strength is passed on far before a color makes up for it. With this
# strength, photos are nearer to the original than with pngquant, both pixel by pixel and from a distance; see
# benchmarks/.
_MANY_STRENGTH: Final = 0.7
# Up to this many colors, errors are seen as lost light. With more, and with this many that were found in the
# photo, photos are nearer to the original in sRGB, where programs compare them, if levels are mixed.
_FEW: Final = 16
# A first look takes only one row and one column in this many.
_GLANCE: Final = 16


def quantize(  # noqa: PLR0913 -- what a picture of few colors depends on, by name
    image: Image | NDArray[Any] | PIL.Image.Image | Extraction,
    palette: Palette | Result | Extraction | Sequence[Color | str],
    *,
    space: str = "lab",
    dither: str = "none",
    strength: float | None = None,
    linear: bool | None = None,
    serpentine: bool = False,
) -> Bytes:
    """Return the index of a swatch for each pixel of an image, as an array (height, width) of uint8.

    `image` is an Image, an array or an image of Pillow, as `extract` takes them, or what `extract` returned.
    `palette` is a Palette, or what has one, such as the return value of `extract` or `read_palette`, or a
    list of colors. Alpha does not matter, but fully transparent pixels have no error.

    Without a dither, it is the swatch nearest to the pixel in `space`: 'lab', 'oklab' or 'rgb'. A dither
    mixes swatches. 'floyd-steinberg', 'atkinson', 'jarvis-judice-ninke', 'stucki', 'burkes', 'sierra',
    'sierra-2' and 'sierra-lite' pass each pixel's error on to the next pixels; 'atkinson' passes on six
    eighths of it, which clears shadows and highlights. 'bayer-2', 'bayer-4', 'bayer-8', 'bayer-16' and
    'blue-noise' compare each pixel with a mask, so the same color at the same place always becomes the same
    swatch. 'ordered' is another name of 'blue-noise'. An image that has only colors of the palette is not
    changed, nor are areas of them, from 3 x 3 pixels, in another image.

    `strength`, 0 to 1, is how much of an error is passed on, or how far a mixture may reach. With `linear`,
    light is mixed, as the eye does from afar, and a gray looks as bright as it is; swatches are compared in
    CIELAB. Else levels of sRGB are mixed and compared. By default, fewer than 16 colors are mixed as light in
    full strength, and more of them as levels in a strength of 0.7. Exactly 16 are mixed as light if the
    palette has no shares, as that of a list, a file or an old computer, and as levels if they were found.
    `serpentine` lets every second row of an error diffusion go left, which breaks up patterns. No two pixels
    can be computed at once then. So a megapixel takes 1.2 to 1.6 seconds, 6 to 11 times as long as without.

    Raises SettingsError for another dither, strength or space, for `linear` and `serpentine` that are neither
    True nor False, for more than 256 swatches, and for what is no image or no palette.

    Example:
        >>> found = cvpalette.extract("photo.jpg", colors=6)
        >>> indices = cvpalette.quantize(found, found, dither="blue-noise")
        >>> colors = np.array([color.rgb for color in found.palette.colors], np.uint8)
        >>> pixels = colors[indices]
        >>> pixels.shape
        (160, 240, 3)
    """
    check_dither(dither, strength)
    _check_flags(linear=False if linear is None else linear, serpentine=serpentine)
    image, palette = take_pixels(image), take_palette(palette)
    if len(palette) > MOST_COLORS:
        message = f"an indexed image has at most {MOST_COLORS} colors, not {len(palette)}"
        raise SettingsError(message)
    swatches = np.array([color.rgb for color in palette.colors], np.uint8)
    # A dither has a space of its own, but another one is no less an error then.
    to_space(swatches, space)
    if dither == "none" or strength == 0 or _has_only(image.pixels, swatches):
        return map_pixels(image, swatches, space)
    # The colors of a list, or of a file, have no shares. Those found in a photo have.
    is_few = len(swatches) < _FEW + (not palette.has_shares)
    linear = is_few if linear is None else linear
    strength = (1 if is_few else _MANY_STRENGTH) if strength is None else strength
    dither = SYNONYMS.get(dither, dither)
    if dither in MASKS:
        from cvpalette.quantizing.ordered import find_mask, mix  # noqa: PLC0415 -- what only some runs need

        return mix(image, swatches, find_mask(dither), strength, linear=linear)
    from cvpalette.quantizing.diffusion import diffuse, diffuse_by_rows  # noqa: PLC0415
    from cvpalette.quantizing.mixing import Mixing  # noqa: PLC0415

    mixing, flat = Mixing(swatches, linear=linear), find_flat(image, swatches)
    if flat is not None:
        # Flat pixels have no error. So they pass none on, as hidden pixels do, and take none in.
        exists = ~flat[0] if image.alpha is None else (image.alpha > 0) & ~flat[0]
        image = Image(image.pixels, exists.astype(np.uint8))
    if serpentine:
        indices = diffuse_by_rows(image, mixing, KERNELS[dither], strength, serpentine=True)
    else:
        indices = diffuse(image, mixing, KERNELS[dither], strength)
    if flat is not None:
        np.copyto(indices, flat[1], where=flat[0])
    return indices


def check_dither(dither: str, strength: float | None) -> None:
    """Raise SettingsError for a dither that there is not, or a strength that is not None or 0 to 1."""
    if dither not in DITHERS:
        near = guess(str(dither), DITHERS)
        message = f"there is no dither {quote(str(dither))}{near or f'; choose {listed(list(DITHERS))}'}"
        raise SettingsError(message)
    if strength is not None and not _is_part(strength):
        message = f"the strength of a dither is 0 to 1, not {quote(str(strength))}"
        raise SettingsError(message)


def _check_flags(**flags: Any) -> None:
    for name, flag in flags.items():
        if not isinstance(flag, bool | np.bool_):
            message = f"{quote(name)} is True or False, not {quote(str(flag))}"
            raise SettingsError(message)


def _is_part(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, Real) and 0 <= float(value) <= 1


def _has_only(pixels: Bytes, swatches: Bytes) -> bool:
    """Tell whether all pixels (h, w, 3) have colors of the swatches (k, 3).

    A first look at some pixels is enough for most images that have other colors.
    """
    own = codes(swatches[np.newaxis])
    glances = (pixels[::_GLANCE, ::_GLANCE], pixels)
    return all(np.isin(codes(seen), own).all() for seen in glances)
