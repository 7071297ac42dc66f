"""Turns the samples of a page into upright sRGB: convert()."""

from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.decoding.container import Decoded, turn
from cvpalette.decoding.depths import scale_floats, scale_integers
from cvpalette.decoding.profiles import convert_gray, convert_image, convert_rgb
from cvpalette.decoding.tiff.directory import Tag
from cvpalette.decoding.tiff.page import (
    CMYK,
    GRAYS,
    ICCLAB,
    LABS,
    PALETTE,
    WHITE_IS_ZERO,
    YCBCR,
    Page,
)
from cvpalette.decoding.tiff.samples import Samples

__all__ = ["convert"]

Bytes: TypeAlias = NDArray[np.uint8]
Array: TypeAlias = NDArray[Any]

# The luma coefficients of ITU-R BT.601, and full range: TIFF 6.0's defaults.
_BT_601: Final = (0.299, 0.587, 0.114)
_FULL_RANGE: Final = (0.0, 255.0, 128.0, 255.0, 128.0, 255.0)
# The white point D50, and linear sRGB from XYZ under D50, of the ICC's specification and its profile of sRGB.
_D50: Final = np.array((0.9642, 1, 0.8249), np.float32)
_SRGB_OF_D50: Final = np.array(
    [
        (3.1338561, -1.6168667, -0.4906146),
        (-0.9787684, 1.9161415, 0.0334540),
        (0.0719453, -0.2289914, 1.4052427),
    ],
    np.float32,
)
# The highest level of linear light of 16 bits.
_FINEST: Final = 65535
# The number of rows that are computed in floats at a time.
_ROWS: Final = 256


def convert(page: Page, samples: Samples) -> Decoded:
    """Return the pixels and alpha of a page; missing pixels have alpha 0."""
    levels, alpha = samples.levels[..., : page.colors], None
    if page.alpha is not None:
        above = samples.levels[..., page.colors]
        alpha = _scale(above, samples.bits)
        if page.is_associated:
            levels = _straighten(levels, above, samples.bits)
    pixels = _pixels(page, levels, samples.bits)
    if samples.present is not None:
        here = np.where(samples.present, 255, 0).astype(np.uint8)
        alpha = here if alpha is None else np.minimum(alpha, here)
    orientation = page.directory.number(Tag.ORIENTATION, 1)
    return Decoded(turn(pixels, orientation), None if alpha is None else turn(alpha, orientation))


def _scale(levels: Array, bits: int) -> Bytes:
    if levels.dtype.kind == "f":
        return scale_floats(levels)
    return levels if levels.dtype == np.uint8 and bits == 8 else scale_integers(levels, bits)


def _straighten(levels: Array, alpha: Array, bits: int) -> Array:
    """Divide the colors by alpha, where it is above 0."""
    white = {"f": 1.0, "i": 2.0 ** (bits - 1) - 1}.get(levels.dtype.kind, 2.0**bits - 1)
    straight = np.empty_like(levels)
    for top in range(0, len(levels), _ROWS):
        rows, shares = levels[top : top + _ROWS], alpha[top : top + _ROWS, :, None].astype(np.float32)
        divided = rows * np.divide(white, shares, out=np.zeros_like(shares), where=shares > 0)
        straight[top : top + _ROWS] = divided if levels.dtype.kind == "f" else np.rint(divided.clip(0, white))
    return straight


def _pixels(page: Page, levels: Array, bits: int) -> Bytes:
    """Return the colors as sRGB (height, width, 3); those of CIELAB are known without a profile."""
    if page.photometric in LABS:
        return _rgb_of_lab(page, levels)
    profile = page.directory.content(Tag.PROFILE) or None
    if page.photometric == PALETTE:
        return convert_rgb(_palette(page)[levels[..., 0]], profile)
    scaled = _scale(levels, bits)
    if page.photometric in GRAYS:
        gray = scaled[..., 0]
        return convert_gray(
            255 - gray if page.photometric == WHITE_IS_ZERO else np.ascontiguousarray(gray), profile
        )
    if page.photometric == CMYK:
        picture = PIL.Image.frombytes("CMYK", (page.width, page.height), scaled.tobytes())
        return convert_image(picture, profile)
    return convert_rgb(
        _rgb_of(page, scaled) if page.photometric == YCBCR else np.ascontiguousarray(scaled), profile
    )


