"""Which pages of a TIFF count: no smaller copies and no masks. A chain of pages that is a circle ends."""

import io
import struct
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.reading import decode, decode_frames
from cvpalette.decoding.tiff import directory
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

GRAY, RGB, MASK = 1, 2, 4
SUBFILE, OLD_SUBFILE, COMPRESSION = 254, 255, 259


def _plain(page: Any, level: int, tags: Any = None, below: Any = (), bits: int = 8) -> Any:
    size = bits // 8
    content = (level * (257 if bits == 16 else 1)).to_bytes(size, "little") * 6
    return page((3, 2), content, GRAY, bits, 1, tags, below)


def _levels(data: bytes, frames: Any = "all") -> list[int]:
    return [int(frame.pixels[0, 0, 0]) for frame in decode_frames(data, "a", Reading(frames=frames))]


@pytest.mark.parametrize("is_big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_pages_may_have_differing_layouts(order: str, is_big: bool, write: Any, page: Any) -> None:
    """Each is decoded for itself, whichever decoder it needs."""
    bits = 16 if order == "<" else 8
    pages = [_plain(page, 10), _plain(page, 20, bits=bits), page((3, 1), bytes([30] * 9), RGB, 8, 3)]
    data = write(*pages, order=order, is_big=is_big)
    assert _levels(data) == [10, 20, 30]
    assert _levels(data, 2) == [20]
    assert _levels(data, "first") == [10]
    with pytest.raises(ImageError, match=r"has 3 frames; there is no frame 4"):
        _levels(data, 4)


@pytest.mark.parametrize("tags", [{SUBFILE: [1]}, {OLD_SUBFILE: [2]}], ids=["new", "old"])
def test_a_first_page_that_is_a_smaller_copy_does_not_count(tags: Any, write: Any, page: Any) -> None:
    """As a thumbnail that comes before its picture."""
    data = write(_plain(page, 99, tags), _plain(page, 10), _plain(page, 98, tags), _plain(page, 20))
    assert _levels(data) == [10, 20]
    assert _levels(data, "first") == [10]
    assert _levels(data, 2) == [20]


def test_pages_below_a_smaller_copy_count(write: Any, page: Any) -> None:
    """The thumbnail stands first, and links to the picture."""
    below = (_plain(page, 10, {SUBFILE: [0]}), _plain(page, 98, {SUBFILE: [1]}))
    assert _levels(write(_plain(page, 99, {SUBFILE: [1]}, below))) == [10]


def test_pages_below_a_picture_do_not_count(write: Any, page: Any) -> None:
    """They are its smaller copies."""
    assert _levels(write(_plain(page, 10, None, (_plain(page, 98, {SUBFILE: [1]}),)))) == [10]


def test_the_first_page_counts_where_all_are_smaller_copies(write: Any, page: Any) -> None:
    """Of whatever: it is all that there is."""
    assert _levels(write(_plain(page, 10, {SUBFILE: [1]}), _plain(page, 20, {SUBFILE: [1]}))) == [10]


@pytest.mark.parametrize("mask_size", [(4, 2), (8, 4)])
@pytest.mark.parametrize("bits", [8, 16])
def test_a_mask_hides_what_is_outside(mask_size: tuple[int, int], bits: int, write: Any, page: Any) -> None:
    """It may be finer than its picture, and is no page."""
    scale = mask_size[0] // 4
    row = int("1" * 3 * scale + "0" * scale + "0" * (8 - mask_size[0]), 2)
    mask = page(mask_size, bytes([row] * mask_size[1]), MASK, 1, 1, {SUBFILE: [4]})
    picture = page((4, 2), bytes([7] * (bits // 8)) * 8, GRAY, bits)
    frames = list(decode_frames(write(picture, mask, _plain(page, 20)), "a", Reading(frames="all")))
    assert [int(frame.pixels[0, 0, 0]) for frame in frames] == [7, 20]
    assert np.asarray(frames[0].alpha).tolist() == [[255, 255, 255, 0]] * 2
    assert frames[1].alpha is None


def test_a_chain_of_pages_that_is_a_circle_ends(write: Any, page: Any) -> None:
    """Each page counts once."""
    data = bytearray(write(_plain(page, 10), _plain(page, 20)))
    (first,) = struct.unpack_from("<I", data, 4)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * struct.unpack_from("<H", data, first)[0])
    count = struct.unpack_from("<H", data, second)[0]
    struct.pack_into("<I", data, second + 2 + 12 * count, first)
    assert _levels(bytes(data)) == [10, 20]


def test_too_many_pages_are_refused(write: Any, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first can still be read."""
    monkeypatch.setattr(directory, "MOST_PAGES", 3)
    data = write(*(_plain(page, level) for level in range(10, 15)))
    assert _levels(data, "first") == [10]
    with pytest.raises(ImageError, match="more than 3 pages"):
        _levels(data)


def test_directories_that_share_their_tags_end(
    write: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file could have thousands of directories of thousands of tags."""
    monkeypatch.setattr(directory, "_MOST_TAGS", 30)
    data = write(*(_plain(page, level) for level in range(10, 20)))
    with pytest.raises(ImageError, match="pages; split it first"):
        _levels(data)


def test_a_bigtiff_with_a_million_tags_is_damaged(write: Any, page: Any) -> None:
    """Its count has 8 bytes."""
    data = bytearray(write(_plain(page, 10), is_big=True))
    struct.pack_into("<Q", data, struct.unpack_from("<Q", data, 8)[0], 1 << 20)
    with pytest.raises(ImageError, match="a directory has 1,048,576 tags"):
        _levels(bytes(data) + bytes(20 << 20))


def test_a_broken_link_to_the_next_page_is_no_matter_for_the_first(write: Any, page: Any) -> None:
    """All pages are an error then, or what is there."""
    data = bytearray(write(_plain(page, 10)))
    (first,) = struct.unpack_from("<I", data, 4)
    struct.pack_into("<I", data, first + 2 + 12 * struct.unpack_from("<H", data, first)[0], 1 << 30)
    assert _levels(bytes(data), "first") == [10]
    with pytest.raises(ImageError) as caught:
        _levels(bytes(data))
    assert caught.value.problem == "truncated"
    frames = list(decode_frames(bytes(data), "a", Reading(frames="all", allow_truncated=True)))
    assert [frame.warning for frame in frames] == [
        None,
        "is cut short after frame 1: the others do not count",
    ]


def test_an_old_style_jpeg_that_is_a_whole_jpeg_is_read(write: Any, page: Any) -> None:
    """The tags of compression 6 link to it; the orientation is that of the TIFF."""
    import io  # noqa: PLC0415

    file = io.BytesIO()
    PIL.Image.new("RGB", (16, 8), (200, 40, 30)).save(file, "JPEG", quality=95)
    tags, _, _ = page((16, 8), b"", 6, 8, 3, {COMPRESSION: [6], 274: [6]})
    pixels, _ = decode(write((tags, [file.getvalue()], ())), "a")
    assert pixels.shape == (16, 8, 3)
    assert np.abs(pixels.astype(int) - (200, 40, 30)).max() <= 3


def test_a_directory_that_repeats_a_tag_counts_each_time(
    write: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are read, whatever their numbers are."""
    data = bytearray(write(_plain(page, 10), _plain(page, 20), _plain(page, 30)))
    first = directory.Directory.read(bytes(data), "<", struct.unpack_from("<I", data, 4)[0], is_big=False)
    for place in range(first.at + 2 + 12, first.at + 2 + 12 * first.tags, 12):
        data[place : place + 2] = data[first.at + 2 : first.at + 4]
    monkeypatch.setattr(directory, "_MOST_TAGS", first.tags - 1)
    with pytest.raises(NotImplementedError, match="more than 1 pages"):
        list(directory.directories(bytes(data)))


def test_a_picture_in_a_page_of_other_bits_is_refused(write: Any, page: Any) -> None:
    """Pillow gives its 8 bits, which would count as 12."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (4, 4), (250, 128, 40)).save(file, "JPEG2000")
    data = write(page((4, 4), file.getvalue(), 2, 12, 3, {COMPRESSION: [34712]}))
    with pytest.raises(ImageError, match="12 bits a sample") as caught:
        decode(data, "a")
    assert caught.value.problem == "unsupported"


@pytest.mark.parametrize(("code", "name"), [(34712, "JPEG2000"), (50001, "WEBP")])
def test_a_page_may_hold_a_picture(code: int, name: str, write: Any, page: Any) -> None:
    """It is decoded as a file of its format is."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (4, 4), (250, 128, 40)).save(file, name, lossless=True)
    pixels, alpha = decode(write(page((4, 4), file.getvalue(), 2, 8, 3, {COMPRESSION: [code]})), "a")
    assert np.abs(pixels.astype(int) - (250, 128, 40)).max() <= 1
    assert alpha is None
