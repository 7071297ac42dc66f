"""decode_quietly(): pixels from OpenCV, or nothing where it says that it is not sure of them."""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.container import Container
from cvpalette.decoding.silence import without_noise

__all__ = ["STORED_RGB", "Decoded", "decode_quietly"]

Bytes: TypeAlias = NDArray[np.uint8]

#: How to decode to RGB without alpha, as it is stored: upright or not.
STORED_RGB: Final = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION


@dataclass(frozen=True, eq=False, slots=True)
class Decoded:
    """A frame: pixels (height, width, 3) sRGB, alpha (height, width) or None, and what it lacks."""

    pixels: Bytes
    alpha: Bytes | None
    warning: str | None = None


def decode_quietly(file: Container, how: int) -> NDArray[Any] | None:
    """Decode by IMREAD flags; None where OpenCV fails or complains, and Pillow is to judge."""
    try:
        with without_noise() as said:
            found = cv2.imdecode(np.frombuffer(file.data, np.uint8), how)
            # Of a JPEG, it makes up what is missing, and says so on stderr only.
            is_suspect = file.format.name == "JPEG" and said()
    except cv2.error:
        return None
    return None if is_suspect else found
