"""Small files that make much: many frames, large canvases, packed texts; all are bounded."""

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageCms
import pytest

import cvpalette
from cvpalette import ImageError, Reading, read_frames, read_image
from cvpalette.decoding import profiles
from cvpalette.decoding.png import without_bombs

RGB = (10, 20, 30)


def _gif(width: int, height: int, frames: int) -> bytes:
    """Make a canvas of any size, and frames of one pixel; each takes 20 bytes or so."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes([*RGB, 250, 240, 20])
    frame = b"\x21\xf9\x04\x04\x04\0\0\0\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"
    return head + frame * frames + b";"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(*chunks: bytes, after: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = _chunk(b"IDAT", zlib.compress(bytes([0, *RGB])))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + after + _chunk(b"IEND", b"")


def _apng(width: int, height: int, frames: int) -> bytes:
    """Make one of one bit a pixel: a first frame of the whole canvas, and frames of one pixel."""

    def control(number: int, size: tuple[int, int]) -> bytes:
        return _chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, *size, 0, 0, 1, 10, 0, 0))

    rows = zlib.compress(bytes(((width + 7) // 8 + 1) * height))
    more = b"".join(
        control(number, (1, 1)) + _chunk(b"fdAT", struct.pack(">I", number + 1) + zlib.compress(b"\0\x80"))
        for number in range(1, 2 * frames - 1, 2)
    )
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    count = _chunk(b"acTL", struct.pack(">II", frames, 0))
    first = control(0, (width, height)) + _chunk(b"IDAT", rows)
    return b"\x89PNG\r\n\x1a\n" + head + count + first + more + _chunk(b"IEND", b"")


def _encode(format_name: str, frames: int) -> bytes:
    pictures = [PIL.Image.new("RGB", (16, 16), (20 * number, 9, 9)) for number in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, format_name, save_all=True, append_images=pictures[1:])
    return file.getvalue()


def _tiff(pages: int, side: int = 1) -> bytes:
    """Make pages that share the same pixels; if there is more than one, the others are missing."""
    tags = ((256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, 8), (278, side), (279, 1))
    length = 6 + 12 * len(tags)
    entries = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, n) for tag, n in tags)
    nexts = [10 + length * page for page in range(1, pages)] + [0]
    return b"II*\0" + struct.pack("<IBB", 10, 99, 0) + b"".join(entries + struct.pack("<I", n) for n in nexts)


BOMBS = {"GIF": _gif(15000, 15000, 900), "APNG": _apng(4000, 4000, 900)}
PAGES = _tiff(900, 4000)


@pytest.mark.parametrize("kind", [*BOMBS, "TIFF"])
def test_all_frames_together_have_a_limit(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds before a pixel is decoded: ten times the pixels of the largest image."""
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("decoded"))
    most = 225_000_000 if kind == "GIF" else 16_000_000
    reason = rf"has {900 * most:,} pixels in 900 frames, more than 10 x max_pixels={most:,} allows"
    with pytest.raises(ImageError, match=reason) as caught:
        list(read_frames({**BOMBS, "TIFF": PAGES}[kind], reading=Reading(frames="all", max_pixels=most)))
    assert caught.value.problem == "too-large"
    # With so many pixels allowed, it would be read.
    assert caught.value.pixels == 90 * most


