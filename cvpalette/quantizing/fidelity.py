"""Measure the fidelity of a quantized image: the size of its file, and how near it is to the original."""

import io
import math
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.quantizing.indexed import IndexedImage
from cvpalette.quantizing.mapping import codes

__all__ = ["Fidelity"]

Bytes: TypeAlias = NDArray[np.uint8]

# CIEDE2000 is measured on this many evenly spread pixels: they give the mean of all to two digits.
_MEASURED_PIXELS: Final = 1 << 18
# Pixels that are compared at once.
_CHUNK: Final = 1 << 20
# zlib has levels 1 to 9. At this one, the file is half a percent larger than at the usual level 6, in a third
# of the time.
_TRUECOLOR_LEVEL: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Fidelity:
    """Sizes of the source, of its pixels as truecolor PNG and of the result; its colors and its errors.

    `source_bytes` is None if the source was not a file. `psnr` is in dB, or None if no pixel changed.
    `delta_e_mean` and `delta_e_p95` are CIEDE2000, and 0 if no pixel is visible. A pixel that is invisible in
    both images is not compared. Translucent pixels are compared as they look on black and as they look on
    white, and both count: so a pixel counts by its alpha, and a change of its alpha counts too.
    `alpha_levels` is how many different alphas the image has, before and after.
    """

    source_bytes: int | None
    truecolor_png_bytes: int
    result_bytes: int
    colors: int
    psnr: float | None
    delta_e_mean: float
    delta_e_p95: float
    alpha_levels: tuple[int, int] = (1, 1)

    @classmethod
    def measure(cls, image: Image, picture: IndexedImage, result_bytes: int) -> Self:
        """Compare an image with the indexed image of the same size; its file has `result_bytes` bytes."""
        used = np.flatnonzero(np.bincount(picture.indices.reshape(-1), minlength=len(picture.entries)))
        entries = picture.entries[used]
        colors = len(np.unique(entries[entries[:, 3] > 0, :3], axis=0))
        return cls._compare(image, picture.entries[picture.indices], colors, result_bytes)

    @classmethod
    def measure_pixels(cls, image: Image, pixels: Bytes, result_bytes: int) -> Self:
        """Compare an image with the opaque pixels (height, width, 3) of a file of any number of colors."""
        colors = len(np.unique(codes(pixels)))
        after = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), np.uint8)
        return cls._compare(image, after, colors, result_bytes)

    @classmethod
    def _compare(cls, image: Image, after: Bytes, colors: int, result_bytes: int) -> Self:
        psnr, mean, p95 = _compare(*_visible(image, after))
        return cls(
            source_bytes=image.source_bytes,
            truecolor_png_bytes=_truecolor_bytes(image),
            result_bytes=result_bytes,
            colors=colors,
            psnr=psnr,
            delta_e_mean=mean,
            delta_e_p95=p95,
            alpha_levels=_count_levels(image.alpha, after),
        )


def _count_levels(alpha: Bytes | None, after: Bytes) -> tuple[int, int]:
    """Return how many different alphas there are before and after; pixels (h, w, 4) of no alpha have one."""
    if alpha is None:
        return 1, 1
    found = (
        cv2.calcHist([each], [0], None, [256], [0, 256]) for each in (alpha, cv2.extractChannel(after, 3))
    )
    before, later = (cv2.countNonZero(counts) for counts in found)
    return before, later


def _visible(image: Image, after: Bytes) -> tuple[Bytes, Bytes]:
    """Return the pixels (n, 3), before and after; with alpha (n, 4) those that are visible in an image."""
    if image.alpha is None:
        return image.pixels.reshape(-1, 3), after[:, :, :3].reshape(-1, 3)
    shown = (image.alpha > 0) | (after[:, :, 3] > 0)
    return np.column_stack([image.pixels[shown], image.alpha[shown]]), after[shown]


def _compare(before: Bytes, after: Bytes) -> tuple[float | None, float, float]:
    """Return the PSNR of all pixels (n, 3 or 4), and a sample's mean and 95th percentile of CIEDE2000."""
    if not len(before):
        return None, 0.0, 0.0
    grounds = (0, 255) if before.shape[1] == 4 else (0,)
    squares = 0.0
    for start in range(0, len(before), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        for ground in grounds:
            # OpenCV's norm sums the squares of 8-bit values in float64, without rounding.
            squares += cv2.norm(_lay(before[chunk], ground), _lay(after[chunk], ground), cv2.NORM_L2SQR)
    mse = squares / (3 * len(before) * len(grounds))
    step = max(1, len(before) // _MEASURED_PIXELS)
    some = np.concatenate(
        [
            ciede2000(*(to_space(_lay(pixels[::step], ground), "lab") for pixels in (before, after)))
            for ground in grounds
        ]
    )
    psnr = 10 * math.log10(255**2 / mse) if mse else None
    return psnr, float(some.mean()), float(np.percentile(some, 95))


def _lay(pixels: Bytes, ground: int) -> Bytes:
    """Return pixels (n, 3) as they look on a gray, blended in sRGB, as browsers do."""
    if pixels.shape[1] == 3:
        return pixels
    alpha = pixels[:, 3:].astype(np.uint32)
    return np.asarray((pixels[:, :3] * alpha + ground * (255 - alpha) + 127) // 255, np.uint8)


def _truecolor_bytes(image: Image) -> int:
    file = io.BytesIO()
    pixels = image.pixels if image.alpha is None else np.dstack([image.pixels, image.alpha])
    PIL.Image.fromarray(pixels).save(file, "PNG", compress_level=_TRUECOLOR_LEVEL)
    return file.tell()