def _palette(page: Page) -> Bytes:
    """Return the colors (n, 3) of a palette: all reds first, of 16 bits, though some programs write 8.

    The upper 8 bits are right for programs that write 255 as 65535 and for those that write it as 65280.
    """
    levels = page.directory.array(Tag.COLOR_MAP).reshape(3, -1).T
    return np.ascontiguousarray(levels if levels.max() < 256 else levels >> 8, np.uint8)


def _rgb_of_lab(page: Page, levels: Array) -> Bytes:
    """Convert CIELAB under D50 to sRGB; colors outside sRGB are clipped.

    White is the highest level in L, but 65280 in ICC LAB of 16 bits. a and b are signed in CIELAB, and have 0
    at half the levels in ICC LAB. 16 bits have 256 times the values of 8 bits.
    """
    step = 1 if page.bits == 8 else 256
    white = 65280 if page.photometric == ICCLAB and page.bits == 16 else 2**page.bits - 1
    rgb = np.empty(levels.shape, np.uint8)
    for top in range(0, len(levels), _ROWS):
        rows = levels[top : top + _ROWS]
        light = rows[..., 0].astype(np.float32) * np.float32(100 / white)
        if page.photometric == ICCLAB:
            hues = rows[..., 1:].astype(np.float32) / step - 128
        else:
            hues = np.ascontiguousarray(rows[..., 1:]).view(f"i{page.bits // 8}").astype(np.float32) / step
        rgb[top : top + _ROWS] = _srgb_of_lab(light, hues[..., 0], hues[..., 1])
    return rgb


@cache
def _encoded() -> Bytes:
    """Return the levels of sRGB (65536,) for linear light of 16 bits, by IEC 61966-2-1."""
    linear = np.arange(_FINEST + 1) / _FINEST
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * encoded), np.uint8)


def _srgb_of_lab(light: Array, a: Array, b: Array) -> Bytes:
    """Convert by CIE 15:2004 and IEC 61966-2-1, with the primaries of sRGB adapted to D50 by Bradford."""
    y = (light + 16) / 116
    ratios = np.stack([y + a / 500, y, y - b / 200], axis=-1)
    xyz = np.where(ratios > 6 / 29, ratios * ratios * ratios, (ratios - 16 / 116) * (108 / 841))
    linear = xyz @ (_SRGB_OF_D50 * _D50).T
    return np.asarray(
        np.take(_encoded(), (linear * _FINEST + 0.5).clip(0, _FINEST).astype(np.uint16)), np.uint8
    )


def _rgb_of(page: Page, levels: Bytes) -> Bytes:
    """Convert YCbCr by the page's coefficients and range, as TIFF 6.0 says in its section 21."""
    red, green, blue = page.directory.ratios(Tag.COEFFICIENTS)[:3] or _BT_601
    limits = page.directory.ratios(Tag.REFERENCE)
    low = np.array((limits if len(limits) == 6 else _FULL_RANGE)[0::2], np.float32)
    high = np.array((limits if len(limits) == 6 else _FULL_RANGE)[1::2], np.float32)
    reach = np.array((255, 127, 127), np.float32)
    rgb = np.empty_like(levels)
    for top in range(0, len(levels), _ROWS):
        y, cb, cr = np.moveaxis((levels[top : top + _ROWS] - low) * (reach / np.maximum(high - low, 1)), 2, 0)
        r = y + cr * (2 - 2 * red)
        b = y + cb * (2 - 2 * blue)
        g = (y - red * r - blue * b) / (green or 1)
        rgb[top : top + _ROWS] = np.rint(np.dstack([r, g, b]).clip(0, 255))
    return rgb
