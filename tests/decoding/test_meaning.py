"""decode(): colors are sRGB, whatever encoding a file names without an ICC profile."""

import io
import struct
import zlib

import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

from cvpalette.decoding.jpeg import is_adobe_rgb
from cvpalette.decoding.reading import decode
from cvpalette.errors import ImageError

P3_COLOR, P3_SHOWN = (204, 76, 51), (221, 63, 37)
ADOBE_CHROMATICITIES = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
SRGB_CHROMATICITIES = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _cicp(primaries: int, transfer: int, matrix: int = 0, full: int = 1) -> bytes:
    return _chunk(b"cICP", bytes([primaries, transfer, matrix, full]))


def _gama(gamma: float) -> bytes:
    return _chunk(b"gAMA", struct.pack(">I", round(100_000 / gamma)))


def _chrm(values: tuple[int, ...]) -> bytes:
    return _chunk(b"cHRM", struct.pack(">8I", *values))


def _png(color: tuple[int, ...], *chunks: bytes, bits: int = 8) -> bytes:
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[len(color)]
    row = b"\0" + np.array([color] * 4, ">u2" if bits == 16 else "u1").tobytes()
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, bits, kind, 0, 0, 0))
    pixels = _chunk(b"IDAT", zlib.compress(row * 4))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + _chunk(b"IEND", b"")


def _iccp(name: str) -> bytes:
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    return _chunk(b"iCCP", name.encode() + b"\0\0" + zlib.compress(profile))


def _first(data: bytes) -> list[int]:
    pixels, _ = decode(data, "a")
    return [int(level) for level in pixels[0, 0]]


def _is_near(found: list[int], expected: tuple[int, ...], limit: int = 1) -> bool:
    return int(np.abs(np.subtract(found, expected)).max()) <= limit


@pytest.mark.parametrize(
    ("chunks", "shown"),
    [
        ([_cicp(12, 13)], P3_SHOWN),
        ([_cicp(12, 13), _iccp("sRGB")], P3_SHOWN),
        ([_cicp(12, 13), _chunk(b"sRGB", b"\0")], P3_SHOWN),
        ([_cicp(1, 13), _gama(1.0), _chrm(SRGB_CHROMATICITIES)], P3_COLOR),
        ([_cicp(2, 2), _gama(1.0), _chrm(SRGB_CHROMATICITIES)], (231, 148, 124)),
        ([_cicp(12, 13, matrix=1)], P3_COLOR),  # not valid in a PNG, so it is ignored
        ([_chunk(b"cICP", b"\x0c")], P3_COLOR),  # cut short
        ([_iccp("sRGB"), _gama(1.0), _chrm(SRGB_CHROMATICITIES)], P3_COLOR),
        ([_chunk(b"sRGB", b"\0"), _gama(1.0), _chrm(ADOBE_CHROMATICITIES)], P3_COLOR),
        ([_gama(1.0), _chrm(SRGB_CHROMATICITIES)], (231, 148, 124)),
        ([_gama(1.0)], P3_COLOR),  # alone, it is the trace of an old program
        ([_gama(2.2), _chrm(SRGB_CHROMATICITIES)], P3_COLOR),
        ([_gama(1.8), _chrm(SRGB_CHROMATICITIES)], (214, 94, 66)),
        ([_gama(2.2), _chrm(ADOBE_CHROMATICITIES)], (235, 75, 46)),
        ([_chunk(b"gAMA", bytes(4)), _chunk(b"cHRM", bytes(32))], P3_COLOR),
    ],
)
def test_a_pngs_chunks_in_their_order(chunks: list[bytes], shown: tuple[int, ...]) -> None:
    """cICP, then iCCP, then sRGB, then cHRM with gAMA."""
    assert _is_near(_first(_png(P3_COLOR, *chunks)), shown)


