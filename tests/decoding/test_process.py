"""Library use changes nothing of the process, however many threads extract at once."""

import io
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageFile
import pytest

import cvpalette
from cvpalette import ImageError, Reading

NOISE = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)


def _encode(format_name: str, **how: Any) -> bytes:
    file = io.BytesIO()
    PIL.Image.fromarray(NOISE).save(file, format_name, **how)
    return file.getvalue()


def _spoil(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes(range(0, 250, 5)) + data[len(data) // 2 + 50 :]


def _files() -> list[bytes]:
    """Give photos that are plain, odd, damaged, cut short, and no photos at all."""
    hows: list[tuple[str, dict[str, Any]]] = [
        ("JPEG", {}),
        ("JPEG", {"exif": b"Exif\0\0II*\0\xff\xff\xff\xff"}),
        ("PNG", {"icc_profile": b"none" * 40}),
        ("WEBP", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {"save_all": True, "append_images": [PIL.Image.new("RGB", (64, 64))]}),
    ]
    whole = [_encode(format_name, **how) for format_name, how in hows]
    return [
        *whole,
        *map(_spoil, whole),
        *(data[: len(data) // 2] for data in whole),
        b"\0\0\0\x18ftypmp42",
        b"x",
    ]


def _state() -> tuple[object, ...]:
    return (
        PIL.Image.MAX_IMAGE_PIXELS,
        PIL.ImageFile.LOAD_TRUNCATED_IMAGES,
        os.fstat(2).st_ino,
        sys.stderr,
        tuple(warnings.filters),
        warnings.showwarning,
        tuple(logging.getLogger("PIL").handlers),
    )


def _extract_all(over: threading.Event) -> None:
    try:
        for _ in range(2):
            for data in _files():
                try:
                    cvpalette.extract(data, allow_truncated=True, frames="all")
                except ImageError:
                    continue
    finally:
        over.set()


def test_another_thread_sees_nothing_change() -> None:
    """Neither Pillow's limit, nor stderr, nor what is done about warnings."""
    before, seen, over = _state(), set(), threading.Event()
    thread = threading.Thread(target=_extract_all, args=(over,))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        thread.start()
        while not over.is_set():
            seen.add(_state())
    finally:
        sys.setswitchinterval(interval)
        thread.join()
    assert seen == {before}


def test_importing_it_changes_nothing_either() -> None:
    """No handler of Pillow's words, no thread of OpenCV's less."""
    code = (
        "import cv2, logging, warnings, PIL.Image, sys\n"
        "def state(): return (cv2.getNumThreads(), logging.getLogger('PIL').handlers[:],"
        " list(warnings.filters), PIL.Image.MAX_IMAGE_PIXELS, sys.stderr)\n"
        "before = state()\n"
        "import cvpalette, io\n"
        "file = io.BytesIO(); PIL.Image.new('CMYK', (9, 9)).save(file, 'TIFF')\n"
        "cvpalette.extract(file.getvalue())\n"
        "assert state() == before, (before, state())"
    )
    subprocess.run([sys.executable, "-Ic", code], check=True)


def test_many_threads_find_what_one_finds() -> None:
    """At once, each of them all of it."""
    files = [data for data in _files() if _is_read(data)]
    expected = [cvpalette.extract(data).palette for data in files]
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append([cvpalette.extract(data).palette for data in files]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def _is_read(data: bytes) -> bool:
    try:
        cvpalette.read_image(data)
    except ImageError:
        return False
    return True


@pytest.fixture
def _low_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 10)
    yield
    assert PIL.Image.MAX_IMAGE_PIXELS == 10


@pytest.mark.usefixtures("_low_limit")
@pytest.mark.parametrize(
    ("format_name", "how"),
    [
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"exif": {0x0112: 6}}),
        ("PNG", {"icc_profile": b"none" * 40}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"lossless": True, "exif": {0x0112: 6}}),
        ("AVIF", {}),
        ("GIF", {}),
        ("BMP", {}),
        ("PPM", {}),
        ("JPEG2000", {}),
        ("QOI", {}),
    ],
)
def test_more_pixels_than_pillow_likes_are_ours_to_judge(format_name: str, how: dict[str, Any]) -> None:
    """Its limit, and more than twice that, neither raises nor warns: here warnings are errors."""
    how = dict(how)
    if "exif" in how:
        exif = PIL.Image.Exif()
        exif.update(how["exif"])
        how["exif"] = exif.tobytes()
    pixels = cvpalette.read_image(_encode(format_name, **how)).pixels
    expected = np.rot90(NOISE, -1) if "exif" in how else NOISE
    if format_name not in {"AVIF", "GIF"}:
        assert np.array_equal(pixels, expected)
    with pytest.raises(ImageError, match="more than max_pixels"):
        cvpalette.read_image(_encode(format_name, **how), reading=Reading(max_pixels=4000))


def test_a_warning_that_is_an_error_does_not_make_a_photo_damaged() -> None:
    """Pillow warns of an EXIF that is broken, where nothing else says how many dots an inch has."""
    data = _encode("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\3\0\1\0\0\0")
    head = data.index(b"JFIF") - 4
    data = data[:head] + data[head + 18 :]
    with pytest.warns(UserWarning, match="EXIF|Truncated"):
        PIL.Image.open(io.BytesIO(data)).getexif()
    assert cvpalette.read_image(data).width == 64


def test_command_and_library_decode_the_same(tmp_path: Path) -> None:
    """They may have other decoders for a file: every pixel is the same, and every error."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number, data in enumerate(_files()):
        (folder / f"{number:02}").write_bytes(data)
    code = (
        "import hashlib, pathlib, sys, cvpalette\n"
        "if sys.argv[2:]:\n"
        "    from cvpalette.decoding.noise import keep_from_user; keep_from_user()\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n"
        "    try: print(hashlib.sha256(cvpalette.read_image(path).pixels).hexdigest())\n"
        "    except cvpalette.ImageError as error: print(error)\n"
    )
    library, command = (
        subprocess.run([sys.executable, "-Ic", code, folder, *words], capture_output=True, check=True)
        for words in ([], ["command"])
    )
    assert library.stdout == command.stdout
    assert library.stdout.count(b"\n") == len(_files())
    assert command.stderr == b""
