"""Defines Container: it opens an image file, measures its frames, and explains what decoders raise."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from cvpalette.decoding.formats import Format, find_format
from cvpalette.decoding.jpeg import (
    define_height,
    drop_exif,
    find_orientation,
    name_rare_kind,
    refuse_many_scans,
)
from cvpalette.decoding.noise import without_noise
from cvpalette.errors import ImageError, Problem
from cvpalette.messages import printable
from cvpalette.settings.settings import Reading

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = ["STORED_RGB", "Container", "Decoded", "decode_quietly", "is_shown", "orientation_of", "turn"]

Bytes: TypeAlias = NDArray[np.uint8]

_ORIENTATION: Final = 0x0112
# The keys of Pillow's XMP. The orientation in XMP counts if EXIF has none.
_XMP: Final = {"xmp", "XML:com.adobe.xmp"}
# EXIF's orientations 2 to 8: whether to transpose, and the axes to flip after that. 1 is upright.
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
    """Return EXIF's orientation from any place where Pillow finds it; broken metadata is ignored."""
    exif = header.info.get("exif")
    if isinstance(exif, bytes) and header.format != "TIFF":
        # Pillow would also warn about broken parts of the EXIF, and a user may turn warnings into errors.
        found = find_orientation(exif.removeprefix(b"Exif\0\0"))
        if found is not None and (found != 1 or _XMP.isdisjoint(header.info)):
            return found
    with suppress(Exception):
        return int(header.getexif().get(_ORIENTATION, 1))
    return 1


def turn(pixels: Bytes, orientation: int) -> Bytes:
    """Return pixels (height, width[, 3]) upright; an invalid orientation changes nothing."""
    transpose, flips = _UPRIGHT.get(orientation, (False, ()))
    turned = pixels.swapaxes(0, 1) if transpose else pixels
    return np.ascontiguousarray(np.flip(turned, flips))


# The words of Pillow's plugins for a file that ends too early.
_CUT_SHORT: Final = re.compile(
    r"truncated|unpack(_from)? requires|unexpected end|not enough (image )?data|buffer overrun", re.IGNORECASE
)
# The words of Pillow's plugins for a valid file that they cannot read.
_UNSUPPORTED: Final = re.compile(
    r"unsupported|not (yet )?supported|unimplemented|not (available|installed)|unavailable|cannot handle"
    r"|cannot load this image|unknown (PCX|TGA|pixel|data organization|nclx)|bad configuration"
    r"|unable to determine .* mode|(bad|illegal|unrecognized)( image)? mode|decoder error -8",
    re.IGNORECASE,
)
# The numbers of TIFF's tags. Any other number in a KeyError of Pillow is an unknown compression.
_TIFF_TAGS: Final = range(254, 700)
_OBSCURE: Final = re.compile(r"not identified by this driver|decoder error -|object at 0x|^\W*$")
_PNG_DEPTH: Final = 24
_COMPOSED: Final = {"GIF", "PNG", "WebP", "AVIF"}


