"""Lists the formats that cvpalette reads: how their files begin, and what decodes them."""

import importlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from cvpalette.errors import ImageError
from cvpalette.messages import cause_of

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = [
    "ARCHIVED",
    "HEAD_LENGTH",
    "NO_IMAGE",
    "Format",
    "begins_film",
    "begins_image",
    "begins_unread_image",
    "find_format",
    "is_image",
    "refuse_unread",
]

_NO_MODES: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Format:
    """A format of image files: its name, its first bytes, and the class that reads its header.

    The class is a subclass of Pillow's ImageFile.
    OpenCV decodes files of the `opencv_modes`, which are modes of Pillow, as correctly as Pillow does.
    `extra` is the extra of cvpalette that installs the library. A format without a plugin has no such class.
    """

    name: str
    signature: bytes
    plugin: str
    opencv_modes: frozenset[str] = _NO_MODES
    has_frames: bool = False
    extra: str = ""

    def open(self, data: bytes, name: str) -> "ImageFile":
        """Read the header, but no pixels; raises ImageError if the library for it is missing or broken."""
        module, _, class_name = self.plugin.partition(":")
        try:
            plugin = getattr(importlib.import_module(module), class_name)
        except (ImportError, OSError) as error:
            # A library may be there, and lack one of the system's.
            remedy = f"to read it, pip install 'cvpalette[{self.extra}]'"
            if not self.extra:
                remedy = f"Pillow cannot load its part for it: {cause_of(error)}"
            elif not isinstance(error, ModuleNotFoundError):
                remedy = f"the library of 'cvpalette[{self.extra}]' cannot be loaded: {cause_of(error)}"
            article = "an" if self.name == "OpenEXR" else "a"
            raise ImageError(name, f"is {article} {self.name} file: {remedy}", "unsupported") from error
        stream = _Hesitant(data) if self.name == "WebP" else io.BytesIO(data)
        # PIL.Image.open would try every format, and has its own limit on sizes.
        return cast("ImageFile", plugin(stream, ""))


class _Hesitant(io.BytesIO):
    """A file whose first read returns few bytes, as a pipe's may.

    Pillow's plugin for WebP looks for the image's size in its first read, and compares it with Pillow's own
    limit. With few bytes it does not find the size, so only cvpalette's limit counts.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most `size` bytes, or to the end; the first read gives only the signature."""
        is_first = self.tell() == 0 and size is not None and size > 0
        return super().read(min(size, _SIGNATURE_LENGTH) if is_first and size else size)


