"""see_image(): an image as people with protan, deutan or tritan vision see it."""

import cv2
import numpy as np
import PIL.Image

from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.roles.vision import SIMULATIONS, Vision

__all__ = ["see_image", "shrink"]


def shrink(image: Image, side: int) -> Image:
    """Return an image whose longer side has at most `side` pixels."""
    channels = image.pixels if image.alpha is None else np.dstack([image.pixels, image.alpha])
    picture = PIL.Image.fromarray(channels)
    picture.thumbnail((side, side), PIL.Image.Resampling.LANCZOS, reducing_gap=2.0)
    small = np.asarray(picture)
    alpha = None if image.alpha is None else np.ascontiguousarray(small[..., 3])
    return Image(np.ascontiguousarray(small[..., :3]), alpha=alpha, name=image.name)


def see_image(image: Image, vision: Vision) -> Image:
    """Return an image as a vision sees it, in the way of `see`; the alpha stays as it is."""
    simulation, light = SIMULATIONS[vision], to_light(image.pixels)
    seen = cv2.transform(light, np.array(simulation.ahead, np.float32))
    if simulation.ahead != simulation.behind:
        is_behind = light @ np.array(simulation.normal, np.float32) < 0
        seen[is_behind] = light[is_behind] @ np.array(simulation.behind, np.float32).T
    return Image(to_levels(seen), alpha=image.alpha, name=image.name)
