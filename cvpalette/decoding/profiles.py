"""Converts colors to sRGB, from the ICC profile of a file or from another encoding that it names."""

import io
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.encoding import Encoding, UnknownEncodingError
from cvpalette.decoding.matrix_profile import MatrixProfile

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["Meaning", "convert_gray", "convert_image", "convert_rgb"]

Bytes: TypeAlias = NDArray[np.uint8]
Convert: TypeAlias = Callable[[Bytes], Bytes]
#: What the numbers of a picture mean: an ICC profile, or an encoding; None for sRGB.
Meaning: TypeAlias = bytes | Encoding | None

# The transfers of HDR: PQ and HLG.
_HDR: Final = {16, 18}
# This many rows fit into the cache of a core during the conversion.
_STRIP: Final = 8
# Pixels that are taken from Pillow at once.
_FEW: Final = 1 << 20
# The color space in the header of a profile, by Pillow's modes.
_COLORS_OF_MODE: Final = {"CMYK": b"CMYK", "LAB": b"Lab "}
_LEVELS: Final = np.arange(256, dtype=np.uint8)
# Colors to test a conversion with: a grid over the RGB cube.
_STEPS: Final = np.linspace(0, 255, 9).round().astype(np.uint8)
_GRID: Final = np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS), axis=-1).reshape(27, 27, 3)


def convert_rgb(pixels: Bytes, meaning: Meaning) -> Bytes:
    """Return pixels (height, width, 3) in sRGB; a profile that is broken, or not of RGB, is ignored.

    If the meaning is an Encoding, the pixels may also have 16 bits.
    """
    if isinstance(meaning, bytes):
        meaning = _find_hdr(meaning) or meaning
    if isinstance(meaning, Encoding):
        convert: Convert | None = meaning.convert
    else:
        convert = _find_conversion(meaning) if meaning and _colors_of(meaning) == b"RGB " else None
    if convert is None:
        return pixels
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- most profiles are sRGB

    converted = np.empty(pixels.shape, np.uint8)

    def take(top: int) -> None:
        converted[top : top + _STRIP] = convert(np.ascontiguousarray(pixels[top : top + _STRIP]))

    # Both OpenCV and littlecms release the GIL.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(take, range(0, len(pixels), _STRIP)))
    return converted


def convert_gray(levels: Bytes, meaning: Meaning) -> Bytes:
    """Return the sRGB pixels (height, width, 3) of gray levels (height, width)."""
    if isinstance(meaning, Encoding) or (meaning and _colors_of(meaning) == b"RGB "):
        # Some programs save a gray picture with an RGB profile.
        return convert_rgb(np.repeat(levels[:, :, None], 3, axis=2), meaning)
    table = _convert_levels(meaning) if meaning and _colors_of(meaning) == b"GRAY" else None
    return np.repeat(levels[:, :, None], 3, axis=2) if table is None else table[levels]


def convert_image(image: "PIL.Image.Image", meaning: Meaning) -> Bytes:
    """Return sRGB pixels (height, width, 3) of an image of 8 bits: L, RGB, CMYK or LAB."""
    if image.mode == "RGB":
        return convert_rgb(_array_of(image), meaning)
    if image.mode == "L":
        return convert_gray(np.asarray(image), meaning)
    profile = None if isinstance(meaning, Encoding) else meaning
    is_meant = profile is not None and _colors_of(profile) == _COLORS_OF_MODE[image.mode]
    convert = _open_transform(profile if is_meant else None, image.mode)
    return np.asarray(image.convert("RGB") if convert is None else convert(image))


def _array_of(image: "PIL.Image.Image") -> Bytes:
    """Return the pixels of an RGB image; of a large one some rows at a time: Pillow copies them twice."""
    width, height = image.size
    if width * height <= _FEW:
        return np.asarray(image)
    pixels = np.empty((height, width, 3), np.uint8)
    step = max(1, _FEW // width)
    for top in range(0, height, step):
        rows = image.crop((0, top, width, min(height, top + step)))
        pixels[top : top + step] = np.asarray(rows)
    return pixels


def _colors_of(profile: bytes) -> bytes:
    return profile[16:20]


def _find_hdr(profile: bytes) -> Encoding | None:
    """Return the encoding that a profile of PQ or HLG names beside its curves (ICC.1:2022), else None."""
    at = profile.find(b"cicp\0\0\0\0", 128)
    points = profile[at + 8 : at + 12]
    if at < 0 or len(points) < 4 or points[1] not in _HDR:
        return None
    with suppress(UnknownEncodingError):
        return Encoding.named(points[0], points[1])
    return None


@lru_cache(maxsize=8)
def _find_conversion(profile: bytes) -> Convert | None:
    """Return the function that converts RGB pixels; None if it would change no level by more than 1."""
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
    # Our own conversion takes a third of the time. It is used only if it agrees with littlecms.
    return own.convert if own and _is_near(own.convert(_GRID), right) else with_littlecms


def _is_near(some: Bytes, others: Bytes) -> bool:
    return int(cv2.absdiff(some, others).max()) <= 1


@lru_cache(maxsize=8)
def _convert_levels(profile: bytes) -> Bytes | None:
    """Return the sRGB colors (256, 3) of the levels of a gray profile; None if the profile is broken."""
    transform = _open_transform(profile, "L")
    return None if transform is None else np.asarray(transform(_picture_of(_LEVELS[None])))[0]


def _picture_of(levels: Bytes) -> "PIL.Image.Image":
    import PIL.Image  # noqa: PLC0415 -- as below

    return PIL.Image.fromarray(levels)


def _open_transform(
    profile: bytes | None, mode: str
) -> "Callable[[PIL.Image.Image], PIL.Image.Image] | None":
    """Return littlecms's conversion to sRGB from a profile, or from CIELAB; None if there is none."""
    if profile is None and mode != "LAB":
        return None
    from PIL import ImageCms  # noqa: PLC0415 -- takes 25 ms with Pillow, and only some profiles need it

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
        # This intent keeps every color that is inside sRGB. Other intents change such colors too.
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", intent)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return transform.apply