_IPHONE_PNG: Final = "PNG of iPhone apps"
# OpenCV decodes the 8-bit formats of nearly every photo: there it is right and fast, and gives RGB directly.
# Pillow decodes everything else. There OpenCV is wrong (measured on 7,000 files, with OpenCV 5.0):
#   JPEG in CMYK      its profile applies to the inks, but OpenCV converts the inks to RGB without it
#   WebP and PNG      OpenCV does not compose the frames of animations
#   AVIF              gray of limited range is not expanded, orientation is ignored, 12 bits are not scaled
#   GIF               transparency is wrong, and so are frames that keep parts of the frame before
#   TIFF              alpha is multiplied into the colors, CMYK is read as RGBA, LAB is not adapted to the
#                     white point, floats and orientations 5 to 8 fail
#   BMP               bit fields of 10 bits lose red, bit fields of 16 bits fail
#   JPEG 2000         an indexed picture gives its indices
#   PNM               floats need scaling (both decode 16 bits correctly)
# A profile does not matter here: it is applied to the pixels of either decoder.
FORMATS: Final = (
    Format("JPEG", rb"\xff\xd8\xff", "PIL.JpegImagePlugin:JpegImageFile", frozenset({"L", "RGB"})),
    Format(_IPHONE_PNG, rb"\x89PNG\r\n\x1a\n....CgBI", "cvpalette.decoding.readers.cgbi:CgbiFile"),
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
    Format("GIF", rb"GIF8[79]a", "cvpalette.decoding.readers.gif:GifFile", has_frames=True),
    Format("TIFF", rb"II[*+]\0|MM\0[*+]", "PIL.TiffImagePlugin:TiffImageFile", has_frames=True),
    # RAF of Fujifilm, CR3 and CRW of Canon, X3F of Sigma, MRW of Minolta, RW2 of Panasonic, ORF of Olympus.
    # Other raw photos are TIFFs.
    Format(
        "raw photo",
        rb"FUJIFILMCCD-RAW |....ftypcrx |II\x1a\0\0\0HEAPCCDR|FOVb|\0MRM|IIU\0|IIR[OS]|MMOR",
        "",
    ),
    # The size of the second header is checked too, since a text may begin with BM.
    Format("BMP", rb"BM.{12}[\x0c\x10-\x40\x6c\x7c]\0\0\0", "cvpalette.decoding.readers.bmp:BmpFile"),
    Format("PNM", rb"P[1-6fF]\s", "PIL.PpmImagePlugin:PpmImageFile"),
    Format(
        "JPEG 2000", rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "cvpalette.decoding.readers.jpeg2000:Jpeg2000File"
    ),
    Format("HEIC", rb"....ftyp(?:he[iv][cmsx]|mif1|msf1)", "pillow_heif:HeifImageFile", extra="heic"),
    Format(
        "JPEG XL",
        rb"\xff\x0a|\0\0\0\x0cJXL ",
        "cvpalette.decoding.readers.jpegxl:JpegXlFile",
        extra="jxl",
    ),
    Format("OpenEXR", rb"\x76\x2f\x31\x01", "cvpalette.decoding.readers.openexr:OpenExrFile", extra="exr"),
    Format("Radiance HDR", rb"#\?R(?:ADIANCE|GBE)\s", "cvpalette.decoding.readers.radiance:RadianceFile"),
    # Illustrator's files are PDFs, unless that was turned off when they were saved.
    Format("PDF", rb"%PDF-", "cvpalette.decoding.readers.pdf:PdfFile", has_frames=True, extra="pdf"),
    Format("PSD", rb"8BPS", "cvpalette.decoding.readers.psd:PsdFile"),
    Format("QOI", rb"qoif", "PIL.QoiImagePlugin:QoiImageFile"),
    Format("DDS", rb"DDS ", "cvpalette.decoding.readers.dds:DdsFile"),
    # The type of the file is the first in the archive, and not compressed.
    Format("Krita", rb"PK\x03\x04.{26}mimetype.{0,6}?application/x-krita(?!-)", ""),
    Format("OpenRaster", rb"PK\x03\x04.{26}mimetype.{0,6}?image/openraster", ""),
    Format("Affinity", rb"\0\xffKA....nsrP#Inf", ""),
    Format("Clip Studio Paint", rb"CSFCHUNK.{16}CHNKHead", ""),
    # The number is the length of the file. Text may begin with the four letters.
    Format("ICNS", rb"icns\0", "PIL.IcnsImagePlugin:IcnsImageFile"),
    Format("ICO", rb"\0\0[\1\2]\0[^\0].{4}[\0\xff]", "cvpalette.decoding.readers.icon:IconFile"),
    Format("PAM", rb"P7\r?\n", "cvpalette.decoding.readers.samples:PamFile"),
    Format("farbfeld", rb"farbfeld", "cvpalette.decoding.readers.samples:FarbfeldFile"),
    Format("SGI", rb"\x01\xda[\0\1][\1\2]\0[\1-\3]", "PIL.SgiImagePlugin:SgiImageFile"),
    # Versions without a palette of their own are not among these.
    Format("PCX", rb"\x0a[\2\5]\x01[\1\2\4\x08]", "PIL.PcxImagePlugin:PcxImageFile"),
    Format("XPM", rb"/\* XPM \*/", "cvpalette.decoding.readers.xpm:XpmFile"),
    Format("XBM", rb"\s*#define[ \t]+\w+_width[ \t]+\d", "PIL.XbmImagePlugin:XbmImageFile"),
    # TGA has no signature: the fields of its header that have few valid values stand for one.
    Format(
        "TGA",
        rb".(?:\0[\2\3\x0a\x0b]\0{5}|\x01[\1\x09].{4}[\x0f\x10\x18\x20]).{4}(?!\0\0)..(?!\0\0)..[\x08\x10\x18\x20]"
        rb"[\0-\x3f]",
        "cvpalette.decoding.readers.tga:TgaFile",
    ),
)
# Formats that people may expect cvpalette to read: images first, then documents.
_UNREAD_IMAGES: Final = {
    rb"II\xbc[\0\1]": "a JPEG XR file",
    rb"\x8aMNG\r\n\x1a\n": "an MNG animation",
    rb"\x8bJNG\r\n\x1a\n": "a JNG file",
    rb"BA.{12}BM": "an OS/2 array of bitmaps",
    rb"\x0a[\0\3\4]\x01[\1\2\4\x08]": "a PCX file without a palette",
    rb"gimp xcf": "a GIMP image (XCF)",
    rb"\s*/\*.*?\*/\s*#define[ \t]+\w+_width[ \t]+\d": "an XBM file that begins with a comment",
    rb"PXMDMETA": "a Pixelmator document (PXM)",
    rb"fig-(?:kiwi|jam\.|deck)": "a Figma document without a preview",
    rb"SIMPLE  = {20}T": "a FITS file",
    rb".{128}DICM": "a DICOM file",
    rb"FORM....(?:ILBM|PBM |ACBM|DEEP|RGB8)": "an IFF image",
    rb"\x59\xa6\x6a\x95": "a Sun raster file",
    rb"(?:SDPX|XPDS)\0|\x80\x2a\x5f\xd7|\xd7\x5f\x2a\x80": "a DPX or Cineon file",
    rb"BPG\xfb": "a BPG file",
    rb"FLIF[\x31-\x6f]": "a FLIF file",
    rb"\xabKTX [12][10]\xbb": "a KTX texture",
    rb"VTF\0": "a VTF texture",
    rb"BLP[12]": "a BLP texture",
    rb"\x13\xab\xa1\x5c": "an ASTC texture",
    rb"\xd7\xcd\xc6\x9a\0\0|\x01\0\x09\0\0[\1\3]": "a Windows metafile (WMF)",
    rb"\x01\0\0\0.{36} EMF": "a Windows metafile (EMF)",
    rb"PS?P Image File|Paint Shop Pro Image File": "a Paint Shop Pro image",
}
_UNREAD: Final = {
    **_UNREAD_IMAGES,
    rb"AT&TFORM": "a DjVu document",
}
# Drawings without pixels: a viewer of them has to draw them first.
_DRAWINGS: Final = {
    rb"\xc5\xd0\xd3\xc6|%!PS-Adobe-[0-9.]+ EPSF": "an EPS file",
    rb"%!PS": "a PostScript file, as old Illustrator files are",
}
_ARCHIVE: Final = b"PK\3\4"
#: Documents in archives, which are told by the names of the files in these.
ARCHIVED: Final = {
    name: Format(name, re.escape(_ARCHIVE), "")
    for name in ("Krita", "OpenRaster", "Procreate", "Sketch", "Figma", "Pixelmator Pro")
}
_NAMES: Final = {known.name for known in FORMATS if not known.extra} | ARCHIVED.keys()
_COMMON: Final = ("JPEG", "PNG", "WebP", "AVIF", "GIF", "TIFF", "BMP", "PSD")
_OTHERS: Final = len(_NAMES - {*_COMMON, _IPHONE_PNG, "raw photo"})
_EXTRAS: Final = [known.name for known in FORMATS if known.extra]
#: The reason that a file of an unknown format is not read; the file may be a palette.
NO_IMAGE: Final = (
    f"is no image that cvpalette reads ({', '.join(_COMMON)} and {_OTHERS} others; "
    f"with an extra, {', '.join(_EXTRAS[:-1])} or {_EXTRAS[-1]})"
)
# MP4 and QuickTime, Matroska and WebM, AVI, MPEG program and transport streams, Ogg, Flash. FFmpeg would also
# read a play list, and open the addresses in it. So only files that begin like a film are given to FFmpeg.
_FILM: Final = re.compile(
    rb"....(?:ftyp|moov|mdat|wide|free|skip)|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01\xba|G[\x40-\x5f].[\x10\x30]"
    rb"|OggS|FLV\x01",
    re.DOTALL,
)
HEAD_LENGTH: Final = 64
# Comments and the name of a program may come before the first element of an SVG.
_SVG_LENGTH: Final = 4096
# Pillow recognizes a WebP by `RIFF....WEBPVP8 `.
_SIGNATURE_LENGTH: Final = 16
# DICOM begins after 128 bytes that may be anything, and XBM after a comment.
_UNREAD_LENGTH: Final = 1024


