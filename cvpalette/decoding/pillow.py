"""Decodes the frames of a file that Pillow opens, with OpenCV if OpenCV decodes them correctly."""

import logging
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from cvpalette.decoding.array_file import ArrayFile
from cvpalette.decoding.container import (
    STORED_RGB,
    Container,
    Decoded,
    decode_quietly,
    is_shown,
    orientation_of,
    turn,
)
from cvpalette.decoding.depths import reduce_depth
from cvpalette.decoding.encoding import Encoding
from cvpalette.decoding.meaning import find_avif_depth, find_meaning
from cvpalette.decoding.noise import is_kept, without_noise
from cvpalette.decoding.profiles import Meaning, convert_gray, convert_image, convert_rgb
from cvpalette.decoding.truncation import end_progression, is_cut, is_plain, load_present
from cvpalette.errors import ImageError
from cvpalette.settings.settings import ALL

__all__ = ["allocate_large", "decode_frame", "decode_opened"]

if is_kept():
    # Pillow also logs, and logging prints messages that no handler takes.
    logging.getLogger("PIL").addHandler(logging.NullHandler())

Bytes: TypeAlias = NDArray[np.uint8]

# A frame that is shown no longer than the first is shown for the second, as in browsers.
_LEAST_SECONDS: Final = 0.010
_USUAL_SECONDS: Final = 0.1
# Pillow's gray modes; OpenCV decodes them to three equal channels.
_GRAYS: Final = ("1", "L", "LA", "I;16")
# The conversion to RGB by the number of channels that IMREAD_UNCHANGED gives.
_TO_RGB: Final = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}


def decode_opened(file: Container) -> Iterator[Decoded]:
    """Give the frames that `reading` asks for, composed as they are shown; raises ImageError for none."""
    reading = file.reading
    index = 0 if isinstance(reading.frames, str) else reading.frames - 1
    header = file.open_frame(index)
    if reading.frames == ALL and file.format.has_frames:
        yield from _decode_all(file, header)
    else:
        yield decode_frame(file, header, index)


def _decode_all(file: Container, header: ImageFile) -> Iterator[Decoded]:
    file.refuse_too_many(header)
    for index in count():
        try:
            with file.explained():
                if not file.go_to(header, index):
                    return
                if not is_shown(header, index):
                    continue
        except ImageError as error:
            # A frame that is too large is an error, also in a truncated file.
            if not file.reading.allow_truncated or error.problem == "too-large":
                raise
            yield _decode_nothing(index)
            return
        yield decode_frame(file, header, index)


def decode_frame(file: Container, header: ImageFile, index: int) -> Decoded:
    """Decode the frame that an open file is at; raises ImageError if it cannot be decoded."""
    if header.mode in file.format.opencv_modes and not getattr(header, "is_animated", False):
        with file.explained():
            is_sure = is_plain(file.format.name, file.data, is_heard=not is_kept())
            found = _decode_with_opencv(file, header) if is_sure else None
        if found:
            return found
    if file.format.name == "AVIF" and not getattr(header, "is_animated", False):
        with file.explained():
            found = _decode_deep_avif(file, header)
        if found:
            return found
    try:
        with file.explained(), without_noise():
            allocate_large(header)
            header.load()
            if index == 0 and is_cut(file.format.name, file.data):
                raise EOFError  # the file is truncated, even if all pixels of this frame are there
            return _convert(file, header)
    except ImageError:
        if not file.reading.allow_truncated:
            raise
    return _decode_present(file, index)


def allocate_large(header: ImageFile) -> None:
    """Allocate the pixels of a TIFF that is larger than Pillow's limit: Pillow checks only its own image."""
    limit, size = PIL.Image.MAX_IMAGE_PIXELS, getattr(header, "_tile_size", None)
    if limit is not None and size is not None and math.prod(size) > limit:
        header.im = PIL.Image.new(header.mode, size).im


def _decode_with_opencv(file: Container, header: ImageFile) -> Decoded | None:
    """Decode a frame with OpenCV; None if OpenCV fails: then Pillow decides."""
    has_alpha = "A" in header.mode or "transparency" in header.info
    meaning = find_meaning(file, header)
    # An encoding converts all 16 bits: its curve may tell dark levels apart that have the same first 8 bits.
    is_stored = has_alpha or (isinstance(meaning, Encoding) and file.format.name == "PNG")
    how = cv2.IMREAD_UNCHANGED if is_stored else STORED_RGB
    found = decode_quietly(file, how)
    if found is None:
        return None
    alpha = None
    if has_alpha:
        alpha = _alpha_of(found, header)
    if is_stored:
        channels = found.shape[2] if found.ndim == 3 else 1
        levels = found if isinstance(meaning, Encoding) else _eight_bits(found)
        found = cv2.cvtColor(levels, _TO_RGB[channels])
    pixels: Bytes = np.asarray(found)
    if meaning and header.mode in _GRAYS:
        pixels = convert_gray(np.ascontiguousarray(pixels[:, :, 0]), meaning)
    else:
        pixels = convert_rgb(pixels, meaning)
    # This PNG has no orientation: `is_plain` refuses those that do. Pillow would decode it to find out.
    orientation = 1 if file.format.name == "PNG" else orientation_of(header)
    return Decoded(turn(pixels, orientation), None if alpha is None else turn(alpha, orientation))


