"""The output `thumbhash`: the algorithm is that of https://github.com/evanw/thumbhash, by Evan Wallace."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor
from typing import ClassVar, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.rendering.placeholders import Reduced, reduce_image, require_digest, write_map
from cvpalette.result import Result

__all__ = ["ThumbHash"]

Reals: TypeAlias = NDArray[np.float64]

# The reference takes pictures up to this size.
_SIDE: Final = 100
# Cosines along the longer side: fewer are left for lightness where there is alpha.
_LIGHTNESS: Final = 7
_LIGHTNESS_BESIDE_ALPHA: Final = 5
_COLOR: Final = 3
_ALPHA: Final = 5
# What is smaller is the error of sums, and not a part of the picture.
_NOTHING: Final = 1e-9


@dataclass(frozen=True)
class ThumbHash:
    """ThumbHash: a blurred picture with alpha in about 25 bytes, as Base64; of many, a JSON object by path.

    The picture is reduced to at most 100 pixels a side, in linear light, before it is hashed.
    """

    suffix: ClassVar[str] = ".thumbhash.txt"
    family: ClassVar[str] = "pictures"
    combined_suffix: ClassVar[str] = ".json"
    takes_drafts: ClassVar[bool] = True

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the hash of a picture."""
        return f"{self.digest_image(extraction)}\n"

    def digest_image(self, extraction: Extraction, /) -> str:
        """Return the hash of a picture, as Base64."""
        return base64.b64encode(_hash(_reduce(extraction.image))).decode()

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write the size and the hash of each picture by its path."""
        return write_map("thumbhash", ((result, require_digest(result, self)) for result in results))


def _reduce(image: Image) -> Reduced:
    scale = min(1.0, _SIDE / max(image.width, image.height))
    return reduce_image(image, max(1, round(image.width * scale)), max(1, round(image.height * scale)))


class _Channel(NamedTuple):
    """The mean of a channel, its parts of cosines from -1 to 1, and what they were divided by."""

    mean: float
    parts: list[float]
    scale: float


def _hash(reduced: Reduced) -> bytes:
    """Return the hash of a reduced picture: lightness, yellow to blue, red to green, and alpha."""
    height, width = reduced.pixels.shape[:2]
    colors = reduced.pixels / 255.0
    alpha = np.ones((height, width)) if reduced.alpha is None else reduced.alpha / 255.0
    has_alpha = bool((alpha < 1).any())
    if has_alpha:
        # What is transparent gets the mean color of what is not.
        seen = alpha[..., np.newaxis]
        mean = (colors * seen).sum(axis=(0, 1)) / max(float(alpha.sum()), _NOTHING)
        colors = mean * (1 - seen) + colors * seen
    red, green, blue = np.moveaxis(colors, -1, 0)
    most = _LIGHTNESS_BESIDE_ALPHA if has_alpha else _LIGHTNESS
    x, y = (max(1, _nearest(most * side / max(width, height))) for side in (width, height))
    lightness = _transform((red + green + blue) / 3, max(3, x), max(3, y))
    yellow = _transform((red + green) / 2 - blue, _COLOR, _COLOR)
    reds = _transform(red - green, _COLOR, _COLOR)
    channels = [lightness, yellow, reds]

    is_wide = width > height
    head = _pack(
        (_nearest(63 * lightness.mean), 6),
        (_nearest(31.5 + 31.5 * yellow.mean), 6),
        (_nearest(31.5 + 31.5 * reds.mean), 6),
        (_nearest(31 * lightness.scale), 5),
        (int(has_alpha), 1),
        (y if is_wide else x, 3),
        (_nearest(63 * yellow.scale), 6),
        (_nearest(63 * reds.scale), 6),
        (int(is_wide), 1),
    )
    if has_alpha:
        clear = _transform(alpha, _ALPHA, _ALPHA)
        channels.append(clear)
        head += _pack((_nearest(15 * clear.mean), 4), (_nearest(15 * clear.scale), 4))
    return head + _pack(*((_nearest(15 * part), 4) for each in channels for part in each.parts))


def _transform(channel: Reals, x: int, y: int) -> _Channel:
    """Return a channel's parts of cosines, row by row: those of a triangle, in which both are low."""
    height, width = channel.shape
    down = np.cos(np.pi / height * np.outer(np.arange(y), np.arange(height) + 0.5))
    across = np.cos(np.pi / width * np.outer(np.arange(x), np.arange(width) + 0.5))
    found = down @ channel @ across.T / (width * height)
    parts = [
        float(found[row, column]) for row in range(y) for column in range(x) if column * y < x * (y - row)
    ]
    mean, *others = parts
    scale = max(map(abs, others))
    if scale < _NOTHING:
        return _Channel(mean, [0.0] * len(others), 0.0)
    return _Channel(mean, [0.5 + 0.5 / scale * part for part in others], scale)


def _nearest(value: float) -> int:
    """Return the nearest integer as JavaScript does: of two, the larger one, whatever the error of sums."""
    return floor(round(value, 9) + 0.5)


def _pack(*fields: tuple[int, int]) -> bytes:
    """Return numbers of so many bits each as bytes, from the lowest bit on."""
    number = bits = 0
    for value, length in fields:
        number |= value << bits
        bits += length
    return number.to_bytes((bits + 7) // 8, "little")
