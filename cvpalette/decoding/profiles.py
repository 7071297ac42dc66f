"""Profiles: colors as a file's ICC profile means them, to sRGB."""

import io
import os
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.matrix_profile import MatrixProfile

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["convert_gray", "convert_image", "convert_rgb"]

Bytes: TypeAlias = NDArray[np.uint8]
Convert: TypeAlias = Callable[[Bytes], Bytes]

# So many rows stay in a core's cache on their way through.
_STRIP: Final = 8
# Where a profile says which colors it is about, by Pillow's modes.
_COLORS_OF_MODE: Final = {"CMYK": b"CMYK", "LAB": b"Lab "}
_LEVELS: Final = np.arange(256, dtype=np.uint8)
# Colors to try a conversion on: a grid of the cube's corners, edges and middle.
_STEPS: Final = np.linspace(0, 255, 9).round().astype(np.uint8)
_GRID: Final = np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS), axis=-1).reshape(27, 27, 3)


def convert_rgb(pixels: Bytes, profile: bytes | None) -> Bytes:
    """Return pixels (height, width, 3) in sRGB; a profile that is broken, or not of RGB, says nothing."""
    convert = _find_conversion(profile) if profile and _colors_of(profile) == b"RGB " else None
    if convert is None:
        return pixels
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- most profiles are sRGB's

    converted = np.empty_like(pixels)

    def take(top: int) -> None:
        converted[top : top + _STRIP] = convert(np.ascontiguousarray(pixels[top : top + _STRIP]))

    # Both OpenCV and littlecms let other threads run meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(take, range(0, len(pixels), _STRIP)))
    return converted


def convert_gray(levels: Bytes, profile: bytes | None) -> Bytes:
    """Return the sRGB pixels (height, width, 3) of levels of gray (height, width)."""
    if profile and _colors_of(profile) == b"RGB ":
        # A gray picture may well be saved with its program's RGB profile.
        return convert_rgb(np.repeat(levels[:, :, None], 3, axis=2), profile)
    table = _convert_levels(profile) if profile and _colors_of(profile) == b"GRAY" else None
    return np.repeat(levels[:, :, None], 3, axis=2) if table is None else table[levels]


def convert_image(image: "PIL.Image.Image", profile: bytes | None) -> Bytes:
    """Return sRGB pixels (height, width, 3) of an image of 8 bits: L, RGB, CMYK or LAB."""
    if image.mode == "RGB":
        return convert_rgb(np.asarray(image), profile)
    if image.mode == "L":
        return convert_gray(np.asarray(image), profile)
    is_meant = profile is not None and _colors_of(profile) == _COLORS_OF_MODE[image.mode]
    convert = _open_transform(profile if is_meant else None, image.mode)
    return np.asarray(image.convert("RGB") if convert is None else convert(image))


def _colors_of(profile: bytes) -> bytes:
    return profile[16:20]


@lru_cache(maxsize=8)
def _find_conversion(profile: bytes) -> Convert | None:
    """Return what converts RGB pixels, or None where nothing would change by more than rounding does."""
    own = MatrixProfile.parse(profile)
    if own and _is_near(own.convert(_GRID), _GRID):
        return None
    transform = _open_transform(profile, "RGB")
    if transform is None:
        return None

    def with_littlecms(pixels: Bytes) -> Bytes:
        return np.asarray(transform(_picture_of(pixels)))

    right = with_littlecms(_GRID)
    if _is_near(right, _GRID):
        return None
    # Ours takes a third of the time; littlecms has the last word on whether it is right.
    return own.convert if own and _is_near(own.convert(_GRID), right) else with_littlecms


def _is_near(some: Bytes, others: Bytes) -> bool:
    return int(cv2.absdiff(some, others).max()) <= 1


@lru_cache(maxsize=8)
def _convert_levels(profile: bytes) -> Bytes | None:
    """Return the sRGB colors (256, 3) of the levels of a gray profile, None where it is broken."""
    transform = _open_transform(profile, "L")
    return None if transform is None else np.asarray(transform(_picture_of(_LEVELS[None])))[0]


def _picture_of(levels: Bytes) -> "PIL.Image.Image":
    import PIL.Image  # noqa: PLC0415 -- as below

    return PIL.Image.fromarray(levels)


def _open_transform(
    profile: bytes | None, mode: str
) -> "Callable[[PIL.Image.Image], PIL.Image.Image] | None":
    """Return littlecms's conversion to sRGB from a profile, or from CIELAB; None where there is none."""
    if profile is None and mode != "LAB":
        return None
    from PIL import ImageCms  # noqa: PLC0415 -- 25 ms with Pillow, which only some profiles cost

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
        # A color that sRGB has is itself: other intents move it, for a better look of the whole.
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", intent)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return transform.apply