def _decode_deep_avif(file: Container, header: ImageFile) -> Decoded | None:
    """Decode a color AVIF of 10 or 12 bits with OpenCV, which keeps them; None for any other AVIF."""
    bits = find_avif_depth(file.data)
    found = decode_quietly(file, cv2.IMREAD_UNCHANGED) if bits > 8 else None
    if found is None or found.dtype != np.uint16 or found.ndim != 3 or found.shape[1::-1] != header.size:
        return None
    levels: NDArray[Any] = cv2.convertScaleAbs(found, alpha=255 / (2**bits - 1))
    alpha = np.asarray(levels[:, :, 3]) if levels.shape[2] == 4 else None
    meaning = find_meaning(file, header)
    if isinstance(meaning, Encoding):
        levels = (found.astype(np.uint32) * 65535 // (2**bits - 1)).astype(np.uint16)
    pixels = convert_rgb(np.asarray(cv2.cvtColor(levels, _TO_RGB[levels.shape[2]])), meaning)
    orientation = orientation_of(header)
    return Decoded(turn(pixels, orientation), None if alpha is None else turn(alpha, orientation))


def _alpha_of(found: NDArray[Any], header: ImageFile) -> Bytes | None:
    """Return the alpha channel; for a gray PNG, the pixels of its transparent level have alpha 0."""
    if found.ndim == 3:
        return _eight_bits(found)[:, :, 3] if found.shape[2] == 4 else None
    return np.where(found == header.info["transparency"], 0, 255).astype(np.uint8)


def _eight_bits(found: NDArray[Any]) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(found, alpha=1 / 257) if found.dtype == np.uint16 else found)


def _convert(file: Container, header: ImageFile) -> Decoded:
    """Return the upright sRGB pixels of a frame that Pillow has loaded."""
    warning = None
    if isinstance(header, ArrayFile):
        alpha, warning = header.pixels.alpha, header.warning
        meaning = find_meaning(file, header)
        pixels = _convert_own(header, meaning)
    else:
        base, alpha = reduce_depth(header)
        pixels = convert_image(base, find_meaning(file, header))
    orientation = orientation_of(header)
    upright = turn(pixels, orientation), None if alpha is None else turn(alpha, orientation)
    return Decoded(*upright, warning, None, *_timing_of(header))


def _timing_of(header: ImageFile) -> tuple[float | None, int | None]:
    """Return how long a frame is shown, in seconds, and how often the animation plays; None if unknown.

    Browsers show a frame of 10 ms or less for 100 ms. So does this.
    """
    if not getattr(header, "is_animated", False) or "duration" not in header.info:
        return None, None
    seconds = header.info["duration"] / 1000
    is_sane = _LEAST_SECONDS < seconds < math.inf
    loops = header.info.get("loop")
    return (seconds if is_sane else _USUAL_SECONDS), (loops if isinstance(loops, int) else None)


def _convert_own(file: ArrayFile, meaning: Meaning) -> Bytes:
    """Return the sRGB pixels of a format that cvpalette decodes itself."""
    match file.mode:
        case "RGB":
            return convert_rgb(file.pixels.levels, meaning)
        case "L":
            return convert_gray(file.pixels.levels, meaning)
        case _:
            return convert_image(file.to_picture(), meaning)


def _decode_present(file: Container, index: int) -> Decoded:
    """Decode the part of a frame that is there; missing pixels get alpha 0, so they do not count."""
    is_progressive = "progressive" in file.open_frame(index).info
    data = end_progression(file.data) if is_progressive else file.data
    with file.explained(), without_noise():
        header, present = load_present(lambda: file.open_frame(index, data))
        frame = _convert(file, header)
        here = turn(np.where(present, 255, 0).astype(np.uint8), orientation_of(header))
    if not here.any() and not index:
        raise ImageError(file.name, "is cut short before its first pixel", "empty")
    alpha = here if frame.alpha is None else np.minimum(frame.alpha, here)
    where = f", in frame {index + 1}" if index else ""
    if data is not file.data:
        return replace(frame, warning="is cut short: its picture is coarser than it was")
    missing = 100 - 100 * np.count_nonzero(here) / here.size
    if not missing:
        return frame
    warning = f"is cut short{where}: {missing:.0f} % of its pixels are missing, and do not count"
    return replace(frame, alpha=alpha, warning=warning)


def _decode_nothing(index: int) -> Decoded:
    """Return one transparent pixel with a warning: it stands for the missing frames of a truncated file."""
    alpha = np.zeros((1, 1), np.uint8)
    return Decoded(
        np.dstack([alpha] * 3), alpha, f"is cut short after frame {index}: the others do not count"
    )
