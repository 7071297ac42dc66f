"""Format: which files are read, how they begin, and who decodes them."""

import importlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from cvpalette.errors import ImageError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = ["HEAD_LENGTH", "NO_IMAGE", "Format", "begins_film", "begins_image", "find_format", "refuse_unread"]

_NO_MODES: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of image file: its name, how it begins, and the class of Pillow's that reads its header.

    `opencv_modes` are Pillow's modes of the files that OpenCV decodes as well as Pillow does.
    """

    name: str
    signature: bytes
    plugin: str
    opencv_modes: frozenset[str] = _NO_MODES
    has_frames: bool = False

    def open(self, data: bytes, name: str) -> "ImageFile":
        """Read the header, and no pixel; raises ImageError where that needs what is not installed."""
        module, _, class_name = self.plugin.partition(":")
        try:
            plugin = getattr(importlib.import_module(module), class_name)
        except ImportError as error:
            reason = f"is a {self.name} file: reading it takes the extra, pip install 'cvpalette[heic]'"
            raise ImageError(name, reason, "unsupported") from error
        stream = _Hesitant(data) if self.name == "WebP" else io.BytesIO(data)
        # Not PIL.Image.open: it tries the formats by turns, and keeps a limit of its own on sizes.
        return cast("ImageFile", plugin(stream, ""))


class _Hesitant(io.BytesIO):
    """A file whose first read gives few bytes, as those of pipes do.

    Pillow's plugin for WebP looks for the size in its first read, to hold it against Pillow's limit.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """Read to the end, or at most so many bytes."""
        is_first = self.tell() == 0 and size is not None and size > 0
        return super().read(min(size, _SIGNATURE_LENGTH) if is_first and size else size)


# OpenCV decodes what it is right and fast about: the 8-bit formats of nearly every photo, straight to RGB.
# Pillow decodes the rest, since there OpenCV is wrong (as measured on 7,000 files, with OpenCV 5.0):
#   JPEG in CMYK      its profile is needed before it is RGB, and OpenCV throws the inks away
#   WebP and PNG      that move: OpenCV does not compose their frames
#   AVIF              gray of limited range is not expanded, orientation is ignored, 12 bits have no scale
#   GIF               transparency, and what a frame leaves of the one before
#   TIFF              alpha comes multiplied, CMYK as RGBA, LAB unadapted, floats and orientations 5 to 8 fail
#   BMP               bit fields of 10 bits lose red, those of 16 bits fail
#   JPEG 2000         an indexed picture comes as its indices
#   PNM               16 bits are right in both, and floats need scaling
# A profile decides nothing: it is applied to what either has decoded.
FORMATS: Final = (
    Format("JPEG", rb"\xff\xd8\xff", "PIL.JpegImagePlugin:JpegImageFile", frozenset({"L", "RGB"})),
    Format(
        "PNG",
        rb"\x89PNG\r\n\x1a\n",
        "PIL.PngImagePlugin:PngImageFile",
        frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}),
        has_frames=True,
    ),
    Format(
        "WebP",
        rb"RIFF....WEBP",
        "PIL.WebPImagePlugin:WebPImageFile",
        frozenset({"RGB", "RGBA"}),
        has_frames=True,
    ),
    Format("AVIF", rb"....ftyp(?:.{4})*?avi[fs]", "PIL.AvifImagePlugin:AvifImageFile", has_frames=True),
    Format("GIF", rb"GIF8[79]a", "PIL.GifImagePlugin:GifImageFile", has_frames=True),
    Format("TIFF", rb"II[*+]\0|MM\0[*+]", "PIL.TiffImagePlugin:TiffImageFile", has_frames=True),
    # The size of the second header, since prose begins with BM too.
    Format("BMP", rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0", "PIL.BmpImagePlugin:BmpImageFile"),
    Format("PNM", rb"P[1-6fF]\s", "PIL.PpmImagePlugin:PpmImageFile"),
    Format("JPEG 2000", rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "PIL.Jpeg2KImagePlugin:Jpeg2KImageFile"),
    Format("HEIC", rb"....ftyp(?:he[iv][cmsx]|mif1|msf1)", "pillow_heif:HeifImageFile"),
    Format("PSD", rb"8BPS", "PIL.PsdImagePlugin:PsdImageFile"),
    Format("QOI", rb"qoif", "PIL.QoiImagePlugin:QoiImageFile"),
    Format("DDS", rb"DDS ", "PIL.DdsImagePlugin:DdsImageFile"),
)
# What people take for images that cvpalette reads.
_UNREAD: Final = {
    rb"\xff\x0a|\0\0\0\x0cJXL ": "a JPEG XL file",
    rb"\x76\x2f\x31\x01": "an OpenEXR file",
    rb"#\?R": "a Radiance HDR file",
    rb"%PDF": "a PDF file",
    rb"%!PS": "a PostScript file",
}
#: Why a file is not read that may be anything, a palette too.
NO_IMAGE: Final = (
    "is no image that cvpalette reads "
    f"({', '.join(known.name for known in FORMATS[:-1])} or {FORMATS[-1].name})"
)
# MP4 and QuickTime, Matroska and WebM, AVI, MPEG program and transport streams, Ogg, Flash. FFmpeg goes by
# content too, and would follow the addresses in a play list: what begins like one never gets there.
_FILM: Final = re.compile(
    rb"....(?:ftyp|moov|mdat|wide|free|skip)|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01\xba|G[\x40-\x5f].[\x10\x30]"
    rb"|OggS|FLV\x01",
    re.DOTALL,
)
HEAD_LENGTH: Final = 64
# `RIFF....WEBPVP8 `: by which Pillow knows a WebP.
_SIGNATURE_LENGTH: Final = 16
# Comments, and who made it, may stand before an SVG's first element.
_SVG_LENGTH: Final = 4096


def begins_image(head: bytes) -> bool:
    """Tell whether a file that begins like this is of a format that is read."""
    return any(re.match(candidate.signature, head, re.DOTALL) for candidate in FORMATS)


def begins_film(head: bytes) -> bool:
    """Tell whether a file that begins like this is a film, and no image."""
    return _FILM.match(head) is not None and not begins_image(head)


def find_format(data: bytes, name: str) -> Format:
    """Return a file's format, by its content; raises ImageError where it is none that is read."""
    head = data[:HEAD_LENGTH]
    for candidate in FORMATS:
        if re.match(candidate.signature, head, re.DOTALL):
            return candidate
    refuse_unread(data, name)
    raise ImageError(name, NO_IMAGE, "unsupported")


def refuse_unread(data: bytes, name: str) -> None:
    """Raise ImageError for a file of a format that is known, and not read."""
    head = data[:HEAD_LENGTH]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data[:_SVG_LENGTH]:
        reason = "is an SVG: a drawing, which has no pixels; export it as PNG first"
        raise ImageError(name, reason, "unsupported")
    for signature, what in _UNREAD.items():
        if re.match(signature, head):
            reason = f"is {what}, which cvpalette does not read; convert it to PNG or TIFF first"
            raise ImageError(name, reason, "unsupported")
