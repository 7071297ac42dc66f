"""decode(): an image file's bytes to upright sRGB pixels; the only place that sees BGR."""

import io
import warnings
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import PIL.Image
import PIL.ImageOps
from numpy.typing import NDArray

from cvpalette.errors import ImageError, quote

__all__ = ["decode"]

Bytes: TypeAlias = NDArray[np.uint8]

# Where OpenCV is right and fast: the 8-bit formats of nearly every photo, by the mode that Pillow finds in
# the header. It is wrong, or silent, about most of the rest: Pillow reads that.
_OPENCV_READS: Final = {
    "JPEG": {"L", "RGB"},
    "MPO": {"L", "RGB"},  # a phone's JPEG with a second picture behind the first
    "PNG": {"L", "LA", "P", "RGB", "RGBA", "I;16"},  # 16 bits too: it gives them all
    "WEBP": {"RGB", "RGBA"},
}
# What Pillow's own conversion to 8-bit RGB is right for.
_PILLOW_READS: Final = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"}
# The end that a whole file has: OpenCV may fill what is missing with grey, and libpng talks on stderr.
_ENDS: Final = {"JPEG": b"\xff\xd9", "MPO": b"\xff\xd9", "PNG": b"IEND"}
# What IMREAD_UNCHANGED gives, by its channels.
_TO_RGB: Final = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
_START_OF_SCAN: Final = 0xDA
_ORIENTATION: Final = 0x0112
# EXIF's eight orientations: whether to transpose, and the axes to flip after that.
_UPRIGHT: Final[dict[int, tuple[bool, tuple[int, ...]]]] = {
    2: (False, (1,)),
    3: (False, (0, 1)),
    4: (False, (0,)),
    5: (True, ()),
    6: (True, (1,)),
    7: (True, (0, 1)),
    8: (True, (0,)),
}
_READABLE: Final = "JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP, PNM or JPEG 2000"


def decode(data: bytes, name: str) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) sRGB and alpha (height, width) or None; raises ImageError."""
    with warnings.catch_warnings():
        # Pillow's warnings are about metadata that we do not use, and sizes that we judge ourselves.
        warnings.simplefilter("ignore")
        try:
            header = PIL.Image.open(io.BytesIO(data))
        except PIL.Image.DecompressionBombError as error:
            raise ImageError(name, "has more pixels than is safe to decode") from error
        except PIL.UnidentifiedImageError as error:
            raise ImageError(name, f"is no image that cvpalette reads ({_READABLE})") from error
        except Exception as error:  # a broken header fails in any of Pillow's many parsers
            raise ImageError(name, f"is damaged: {error}") from error
        if not _is_whole(header.format or "", data):
            raise ImageError(name, f"is cut short: it is a {header.format} file without its end")
        if header.mode in _OPENCV_READS.get(header.format or "", ()) and not _needs_pillow(header):
            return _decode_with_opencv(data, header, name)
        return _decode_with_pillow(header, name)


def _is_whole(format_name: str, data: bytes) -> bool:
    end = _ENDS.get(format_name)
    if end is None:
        return True
    return data.find(end, _scan_start(data) if end == _ENDS["JPEG"] else 0) >= 0


def _scan_start(data: bytes) -> int:
    """Return where a JPEG's first scan starts: a thumbnail before it has an end of its own."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == _START_OF_SCAN:
            return at
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _needs_pillow(header: PIL.Image.Image) -> bool:
    """Tell whether OpenCV would be wrong (profiles, a grey PNG's transparent level) or talk (libpng)."""
    grey_transparency = "transparency" in header.info and header.mode != "P"
    talks = header.format == "PNG" and "icc_profile" in header.info
    return grey_transparency or talks or _profile(header) is not None


def _profile(header: PIL.Image.Image) -> bytes | None:
    """Return the embedded ICC profile, unless it says sRGB, which is what we convert to."""
    profile = header.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return None
    return None if _is_srgb(profile) else profile


def _is_srgb(profile: bytes) -> bool:
    """Tell whether a profile's own description says sRGB, and not a linear or otherwise other kind of it."""
    for at in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12):
        if profile[at : at + 4] == b"desc":
            start = int.from_bytes(profile[at + 4 : at + 8], "big")
            text = profile[start : start + int.from_bytes(profile[at + 8 : at + 12], "big")]
            # ASCII in version 2 of ICC, UTF-16 in version 4.
            words = text.replace(b"\0", b"").decode("latin-1").lower()
            return "srgb" in words and "linear" not in words
    return False


def _decode_with_opencv(data: bytes, header: PIL.Image.Image, name: str) -> tuple[Bytes, Bytes | None]:
    has_alpha = "A" in header.mode or "transparency" in header.info
    how = cv2.IMREAD_UNCHANGED if has_alpha else cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error as error:
        raise ImageError(name, f"cannot be decoded: {error.err}") from error
    if found is None:
        width, height = header.size
        raise ImageError(name, f"is damaged: its {width} x {height} pixels cannot be decoded")
    pixels = _eight_bits(found)
    alpha = None
    if has_alpha:
        channels = pixels.shape[2] if pixels.ndim == 3 else 1
        alpha = pixels[:, :, 3] if channels == 4 else None
        pixels = np.asarray(cv2.cvtColor(pixels, _TO_RGB[channels]), np.uint8)
    exif = PIL.Image.Exif()
    exif.load(header.info.get("exif") or b"")
    transpose, flips = _UPRIGHT.get(exif.get(_ORIENTATION, 1), (False, ()))
    return _turn(pixels, transpose, flips), None if alpha is None else _turn(alpha, transpose, flips)


def _eight_bits(found: NDArray[Any]) -> Bytes:
    if found.dtype == np.uint16:
        return ((found.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return np.asarray(found, np.uint8)


def _turn(pixels: Bytes, transpose: bool, flips: tuple[int, ...]) -> Bytes:
    turned = pixels.swapaxes(0, 1) if transpose else pixels
    return np.ascontiguousarray(np.flip(turned, flips))


def _decode_with_pillow(header: PIL.Image.Image, name: str) -> tuple[Bytes, Bytes | None]:
    if header.mode not in _PILLOW_READS:
        raise ImageError(name, f"has pixels of a kind that cvpalette does not read ({quote(header.mode)})")
    try:
        header.load()
        upright = PIL.ImageOps.exif_transpose(header)
        has_alpha = upright.has_transparency_data
        profile = _profile(header)
        if profile is not None:
            upright = _to_srgb(upright, profile, has_alpha)
        found = np.asarray(upright.convert("RGBA" if has_alpha else "RGB"))
    except Exception as error:  # damaged data fails in any of Pillow's many decoders
        raise ImageError(name, f"is damaged or cut short: {error}") from error
    alpha = np.ascontiguousarray(found[:, :, 3]) if has_alpha else None
    return np.ascontiguousarray(found[:, :, :3]), alpha


def _to_srgb(image: PIL.Image.Image, profile: bytes, has_alpha: bool) -> PIL.Image.Image:
    """Convert from an embedded profile; one that is broken, or for other pixels, is as good as none."""
    from PIL import ImageCms  # noqa: PLC0415 -- 10 ms that only a profile costs

    alpha = image.convert("RGBA").getchannel("A") if has_alpha else None
    base = image.convert("RGB") if image.mode in {"P", "PA", "RGBA", "RGBX"} else image
    base = base.convert("L") if base.mode == "LA" else base
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(base, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    return converted
