"""Formats are known by their content: those that are read, and those that are refused by name."""

import io
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest

import cvpalette
from cvpalette import ImageError, Reading, read_image
from cvpalette.decoding.formats import ARCHIVED, FORMATS, begins_image
from cvpalette.settings.kinds import FILM, KINDS, kind_of

PIXELS: Final = np.random.default_rng(0).integers(0, 256, (5, 7, 4), np.uint8)
UNREAD: Final = {
    "JPEG XR": b"II\xbc\1\x08\0\0\0",
    "MNG": b"\x8aMNG\r\n\x1a\n",
    "JNG": b"\x8bJNG\r\n\x1a\n",
    "OS/2 array": b"BA\x28\0\0\0\0\0\0\0\0\0\0\0BM",
    "PCX file without a palette": b"\x0a\3\1\1",
    "XCF": b"gimp xcf v011\0",
    "XBM": b"/* a comment */\n#define icon_width 16\n",
    "FITS": b"SIMPLE  =                    T / conforms",
    "DICOM": bytes(128) + b"DICM",
    "IFF": b"FORM\0\0\0\x20ILBMBMHD",
    "DjVu": b"AT&TFORM\0\0\0\0DJVU",
    "Sun raster": b"\x59\xa6\x6a\x95\0\0\0\1",
    "DPX": b"SDPX\0\0\x20\0V1.0",
    "BPG": b"BPG\xfb\0",
    "FLIF": b"FLIF41",
    "KTX": b"\xabKTX 20\xbb\r\n\x1a\n",
    "VTF": b"VTF\0\7\0\0\0",
    "BLP": b"BLP2\1\0\0\0",
    "ASTC": b"\x13\xab\xa1\x5c\4\4\1",
    "Pixelmator": b"PXMDMETA\0\0\0\0",
    "Figma": b"fig-kiwi\x14\0\0\0",
    "WMF": b"\xd7\xcd\xc6\x9a\0\0",
    "EMF": b"\1\0\0\0\x6c\0\0\0" + bytes(32) + b" EMF",
    "Paint Shop Pro": b"Paint Shop Pro Image File\n\x1a",
    "EPS": b"\xc5\xd0\xd3\xc6",
}


@pytest.mark.parametrize("kind", UNREAD)
def test_a_format_that_is_not_read_is_named(kind: str) -> None:
    """With what to do instead."""
    with pytest.raises(
        ImageError, match=r"which cvpalette does not read; (?:convert it to|save it as) [PS]"
    ) as caught:
        read_image(UNREAD[kind] + bytes(99))
    assert kind.partition(" ")[0] in caught.value.reason
    assert caught.value.problem == "unsupported"


def test_a_bitmap_of_telephones_is_known_by_its_length() -> None:
    """Its first bytes may begin anything."""
    with pytest.raises(ImageError, match="is a WBMP file"):
        read_image(b"\0\0\x81\x02\x03" + bytes(17 * 3))  # 130 x 3 pixels
    with pytest.raises(ImageError, match="is no image"):
        read_image(b"\0\0\x81\x02\x03" + bytes(17 * 3 + 1))


def _encode(format_name: str, mode: str, **how: Any) -> bytes:
    file = io.BytesIO()
    channels = PIXELS if mode == "RGBA" else PIXELS[:, :, :3] if mode in {"RGB", "P"} else PIXELS[:, :, 0]
    PIL.Image.fromarray(np.ascontiguousarray(channels)).convert(mode).save(file, format_name, **how)
    return file.getvalue()


@pytest.mark.parametrize(
    ("format_name", "mode", "how"),
    [
        *[("TGA", mode, {}) for mode in ("L", "P", "RGB", "RGBA")],
        *[("TGA", mode, {"compression": "tga_rle"}) for mode in ("L", "RGB", "RGBA")],
        *[("PCX", mode, {}) for mode in ("1", "L", "P", "RGB")],
        *[("SGI", mode, {}) for mode in ("L", "RGB", "RGBA")],
    ],
)
def test_older_formats_are_read(format_name: str, mode: str, how: dict[str, Any]) -> None:
    """As they were written."""
    data = _encode(format_name, mode, **how)
    assert begins_image(data[:64])
    image = read_image(data)
    written = PIL.Image.open(io.BytesIO(data)).convert("RGBA")
    assert np.array_equal(image.pixels, np.asarray(written)[:, :, :3])
    assert (image.alpha is not None) == (mode == "RGBA")


def test_xbm_is_black_and_white() -> None:
    """1 is black."""
    image = read_image(_encode("XBM", "1"))
    written = PIL.Image.fromarray(PIXELS[:, :, 0]).convert("1")
    assert np.array_equal(image.pixels[:, :, 0] == 255, np.asarray(written))


@pytest.mark.parametrize(
    ("descriptor", "alpha"), [(8, 0), (0, 200)], ids=["0 everywhere", "no bits of alpha"]
)
def test_the_fourth_channel_of_a_tga_may_be_padding(descriptor: int, alpha: int) -> None:
    """Its header tells, and so does an alpha that is 0 everywhere."""
    data = bytearray(_encode("TGA", "RGBA"))
    data[17] = data[17] & 0xF0 | descriptor
    data[18 + 3 : 18 + 4 * PIXELS[:, :, 0].size : 4] = bytes([alpha]) * PIXELS[:, :, 0].size
    image = read_image(bytes(data))
    assert image.alpha is None or image.alpha.all()
    assert np.array_equal(image.pixels, PIXELS[:, :, :3])


@pytest.mark.parametrize(
    "data", [bytes(99), b"\0\0\2" + bytes(99), b"\0\1\0\4\0\0" + bytes(99), b"a text\n" * 20]
)
def test_what_has_no_header_of_a_tga_is_none(data: bytes) -> None:
    """Sizes are not 0, and depths are few."""
    assert not begins_image(data[:64])


def test_each_format_is_a_kind_of_file() -> None:
    """And all films are one more."""
    assert {kind_of(name) for name in (*(each.name for each in FORMATS), *ARCHIVED)} | {FILM} == {*KINDS}


@pytest.mark.parametrize(("data", "kind"), [(b"GIF89a\1\0\1\0", "gif"), (b"\0\0\0\x20ftypisom", "film")])
def test_a_file_of_another_kind_is_refused_before_it_is_decoded(data: bytes, kind: str) -> None:
    """Its first bytes tell its kind."""
    words = f"is of the kind '{kind}', and only 'jpeg' and 'png' may be read"
    with pytest.raises(ImageError, match=words) as caught:
        read_image(data, reading=Reading(only=("jpeg", "png")))
    assert caught.value.problem == "unsupported"
    (outcome,) = cvpalette.extract_many([data], only=("jpeg", "png"))
    assert words in str(outcome.error)


def test_a_picture_in_a_document_has_no_kind_of_its_own() -> None:
    """Only the document is asked for its kind."""
    picture = PIL.Image.fromarray(PIXELS)
    png, icon = io.BytesIO(), io.BytesIO()
    picture.save(png, "PNG")
    picture.resize((16, 16)).save(icon, "ICNS")
    assert cvpalette.extract(png.getvalue(), only="png", colors=1).palette
    assert cvpalette.extract(icon.getvalue(), only="icns", colors=1).palette
    with pytest.raises(ImageError, match="is of the kind 'icns'"):
        cvpalette.extract(icon.getvalue(), only="png")
