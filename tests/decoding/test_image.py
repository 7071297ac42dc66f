"""Image and read_image(): what an image is, and every source that is none."""

import os
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cvpalette.decoding.image import Image
from cvpalette.decoding.reading import read_image
from cvpalette.errors import ImageError

RED = (255, 0, 0)


def _pixels(height: int = 2, width: int = 3, channels: int = 3) -> np.ndarray:
    return np.arange(height * width * channels, dtype=np.uint8).reshape(height, width, channels)


def test_a_file_is_read_with_its_name_and_size(stripes: Path) -> None:
    """Outputs name files after it, and say how much smaller they are."""
    image = read_image(stripes)
    assert (image.name, image.stem) == ("stripes.png", "stripes")
    assert (image.width, image.height) == (40, 40)
    assert image.source_bytes == stripes.stat().st_size


def test_bytes_are_read_as_the_file_is(stripes: Path) -> None:
    """What comes from stdin is an image like any other; its name is the caller's to give."""
    from_file, from_bytes = read_image(stripes), read_image(stripes.read_bytes(), "stdin")
    assert np.array_equal(from_bytes.pixels, from_file.pixels)
    assert from_bytes.name == "stdin"
    assert read_image(stripes.read_bytes()).name == "image"


@pytest.mark.parametrize(
    "name", ["two words.png", "line\nbreak.png", "-dash.png", "漢字.png", "bad\udcff.png"]
)
def test_a_file_of_any_name_is_read(stripes: Path, name: str) -> None:
    """No name crashes the decoder, and an image's name is valid text."""
    try:
        path = stripes.rename(stripes.with_name(name))
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    image = read_image(path)
    assert image.height == 40
    assert image.name.encode()


@pytest.mark.parametrize(
    ("contents", "reason"),
    [(b"", "is empty"), (b"just text\n", "is no image that cvpalette reads")],
    ids=["empty", "text"],
)
def test_a_file_that_is_no_image_is_an_image_error(tmp_path: Path, contents: bytes, reason: str) -> None:
    """The message names the file, then the reason."""
    path = tmp_path / "a file.png"
    path.write_bytes(contents)
    with pytest.raises(ImageError, match=f"a file.png': {reason}"):
        read_image(path)
    with pytest.raises(ImageError, match=f"'stdin': {reason}"):
        read_image(contents, "stdin")


def test_a_missing_file_is_an_image_error(tmp_path: Path) -> None:
    """With the system's own reason."""
    with pytest.raises(ImageError, match=r"missing.png': no such file or directory"):
        read_image(tmp_path / "missing.png")


def test_a_folder_is_an_image_error(tmp_path: Path) -> None:
    """read_image() reads one image."""
    with pytest.raises(ImageError, match="is a folder, not a file"):
        read_image(tmp_path)


def test_a_path_with_a_nul_is_an_image_error() -> None:
    """Python refuses it with a ValueError of its own."""
    with pytest.raises(ImageError, match=r"null (byte|character)"):
        read_image("a\0b.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_an_image_error_at_once(tmp_path: Path) -> None:
    """Opening one without a writer would wait for ever."""
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(ImageError, match="is a named pipe, not a file"):
        read_image(tmp_path / "pipe.png")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets in the file system")
def test_a_socket_is_an_image_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing special is opened."""
    monkeypatch.chdir(tmp_path)  # a socket's path is 100 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.png")
        with pytest.raises(ImageError, match="is a socket, not a file"):
            read_image("socket.png")


@pytest.mark.parametrize(
    ("array", "pixel", "alpha"),
    [
        (np.full((2, 5), 7, np.uint8), (7, 7, 7), None),
        (np.full((2, 5, 1), 7, np.uint8), (7, 7, 7), None),
        (np.full((2, 5, 2), (7, 9), np.uint8), (7, 7, 7), 9),
        (np.full((2, 5, 3), (1, 2, 3), np.uint8), (1, 2, 3), None),
        (np.full((2, 5, 4), (1, 2, 3, 4), np.uint8), (1, 2, 3), 4),
    ],
    ids=["gray", "gray 1", "gray alpha", "rgb", "rgba"],
)
def test_from_array_takes_gray_and_color_with_alpha_last(
    array: np.ndarray, pixel: tuple[int, ...], alpha: int | None
) -> None:
    """The shapes that people have; the pixels are RGB in the order given."""
    image = Image.from_array(array)
    assert np.array_equal(image.pixels, np.full((2, 5, 3), pixel, np.uint8))
    if alpha is None:
        assert image.alpha is None
    else:
        assert np.array_equal(np.asarray(image.alpha), np.full((2, 5), alpha))


def test_from_array_copies() -> None:
    """The array stays the caller's, to write to."""
    array = _pixels(channels=4)
    image = Image.from_array(array)
    array[:] = 0
    assert image.pixels.any()
    assert image.alpha is not None
    assert image.alpha.any()


@pytest.mark.parametrize("kind", ["file", "array", "alpha"])
def test_an_images_arrays_are_read_only(stripes: Path, kind: str) -> None:
    """Many outputs draw on one image."""
    image = read_image(stripes) if kind == "file" else Image.from_array(_pixels(channels=4))
    array = image.alpha if kind == "alpha" else image.pixels
    assert array is not None
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 1


@pytest.mark.parametrize(
    "arrays",
    [
        {"pixels": _pixels().astype(np.float32)},
        {"pixels": _pixels()[:, :, 0].copy()},
        {"pixels": _pixels(height=0)},
        {"pixels": _pixels(channels=4)},
        {"pixels": _pixels(), "alpha": np.ones((2, 3), bool)},
        {"pixels": _pixels(), "alpha": np.ones((3, 2), np.uint8)},
    ],
    ids=["float", "flat", "empty", "four channels", "alpha of bool", "alpha of another shape"],
)
def test_an_image_is_pixels_of_one_shape(arrays: dict[str, Any]) -> None:
    """What exists can be counted: no later step looks again."""
    with pytest.raises(ImageError, match="uint8 of"):
        Image(**arrays)


def test_an_image_cannot_be_changed() -> None:
    """It is a value."""
    with pytest.raises(AttributeError):
        Image(_pixels()).name = "other"  # type: ignore[misc]
