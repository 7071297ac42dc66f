"""The output `quantized`."""

import io
import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from cvpalette.colorspace import to_space
from cvpalette.difference import ciede2000
from cvpalette.errors import quote
from cvpalette.extraction import Extraction
from cvpalette.image import Image
from cvpalette.naming import count_colors
from cvpalette.quantization import quantize
from cvpalette.settings import MOST_COLORS

__all__ = ["QuantizedImage"]

# Below half a pixel's weight it is more background than picture.
_VISIBLE: Final = 128
# CIEDE2000 of so many pixels, evenly spread, tells the mean of them all to two digits.
_MEASURED_PIXELS: Final = 1 << 18


@dataclass(frozen=True)
class QuantizedImage:
    """The image itself in the colors of its palette, as an indexed PNG."""

    suffix: ClassVar[str] = ".quantized.png"
    level: Annotated[int, "Effort of the compression, 0 (none) to 9 (smallest)."] = 6

    def __post_init__(self) -> None:
        """Refuse a level that zlib has not."""
        if not 0 <= self.level <= 9:
            message = f"option 'level' is 0 to 9, not '{self.level}'"
            raise ValueError(message)

    def render(self, extraction: Extraction, /) -> bytes:
        """Take the fewest bits a pixel that hold the palette; what is mostly transparent becomes fully so."""
        image, palette = extraction.image, extraction.palette
        indices = quantize(image, palette, space=extraction.settings.space)
        entries = [channel for color in palette.colors for channel in color.rgb]
        transparent = None
        visible = _visible(image)
        if not visible.all():
            if len(palette) == MOST_COLORS:
                message = (
                    "transparency takes one of the 256 entries of an indexed PNG; ask for at most 255 colors"
                )
                raise ValueError(message)
            transparent = len(palette)
            indices[~visible] = transparent
            entries += [0, 0, 0]
        picture = PIL.Image.fromarray(indices)
        picture.putpalette(entries)
        contents = io.BytesIO()
        picture.save(contents, "PNG", compress_level=self.level, transparency=transparent)
        return contents.getvalue()

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Say what was won and what it cost, measured on the file's own pixels."""
        image = extraction.image
        facts = [_kilobytes(len(contents))]
        if image.source_bytes:
            ratio = len(contents) / image.source_bytes
            larger = ", larger than its source" if ratio > 1 else ""
            facts = [f"{_kilobytes(image.source_bytes)} before, {facts[0]} after ({ratio:.1%}{larger})"]
        facts.append(count_colors(extraction.palette))
        after = np.asarray(PIL.Image.open(io.BytesIO(contents)).convert("RGB"))
        visible = _visible(image)
        if visible.any():
            facts += _fidelity(image.pixels[visible], after[visible])
        return f"{quote(image.name)}: {', '.join(facts)}"


def _visible(image: Image) -> NDArray[np.bool_]:
    """Tell which pixels (height, width) show: half of the most solid ones' weight, or more."""
    if image.alpha is None:
        return np.full(image.pixels.shape[:2], fill_value=True)
    return image.alpha >= min(_VISIBLE, int(image.alpha.max()))


def _fidelity(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> list[str]:
    """Compare pixels (n, 3): all of them for PSNR, a sample of them for CIEDE2000."""
    # In float64: OpenCV's norm sums 8-bit squares without rounding.
    mse = cv2.norm(before, after, cv2.NORM_L2SQR) / before.size
    step = max(1, len(before) // _MEASURED_PIXELS)
    some = ciede2000(to_space(before[::step], "lab"), to_space(after[::step], "lab"))
    psnr = f"PSNR {10 * math.log10(255**2 / mse):.1f} dB" if mse else "no pixel changed"
    return [psnr, f"mean dE {some.mean():.2f}"]


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f} kB"
