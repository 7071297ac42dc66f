"""decode(): a picture is upright wherever its orientation is written, besides EXIF in its header."""

import io
import struct
import zlib

import numpy as np
import PIL.Image
import PIL.PngImagePlugin
import pytest

from cvpalette.decoding.container import turn
from cvpalette.decoding.reading import decode

# No two corners alike.
UPRIGHT = np.array(
    [[(255, 0, 0), (0, 255, 0), (0, 0, 255)], [(255, 255, 255), (0, 0, 0), (90, 90, 90)]], np.uint8
)
UPRIGHT = UPRIGHT.repeat(16, axis=0).repeat(16, axis=1)
# Stored as orientation 6 is: to be turned by a quarter, clockwise.
STORED = np.rot90(UPRIGHT)
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""


def _picture() -> PIL.Image.Image:
    return PIL.Image.fromarray(np.ascontiguousarray(STORED))


def _exif() -> bytes:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def _assert_upright(data: bytes, tolerance: int = 0) -> None:
    pixels, _ = decode(data, "a")
    assert pixels.shape == UPRIGHT.shape
    assert np.abs(pixels.astype(int) - UPRIGHT).max() <= tolerance


def test_png_with_imagemagicks_profile() -> None:
    """EXIF as text, in hexadecimal."""
    exif = _exif()
    text = f"\nexif\n{len(exif):8}\n" + "\n".join(
        exif.hex()[at : at + 72] for at in range(0, 2 * len(exif), 72)
    )
    info = PIL.PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", text + "\n", zip=True)
    file = io.BytesIO()
    _picture().save(file, "PNG", pnginfo=info)
    _assert_upright(file.getvalue())


def test_png_with_exif_behind_its_pixels() -> None:
    """The specification allows it: the header does not show it."""
    file = io.BytesIO()
    _picture().save(file, "PNG")
    data, exif = file.getvalue(), _exif().removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(exif)) + b"eXIf" + exif + struct.pack(">I", zlib.crc32(b"eXIf" + exif))
    _assert_upright(data[:-12] + chunk + data[-12:])


@pytest.mark.parametrize(
    ("format_name", "how", "tolerance"),
    [
        ("AVIF", {"quality": 100, "subsampling": "4:4:4", "xmp": XMP}, 6),
        ("AVIF", {"quality": 100, "subsampling": "4:4:4", "exif": _exif()}, 6),
        ("WEBP", {"lossless": True, "exact": True, "xmp": XMP}, 0),
        ("JPEG", {"quality": 95, "subsampling": 0, "xmp": XMP}, 6),
    ],
    ids=["avif xmp", "avif exif", "webp xmp", "jpeg xmp"],
)
def test_other_formats(format_name: str, how: dict[str, object], tolerance: int) -> None:
    """Some programs write XMP and no EXIF."""
    file = io.BytesIO()
    _picture().save(file, format_name, **how)
    _assert_upright(file.getvalue(), tolerance)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0nonsense"], ids=repr
)
def test_broken_exif_says_nothing(exif: bytes) -> None:
    """The picture is what people want."""
    file = io.BytesIO()
    _picture().save(file, "JPEG", quality=95, subsampling=0, exif=exif)
    assert decode(file.getvalue(), "a")[0].shape == STORED.shape


@pytest.mark.parametrize("orientation", [-1, 0, 1, 9, 65535])
def test_an_orientation_that_is_none_changes_nothing(orientation: int) -> None:
    """Cameras have written all sorts."""
    assert np.array_equal(turn(UPRIGHT, orientation), UPRIGHT)