def begins_image(head: bytes) -> bool:
    """Tell whether a file with these first bytes is an image that cvpalette reads."""
    return any(re.match(candidate.signature, head, re.DOTALL) for candidate in FORMATS)


def is_image(data: bytes) -> bool:
    """Tell whether a whole file is an image that cvpalette reads, or a document that holds one."""
    return begins_image(data[:HEAD_LENGTH]) or _find_archived(data) is not None


def begins_unread_image(head: bytes) -> bool:
    """Tell whether a file with these first bytes is an image of a format that cvpalette does not read."""
    return any(re.match(signature, head, re.DOTALL) for signature in _UNREAD_IMAGES)


def begins_film(head: bytes) -> bool:
    """Tell whether a file with these first bytes is a film and not an image."""
    return _FILM.match(head) is not None and not begins_image(head)


def find_format(data: bytes, name: str) -> Format:
    """Return the format of a file by its content; raises ImageError if cvpalette does not read it."""
    head = data[:HEAD_LENGTH]
    for candidate in FORMATS:
        if re.match(candidate.signature, head, re.DOTALL):
            return candidate
    document = _find_archived(data)
    if document is not None:
        return document
    refuse_unread(data, name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data[:_SVG_LENGTH]:
        reason = (
            "is an SVG: a drawing, which has no pixels, but may be read as a palette; export it as PNG first"
        )
        raise ImageError(name, reason, "unsupported")
    raise ImageError(name, NO_IMAGE, "unsupported")


def _find_archived(data: bytes) -> Format | None:
    if not data.startswith(_ARCHIVE):
        return None
    from cvpalette.decoding.archive import name_archived  # noqa: PLC0415 -- few files are archives

    return ARCHIVED.get(name_archived(data))


def refuse_unread(data: bytes, name: str) -> None:
    """Raise ImageError for a file whose format cvpalette recognizes but does not read."""
    if _is_wbmp(data):
        reason = "is a WBMP file, which cvpalette does not read; convert it to PNG first"
        raise ImageError(name, reason, "unsupported")
    for signature, what in _DRAWINGS.items():
        if re.match(signature, data[:_UNREAD_LENGTH], re.DOTALL):
            reason = f"is {what}, which cvpalette does not read; save it as SVG or PDF, or export it as PNG"
            raise ImageError(name, reason, "unsupported")
    for signature, what in _UNREAD.items():
        if re.match(signature, data[:_UNREAD_LENGTH], re.DOTALL):
            reason = f"is {what}, which cvpalette does not read; convert it to PNG or TIFF first"
            raise ImageError(name, reason, "unsupported")


def _is_wbmp(data: bytes) -> bool:
    """Tell whether this is a bitmap of old telephones: it has no signature, but an exact length."""
    # Each size is a number of 7 bits a byte; all bytes but the last have the highest bit.
    size = rb"([\x80-\xff]{0,2}[\0-\x7f])"
    header = re.match(rb"\0\0" + size * 2, data[:8], re.DOTALL)
    if header is None:
        return False
    width, height = (
        sum((byte & 127) << 7 * n for n, byte in enumerate(part[::-1])) for part in header.groups()
    )
    return bool(width * height and len(data) - header.end() == (width + 7) // 8 * height)
