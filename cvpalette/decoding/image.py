"""Defines Image: upright sRGB pixels that are read-only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.errors import ImageError

__all__ = ["Image", "refuse_narrow"]

Bytes: TypeAlias = NDArray[np.uint8]

# The number of pixels in an image's column.
_ROWS: Final = 64
# The longer side of the picture in a notebook, in pixels.
_SHOWN_SIDE: Final = 480

_CHANNELS: Final = (1, 2, 3, 4)
# An array (n, 3) or (n, 4) may be a gray image, or a list of colors.
_AMBIGUOUS: Final = (3, 4)
_TYPES: Final = {np.dtype(kind) for kind in (bool, np.uint8, np.uint16)}
_TAKEN: Final = "bool, uint8, uint16 or float 0 to 1, of (height, width) or (height, width, 1 to 4)"
_WHITE: Final = 255
# The largest levels of 10 and of 12 bits. Cameras and microscopes give them in arrays of 16 bits.
_TEN_BITS: Final = 1023
_NARROW: Final = 4095
# Half a level of 8 bits: floats may be this far below 0 or above 1, because of rounding.
_SLACK: Final = 1 / 510
# The number of values that are converted at a time: the temporary arrays stay below about 30 MB.
_CHUNK: Final = 1 << 20


def _split_array(array: NDArray[Any], name: str) -> tuple[Bytes, Bytes | None]:
    """Return pixels (height, width, 3) and alpha (height, width) or None; both are copies.

    The array is gray, gray with alpha, RGB, or RGB with alpha. Its values are uint8, uint16, float 0 to 1, or
    bool for black and white. Raises ImageError for any other shape, type or range. Raises ImageError also for
    (n, 3) and (n, 4), which may be gray or a list of colors.
    """
    wide = array[:, :, None] if array.ndim == 2 else array
    is_picture = wide.ndim == 3 and wide.shape[2] in _CHANNELS and wide.size
    if not (
        is_picture and (np.issubdtype(array.dtype, np.floating) or array.dtype.newbyteorder("=") in _TYPES)
    ):
        hint = ""
        if not array.size:
            hint = "; it has no pixels"
        elif is_picture and array.dtype.kind in "iu" and array.min() >= 0 and array.max() <= _WHITE:
            hint = "; its values are 0 to 255: give array.astype('uint8')"
        elif array.ndim == 4 and array.shape[3] in _CHANNELS:
            hint = "; for many images give extract_many(list(array))"
        elif array.ndim == 3 and array.shape[0] in _CHANNELS:
            hint = "; if its channels come first, give array.transpose(1, 2, 0)"
        reason = f"an array must be {_TAKEN}, not {array.dtype} of {array.shape}{hint}"
        raise ImageError(name, reason, "invalid")
    if array.ndim == 2 and array.shape[1] in _AMBIGUOUS:
        reason = (
            f"an array of {array.shape} may be colors or gray: give array[None] for a row of "
            f"{array.shape[0]} colors, or array[:, :, None] for a gray image {array.shape[1]} pixels wide"
        )
        raise ImageError(name, reason, "invalid")
    if array.dtype.kind == "u":
        refuse_narrow(int(array.max()), name, 8 * array.dtype.itemsize)
    channels = wide.shape[2]
    levels = _eight_bits(wide, name)
    alpha = np.array(levels[:, :, -1], order="C") if channels in (2, 4) else None
    colors = levels[:, :, :3] if channels >= 3 else np.repeat(levels[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(colors), alpha


def refuse_narrow(most: int, name: str, bits: int = 16) -> None:
    """Raise ImageError if `most`, the largest of levels of 8 or 16 bits, is that of levels of fewer bits.

    They would all be black, or nearly. Only levels of 0 are taken as they are.
    """
    limit = _NARROW if bits > 8 else 1
    if not 1 <= most <= limit:
        return
    whole = 2**bits - 1
    if most == 1:
        way = "give array.astype(bool)"
    elif most <= _WHITE:
        way = "give array.astype('uint8')"
    else:
        depths = (12,) if most > _TEN_BITS else (10, 12)
        ways = (f"for {depth} bits give array / {2**depth - 1}" for depth in depths)
        way = f"{', '.join(ways)}, and for a picture as dark as that array / {whole}"
    if bits == 8:
        way = f"{way} or array * 255, and for a picture as dark as that array / {whole}"
    reason = f"has values of {bits} bits, but the largest is {most:,}, of {whole:,}; {way}"
    raise ImageError(name, reason, "invalid")


def _eight_bits(array: NDArray[Any], name: str) -> Bytes:
    """Scale values of any of the types to 0 to 255, into a new array, some rows at a time."""
    if array.dtype == np.uint8:
        return np.array(array, order="C")
    levels = np.empty(array.shape, np.uint8)
    step = max(1, _CHUNK // array[0].size)
    for top in range(0, len(array), step):
        rows = array[top : top + step]
        if np.issubdtype(array.dtype, np.floating):
            levels[top : top + step] = np.rint(_unit(rows, name) * 255)
        elif array.dtype == bool:
            levels[top : top + step] = rows * np.uint8(255)
        else:
            # 65535 is 255 times 257. Adding 128 rounds to the nearest level.
            levels[top : top + step] = (rows.astype(np.uint32) + 128) // 257
    return levels


def _unit(rows: NDArray[Any], name: str) -> NDArray[np.float64]:
    """Return floats clipped to 0 to 1; raises ImageError if they have another range."""
    least, most = float(rows.min()), float(rows.max())
    # Written with `not`, so that NaN is refused too.
    if not (least >= -_SLACK and most <= 1 + _SLACK):
        if np.isnan(least):
            reason = "a float array must be 0 to 1, and this one has NaN; give numpy.nan_to_num(array)"
            raise ImageError(name, reason, "invalid")
        reached = f"{least:g} to {most:g}"
        reason = f"a float array must be 0 to 1, not {reached}; scale it, or give levels as uint8"
        raise ImageError(name, reason, "invalid")
    return np.clip(rows.astype(np.float64), 0, 1)


@dataclass(frozen=True, eq=False, repr=False)
class Image:
    """The pixels that count: upright, sRGB, read-only.

    `pixels` is (height, width, 3) uint8 sRGB. `alpha` is (height, width) uint8 or None: a pixel counts in
    proportion to its alpha, and a pixel of alpha 0 has no color. `name` is the name of the source, for
    people. `source_bytes` is the size of the file, if the source was a file. `warning` says what does
    not count: the missing part of a truncated file, samples that are no color, or a raw photo but for its
    preview.

    `draft_of` is the width and height of the whole image if `pixels` is a draft of it, decoded at a part of
    its size. None means that the pixels are the whole image.

    `seconds` is how long a frame of an animation or a film is shown, above 0; None for a still picture and
    for a page. `loops` is how often an animation plays: 0 is for ever, and None is unknown.

    Example:
        >>> image = cvpalette.load_image("photo.jpg")
        >>> image.width, image.height, image.pixels.shape, image.pixels.dtype.name
        (240, 160, (160, 240, 3), 'uint8')
        >>> image.alpha is None, image.name
        (True, 'photo.jpg')
    """

    pixels: Bytes
    alpha: Bytes | None = None
    name: str = "image"
    source_bytes: int | None = None
    warning: str | None = None
    draft_of: tuple[int, int] | None = None
    seconds: float | None = None
    loops: int | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that are not an image, and make the arrays read-only."""
        shape = self.pixels.shape[:2]
        for array, expected in ((self.pixels, (*shape, 3)), (self.alpha, shape)):
            if array is None:
                continue
            if array.dtype != np.uint8 or array.shape != expected or len(shape) != 2 or not array.size:
                reason = f"pixels must be uint8 of {expected}, not {array.dtype} of {array.shape}"
                raise ImageError(self.name, reason, "invalid")
            array.flags.writeable = False

    @classmethod
    def from_array(cls, array: NDArray[Any], name: str = "image") -> Self:
        """Return an image of a copy of sRGB pixels: (height, width) gray, or 1 to 4 channels, alpha last.

        The levels are uint8, uint16, float 0 to 1, or bool. Raises ImageError for anything else. Raises
        ImageError for levels that would be black: of uint16 that reach only 255 (give
        array.astype("uint8")) or 4,095 (for 12 bits give array / 4095), and of uint8 that reach only 1 (give
        array.astype(bool)). A picture that is as dark as that is taken as array / 65535 or array / 255.
        Raises ImageError for (n, 3) and (n, 4): give array[None] for a list of colors, and array[:, :, None]
        for a gray image that is 3 or 4 pixels wide.

        Example:
            >>> red = np.zeros((4, 6, 3))
            >>> red[:, :, 0] = 1
            >>> image = cvpalette.Image.from_array(red, name="red")
            >>> image.width, image.height, image.pixels[0, 0].tolist()
            (6, 4, [255, 0, 0])
        """
        return cls(*_split_array(array, name), name)

    @property
    def width(self) -> int:
        """The width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def whole_size(self) -> tuple[int, int]:
        """The width and height of the whole image; they are those of the pixels, unless these are a draft.

        Example:
            >>> cvpalette.load_image("photo.jpg").whole_size
            (240, 160)
        """
        return self.draft_of or (self.width, self.height)

    @property
    def weight(self) -> float:
        """How many pixels of the whole image a pixel stands for: 1, or more in a draft."""
        width, height = self.whole_size
        return width * height / (self.width * self.height)

    @property
    def column(self) -> Bytes:
        """The image squeezed into one column (64, 3), uint8 sRGB: its colors from top to bottom.

        Each is the mean of the light of all pixels that it stands for.
        """
        from cvpalette.color.light import mean_rows, to_levels  # noqa: PLC0415 -- few images are frames

        light = cv2.resize(mean_rows(self.pixels), (1, _ROWS), interpolation=cv2.INTER_AREA)
        return to_levels(light.reshape(_ROWS, 3))

    @property
    def stem(self) -> str:
        """The name without its suffix; files made from this image are named after it."""
        return Path(self.name).stem

    def __repr__(self) -> str:
        """Return one short line, without the arrays."""
        from cvpalette.color.showing import describe_source  # noqa: PLC0415 -- only a person at a prompt asks

        return f"<Image {describe_source(self.name)}, {self.width} x {self.height}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Show the image in a notebook: as a JPEG, or as a PNG, of at most 480 pixels.

        These are better than HTML here: GitHub shows them too.
        """
        from cvpalette.decoding.thumbnail import encode_shown  # noqa: PLC0415 -- Pillow

        kind, picture = encode_shown(self, _SHOWN_SIDE)
        return {kind: picture, "text/plain": repr(self)}
