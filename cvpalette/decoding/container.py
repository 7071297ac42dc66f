"""Container: an image file's bytes and its frames: opened, measured, decoded by OpenCV if that is sure."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.formats import Format, find_format
from cvpalette.decoding.noise import without_noise, without_warnings
from cvpalette.errors import ImageError
from cvpalette.messages import printable
from cvpalette.settings.settings import Reading

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = ["STORED_RGB", "Container", "Decoded", "decode_quietly", "is_shown", "orientation_of", "turn"]

Bytes: TypeAlias = NDArray[np.uint8]

_ORIENTATION: Final = 0x0112
# EXIF's eight orientations: whether to transpose, and the axes to flip after that.
_UPRIGHT: Final[dict[int, tuple[bool, tuple[int, ...]]]] = {
    2: (False, (1,)),
    3: (False, (0, 1)),
    4: (False, (0,)),
    5: (True, ()),
    6: (True, (1,)),
    7: (True, (0, 1)),
    8: (True, (0,)),
}


def orientation_of(header: "ImageFile") -> int:
    """Return EXIF's orientation, from wherever Pillow finds it; metadata that is broken says nothing."""
    with suppress(Exception):
        return int(header.getexif().get(_ORIENTATION, 1))
    return 1


def turn(pixels: Bytes, orientation: int) -> Bytes:
    """Return pixels (height, width[, 3]) upright; an orientation that is none changes nothing."""
    transpose, flips = _UPRIGHT.get(orientation, (False, ()))
    turned = pixels.swapaxes(0, 1) if transpose else pixels
    return np.ascontiguousarray(np.flip(turned, flips))


# In the words of Pillow's plugins, what a file lacks that ends too early.
_CUT_SHORT: Final = re.compile(
    r"truncated|unexpected end|not enough (image )?data|buffer overrun", re.IGNORECASE
)
_OBSCURE: Final = re.compile(r"not identified by this driver|decoder error -|object at 0x|^\W*$")
_NEW_SUBFILE_TYPE: Final = 254
_REDUCED: Final = 1
_PNG_DEPTH: Final = 24


@dataclass(frozen=True, slots=True)
class Container:
    """An image file's bytes; whatever fails in here is an ImageError that names the file."""

    data: bytes
    name: str
    format: Format
    reading: Reading

    @classmethod
    def of(cls, data: bytes, name: str, reading: Reading) -> "Container":
        """Look at how the file begins; raises ImageError where it is no image that is read."""
        return cls(data, name, find_format(data, name), reading)

    def open_frame(self, index: int = 0, data: bytes | None = None) -> "ImageFile":
        """Open the file, go to a frame and measure it; raises ImageError where it is missing or too large."""
        with self.explained(), without_warnings():
            header = self.format.open(data or self.data, self.name)
            if not self.go_to(header, index):
                raise ImageError(self.name, f"has {self._count_frames()}; there is no frame {index + 1}")
            if self.format.name == "PNG":
                _scale_hidden_level(header, self.data[_PNG_DEPTH])
            return header

    def go_to(self, header: "ImageFile", index: int) -> bool:
        """Go to a frame, and tell whether there is one; raises ImageError where it is too large."""
        if index and not self.format.has_frames:
            return False
        # The canvas first: going to a frame may compose those before it.
        self.reading.refuse_too_large(self.name, *header.size)
        try:
            if index:  # it opens at the first; a PSD refuses to go to what it has no layer for
                header.seek(index)
        except EOFError:
            return False
        self.reading.refuse_too_large(self.name, *header.size)
        return True

    def _count_frames(self) -> str:
        # Anew: a TIFF miscounts once it was sent beyond its end.
        frames = self.format.open(self.data, self.name).n_frames if self.format.has_frames else 1  # type: ignore[attr-defined]
        return "1 frame" if frames == 1 else f"{frames} frames"

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what a decoder raises into an ImageError in plain words."""
        try:
            yield
        except ImageError:
            raise
        except MemoryError as error:
            raise ImageError(self.name, "needs more memory to decode than there is") from error
        except Exception as error:  # damaged data fails in any of many parsers, each in its own way
            raise ImageError(self.name, _reason_of(error)) from error


def is_shown(header: "ImageFile", index: int) -> bool:
    """Tell whether a frame is part of the whole: no thumbnail, and no picture in place of an animation."""
    if index == 0 and header.info.get("default_image"):
        return False
    subfile = getattr(header, "tag_v2", {}).get(_NEW_SUBFILE_TYPE, 0)
    return not (index and isinstance(subfile, int) and subfile & _REDUCED)


def _scale_hidden_level(header: "ImageFile", depth: int) -> None:
    """Bring a PNG's transparent level or colour to the depth that its pixels are decoded to."""
    hidden = header.info.get("transparency")
    if isinstance(hidden, int) and header.mode == "1":  # scaled already, or not: as Pillow's version is
        header.info["transparency"] = 255 if hidden else 0
    elif isinstance(hidden, int) and depth < 8 and header.mode == "L":
        header.info["transparency"] = hidden * 255 // (2**depth - 1)
    elif isinstance(hidden, tuple) and depth == 16:
        header.info["transparency"] = tuple(level >> 8 for level in hidden)


def _reason_of(error: Exception) -> str:
    said = printable(str(error).strip().partition("\n")[0])
    if _CUT_SHORT.search(said) or isinstance(error, EOFError):
        return "is cut short: the file ends before its picture does"
    # Python's own errors, from inside a decoder, say nothing to a person; nor do some of Pillow's.
    is_plain = isinstance(error, (OSError, SyntaxError, ValueError)) and said and not _OBSCURE.search(said)
    return f"is damaged: {said}" if is_plain else "is damaged: it cannot be decoded"


#: How to decode to RGB without alpha, as it is stored: upright or not.
STORED_RGB: Final = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION


@dataclass(frozen=True, eq=False, slots=True)
class Decoded:
    """A frame: pixels (height, width, 3) sRGB, alpha (height, width) or None, and what it lacks."""

    pixels: Bytes
    alpha: Bytes | None
    warning: str | None = None


def decode_quietly(file: Container, how: int) -> NDArray[Any] | None:
    """Decode by IMREAD flags; None where OpenCV fails or complains, and Pillow is to judge."""
    try:
        with without_noise() as said:
            found = cv2.imdecode(np.frombuffer(file.data, np.uint8), how)
            # Of a JPEG, it makes up what is missing, and says so on stderr only.
            is_suspect = file.format.name == "JPEG" and said()
    except cv2.error:
        return None
    return None if is_suspect else found