def test_cicp_in_all_kinds_of_pixels() -> None:
    """Gray, alpha and 16 bits."""
    deep = tuple(level * 257 for level in P3_COLOR)
    assert _is_near(_first(_png(deep, _cicp(12, 13), bits=16)), P3_SHOWN)
    pixels, alpha = decode(_png((*P3_COLOR, 100), _cicp(12, 13)), "a")
    assert _is_near([int(level) for level in pixels[0, 0]], P3_SHOWN)
    assert alpha is not None
    assert (alpha == 100).all()
    assert _is_near(_first(_png((148,), _cicp(9, 16))), (255,) * 3)
    assert _is_near(_first(_png((148, 255), _cicp(9, 16))), (255,) * 3)
    assert _first(_png((66,), _cicp(1, 8), bits=16)) == [3, 3, 3]
    assert _first(_png((66, 65535), _cicp(1, 8), bits=16)) == [3, 3, 3]


def test_cicp_in_a_png_that_is_turned() -> None:
    """Pillow decodes it, since the orientation may follow the pixels."""
    exif = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIHH", 0x0112, 3, 1, 3, 0) + bytes(4)
    assert _is_near(_first(_png(P3_COLOR, _cicp(12, 13), _chunk(b"eXIf", exif))), P3_SHOWN)


@pytest.mark.parametrize("points", [(99, 13), (1, 77), (0, 0)])
def test_unknown_code_points_are_refused_by_name(points: tuple[int, int]) -> None:
    """And the file is not called damaged."""
    with pytest.raises(
        ImageError, match=r"names colors that cvpalette does not know: (primaries|transfer) \d"
    ) as found:
        decode(_png(P3_COLOR, _cicp(*points)), "a")
    assert found.value.problem == "unsupported"


def _avif(color: tuple[int, int, int], primaries: int, transfer: int) -> bytes:
    """Encode with Pillow, and write other code points into its nclx."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (64, 64), color).save(file, "AVIF", quality=100, subsampling="4:4:4")
    data = file.getvalue()
    at = data.index(b"colrnclx") + 8
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


def test_an_avifs_nclx() -> None:
    """As of every photo of a phone."""
    assert _is_near(_first(_avif(P3_COLOR, 1, 13)), P3_COLOR, 3)
    assert _is_near(_first(_avif(P3_COLOR, 12, 13)), P3_SHOWN, 4)
    assert _is_near(_first(_avif((148, 148, 148), 9, 16)), (255, 255, 255), 3)
    with pytest.raises(ImageError, match="primaries 55"):
        decode(_avif(P3_COLOR, 55, 13), "a")


def test_an_avifs_profile_wins_over_its_nclx() -> None:
    """MIAF says so."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    PIL.Image.new("RGB", (64, 64), P3_COLOR).save(
        file, "AVIF", quality=100, subsampling="4:4:4", icc_profile=profile
    )
    data = file.getvalue()
    if b"colrnclx" in data:
        at = data.index(b"colrnclx") + 8
        data = data[:at] + struct.pack(">HH", 12, 13) + data[at + 4 :]
    assert _is_near(_first(data), P3_COLOR, 3)


