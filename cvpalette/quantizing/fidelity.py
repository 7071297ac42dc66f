"""Measure the fidelity of a quantized file: its size, and how near it is to the original image."""

import io
import math
from dataclasses import dataclass
from typing import Any, Final, Self, TypeAlias

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image

__all__ = ["Fidelity"]

Bytes: TypeAlias = NDArray[np.uint8]

# CIEDE2000 is measured on this many evenly spread pixels: they give the mean of all to two digits.
_MEASURED_PIXELS: Final = 1 << 18
# zlib has levels 1 to 9. At this one, the file is half a percent larger than at the usual level 6, in a third
# of the time.
_TRUECOLOR_LEVEL: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Fidelity:
    """Sizes of the source, of its pixels as truecolor PNG and of the result; its colors and its errors.

    `source_bytes` is None if the source was not a file. `psnr` is in dB, or None if no pixel changed.
    `delta_e_mean` and `delta_e_p95` are CIEDE2000, and 0 if no pixel is visible. Invisible pixels are not
    compared.
    """

    source_bytes: int | None
    truecolor_png_bytes: int
    result_bytes: int
    colors: int
    psnr: float | None
    delta_e_mean: float
    delta_e_p95: float

    @classmethod
    def measure(cls, image: Image, contents: bytes) -> Self:
        """Compare an image with the file that was made from it, after decoding this file."""
        picture = PIL.Image.open(io.BytesIO(contents)).convert("RGBA")
        used: list[Any] = picture.getcolors(1 << 16) or []
        before, after = _visible(image, np.asarray(picture))
        psnr, mean, p95 = _compare(before, after)
        return cls(
            source_bytes=image.source_bytes,
            truecolor_png_bytes=_truecolor_bytes(image),
            result_bytes=len(contents),
            colors=len({rgba[:3] for _, rgba in used if rgba[3]}),
            psnr=psnr,
            delta_e_mean=mean,
            delta_e_p95=p95,
        )

    @property
    def is_larger(self) -> bool:
        """Whether the file is larger than its source."""
        return self.source_bytes is not None and self.result_bytes > self.source_bytes


def _visible(image: Image, after: Bytes) -> tuple[Bytes, Bytes]:
    """Return the pixels (n, 3), before and after, that are visible in both images."""
    if image.alpha is None:
        return image.pixels.reshape(-1, 3), after[:, :, :3].reshape(-1, 3)
    shown = (image.alpha > 0) & (after[:, :, 3] > 0)
    return image.pixels[shown], after[:, :, :3][shown]


def _compare(before: Bytes, after: Bytes) -> tuple[float | None, float, float]:
    """Return the PSNR of all pixels (n, 3), and a sample's mean and 95th percentile of CIEDE2000."""
    if not len(before):
        return None, 0.0, 0.0
    # OpenCV's norm sums the squares of 8-bit values in float64, without rounding.
    mse = cv2.norm(before, after, cv2.NORM_L2SQR) / before.size
    step = max(1, len(before) // _MEASURED_PIXELS)
    some = ciede2000(to_space(before[::step], "lab"), to_space(after[::step], "lab"))
    psnr = 10 * math.log10(255**2 / mse) if mse else None
    return psnr, float(some.mean()), float(np.percentile(some, 95))


def _truecolor_bytes(image: Image) -> int:
    file = io.BytesIO()
    pixels = image.pixels if image.alpha is None else np.dstack([image.pixels, image.alpha])
    PIL.Image.fromarray(pixels).save(file, "PNG", compress_level=_TRUECOLOR_LEVEL)
    return file.tell()
