"""Files that are too large, cut short, damaged or no images: one ImageError each."""

import io
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from cvpalette import ImageError, Reading, read_frames, read_image

ALLOWED = Reading(allow_truncated=True)


def _noise(size: int = 64) -> PIL.Image.Image:
    return PIL.Image.fromarray(np.random.default_rng(0).integers(0, 256, (size, size, 3), np.uint8))


def _encode(picture: PIL.Image.Image, format_name: str, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, **how)
    return file.getvalue()


def _chunk(name: bytes, data: bytes, length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return struct.pack(">I", size) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + _chunk(b"IEND", b"")


def _bmp(width: int, height: int) -> bytes:
    return struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


def _gif(width: int, height: int) -> bytes:
    picture = bytearray(_encode(PIL.Image.new("P", (1, 1)), "GIF"))
    picture[6:10] = struct.pack("<HH", width, height)
    return bytes(picture)


BOMBS = {
    "png": (
        _png(65_000, 65_000, _chunk(b"IDAT", zlib.compress(b""))),
        r"4,225,000,000 pixels \(65000 x 65000\)",
    ),
    "bmp": (_bmp(30_000, 30_000), r"900,000,000 pixels \(30000 x 30000\)"),
    "gif": (_gif(60_000, 60_000), r"3,600,000,000 pixels \(60000 x 60000\)"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_too_many_pixels_are_refused_by_the_header(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is decoded; the message gives the size and the limit."""
    monkeypatch.delattr(cv2, "imdecode")
    monkeypatch.delattr("PIL.ImageFile.ImageFile.load")
    data, size = BOMBS[kind]
    with pytest.raises(ImageError, match=rf"'a': has {size}, more than max_pixels=250,000,000 allows$"):
        read_image(data, "a")


def test_the_limit_is_the_callers() -> None:
    """As many as it says, and not one more."""
    data = _encode(_noise(8), "PNG")
    assert read_image(data, reading=Reading(max_pixels=64)).width == 8
    with pytest.raises(ImageError, match=r"64 pixels .*more than max_pixels=63") as caught:
        read_image(data, reading=Reading(max_pixels=63))
    assert (caught.value.problem, caught.value.pixels) == ("too-large", 64)


def test_more_pixels_than_pillow_likes_are_ours_to_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limit, of the whole process, is neither heeded nor changed."""
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 10)
    assert read_image(_encode(_noise(), "TIFF")).width == 64
    assert PIL.Image.MAX_IMAGE_PIXELS == 10


@pytest.mark.parametrize(
    "data",
    [
        _png(8, 8, _chunk(b"IDAT", b"x", length=0x7FFFFFFF)),
        _png(8, 8, _chunk(b"tEXt", b"x", length=0x7FFFFFFF), _chunk(b"IDAT", zlib.compress(bytes(200)))),
    ],
    ids=["pixels", "text"],
)
def test_a_png_that_lies_about_a_length_never_reaches_opencv(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would ask for a gigabyte at once."""
    monkeypatch.delattr(cv2, "imdecode")
    with pytest.raises(ImageError, match=r"^'a': is (damaged|cut short)"):
        read_image(data, "a")


def test_what_opencv_fails_at_is_judged_by_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may refuse a size that we allow, or be short of memory."""

    def fail(*_: object) -> None:
        raise cv2.error("too large")

    monkeypatch.setattr(cv2, "imdecode", fail)
    picture = _noise()
    assert np.array_equal(read_image(_encode(picture, "PNG")).pixels, np.asarray(picture))


def test_too_little_memory_is_an_image_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of many files: the rest goes on."""

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)
    with pytest.raises(ImageError, match="'a': needs more memory to decode than there is"):
        read_image(_encode(_noise(), "TIFF"), "a")


def _damage(data: bytes) -> bytes:
    damaged = bytearray(data)
    middle = len(data) // 2
    for at in range(middle, middle + 200):
        damaged[at] = at * 7 % 255
    return bytes(damaged)


DAMAGED = pytest.mark.parametrize(
    ("format_name", "how"),
    [("JPEG", {}), ("PNG", {}), ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {"compression": "jpeg"})],
)


@DAMAGED
def test_damaged_pixels_are_told_in_one_line(format_name: str, how: dict[str, Any]) -> None:
    """If they are told: a decoder may find a picture in them."""
    try:
        read_image(_damage(_encode(_noise(), format_name, **how)), "a")
    except ImageError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- either is right
        assert "object at" not in str(error)  # noqa: PT017


@DAMAGED
@pytest.mark.parametrize("arguments", [(), ("--allow-truncated",)], ids=["strictly", "leniently"])
def test_the_command_keeps_noise_from_its_user(
    format_name: str,
    how: dict[str, Any],
    arguments: tuple[str, ...],
    run_cli: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """What libjpeg, libpng, libtiff and OpenCV say reaches no stderr, whether it is read or not."""
    (tmp_path / "a").write_bytes(_damage(_encode(_noise(), format_name, **how)))
    said = run_cli("a", *arguments).stderr.decode().splitlines()
    assert len(said) <= 1
    assert all(line.startswith("cvpalette: ") for line in said)


@pytest.mark.parametrize("place", ["profile", "pixels"])
def test_a_library_hears_nothing_of_a_png(place: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nearly every complaint of libpng is about a profile, or about pixels whose checksum is wrong."""
    data = _encode(_noise(), "PNG", icc_profile=b"no profile at all" * 10)
    if place == "pixels":
        data = _damage(_encode(_noise(), "PNG"))
        with pytest.raises(ImageError):
            read_image(data, "a")
    else:
        assert read_image(data, "a").width == 64
    assert capfd.readouterr().err == ""


def _cut(format_name: str, keep: float, **how: Any) -> bytes:
    data = _encode(_noise(), format_name, **how)
    return data[: int(len(data) * keep)]


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "BMP", "PPM", "GIF"])
def test_what_is_there_of_a_file_counts_where_that_is_allowed(
    format_name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is missing has alpha 0; what is there is right, and the warning says how much is not."""
    data = _cut(format_name, 0.6)
    with pytest.raises(ImageError, match=r"^'a': is (cut short|damaged)"):
        read_image(data, "a")
    image = read_image(data, "a", ALLOWED)
    assert image.warning is not None
    assert image.warning.startswith("is cut short: ")
    assert image.alpha is not None
    assert 0.2 < (image.alpha > 0).mean() < 0.8
    whole = read_image(_encode(_noise(), format_name)).pixels
    present = np.abs(image.pixels.astype(int) - whole)[image.alpha > 0]
    assert (present > 40).mean() < 0.1  # JPEG: the last block may be half there
    assert capfd.readouterr().err == ""


def test_a_progressive_jpeg_that_is_cut_short_is_coarser() -> None:
    """Its first scans have all of the picture."""
    picture = _noise().resize((8, 8)).resize((256, 256))
    data = _encode(picture, "JPEG", progressive=True, quality=95)
    image = read_image(data[: int(len(data) * 0.7)], "a", ALLOWED)
    assert image.warning == "is cut short: its picture is coarser than it was"
    assert np.abs(image.pixels.astype(int) - np.asarray(picture)).mean() < 8


def test_a_file_without_one_pixel_is_refused_anyway() -> None:
    """There is nothing to count."""
    with pytest.raises(ImageError, match="'a': is cut short before its first pixel"):
        read_image(_encode(_noise(), "PNG")[:60], "a", ALLOWED)


def test_an_animation_that_is_cut_short_is_what_came_before() -> None:
    """Its last frame may be half there, and has a warning."""
    frames = [_noise(), *(PIL.Image.new("RGB", (64, 64), color) for color in ("red", "blue"))]
    data = _encode(frames[0], "PNG", save_all=True, append_images=frames[1:])
    cut = data[:-150]
    with pytest.raises(ImageError, match="'a': is "):
        list(read_frames(cut, "a", Reading(frames="all")))
    images = list(read_frames(cut, "a", Reading(frames="all", allow_truncated=True)))
    assert images[0].warning is None
    assert any(image.warning and "is cut short" in image.warning for image in images[1:])


def test_an_animation_whose_next_frame_is_too_large_is_refused() -> None:
    """Also where less than all would do: found by fuzzing."""
    frames = [PIL.Image.new("P", (4, 4), number) for number in range(2)]
    data = bytearray(_encode(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2))
    second = data.rindex(b"\x2c\0\0\0\0")
    data[second + 5 : second + 9] = b"\xff\x7f\xff\x7f"
    with pytest.raises(ImageError, match=r"exceeds limit|more than max_pixels") as caught:
        list(read_frames(bytes(data), "a", Reading(frames="all", allow_truncated=True)))
    assert caught.value.problem == "too-large"


def test_a_whole_file_has_no_warning() -> None:
    """Also where less would do."""
    assert read_image(_encode(_noise(), "JPEG"), "a", ALLOWED).warning is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
            "is an SVG: a drawing",
        ),
        (b"\xef\xbb\xbf <svg></svg>", "is an SVG: a drawing"),
        (
            b"%!PS-Adobe-3.0 EPSF-3.0\n",
            "is an EPS file, which cvpalette does not read; save it as SVG or PDF",
        ),
        (b"%!PS-Adobe-3.0\n%%Creator: Adobe Illustrator", "is a PostScript file, as old Illustrator"),
        (b"<html><body>", r"is no image that cvpalette reads \(JPEG, PNG, "),
    ],
    ids=["svg", "bare svg", "eps", "ps", "html"],
)
def test_what_is_no_image_is_named(data: bytes, reason: str) -> None:
    """A clear no, and what to do instead."""
    with pytest.raises(ImageError, match=f"^'a': {reason}"):
        read_image(data, "a")


@pytest.mark.parametrize(
    ("library", "data", "what"),
    [
        ("pillow_heif", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), r"a HEIC file: .*\[heic\]"),
        ("pillow_jxl.JpegXLImagePlugin", b"\xff\x0a1234", r"a JPEG XL file: .*\[jxl\]"),
        ("OpenEXR", b"\x76\x2f\x31\x01abcd", r"an OpenEXR file: .*\[exr\]"),
    ],
    ids=["heic", "jxl", "exr"],
)
def test_a_format_without_its_extra_names_the_extra(
    library: str, data: bytes, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And how to install it."""
    monkeypatch.setitem(sys.modules, library, None)
    for name in ("jpegxl", "openexr"):
        monkeypatch.delitem(sys.modules, f"cvpalette.decoding.readers.{name}", raising=False)
    with pytest.raises(ImageError, match=rf"^'a': is {what}'$") as caught:
        read_image(data, "a")
    assert caught.value.problem == "unsupported"
    assert "pip install 'cvpalette[" in caught.value.reason


def test_formats_that_need_an_extra_are_told_apart() -> None:
    """They are not among those that are read as they are."""
    with pytest.raises(ImageError, match=r"\(JPEG, .*; with an extra, HEIC, JPEG XL, OpenEXR or PDF\)$"):
        read_image(b"<html><body>", "a")


@pytest.mark.parametrize("how", [{"quality": 80}, {"lossless": True}])
@pytest.mark.parametrize("keep", [0.1, 0.9])
def test_a_webp_without_its_end_is_cut_short(keep: float, how: dict[str, Any]) -> None:
    """Its header says how long it is. No part of it can be decoded, so there is nothing to allow."""
    data = _cut("WEBP", keep, **how)
    with pytest.raises(ImageError, match=r"^'a': is cut short: no part of a WebP is decoded") as caught:
        read_image(data, "a", Reading(allow_truncated=True))
    assert caught.value.problem == "empty"


def test_pdf_without_its_extra_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to install it."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "cvpalette.decoding.readers.pdf", raising=False)
    with pytest.raises(ImageError, match=r"is a PDF file: .* pip install 'cvpalette\[pdf\]'"):
        read_image(b"%PDF-1.7\n" + bytes(40), "a")


def test_heic_is_read_with_its_extra() -> None:
    """As a phone writes it."""
    pillow_heif = pytest.importorskip("pillow_heif")
    file = io.BytesIO()
    pillow_heif.from_pillow(PIL.Image.new("RGB", (64, 64), (200, 30, 60))).save(file, quality=95)
    pixels = read_image(file.getvalue()).pixels
    assert np.abs(pixels.astype(int) - (200, 30, 60)).max() <= 4


def test_the_command_warns_of_what_is_missing(run_cli: Callable[..., Any], tmp_path: Path) -> None:
    """On stderr, unless it is to be quiet; the palette is that of the rest."""
    picture = PIL.Image.new("RGB", (64, 64), (10, 200, 30))
    data = _encode(picture, "BMP")
    (tmp_path / "a.bmp").write_bytes(data[: len(data) // 2])
    refused = run_cli("a.bmp")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert (
        refused.stderr == b"cvpalette: error: 'a.bmp': is cut short: the file ends before its picture does; "
        b"take what is there with --allow-truncated\n"
    )
    allowed = run_cli("a.bmp", "--allow-truncated")
    assert (allowed.returncode, allowed.stdout) == (0, b"#0ac81e\n")
    assert allowed.stderr.startswith(b"cvpalette: warning: 'a.bmp' is cut short: 5")
    assert run_cli("a.bmp", "--allow-truncated", "--quiet").stderr == b""


def test_the_command_takes_the_limit(run_cli: Callable[..., Any], stripes: Path) -> None:
    """In the words of its message."""
    refused = run_cli(stripes, "--max-pixels", "1599")
    assert refused.returncode == 1
    assert b"1,600 pixels (40 x 40)" in refused.stderr
    assert refused.stderr.endswith(b"; allow them with --max-pixels 1600\n")
    assert run_cli(stripes, "--max-pixels", "1600").returncode == 0
    assert run_cli(stripes, "--max-pixels", "0").returncode == 2