def _jp2(color: tuple[int, int, int], colr: bytes) -> bytes:
    """Encode with Pillow, and put another `colr` box in place of its own."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (32, 32), color).save(file, "JPEG2000")
    data = file.getvalue()
    at, head = data.index(b"colr") - 4, data.index(b"jp2h") - 4
    (old,) = struct.unpack_from(">I", data, at)
    (length,) = struct.unpack_from(">I", data, head)
    box = struct.pack(">I", 8 + len(colr)) + b"colr" + colr
    data = data[:at] + box + data[at + old :]
    return data[:head] + struct.pack(">I", length - old + len(box)) + data[head + 4 :]


def test_the_color_spaces_of_jpeg_2000() -> None:
    """Enumerated, by code points, and by a profile."""
    assert _first(_jp2(P3_COLOR, b"\1\0\0" + struct.pack(">I", 16))) == list(P3_COLOR)
    gray = _first(_jp2((118, 118, 118), b"\1\0\0" + struct.pack(">I", 21)))
    assert _is_near(gray, (137,) * 3)
    assert _is_near(_first(_jp2(P3_COLOR, b"\5\0\0" + struct.pack(">HHHB", 12, 13, 0, 128))), P3_SHOWN)
    with pytest.raises(ImageError, match="color space that cvpalette does not read: CIELab") as found:
        decode(_jp2(P3_COLOR, b"\1\0\0" + struct.pack(">I", 14)), "a")
    assert found.value.problem == "unsupported"


def _dcf(space: int = 0xFFFF, index: bytes = b"R03\0", order: str = "<") -> bytes:
    """Build EXIF with a color space and an index of interoperability."""

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack(f"{order}HHI", tag, kind, count) + value.ljust(4, b"\0")

    def directory(*entries: bytes) -> bytes:
        return struct.pack(f"{order}H", len(entries)) + b"".join(entries) + bytes(4)

    def at(place: int) -> bytes:
        return struct.pack(f"{order}I", place)

    start = b"II*\0" if order == "<" else b"MM\0*"
    first = directory(entry(0x8769, 4, 1, at(26)))
    inner = directory(entry(0xA001, 3, 1, struct.pack(f"{order}H", space)), entry(0xA005, 4, 1, at(56)))
    return start + at(8) + first + inner + directory(entry(1, 2, 4, index))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("progressive", [False, True])
def test_adobe_rgb_of_cameras(order: str, progressive: bool) -> None:
    """Cameras name it in EXIF, and embed no profile."""
    file = io.BytesIO()
    picture = PIL.Image.new("RGB", (32, 32), (144, 255, 60))
    picture.save(file, "JPEG", quality=100, exif=b"Exif\0\0" + _dcf(order=order), progressive=progressive)
    assert _is_near(_first(file.getvalue()), (0, 255, 0), 3)


def test_a_profile_wins_over_exif() -> None:
    """As in all programs."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    picture = PIL.Image.new("RGB", (32, 32), (144, 200, 60))
    picture.save(file, "JPEG", quality=100, subsampling=0, exif=b"Exif\0\0" + _dcf(), icc_profile=profile)
    assert _is_near(_first(file.getvalue()), (144, 200, 60), 3)


def test_other_exif_is_not_adobe_rgb() -> None:
    """sRGB, the usual index, and any damage."""
    assert is_adobe_rgb(_dcf())
    assert not is_adobe_rgb(_dcf(space=1))
    assert not is_adobe_rgb(_dcf(index=b"R98\0"))
    whole = _dcf()
    assert not any(is_adobe_rgb(whole[:length]) for length in range(len(whole) - 8))
    assert not is_adobe_rgb(b"R03\0")


def test_a_profile_of_hdr_counts_by_its_code_points() -> None:
    """Its curves are there for programs that do not know HDR."""
    profile = bytearray(PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes())
    profile += b"cicp\0\0\0\0" + bytes([9, 16, 0, 1])
    profile[:4] = struct.pack(">I", len(profile))
    file = io.BytesIO()
    PIL.Image.new("RGB", (8, 8), (148, 148, 148)).save(file, "PNG", icc_profile=bytes(profile))
    assert _is_near(_first(file.getvalue()), (255,) * 3)


def test_a_jpeg_with_a_gain_map_is_its_base_image() -> None:
    """Ultra HDR: a second JPEG, with the gains, follows the first."""
    base, gains = io.BytesIO(), io.BytesIO()
    PIL.Image.new("RGB", (32, 32), (200, 60, 40)).save(base, "JPEG", quality=100, subsampling=0)
    PIL.Image.new("L", (16, 16), 128).save(gains, "JPEG")
    data = base.getvalue()
    index = b"MPF\0" + b"II*\0\x08\0\0\0" + bytes(40)
    gain = b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)
    extra = b"".join(b"\xff\xe2" + struct.pack(">H", len(each) + 2) + each for each in (index, gain))
    assert _is_near(_first(data[:2] + extra + data[2:] + gains.getvalue()), (200, 60, 40), 2)
