"""JpegHeader: what it reads of a JPEG is what Pillow reads, and what it does not is left to Pillow."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from cvpalette import ImageError, Reading, read_image
from cvpalette.decoding.container import Container, orientation_of
from cvpalette.decoding.jpeg import JpegHeader
from cvpalette.decoding.pillow import decode_opened

PICTURE: Final = PIL.Image.fromarray(
    np.random.default_rng(0).integers(0, 256, (3, 4, 3), np.uint8).repeat(8, 0).repeat(8, 1)
)
SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _encode(mode: str = "RGB", orientation: int | None = None, **how: Any) -> bytes:
    file = io.BytesIO()
    exif = PIL.Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    exif[0x010E] = "a description"
    PICTURE.convert(mode).save(file, "JPEG", exif=exif, **how)
    return file.getvalue()


def _insert(data: bytes, marker: int, body: bytes) -> bytes:
    """Put a segment before all others."""
    return data[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


PLAIN: Final = {
    "color": _encode(),
    "gray": _encode("L"),
    "progressive": _encode(progressive=True),
    "turned": _encode(orientation=6),
    "profile": _encode(icc_profile=SRGB),
    "restarts": _encode(restart_marker_rows=1),
    "comment": _encode(comment="Exif"),
    "XMP": _insert(_encode(), 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
}
ODD: Final = {
    "inks": _encode("CMYK"),
    "profile of gray": _encode("L", icc_profile=SRGB),
    "two profiles": _insert(_encode(icc_profile=SRGB), 0xE2, b"ICC_PROFILE\0\1\1" + SRGB),
    "a piece of a profile": _insert(_encode(), 0xE2, b"ICC_PROFILE\0\1\2" + SRGB),
    "orientation in XMP": _insert(_encode(), 0xE1, b'http://ns.adobe.com/xap/1.0/\0tiff:Orientation="6"'),
    "two EXIFs": _insert(_encode(), 0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0"),
    "EXIF of no byte order": _encode().replace(b"Exif\0\0MM", b"Exif\0\0XX"),
    "no scan": _encode().partition(b"\xff\xda")[0],
    "no width": _encode().replace(b"\0\x18\0\x20\3", b"\0\x18\0\0\3"),
    "no JPEG": b"\xff\xd8\xff",
    "arithmetic codes": _encode().replace(b"\xff\xc0", b"\xff\xc9"),
    "12 bits": _encode().replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"),
}


def _ask_pillow(data: bytes) -> JpegHeader:
    header = Container.of(data, "a", Reading()).open_frame()
    assert header.mode in {"L", "RGB"}
    return JpegHeader(*header.size, orientation_of(header), header.info.get("icc_profile") or None)


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_file_is_what_pillow_says(kind: str) -> None:
    """Its size, how it stands and its profile; and so are its pixels."""
    assert JpegHeader.parse(PLAIN[kind]) == _ask_pillow(PLAIN[kind])
    (frame,) = decode_opened(Container.of(PLAIN[kind], "a", Reading()))
    assert np.array_equal(read_image(PLAIN[kind]).pixels, frame.pixels)


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_left_to_pillow(kind: str) -> None:
    """Rather than guessed at."""
    assert JpegHeader.parse(ODD[kind]) is None


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("orientation", range(10))
def test_orientations_are_read_in_both_byte_orders(orientation: int, order: str) -> None:
    """Those that are none too: they change nothing later."""
    sign = b"II*\0" if order == "little" else b"MM\0*"
    numbers = [(8, 4), (2, 2), (0x0100, 2), (3, 2), (1, 4), (32, 2), (0, 2)]
    numbers += [(0x0112, 2), (3, 2), (1, 4), (orientation, 2), (0, 2), (0, 4)]
    exif = sign + b"".join(value.to_bytes(size, order) for value, size in numbers)  # type: ignore[arg-type]
    file = io.BytesIO()
    PICTURE.save(file, "JPEG", exif=b"Exif\0\0" + exif)
    header = JpegHeader.parse(file.getvalue())
    assert header is not None
    assert header == _ask_pillow(file.getvalue())
    assert header.orientation == orientation


@given(
    data=st.sampled_from([*PLAIN.values(), *ODD.values()]),
    place=st.integers(0, 700),
    byte=st.integers(0, 255),
)
def test_a_damaged_header_never_says_anything_else_than_pillow(data: bytes, place: int, byte: int) -> None:
    """Nothing is raised; what is still read of it is the same, or Pillow cannot read it.

    Pillow overlooks an orientation that stands behind what is damaged of the EXIF.
    """
    damaged = data[:place] + bytes([byte]) + data[place + 1 :]
    header = JpegHeader.parse(damaged)
    if header is None or not damaged.startswith(b"\xff\xd8\xff"):
        return
    try:
        expected = _ask_pillow(damaged)
    except ImageError:
        return
    assert header in {expected, replace(expected, orientation=header.orientation)}
    assert expected.orientation in {header.orientation, 1}


def test_too_many_pixels_are_refused_by_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is decoded."""
    data = _encode().replace(b"\0\x18\0\x20\3", b"\xea\x60\xea\x60\3")
    assert JpegHeader.parse(data)
    monkeypatch.delattr(cv2, "imdecode")
    with pytest.raises(ImageError, match=r"'a': has 3,600,000,000 pixels \(60000 x 60000\), more"):
        read_image(data, "a")


