"""Drop the pixels of an image whose colors do not count."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.difference import ciede2000
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.settings.settings import Ignored

__all__ = ["drop_colors", "find_kept", "find_near"]

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]

# The number of colors with 8 bits per channel. A table with one byte for each has 16 MB, but only the bytes
# of colors that occur are touched.
_ALL_COLORS: Final = 1 << 24
# Pixels taken at a time: the intermediate arrays stay below about 30 MB.
_CHUNK: Final = 1 << 20
_OPAQUE: Final = 255
# Values in the table: a color that has not occurred yet, and one that no rule takes. The first rule has 2.
_UNMET, _KEPT = 0, 1
# The points of a lattice in sRGB are this many levels apart. Every color is within 7.6 (CIEDE2000, measured)
# of its nearest point. The largest distances are in dark grays, where the hue turns fast. _SLACK covers them.
_STEP: Final = 8
_SLACK: Final = 12.0
# CIEDE2000 divides a difference in lightness by at most 1 + 0.015 * 50**2 / sqrt(20 + 50**2), for black and
# white. No other term can make the result smaller again. So a color is not near if its L differs by more than
# this many distances.
_LIGHTNESS: Final = 1.75


def drop_colors(image: Image, rules: Sequence[Ignored]) -> tuple[Image | None, list[float]]:
    """Return the image with alpha 0 where a rule takes the pixel, and how many pixels each rule takes.

    The pixels stay in their places: what a person sees depends on which pixels lie together. A pixel goes to
    the first rule that takes it, and counts by its alpha. If no rule takes a pixel, the image is the given
    one. It is None if no pixel is left. The result is exact: each color that a rule may take is compared
    once, and remembered.
    """
    boxes = [_enclose(rule) for rule in rules]
    table = np.zeros(_ALL_COLORS, np.uint8)
    colors = np.ascontiguousarray(image.pixels).reshape(-1, 1, 3)
    alpha = None if image.alpha is None else image.alpha.reshape(-1)
    left = np.empty(len(colors), np.uint8)
    weights = np.zeros(len(rules) + 2)
    is_any_taken = False
    for start in range(0, len(colors), _CHUNK):
        part = slice(start, start + _CHUNK)
        labels = _label(colors[part], rules, boxes, table)
        chosen = labels == _KEPT
        levels = np.uint8(_OPAQUE) if alpha is None else alpha[part]
        np.multiply(chosen, levels, out=left[part])
        if not chosen.all():
            is_any_taken = True
            weight = None if alpha is None else alpha[part][~chosen] / _OPAQUE
            weights += np.bincount(labels[~chosen], weight, minlength=len(weights))
    taken = weights[_KEPT + 1 :].tolist()
    if not is_any_taken:
        return image, taken
    if not left.any():
        return None, taken
    shaped = left.reshape(image.pixels.shape[:2])
    return Image(image.pixels, shaped, image.name, image.source_bytes), taken


def find_kept(pixels: Bytes, rules: Sequence[Ignored]) -> NDArray[np.bool_]:
    """Return which pixels (h, w) of an array (h, w, 3) no rule takes; exact, as `drop_colors` is."""
    boxes = [_enclose(rule) for rule in rules]
    table = np.zeros(_ALL_COLORS, np.uint8)
    colors = np.ascontiguousarray(pixels).reshape(-1, 1, 3)
    kept = np.empty(len(colors), bool)
    for start in range(0, len(colors), _CHUNK):
        part = slice(start, start + _CHUNK)
        kept[part] = _label(colors[part], rules, boxes, table) == _KEPT
    return kept.reshape(pixels.shape[:2])


def _select(colors: Bytes, chosen: NDArray[np.bool_]) -> Bytes:
    # Choose items of three bytes: numpy takes 40 times as long to choose rows of an array.
    return colors.view("V3")[chosen[:, None, None]].view(np.uint8).reshape(-1, 1, 3)


def _label(colors: Bytes, rules: Sequence[Ignored], boxes: Sequence[Box], table: Bytes) -> Bytes:
    """Return the table's value (n,) for each color (n, 1, 3), after adding colors that are new to it."""
    near = np.zeros(len(colors), bool)
    for low, high in boxes:
        near |= cv2.inRange(colors, low, high).ravel() != 0
    labels = np.full(len(colors), _KEPT, np.uint8)
    if not near.any():
        return labels
    codes = _codes(_select(colors, near))
    found = table[codes]
    unmet = np.unique(codes[found == _UNMET]).astype(np.intp)
    if len(unmet):
        table[unmet] = _choose(unmet, rules)
        found = table[codes]
    labels[near] = found
    return labels


def _codes(colors: Bytes) -> NDArray[np.uint32]:
    """Return each color as one number: red in the lowest byte, then green, then blue."""
    wide = cv2.cvtColor(colors, cv2.COLOR_RGB2RGBA)
    codes: NDArray[np.uint32] = wide.view("<u4").ravel() & np.uint32(_ALL_COLORS - 1)
    return codes


def _choose(codes: NDArray[np.intp], rules: Sequence[Ignored]) -> Bytes:
    """Return the table's value (n,) for each color: the first rule that takes it, or _KEPT."""
    lab = to_space(np.stack([codes & 255, codes >> 8 & 255, codes >> 16], axis=1), "lab")
    chosen = np.full(len(codes), _KEPT, np.uint8)
    for number, rule in reversed(list(enumerate(rules, _KEPT + 1))):
        # Because of rounding, a color may have a tiny distance from itself.
        chosen[find_near(lab, _lab(rule.color), rule.distance + 1e-6)] = number
    return chosen


def find_near(lab: Floats, center: Floats, distance: float) -> NDArray[np.intp]:
    """Return the rows of the CIELAB colors (n, 3) within a distance (CIEDE2000) of a color (3,)."""
    rows = np.flatnonzero(np.abs(lab[:, 0] - center[0]) <= _LIGHTNESS * distance)
    return rows[ciede2000(lab[rows], np.broadcast_to(center, (len(rows), 3))) <= distance]


def _lab(color: Color) -> Floats:
    return to_space(np.array([color.rgb]), "lab").reshape(3)


def _enclose(rule: Ignored) -> Box:
    """Return bounds, low and high, for red, green and blue of all colors within a rule's distance."""
    levels = np.minimum(np.arange(0, 256 + _STEP, _STEP), 255)
    points = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    near = points[find_near(to_space(points, "lab"), _lab(rule.color), rule.distance + _SLACK)]
    low, high = near.min(axis=0) - _STEP, near.max(axis=0) + _STEP
    return tuple(low.tolist()), tuple(high.tolist())
