"""map_pixels(): each pixel becomes the nearest swatch."""

import tracemalloc

import numpy as np

from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.quantizing.mapping import map_pixels


def test_very_many_colors_are_compared_in_parts() -> None:
    """The result is exact, and the memory does not grow with the number of colors."""
    codes = np.arange(0, 1 << 24, 11).reshape(2, -1)
    image = Image(np.stack([codes & 255, codes >> 8 & 255, codes >> 16], axis=2).astype(np.uint8))
    swatches = np.random.default_rng(0).integers(0, 256, (12, 3), np.uint8)
    tracemalloc.start()
    try:
        indices = map_pixels(image, swatches, "lab")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 90 << 20
    some = image.pixels.reshape(-1, 3)[::997]
    gaps = ((to_space(some, "lab")[:, np.newaxis] - to_space(swatches, "lab")) ** 2).sum(axis=2)
    assert np.array_equal(indices.reshape(-1)[::997], gaps.argmin(axis=1))
