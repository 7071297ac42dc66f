"""What outputs of placeholders share: an image reduced to a few pixels, and a map of many images as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.messages import readable
from cvpalette.rendering.escaping import json_text
from cvpalette.result import Result

__all__ = ["Reduced", "light_rows", "reduce_image", "require_digest", "write_map"]

Bytes: TypeAlias = NDArray[np.uint8]
Light: TypeAlias = NDArray[np.float32]

# Pixels that are converted at a time: the temporary arrays stay in the cache.
_CHUNK: Final = 1 << 16
_OPAQUE: Final = 255


class Reduced(NamedTuple):
    """A few pixels (h, w, 3) uint8 sRGB in place of an image, with their alpha (h, w) or None."""

    pixels: Bytes
    alpha: Bytes | None


def light_rows(image: Image) -> Iterator[tuple[slice, Light, Light | None]]:
    """Give an image some rows at a time: where they are, their light (n, width, 3), and alpha (n, width).

    Light and alpha are 0 to 1. The light of pixels with alpha is multiplied by it; opaque rows have no alpha.
    """
    step = max(1, _CHUNK // image.width)
    for top in range(0, image.height, step):
        rows = slice(top, min(top + step, image.height))
        light = to_light(image.pixels[rows])
        if image.alpha is None:
            yield rows, light, None
            continue
        alpha = image.alpha[rows].astype(np.float32) / np.float32(_OPAQUE)
        yield rows, light * alpha[..., np.newaxis], alpha


def reduce_image(image: Image, width: int, height: int) -> Reduced:
    """Return an image in so many pixels, no more than it has: each is the mean light of those it stands for.

    Pixels count by their alpha, so that what is transparent has no color. Where all is, pixels are black.
    """
    if (width, height) == (image.width, image.height):
        return Reduced(image.pixels, image.alpha)
    # Each part of rows gets its columns first, and then all rows become the few: both are means of areas.
    lights, alphas = [], []
    for rows, light, alpha in light_rows(image):
        size = width, rows.stop - rows.start
        lights.append(cv2.resize(light, size, interpolation=cv2.INTER_AREA))
        if alpha is not None:
            alphas.append(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA))
    light = _shorten(np.concatenate(lights), height)
    if not alphas:
        return Reduced(to_levels(light), None)
    alpha = _shorten(np.concatenate(alphas), height)
    light /= np.maximum(alpha, np.finfo(np.float32).tiny)[..., np.newaxis]
    return Reduced(to_levels(light), np.rint(alpha * _OPAQUE).astype(np.uint8))


def _shorten(rows: Light, height: int) -> Light:
    # The shape is given, since cv2 drops an axis of one column.
    shape = (height, *rows.shape[1:])
    small = cv2.resize(rows, (rows.shape[1], height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32).reshape(shape)


def require_digest(result: Result, output: object) -> str:
    """Return what an output made of a result's image; raises ValueError, worded for the user, if it is gone.

    What another output made of it is of no use.
    """
    if not result.digest or result.digested_by not in {"", type(output).__name__}:
        raise ValueError("it shows the image, and a result has none; give it what extract() returns")
    return result.digest


def write_map(name: str, results: Iterable[tuple[Result, str]]) -> Iterator[str]:
    """Give a JSON object piece by piece: of each path the width, the height, and a text called `name`."""
    start = "{\n"
    for result, text in results:
        entry: dict[str, Any] = {"width": result.width, "height": result.height, name: text}
        yield f"{start}  {json_text(readable(result.path or result.name))}: {json_text(entry)}"
        start = ",\n"
    yield "\n}\n" if start != "{\n" else "{}\n"
