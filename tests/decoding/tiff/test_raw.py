"""A raw photo is no picture: it is developed, or its preview is read with a warning, or it is refused."""

import io
import struct
import sys
from typing import Any

import numpy as np
import PIL.Image
import pytest

from cvpalette.decoding.formats import begins_film, begins_image
from cvpalette.decoding.reading import decode_frames
from cvpalette.errors import ImageError
from cvpalette.settings.settings import Reading

RGB, MOSAIC, LINEAR = 2, 32803, 34892
SUBFILE, COMPRESSION, ORIENTATION = 254, 259, 274
COLOR = (200, 40, 30)


@pytest.fixture(autouse=True)
def _without_rawpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)


def _sensor(page: Any, kind: int = MOSAIC) -> Any:
    samples = 3 if kind == LINEAR else 1
    return page((600, 400), bytes(600 * 400 * samples * 2), kind, 16, samples, {SUBFILE: [0]})


def _preview(page: Any, size: tuple[int, int], tags: Any = None, below: Any = ()) -> Any:
    return page(size, bytes(COLOR) * (size[0] * size[1]), RGB, 8, 3, {SUBFILE: [1], **(tags or {})}, below)


def _jpeg(size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    PIL.Image.new("RGB", size, COLOR).save(file, "JPEG", quality=95)
    return file.getvalue()


def _read(data: bytes, frames: Any = "first") -> Any:
    (frame,) = decode_frames(data, "a", Reading(frames=frames))
    assert np.abs(frame.pixels.astype(int) - COLOR).max() <= 3
    return frame


@pytest.mark.parametrize("kind", [MOSAIC, LINEAR])
@pytest.mark.parametrize("frames", ["first", "all", 1])
def test_a_large_preview_is_read_with_a_warning(kind: int, frames: Any, write: Any, page: Any) -> None:
    """The warning has both sizes, and says what develops the photo."""
    frame = _read(write(_preview(page, (320, 200), None, (_sensor(page, kind),))), frames)
    assert frame.pixels.shape == (200, 320, 3)
    assert frame.warning == (
        "is a raw photo of 600 x 400: its preview of 320 x 200 was read; "
        "to develop it, pip install 'cvpalette[raw]'"
    )


def test_the_largest_preview_is_read_and_turned_as_the_photo(write: Any, page: Any) -> None:
    """A JPEG below the first page, as cameras of Nikon and Sony have it."""
    jpeg: Any = ({SUBFILE: [1], COMPRESSION: [6], 513: [8], 514: [len(_jpeg((480, 320)))]}, [], ())
    data = write(_preview(page, (300, 200), {ORIENTATION: [6]}, (jpeg, _sensor(page))))
    moved = bytearray(data + _jpeg((480, 320)))
    entry = moved.index(struct.pack("<HHII", 513, 4, 1, 8))
    struct.pack_into("<I", moved, entry + 8, len(data))
    assert _read(bytes(moved)).pixels.shape == (480, 320, 3)


@pytest.mark.parametrize("size", [(24, 16), (160, 120), (255, 200)])
def test_a_small_preview_is_not_the_photo(size: tuple[int, int], write: Any, page: Any) -> None:
    """It mixes the colors of details; so the photo is refused, by name and with its size."""
    with pytest.raises(ImageError, match=r"is a raw photo of 600 x 400.*'cvpalette\[raw\]'") as caught:
        _read(write(_preview(page, size, None, (_sensor(page),))))
    assert caught.value.problem == "unsupported"


def test_a_sensors_samples_are_never_a_picture(write: Any, page: Any) -> None:
    """Also where they come first, and where they look like gray or RGB."""
    for kind in (MOSAIC, LINEAR):
        with pytest.raises(ImageError, match="is a raw photo of 600 x 400"):
            _read(write(_sensor(page, kind)))
    with pytest.raises(ImageError, match="has 1 frame; there is no frame 2"):
        _read(write(_sensor(page)), 2)


def test_a_cr2_is_known_by_its_mark() -> None:
    """Its sensor's page has no photometric interpretation; its first page is a JPEG."""
    jpeg = _jpeg((320, 200))
    tags = {256: 320, 257: 200, 258: 8, 259: 6, 273: 16 + 2 + 6 * 12 + 4, 279: len(jpeg)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    frame = _read(b"II*\0\x10\0\0\0CR\2\0\0\0\0\0" + directory + jpeg)
    assert frame.warning.startswith("is a raw photo: its preview of 320 x 200 was read")


def test_a_fujifilm_raf_has_a_preview_at_a_known_place() -> None:
    """The place and length stand at byte 84."""
    jpeg = _jpeg((320, 200))
    head = b"FUJIFILMCCD-RAW 0201".ljust(84, b"\0") + struct.pack(">II", 100, len(jpeg))
    frame = _read(head.ljust(100, b"\0") + jpeg)
    assert frame.warning.startswith("is a raw photo (Fujifilm RAF): its preview of 320 x 200 was read")


def test_a_panasonic_rw2_has_a_preview_in_a_tag(write: Any) -> None:
    """0x2E holds a JPEG; the byte order is followed by 85 in place of 42."""
    data = bytearray(write(({0x2E: _jpeg((320, 200))}, [], ())))
    data[2] = 85
    assert _read(bytes(data)).warning.startswith("is a raw photo (Panasonic RW2): its preview of")


RAWS = {
    "Canon CR3": struct.pack(">I", 24) + b"ftypcrx \0\0\0\1crx isom",
    "Canon CRW": b"II\x1a\0\0\0HEAPCCDR\2\0\1\0",
    "Sigma X3F": b"FOVb\0\0\3\0",
    "Minolta MRW": b"\0MRM\0\0\1\0\0PRD",
    "Panasonic RW2": b"IIU\0\x18\0\0\0",
    "Olympus ORF": b"IIRO\x08\0\0\0",
    "Fujifilm RAF": b"FUJIFILMCCD-RAW 0201",
}


@pytest.mark.parametrize("name", RAWS)
@pytest.mark.parametrize("length", [0, 500])
def test_raw_files_that_are_no_tiffs_are_refused_by_name(name: str, length: int) -> None:
    """CR3 is no film, and none of them is a palette."""
    data = RAWS[name] + bytes(length)
    assert begins_image(data[:64])
    assert not begins_film(data[:64])
    with pytest.raises(ImageError, match=rf"is a raw photo \({name}\)") as caught:
        list(decode_frames(data, "a"))
    assert caught.value.problem == "unsupported"
