"""The output `recolored`."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np
import PIL.Image

from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.plugins.contract import Rendered
from cvpalette.quantizing.moving import ColorMove
from cvpalette.quantizing.shaping import WHITE
from cvpalette.scope.exclusion import lay_upon

__all__ = ["RecoloredImage"]

_MOST_PIXELS: Final = {"png": 2**31 - 1, "jpeg": 65535, "webp": 16383}
_OPAQUE: Final = 255
# The usual level 6 makes the file of a photo 4 percent smaller, in almost three times the time.
_PNG_LEVEL: Final = 4


@dataclass(frozen=True)
class RecoloredImage:
    """The image itself with its colors moved smoothly to those of a palette, or of another picture.

    Size and transparency stay as they are, but a JPEG has none. Dark colors stay dark, light ones light, and
    gradients smooth. Two colors make a duotone.
    """

    suffix: ClassVar[str] = ".recolored.png"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".recolored.jpg": {"format": "jpeg"},
        ".recolored.jpeg": {"format": "jpeg"},
        ".recolored.webp": {"format": "webp"},
    }
    # A picture is more often meant to be the quantized one.
    whole_suffix: ClassVar[bool] = True
    family: ClassVar[str] = "pictures"
    idle_settings: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("region", "mask"), "writes the whole picture, and counts only a part"
    )
    format: Annotated[Literal["png", "jpeg", "webp"], "File type; the suffix of -o selects it too."] = "png"
    amount: Annotated[float, "How far the colors move: 0 is not at all, 1 is to the palette."] = 1.0
    keep_lightness: Annotated[bool, "Change hues and chroma only."] = False
    quality: Annotated[int, "Quality of JPEG and WebP, 1 to 100."] = 90

    def __post_init__(self) -> None:
        """Refuse values that are out of range."""
        if not 0 <= self.amount <= 1:
            message = f"option 'amount' is 0 to 1, not '{self.amount}'"
            raise ValueError(message)
        if not 1 <= self.quality <= 100:
            message = f"option 'quality' is 1 to 100, not '{self.quality}'"
            raise ValueError(message)

    @property
    def idle(self) -> dict[str, str]:
        """A PNG has no quality, and what does not move has no lightness to keep."""
        quality = {"quality": "it is for JPEG and WebP"} if self.format == "png" else {}
        return quality | ({"keep-lightness": "no color moves"} if not self.amount else {})

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Draw the image with its colors moved to the given palette; without one, nothing moves."""
        image, is_given = extraction.image, extraction.result.given is not None
        warnings = []
        if image.alpha is not None and self.format == "jpeg":
            if image.alpha.min() < _OPAQUE:
                warnings.append(
                    f"{quote(image.name)}: is laid on white, since a JPEG has no transparency; a "
                    "background is another color, and 'png' and 'webp' keep it"
                )
            image = lay_upon(image, WHITE)
        longest, most = max(image.width, image.height), _MOST_PIXELS[self.format]
        if longest > most:
            message = f"a {self.format} has at most {most} pixels a side, not {longest}; choose 'png'"
            raise ValueError(message)
        pixels = image.pixels
        if is_given:
            move = ColorMove.toward(
                extraction.palette,
                extraction.histogram,
                keep_lightness=self.keep_lightness,
                amount=self.amount,
            )
            pixels = move.paint(image) if self.amount else pixels
        else:
            warnings.append(
                f"{quote(image.name)} was recolored in its own colors, so nothing changed; give a palette, "
                "or another picture to be like"
            )
        channels = pixels if image.alpha is None else np.dstack([pixels, image.alpha])
        contents = io.BytesIO()
        PIL.Image.fromarray(channels).save(contents, self.format.upper(), **self._encoding)
        return Rendered(contents.getvalue(), warning="; ".join(warnings))

    @property
    def _encoding(self) -> dict[str, Any]:
        match self.format:
            case "png":
                return {"compress_level": _PNG_LEVEL}
            case "jpeg":
                # Colors in full resolution: they are what the picture is about.
                return {"quality": self.quality, "subsampling": 0}
            case "webp":
                return {"quality": self.quality, "exact": True}
