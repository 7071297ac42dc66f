"""The output `barcode`."""

import io
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

import cv2
import numpy as np
import PIL.Image

from cvpalette.color.light import to_levels, to_light
from cvpalette.extraction import Extraction

__all__ = ["FilmBarcode"]

_MOST_PIXELS: Final = 20_000


@dataclass(frozen=True)
class FilmBarcode:
    """Strip of a film's colors, from its beginning on the left to its end on the right."""

    suffix: ClassVar[str] = ".barcode.png"
    family: ClassVar[str] = "pictures"
    shows_frames: ClassVar[bool] = True
    width: Annotated[int, "Pixels from the first frame to the last."] = 1200
    height: Annotated[int, "Pixels from top to bottom."] = 240
    style: Annotated[
        Literal["columns", "means"], "Each frame squeezed into a column, or only its mean color."
    ] = "columns"

    def __post_init__(self) -> None:
        """Refuse a picture that is empty, or too large for viewers to open."""
        for name in ("width", "height"):
            if not 1 <= getattr(self, name) <= _MOST_PIXELS:
                message = f"option '{name}' is 1 to {_MOST_PIXELS}, not '{getattr(self, name)}'"
                raise ValueError(message)

    def render_image(self, extraction: Extraction, /) -> bytes:
        """Draw one column for each frame, all of the same width."""
        columns = extraction.columns if extraction.columns is not None else extraction.image.column[None]
        # All means are means of light: a mean of the levels would be too dark.
        light = to_light(columns)
        if self.style == "means":
            light = light.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
        # From left to right, frames have sharp edges; they are averaged only if there are more frames than
        # pixels. From top to bottom, the colors of a frame blend into each other.
        size = light.shape[1], self.width
        strip = cv2.resize(
            light, size, interpolation=cv2.INTER_AREA if len(light) > self.width else cv2.INTER_NEAREST_EXACT
        )
        drawn = cv2.resize(strip, (self.height, self.width), interpolation=cv2.INTER_LINEAR)
        pixels = to_levels(drawn).transpose(1, 0, 2)
        contents = io.BytesIO()
        PIL.Image.fromarray(np.ascontiguousarray(pixels, np.uint8)).save(contents, "PNG", optimize=True)
        return contents.getvalue()
