"""Find the pixels of an image that count, and report how many do not, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.spaces import to_space
from cvpalette.decoding.image import Image
from cvpalette.engine.histogram import ColorHistogram
from cvpalette.errors import ImageError
from cvpalette.messages import quote
from cvpalette.result import LeftOut
from cvpalette.scope.ignoring import drop_colors, find_kept, find_near
from cvpalette.settings.settings import DISTANCE, Ignored, Scope

__all__ = ["NothingCountsError", "find_border", "lay_upon", "leave_out", "place_region", "weigh"]

# The width of the frame, as part of the shorter side; it is at least one pixel. A scan's edge or a stray line
# is thinner.
_FRAME: Final = 0.02
# How many of the frame's most common colors are tried. Noise may spread a background over many colors.
_TRIED: Final = 32
# The border's color covers more than this part of the visible frame.
_MOST: Final = 0.5


def find_border(image: Image) -> Color | None:
    """Return the color that most of the outermost pixels have, within DISTANCE, or None if there is none."""
    histogram = ColorHistogram.of_image(_frame(image))
    if not len(histogram):
        return None
    lab = to_space(histogram.colors, "lab")
    tried = np.argsort(-histogram.counts, kind="stable")[:_TRIED]
    near = [find_near(lab, lab[row], DISTANCE) for row in tried]
    best = near[int(np.argmax([histogram.counts[rows].sum() for rows in near]))]
    # The mean of these colors is near to more colors than the tried color is.
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


Bytes: TypeAlias = NDArray[np.uint8]

# Pixels blended at a time: the intermediate arrays stay below about 30 MB.
_CHUNK: Final = 1 << 20


class NothingCountsError(ImageError):
    """No pixel of an image is left to count; `left_out` says why."""

    def __init__(self, source: str, reason: str, left_out: tuple[LeftOut, ...] = ()) -> None:
        """Keep the source's name, the reason in plain words, and the records."""
        super().__init__(source, reason, "nothing-counts")
        self.args = (source, reason, left_out)
        self.left_out = left_out


def lay_upon(image: Image, background: Color | None) -> Image:
    """Return the image as it looks on a background, now opaque; it is blended in sRGB, as browsers do."""
    if image.alpha is None or background is None:
        return image
    pixels = np.empty_like(image.pixels)
    behind = np.array(background.rgb, np.uint32)
    for rows in _chunks(image):
        alpha = image.alpha[rows, :, None].astype(np.uint32)
        pixels[rows] = (image.pixels[rows] * alpha + behind * (255 - alpha) + 127) // 255
    return replace(image, pixels=pixels, alpha=None)


def leave_out(image: Image, scope: Scope) -> tuple[Image, tuple[LeftOut, ...]]:
    """Return the pixels that count, and records of what was left out; `scope.mask` must be an Image.

    The pixels left out and the weight of the returned pixels add up to all pixels of the image. In a draft,
    those left out are counted as pixels of the whole image. The pixels that count stay in their places: those
    that are masked or ignored have alpha 0. Raises ImageError for a region outside the image, for a mask of
    another size, and if nothing is left.
    """
    part = place_region(image, scope)
    counted = _cut(image, part)
    records = [LeftOut("region", _area(image) - _area(counted))] if scope.rectangle else []
    if counted.alpha is not None and _weigh(counted) < _area(counted):
        records.append(LeftOut("transparent", _area(counted) - _weigh(counted)))
    if scope.mask is not None:
        masked = _fade(counted, _levels(scope.mask, image)[part])
        records.append(LeftOut("mask", _weigh(counted) - _weigh(masked)))
        counted = masked
    left: Image | None = counted
    if scope.ignored or scope.ignore_border:
        left, ignored = _ignore(image, counted, scope)
        records += ignored
    records = [replace(record, pixels=record.pixels * image.weight) for record in records]
    if left is None or not _weigh(left):
        raise NothingCountsError(image.name, _explain(records), tuple(records))
    return left, tuple(records)


def weigh(image: Image, scope: Scope, part: tuple[slice, slice]) -> Bytes | None:
    """Return how much each pixel of a part counts, 0 to 255, or None if all of them count in full.

    The part is rows and columns, perhaps not every one. `scope.mask` must be an Image. Any region is left to
    the caller: see `place_region`.
    """
    levels = None if image.alpha is None else np.ascontiguousarray(image.alpha[part])
    if scope.mask is not None:
        masked = np.ascontiguousarray(_levels(scope.mask, image)[part])
        levels = masked if levels is None else _multiply(levels, masked)
    rules, _ = _rules(image, scope)
    if rules:
        kept = find_kept(image.pixels[part], rules)
        levels = np.where(kept, np.uint8(255) if levels is None else levels, np.uint8(0))
    return levels


