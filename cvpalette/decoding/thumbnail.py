"""Encodes an image as a small picture: a WebP for pages, a JPEG or PNG for notebooks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
import PIL.Image

if TYPE_CHECKING:
    from cvpalette.decoding.image import Image

__all__ = ["THUMBNAIL_QUALITY", "encode_shown", "encode_webp"]

#: Enough to recognize an image. The file is half as large as at the usual quality.
THUMBNAIL_QUALITY: Final = 50
_SHOWN_QUALITY: Final = 80
# A picture of so few colors is smaller as a PNG, and exact.
_FEW: Final = 256


def encode_webp(image: Image, side: int, quality: int, *, lossless: bool = False) -> bytes:
    """Return an image as WebP; its longer side has at most `side` pixels."""
    contents = io.BytesIO()
    _reduce(image, side).save(contents, "WEBP", quality=quality, lossless=lossless)
    return contents.getvalue()


def encode_shown(image: Image, side: int) -> tuple[str, bytes]:
    """Return the media type and the bytes of a JPEG; of a PNG if the image has alpha, or few colors.

    Its longer side has at most `side` pixels. Every notebook shows these formats.
    """
    picture, contents = _reduce(image, side), io.BytesIO()
    is_photo = image.alpha is None and picture.getcolors(_FEW) is None
    kind = "JPEG" if is_photo else "PNG"
    picture.save(contents, kind, quality=_SHOWN_QUALITY, optimize=True)
    return f"image/{kind.lower()}", contents.getvalue()


def _reduce(image: Image, side: int) -> PIL.Image.Image:
    channels = image.pixels if image.alpha is None else np.dstack([image.pixels, image.alpha])
    picture = PIL.Image.fromarray(channels)
    picture.thumbnail((side, side), PIL.Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture
