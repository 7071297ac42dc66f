"""Give an image another size and shape: turn it, scale it in linear light, crop or pad it."""

import re
from dataclasses import dataclass, replace
from typing import Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.color.color import Color
from cvpalette.color.light import to_levels, to_light
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.messages import listed, quote
from cvpalette.quantizing.mapping import codes
from cvpalette.scope.exclusion import find_border, lay_upon

__all__ = ["WHITE", "Shape", "parse_anchor", "parse_shape"]

Bytes: TypeAlias = NDArray[np.uint8]
Light: TypeAlias = NDArray[np.float32]

#: What is behind a picture if nothing else is known: paper.
WHITE: Final = Color(255, 255, 255)

_SIZE: Final = re.compile(r"(?:([1-9][0-9]{0,8})(?:x([1-9][0-9]{0,8}))?|x([1-9][0-9]{0,8}))")
_PERCENT: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)%, ?([0-9]{1,3}(?:\.[0-9]{1,3})?)%")
_CENTER: Final = 0.5, 0.5
_ANCHORS: Final = {
    "center": _CENTER,
    "top": (0.5, 0.0),
    "bottom": (0.5, 1.0),
    "left": (0.0, 0.5),
    "right": (1.0, 0.5),
}
# Few formats hold a longer side.
_LONGEST: Final = 65535
# As many as an image may have by default when it is read.
_MOST_PIXELS: Final = 250_000_000
# Half a level: what is less visible has no color.
_LEAST_ALPHA: Final = np.float32(1 / 510)
# Values that are scaled at a time.
_CHUNK: Final = 1 << 22

# Pixel art has few colors, and many pixels of each. It is small, and it is not enlarged by less than 2.
_ART_COLORS: Final = 32
_ART_PIXELS_OF_A_COLOR: Final = 4
_ART_SIDE: Final = 640
_ART_FACTOR: Final = 2

_WORDS: Final = {
    "fit": ("fill", "pad", "stretch", "inside"),
    "rotate": ("0", "90", "180", "270", "auto"),
    "scaling": ("auto", "smooth", "nearest"),
}


def parse_shape(text: str) -> tuple[int, int]:
    """Return the width and height of '800x480', with 0 for the side that '800' or 'x480' leaves open.

    Raises SettingsError for what is no size, and for one that is too large.
    """
    found = _SIZE.fullmatch(text)
    if not found:
        message = f"a size is pixels such as '800x480', '800' or 'x480', not {quote(text)}"
        raise SettingsError(message)
    width, height = int(found[1] or 0), int(found[2] or found[3] or 0)
    _require_possible(width, height)
    return width, height


def parse_anchor(text: str) -> tuple[float, float]:
    """Return the point that 'top' or '50%,20%' names, as parts of the width and of the height.

    Raises SettingsError for another word, and for more than 100 %.
    """
    if text in _ANCHORS:
        return _ANCHORS[text]
    found = _PERCENT.fullmatch(text)
    across, down = (float(found[1]) / 100, float(found[2]) / 100) if found else (2.0, 2.0)
    if max(across, down) > 1:
        message = (
            f"an anchor is {listed(list(_ANCHORS))}, or a point such as '50%,20%', across and down; not "
            f"{quote(text)}"
        )
        raise SettingsError(message)
    return across, down