def place_region(image: Image, scope: Scope) -> tuple[slice, slice]:
    """Return the rows and columns of the region, or all; raises ImageError if it lies outside the image."""
    if scope.rectangle is None:
        return slice(0, image.height), slice(0, image.width)
    width, height = image.whole_size
    left, top, right, bottom = scope.rectangle.place(width, height)
    if left >= right or top >= bottom:
        reason = (
            f"has {width} x {height} pixels, and the region {quote(str(scope.rectangle))} lies"
            " outside them; a region in percent, such as '10%,10%,80%,80%', fits every image"
        )
        raise ImageError(image.name, reason, "invalid")
    return _scale(top, bottom, image.height, height), _scale(left, right, image.width, width)


def _scale(start: int, end: int, side: int, whole: int) -> slice:
    """Return the pixels of a side that stand for those from `start` to `end` of the whole side; at least one.

    The two sides differ only in a draft.
    """
    first = min(_round(start * side, whole), -(-end * side // whole) - 1)
    return slice(first, max(first + 1, _round(end * side, whole)))


def _round(number: int, divisor: int) -> int:
    return (2 * number + divisor) // (2 * divisor)


def _cut(image: Image, part: tuple[slice, slice]) -> Image:
    pixels = image.pixels[part]
    if pixels.shape == image.pixels.shape:
        return image
    alpha = None if image.alpha is None else np.ascontiguousarray(image.alpha[part])
    return Image(np.ascontiguousarray(pixels), alpha, image.name, image.source_bytes)


def _levels(mask: Image, image: Image) -> Bytes:
    """Return how much each pixel counts by its mask, 0 to 255; under transparent parts, it counts 0."""
    width, height = image.whole_size
    if (mask.width, mask.height) != (width, height):
        reason = (
            f"has {width} x {height} pixels, but its mask {quote(mask.name)}"
            f" has {mask.width} x {mask.height}; a mask must have the size of its image"
        )
        raise ImageError(image.name, reason, "invalid")
    gray = np.asarray(cv2.cvtColor(mask.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    levels = gray if mask.alpha is None else _multiply(gray, mask.alpha)
    if image.draft_of is None:
        return levels
    # A pixel of a draft counts as much as the pixels that it stands for do on average.
    size = (image.width, image.height)
    return np.asarray(cv2.resize(levels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _fade(image: Image, levels: Bytes) -> Image:
    levels = np.array(levels, order="C") if image.alpha is None else _multiply(image.alpha, levels)
    return Image(image.pixels, levels, image.name, image.source_bytes)


def _multiply(first: Bytes, second: Bytes) -> Bytes:
    return np.asarray(cv2.multiply(first, second, scale=1 / 255), np.uint8)


def _ignore(image: Image, counted: Image, scope: Scope) -> tuple[Image | None, list[LeftOut]]:
    """Drop the colors that do not count; the border's color is that of the whole image."""
    rules, border = _rules(image, scope)
    reasons = ["ignore"] * len(scope.ignored) + ["border"]
    left, weights = drop_colors(counted, rules) if rules else (counted, [])
    records = [
        LeftOut(reason, weight, rule.color)
        for reason, weight, rule in zip(reasons, weights, rules, strict=False)
    ]
    if scope.ignore_border and border is None:
        records.append(LeftOut("border", 0))
    return left, records


def _rules(image: Image, scope: Scope) -> tuple[list[Ignored], Color | None]:
    """Return the colors to ignore, the border's last, and the border's color if it is one of them."""
    border = find_border(image) if scope.ignore_border else None
    return [*scope.ignored, *([Ignored(border)] if border else [])], border


def _explain(records: Sequence[LeftOut]) -> str:
    causes = [record for record in records if record.pixels]
    if [record.reason for record in causes] == ["transparent"]:
        return "has nothing visible: every pixel is fully transparent"
    return f"has nothing left to count: {', '.join(str(cause) for cause in causes)}"


def _area(image: Image) -> int:
    return image.width * image.height


def _weigh(image: Image) -> float:
    """Return the number of pixels, weighted by their alpha."""
    return _area(image) if image.alpha is None else float(image.alpha.sum(dtype=np.int64)) / 255


def _chunks(image: Image) -> Iterator[slice]:
    step = max(1, _CHUNK // image.width)
    return (slice(top, top + step) for top in range(0, image.height, step))
