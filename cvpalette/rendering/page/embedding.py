"""An image as data URIs: the picture, and a map that says where each swatch is."""

import base64
from typing import Final

import numpy as np

from cvpalette.decoding.image import Image
from cvpalette.decoding.thumbnail import encode_webp
from cvpalette.extraction import Extraction
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.png import encode_png
from cvpalette.quantizing.quantize import quantize
from cvpalette.settings.settings import MOST_COLORS

__all__ = ["embed_image", "embed_map", "embed_picture"]

_QUALITY: Final = 80
_LEVEL: Final = 9
# A pixel with less alpha than this is more background than picture.
_VISIBLE: Final = 128
_FEW_COLORS: Final = 16


def embed_picture(extraction: Extraction, side: int) -> str:
    """Return the image as WebP, its longer side at most `side` pixels; flat art is lossless."""
    is_flat = len(extraction.histogram) <= MOST_COLORS
    return _embed(encode_webp(extraction.image, side, _QUALITY, lossless=is_flat), "webp")


def embed_image(image: Image, *, lossless: bool) -> str:
    """Return an image as WebP, as large as it is."""
    side = max(image.width, image.height)
    return _embed(encode_webp(image, side, _QUALITY, lossless=lossless), "webp")


def embed_map(extraction: Extraction, side: int) -> str:
    """Return an indexed PNG whose gray levels are the numbers of the swatches, from 0.

    Its longer side is at most `side` pixels, or half of that for many swatches, which make the PNG large.
    The map is transparent where the image mostly is, unless all 256 numbers stand for swatches.
    """
    image, palette = extraction.image, extraction.palette
    most = side if len(palette) <= _FEW_COLORS else max(1, side // 2)
    step = max(1, image.width / most, image.height / most)
    rows, columns = (np.arange(0, length, step).astype(int) for length in (image.height, image.width))
    # Pixels are picked and not averaged: a mean of two colors may be nearest to a third swatch.
    some = Image(image.pixels[rows][:, columns])
    indices = quantize(some, palette, space=extraction.settings.space)
    entries = np.array([(level, level, level, 255) for level in range(len(palette))], np.uint8)
    if image.alpha is not None and len(palette) < MOST_COLORS:
        visible = min(_VISIBLE, int(image.alpha.max()))
        indices[image.alpha[rows][:, columns] < visible] = len(palette)
        entries = np.append(entries, [[0, 0, 0, 0]], axis=0).astype(np.uint8)
    return _embed(encode_png(IndexedImage(indices, entries), _LEVEL), "png")


def _embed(contents: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(contents).decode()}"
