"""The output `blurhash`: the algorithm is that of https://github.com/woltapp/blurhash, Algorithm.md."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Annotated, ClassVar, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.light import to_levels
from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.rendering.placeholders import light_rows, require_digest, write_map
from cvpalette.result import Result

__all__ = ["BlurHash"]

Light: TypeAlias = NDArray[np.float32]
Reals: TypeAlias = NDArray[np.float64]

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_MOST: Final = 9
# About so many components are shared between width and height: 4 x 3 for a photo, 4 x 4 for a square.
_SHARED: Final = 12.5
# Steps of the largest component, and of each component to either side of 0.
_LARGEST_STEPS: Final = 82
_STEPS: Final = 9
_NO_MATRIX: Final = np.empty((0, 0), np.float32)


@dataclass(frozen=True)
class BlurHash:
    """BlurHash: a blurred picture in about 28 characters; of many pictures, a JSON object by path.

    It is reckoned from all pixels, in linear light. The format has no alpha: what is transparent gets the
    mean color of what is not.
    """

    suffix: ClassVar[str] = ".blurhash.txt"
    family: ClassVar[str] = "pictures"
    combined_suffix: ClassVar[str] = ".json"
    takes_drafts: ClassVar[bool] = True
    x: Annotated[int, "Components from left to right, 1 to 9; 0 follows the picture's shape."] = 0
    y: Annotated[int, "Components from top to bottom, 1 to 9; 0 follows the picture's shape."] = 0

    def __post_init__(self) -> None:
        """Refuse more components than the format has."""
        for name in ("x", "y"):
            if not 0 <= getattr(self, name) <= _MOST:
                message = f"option '{name}' is 0 to {_MOST}, not '{getattr(self, name)}'"
                raise ValueError(message)

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the hash of a picture."""
        return f"{self.digest_image(extraction)}\n"

    def digest_image(self, extraction: Extraction, /) -> str:
        """Return the hash of a picture."""
        width, height = extraction.image.whole_size
        x, y = self.x or _share(width / height), self.y or _share(height / width)
        return _write(_transform(extraction.image, x, y))

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the size and the hash of each picture by its path."""
        return write_map("blurhash", ((result, require_digest(result, self)) for result in results))


def _share(ratio: float) -> int:
    return min(_MOST, max(1, round(sqrt(_SHARED * ratio))))


def _transform(image: Image, x: int, y: int) -> Reals:
    """Return the components (y, x, 3) of an image's light: its mean, and its parts of each cosine.

    Both cosines begin with 1 at the first pixel, as in the reference, not in its middle.
    """
    down = np.cos(np.pi * np.outer(np.arange(y), np.arange(image.height)) / image.height).astype(np.float32)
    across = np.cos(np.pi * np.outer(np.arange(x), np.arange(image.width)) / image.width)
    light = np.zeros((y, image.width * 3))
    clear = np.zeros((y, image.width))
    for rows, some, alpha in light_rows(image):
        light += _multiply(down[:, rows], some.reshape(len(some), -1))
        if alpha is not None:
            clear += _multiply(down[:, rows], 1 - alpha)
    found: Reals = np.einsum("ywc,xw->yxc", light.reshape(y, -1, 3), across)
    if image.alpha is not None:
        gaps = np.einsum("yw,xw->yx", clear, across)
        visible = image.width * image.height - gaps[0, 0]
        found += gaps[..., np.newaxis] * (found[0, 0] / visible if visible > 0 else 0.0)
    found /= image.width * image.height
    mean = found[0, 0].copy()
    found *= 2
    found[0, 0] = mean
    return found


def _multiply(cosines: Light, rows: Light) -> Light:
    """Return a product of matrices. NumPy wakes threads for it, which takes longer than it itself."""
    return np.asarray(cv2.gemm(cosines, rows, 1, _NO_MATRIX, 0), np.float32)


def _write(components: Reals) -> str:
    """Return the text of components (y, x, 3)."""
    y, x = components.shape[:2]
    mean, *others = components.reshape(-1, 3)
    # The reference in C takes the largest by size. That in TypeScript forgets those below 0, and then cuts
    # them off: where one of them is the largest, its text differs.
    largest = float(np.abs(others).max()) if others else 0.0
    step = int(np.clip(np.floor(largest * 166 - 0.5), 0, _LARGEST_STEPS)) if others else 0
    parts = np.array(others).reshape(-1, 3) * 166 / (step + 1)
    roots = np.sign(parts) * np.sqrt(np.abs(parts))
    levels = np.clip(np.floor(roots * _STEPS + _STEPS + 0.5), 0, 2 * _STEPS).astype(int)
    base = 2 * _STEPS + 1
    numbers = [
        (x - 1 + (y - 1) * _MOST, 1),
        (step, 1),
        (int.from_bytes(to_levels(mean).tobytes()), 4),
        *((int(number), 2) for number in levels @ (base**2, base, 1)),
    ]
    return "".join(_spell(number, length) for number, length in numbers)


def _spell(number: int, length: int) -> str:
    base = len(_DIGITS)
    return "".join(_DIGITS[number // base**place % base] for place in range(length - 1, -1, -1))
