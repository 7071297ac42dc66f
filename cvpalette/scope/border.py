"""find_border(): the colour of an image's frame, such as a product photo's background."""

from typing import Final

import numpy as np

from cvpalette.color.arrays import to_space
from cvpalette.color.color import Color
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.scope.ignoring import find_near
from cvpalette.settings.scope import DISTANCE

__all__ = ["find_border"]

# The frame is this part of the shorter side, at least one pixel: a scan's edge or a stray line is thinner.
_FRAME: Final = 0.02
# Colours of the frame that are tried, the most common first: noise may spread a background over many.
_TRIED: Final = 32
# More than half of what is visible of the frame.
_MOST: Final = 0.5


def find_border(image: Image) -> Color | None:
    """Return the colour that most of the image's outermost pixels have, within DISTANCE; else None."""
    histogram = ColorHistogram.of_image(_frame(image))
    if not len(histogram):
        return None
    lab = to_space(histogram.colors, "lab")
    tried = np.argsort(-histogram.counts, kind="stable")[:_TRIED]
    near = [find_near(lab, lab[row], DISTANCE) for row in tried]
    best = near[int(np.argmax([histogram.counts[rows].sum() for rows in near]))]
    # The middle of what was found reaches further than the one colour that found it.
    middle = np.average(histogram.colors[best], axis=0, weights=histogram.counts[best])
    color = Color(*(int(channel) for channel in np.rint(middle)))
    held = histogram.counts[find_near(lab, to_space(np.array([color.rgb]), "lab")[0], DISTANCE)].sum()
    return color if held > _MOST * histogram.total else None


def _frame(image: Image) -> Image:
    """Return the outermost pixels, each once, as an image of one column."""
    thick = max(1, round(_FRAME * min(image.width, image.height)))
    ends, between = (slice(None, thick), slice(max(thick, image.height - thick), None)), slice(thick, -thick)
    sides = (slice(None, thick), slice(max(thick, image.width - thick), None))
    parts = [(end, slice(None)) for end in ends] + [(between, side) for side in sides]
    pixels = np.concatenate([image.pixels[part].reshape(-1, 1, 3) for part in parts])
    if image.alpha is None:
        return Image(pixels, None, image.name)
    return Image(pixels, np.concatenate([image.alpha[part].reshape(-1, 1) for part in parts]), image.name)