@pytest.mark.parametrize("format_name", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_limit_is_ten_largest_images(format_name: str) -> None:
    """Whether frames are counted before or as they come."""
    data = _encode(format_name, 5)
    assert len(list(read_frames(data, reading=Reading(frames="all", max_pixels=256)))) == 5
    data = _encode(format_name, 11)
    with pytest.raises(ImageError, match="2,816 pixels in 11 frames, more than 10 x max_pixels=256 allows"):
        list(read_frames(data, reading=Reading(frames="all", max_pixels=256)))
    assert len(list(read_frames(data, reading=Reading(frames="all", max_pixels=282)))) == 11


@pytest.mark.parametrize("kind", BOMBS)
def test_a_frame_by_its_number_counts_those_before_it(kind: str) -> None:
    """They are composed to show it."""
    with pytest.raises(ImageError, match="pixels in 799 frames, more than 10 x max_pixels="):
        read_image(BOMBS[kind], reading=Reading(frames=800, max_pixels=225_000_000))


def test_a_page_by_its_number_needs_no_other() -> None:
    """Pages are pictures of their own."""
    assert read_image(_tiff(40), reading=Reading(frames=40, max_pixels=1)).pixels.tolist() == [[[99, 99, 99]]]


@pytest.mark.parametrize("data", [_gif(1, 1, 10_001), _tiff(10_001)], ids=["GIF", "TIFF"])
def test_ten_thousand_frames_are_enough(data: bytes) -> None:
    """A frame takes time, however small it is."""
    with pytest.raises(ImageError, match=r"more than 10,000 frames, too many to read all") as caught:
        cvpalette.extract(data, frames="all")
    assert caught.value.problem == "too-large"


def test_a_film_of_large_frames_gives_fewer(tmp_path: Path) -> None:
    """A film says itself how long it is. So by default only so many frames are read as are allowed."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(60):
        writer.write(np.full((48, 64, 3), 99, np.uint8))
    writer.release()

    def count(every: float | None) -> int:
        return len(list(read_frames(path, reading=Reading(max_pixels=64 * 48, every=every))))

    assert count(None) == 10
    # Who asks for more, gets more.
    assert count(0.2) == 30


PLAIN_TEXT = zlib.compress(bytes(3 << 20))
TEXTS = {
    "zTXt": _chunk(b"zTXt", b"Comment\0\0" + PLAIN_TEXT),
    "iTXt": _chunk(b"iTXt", b"Comment\0\1\0en\0\0" + PLAIN_TEXT),
    "much tEXt": _chunk(b"tEXt", b"Comment\0" + b"a" * (23 << 20)) * 3,
}


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("kind", TEXTS)
def test_packed_text_does_not_matter(kind: str, place: str) -> None:
    """Pillow refuses a PNG with so much text; it has no colors."""
    data = _png(TEXTS[kind]) if place == "before" else _png(after=TEXTS[kind])
    assert read_image(data).pixels.tolist() == [[[*RGB]]]


def test_a_short_text_stays() -> None:
    """It may hold the orientation; damaged and uncompressed text stay too."""
    data = _png(
        _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(np.random.default_rng(1).bytes(4000))),
        _chunk(b"zTXt", b"Comment\0\0" + b"no zlib" * 1000),
        _chunk(b"iTXt", b"Comment\0\0\0\0\0" + b"a" * 4000),
    )
    assert without_bombs(data) == (data, None)


def _profile(padding: int) -> bytes:
    """Make a profile of sRGB whose red and green are swapped, and a private tag that makes it large."""
    data = bytearray(PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    for at in range(132, 132 + 12 * count, 12):
        name = bytes(data[at : at + 4])
        data[at : at + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
    data += bytes(padding)
    struct.pack_into(">I", data, 0, len(data))
    return bytes(data)


@pytest.mark.parametrize("size", [0, 2 << 20], ids=["small", "large"])
def test_a_large_profile_counts_as_a_small_one_does(size: int) -> None:
    """Pillow unpacks profiles only up to 1 MiB; those of printers are larger."""
    data = _png(_chunk(b"iCCP", b"a\0\0" + zlib.compress(_profile(size))))
    ((red, green, blue),) = read_image(data).pixels[0].tolist()
    assert (red, green, blue) != RGB
    assert abs(red - RGB[1]) <= 1
    assert abs(green - RGB[0]) <= 1


def test_a_profile_of_any_size_is_no_profile() -> None:
    """Nobody makes one of more than 16 MiB."""
    data = _png(_chunk(b"iCCP", b"a\0\0" + zlib.compress(_profile(17 << 20))))
    assert read_image(data).pixels.tolist() == [[[*RGB]]]


def test_a_large_picture_is_taken_in_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost between them."""
    monkeypatch.setattr(profiles, "_FEW", 100)
    pixels = np.random.default_rng(1).integers(0, 256, (37, 30, 3), np.uint8)
    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, "BMP")
    assert np.array_equal(read_image(file.getvalue()).pixels, pixels)


def _full(size: int, packed: bytes, *, kind: int = 2, interlaced: int = 0) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, kind, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def test_a_png_with_more_data_than_its_pixels_need_is_never_unpacked() -> None:
    """OpenCV would unpack all of it."""
    bomb = zlib.compress(bytes(100_000_000), 1)
    with pytest.raises(
        ImageError, match=r"more data than its pixels need: [\d,]+ bytes for 4 x 4$"
    ) as caught:
        read_image(_full(4, bomb))
    assert caught.value.problem == "damaged"


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_png_that_cannot_be_packed_is_whole(channels: int, interlaced: int) -> None:
    """Its data are as long as they can be."""
    # 300 x 300 has seven passes, each with a last column and row of its own.
    sizes = [(300, 300)]
    if interlaced:
        sizes = [(38, 38), (37, 38), (75, 37), (75, 75), (150, 75), (150, 150), (300, 150)]
    noise = np.random.default_rng(0)
    rows = b"".join(b"\0" + noise.bytes(width * channels) for width, height in sizes for _ in range(height))
    kind = {1: 0, 3: 2}[channels]
    assert read_image(_full(300, zlib.compress(rows, 0), kind=kind, interlaced=interlaced)).width == 300


def _progressive(more: int, size: int = 16) -> bytes:
    """Make a progressive JPEG, and repeat its last scan."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (size, size), RGB).save(file, "JPEG", progressive=True)
    data = file.getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * more + b"\xff\xd9"


def test_a_jpeg_of_too_many_scans_is_refused() -> None:
    """Each scan takes as long as the whole picture, and 30 bytes."""
    assert read_image(_progressive(20)).width == 16
    with pytest.raises(ImageError, match="is damaged: it is a JPEG of more than 100 scans") as caught:
        read_image(_progressive(200))
    assert caught.value.problem == "damaged"


def test_what_follows_a_jpeg_is_none_of_its_scans() -> None:
    """Telephones put a film there."""
    assert read_image(_progressive(0) + b"\xff\xda\0\2" * 300).width == 16