@dataclass(frozen=True, slots=True)
class Container:
    """The bytes of an image file; every failure is an ImageError that names the file.

    `profile` is the ICC profile of a PNG that is too large for Pillow.
    """

    data: bytes
    name: str
    format: Format
    reading: Reading
    profile: bytes | None = None

    @classmethod
    def of(cls, data: bytes, name: str, reading: Reading) -> "Container":
        """Find the format from the first bytes; raises ImageError if cvpalette does not read it."""
        found = find_format(data, name)
        if found.name == "JPEG":
            refuse_many_scans(data, name)
            return cls(define_height(data), name, found, reading)
        if found.name != "PNG":
            return cls(data, name, found, reading)
        from cvpalette.decoding.png import refuse_overfull, without_bombs  # noqa: PLC0415 -- only PNGs need it

        refuse_overfull(data, name)
        harmless, profile = without_bombs(data)
        return cls(harmless, name, found, reading, profile)

    def open_frame(self, index: int = 0, data: bytes | None = None) -> "ImageFile":
        """Open the file, go to a frame, check its size; raises ImageError if it is missing or too large."""
        with self.explained():
            header = self._open(data or self.data)
            if not self.go_to(header, index):
                reason = f"has {self._count_frames()}; there is no frame {index + 1}"
                raise ImageError(self.name, reason, "invalid")
            if self.profile:
                header.info["icc_profile"] = self.profile
            if self.format.name == "PNG":
                _scale_hidden_level(header, self.data[_PNG_DEPTH])
            return header

    def _open(self, data: bytes) -> "ImageFile":
        try:
            return self.format.open(data, self.name)
        except Warning:
            # If warnings are errors, Pillow fails at a broken EXIF. A broken EXIF is ignored here.
            if self.format.name != "JPEG":
                raise
            return self.format.open(drop_exif(data), self.name)

    def go_to(self, header: "ImageFile", index: int) -> bool:
        """Go to a frame, and tell whether it exists; raises ImageError if it is too large."""
        if index and not self.format.has_frames:
            return False
        # The canvas is checked first: going to a frame may compose all frames before it.
        self.reading.refuse_too_large(self.name, *header.size)
        if self.is_composed:
            self.reading.refuse_too_many(self.name, index, index * math.prod(header.size))
        try:
            if index:  # a file opens at its first frame; a PSD cannot seek to 0
                header.seek(index)
        except EOFError:
            return False
        self.reading.refuse_too_large(self.name, *header.size)
        return True

    @property
    def is_composed(self) -> bool:
        """Whether all frames have the same size, and a frame needs those before it; pages do not."""
        return self.format.name in _COMPOSED

    def refuse_too_many(self, header: "ImageFile") -> None:
        """Raise ImageError if an animation has more frames, or more pixels in them, than are allowed."""
        if self.is_composed:
            with self.explained(), suppress(EOFError, SyntaxError):  # a truncated file may not tell
                # Opens the file again: counting may lose what the decoder knows of its place.
                frames = self.format.open(self.data, self.name).n_frames  # type: ignore[attr-defined]
                self.reading.refuse_too_many(self.name, frames, frames * math.prod(header.size))

    def _count_frames(self) -> str:
        # Opens the file again: a TIFF miscounts its frames after a seek beyond its end.
        frames = self.format.open(self.data, self.name).n_frames if self.format.has_frames else 1  # type: ignore[attr-defined]
        return "1 frame" if frames == 1 else f"{frames} frames"

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn any exception of a decoder into an ImageError in plain words."""
        try:
            yield
        except ImageError:
            raise
        except MemoryError as error:
            reason = "needs more memory to decode than there is"
            raise ImageError(self.name, reason, "too-large") from error
        except Exception as error:  # each of the many parsers raises its own errors for damaged data
            reason, problem = _explain(error)
            if problem in {"damaged", "unsupported"} and self.format.name == "JPEG":
                kind = name_rare_kind(self.data)
                reason, problem = (f"{_UNREAD}: {kind}", "unsupported") if kind else (reason, problem)
            if problem == "damaged" and self.format.name == "WebP" and _lacks_end(self.data):
                # libwebp decodes nothing of such a file.
                reason, problem = "is cut short: no part of a WebP is decoded without its end", "empty"
            if problem == "truncated" and self.reading.allow_truncated:
                reason, problem = "is cut short before its first pixel", "empty"
            raise ImageError(self.name, reason, problem) from error


def _lacks_end(data: bytes) -> bool:
    """Tell whether a WebP is shorter than its header says."""
    return len(data) < 8 + int.from_bytes(data[4:8], "little")


def is_shown(header: "ImageFile", index: int) -> bool:
    """Tell whether a frame counts; a still picture that replaces an animation does not."""
    return bool(index or not header.info.get("default_image"))


def _scale_hidden_level(header: "ImageFile", depth: int) -> None:
    """Scale the transparent level or color of a PNG to the depth that its pixels are decoded to."""
    hidden = header.info.get("transparency")
    if isinstance(hidden, int) and header.mode == "1":  # some versions of Pillow have scaled it already
        header.info["transparency"] = 255 if hidden else 0
    elif isinstance(hidden, int) and depth < 8 and header.mode == "L":
        header.info["transparency"] = hidden * 255 // (2**depth - 1)
    elif isinstance(hidden, tuple) and depth == 16:
        header.info["transparency"] = tuple(level >> 8 for level in hidden)


def _explain(error: Exception) -> tuple[str, Problem]:
    """Return the reason, for people, and the problem, for programs, of a decoder's exception."""
    said = printable(str(error).strip().partition("\n")[0])
    if isinstance(error, Warning):
        return f"is not read where Python's warnings are errors: {said}", "refused"
    if type(error).__name__ == "DecompressionBombError":  # by name: Pillow may not be loaded
        return f"is a picture that Pillow refuses: {said}", "too-large"
    # Pillow wraps exceptions that its plugins do not expect.
    missing = error if isinstance(error, KeyError) else error.__cause__
    feature = _name_unknown(missing.args[0]) if isinstance(missing, KeyError) and missing.args else ""
    if feature:
        return f"{_UNREAD}: {feature}", "unsupported"
    if isinstance(error, NotImplementedError) or _UNSUPPORTED.search(said):
        return f"{_UNREAD}: {said}" if said and not _OBSCURE.search(said) else _UNREAD, "unsupported"
    if _CUT_SHORT.search(said) or isinstance(error, EOFError) or isinstance(error.__cause__, EOFError):
        return "is cut short: the file ends before its picture does", "truncated"
    # Errors of other types come from Python itself and mean nothing to a user; nor do some texts of Pillow.
    is_plain = isinstance(error, (OSError, SyntaxError, ValueError)) and said and not _OBSCURE.search(said)
    return f"is damaged: {said}" if is_plain else "is damaged: it cannot be decoded", "damaged"


_UNREAD: Final = "is of a kind that cvpalette does not read"


def _name_unknown(key: object) -> str:
    """Name the feature of a key that Pillow's tables lack; '' if the key is not a feature of a file."""
    match key:
        case int() if key not in _TIFF_TAGS:
            return f"compression {key}"
        case (int(mode), int(bits)):
            return f"color mode {mode} of {bits} bits"
        case _:
            return ""


#: The flags to decode to RGB without alpha, and without turning the image upright.
STORED_RGB: Final = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION


@dataclass(frozen=True, eq=False, slots=True)
class Decoded:
    """A frame: pixels (height, width, 3) sRGB, alpha (height, width) or None, and a warning of losses.

    `draft_of` is the width and height of the whole frame if the pixels are a draft of it. `seconds` and
    `loops` are those of an Image.
    """

    pixels: Bytes
    alpha: Bytes | None
    warning: str | None = None
    draft_of: tuple[int, int] | None = None
    seconds: float | None = None
    loops: int | None = None


def decode_quietly(file: Container, how: int) -> NDArray[Any] | None:
    """Decode with IMREAD flags; None if OpenCV fails: then Pillow decides."""
    try:
        with without_noise():
            return cv2.imdecode(np.frombuffer(file.data, np.uint8), how)
    except cv2.error:
        return None