@pytest.mark.parametrize("frames", ["first", "all", 1])
def test_its_one_frame_is_any_that_is_asked_for(frames: Any) -> None:
    """Whichever way it is named; a second one is missing."""
    assert read_image(PLAIN["color"], reading=Reading(frames=frames)).width == 32
    with pytest.raises(ImageError, match="has 1 frame; there is no frame 2"):
        read_image(PLAIN["color"], reading=Reading(frames=2))


@pytest.mark.parametrize("kind", PLAIN)
def test_a_plain_file_needs_nothing_of_pillow(kind: str, tmp_path: Path) -> None:
    """Which would take a tenth of the command's time; sRGB's own profile is known without it."""
    path = tmp_path / "plain.jpg"
    path.write_bytes(PLAIN[kind])
    code = "import sys, cvpalette; cvpalette.extract(sys.argv[1]); sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-Ic", code, path], check=False).returncode == 0


def _change_frame(data: bytes, marker: int = 0xC0, **fields: int) -> bytes:
    """Change the marker, or a field, of the frame of a baseline JPEG."""
    places = {"bits": 4, "channels": 9, "factors": 11}
    start = data.index(b"\xff\xc0")
    changed = bytearray(data)
    changed[start + 1] = marker
    for name, value in fields.items():
        changed[start + places[name]] = value
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_change_frame(_encode(), bits=12), "a JPEG of 12 bits a sample"),
        (_change_frame(_encode(), 0xC1, bits=12), "a JPEG of 12 bits a sample"),
        (_change_frame(_encode(), 0xC3, bits=16), "a lossless JPEG of 16 bits a sample"),
        (_change_frame(_encode(), 0xC5), "a hierarchical JPEG"),
        (_insert(_encode(), 0xDE, b"\x08" + bytes(14)), "a hierarchical JPEG"),
        (_change_frame(_encode(), 0xCB), "a lossless JPEG of arithmetic coding"),
        (_change_frame(_encode(), 0xF7), "a JPEG-LS"),
        (_change_frame(_encode(), channels=2), "a JPEG of 2 components"),
        (_change_frame(_encode(subsampling=2), factors=0x32), "a JPEG of fractional sampling"),
    ],
    ids=["12 bits", "12 bits, extended", "16 bits", "hierarchical", "DHP", "SOF11", "LS", "2", "fractions"],
)
def test_a_rare_kind_is_named_and_not_called_damaged(data: bytes, kind: str) -> None:
    """Nobody should look for a better copy."""
    if kind == "a JPEG of fractional sampling":  # 3 samples of brightness, and 2 of color
        start = data.index(b"\xff\xc0")
        data = data[: start + 14] + b"\x21" + data[start + 15 :]
    with pytest.raises(ImageError, match=kind) as caught:
        read_image(data)
    assert caught.value.problem == "unsupported"


def test_the_height_may_follow_the_first_scan() -> None:
    """A scanner does not know it before."""
    data = _encode()
    start = data.index(b"\xff\xc0") + 5
    height, late = data[start : start + 2], data[:start] + b"\0\0" + data[start + 2 : -2]
    image = read_image(late + b"\xff\xdc\0\4" + height + b"\xff\xd9")
    assert np.array_equal(image.pixels, read_image(data).pixels)
    with pytest.raises(ImageError):
        read_image(late + b"\xff\xd9")


def _adobe(data: bytes, transform: int) -> bytes:
    """Replace all markers of applications by Adobe's."""
    start = data.index(b"\xff\xdb")
    return _insert(data[:2] + data[start:], 0xEE, b"Adobe" + bytes([0, 100, 0, 0, 0, 0, transform]))


def test_the_marker_of_adobe_tells_the_colors() -> None:
    """RGB as it is, or as brightness and color; a profile in pieces is put together."""
    plain = _encode(quality=95, subsampling=0)
    pixels = read_image(plain).pixels
    assert np.array_equal(read_image(_adobe(plain, 1)).pixels, pixels)
    raw = np.asarray(PICTURE.convert("YCbCr"))
    assert np.abs(read_image(_adobe(plain, 0)).pixels.astype(int) - raw).max() < 20
    pieces = _encode(quality=95, subsampling=0, icc_profile=SRGB + bytes(70_000))
    assert np.array_equal(read_image(pieces).pixels, pixels)