def _require_possible(width: int, height: int) -> None:
    if max(width, height) > _LONGEST or width * height > _MOST_PIXELS:
        message = (
            f"a picture of {width:,} x {height:,} pixels is too large; it has at most {_LONGEST:,} a side, "
            f"and {_MOST_PIXELS:,} in all"
        )
        raise SettingsError(message)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The size and shape that an image is to have. Without arguments, they are those that it has.

    `size` is the width and height in pixels; a side of 0 follows from the other.

    `fit` says what happens to an image of other proportions than those of `size`. 'fill' cuts off what is too
    long, so that the point at `anchor`, as parts of the width and of the height, stays in view. 'pad' shows
    all of the image, and adds background. 'stretch' distorts it. 'inside' shows all of it and adds nothing:
    one side is shorter then.

    `background` is the color behind the image: of padding, and of pixels with alpha, which become opaque. If
    it is None, pixels keep their alpha; padding of an image with alpha is transparent, and other padding has
    the color of most of the outermost pixels, or else white.

    `rotate` is '0', '90', '180' or '270' degrees, clockwise, before the image is scaled. 'auto' is 90 if a
    portrait is put into a landscape, or a landscape into a portrait, and else 0.

    `scaling` is 'smooth', 'nearest' or 'auto', which takes 'nearest' for pixel art that is enlarged.
    """

    size: tuple[int, int] | None = None
    fit: str = "fill"
    background: Color | None = None
    rotate: str = "0"
    scaling: str = "auto"
    anchor: tuple[float, float] = _CENTER

    def __post_init__(self) -> None:
        """Refuse words that are none of those above."""
        for field, words in _WORDS.items():
            if getattr(self, field) not in words:
                message = (
                    f"the {field} of a shape is {listed([*words])}, not {quote(str(getattr(self, field)))}"
                )
                raise SettingsError(message)

    def apply(self, image: Image) -> Image:
        """Return the image in this shape; it is the same object if nothing is to be done.

        A pixel of a smaller picture is the mean light of an area, where hidden colors do not count. Larger
        pictures are interpolated by cubic curves. Raises SettingsError if the picture would be too large.
        """
        image = self._turn(lay_upon(image, self.background))
        if self.size is None:
            return image
        width, height = _complete(self.size, image)
        _require_possible(width, height)
        if self.fit == "stretch" or 0 in self.size:
            return self._scale(image, width, height)
        if self.fit == "fill":
            return self._fill(image, width, height)
        inner = self._scale(image, *self._inside(image, width, height))
        return inner if self.fit == "inside" else self._pad(image, inner, width, height)

    def settled(self, first: Image) -> Self:
        """Return the shape in which all frames are alike: what depends on an image depends on the first."""
        if self.size is None:
            return self
        image = self._turn(first)
        width, height = _complete(self.size, image)
        choose = max if self.fit == "fill" else min
        is_art = self._is_art(image, choose(width / image.width, height / image.height))
        ground = self.background
        if self.fit == "pad" and image.alpha is None:
            ground = self._padding(image)
        return replace(self, scaling="nearest" if is_art else "smooth", background=ground)

    def find_ground(self, image: Image) -> Color | None:
        """Return the opaque color that the shape adds to an image, or None if it adds none."""
        if image.alpha is not None:
            return self.background
        image = self._turn(image)
        if self.fit != "pad" or self.size is None or 0 in self.size:
            return None
        is_covered = self._inside(image, *self.size) == self.size
        return None if is_covered else self._padding(image)

    def find_place(self, image: Image) -> tuple[slice, slice] | None:
        """Return the rows and columns that an image has in its shape; None if there is no padding."""
        image = self._turn(lay_upon(image, self.background))
        if self.fit != "pad" or self.size is None or 0 in self.size:
            return None
        inside = self._inside(image, *self.size)
        return None if inside == self.size else _center(inside, self.size)

    def _padding(self, image: Image) -> Color:
        return self.background or find_border(image) or WHITE

    def _turn(self, image: Image) -> Image:
        quarters = {"90": 1, "180": 2, "270": 3}.get(self.rotate, 0)
        if self.rotate == "auto" and self.size:
            width, height = self.size
            quarters = int((width - height) * (image.width - image.height) < 0 and 0 not in self.size)
        if not quarters:
            return image
        # NumPy turns counterclockwise.
        pixels = np.ascontiguousarray(np.rot90(image.pixels, -quarters))
        alpha = None if image.alpha is None else np.ascontiguousarray(np.rot90(image.alpha, -quarters))
        return replace(image, pixels=pixels, alpha=alpha, draft_of=None)

    def _is_art(self, image: Image, factor: float) -> bool:
        return self.scaling == "nearest" or (
            self.scaling == "auto" and factor >= _ART_FACTOR and _is_pixel_art(image)
        )

    def _inside(self, image: Image, width: int, height: int) -> tuple[int, int]:
        """Return the size of the whole image in a size; pixel art is enlarged by a whole number."""
        factor = min(width / image.width, height / image.height)
        if factor >= 1 and self._is_art(image, factor):
            factor = int(factor)
        sides = ((image.width, width), (image.height, height))
        inner, outer = (min(most, max(1, round(side * factor))) for side, most in sides)
        return inner, outer

    def _fill(self, image: Image, width: int, height: int) -> Image:
        factor = max(width / image.width, height / image.height)
        # Only the part that stays is scaled, in whole pixels. Then what is still too long is cut off. One
        # pixel may be very long then, so each direction is cut as soon as it is scaled.
        right, low = self.anchor
        across = _stay(image.width, width / factor, right)
        down = _stay(image.height, height / factor, low)
        part = _cut(image, across, down)
        sides = ((part.width, width), (part.height, height))
        wide, high = (max(least, round(side * factor)) for side, least in sides)
        left, top = int((wide - width) * right), int((high - height) * low)
        if self._is_art(part, min(wide / part.width, high / part.height)):
            down_of, across_of = _nearest(part.height, high), _nearest(part.width, wide)
            return _pick(part, down_of[top : top + height, None], across_of[left : left + width])
        return _scale_smoothly(part, wide, high, _Window(left, top, width, height))

    def _pad(self, image: Image, inner: Image, width: int, height: int) -> Image:
        if (inner.width, inner.height) == (width, height):
            return inner
        place = _center((inner.width, inner.height), (width, height))
        pixels = np.full((height, width, 3), self._padding(image).rgb, np.uint8)
        pixels[place] = inner.pixels
        alpha = None
        if inner.alpha is not None:
            alpha = np.zeros((height, width), np.uint8)
            alpha[place] = inner.alpha
        return replace(inner, pixels=pixels, alpha=alpha)

    def _scale(self, image: Image, width: int, height: int) -> Image:
        if (width, height) == (image.width, image.height):
            return image
        if self._is_art(image, min(width / image.width, height / image.height)):
            return _pick(image, _nearest(image.height, height)[:, None], _nearest(image.width, width))
        return _scale_smoothly(image, width, height)


def _center(inner: tuple[int, int], outer: tuple[int, int]) -> tuple[slice, slice]:
    """Return the rows and columns of a width and height in the middle of larger ones."""
    left, top = ((most - side) // 2 for side, most in zip(inner, outer, strict=True))
    return slice(top, top + inner[1]), slice(left, left + inner[0])


def _complete(size: tuple[int, int], image: Image) -> tuple[int, int]:
    """Return both sides; one that is open keeps the proportions of the image."""
    width, height = size
    return (
        width or max(1, round(image.width * height / image.height)),
        height or max(1, round(image.height * width / image.width)),
    )


def _stay(side: int, wanted: float, anchor: float) -> slice:
    """Return the pixels of a side of which any part is in view, which is `wanted` pixels long.

    The point at `anchor`, a part of the side, is then at the same part of what is in view.
    """
    spare = side - wanted
    return slice(int(spare * anchor + 1e-6), side - int(spare * (1 - anchor) + 1e-6))


def _cut(image: Image, across: slice, down: slice) -> Image:
    if across == slice(0, image.width) and down == slice(0, image.height):
        return image
    alpha = None if image.alpha is None else np.ascontiguousarray(image.alpha[down, across])
    pixels = np.ascontiguousarray(image.pixels[down, across])
    return replace(image, pixels=pixels, alpha=alpha, draft_of=None)


def _nearest(before: int, after: int) -> NDArray[np.intp]:
    """Return which pixel of a side is nearest to each pixel of the scaled side."""
    return (np.arange(after) * 2 + 1) * before // (2 * after)


def _is_pixel_art(image: Image) -> bool:
    if max(image.width, image.height) > _ART_SIDE:
        return False
    found = codes(image.pixels).astype(np.int64)
    if image.alpha is not None:
        found = np.where(image.alpha, found << 8 | image.alpha, 0)
    count = len(np.unique(found))
    return count <= min(_ART_COLORS, found.size // _ART_PIXELS_OF_A_COLOR)


@dataclass(frozen=True)
class _Window:
    """A part of a scaled picture: its first column and row, and its size in pixels."""

    left: int
    top: int
    width: int
    height: int

    def turned(self) -> "_Window":
        return _Window(self.top, self.left, self.height, self.width)


def _pick(image: Image, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Image:
    """Return the image of these rows (h, 1) and columns (w,)."""
    alpha = None if image.alpha is None else image.alpha[rows, columns]
    return replace(image, pixels=image.pixels[rows, columns], alpha=alpha, draft_of=None)


def _scale_smoothly(image: Image, width: int, height: int, window: _Window | None = None) -> Image:
    """Scale each direction by what suits it: means of light to make it smaller, curves to make it larger.

    Cubic curves go through levels of sRGB. Through light, they would draw dark lines along edges: photos that
    were made smaller and larger again are then 0.2 to 1.2 dB farther from what they were.
    """
    narrow, low = min(width, image.width), min(height, image.height)
    smaller = _resample(image, narrow, low, _Window(0, 0, narrow, low), in_light=True)
    return _resample(smaller, width, height, window or _Window(0, 0, width, height), in_light=False)


def _resample(image: Image, width: int, height: int, window: _Window, *, in_light: bool) -> Image:
    """Return a window of the scaled image. Colors are weighted by their alpha.

    One direction is scaled after the other, in parts. All pixels are held as floats only between the two.
    """
    if (width, height) == (image.width, image.height):
        columns = slice(window.left, window.left + window.width)
        return _cut(image, columns, slice(window.top, window.top + window.height))
    way = cv2.INTER_AREA if in_light else cv2.INTER_CUBIC
    pixels, alpha = image.pixels, image.alpha
    # The direction that comes first is the one after which there are fewer pixels.
    is_turned = window.height * image.width < image.height * window.width
    if is_turned:
        pixels, alpha = pixels.swapaxes(0, 1), None if alpha is None else alpha.T
        width, height, window = height, width, window.turned()
    count, before = pixels.shape[:2]
    lines = np.empty((count, window.width, 3 if alpha is None else 4), np.float32)
    for rows in _chunks(count, max(width, before)):
        part = _weigh(pixels[rows], None if alpha is None else alpha[rows], in_light=in_light)
        wide = cv2.resize(part, (width, len(part)), interpolation=way)
        lines[rows] = wide[:, window.left : window.left + window.width]
    levels: Bytes = np.empty((window.height, window.width, 3), np.uint8)
    cover = None if alpha is None else np.empty((window.height, window.width), np.uint8)
    for columns in _chunks(window.width, max(height, count)):
        part = np.ascontiguousarray(lines[:, columns])
        high = cv2.resize(part, (part.shape[1], height), interpolation=way)
        seen = high[window.top : window.top + window.height]
        if cover is not None:
            cover[:, columns] = np.rint(np.clip(seen[:, :, 3], 0, 1) * 255)
            seen = seen[:, :, :3] / np.maximum(seen[:, :, 3:], _LEAST_ALPHA)
        levels[:, columns] = to_levels(seen) if in_light else np.rint(np.clip(seen, 0, 255))
    if is_turned:
        levels = np.ascontiguousarray(levels.swapaxes(0, 1))
        cover = None if cover is None else np.ascontiguousarray(cover.T)
    return replace(image, pixels=levels, alpha=cover, draft_of=None)


def _chunks(count: int, each: int) -> list[slice]:
    step = max(1, _CHUNK // (4 * each))
    return [slice(start, min(count, start + step)) for start in range(0, count, step)]


def _weigh(pixels: Bytes, alpha: Bytes | None, *, in_light: bool) -> Light:
    """Return colors (h, w, 3), or with alpha (h, w), colors times alpha and alpha (h, w, 4)."""
    pixels = np.ascontiguousarray(pixels)
    values = to_light(pixels) if in_light else pixels.astype(np.float32)
    if alpha is None:
        return values
    weight = alpha[:, :, None].astype(np.float32) / np.float32(255)
    return np.concatenate([values * weight, weight], axis=2)
